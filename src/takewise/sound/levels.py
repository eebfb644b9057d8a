"""How loud a sound is, and where in the spectrum: a few hundred numbers a second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from takewise.model import FloatArray

RATE = 16000
"""Samples a second that the stage hears: what speech recognition hears with."""

FINE = 80
"""Samples between two levels, 5 ms."""

BAND_HOP = 160
"""Samples between two rows of bands, 10 ms."""

FLOOR = -100.0
"""Decibels of full scale that stand for silence, and for all below it."""

# 30 ms: a breath has no pitch that a longer window would resolve.
_WINDOW = np.hanning(480).astype(np.float32)
_LEAD = (len(_WINDOW) - BAND_HOP) // 2
_FFT = 512

# Hertz: bands of a breath; hum and rumble are below.
_BANDS = (700.0, 1500.0, 3000.0, 6000.0)

# First-order pre-emphasis of speech coding.
_EMPHASIS = 0.95

# Full scale of what is recorded with 16 bits, and of what limiters let through.
_FULL = 0.999


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Levels:
    """What is kept of a sound for measuring."""

    bright: FloatArray
    """float32 (n,): root mean square of each 5 ms after pre-emphasis, decibels of full scale."""
    plain: FloatArray
    """float32 (n,): the same without it."""
    bands: FloatArray
    """float32 (m, 3): level around each 10 ms in three bands of 700 to 6000 Hz, decibels."""
    clipped: int
    """Samples at full scale."""
    count: int
    """Samples in all."""


class LevelMeter:
    """Measures samples as they come."""

    def __init__(self) -> None:
        self._held = np.zeros(_LEAD, np.float32)
        self._before = np.zeros(1, np.float32)
        self._bright: list[FloatArray] = []
        self._plain: list[FloatArray] = []
        self._bands: list[FloatArray] = []
        self._clipped = self._count = 0

    def measure(self, samples: FloatArray) -> None:
        """Measure some samples, whose number is a multiple of `BAND_HOP` but for the last."""
        bright = samples - _EMPHASIS * np.concatenate((self._before, samples[:-1]))
        self._before = samples[-1:]
        self._bright.append(_steps(bright))
        self._plain.append(_steps(samples))
        self._clipped += int((np.abs(samples) >= _FULL).sum())
        self._count += len(samples)
        self._held = np.concatenate((self._held, samples))
        self._take(len(self._held) - len(_WINDOW))

    def levels(self) -> Levels:
        """Return what was measured; nothing may come after it."""
        self._held = np.concatenate((self._held, np.zeros(len(_WINDOW) - BAND_HOP, np.float32)))
        self._take(len(self._held) - len(_WINDOW))
        return Levels(
            bright=np.concatenate(self._bright or [np.zeros(0, np.float32)]),
            plain=np.concatenate(self._plain or [np.zeros(0, np.float32)]),
            bands=np.concatenate(self._bands or [np.zeros((0, 3), np.float32)]),
            clipped=self._clipped,
            count=self._count,
        )

    def _take(self, left: int) -> None:
        """Measure the bands of all whole windows."""
        if left < 0:
            return
        hops = left // BAND_HOP + 1
        windows = np.lib.stride_tricks.sliding_window_view(self._held, len(_WINDOW))[::BAND_HOP]
        spectrum = np.fft.rfft(windows[:hops] * _WINDOW, _FFT)
        power = spectrum.real**2 + spectrum.imag**2
        places = np.searchsorted(np.fft.rfftfreq(_FFT, 1 / RATE), _BANDS)
        sums = np.add.reduceat(power[:, : places[-1]], places[:-1], axis=1)
        self._bands.append(decibels(sums / np.diff(places) / (_WINDOW**2).sum()))
        self._held = self._held[hops * BAND_HOP :]


def decibels(power: FloatArray) -> FloatArray:
    """Return levels of powers of full-scale samples."""
    return np.asarray(10 * np.log10(np.maximum(power, 10 ** (FLOOR / 10))), np.float32)


def _steps(samples: FloatArray) -> FloatArray:
    """Return the level of each 5 ms; what is left over at the end is not measured."""
    whole = len(samples) // FINE * FINE
    return decibels((samples[:whole].reshape(-1, FINE) ** 2).mean(axis=1))
