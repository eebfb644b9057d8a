"""What is compared of two sounds: how loud each band is over the take's own quiet."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import uniform_filter1d

from takewise.model import FloatArray
from takewise.model.alignment import BAND_STEP

# Percentile that is taken for the room: speech leaves more than a fifth of a take silent.
_QUIET = 20.0

# Least room tone against the mean energy, 30 dB below: digital silence has none of its own.
_RANGE = 1e-3

# A band counts as heard from 6 dB above the room.
_OVER = 4.0

# Seconds over which loudness is taken off before takes are aligned: what
# swells slower, such as traffic, gives no moment.
_SLOW = 1.0


def loudness(bands: FloatArray) -> FloatArray:
    """Return how loud each band of `Sound.bands` is, float32 (m, 8).

    0 is a quiet room, 1 the loudest hundredth; the gain of the recording and the colour of the
    microphone drop out. All 0 where nothing is heard.
    """
    mean = bands.mean(axis=0)
    room = np.maximum(np.percentile(bands, _QUIET, axis=0), _RANGE * mean)
    room = np.maximum(room, np.finfo(np.float32).tiny)
    loud = np.log1p(bands / (_OVER * room)) - np.log1p(1 / _OVER)
    top = np.percentile(loud, 99, axis=0)
    scaled = np.clip(loud / np.where(top > 0, top, 1.0), 0.0, 1.0)
    return np.asarray(scaled, np.float32)


def accents(loud: FloatArray) -> FloatArray:
    """Return what rises and falls quickly in `loudness`, each band with equal weight.

    float32 (m, 8), mean 0 and standard deviation 1 in each band; 0 where a band is silent.
    """
    width = max(1, min(len(loud), round(_SLOW / BAND_STEP)))
    quick = loud - uniform_filter1d(loud, width, axis=0, mode="nearest")
    quick -= quick.mean(axis=0)
    spread = quick.std(axis=0)
    return np.asarray(quick / np.where(spread > 0, spread, 1.0), np.float32)
