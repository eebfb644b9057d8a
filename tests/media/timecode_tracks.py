"""Timecode tracks as cameras write them and FFmpeg does not: made by patching bytes."""

from __future__ import annotations

from pathlib import Path

_ENTRY = b"tmcd" + bytes(6) + b"\0\1"
# How the sample description of a timecode track begins: ISO/IEC 14496-12, section 8.5.2.


def patch_track(
    path: Path,
    *,
    number: int,
    drop_frame: bool = False,
    rate: tuple[int, int] = (30000, 1001),
    base: int = 30,
    flags: int = 0,
) -> Path:
    """Write another count into the timecode track of a MOV or MP4 file.

    Parameters
    ----------
    path
        The file; its timecode track is one that FFmpeg wrote.
    number
        Number of the first frame.
    drop_frame, flags
        Whether labels are dropped, and what other flags are set.
    rate
        Time scale, and duration of a frame in it.
    base
        Frames a second of the labels.

    Returns
    -------
    Path
        The same path.
    """
    data = bytearray(path.read_bytes())
    at = data.index(_ENTRY) - 4
    for place, value in ((20, flags | int(drop_frame)), (24, rate[0]), (28, rate[1])):
        data[at + place : at + place + 4] = value.to_bytes(4, "big")
    data[at + 32] = base
    place = _first_chunk(data, at)
    sample = int.from_bytes(data[place : place + 4], "big")
    data[sample : sample + 4] = number.to_bytes(4, "big", signed=number < 0)
    path.write_bytes(data)
    return path


def begin_inside(path: Path, *, ticks: int) -> Path:
    """Leave out the beginning of a timecode track by its edit list, in the track's own ticks."""
    data = bytearray(path.read_bytes())
    header = data.rindex(b"elst", 0, data.index(_ENTRY))
    data[header + 16 : header + 20] = ticks.to_bytes(4, "big")
    path.write_bytes(data)
    return path


def as_camera_clock(path: Path, label: tuple[int, int, int, int], *, drop: bool = False) -> Path:
    """Make a timecode track what Sony's cameras have in its place: a track of kind ``rtmd``.

    Its samples hold hours, minutes, seconds, a flag and frames from byte 13 on, as FFmpeg's
    reader of QuickTime (libavformat/mov.c) reads them.
    """
    data = bytearray(path.read_bytes())
    at = data.index(_ENTRY)
    place = len(data) + 8
    offset = _first_chunk(data, at)
    data[offset : offset + 4] = place.to_bytes(4, "big")
    data[at : at + 4] = b"rtmd"
    # What refers to a timecode track must not find it.
    reference = data.index(b"tref")
    data[reference : reference + 4] = b"free"
    hours, minutes, seconds, frames = label
    sample = bytes(13) + bytes([hours, minutes, seconds, int(drop), frames]) + bytes(46)
    path.write_bytes(data + (8 + len(sample)).to_bytes(4, "big") + b"mdat" + sample)
    return path


def patch_mxf(path: Path, *, start: int, base: int, drop_frame: bool = False) -> Path:
    """Write another count into every timecode component of an MXF file."""
    data = bytearray(path.read_bytes())
    key = bytes.fromhex("060e2b34025301010d01010101011400")
    at = data.find(key)
    assert at >= 0
    while at >= 0:
        for tag, value, size in ((0x1501, start, 8), (0x1502, base, 2), (0x1503, drop_frame, 1)):
            place = data.index(tag.to_bytes(2, "big") + size.to_bytes(2, "big"), at) + 4
            data[place : place + size] = int(value).to_bytes(size, "big")
        at = data.find(key, at + 1)
    path.write_bytes(data)
    return path


def _first_chunk(data: bytearray, at: int) -> int:
    """Return where a track says in which place its first sample lies."""
    return data.index(b"stco", at) + 12
