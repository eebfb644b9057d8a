"""The timecode track of QuickTime and MP4 files: how it counts, and its first number.

FFmpeg prints a label, and none where a track says drop-frame at 24 frames a second.
A label leaves open at what rate it counts. The track says so: QuickTime File Format,
"Timecode media": flags, time scale, duration of a frame, frames a second, and as its
sample the number of a frame.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from takewise.media.boxes import Box, box_number, whole_file

# Flag of a timecode track.
_DROP_FRAME = 1

# Kinds of timecode tracks, and how long the number in their samples is.
_NUMBER_BYTES = {b"tmcd": 4, b"tc64": 8}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimecodeTrack:
    """What a timecode track says."""

    number: Fraction
    """Number of the first picture that is shown; a fraction where an edit list cuts into one."""
    base: int
    """Numbers a second, as labels count: 30 at 29.97."""
    rate: Fraction
    """Numbers a second, as they last."""
    drop_frame: bool
    """Whether its labels are dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Track:
    """One track of a file."""

    box: Box
    """The ``trak`` box."""
    number: int
    """By which others refer to it."""
    kind: bytes
    """Kind of its first sample description, such as ``avc1`` or ``tmcd``."""


def track_kinds(path: str) -> frozenset[bytes]:
    """Return the kinds of tracks that a file has; none where it is no QuickTime or MP4."""
    with Path(path).open("rb") as file:
        moov = whole_file(file).within(b"moov")
        return frozenset(track.kind for track in _tracks(moov)) if moov else frozenset()


def read_timecode_track(path: str, picture_track: int) -> TimecodeTrack | None:
    """Read the timecode track that belongs to a picture track of a QuickTime or MP4 file.

    The one that the picture track refers to, or the file's first; None where there is none with a
    number.
    """
    with Path(path).open("rb") as file:
        moov = whole_file(file).within(b"moov")
        if moov is None:
            return None
        every = list(_tracks(moov))
        picture = next((track for track in every if track.number == picture_track), None)
        meant = _referred(picture) if picture else ()
        counting = [track for track in every if track.kind in _NUMBER_BYTES]
        counting.sort(key=lambda track: track.number not in meant)
        found = (_counted(moov, track, picture) for track in counting)
        return next((track for track in found if track), None)


def _tracks(moov: Box) -> Iterator[_Track]:
    for box in moov.boxes():
        if box.kind != b"trak":
            continue
        header = box.within(b"tkhd")
        described = box.within(b"mdia", b"minf", b"stbl", b"stsd")
        if header and described:
            content = header.content()
            identity = box_number(content, 20 if content[:1] == b"\1" else 12)
            kind = described.content()[12:16]
            yield _Track(box=box, number=identity, kind=kind)


def _referred(track: _Track) -> tuple[int, ...]:
    """Return the timecode tracks that a track refers to."""
    box = track.box.within(b"tref", b"tmcd")
    content = box.content() if box else b""
    return tuple(box_number(content, at) for at in range(0, len(content), 4))


def _counted(moov: Box, track: _Track, picture: _Track | None) -> TimecodeTrack | None:
    """Read what a timecode track says; None where it is not whole."""
    table = track.box.within(b"mdia", b"minf", b"stbl")
    described = table.within(b"stsd") if table else None
    first = _first_number(table, _NUMBER_BYTES[track.kind]) if table else None
    if described is None or first is None:
        return None
    # Behind version and count: size and kind of the entry, and eight bytes that all have.
    entry = described.content()[8:]
    flags, scale, duration = (box_number(entry, at) for at in (20, 24, 28))
    # Nothing counts slower or faster: what does is damaged.
    if not duration or not duration <= scale <= 1000 * duration:
        return None
    rate = Fraction(scale, duration)
    nominal = max(1, round(rate))
    base = box_number(entry, 32, 1)
    # Some round it down: 29 at 29.97. A counter has none.
    if base in {0, int(rate)}:
        base = nominal
    return TimecodeTrack(
        number=first + _begins(moov, track, picture) * rate * base / nominal,
        base=base,
        rate=rate,
        drop_frame=bool(flags & _DROP_FRAME),
    )


def _first_number(table: Box, size: int) -> int | None:
    """Return the number in a track's first sample."""
    for kind, length in ((b"stco", 4), (b"co64", 8)):
        box = table.within(kind)
        content = box.content() if box else b""
        if box_number(content, 4):
            table.file.seek(box_number(content, 8, length))
            sample = table.file.read(size)
            # Signed, though not every writer sets the flag that allows negative numbers: read
            # without a sign, the frame before midnight is one of years later.
            return int.from_bytes(sample, "big", signed=True) if len(sample) == size else None
    return None


def _begins(moov: Box, track: _Track, picture: _Track | None) -> Fraction:
    """Return how far into a timecode track the first picture is shown, seconds."""
    header = moov.within(b"mvhd")
    content = header.content() if header else b""
    scale = box_number(content, 20 if content[:1] == b"\1" else 12) or 1
    media = track.box.within(b"mdia", b"mdhd")
    said = media.content() if media else b""
    own_scale = box_number(said, 20 if said[:1] == b"\1" else 12) or 1
    shown, _ = _edited(picture.box) if picture else (0, 0)
    late, inside = _edited(track.box)
    return Fraction(shown - late, scale) + Fraction(inside, own_scale)


def _edited(track: Box) -> tuple[int, int]:
    """Read a track's edit list: its delay, and how much of its beginning is left out.

    The delay is in ticks of the film, the rest in the track's own ticks.
    """
    box = track.within(b"edts", b"elst")
    content = box.content() if box else b""
    size = 8 if content[:1] == b"\1" else 4
    late = 0
    for at in range(8, len(content) - 2 * size, 2 * size + 4):
        inside = box_number(content, at + size, size, signed=True)
        if inside >= 0:
            return late, inside
        late += box_number(content, at, size)
    return late, 0
