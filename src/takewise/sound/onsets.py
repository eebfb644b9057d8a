"""Loud sounds that begin at once: a slate, a door, a clap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import maximum_filter1d

from takewise.model import FloatArray
from takewise.sound.levels import FINE, RATE
from takewise.sound.settings import SoundSettings

# Seconds in which such a sound is there, and before them those that it is held against.
_RISE, _BEFORE = 0.01, 0.1

# Decibels by which it is louder than nearly all of the voice; without a voice, at least this
# loud of full scale.
_OVER_VOICE, _ALONE = 3.0, -40.0

# Seconds from one to the next.
_APART = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Onset:
    """One such sound in the samples."""

    sample: int
    """Where it begins."""
    rise: float
    """How far it stands above what was before, decibels."""


def loud_onsets(level: FloatArray, voice: FloatArray, settings: SoundSettings) -> tuple[Onset, ...]:
    """Find them in the level (`Levels.bright`), which is also given where there is voice."""
    rise, before = round(_RISE * RATE / FINE), round(_BEFORE * RATE / FINE)
    if len(level) <= rise + before:
        return ()
    least = float(np.percentile(voice, 99)) + _OVER_VOICE if len(voice) else _ALONE
    # The loudest of the tenth of a second that ends where the rise begins.
    earlier = maximum_filter1d(level, before, mode="nearest", origin=(before - 1) // 2)
    against = np.concatenate((np.full(rise, earlier[0]), earlier[:-rise]))
    against[:before] = level[:before].max()
    step = level - against
    found: list[Onset] = []
    for hop in np.flatnonzero((step >= settings.onset_rise) & (level >= least)):
        if found and (hop * FINE - found[-1].sample) < _APART * RATE:
            continue
        near = step[hop : hop + rise + 1]
        found.append(Onset(sample=int(hop) * FINE, rise=float(near.max())))
    return tuple(found)
