"""Which line of one take is which of another: the order counts, and the speaker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from takewise.model.dialogue import UNCLEAR

# Shortest against longest of two lines below which they are not the same words (own value; the
# paces of one speaker differ by a third).
_LEAST_RATIO = 0.4

# What a speaker who is not clear is worth, against the same one.
_UNCLEAR = 0.5

# What the same words are worth: more than time and length together.
_SAME_WORDS = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeLine:
    """What a line is matched by."""

    speaker: str
    """Who says it, by the same name in all takes."""
    length: float
    """Seconds."""
    at: float | None
    """When it begins on the clock of the takes, seconds; None where takes are not aligned."""
    words: str | None
    """What is said; None where that is not known."""


def match_lines(takes: Mapping[int, Sequence[TakeLine]]) -> tuple[Mapping[int, int], ...]:
    """Match the lines of takes, by their numbers.

    Returns the lines of the scene in order, each with the number of the take and the number of
    the line there; lines without a match stand at their place, alone.
    """
    scene: list[dict[int, int]] = []
    for take, lines in takes.items():
        scene = _joined(scene, take, lines, takes)
    return tuple(scene)


def _joined(
    scene: Sequence[dict[int, int]],
    take: int,
    lines: Sequence[TakeLine],
    takes: Mapping[int, Sequence[TakeLine]],
) -> list[dict[int, int]]:
    """Join a take with the scene so far: the pairs of greatest likeness, both in order."""
    worth = np.array(
        [[_likeness([takes[t][n] for t, n in each.items()], line) for line in lines]
         for each in scene]
    ).reshape(len(scene), len(lines))  # fmt: skip
    best = np.zeros((len(scene) + 1, len(lines) + 1))
    for row in range(len(scene) - 1, -1, -1):
        for column in range(len(lines) - 1, -1, -1):
            pair = best[row + 1, column + 1] + worth[row, column]
            best[row, column] = max(best[row + 1, column], best[row, column + 1], pair)
    joined: list[dict[int, int]] = []
    row = column = 0
    while row < len(scene) and column < len(lines):
        if worth[row, column] and best[row, column] == (
            best[row + 1, column + 1] + worth[row, column]
        ):
            joined.append(scene[row] | {take: column})
            row, column = row + 1, column + 1
        elif best[row, column] == best[row + 1, column]:
            joined.append(dict(scene[row]))
            row += 1
        else:
            joined.append({take: column})
            column += 1
    joined += (dict(each) for each in scene[row:])
    joined += ({take: each} for each in range(column, len(lines)))
    return joined


def _likeness(known: Sequence[TakeLine], line: TakeLine) -> float:
    """Return how much a line is that of other takes, 0 where it is not."""
    return float(np.mean([_alike(each, line) for each in known]))


def _alike(one: TakeLine, other: TakeLine) -> float:
    if one.words and other.words:
        return _SAME_WORDS if one.words == other.words else 0.0
    same = one.speaker == other.speaker
    if not same and UNCLEAR not in {one.speaker, other.speaker}:
        return 0.0
    ratio = min(one.length, other.length) / max(one.length, other.length, 1e-6)
    if ratio < _LEAST_RATIO:
        return 0.0
    near = 0.0
    if one.at is not None and other.at is not None:
        near = 1 / (1 + abs(one.at - other.at))
    return (1.0 if same else _UNCLEAR) + ratio + near
