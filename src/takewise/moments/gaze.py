"""Gaze shifts: the eyes travel and stay, or glance and come back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import median_filter, uniform_filter1d

from takewise.clock import FrameRange
from takewise.model import BoolArray, FloatArray

STAY = 0.2
"""Seconds that the eyes must stay: a fixation (science of eye movements: 0.2 s and more)."""

TRAVEL = 0.12
"""Longest travel that counts as one shift, seconds: saccades last 0.03-0.12 s."""

LEAST = (0.09, 0.2)
"""Least travel across and down, in half eye lengths: the iris moves 0.045 of the eye's
length sideways; lids hide more of the way down. Own values, tried on sample takes."""

GLANCE = 1.2
"""Longest time from leaving to being back that makes two shifts one glance; own value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GazeShift:
    """One travel of the eyes, or a glance there and back."""

    span: FrameRange
    """From the first frame of travel to the first after it (after it is back, if it is)."""
    arrival: int
    """First frame at the new place."""
    way: str
    """Where to: ``"left"``, ``"right"``, ``"up"`` or ``"down"``, the performer's own."""
    travel: float
    """How far, half eye lengths."""
    returns: bool
    """Whether the eyes come back, so that it was a glance."""


def gaze_shifts(gaze: FloatArray, steady: BoolArray, rate: float) -> tuple[GazeShift, ...]:
    """Find where the eyes travel, in order of time.

    `gaze` is finite, float (n, 2), as `RegionMotion.gaze`; `steady` are the frames in which neither
    a blink nor a turn of the head moves the iris between the lids.
    """
    calm = median_filter(gaze, size=(3, 1), mode="nearest")
    steps = sorted(
        (step for axis in (0, 1) for step in _steps(calm[:, axis], axis, steady, rate)),
        key=lambda step: step.span.start,
    )
    return _glances(_apart(steps), rate)


def _steps(signal: FloatArray, axis: int, steady: BoolArray, rate: float) -> list[GazeShift]:
    """Find the places where a signal goes from one level to another and stays."""
    from scipy.signal import find_peaks  # noqa: PLC0415 - half a second

    stay, travel = max(2, round(STAY * rate)), max(1, round(TRAVEL * rate))
    if len(signal) < 2 * stay + travel:
        return []
    level = uniform_filter1d(signal, stay, mode="nearest")
    reach = stay // 2 + travel // 2 + 1
    jump = np.zeros(len(signal))
    jump[reach:-reach] = level[2 * reach :] - level[: -2 * reach]
    peaks, _ = find_peaks(np.abs(jump), height=LEAST[axis], distance=stay)
    found = []
    for peak in peaks:
        around = slice(peak - reach, peak + reach + 1)
        if not steady[around].all():
            continue
        start, arrival = _edges(signal[around] * np.sign(jump[peak]))
        first, last = int(peak) - reach + start, int(peak) - reach + arrival
        found.append(
            GazeShift(
                span=FrameRange(first, last + 1),
                arrival=last,
                way=_WAYS[axis][int(jump[peak] > 0)],
                travel=float(abs(jump[peak])),
                returns=False,
            )
        )
    return found


# The picture's right is the performer's left.
_WAYS = (("right", "left"), ("up", "down"))


def _edges(rising: FloatArray) -> tuple[int, int]:
    """Return where a step has left its low level, and where it has reached its high one."""
    low, high = np.percentile(rising, (15, 85))
    middle = int(np.argmax(rising > (low + high) / 2))
    before = np.flatnonzero(rising[:middle] < low + 0.2 * (high - low))
    after = np.flatnonzero(rising[middle:] > high - 0.2 * (high - low))
    start = int(before[-1]) + 1 if len(before) else middle
    arrival = middle + int(after[0]) if len(after) else middle
    return min(start, arrival), max(start, arrival)


def _apart(steps: list[GazeShift]) -> list[GazeShift]:
    """Keep the larger of two steps at one time: eyes go aslant, too."""
    kept: list[GazeShift] = []
    for step in steps:
        if kept and kept[-1].span.end >= step.span.start:
            kept[-1] = max(kept[-1], step, key=lambda each: each.travel)
        else:
            kept.append(step)
    return kept


def _glances(steps: list[GazeShift], rate: float) -> tuple[GazeShift, ...]:
    """Join a shift and its return."""
    found: list[GazeShift] = []
    for step in steps:
        last = found[-1] if found else None
        if (
            last
            and not last.returns
            and {last.way, step.way} in ({"left", "right"}, {"up", "down"})
            and step.span.end - last.span.start <= GLANCE * rate
            and step.travel >= 0.6 * last.travel
        ):
            found[-1] = GazeShift(
                span=FrameRange(last.span.start, step.span.end),
                arrival=last.arrival,
                way=last.way,
                travel=last.travel,
                returns=True,
            )
        else:
            found.append(step)
    return tuple(found)
