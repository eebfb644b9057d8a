"""What a take says about itself, before it is decoded."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import av.error
import numpy as np
from av.sidedata.sidedata import SideData
from av.video.frame import VideoFrame

from takewise.clock import FrameRange, snap_rate
from takewise.errors import ClockError, MediaError, UnreadableMedia
from takewise.media.digests import content_digest
from takewise.media.display import shown_size
from takewise.media.frame_rate import ASSUMED_RATE, Pace, find_pace
from takewise.media.labels import reel_name, start_timecode
from takewise.media.packets import begins_midway, first_picture, shown_from
from takewise.media.parts import Counting, counted_part, find_part, split_part
from takewise.media.source import KeyPacket, MediaSource, open_take, track_words
from takewise.model import MediaInfo
from takewise.plain_text import decimal


def probe(
    path: str,
    *,
    digest: str | None = None,
    sequence_rate: Fraction | None = None,
    stream: int | None = None,
) -> MediaInfo:
    """Read what a take says about itself.

    Every packet is read, as no header says reliably whether the rate varies, but only the first
    picture is decoded. Each fact that had to be assumed adds a warning.

    Parameters
    ----------
    path
        A media file, or the pattern of an image sequence (``take.%04d.png``, ``take.####.png``);
        ``@100-240`` behind it means a part of it.
    digest
        The result of `content_digest`, if the caller has it already.
    sequence_rate
        Frames per second of an image sequence; None takes 24 and warns.
    stream
        Which stream of the file holds the pictures; None takes the largest pictures.

    Raises
    ------
    UnreadableMedia
        If the file is missing, cannot be opened, or no picture of it decodes.
    NoPictures
        If it has no moving picture, or none in that stream.
    MediaError
        If it does not have the part that is meant.
    """
    path, words = split_part(path)
    with open_take(path, snap_rate(sequence_rate or ASSUMED_RATE), stream) as source:
        survey = _survey(source)
        if survey.first is None:
            raise UnreadableMedia(
                "no picture of it decodes", where=path, remedy="copy it again from its source"
            )
        pace = _pace(source, survey)
        timecode = start_timecode(source, pace.rate)
        rotation, mirrored = _orientation(survey.first)
        width, height = shown_size(survey.first, source.pixel_aspect)
        count = len(survey.ticks) or survey.pictures
        counting = Counting(
            rate=pace.rate,
            start=timecode.label,
            count=count,
            ticks=sorted(survey.ticks) if pace.variable else None,
            time_base=source.time_base,
        )
        part = find_part(path, words, counting) if words else None
        return MediaInfo(
            path=source.stills.pattern if source.stills else path,
            width=height if rotation % 180 else width,
            height=width if rotation % 180 else height,
            rate=pace.rate,
            time_base=source.time_base,
            codec=source.stream.codec_context.codec.canonical_name,
            start_timecode=timecode.label,
            camera_time=timecode.camera_time,
            reel=reel_name(source),
            frame_count=count,
            variable_rate=pace.variable,
            interlaced=bool(survey.first.interlaced_frame),
            rotation=rotation,
            has_sound=len(source.container.streams.audio) > 0,
            digest=digest or content_digest(path),
            warnings=(
                *_track_warnings(source),
                *_rate_warnings(source, survey, pace, sequence_rate),
                *timecode.warnings,
                *(source.stills.warnings if source.stills else ()),
                *((_MIRRORED,) if mirrored else ()),
            ),
            part=part,
            stream=_unusual(source),
        )


def named_part(
    path: str, *, sequence_rate: Fraction | None = None, stream: int | None = None
) -> tuple[str, FrameRange | None]:
    """Return the file that a path names, and the frames of a part of it; None for all frames.

    Parameters are as for `probe`. The file is opened only to read a timecode, so frames may be
    outside of it. Raises `MediaError` for what is no range, and for timecodes outside of the file.
    """
    file, words = split_part(path)
    try:
        counted = counted_part(words) if words else None
    except ClockError as error:
        raise MediaError(f"{words} is no range of it ({error})", where=file) from error
    if counted or not words:
        return file, counted
    known = probe(path, digest="sha256:", sequence_rate=sequence_rate, stream=stream)
    return file, known.part


_MIRRORED = "the file asks to be shown mirrored: the pictures are read unmirrored"


@dataclass(slots=True, kw_only=True)
class _Survey:
    """What one pass over the packets of a take found."""

    first: VideoFrame | None = None
    """The first picture that decodes; None if none does."""
    pictures: int = 0
    """Packets that are meant to be shown."""
    ticks: list[int] = field(default_factory=list)
    """When they are shown."""
    keys: list[KeyPacket] = field(default_factory=list)
    """Those that decode without others, in storage order."""


def _survey(source: MediaSource) -> _Survey:
    survey = _Survey()
    try:
        for packet in source.packets():
            if survey.first is None:
                survey.first = first_picture(source, packet)
            tick = source.tick(packet)
            if tick is not None and packet.is_keyframe:
                survey.keys.append(KeyPacket(tick=tick, stored=packet.dts))
            # An edit list hides pictures that are stored only to decode others.
            if not packet.is_discard:
                survey.pictures += 1
                survey.ticks += [] if tick is None else [tick]
    except av.error.FFmpegError:
        # The file breaks off here; the reader reports it when it comes to that place.
        pass
    if survey.first is None:
        survey.first = first_picture(source, None)
    if survey.first and source.stores_times and begins_midway(survey.ticks, survey.keys):
        survey.ticks = list(shown_from(survey.ticks, survey.first.pts))
    return survey


def _pace(source: MediaSource, survey: _Survey) -> Pace:
    stream = source.stream
    declared = (stream.guessed_rate, stream.base_rate, stream.average_rate)
    rates = [Fraction(rate) for rate in declared if rate]
    return find_pace(survey.ticks, source.time_base, rates)


def named_stream(path: str, stream: int | None) -> int | None:
    """Return the stream that is meant, None for the one that is taken without a choice.

    So the same stream has the same name however the user chose it. The file is opened only where a
    stream is chosen; raises what `probe` raises.
    """
    if stream is None:
        return None
    with open_take(path, ASSUMED_RATE, stream) as source:
        return _unusual(source)


def _unusual(source: MediaSource) -> int | None:
    """Return the stream that was opened, where it is not the usual choice."""
    return None if source.stream.index == source.tracks[0].index else source.stream.index


def _track_warnings(source: MediaSource) -> tuple[str, ...]:
    """Say which of several picture tracks was taken."""
    others = [each for each in source.tracks if each.index != source.stream.index]
    if not others:
        return ()
    sizes = {(each.width, each.height) for each in source.tracks}
    largest = "larger" if len(source.tracks) == 2 else "largest"
    why = "the first" if len(sizes) == 1 else f"the {largest}"
    why = why if _unusual(source) is None else "the one that you chose"
    said = " and ".join(f"--stream {each.index} takes {track_words(each)}" for each in others)
    taken = f"{len(source.tracks)} picture tracks: {why}, {track_words(source.stream)}, is taken"
    return (f"{taken}; {said}",)


def _rate_warnings(
    source: MediaSource, survey: _Survey, pace: Pace, sequence_rate: Fraction | None
) -> tuple[str, ...]:
    """Return a sentence for each thing about the rate that the user should know."""
    words = decimal(pace.rate)
    warnings = []
    if source.stills and sequence_rate is None:
        warnings.append(f"an image sequence has no frame rate: {words} fps is assumed")
    if pace.variable:
        warnings.append(
            f"variable frame rate: moments are placed by presentation time on a {words} fps grid"
        )
    if survey.pictures == 1:
        warnings.append("only one picture: nothing can move in it")
    if survey.pictures == 2:
        warnings.append("only two pictures: too few to see a movement in")
    return tuple(warnings)


def _orientation(picture: VideoFrame) -> tuple[int, bool]:
    """Return the clockwise turn that makes a picture upright, and whether the file mirrors it.

    The turn is 0, 90, 180 or 270 degrees, from the display matrix. It maps x, y of the stored
    picture (y down) to (a x + c y, b x + d y); ISO/IEC 14496-12, section 6.2.2.
    """
    try:
        matrix = picture.side_data.get("DISPLAYMATRIX")
    except ValueError:
        # PyAV 18 lists no side data where one is of a kind that it has no name for, such as
        # the EXIF data of a JPEG. It has the turn nevertheless, counterclockwise.
        return round(-picture.rotation / 90) * 90 % 360, False
    if not isinstance(matrix, SideData):
        return 0, False
    a, b, _, c, d = np.frombuffer(bytes(matrix), np.int32)[:5].astype(float)
    mirrored = bool(a * d - b * c < 0)
    # Mirroring left to right does not turn a picture, so it is removed before the angle is read.
    angle = np.degrees(np.arctan2(b, -a if mirrored else a))
    return round(angle / 90) * 90 % 360, mirrored
