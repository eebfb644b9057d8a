"""Holds: a face that keeps a look or a tension and goes still."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import uniform_filter1d

from takewise.clock import FrameRange
from takewise.model import BoolArray, FloatArray

SHORTEST = 1.0
"""Seconds: a plateau of a second is held rather than passed through (own value, as
spotting practice has it)."""

NEAR_TOP = 0.8
"""Share of the apex's height that a plateau keeps."""

STILL = 0.012
"""Eye-widths a second that the regions may still move, root mean square: about twice
the noise of 1080p footage of a face at rest."""


def stillness(shift: FloatArray, rate: float) -> BoolArray:
    """Return the frames, bool (n,), in which no part of the face moves.

    `shift` is finite, float (n, regions, 2), in eye-widths.
    """
    width = max(3, round(0.3 * rate) | 1)
    calm = uniform_filter1d(shift, width, axis=0, mode="nearest")
    speed = np.gradient(calm, axis=0) * rate
    return np.asarray(np.sqrt((speed**2).sum(axis=2).mean(axis=1)) < STILL)


def plateau(level: FloatArray, apex: int, still: BoolArray, rate: float) -> FrameRange | None:
    """Find the longest still stretch around an apex in which a movement is held.

    `level` is float (n,), the movement over its rest in eye-widths; `still` is from `stillness`.
    None if it is shorter than a second, or than one and a half of this performer's usual still
    stretches.
    """
    high = level >= NEAR_TOP * level[apex]
    left, right = _run(high, apex)
    on_top = [run for run in _runs(still) if run[0] < right and run[1] > left]
    if not on_top:
        return None
    start, end = max(
        ((max(run[0], left), min(run[1], right)) for run in on_top),
        key=lambda run: run[1] - run[0],
    )
    usual = float(np.median([run[1] - run[0] for run in _runs(still)]))
    if end - start < max(SHORTEST * rate, min(1.5 * usual, 3 * SHORTEST * rate)):
        return None
    return FrameRange(start, end)


def _run(truths: BoolArray, inside: int) -> tuple[int, int]:
    """Return the bounds of the run of truths around a frame."""
    gaps = np.flatnonzero(~truths)
    left, right = gaps[gaps < inside], gaps[gaps > inside]
    return (int(left[-1]) + 1 if len(left) else 0, int(right[0]) if len(right) else len(truths))


def _runs(truths: BoolArray) -> list[tuple[int, int]]:
    """Return all runs of truths, half-open."""
    steps = np.flatnonzero(np.diff(np.concatenate(([0], truths.astype(int), [0]))))
    return list(zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True))
