"""Rises and falls of one signal: where each begins, peaks and is over."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

from takewise.model import FloatArray

_FOOT, _SHOULDER = 0.25, 0.75

# A raised cosine crosses 25 % and 75 % of its height at one and two thirds of its
# rise, a straight ramp at one and three quarters: the foot lies 1.0 or 0.5 times
# that interval before the 25 % crossing. Muscles start and stop smoothly, so the
# value is nearer to the cosine's.
_REACH = 0.8

# Standard deviations of the smoothing by which a sudden rise begins too early in what is
# smoothed (a smile of a real face: two frames of 30 a second).
_WIDENED = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Excursion:
    """One rise and fall of a signal."""

    onset: int
    """First sample of the rise."""
    apex: int
    """Sample of greatest height."""
    offset: int
    """First sample after the fall."""
    height: float
    """Height over the higher of its two feet, in the signal's unit."""


def excursions(
    signal: FloatArray,
    rate: float,
    *,
    least: float,
    window: float,
    smooth: float,
    chained: bool = False,
) -> tuple[Excursion, ...]:
    """Find the rises and falls of a finite signal that rests near 0, in order of apex.

    They may overlap. An excursion under way at either end of the signal counts, with its end there.
    `least` is the least height, in the signal's unit; feet are looked for within `window` seconds
    around a peak; `smooth` is the standard deviation of the smoothing before the search, seconds.
    `chained` says whether one may follow another without a rest between them: then it ends in the
    valley before the next.
    """
    from scipy.signal import find_peaks  # noqa: PLC0415 - half a second

    count = len(signal)
    if count < 3:
        return ()
    calm = gaussian_filter1d(signal, max(smooth * rate, 0.35), mode="nearest")
    # Beyond its ends the signal is taken to be at rest, so that a smile which the
    # take's end cuts off is still a rise.
    pad = 2
    rest = float(min(0.0, calm.min()))
    padded = np.pad(calm, pad, constant_values=rest)
    # Smoothing finds the peaks; it would widen the briefest ones by half, so feet are
    # looked for in the signal itself, of a much smoothed one as far as that widens a rise.
    sharp = np.pad(signal, pad, constant_values=rest)
    walked = (sharp if smooth * rate < 1 else padded, sharp)
    back = tuple(each[::-1] for each in walked)
    room = _WIDENED * smooth * rate
    wlen = max(3, round(window * rate) | 1)
    with warnings.catch_warnings():
        # A shoulder within the window is a peak without height, and is left out.
        warnings.simplefilter("ignore", RuntimeWarning)
        peaks, shape = find_peaks(padded, prominence=least, wlen=wlen)
    found = []
    bases = (shape["prominences"], shape["left_bases"], shape["right_bases"])
    for peak, height, first, last in zip(peaks, *bases, strict=True):
        left, right = first, last
        if chained:
            left = peak - _valley(padded[first : peak + 1][::-1], height)
            right = peak + _valley(padded[peak : last + 1], height)
        onset = 1 + math.floor(_foot_near(walked, int(peak), int(left), height, room))
        end = len(padded) - 1
        offset = end - math.floor(_foot_near(back, end - int(peak), end - int(right), height, room))
        apex = int(peak) - pad
        found.append(
            Excursion(
                onset=min(max(0, onset - pad), apex),
                apex=apex,
                offset=max(min(count, offset - pad), apex + 1),
                height=float(height),
            )
        )
    return tuple(found)


def noise_sd(signal: FloatArray) -> float:
    """Return a signal's standard deviation while nothing happens; 0 if it is too short."""
    # Second differences hardly see a movement; of white noise they have six times
    # the variance.
    bend = np.abs(np.diff(signal, 2))
    return 1.4826 * float(np.median(bend)) / np.sqrt(6) if len(bend) else 0.0


def _valley(fall: FloatArray, height: float) -> int:
    """Return how far a fall from a peak goes before another rise begins."""
    # What rises again by as much as it had sunk is another movement; a dip is not.
    lowest = np.minimum.accumulate(fall)
    deep = (fall[0] - lowest >= _DEEP * height) & (fall - lowest >= _AGAIN * height)
    if not deep.any():
        return len(fall) - 1
    return int(np.argmin(fall[: int(np.argmax(deep)) + 1]))


# Shares of a peak's height: a valley at least so deep, with so much of a rise behind it,
# is where one movement ends and the next begins.
_DEEP, _AGAIN = 0.5, 0.3


def _foot_near(
    walked: tuple[FloatArray, ...], peak: int, base: int, height: float, room: float
) -> float:
    """Return where a rise leaves the ground in a smoothed signal and itself, in samples."""
    # Further after the smoothed signal's foot than the room, it is a dip in the rise.
    smoothed, itself = (_foot(signal, peak, base, height) for signal in walked)
    return itself if smoothed <= itself <= smoothed + room else smoothed


def _foot(signal: FloatArray, peak: int, base: int, height: float) -> float:
    """Return where a rise leaves the ground, in samples."""
    # The line through the rise's 25 % and 75 % points is carried on to the ground:
    # the shape of the rise shows where it began, which noise near the ground hides.
    top = signal[peak]
    shoulder = _crossing(signal, peak, base, top - (1 - _SHOULDER) * height)
    foot = _crossing(signal, peak, base, top - (1 - _FOOT) * height)
    return max(float(base), foot - _REACH * (shoulder - foot))


def _crossing(signal: FloatArray, peak: int, base: int, level: float) -> float:
    """Return where the signal, walked back from its peak, first falls below a level."""
    before = signal[base : peak + 1][::-1]
    below = np.flatnonzero(before < level)
    if not len(below):
        return float(base)
    step = int(below[0])
    high, low = before[step - 1], before[step]
    return peak - (step - 1) - float((high - level) / max(high - low, 1e-12))
