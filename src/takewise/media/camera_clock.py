"""The clock of Sony's cameras, which write no timecode track.

Each picture's real-time metadata (a track of kind ``rtmd``) has a label, which FFmpeg shows. How it
counts is in the recording's XML, a box of the file: a table of linear timecode with its rate,
``halfStep`` where each number holds for two pictures, and values of four bytes in binary-coded
decimals, frames first.
"""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

from takewise.clock import can_drop, parse_timecode
from takewise.errors import ClockError
from takewise.media.boxes import Box, whole_file
from takewise.media.timecode_track import TimecodeTrack

_TABLE = re.compile(rb"<LtcChangeTable\s([^>]{0,200})>\s{0,100}<LtcChange\s([^>]{0,200})>")

_RATE = re.compile(rb'tcFps="(\d{2,3})"')

_VALUE = re.compile(rb'value="([0-9A-Fa-f]{8})"')

# Of the frames: drop-frame; of the seconds: the second of two pictures with one number.
_DROP, _SECOND_HALF = 0x40, 0x80


def read_camera_clock(path: str) -> TimecodeTrack | None:
    """Read how the clock of a Sony camera counts, and its first number, from an MP4 file.

    None where the file has no such table.
    """
    with Path(path).open("rb") as file:
        table = _TABLE.search(_text(whole_file(file)))
    if table is None:
        return None
    rate, value = _RATE.search(table[1]), _VALUE.search(table[2])
    if rate is None or value is None or not int(rate[1]):
        return None
    frames, seconds, minutes, hours = bytes.fromhex(value[1].decode())
    base, drop = int(rate[1]), bool(frames & _DROP)
    mark = ";" if drop and can_drop(Fraction(base)) else ":"
    digits = (hours & 0x3F, minutes & 0x7F, seconds & 0x7F)
    label = f"{':'.join(f'{each:02x}' for each in digits)}{mark}{frames & 0x3F:02x}"
    try:
        number = parse_timecode(label, Fraction(base)).frame
    except ClockError:
        return None
    steps = 2 if b'halfStep="true"' in table[1] else 1
    number = number * steps + (steps > 1 and bool(seconds & _SECOND_HALF))
    return TimecodeTrack(
        number=Fraction(number),
        base=base * steps,
        rate=Fraction(base * steps),
        drop_frame=drop,
    )


def _text(file: Box) -> bytes:
    """Return the XML of a recording; nothing where it has none."""
    places = ((b"meta",), (b"moov", b"meta"), (b"moov", b"udta", b"meta"))
    for place in places:
        holder = file.within(*place)
        # Apple's boxes of this kind have no version before their first box.
        for skip in (4, 0) if holder else ():
            found = holder.within(b"xml ", skip=skip) if holder else None
            if found:
                return found.content()
    return b""
