"""Speech, seen: a mouth that opens and closes again and again."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import uniform_filter1d

from takewise.model import BoolArray, FloatArray
from takewise.moments.excursions import trembling

SYLLABLES = (2.0, 7.0)
"""Hertz between which a talking mouth opens and closes (Chandrasekaran et al. 2009,
PLoS Comput. Biol. 5:7)."""

ENOUGH = 3
"""Openings in a row that are speech; one or two are a movement."""

LEAST_GAP = 0.02
"""Least opening between the lips that counts, eye-widths; mesh points jitter by 0.003."""

LEAST_SHIFT = 0.006
"""The same for the chin's and the lower lip's flow."""

_MARGIN = 0.25
# Seconds before the first and after the last opening that belong to them.


def speech(mouth: FloatArray, jaw: FloatArray, rate: float) -> BoolArray:
    """Tell the frames in which a mouth talks, chews or sings.

    Parameters
    ----------
    mouth
        float (n, 3), as `RegionMotion.mouth`; finite.
    jaw
        float (n, k): downward displacement of chin and lower lip, eye-widths.
    rate
        Frames per second.

    Returns
    -------
    BoolArray
        (n,).
    """
    talking = _rhythmic(mouth[:, 0], rate, LEAST_GAP)
    for signal in jaw.T:
        talking |= _rhythmic(signal, rate, LEAST_SHIFT)
    return talking


def _rhythmic(signal: FloatArray, rate: float, least: float) -> BoolArray:
    """Tell the frames in which a signal rises and falls at the pace of syllables."""
    from scipy.signal import find_peaks  # noqa: PLC0415 - half a second

    slowest, fastest = SYLLABLES
    calm = uniform_filter1d(signal, max(1, round(rate / (3 * fastest))), mode="nearest")
    swing = calm - uniform_filter1d(calm, max(3, round(rate / slowest) | 1), mode="nearest")
    noise = trembling(signal)
    peaks, _ = find_peaks(
        swing, prominence=max(least, 5 * noise), distance=max(1, round(rate / (2 * fastest)))
    )
    told = np.zeros(len(signal), dtype=bool)
    margin = round(_MARGIN * rate)
    breaks = np.flatnonzero(np.diff(peaks) > rate / slowest) + 1
    for chain in np.split(peaks, breaks):
        if len(chain) >= ENOUGH:
            told[max(0, chain[0] - margin) : chain[-1] + margin + 1] = True
    return told
