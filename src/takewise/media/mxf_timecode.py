"""The timecode components of an MXF file: FFmpeg shows the label of one, and not its rate."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

from takewise.clock import Timecode, can_drop
from takewise.media.timecode_track import TimecodeTrack

# How every key begins: SMPTE ST 336.
_KEY = b"\x06\x0e\x2b\x34"

# Key of a timecode component: SMPTE ST 377-1, annex B.16.
_COMPONENT = bytes.fromhex("060e2b34025301010d01010101011400")

# How the keys of pictures and sound begin, without the version; the header ends before them.
_ESSENCE = bytes.fromhex("060e2b34010201010d010301")

# Local tags of a timecode component.
_START, _BASE, _DROP = 0x1501, 0x1502, 0x1503

# Bytes that may come before the first key: ST 377-1, section 6.5.
_RUN_IN = 65_536

# Sets of a header that are read.
_MOST = 10_000


def read_mxf_timecode(path: str, label: str | None) -> TimecodeTrack | None:
    """Read the timecode component of an MXF file whose first label FFmpeg shows.

    FFmpeg shows none, so that `label` is None, where drop-frame does not exist at the component's
    rate. Returns None if no component of the header fits.
    """
    with Path(path).open("rb") as file:
        found = list(_components(file))
    if label is None:
        return found[0] if found else None
    return next((each for each in found if _label(each) == label), None)


def _label(track: TimecodeTrack) -> str:
    drop = track.drop_frame and can_drop(track.rate)
    return str(Timecode(0, track.rate, drop).plus(int(track.number)))


def _components(file: BinaryIO) -> Iterator[TimecodeTrack]:
    at = file.read(_RUN_IN).find(_KEY)
    for _ in range(_MOST if at >= 0 else 0):
        file.seek(at)
        head = file.read(25)
        if not head.startswith(_KEY) or head[:7] + b"\1" + head[8:12] == _ESSENCE:
            return
        # A length above 127 stands in so many bytes more.
        more = head[16] & 0x7F if head[16:17] > b"\x7f" else 0
        if len(head) < 17 + more or more > 8:
            return
        length = int.from_bytes(head[17 : 17 + more], "big") if more else head[16]
        at += 17 + more
        if head[:16] == _COMPONENT:
            file.seek(at)
            found = _component(file.read(min(length, _RUN_IN)))
            if found:
                yield found
        at += length


def _component(content: bytes) -> TimecodeTrack | None:
    values, at = {}, 0
    while at + 4 <= len(content):
        tag, size = (int.from_bytes(content[at + n : at + n + 2], "big") for n in (0, 2))
        values[tag] = int.from_bytes(content[at + 4 : at + 4 + size], "big", signed=tag == _START)
        at += 4 + size
    base = values.get(_BASE, 0)
    if _START not in values or not base:
        return None
    return TimecodeTrack(
        number=Fraction(values[_START]),
        base=base,
        rate=Fraction(base),
        drop_frame=bool(values.get(_DROP)),
    )
