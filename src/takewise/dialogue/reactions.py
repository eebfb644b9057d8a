"""Reactions: the first movement after a cue, where that is more than chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from takewise.dialogue.deliveries import together
from takewise.dialogue.pictures import PictureTimes
from takewise.model import BoolArray, FloatArray, Moment
from takewise.model.cues import AFTER_CUE, FIRST_REACTION, STILL_KINDS
from takewise.model.dialogue import Cue, Line, Reaction

# Seconds in which it is counted for the test by chance.
_SOON = 1.0

# Times that the cues are put elsewhere, and the share of those that the real ones must beat.
_SHUFFLES, _CHANCE = 200, 0.05

# Milliseconds by which an onset that is seen can be off besides its frame (nine of ten).
_SEEN_ERROR = 90


def reactions(
    person: str,
    cues: Sequence[Cue],
    lines: Sequence[Line],
    moments: Sequence[Moment],
    face: BoolArray,
    pictures: PictureTimes,
) -> tuple[tuple[Reaction, ...], str | None]:
    """Return a person's reactions, or why there are none in spite of movements after cues."""
    moves = [
        (pictures.time(each.span.start), each.id)
        for each in moments
        if each.person == person and each.kind not in STILL_KINDS
    ]
    shown = [each for each in cues if _sees(face, pictures, float(each.at))]
    if not moves or not shown:
        return (), None
    times = np.array([each for each, _ in moves])
    # A movement of the person's own line answers nothing.
    found = [
        (cue, number)
        for cue in shown
        if (number := _first(times, float(cue.at))) is not None
        and not _speaks_between(person, lines, float(cue.at), times[number])
    ]
    if not found:
        return (), None
    if _by_chance(times, np.array([float(each.at) for each in shown]), face, pictures):
        return (), (
            f"person {person} moves after the cues as often as at any other time, so no "
            "time of reaction is given"
        )
    error = together(round(1000 / pictures.rate) + _SEEN_ERROR)
    return (
        tuple(
            Reaction(
                person=person,
                cue=cue,
                latency=float(times[number]) - float(cue.at),
                error=max(error, cue.error),
                moment=moves[number][1],
            )
            for cue, number in found
        ),
        None,
    )


def _sees(face: BoolArray, pictures: PictureTimes, at: float) -> bool:
    """Return whether a face is seen in the second after a cue."""
    soon = pictures.within(at, at + _SOON)
    return bool(soon.any()) and bool(face[soon].all())


def _first(times: FloatArray, cue: float) -> int | None:
    """Return the number of the first movement after a cue."""
    after = np.flatnonzero((times >= cue + FIRST_REACTION) & (times <= cue + AFTER_CUE))
    return int(after[0]) if len(after) else None


def _speaks_between(person: str, lines: Sequence[Line], cue: float, move: float) -> bool:
    return any(
        each.speaker == person and cue < float(each.start) and float(each.start) < move
        for each in lines
    )


def _by_chance(
    times: FloatArray, cues: FloatArray, face: BoolArray, pictures: PictureTimes
) -> bool:
    """Return whether as many movements follow cues that are put anywhere."""
    places = pictures.times[face]
    draw = np.random.default_rng(len(cues))
    real = _share(times, cues)
    as_good = sum(
        _share(times, draw.choice(places, len(cues))) >= real - 1e-9 for _ in range(_SHUFFLES)
    )
    return (as_good + 1) / (_SHUFFLES + 1) > _CHANCE


def _share(times: FloatArray, cues: FloatArray) -> float:
    """Return the share of the cues that a movement follows soon."""
    after = np.searchsorted(times, cues + FIRST_REACTION)
    following = np.append(times, np.inf)[after]
    return float((following - cues <= _SOON).mean())
