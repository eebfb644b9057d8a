"""Where voice begins and ends: chances, made exact by the level where that can be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from takewise.model import BoolArray, FloatArray
from takewise.sound.levels import FINE, RATE
from takewise.sound.settings import SoundSettings
from takewise.sound.voice import CHUNK

# The model's own rule: a line ends where the chance falls this far below where it began.
_LESS = 0.15

# Seconds that the model's memory makes starts early and ends late; measured on made speech,
# see the benchmark.
_EARLY, _LATE = 0.010, 0.050

# Decibels over the floor from which the level itself says where a voice begins, and where it
# ends: voices begin at once and fade away, into the noise where there is some.
_CLEAN_START, _CLEAN_END = 25.0, 40.0

# Decibels over the floor that a voice's edge reaches: a third of the rise, within these; noise
# trembles by two.
_LEAST, _MOST_START, _MOST_END = 4.0, 12.0, 6.0

# Seconds around the model's edges in which the level's are looked for.
_AT_START, _AT_END = (-0.08, 0.12), (-0.25, 0.15)

# Seconds of silence whose level is the floor of that side.
_SIDE = 1.0

# Hops between two chances.
_HOPS = CHUNK / FINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """A stretch of voice in the samples."""

    start: int
    """First sample."""
    end: int
    """First sample after it."""
    start_rise: float | None
    """Decibels over the floor before it, where the level gave the start; else None."""
    end_rise: float | None
    """The same of the end."""


def voice_stretches(chances: FloatArray, settings: SoundSettings) -> list[tuple[int, int]]:
    """Return the samples between which there is voice, by its chances alone."""
    found: list[tuple[int, int]] = []
    start = None
    for number, chance in enumerate([*chances.tolist(), 0.0]):
        if start is None and chance >= settings.voice:
            start = number
        elif start is not None and chance < settings.voice - _LESS:
            if found and (start - found[-1][1]) * CHUNK < settings.gap * RATE:
                start = found.pop()[0]
            found.append((start, number))
            start = None
    early, late = round(_EARLY * RATE), round(_LATE * RATE)
    moved = [(first * CHUNK + early, after * CHUNK - late) for first, after in found]
    return [(first, after) for first, after in moved if after - first >= settings.shortest * RATE]


def with_edges(
    found: list[tuple[int, int]], level: FloatArray, *, echoes: bool
) -> tuple[Edges, ...]:
    """Return voice_stretches with exact edges where the level (`Levels.bright`) allows."""
    # In a room that rings the level does not say where a voice ends.
    quiet = ~voiced_hops(found, len(level))
    edges = []
    for number, (start, end) in enumerate(found):
        before = found[number - 1][1] if number else 0
        after = found[number + 1][0] if number + 1 < len(found) else len(level) * FINE
        begin = _edge(level, quiet, start, (before, start), _AT_START)
        finish = None if echoes else _edge(level, quiet, end, (end, after), _AT_END)
        edges.append(
            Edges(
                start=max(before, begin[0]) if begin else start,
                end=min(after, finish[0]) if finish else end,
                start_rise=begin[1] if begin else None,
                end_rise=finish[1] if finish else None,
            )
        )
    return tuple(each for each in edges if each.end > each.start)


def voiced_hops(found: list[tuple[int, int]], count: int) -> BoolArray:
    """Return which hops of 5 ms lie in a stretch of voice."""
    voiced = np.zeros(count, dtype=bool)
    for start, end in found:
        voiced[start // FINE : -(-end // FINE)] = True
    return voiced


def _edge(
    level: FloatArray,
    quiet: BoolArray,
    place: int,
    silence: tuple[int, int],
    reach: tuple[float, float],
) -> tuple[int, float] | None:
    """Return the sample at which the level leaves, or falls to, one side's floor, and its rise."""
    at_start = silence[1] == place
    hop, side = place // FINE, round(_SIDE * RATE / FINE)
    first, after = silence[0] // FINE, silence[1] // FINE
    outside = slice(max(first, after - side), after) if at_start else slice(first, first + side)
    room = level[outside][quiet[outside]]
    inside = level[hop : hop + side // 2] if at_start else level[max(0, hop - side // 2) : hop]
    if len(room) < 4 or not len(inside):
        return None
    floor = float(np.percentile(room, 30))
    rise = float(np.percentile(inside, 75)) - floor
    if rise < (_CLEAN_START if at_start else _CLEAN_END):
        return None
    least = floor + float(np.clip(rise / 3, _LEAST, _MOST_START if at_start else _MOST_END))
    begin = max(0, hop + round(reach[0] * RATE / FINE))
    near = level[begin : hop + round(reach[1] * RATE / FINE)]
    loud: npt.NDArray[np.intp] = np.flatnonzero(near >= least)
    if not len(loud):
        return None
    return int((begin + (loud[0] if at_start else loud[-1] + 1)) * FINE), rise
