"""The chance that a person speaks, 31 times a second, by Silero's network in NumPy."""

from __future__ import annotations

import numpy as np

from takewise.model import FloatArray
from takewise.sound.voice_model import VoiceModel

CHUNK = 512
"""Samples at 16 kHz that one chance is of, 32 ms."""

_BEFORE = 64

# Samples of a spectrum, and between two of them.
_WINDOW, _HOP = 256, 128

# Steps of the four convolutions.
_STRIDES = (1, 2, 2, 1)

_UNITS = 128


class VoiceDetector:
    """Listens to samples as they come; remembers what came before them."""

    def __init__(self, model: VoiceModel) -> None:
        self._model = model
        self._before = np.zeros(_BEFORE, np.float32)
        self._hidden = np.zeros(_UNITS, np.float32)
        self._cell = np.zeros(_UNITS, np.float32)

    def chances(self, samples: FloatArray) -> FloatArray:
        """Return the chance of voice in each whole chunk; what is left over is not heard."""
        count = len(samples) // CHUNK
        if not count:
            return np.zeros(0, np.float32)
        heard = np.concatenate((self._before, samples[: count * CHUNK]), dtype=np.float32)
        self._before = heard[-_BEFORE:]
        return self._remembered(self._features(heard))

    def _features(self, heard: FloatArray) -> FloatArray:
        """Return what the convolutions see in each chunk, (n, 512) for the memory."""
        pieces = np.lib.stride_tricks.sliding_window_view(heard, _BEFORE + CHUNK)[::CHUNK]
        padded = np.pad(pieces, ((0, 0), (0, _BEFORE)), "reflect")
        windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW, axis=1)[:, ::_HOP]
        # Matrix products are five times as quick on rows that follow each other.
        both = np.ascontiguousarray(windows).reshape(-1, _WINDOW) @ self._model.spectrum
        real, imaginary = np.split(both.reshape(len(pieces), -1, both.shape[1]), 2, axis=2)
        seen = np.sqrt(real**2 + imaginary**2).transpose(0, 2, 1)
        for (weights, bias), stride in zip(self._model.layers, _STRIDES, strict=True):
            seen = _convolved(seen, weights, bias, stride)
        features = seen.reshape(len(pieces), _UNITS)
        return features @ self._model.memory_in.T + self._model.memory_bias

    def _remembered(self, features: FloatArray) -> FloatArray:
        """Run the memory over the chunks, one by one, and return the chances."""
        back = self._model.memory_back
        states = np.empty((len(features), _UNITS), np.float32)
        for number, each in enumerate(features):
            gates = each + back @ self._hidden
            keep = 1 / (1 + np.exp(-gates))
            let_in, forget, let_out = keep[:128], keep[128:256], keep[384:]
            self._cell = forget * self._cell + let_in * np.tanh(gates[256:384])
            self._hidden = states[number] = let_out * np.tanh(self._cell)
        score = np.maximum(states, 0) @ self._model.last + self._model.last_bias
        return np.asarray(1 / (1 + np.exp(-score)), np.float32)


def _convolved(seen: FloatArray, weights: FloatArray, bias: FloatArray, stride: int) -> FloatArray:
    """Convolve (n, in, times) over three neighbours, and keep what is above 0."""
    count, _, times = seen.shape
    padded = np.pad(seen, ((0, 0), (0, 0), (1, 1)))
    steps = (times - 1) // stride + 1
    reach = stride * (steps - 1) + 1
    near = np.stack([padded[:, :, k : k + reach : stride] for k in range(3)], axis=2)
    flat = near.transpose(0, 3, 1, 2).reshape(count * steps, -1)
    found = flat @ weights.reshape(len(weights), -1).T + bias
    return np.maximum(found, 0).reshape(count, steps, -1).transpose(0, 2, 1)
