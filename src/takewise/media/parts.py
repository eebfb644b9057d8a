"""Part of a take, named by its first frame and the first after it.

``take.mov@01:00:10:00-01:00:20:00`` counts in the media's own timecode,
``take.mov@100-240`` in frames from the first; both leave the second one out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from takewise.clock import (
    FrameRange,
    Timecode,
    frames_per_day,
    grid_frame,
    on_grid,
)
from takewise.errors import ClockError, MediaError

_PART = re.compile(r"(.+)@([\d:;.,]+)-([\d:;.,]+)", re.DOTALL)

# Digits of a frame's number; ten years at a thousand frames a second have twelve.
_MOST_DIGITS = 12

_WRITE = "write FIRST-END as timecodes of the media, or as frames from 0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """How the frames of a file are counted."""

    rate: Fraction
    """Frames per second; of the steady grid where the file's rate varies."""
    start: Timecode | None
    """Timecode of frame 0; None where the file carries none, which then counts from 0."""
    count: int
    """Pictures in the file."""
    ticks: Sequence[int] | None
    """When each picture is shown where the rate varies, ticks, rising; else None."""
    time_base: Fraction
    """Seconds per tick."""

    def frame(self, label: str) -> int:
        """Find the picture that a timecode names, from 0; `count` and more if it is outside.

        Whether frames are dropped depends on the media: ``:`` before the frames is accepted for
        both. Raises `ClockError` for what is no timecode of this media.
        """
        start = self.start or Timecode(0, self.rate, drop_frame=False)
        named = start.named(label)
        # A recording that passes midnight goes on at 0.
        later = (named.frame - start.frame) % frames_per_day(
            start.rate, drop_frame=start.drop_frame
        )
        grid = grid_frame(later / start.rate, self.rate)
        if self.ticks is None:
            return grid
        return bisect_left(on_grid(self.ticks, self.time_base, self.rate), grid)

    def words(self) -> str:
        """Return what the file holds, in the words of a range."""
        if self.start is None:
            return f"0-{self.count}"
        length = grid_frame(self.count / self.rate, self.start.rate)
        return f"{self.start}-{self.start.plus(length)}, frames 0-{self.count}"


def split_part(path: str) -> tuple[str, str]:
    """Split a take's path into the file and the range, empty for the whole file.

    A file with exactly that name is a file, even if the name ends like a range.

    Examples
    --------
    >>> split_part("day1/A001.mov@100-240")
    ('day1/A001.mov', '100-240')
    >>> split_part("A001.mov")
    ('A001.mov', '')
    """
    found = _PART.fullmatch(path)
    if not found or Path(path).exists():
        return path, ""
    return found[1], f"{found[2]}-{found[3]}"


def with_part(path: str, part: FrameRange) -> str:
    """Name a part of a take, always in the same way.

    Frames have six digits or more, so that names sort as the frames do.

    Examples
    --------
    >>> with_part("A001.mov", FrameRange(240, 480))
    'A001.mov@000240-000480'
    """
    return f"{path}@{part.start:06}-{part.end:06}"


def counted_part(words: str) -> FrameRange | None:
    """Read a range that is written in frames; None if it is written in timecode.

    Raises `ClockError` if it holds no frame.
    """
    first, _, end = words.partition("-")
    counted = all(each.isdecimal() and len(each) <= _MOST_DIGITS for each in (first, end))
    return FrameRange(int(first), int(end)) if counted else None


def find_part(path: str, words: str, counting: Counting) -> FrameRange:
    """Find the pictures that a range names, as frames of the file.

    `words` is the range as the user wrote it, `path` is for the error. Raises `MediaError` for what
    is no range, or is outside of the file.
    """
    try:
        part = counted_part(words) or _timed_part(words, counting)
    except ClockError as error:
        what = f"{words} is no range of it ({error})"
        raise MediaError(what, where=path, remedy=_WRITE) from error
    if part is None or part.end > counting.count:
        said = f"{part.start}-{part.end}" if part and ":" not in words else words
        raise MediaError(
            f"{said} is outside of it",
            where=path,
            remedy=f"it holds {counting.words()}, without the last",
        )
    return part


def _timed_part(words: str, counting: Counting) -> FrameRange | None:
    """Return the pictures that timecodes name; None if they are outside of the file."""
    label, _, end_label = words.partition("-")
    first, end = counting.frame(label), counting.frame(end_label)
    # A label before the first one is a day later.
    return FrameRange(first, end) if max(first, end) <= counting.count else None
