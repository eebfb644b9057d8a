"""Speech and chewing, seen: a mouth that opens and closes again and again."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.ndimage import binary_dilation, binary_opening, uniform_filter1d

from takewise.model import BoolArray, FloatArray
from takewise.moments.excursions import noise_sd

SYLLABLES = (2.0, 7.0)
"""Hertz between which a talking mouth opens and closes (Chandrasekaran et al. 2009,
PLoS Comput. Biol. 5:7)."""

ENOUGH = 3
"""Openings in a row that are speech; one or two are a movement."""

CHEWS = (0.9, 2.2)
"""Hertz between which a jaw chews (Po et al. 2011, J. Dent. Res. 90:600: 0.94 to 2.17)."""

ENOUGH_CHEWS = 4
"""Chews in a row; so slow a rhythm must also be an even one."""

WIDE = 0.15
"""Eye-widths, 9 mm, by which a jaw that talks does not stay open. In the real speech of five
people it stays 0.04 open for half a second, and reaches 0.15 for an instant; two acted jaw
drops stay at 0.25 and more (own value)."""

MUMBLED = 0.04
"""Eye-widths, 2.5 mm, up to which a rhythm of jaw or lips is talk even where they do not part:
pouts and grimaces in a row go further (the same is found on real faces at 0 and 0.04)."""

# Longest time between two chews over the shortest; own value.
_EVEN = 1.6

LEAST_GAP = 0.02
"""Least opening between the lips that counts, eye-widths; mesh points jitter by 0.003."""

LEAST_SHIFT = 0.006
"""The same for the chin's and the lower lip's flow."""

# Seconds before the first and after the last opening that belong to them.
_MARGIN = 0.25


def speech(
    mouth: FloatArray, jaw: FloatArray, rate: float, voice: BoolArray | None = None
) -> BoolArray:
    """Return the frames, bool (n,), in which a mouth talks, chews or sings.

    `mouth` is finite, float (n, 3), as `RegionMotion.mouth`; `jaw` is the downward displacement of
    chin and lower lip, float (n, k), eye-widths. `voice` are the frames with a voice in the sound;
    None where there is no sound.
    """
    if voice is not None and not voice.any():
        return np.zeros(len(mouth), dtype=bool)
    gap = mouth[:, 0]
    talking = np.zeros(len(mouth), dtype=bool)
    for signal, least in ((gap, LEAST_GAP), *((each, LEAST_SHIFT) for each in jaw.T)):
        syllables = _beats(signal, rate, least, SYLLABLES)
        if voice is None:
            syllables = [chain for chain in syllables if _could_be_heard(gap, signal, chain)]
        talking |= _in_chains(syllables, len(mouth), rate, ENOUGH)
    for signal in jaw.T:
        chews = [c for c in _beats(signal, rate, LEAST_SHIFT, CHEWS) if _is_even(c)]
        talking |= _in_chains(chews, len(jaw), rate, ENOUGH_CHEWS)
    for signal in jaw.T:
        talking &= ~_wide_open(signal, rate)
    return talking if voice is None else talking & voice


def _could_be_heard(gap: FloatArray, jaw: FloatArray, beats: npt.NDArray[np.intp]) -> bool:
    """Return whether lips part and close again at some beats, and not as far as they go.

    A jaw that hardly moves may talk behind lips that do not part.
    """
    if not len(beats):
        return False
    within = slice(beats[0], beats[-1] + 1)
    if float(np.ptp(jaw[within])) <= MUMBLED:
        return True
    parted = float(np.ptp(gap[within])) >= _PARTED
    return parted and float(np.median(gap[beats])) <= _SHOUTED


# Eye-widths: lips that move less stay closed, as in a row of pouts (the points jitter by a
# third of it); lips that part further, beat after beat, pull faces. Own values: the speech of
# six people on the development clips stays below, acted lip movements to a song do not.
_PARTED, _SHOUTED = 0.01, 0.35


def _wide_open(signal: FloatArray, rate: float) -> BoolArray:
    """Return the frames in which a jaw drops further, and for longer, than a syllable does."""
    low = signal - np.median(signal) > WIDE
    stay = round(rate / SYLLABLES[0])
    stays = binary_opening(low, np.ones(max(1, stay), dtype=bool))
    return np.asarray(binary_dilation(stays, np.ones(2 * round(_MARGIN * rate) + 1, dtype=bool)))


def _is_even(beats: npt.NDArray[np.intp]) -> bool:
    apart = np.diff(beats)
    return not len(apart) or bool(apart.max() <= _EVEN * apart.min())


def _in_chains(
    chains: list[npt.NDArray[np.intp]], count: int, rate: float, enough: int
) -> BoolArray:
    """Return which of so many frames are in a chain of enough beats."""
    told = np.zeros(count, dtype=bool)
    margin = round(_MARGIN * rate)
    for chain in chains:
        if len(chain) >= enough:
            told[max(0, chain[0] - margin) : chain[-1] + margin + 1] = True
    return told


def _beats(
    signal: FloatArray, rate: float, least: float, pace: tuple[float, float]
) -> list[npt.NDArray[np.intp]]:
    """Return the frames in which a signal peaks at some pace, in hertz, chain by chain."""
    from scipy.signal import find_peaks  # noqa: PLC0415 - half a second

    slowest, fastest = pace
    calm = uniform_filter1d(signal, max(1, round(rate / (3 * fastest))), mode="nearest")
    swing = calm - uniform_filter1d(calm, max(3, round(rate / slowest) | 1), mode="nearest")
    noise = noise_sd(signal)
    peaks, _ = find_peaks(
        swing, prominence=max(least, 5 * noise), distance=max(1, round(rate / (2 * fastest)))
    )
    breaks = np.flatnonzero(np.diff(peaks) > rate / slowest) + 1
    return np.split(peaks, breaks)
