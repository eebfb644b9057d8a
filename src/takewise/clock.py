"""Frames, seconds, timecode and half-open ranges; exact.

Conventions
-----------
* A **rate** is a `fractions.Fraction` in frames per second, never a float and
  never defaulted: 23.976 is ``Fraction(24000, 1001)``.
* A **frame** is an int, counted from 0 in presentation order.
* A **range** is half-open: ``end`` is the first frame that is not in it.
* **Timecode** counts labels, not seconds: at 24000/1001 the label
  ``01:00:00:00`` is frame 86400, which plays at 3603.6 s. Drop-frame skips
  *labels* (two a minute at 29.97, save each tenth minute), never pictures;
  SMPTE ST 12-1:2014, section 5.2. It is a way of numbering, not a rate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from takewise.errors import ClockError

STANDARD_RATES: tuple[Fraction, ...] = (
    Fraction(24000, 1001),
    Fraction(24),
    Fraction(25),
    Fraction(30000, 1001),
    Fraction(30),
    Fraction(48000, 1001),
    Fraction(48),
    Fraction(50),
    Fraction(60000, 1001),
    Fraction(60),
    Fraction(120000, 1001),
    Fraction(120),
)
"""The rates that editors can set a timeline to, in frames per second."""

# 0.1 %: the distance between 24 and 24000/1001 is 0.0999 %, so the nearest one
# is always meant, and a true 23.9 or 26.4 is left as it is.
_SNAP = Fraction(1, 1000)

_TIMECODE = re.compile(r"(\d\d):(\d\d):(\d\d)([:;.,])(\d\d\d?)")


@dataclass(frozen=True, slots=True, order=True)
class FrameRange:
    """Some consecutive frames, half-open.

    >>> FrameRange(10, 14).length
    4
    >>> 14 in FrameRange(10, 14)
    False
    """

    start: int
    """First frame, 0-based."""
    end: int
    """First frame after the range; always greater than ``start``."""

    def __post_init__(self) -> None:
        """Raise `ClockError` unless ``0 <= start < end``."""
        if not 0 <= self.start < self.end:
            raise ClockError(
                f"frames {self.start} to {self.end} are not a range",
                remedy="a range starts at 0 or later and ends after it starts "
                "(did you pass a length for an end?)",
            )

    def __contains__(self, frame: object) -> bool:
        """Return whether a frame number is in the range."""
        return isinstance(frame, int) and self.start <= frame < self.end

    @property
    def length(self) -> int:
        """Number of frames, at least 1."""
        return self.end - self.start

    def overlap(self, other: FrameRange) -> int:
        """Return how many frames both ranges hold; 0 if none."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class Timecode:
    """One timecode label.

    >>> str(Timecode(frame=107892, rate=Fraction(30000, 1001), drop_frame=True))
    '01:00:00;00'
    """

    frame: int
    """Pictures since 00:00:00:00, in ``0 <= frame < one day``."""
    rate: Fraction
    """Frames per second."""
    drop_frame: bool
    """Whether labels are dropped; possible where a second has 30, 60 or 120 labels."""

    def __post_init__(self) -> None:
        """Raise `ClockError` for what no clock can show.

        The rate must be positive, and one that can drop frames where they are dropped; the frame
        must be within the 24-hour day.
        """
        if self.rate <= 0:
            raise ClockError(f"{self.rate} frames a second is not a rate")
        if self.drop_frame and not can_drop(self.rate):
            raise ClockError(
                f"drop-frame timecode does not exist at {_rate_words(self.rate)} frames a second",
                remedy="use non-drop-frame, or one of 29.97, 59.94, 119.88",
            )
        if not 0 <= self.frame < frames_per_day(self.rate, drop_frame=self.drop_frame):
            raise ClockError(f"frame {self.frame} is outside the 24-hour timecode day")

    def __str__(self) -> str:
        """Return ``HH:MM:SS:FF``, with ``;`` before the frames in drop-frame."""
        nominal = nominal_rate(self.rate)
        label = self.frame
        if self.drop_frame:
            label += _dropped_before(self.frame, nominal)
        seconds, frames = divmod(label, nominal)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        mark = ";" if self.drop_frame else ":"
        digits = max(2, len(str(nominal - 1)))
        return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{frames:0{digits}}"

    def plus(self, frames: int) -> Timecode:
        """Return the label some frames later; past midnight it wraps to 0."""
        day = frames_per_day(self.rate, drop_frame=self.drop_frame)
        return Timecode((self.frame + frames) % day, self.rate, self.drop_frame)

    def named(self, label: str) -> Timecode:
        """Read a label of the media that this one is of, counted as this one is.

        Whether frames are dropped depends on the media: ``:`` before the frames is accepted for
        both. Raises `ClockError` for what is no timecode of this media.
        """
        if self.drop_frame:
            label = ";".join((label[:8], label[9:]))
        elif label[8:9] in {";", ".", ","}:
            raise ClockError(f"{label} is drop-frame, which this media's timecode is not")
        return parse_timecode(label, self.rate)

    def of_picture(self, picture: int, rate: Fraction) -> Timecode:
        """Return the label of a picture, where this one is the label of the first.

        `picture` counts from the first on the steady grid of `rate` pictures per second. The answer
        is at this label's own rate: at 59.94 two pictures share a label that counts 29.97.

        Examples
        --------
        >>> start = parse_timecode("01:00:00;20", Fraction(30000, 1001))
        >>> [str(start.of_picture(n, Fraction(60000, 1001))) for n in range(3)]
        ['01:00:00;20', '01:00:00;20', '01:00:00;21']
        """
        return self.plus((picture * self.rate / rate).__floor__())


def parse_timecode(text: str, rate: Fraction) -> Timecode:
    """Read a timecode label ``HH:MM:SS:FF``, as a count of pictures since midnight.

    A ``;``, ``.`` or ``,`` before the frames means drop-frame; `rate` is that of the media. Raises
    `ClockError` for what is no timecode, and for a label that drop-frame skips.

    Examples
    --------
    >>> parse_timecode("01:00:00:00", Fraction(24000, 1001)).frame
    86400
    >>> parse_timecode("01:00:00;00", Fraction(30000, 1001)).frame
    107892
    """
    found = _TIMECODE.fullmatch(text.strip())
    nominal = nominal_rate(rate)
    if not found:
        raise ClockError(f"{text!r} is not a timecode", remedy="write it as HH:MM:SS:FF")
    hours, minutes, seconds, frames = (int(found[i]) for i in (1, 2, 3, 5))
    if hours > 23 or minutes > 59 or seconds > 59:
        raise ClockError(
            f"{text} is past the end of the 24-hour clock",
            remedy="hours go to 23, minutes and seconds to 59",
        )
    if frames >= nominal:
        raise ClockError(
            f"{text} does not exist at {_rate_words(rate)} frames a second",
            remedy="check the rate that the timecode was written for",
        )
    drop = found[4] != ":"
    label = ((hours * 60 + minutes) * 60 + seconds) * nominal + frames
    if not drop:
        return Timecode(label, rate, drop_frame=False)
    if not can_drop(rate):
        raise ClockError(
            f"{text} is drop-frame, which does not exist at {_rate_words(rate)} frames a second",
            remedy="write ':' before the frames",
        )
    skipped = nominal // 15
    if minutes % 10 and seconds == 0 and frames < skipped:
        raise ClockError(
            f"{text} is a label that drop-frame timecode skips",
            remedy=f"the first label of this minute is frame {skipped:02}",
        )
    total_minutes = hours * 60 + minutes
    frame = label - skipped * (total_minutes - total_minutes // 10)
    return Timecode(frame, rate, drop_frame=True)


def nominal_rate(rate: Fraction) -> int:
    """Count the labels in a second of timecode: 24 at 24000/1001.

    Examples
    --------
    >>> nominal_rate(Fraction(60000, 1001))
    60
    """
    return max(1, round(rate))


def can_drop(rate: Fraction) -> bool:
    """Return whether labels of media can be dropped at a rate: 30 labels a second, or a multiple.

    Drop-frame is a way of numbering. Some cameras record exactly 30 pictures a second and number
    them so.

    Examples
    --------
    >>> can_drop(Fraction(30000, 1001)), can_drop(Fraction(30)), can_drop(Fraction(24))
    (True, True, False)
    """
    return nominal_rate(rate) % 30 == 0


def drops(rate: Fraction) -> bool:
    """Return whether editors have drop-frame timelines of a rate: 30000/1001 and its multiples.

    See `can_drop` for media.

    Examples
    --------
    >>> drops(Fraction(30000, 1001)), drops(Fraction(24000, 1001))
    (True, False)
    """
    return rate.denominator == 1001 and rate.numerator % 30000 == 0


def snap_rate(rate: Fraction) -> Fraction:
    """Find the standard rate that a measured rate means.

    Containers round: 23.976 and 2997/100 mean 24000/1001 and 30000/1001. A rate within 0.1 % of a
    standard one is snapped to the nearest; any other is returned as it is.

    Examples
    --------
    >>> snap_rate(Fraction(2997, 100))
    Fraction(30000, 1001)
    >>> snap_rate(Fraction(12))
    Fraction(12, 1)
    """
    nearest = min(STANDARD_RATES, key=lambda standard: abs(standard - rate))
    return nearest if abs(nearest - rate) <= nearest * _SNAP else rate


def grid_frame(seconds: Fraction, rate: Fraction) -> int:
    """Find the frame of a constant-rate grid nearest to a time; both count from 0.

    Halves go up, so that the answer does not depend on even and odd.

    Examples
    --------
    >>> grid_frame(Fraction(1001, 1000), Fraction(24000, 1001))
    24
    """
    return (seconds * rate + Fraction(1, 2)).__floor__()


def on_grid(pts: Sequence[int], time_base: Fraction, rate: Fraction) -> tuple[int, ...]:
    """Return, for each picture of variable-rate media, its frame on a steady grid.

    `pts` are rising presentation times in ticks, `time_base` is seconds per tick. Frames count from
    the first picture.

    Examples
    --------
    >>> on_grid([0, 100, 300], Fraction(1, 1000), Fraction(10))
    (0, 1, 3)
    """
    first = pts[0] if pts else 0
    return tuple(grid_frame((tick - first) * time_base, rate) for tick in pts)


def frames_per_day(rate: Fraction, *, drop_frame: bool) -> int:
    """Count the labels, and so the pictures, in 24 hours of timecode: 2 073 600 at 24."""
    nominal = nominal_rate(rate)
    labels = 24 * 60 * 60 * nominal
    return labels - nominal // 15 * (24 * 60 - 24 * 6) if drop_frame else labels


def _dropped_before(frame: int, nominal: int) -> int:
    """Return how many labels drop-frame has skipped before a picture."""
    skipped = nominal // 15
    ten_minutes = 600 * nominal - 9 * skipped
    minute = 60 * nominal - skipped
    tens, rest = divmod(frame, ten_minutes)
    extra = max(0, (rest - skipped) // minute)
    return skipped * (9 * tens + extra)


def _rate_words(rate: Fraction) -> str:
    return str(rate.numerator) if rate.denominator == 1 else f"{float(rate):.3f}"
