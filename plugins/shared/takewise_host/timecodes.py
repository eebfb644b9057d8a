"""Timecode as a count of frames; never by way of seconds or hours."""

import re
from fractions import Fraction

# Digits enough for any host; an exponent could stand for gigabytes of them.
_RATE = re.compile(r"\s*([0-9]{1,12}(?:[./][0-9]{1,20})?)(?:\s|$)")

_LABEL = re.compile(r"(\d\d):(\d\d):(\d\d)([:;.,])(\d\d\d?)$")


def nominal(rate):
    """Return the labels in a second of timecode, such as 24 for 23.976; None if it is not a rate.

    The rate is as a host writes it: 24, 23.976, "29.97 DF", "24000/1001".
    """
    try:
        exact = Fraction(_RATE.match(str(rate)).group(1))
    except (AttributeError, ZeroDivisionError):
        return None
    return round(exact) if 0 < exact <= 1000 else None


def frame_of(label, per_second):
    """Return the frames from midnight to a label, or None if it is not one of that rate.

    A ``;`` before the frames means drop-frame; `per_second` comes from `nominal`.
    """
    found = _LABEL.match((label or "").strip())
    if not found:
        return None
    hours, minutes, seconds, frames = (int(found.group(i)) for i in (1, 2, 3, 5))
    if hours > 23 or minutes > 59 or seconds > 59 or frames >= per_second:
        return None
    count = ((hours * 60 + minutes) * 60 + seconds) * per_second + frames
    if found.group(4) == ":":
        return count
    if per_second % 30:
        return None
    # Two labels a minute are skipped at 29.97, save each tenth; SMPTE ST 12-1.
    all_minutes = hours * 60 + minutes
    return count - per_second // 15 * (all_minutes - all_minutes // 10)


def frames_per_day(label, per_second):
    """Count the frames after which a label comes again."""
    labels = 24 * 60 * 60 * per_second
    drops = label.strip()[8:9] not in (":", "")
    return labels - per_second // 15 * (24 * 60 - 24 * 6) if drops else labels
