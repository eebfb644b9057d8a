"""Start timecode and reel: where each container keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from takewise.clock import (
    Timecode,
    can_drop,
    frames_per_day,
    nominal_rate,
    parse_timecode,
    snap_rate,
)
from takewise.errors import ClockError
from takewise.media.camera_clock import read_camera_clock
from takewise.media.mxf_timecode import read_mxf_timecode
from takewise.media.source import MediaSource
from takewise.media.timecode_track import TimecodeTrack, read_timecode_track, track_kinds
from takewise.plain_text import decimal, encodable

_TIMECODE_KEYS = ("timecode", "TIMECODE")
"""MOV, MP4 and MXF write it small, Matroska in capitals."""

_REEL_KEYS = (
    "reel_name",
    "REEL_NAME",
    "com.apple.proapps.reel",
    "reel",
    "material_package_name",
)
"""The timecode track of MOV, the tape of MXF; Matroska; Apple's own; and last the
clip's name in MXF, which stands for the reel of a tapeless camera."""

_FROM_ZERO = "frame 0 counts as 00:00:00:00"

# Most labels that a second of timecode had before SMPTE ST 12-3; many devices keep to it
# above 30 pictures a second, and number each twice.
_LABELS = 30

# Kind of the track in which Sony's cameras keep what they measure with each picture.
_CAMERA = b"rtmd"

_CAMERA_TIME = (
    "its timecode is the camera's clock, as it has no timecode track: DaVinci Resolve reads that "
    "clock, Final Cut Pro counts from 0, so FCPXML counts from 0, and every other format by the "
    "clock"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTimecode:
    """What a file says about the timecode of its first picture."""

    label: Timecode | None = None
    """As the file counts, which may be slower than its pictures; None where it has none."""
    camera_time: bool = False
    """Whether it is the camera's clock, which is no timecode to Final Cut Pro."""
    warnings: tuple[str, ...] = ()
    """What the user should know of it, one sentence each."""


def start_timecode(source: MediaSource, rate: Fraction) -> StartTimecode:
    """Read the timecode of the first picture; without a label where the file has no valid one."""
    text = _first_tag(source, _TIMECODE_KEYS)
    container = source.container.format.name
    camera_time = False
    if "mov" in container:
        track = read_timecode_track(source.container.name, source.stream.id)
        camera_time = track is None and _CAMERA in track_kinds(source.container.name)
        track = read_camera_clock(source.container.name) if camera_time else track
    else:
        track = read_mxf_timecode(source.container.name, text) if "mxf" in container else None
    clock = (_CAMERA_TIME,) if camera_time and (track or text) else ()
    if track is not None:
        label, warnings = _counted(track, rate)
        return StartTimecode(label=label, camera_time=camera_time, warnings=(*clock, *warnings))
    if text is None:
        return StartTimecode(warnings=(f"no start timecode in the file: {_FROM_ZERO}",))
    try:
        label = parse_timecode(text, rate)
    except ClockError as error:
        said = f"the start timecode is ignored: {error.what}; {_FROM_ZERO}"
        return StartTimecode(warnings=(said,))
    return StartTimecode(label=label, camera_time=camera_time, warnings=(*clock, *_doubts(label)))


def reel_name(source: MediaSource) -> str | None:
    """Return the name of the reel or tape; None where the file has none."""
    return _first_tag(source, _REEL_KEYS)


def _counted(track: TimecodeTrack, rate: Fraction) -> tuple[Timecode, tuple[str, ...]]:
    """Return the label that a track's number is, and what the user should know of it."""
    # Where a second has as many numbers as pictures, or a multiple or part of them, they
    # keep step with the pictures: 24 with 23.976. Else both keep their own time.
    nominal, base = nominal_rate(rate), track.base
    in_step = nominal % base == 0 or base % nominal == 0
    own = rate * base / nominal if in_step else snap_rate(track.rate * base / round(track.rate))
    drop = track.drop_frame and can_drop(own)
    number = round(track.number) % frames_per_day(own, drop_frame=drop)
    warnings = () if drop == track.drop_frame else (_not_dropped(own),)
    return Timecode(number, own, drop), warnings


def _not_dropped(rate: Fraction) -> str:
    words = decimal(rate)
    return (
        f"its timecode says drop-frame, which does not exist at {words} frames a second: "
        "its frame numbers are taken as they are"
    )


def _doubts(label: Timecode) -> tuple[str, ...]:
    """Say where a label leaves open at which of two rates it counts."""
    nominal = nominal_rate(label.rate)
    half = nominal // 2
    if nominal <= _LABELS or nominal % 2 or int(str(label)[9:]) >= half:
        return ()
    said = f"the file does not say whether its timecode counts {half} or {nominal} frames a second"
    return (f"{said}: {nominal} is taken",)


def _first_tag(source: MediaSource, keys: tuple[str, ...]) -> str | None:
    tags = _tags(source)
    values = (encodable(place[key]).strip() for key in keys for place in tags if key in place)
    return next((value for value in values if value), None)


def _tags(source: MediaSource) -> tuple[Mapping[str, str], ...]:
    """Return the places that carry tags, the most trusted first."""
    container = source.container
    tracks = [stream.metadata for stream in container.streams.data]
    pictures = source.stream.metadata
    if "mxf" in container.format.name:
        # MPEG-2 in MXF has a second timecode in its picture groups, often unset.
        return (*tracks, container.metadata, pictures)
    return (*tracks, pictures, container.metadata)
