"""One face next to what it is compared to: the person's habits, the scene, the frames around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from takewise.model import FloatArray
from takewise.model.photo import MeasuredShot, PortraitFace
from takewise.photos.covered import covered_share, usual_skins
from takewise.photos.groups import Placed, seconds_between
from takewise.photos.rest import (
    LEAST_FRAMES,
    Expression,
    Habits,
    expression,
    habits,
    lids,
    mouth_seen,
)

Answer: TypeAlias = tuple[float | None, str]
"""A term's value, 0 to 1 or None for *can't tell*, and the reason."""

# Seconds around a frame in which its neighbours explain it.
_BESIDE = 0.7

# Share of the opening that a full laugh takes where nothing better is known; real clips.
_SQUINT = 0.18

# Frames of the same smile from which the opening of the eyes in it is known.
_FEWEST_ALIKE = 3

# Difference of two smiles that are alike, eye-widths: four times the measurement's noise.
_AS_MUCH = 0.06

# Distance of the middles between the eyes of two people whose mouths can touch, eye-widths.
_KISS = 1.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """The same person in another frame of the burst, close in time."""

    seconds: float
    """How much later; negative is before."""
    share: float
    """Opening of the eyes, of what is usual."""
    moved: float
    """Root mean square of how far the face's places are from this frame's; eye-widths."""
    gap: float
    """Distance of the lips, eye-widths."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JudgedFace:
    """One face of one frame, ready to be judged."""

    face: PortraitFace
    """What was measured."""
    habits: Habits
    """The person in this session."""
    expression: Expression | None
    """The difference from the person's own rest; None where that is unknown."""
    gap: float
    """Distance of the lips now, eye-widths; NaN where they are outside the picture."""
    usual_open: float
    """Opening of the person's open eyes in such an expression, height over width."""
    usual_stops: float
    """Brightness of this person's skin in most frames of the scene, stops."""
    covered: float | None
    """Share of the face that looks unlike itself; None where it is unknown."""
    neighbours: tuple[Neighbour, ...]
    """Frames within 0.7 s; empty where times are not known so finely."""
    touching: bool
    """Whether another face is as near as in a kiss."""

    @property
    def comparable(self) -> bool:
        """Whether there are other frames of this person to compare with."""
        return self.habits.frames >= LEAST_FRAMES


Key: TypeAlias = tuple[int, str]
"""Place of a shot, and person."""


def in_context(shots: Sequence[MeasuredShot], order: Sequence[Placed]) -> dict[Key, JudgedFace]:
    """Put every face of every shot next to what it must be compared to."""
    faces = {(i, f.person): f for i, shot in enumerate(shots) for f in shot.faces}
    people: dict[str, dict[int, PortraitFace]] = {}
    for (index, person), face in faces.items():
        people.setdefault(person, {})[index] = face
    known = {person: habits(seen) for person, seen in people.items()}
    moved = {
        (index, person): _expression(who, index)
        for person, who in known.items()
        for index in people[person]
    }
    opened = {person: _openings(known[person], people[person], person, moved) for person in people}
    scene = {each.index: each.scene for each in order}
    skins = usual_skins(faces, scene)
    stops = _scene_stops(faces, scene)
    near = _neighbours(shots, order)
    answer: dict[Key, JudgedFace] = {}
    for (index, person), face in faces.items():
        who = known[person]
        place = (scene[index], person)
        answer[index, person] = JudgedFace(
            face=face,
            habits=who,
            expression=moved[index, person],
            gap=_lips(who.shapes[index]),
            usual_open=opened[person][index],
            usual_stops=stops[place],
            covered=covered_share(face, skins.get(place)),
            neighbours=_compared(index, near.get(index, ()), people[person], who),
            touching=_touching(face, shots[index]),
        )
    return answer


def _expression(who: Habits, index: int) -> Expression | None:
    shape = who.shapes[index]
    if who.rest is None or not (mouth_seen(shape) and mouth_seen(who.rest)):
        return None
    return expression(shape, who.rest)


def _openings(
    who: Habits,
    faces: Mapping[int, PortraitFace],
    person: str,
    moved: Mapping[Key, Expression | None],
) -> dict[int, float]:
    """Return how far the eyes are open in an expression like that of each frame."""
    # A laugh narrows the eyes, each person's differently: where there are enough frames with
    # as much of a smile, these say how much.
    smiles = {i: e.smiling if (e := moved[i, person]) else 0.0 for i in faces}
    values = np.array(list(smiles.values()))
    openings = np.array([lids(face) for face in faces.values()])
    known = np.isfinite(openings)
    answer = {}
    for index, smile in smiles.items():
        alike = openings[known & (np.abs(values - smile) < _AS_MUCH)]
        guessed = who.open_eyes * (1 - _SQUINT * min(1.0, smile / 0.12))
        usual = float(np.percentile(alike, 75)) if len(alike) >= _FEWEST_ALIKE else guessed
        answer[index] = min(who.open_eyes, max(usual, 0.7 * who.open_eyes))
    return answer


def _lips(shape: FloatArray) -> float:
    return float(np.hypot(*(shape[3] - shape[4])))


def _neighbours(
    shots: Sequence[MeasuredShot], order: Sequence[Placed]
) -> Mapping[int, list[tuple[int, float]]]:
    """Return, for each shot, those of its burst close in time, with the seconds between."""
    near: dict[int, list[tuple[int, float]]] = {}
    for place, one in enumerate(order):
        for other in order[place + 1 :]:
            gap = seconds_between(shots[one.index].shot, shots[other.index].shot)
            if other.burst != one.burst or gap is None or gap > _BESIDE:
                break
            fine = all(_fine(shots[each.index]) for each in (one, other))
            if fine and gap > 0:
                near.setdefault(one.index, []).append((other.index, gap))
                near.setdefault(other.index, []).append((one.index, -gap))
    return near


def _fine(shot: MeasuredShot) -> bool:
    return shot.shot.precise or shot.shot.frame is not None


def _compared(
    index: int,
    near: Sequence[tuple[int, float]],
    faces: Mapping[int, PortraitFace],
    who: Habits,
) -> tuple[Neighbour, ...]:
    shape = who.shapes[index]
    return tuple(
        Neighbour(
            seconds=gap,
            share=lids(faces[other]) / max(who.open_eyes, 1e-3),
            moved=face_distance(who.shapes[other], shape),
            gap=_lips(who.shapes[other]),
        )
        for other, gap in near
        if other in faces
    )


def face_distance(one: FloatArray, other: FloatArray) -> float:
    """Return the root mean square distance of two faces, (marks, 2), in eye-widths.

    Only the places count that both show; 0 if they share none.
    """
    squared = ((one - other) ** 2).sum(axis=1)
    known = np.isfinite(squared)
    return float(np.sqrt(squared[known].mean())) if known.any() else 0.0


def _scene_stops(
    faces: Mapping[Key, PortraitFace], scene: Mapping[int, int]
) -> Mapping[tuple[int, str], float]:
    """Return the brightness of most frames: the median of those with tone."""
    found: dict[tuple[int, str], list[tuple[bool, float]]] = {}
    for (index, person), face in faces.items():
        lost = face.blown > 0.05 or face.crushed > 0.3
        found.setdefault((scene[index], person), []).append((lost, face.stops))
    return {
        place: float(
            np.median(
                [stops for lost, stops in values if not lost] or [stops for _, stops in values]
            )
        )
        for place, values in found.items()
    }


def _touching(face: PortraitFace, shot: MeasuredShot) -> bool:
    wide, high = max(1, shot.shot.width), max(1, shot.shot.height)
    middle = np.mean(face.eye_places, axis=0) * (wide, high)
    for other in shot.faces:
        apart = np.hypot(*(np.mean(other.eye_places, axis=0) * (wide, high) - middle))
        if other is not face and apart < _KISS * max(face.eye_width, other.eye_width):
            return True
    return False
