"""Breaths drawn in before a line: noise in the upper bands, well below the voice."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import uniform_filter1d

from takewise.model import BoolArray
from takewise.sound.edges import Edges
from takewise.sound.levels import BAND_HOP, RATE, Levels

# Rows over which the bands are smoothed, 70 ms.
_SMOOTH = 7

# Decibels over the pauses' quietest tenth in two bands of three, and under the voice in all.
_OVER, _UNDER = 4.0, 10.0

# Seconds: shortest breath, longest dropout in one, and how far before a line it may end. These
# and the decibels are tuned on six breaths of three readers (LibriTTS-R); all six are found.
_SHORTEST, _DROPOUT, _AHEAD = 0.14, 0.04, 0.2

# Seconds: a longer noise is no breath (inhaling before a phrase takes 0.2 to 0.5; own value).
_LONGEST = 1.2


def breaths(voices: tuple[Edges, ...], levels: Levels) -> tuple[tuple[int, int], ...]:
    """Find the breaths before lines, in samples."""
    bands = uniform_filter1d(levels.bands, _SMOOTH, axis=0, mode="nearest")
    voiced = np.zeros(len(bands), dtype=bool)
    for each in voices:
        voiced[each.start // BAND_HOP : -(-each.end // BAND_HOP)] = True
    if voiced.all() or not voiced.any():
        return ()
    quiet = np.percentile(bands[~voiced], 10, axis=0)
    loud = np.percentile(bands[voiced], 75, axis=0)
    airy = (bands - quiet > _OVER).sum(axis=1) >= 2
    airy &= (bands < loud - _UNDER).all(axis=1) & ~voiced
    starts = np.array([each.start for each in voices])
    found = []
    for first, after in _runs(airy):
        ahead = starts[starts >= (after - 5) * BAND_HOP]
        seconds = (after - first) * BAND_HOP / RATE
        near = len(ahead) and (ahead[0] - after * BAND_HOP) / RATE < _AHEAD
        if near and _SHORTEST <= seconds <= _LONGEST:
            found.append((first * BAND_HOP, after * BAND_HOP))
    return tuple(found)


def _runs(airy: BoolArray) -> list[tuple[int, int]]:
    """Return the stretches of rows, those next to each other as one."""
    steps = np.flatnonzero(np.diff(np.concatenate(([0], airy.astype(int), [0]))))
    runs: list[tuple[int, int]] = []
    for first, after in zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True):
        if runs and (first - runs[-1][1]) * BAND_HOP <= _DROPOUT * RATE:
            runs[-1] = (runs[-1][0], after)
        else:
            runs.append((first, after))
    return runs
