"""The same words at another pace: dynamic time warping of what is loud when.

Two takes are stepped through together. Each pair of places scores by how alike the
takes sound there, silence scoring nothing, and standing still in one of them costs a
little. Likeness counts from what any two sounds of speech have, so that a way gains
nothing by running on where other words are said, and it begins and ends wherever it
likes: what only one take has before and after the scene is left alone (local alignment,
Smith and Waterman 1981, with the steps of Sakoe and Chiba 1978 for speech).

The way is searched coarsely first and then, in ever finer steps, only near what was
found, so that an hour needs little more memory than a minute (Salvador and Chan 2007).
Of the libraries that warp, dtaidistance holds the whole matrix, librosa brings a
compiler, dtw-python is under the GPL and fastdtw is no longer kept: hence these lines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from takewise.model import FloatArray

_Places = npt.NDArray[np.intp]

# What standing still costs, in parts of a pair that is wholly alike; tuned on synthetic
# speech: at nothing the way wanders in pauses, at 0.1 it cuts corners at 15 %.
_STANDING = 0.03

# Likeness that counts for nothing. The best way through unrelated speech is alike 0.5 to
# 0.7, for it seeks out what is; through the same words 0.8 and more.
_BY_CHANCE = 0.4

# Places up to which all pairs are looked at.
_WHOLE = 1200

# How many fine steps a coarse one has.
_FINER = 4

# Coarse steps to each side in which the finer way may be.
_NEAR = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Way:
    """How one series of features runs along another."""

    first: _Places
    """(k,), never falling: places of the first series."""
    second: _Places
    """(k,), never falling: the places of the second that belong to them."""
    weight: FloatArray
    """(k,): how alike the pair is, -1 to 1, times how much is heard, 0 to 1."""
    likeness: float
    """Mean likeness of the pairs in which either take is heard, -1 to 1."""
    heard: float
    """Sum over the pairs of how much is heard; about the steps of sound in common."""


def best_way(first: FloatArray, second: FloatArray) -> Way:
    """Find the best way through two series: pairs of places, from the first to the last in common.

    They are float32 (n, k) and (m, k), at least one row each: loudness in bands, 0 to 1.
    """
    near = None
    for level in range(_levels(max(len(first), len(second))), -1, -1):
        coarse = [_pooled(each, _FINER**level) for each in (first, second)]
        sounds = [_Heard.of(each) for each in coarse]
        windows = _windows(near, *map(len, coarse))
        near = _through(sounds[0], sounds[1], windows)
    assert near is not None  # noqa: S101 - the range above is never empty
    return near


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Heard:
    """Features ready to be compared."""

    shape: FloatArray
    """(n, 2 k), of length 1: which bands are loud, and which become louder."""
    weight: FloatArray
    """(n,): how much is heard, 0 to 1."""

    @classmethod
    def of(cls, loud: FloatArray) -> _Heard:
        change = np.gradient(loud, axis=0) if len(loud) > 1 else np.zeros_like(loud)
        centred = loud - loud.mean(axis=0)
        spread = max(float(change.std()), 1e-6)
        shape = np.hstack((centred, change * (0.5 * float(centred.std()) / spread)))
        length = np.linalg.norm(shape, axis=1, keepdims=True)
        top = max(float(np.percentile(loud.mean(axis=1), 95)), 1e-6)
        return cls(
            shape=np.asarray(shape / np.maximum(length, 1e-6), np.float32),
            weight=np.asarray(np.clip(loud.mean(axis=1) / top, 0.0, 1.0), np.float32),
        )


def _levels(longest: int) -> int:
    level = 0
    while longest > _WHOLE * _FINER**level:
        level += 1
    return level


def _pooled(series: FloatArray, width: int) -> FloatArray:
    if width == 1:
        return series
    missing = -len(series) % width
    padded = np.pad(series, ((0, missing), (0, 0)), mode="edge")
    return padded.reshape(-1, width, series.shape[1]).mean(axis=1)


def _windows(near: Way | None, n: int, m: int) -> npt.NDArray[np.intp]:
    """Return for each place of the first series which of the second to look at, (n, 2)."""
    if near is None:
        return np.tile(np.array([0, m]), (n, 1))
    rows = np.arange(-(-n // _FINER))
    low = near.second[np.searchsorted(near.first, rows, "left").clip(0, len(near.first) - 1)]
    high = near.second[np.searchsorted(near.first, rows, "right").clip(1, len(near.first)) - 1]
    # Before and after the coarse way it goes on at the take's own pace.
    beyond = rows - np.clip(rows, near.first[0], near.first[-1])
    low = np.clip((low + beyond - _NEAR) * _FINER, 0, m - 1)
    high = np.clip((high + beyond + 1 + _NEAR) * _FINER, low + 1, m)
    return np.repeat(np.stack((low, high), axis=1), _FINER, axis=0)[:n]


def _through(first: _Heard, second: _Heard, windows: npt.NDArray[np.intp]) -> Way:
    """Go through the windows row by row, each row at once."""
    # Standing still in the first series is a running sum along the row, so the best place
    # to begin it is a running maximum. What is reached at a place stands one further on:
    # nothing is ever reached before the first.
    reached = np.full(len(second.weight) + 1, -np.inf)
    turns: list[_Turns] = []
    end, best = (0, 0), -np.inf
    for row, (low, high) in enumerate(windows):
        score = _score(first, second, row, low, high)
        aside = 0.5 * score - _STANDING
        before = reached[low:high]
        come = np.maximum(before, 0.0) + score
        stay = reached[low + 1 : high + 1] + aside
        along = np.cumsum(aside)
        gain = np.maximum(come, stay) - along
        most = np.maximum.accumulate(gain)
        turns.append(
            _Turns(
                places=np.maximum.accumulate(np.where(gain >= most, np.arange(high - low), 0)),
                straight=come >= stay,
                fresh=before <= 0.0,
            )
        )
        reached[:] = -np.inf
        reached[low + 1 : high + 1] = along + most
        top = int(reached.argmax())
        if reached[top] > best:
            best, end = float(reached[top]), (row, top - 1)
    return _back(first, second, windows, turns, end)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Turns:
    """How the best ways to the places of one row came there."""

    places: _Places
    """From which place of the row they stood still in the first series."""
    straight: npt.NDArray[np.bool_]
    """Whether they came to it from the row before by a step in both series."""
    fresh: npt.NDArray[np.bool_]
    """Whether a way that comes so begins there."""


def _score(first: _Heard, second: _Heard, row: int, low: int, high: int) -> FloatArray:
    alike = second.shape[low:high] @ first.shape[row]
    heard = np.maximum(first.weight[row], second.weight[low:high])
    return np.asarray((alike - _BY_CHANCE) * heard, np.float64)


def _back(
    first: _Heard,
    second: _Heard,
    windows: npt.NDArray[np.intp],
    turns: list[_Turns],
    end: tuple[int, int],
) -> Way:
    row, place = end
    pairs: list[tuple[int, int]] = []
    while row >= 0 and place >= 0:
        low = int(windows[row, 0])
        own = turns[row]
        turn = low + int(own.places[place - low])
        pairs.extend((row, each) for each in range(place, turn - 1, -1))
        straight = own.straight[turn - low]
        if straight and own.fresh[turn - low]:
            break
        place = turn - 1 if straight else turn
        row -= 1
    way = np.array(pairs[::-1], np.intp)
    one, other = way[:, 0], way[:, 1]
    weight = np.maximum(first.weight[one], second.weight[other])
    alike = (first.shape[one] * second.shape[other]).sum(axis=1)
    heard = float(weight.sum())
    return Way(
        first=one,
        second=other,
        weight=alike * weight,
        likeness=float((alike * weight).sum() / heard) if heard > 0 else 0.0,
        heard=heard,
    )
