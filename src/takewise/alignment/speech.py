"""From the way through two takes' speech to the one's time on the other's clock."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.ndimage import gaussian_filter1d

from takewise.alignment.features import loudness
from takewise.alignment.settings import AlignmentSettings
from takewise.alignment.warping import Way, best_way
from takewise.model import FloatArray
from takewise.model.alignment import BAND_STEP, Alignment, Sound

# Rows of bands to a step of the warping: 20 ms, a quarter of what a viewer notices.
_POOL = 2

# Seconds (one sigma) over which the way is evened out: a syllable.
_SMOOTH = 0.12

# Share of the best pairs' weight from which on a pair counts: in a pause the way stands
# still anywhere, and nothing may follow it there.
_LEAST_WEIGHT = 0.3

# Best pairs that must be within a syllable for a knot to be made there.
_ENOUGH = 0.5

# Steps to either side by which places must spread before they show another pace than the
# take's own.
_BRISK = 2.0

# Seconds between two knots of the answer.
_KNOT = 0.12

# Seconds at the ends of a way that follow the pace of the seconds next to them: a word
# that the other take lacks may still find something to be alike there.
_EDGE, _NEXT = 0.25, 2.0

# The least and the greatest that such a pace can be; beyond it there is a pause.
_PACES = (0.5, 2.0)

# Part of what is left to whole likeness by which the take must be more alike than it is
# backwards, for nothing and for certainty. In noise down to 5 dB four of 648 unrelated
# pairs of 3 s and more went above 0.35, none above 0.43; the same words, stretched or read by
# another, never fell below 0.51 (`python -m tests.benchmarks.alignment`).
_BETTER = (0.30, 0.55)


def by_speech(first: Sound, second: Sound, settings: AlignmentSettings) -> Alignment | str:
    """Align a take with another's clock where the same is said, faster here and slower there.

    `first` gives the clock. Returns words where there is too little sound.
    """
    loud = [_steps(loudness(each.bands)) for each in (first, second)]
    step = _POOL * BAND_STEP
    if min(map(len, loud)) * step < settings.least_overlap:
        return "too little sound in common"
    way = best_way(loud[0], loud[1])
    # Speech backwards has the same bands, pauses and length, and is not alike: what is
    # as alike as that is alike by chance.
    chance = best_way(loud[0], loud[1][::-1])
    if way.heard * step < settings.least_speech:
        return "too little speech in common"
    times, clock = _knots(way)
    better = (way.likeness - chance.likeness) / max(1.0 - chance.likeness, 1e-3)
    sure = float(np.clip((better - _BETTER[0]) / (_BETTER[1] - _BETTER[0]), 0.0, 1.0))
    return Alignment(
        method="speech",
        times=times * step + second.start,
        clock=clock * step + first.start,
        sureness=sure,
        because=f"alike {way.likeness:.2f} of 1, played backwards {chance.likeness:.2f}",
    )


def _steps(loud: FloatArray) -> FloatArray:
    whole = len(loud) // _POOL * _POOL
    return np.asarray(loud[:whole].reshape(-1, _POOL, loud.shape[1]).mean(axis=1))


def _knots(way: Way) -> tuple[FloatArray, FloatArray]:
    """Return the way as few places of the second series and of the first, evened out."""
    # A line through the pairs around each place, those of more weight counting more; where
    # few have any, as in a pause, there is no knot, and the answer runs straight.
    least = _LEAST_WEIGHT * float(np.quantile(way.weight, 0.9))
    counts = np.maximum(way.weight - least, 0.0)
    width = _SMOOTH / (_POOL * BAND_STEP)
    begin = int(way.second[0])
    place = (way.second - begin).astype(np.float64)
    # By how much the first series is ahead: its squares stay small.
    ahead = way.first - place

    def summed(values: FloatArray) -> FloatArray:
        total = np.bincount(way.second - begin, weights=counts * values)
        return np.asarray(gaussian_filter1d(total, width, mode="constant"))

    weight = summed(np.ones_like(place))
    known = weight >= _ENOUGH * max(float(counts.max()), 1e-6) / (width * np.sqrt(2 * np.pi))
    some = np.flatnonzero(known)
    stride = max(1, round(_KNOT / (_POOL * BAND_STEP)))
    at = some[(some % stride == 0) | (some == some[-1])]
    over = weight[at]
    middle, height = summed(place)[at] / over, summed(ahead)[at] / over
    spread = summed(place**2)[at] / over - middle**2
    leaning = summed(place * ahead)[at] / over - middle * height
    slope = leaning / (np.maximum(spread, 0.0) + _BRISK**2)
    clock = _with_straight_ends(at, at + height + slope * (at - middle))
    return at + begin + 0.5, np.maximum.accumulate(clock) + 0.5


def _with_straight_ends(at: npt.NDArray[np.intp], clock: FloatArray) -> FloatArray:
    """Return the knots with those at the ends moved to the pace of what is next to them."""
    edge, stretch = _EDGE / (_POOL * BAND_STEP), _NEXT / (_POOL * BAND_STEP)
    straight = clock.copy()
    for way in (1, -1):
        far = way * (at - (at[0] if way == 1 else at[-1]))
        outer, inner = far < edge, (far >= edge) & (far <= edge + stretch)
        if inner.sum() > 1:
            ends = np.flatnonzero(inner)[[0, -1]]
            pace = np.clip(np.diff(clock[ends]) / np.diff(at[ends]), *_PACES)
            nearest = ends[0] if way == 1 else ends[-1]
            straight[outer] = clock[nearest] + pace * (at[outer] - at[nearest])
    return straight
