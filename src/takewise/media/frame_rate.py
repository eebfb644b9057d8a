"""A take's frame rate, from the times of its pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from takewise.clock import STANDARD_RATES, snap_rate

ASSUMED_RATE = Fraction(24)
"""Frames per second where nothing is known: the rate of film; always with a warning."""

Ticks: TypeAlias = npt.NDArray[np.int64]
"""Times of pictures: int64 (n,), ticks, rising."""

_ROUNDING = 1.01
"""Ticks by which a picture of a steady take may miss its time: start and time are
each rounded by up to half a tick, or cut by up to one; 0.01 for float arithmetic."""

_LARGEST_DENOMINATOR = 1001
"""Of a rate that had to be measured: that of the NTSC rates, the largest in use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How the pictures of a take follow each other."""

    rate: Fraction
    """Frames per second; of the steady grid nearest to it where it varies."""
    variable: bool
    """Whether the time of picture n is not simply n / rate."""


def find_pace(ticks: Sequence[int], time_base: Fraction, declared: Sequence[Fraction]) -> Pace:
    """Find the rate that explains the times of the pictures, and whether it varies.

    A rate that the container declares is believed if every picture is where it says, to the
    rounding of the time base; so ``avg_frame_rate`` of a GIF and ``r_frame_rate`` of an MPEG file,
    which are often wrong, do no harm. `ticks` may be in any order, and fewer than two show nothing;
    `declared` has the most trusted first. The rate is snapped to a standard one.
    """
    times = np.unique(np.asarray(ticks, np.int64))
    if len(times) < 2:
        return Pace(rate=snap_rate((*declared, ASSUMED_RATE)[0]), variable=False)
    measured = Fraction(len(times) - 1, int(times[-1] - times[0])) / time_base
    for rate in (*declared, measured.limit_denominator(_LARGEST_DENOMINATOR), measured):
        if rate > 0 and _greatest_miss(times, time_base, rate) <= _ROUNDING:
            snapped = snap_rate(rate)
            # A true 29.98 drifts off the 29.97 that editors offer.
            half = float(1 / (snapped * time_base)) / 2
            drifts = _greatest_miss(times, time_base, snapped) >= max(half, _ROUNDING)
            return Pace(rate=snapped, variable=drifts)
    return Pace(rate=_grid_rate(times, time_base, declared, measured), variable=True)


def _greatest_miss(times: Ticks, time_base: Fraction, rate: Fraction) -> float:
    """Return how far a picture is at most from where a steady rate puts it, ticks."""
    steady = np.arange(len(times)) * float(1 / (rate * time_base))
    return float(np.abs(times - times[0] - steady).max())


def _grid_rate(
    times: Ticks, time_base: Fraction, declared: Sequence[Fraction], measured: Fraction
) -> Fraction:
    """Choose the steady grid for a varying rate: what most pictures keep, if editors have it."""
    ((interval, _),) = Counter(np.diff(times).tolist()).most_common(1)
    for rate in (1 / (interval * time_base), *declared):
        if snap_rate(rate) in STANDARD_RATES:
            return snap_rate(rate)
    average = snap_rate(measured)
    return next((rate for rate in STANDARD_RATES if rate >= average), average)
