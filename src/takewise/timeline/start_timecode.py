"""Where a timeline's own timecode begins, and how it counts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal, TypeAlias

from takewise.clock import Timecode, drops, nominal_rate, parse_timecode
from takewise.errors import ClockError
from takewise.timeline.timeline import Take, common_rate, first_hour

Drop: TypeAlias = Literal["auto", "df", "ndf"]
"""Drop-frame, non-drop-frame, or as the takes and the given timecode count."""


def record_start(
    takes: Sequence[Take], *, start: str = "auto", rate: Fraction | None = None, drop: Drop = "auto"
) -> Timecode:
    """Choose the timecode of a timeline's first frame, at the timeline's rate.

    Parameters
    ----------
    takes
        What will be on it; at least one.
    start
        ``auto``: one take's own, and for several the first hour. ``0``: midnight. Or a timecode;
        ``;`` before its frames means drop-frame.
    rate
        Frames per second of the timeline; None takes that of most takes.
    drop
        ``df`` or ``ndf`` decide how it counts whatever the takes do; the hours, minutes and seconds
        stay as they are read.

    Raises
    ------
    ClockError
        If the text is no timecode at that rate, or drop-frame does not exist at it.
    """
    counted = rate or common_rate(takes)
    if drop == "df" and not drops(counted):
        raise ClockError(
            f"drop-frame timecode does not exist at {float(counted):.6g} frames a second",
            where="--drop",
            remedy="use auto or ndf, or one of the rates 29.97, 59.94, 119.88",
        )
    if start not in {"auto", "0"}:
        found = given_start(start, counted)
    elif len(takes) == 1:
        found = takes[0].start
    else:
        found = first_hour(takes, counted)
    if start == "0":
        found = Timecode(0, found.rate, found.drop_frame)
    if drop != "auto":
        return relabelled(found, counted, drop_frame=drop == "df")
    return relabelled(found, counted, drop_frame=found.drop_frame and drops(counted))


def given_start(text: str, rate: Fraction) -> Timecode:
    """Read the timecode that a user gives to a timeline.

    Raises `ClockError` for what is no timecode at that rate, or drops frames where no timeline
    does.
    """
    found = parse_timecode(text, rate)
    if found.drop_frame and not drops(rate):
        raise ClockError(
            f"{text} is drop-frame, and editors have no such timeline at {float(rate):.6g} "
            "frames a second",
            remedy="write ':' before the frames",
        )
    return found


def relabelled(timecode: Timecode, rate: Fraction, *, drop_frame: bool) -> Timecode:
    """Return the label with the same hours, minutes and seconds at another way of counting.

    The frame is as far into its second; a label that drop-frame skips becomes the next that exists.
    With `drop_frame` the rate must be one that can drop.

    Examples
    --------
    >>> start = parse_timecode("01:01:00:00", Fraction(25))
    >>> str(relabelled(start, Fraction(30000, 1001), drop_frame=True))
    '01:01:00;02'
    """
    if (timecode.rate, timecode.drop_frame) == (rate, drop_frame):
        return timecode
    nominal = nominal_rate(rate)
    clock, frames = str(timecode)[:8], int(str(timecode)[9:])
    frame = frames * nominal // nominal_rate(timecode.rate)
    if drop_frame and clock.endswith(":00") and int(clock[3:5]) % 10:
        frame = max(frame, nominal // 15)
    return parse_timecode(f"{clock}{';' if drop_frame else ':'}{frame:02}", rate)
