"""How loud a take is at each of its pictures, read in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from takewise.errors import TakewiseError
from takewise.faults import foreseen
from takewise.media import first_track
from takewise.model import FloatArray, MediaInfo
from takewise.ui.takes.curves import CurveName, Curves
from takewise.ui.takes.state import ReviewState
from takewise.ui.takes.times import TakeTimes

LOWEST = -80.0
"""Decibels of full scale below which all is silence: the quietest room that a film records."""

# Samples a second: enough for a level.
_RATE = 8000

# Samples of one level, and how many there are in a second.
_STEP, _STEPS = 40, 200


class SoundLevels:
    """Reads the levels of takes, each once and one after the other.

    `report` is called in a thread with the place of a take and its levels, or why there are none.
    """

    def __init__(self, report: Callable[[int, FloatArray | TakewiseError], None]) -> None:
        self._report = report
        self._asked: dict[int, tuple[MediaInfo, TakeTimes]] = {}
        self._closed = threading.Event()
        self._one = threading.Lock()

    def follow(self, state: ReviewState) -> None:
        """Read the levels of the shown takes, if they are shown and not yet read."""
        if CurveName.SOUND not in state.tracks:
            return
        for place in state.shown:
            take = state.takes[place]
            shown = (take.info, take.times)
            wanted = take.analysis is not None and take.info.has_sound
            if wanted and self._asked.get(place) != shown:
                self._asked[place] = shown
                threading.Thread(
                    target=self._read, args=(place, *shown), daemon=True, name="takewise-level"
                ).start()

    def forget(self, place: int) -> None:
        """Read a take again when it is shown next."""
        self._asked.pop(place, None)

    def close(self) -> None:
        """Stop reading."""
        self._closed.set()

    def _read(self, place: int, info: MediaInfo, times: TakeTimes) -> None:
        with self._one:
            try:
                found: FloatArray | TakewiseError = level_of(info, times, self._closed.is_set)
            except Exception as error:  # noqa: BLE001 - a take without levels is still shown
                found = foreseen(error, what="reading its sound", where=info.path)
        if not self._closed.is_set():
            self._report(place, found)


def level_of(
    info: MediaInfo, times: TakeTimes, stopped: Callable[[], bool] = lambda: False
) -> FloatArray:
    """Return the level at each picture of a take, decibels of full scale; NaN without sound.

    Reading ends early once `stopped` returns True.
    """
    count = times.frames.length
    with first_track(info, _RATE) as track:
        if track is None:
            return np.full(count, np.nan, np.float32)
        power = _power(track.samples, stopped)
        start = float(track.start)
    first = times.frames.start
    begins = [float(times.begin + times.time_of(first + each)) for each in range(count)]
    edges = np.append(begins, begins[-1] + float(1 / times.rate)) - start
    places = np.round(edges * _STEPS).astype(int)
    level = np.full(count, np.nan, np.float32)
    for number, (begin, end) in enumerate(pairwise(places)):
        heard = power[max(0, begin) : max(0, end, begin + 1)]
        if len(heard):
            level[number] = max(LOWEST, 10 * np.log10(heard.mean() + 1e-12))
    return level


def with_level(curves: Sequence[Curves], level: FloatArray) -> tuple[Curves, ...]:
    """Return the curves of a take with its level, which goes with the first person."""
    if not curves or len(curves[0].seen) != len(level):
        return tuple(curves)
    first = replace(curves[0], values={**curves[0].values, CurveName.SOUND: level})
    return (first, *curves[1:])


def _power(pieces: Iterable[FloatArray], stopped: Callable[[], bool]) -> FloatArray:
    """Return the mean square of each step of samples."""
    held, found = np.zeros(0, np.float32), [np.zeros(0, np.float32)]
    for piece in pieces:
        if stopped():
            break
        held = np.concatenate((held, piece))
        whole = len(held) // _STEP * _STEP
        found.append((held[:whole].reshape(-1, _STEP) ** 2).mean(axis=1))
        held = held[whole:]
    return np.concatenate(found)
