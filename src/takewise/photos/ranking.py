"""Ranks all shots of a session, and picks some that are not all alike. None is rejected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from takewise.model.photo import MeasuredShot, RankedShot
from takewise.photos.context import JudgedFace, Key, face_distance, in_context
from takewise.photos.groups import likeness, placed, seconds_between
from takewise.photos.score import scored
from takewise.photos.settings import PortraitSettings

# Root mean square distance of two faces' places at which they are 37 % alike, eye-widths.
_SAME_FACE = 0.04

# Turn of the head, degrees, that makes another picture of it, likewise.
_SAME_TURN = 12.0

# How much two frames of a burst look the same at least: own choice, so that the fifth frame
# of one burst comes after the best of another as soon as variety allows.
_SAME_BURST = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class PickLimits:
    """How many picks are wanted."""

    top: int | None = None
    """Picks of the whole session; None where they are wanted burst by burst."""
    per_burst: int = 1
    """Picks of each burst, where `top` is None."""


def rank_photos(
    shots: Sequence[MeasuredShot], wishes: PickLimits, settings: PortraitSettings
) -> tuple[RankedShot, ...]:
    """Rank all shots of a session and pick the best, with variety.

    Every shot is returned, best first; equal scores in the order of shooting. Shots without a face
    come last.
    """
    order = placed(shots, settings)
    seen = in_context(shots, order)
    scores = {i: scored(i, shot, seen, settings) for i, shot in enumerate(shots)}
    totals = {i: -1.0 if s.total is None else s.total for i, s in scores.items()}
    # To the sixth digit: what follows is rounding, which differs between machines.
    best = sorted(order, key=lambda each: -round(totals[each.index], 6))
    places: dict[int, int] = {}
    ranked = []
    for number, each in enumerate(best, 1):
        places[each.burst] = places.get(each.burst, 0) + 1
        ranked.append(
            RankedShot(
                measured=shots[each.index],
                score=scores[each.index],
                scene=each.scene,
                burst=each.burst,
                rank=number,
                place=places[each.burst],
            )
        )
    field = _Field(
        ranked=ranked,
        index_of=[each.index for each in best],
        seen=seen,
        variety=settings.variety,
        clip_gap=settings.clip_gap,
    )
    picks = _picks(field, wishes)
    return tuple(replace(each, picked=picks.get(number)) for number, each in enumerate(ranked))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Field:
    """The ranked shots among which picks are made."""

    ranked: Sequence[RankedShot]
    index_of: Sequence[int]
    seen: dict[Key, JudgedFace]
    variety: float
    clip_gap: float

    def likeness(self, one: int, other: int) -> float:
        """Return how much two places of the ranking look the same."""
        pair = self.index_of[one], self.index_of[other]
        shots = self.ranked[one], self.ranked[other]
        alike = resemblance(shots[0].measured, shots[1].measured, pair, self.seen)
        return max(alike, _SAME_BURST) if shots[0].burst == shots[1].burst else alike

    def varied(self, able: Sequence[int], many: int) -> list[int]:
        """Take the best, then the best after what each repeats of those is deducted."""
        chosen: list[int] = []
        repeats = dict.fromkeys(able, 0.0)
        while repeats and len(chosen) < many:
            best = max(
                repeats,
                key=lambda n: ((self.ranked[n].score.total or 0) - self.variety * repeats[n], -n),
            )
            del repeats[best]
            chosen.append(best)
            if len(chosen) < many:
                repeats = {
                    n: min(1.0, r + self.likeness(best, n))
                    for n, r in repeats.items()
                    if not self._too_near(best, n)
                }
        return chosen

    def _too_near(self, one: int, other: int) -> bool:
        """Return whether two places of the ranking are frames of a clip next to each other."""
        shots = self.ranked[one].measured.shot, self.ranked[other].measured.shot
        gap = seconds_between(*shots) if shots[0].frame is not None else None
        return gap is not None and abs(gap) < self.clip_gap


def _picks(field: _Field, wishes: PickLimits) -> dict[int, int]:
    """Return position in the ranking to place among the picks."""
    able = [n for n, each in enumerate(field.ranked) if each.score.total is not None]
    if wishes.top is not None:
        chosen = field.varied(able, wishes.top)
    else:
        bursts: dict[int, list[int]] = {}
        for number in able:
            bursts.setdefault(field.ranked[number].burst, []).append(number)
        chosen = sorted(
            number for burst in bursts.values() for number in field.varied(burst, wishes.per_burst)
        )
    return {number: place for place, number in enumerate(chosen, 1)}


def resemblance(
    one: MeasuredShot, other: MeasuredShot, pair: tuple[int, int], seen: dict[Key, JudgedFace]
) -> float:
    """Return how much two shots look the same: people, faces, turn, picture.

    It is 0 for two different pictures to 1 for the same one again.
    """
    people = {f.person for f in one.faces}, {f.person for f in other.faces}
    if people[0] != people[1]:
        return 0.0
    picture = max(0.0, likeness(one.thumb, other.thumb))
    faces = [
        _face_resemblance(seen[pair[0], person], seen[pair[1], person], pair)
        for person in sorted(people[0])
    ]
    return picture**4 * float(np.mean(faces))


def _face_resemblance(one: JudgedFace, other: JudgedFace, pair: tuple[int, int]) -> float:
    moved = face_distance(one.habits.shapes[pair[0]], other.habits.shapes[pair[1]])
    turned = float(np.hypot(*(np.array(one.face.pose[:2]) - other.face.pose[:2])))
    return math.exp(-((moved / _SAME_FACE) ** 2) - (turned / _SAME_TURN) ** 2)
