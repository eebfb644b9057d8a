"""The same sound in two takes: how many seconds it is later in one of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.fft import irfft, next_fast_len, rfft

from takewise.model import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """The shift by which two series match best."""

    steps: float
    """What to add to the second one's places to get the first one's; parts of a step too."""
    likeness: float
    """Their correlation there, -1 to 1."""
    rival: float
    """The greatest correlation anywhere else, 0 to 1."""


def best_lag(first: FloatArray, second: FloatArray, *, least: int, apart: int) -> Lag | None:
    """Find the shift by which two series match best, at one pace.

    Normalised cross-correlation by FFT: each lag is measured over those places that both series
    have there, at least `least`. They are float (n, k) and (m, k), zero mean in each column.
    `apart` is the number of steps from which on another lag is a rival. None where the series are
    too short or hold nothing.
    """
    n, m = len(first), len(second)
    if min(n, m) < max(least, 1):
        return None
    lags = np.arange(-(m - 1), n)
    both = np.minimum(n, lags + m) - np.maximum(0, lags)
    energy = np.sqrt(_energy(first, lags, m) * _energy(second, -lags, n))
    enough = (both >= least) & (energy > 0)
    if not enough.any():
        return None
    likeness = np.where(enough, _products(first, second) / np.where(enough, energy, 1.0), 0.0)
    # Few places are alike by chance: how much a correlation says grows as their root.
    weight = likeness * np.sqrt(np.minimum(1.0, both / min(n, m)))
    best = int(weight.argmax())
    others = np.where(np.abs(lags - lags[best]) >= apart, weight, 0.0)
    return Lag(
        steps=float(lags[best] + _between(weight, best)),
        likeness=float(likeness[best]),
        rival=float(max(others.max(), 0.0)),
    )


def _products(first: FloatArray, second: FloatArray) -> FloatArray:
    """Return the sum of products at each lag, (n + m - 1,)."""
    n, m = len(first), len(second)
    size = next_fast_len(n + m - 1, real=True)
    spectra = rfft(first, size, axis=0) * np.conj(rfft(second, size, axis=0))
    sums = irfft(spectra.sum(axis=1), size)
    return np.concatenate((sums[size - (m - 1) :], sums[:n])) if m > 1 else sums[:n]


def _energy(series: FloatArray, lags: npt.NDArray[np.intp], other: int) -> FloatArray:
    """Return the sum of squares of those places that meet the other series."""
    squares = np.concatenate(([0.0], np.cumsum((series.astype(np.float64) ** 2).sum(axis=1))))
    begin = np.clip(lags, 0, len(series))
    end = np.clip(lags + other, 0, len(series))
    return squares[end] - squares[begin]


def _between(curve: FloatArray, peak: int) -> float:
    """Return the top of the parabola through a peak and its neighbours, -0.5 to 0.5."""
    if not 0 < peak < len(curve) - 1:
        return 0.0
    left, top, right = curve[peak - 1 : peak + 2]
    bend = left - 2 * top + right
    return float(np.clip(0.5 * (left - right) / bend, -0.5, 0.5)) if bend < 0 else 0.0
