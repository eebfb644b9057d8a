"""Who is who on the stills of one session."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

import numpy as np

from takewise.faces.appearance import Look, difference, look_of
from takewise.faces.assignment import NEVER, cheapest
from takewise.model import EYE_CORNERS, FacePoints, FloatArray, Picture

# Difference of looks up to which a face is a person known. As for takes: one person in
# two clips of a session differs by up to 0.22, two people by 0.85 or more.
_SAME = 0.85

# The same for a face that is where a person was a moment before: light and the turn of
# the head change a look more than a second changes who stands there.
_SAME_PLACE = 1.4

# Seconds after which the place says nothing any more.
_MOMENT = 2.0

# Eye-widths within which a face is in the same place.
_STEP = 0.8

_MOST_LOOKS = 24

# A look this far from all kept ones is kept too: half of what distinguishes people.
_NEW_LOOK = 0.4


class PhotoIdentities:
    """Knows the people of one session again, by look, and by place within a burst.

    What it knows ends with it. Its sightings may be kept with the measurements of the
    same picture; they hold for one light, and are no use for finding a person elsewhere.
    """

    def __init__(self) -> None:
        self._people: list[_Known] = []

    def name(
        self, picture: Picture, faces: Sequence[FacePoints], *, time: float | None
    ) -> tuple[str, ...]:
        """Name the faces of the next photo: "A", "B", ... in order of first appearance.

        Several that appear at once are named from the left. `time` is seconds of any clock; None if
        unknown.
        """
        return self.name_sightings(sightings_of(picture, faces), time=time)

    def name_sightings(self, sightings: FloatArray, *, time: float | None) -> tuple[str, ...]:
        """Name the faces of the next photo, as `name` does, by earlier `sightings_of`."""
        seen = [_Seen(values, time) for values in sightings]
        cost = np.array([[who.unlike(one) for one in seen] for who in self._people])
        cost = cost.reshape(len(self._people), len(seen))
        names: dict[int, _Known] = {}
        for row, column in cheapest(cost):
            names[column] = self._people[row]
        for index in sorted(set(range(len(seen))) - set(names), key=lambda i: seen[i].middle[0]):
            names[index] = _Known(_letter(len(self._people)), seen[index])
            self._people.append(names[index])
        for index, who in names.items():
            who.add(seen[index])
        return tuple(names[index].name for index in range(len(seen)))


def sightings_of(picture: Picture, faces: Sequence[FacePoints]) -> FloatArray:
    """Return what `PhotoIdentities` needs of the faces of a photo: float32 (faces, values).

    That is brightness and colour of the look, the middle of the eyes and their distance; lengths in
    shares of the picture's width.
    """
    corners = [point for pair in EYE_CORNERS for point in pair]
    width = picture.shape[1]
    rows = []
    for face in faces:
        look = look_of(face, picture)
        middle = face.points[corners, :2].mean(axis=0) / width
        apart = max(face.eye_width / width, 1e-6)
        rows.append(np.concatenate([look.brightness, look.colour, middle, [apart]]))
    return np.array(rows, np.float32)


class _Seen:
    """One face on one still."""

    def __init__(self, values: FloatArray, time: float | None) -> None:
        self.look = Look(brightness=values[:-5], colour=values[-5:-3])
        self.time = time
        self.middle = values[-3:-1]
        self.width = float(values[-1])


class _Known:
    """A person who was seen before."""

    def __init__(self, name: str, seen: _Seen) -> None:
        self.name = name
        self._looks = [seen.look]
        self._last = seen

    def unlike(self, seen: _Seen) -> float:
        """Return how unlikely a face is this person; `NEVER` where it cannot be."""
        least = min(difference(look, seen.look) for look in self._looks)
        here = self._in_place(seen)
        if least > (_SAME_PLACE if here else _SAME):
            return NEVER
        return least / 2 if here else least

    def add(self, seen: _Seen) -> None:
        """Take a sighting as the newest one."""
        if min(difference(look, seen.look) for look in self._looks) > _NEW_LOOK:
            self._looks = [*self._looks[1 - _MOST_LOOKS :], seen.look]
        self._last = seen

    def _in_place(self, seen: _Seen) -> bool:
        last = self._last
        if seen.time is None or last.time is None or abs(seen.time - last.time) > _MOMENT:
            return False
        step = float(np.hypot(*(seen.middle - last.middle))) / max(seen.width, last.width)
        return step <= _STEP and 0.7 < seen.width / last.width < 1.4


def _letter(index: int) -> str:
    """Return A to Z, then AA, AB and so on."""
    turn, letter = divmod(index, len(ascii_uppercase))
    return (ascii_uppercase[turn - 1] if turn else "") + ascii_uppercase[letter]
