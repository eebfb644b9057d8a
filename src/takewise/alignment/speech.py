"""From the way through two takes' speech to the one's time on the other's clock."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from takewise.alignment.features import loudness
from takewise.alignment.settings import AlignmentSettings
from takewise.alignment.warping import Way, best_way
from takewise.model import FloatArray
from takewise.sync import BAND_STEP, Alignment, Sound

_POOL = 2
# Rows of bands to a step of the warping: 20 ms, a quarter of what a viewer notices.

_SMOOTH = 0.2
# Seconds over which the way is evened out, heard places counting more: a syllable.

_KNOT = 0.25
# Seconds between two knots of the answer.

_BETTER = (0.10, 0.50)
# Part of what is left to whole likeness by which the take must be more alike than it is
# backwards, for nothing and for certainty. Of synthetic speech in noise down to 3 dB,
# unrelated takes of 6 s and more reach 0.08, of 3 s 0.21; the same words at 0.85 or 1.15
# of the pace, unevenly, never fall below 0.40.


def by_speech(first: Sound, second: Sound, settings: AlignmentSettings) -> Alignment | str:
    """Lay a take on another's clock where the same is said, faster here and slower there.

    Parameters
    ----------
    first, second
        The sound of the take that gives the clock, and of the other.
    settings
        How much must be in common.

    Returns
    -------
    Alignment | str
        Words where there is too little sound to tell.
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
    times, clock = _knots(way, np.maximum(loud[1].mean(axis=1), 1e-3))
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


def _knots(way: Way, heard: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the way as few places of the second series and of the first, evened out."""
    places, back = np.unique(way.second, return_inverse=True)
    mean = np.bincount(back, weights=way.first) / np.bincount(back)
    weight = heard[places]
    width = _SMOOTH / (_POOL * BAND_STEP)
    # What is evened out is by how much the first is behind the second, so that an even pace
    # stays even up to the ends.
    pace = np.polyfit(places, mean, 1, w=weight) if len(places) > 2 else np.array([1.0, 0.0])
    behind = mean - np.polyval(pace, places)
    even = _smooth(behind * weight, width) / _smooth(weight, width)
    stride = max(1, round(_KNOT / (_POOL * BAND_STEP)))
    chosen = np.unique(np.append(np.arange(0, len(places), stride), len(places) - 1))
    clock = np.maximum.accumulate((even + np.polyval(pace, places))[chosen])
    return places[chosen] + 0.5, clock + 0.5


def _smooth(values: FloatArray, width: float) -> FloatArray:
    return np.asarray(gaussian_filter1d(values, width, mode="nearest"))
