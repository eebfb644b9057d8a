"""Who is who: faces of single pictures become people of a take.

Each picture, the faces are given to the people by place, size and look at
once. Who was out of sight for longer than `TrackSettings.lost_after` is known
again by look alone. A face that no one claims is provisional until it was there
for a few pictures in a row, so a false face of one picture is no one; the few
pictures are held back meanwhile, so a true one loses none of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase

import numpy as np

from takewise.errors import SettingsError
from takewise.faces.appearance import Look, difference, look_of
from takewise.faces.assignment import NEVER, cheapest
from takewise.faces.plausible import touch
from takewise.faces.registry import MAX_FACES
from takewise.model import EYE_CORNERS, DetectedFrame, FacePoints, FloatArray, Frame, TrackedFrame

# Looks kept for one person: a turning head under hard light needs up to 40 in
# 20 s to be matched always, 24 leave it unmatched only where place decides.
_MAX_LOOKS = 24

# A look this far from all kept ones is kept too: half of what distinguishes people.
_NEW_LOOK = 0.5

# Eye-width, pixels, below which looks are noise in part: measured at 13 pixels,
# the difference between two neighbouring pictures reaches 2.8.
_SMALL_FACE = 30.0

# Greatest change of size between two pictures, as a ratio.
_MAX_GROWTH = 1.5

# Step, in eye-widths and growth, up to which a face goes on as it did. Measured:
# faces of 30 pixels or more that turn, talk and nod stay below in 99 of 100
# pictures, faces that follow each other in a cut are above in 20 of 20.
_STEADY = 0.1

# Greatest change of the look of a steady face. Measured: 1.1 when a hand comes
# before the face, 0.8 to 3.6 when another face takes its place.
_STEADY_LOOK = 2.0

# Step, in eye-widths and growth, within which a face that was out of sight is
# back in its place; own choice: a third of the way to a neighbour.
_NEAR = 0.7

# Greatest change of the look of a face that is back in its place. Measured: 1.5
# between two pictures, at the median, of a head that turns under hard light.
_NEAR_LOOK = 1.4

# Seconds for which a face is taken to move on as it did.
_MAX_COAST = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackSettings:
    """How faces become people."""

    max_people: int = MAX_FACES
    """Most people of a take, 1 to 4; the first ones stay. Four are what a detector returns."""
    confirm_frames: int = 3
    """Pictures in a row that make a face a person, 1 to 5. Own choice: the false
    faces seen on real clips lasted one or two pictures."""
    lost_after: float = 1.0
    """Seconds out of sight after which the place says nothing any more. Own choice."""
    reach: float = 2.0
    """How far a face may be from where it was expected; eye-widths. Own choice:
    3 m/s at 24 frames a second; faces side by side are two to three apart."""
    drift: float = 4.0
    """How fast `reach` grows while a face is out of sight; eye-widths a second.
    Own choice: 0.25 m/s, a slow step."""
    same_look: float = 0.7
    """Greatest difference of looks at which a person who returns elsewhere is
    known again. Tuned on 22 real clips: the same person in two clips of one
    session differs by up to 0.22, two people by 0.85 or more."""
    other_look: float = 0.85
    """Difference of looks from which a face near the place where a person was
    last is another person. Tuned on the same clips."""

    def __post_init__(self) -> None:
        """Refuse values out of range.

        Raises
        ------
        SettingsError
            If a count is out of its range or a measure is not positive.
        """
        for name, low, high in (("max_people", 1, MAX_FACES), ("confirm_frames", 1, 5)):
            if not low <= getattr(self, name) <= high:
                raise SettingsError(
                    f"{getattr(self, name)} is out of range",
                    where=f"faces.{name}",
                    remedy=f"choose {low} to {high}",
                )
        for name in ("lost_after", "reach", "drift", "same_look", "other_look"):
            if not getattr(self, name) > 0:
                raise SettingsError(f"{getattr(self, name)} is not positive", where=f"faces.{name}")


def follow(detected: Iterable[DetectedFrame], settings: TrackSettings) -> Iterator[TrackedFrame]:
    """Follow the people of a take, picture by picture.

    People are called "A", "B", ... in order of first appearance, from the left
    where they appear together, and keep their letter to the end of the take.

    Parameters
    ----------
    detected
        The pictures of one take in order, with their faces; read one by one.
    settings
        How faces become people.

    Yields
    ------
    TrackedFrame
        One per frame, in order, at most ``settings.confirm_frames - 1`` pictures
        late. Without faces, its mapping is empty.
    """
    cast = _Cast(settings)
    waiting: deque[_Waiting] = deque()
    for each in detected:
        waiting.append(_Waiting(frame=each.frame))
        cast.see(waiting[-1], each.faces)
        if len(waiting) >= settings.confirm_frames:
            yield waiting.popleft().settled()
    cast.end()
    for late in waiting:
        yield late.settled()


@dataclass(slots=True, kw_only=True, eq=False)
class _Waiting:
    """A picture whose faces may still get their names."""

    frame: Frame
    faces: dict[str, FacePoints] = field(default_factory=dict)

    def settled(self) -> TrackedFrame:
        return TrackedFrame(frame=self.frame, faces=dict(sorted(self.faces.items())))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sighting:
    """One face in one picture."""

    waiting: _Waiting
    face: FacePoints
    look: Look
    centre: FloatArray
    """(2,) pixels: between the eyes."""
    size: float
    """Distance between the eyes in depth too, pixels: a turned head keeps it."""
    crowded: bool
    """Whether another face may hide part of it, so that its look is not its own."""

    @property
    def time(self) -> float:
        return self.waiting.frame.time


def _sighting(waiting: _Waiting, face: FacePoints, faces: Sequence[FacePoints]) -> _Sighting:
    right, left = (face.points[list(pair)].mean(axis=0) for pair in EYE_CORNERS)
    return _Sighting(
        waiting=waiting,
        face=face,
        look=look_of(face, waiting.frame.picture),
        centre=(right[:2] + left[:2]) / 2,
        size=max(1.0, float(np.linalg.norm(left - right))),
        crowded=any(touch(face.points, other.points) for other in faces if other is not face),
    )


class _Track:
    """The sightings of one face; a person once it has a letter."""

    def __init__(self, first: _Sighting) -> None:
        self.name = ""
        self.sightings = [first]  # all while provisional, then the last one
        self._looks = [first.look]
        self._latest = first.look  # the last one that no one hid
        self._velocity = np.zeros(2)  # pixels a second

    @property
    def last(self) -> _Sighting:
        return self.sightings[-1]

    def add(self, seen: _Sighting) -> None:
        """Take a sighting as the newest one."""
        gap = seen.time - self.last.time
        if 0 < gap <= _MAX_COAST:
            moved = (seen.centre - self.last.centre) / gap
            self._velocity = (self._velocity + moved) / 2
        else:
            self._velocity = np.zeros(2)
        if not seen.crowded:
            if self._is_new(seen):
                self._looks = [*self._looks[1 - _MAX_LOOKS :], seen.look]
            self._latest = seen.look
        self.sightings.append(seen)
        if self.name:
            del self.sightings[:-1]

    def unlike(self, seen: _Sighting) -> float:
        """Return the difference to the most similar look of this face, noise allowed for."""
        return self._noise(seen) * min(
            difference(look, seen.look) for look in (self._latest, *self._looks)
        )

    def _is_new(self, seen: _Sighting) -> bool:
        """Return whether a look is unlike all of this face's; most are like the latest."""
        noise = self._noise(seen)
        looks = (self._latest, *self._looks)
        return all(noise * difference(look, seen.look) > _NEW_LOOK for look in looks)

    def changed(self, seen: _Sighting) -> float:
        """Return the difference to the latest look of this face, noise allowed for."""
        return self._noise(seen) * difference(self._latest, seen.look)

    def _noise(self, seen: _Sighting) -> float:
        """Return how far a difference is to be believed, 0 to 1."""
        return min(1.0, min(seen.face.eye_width, self.last.face.eye_width) / _SMALL_FACE)

    def distance(self, seen: _Sighting) -> float:
        """Return how far a face is from where this one is expected; eye-widths."""
        gap = min(seen.time - self.last.time, _MAX_COAST)
        off = seen.centre - (self.last.centre + self._velocity * gap)
        return float(np.hypot(*off)) / max(self.last.size, seen.size)

    def growth(self, seen: _Sighting) -> float:
        """Return by how much larger or smaller a face is; 0 for the same size."""
        return abs(float(np.log(seen.size / self.last.size)))


class _Cast:
    """The people of a take as far as it has been read."""

    def __init__(self, settings: TrackSettings) -> None:
        self._settings = settings
        self._people: list[_Track] = []
        self._provisional: list[_Track] = []
        self._pictures = 0

    def see(self, waiting: _Waiting, faces: Sequence[FacePoints]) -> None:
        """Give the faces of the next picture to the people, or hold them provisionally."""
        self._pictures += 1
        seen = [_sighting(waiting, face, faces) for face in faces]
        seen.sort(key=lambda sighting: tuple(sighting.centre))
        seen = self._continue(self._people, seen)
        for person in self._people:
            if person.last.waiting is waiting:
                waiting.faces[person.name] = person.last.face
        unclaimed = self._continue(self._provisional, seen)
        self._provisional = [t for t in self._provisional if t.last.waiting is waiting]
        self._provisional += [_Track(sighting) for sighting in unclaimed]
        self._admit(self._settings.confirm_frames)

    def end(self) -> None:
        """Admit who was there throughout a take too short to confirm anyone."""
        self._admit(min(self._settings.confirm_frames, self._pictures))

    def _continue(self, tracks: list[_Track], seen: list[_Sighting]) -> list[_Sighting]:
        """Give sightings to the tracks they continue; return the others."""
        cost = np.array([[self._cost(track, one) for one in seen] for track in tracks])
        pairs = cheapest(cost.reshape(len(tracks), len(seen)))
        for row, column in pairs:
            tracks[row].add(seen[column])
        taken = {column for _, column in pairs}
        return [one for column, one in enumerate(seen) if column not in taken]

    def _cost(self, track: _Track, seen: _Sighting) -> float:
        """Return how unlikely a sighting continues a track."""
        limits = self._settings
        gap = seen.time - track.last.time
        reach = limits.reach + limits.drift * gap
        distance, growth = track.distance(seen), track.growth(seen)
        if gap > limits.lost_after or distance > reach or growth > np.log(_MAX_GROWTH) * (1 + gap):
            return NEVER
        unlike = track.changed(seen) if gap <= _MAX_COAST else track.unlike(seen)
        unlike /= self._tolerance(track, seen)
        if unlike > 1 and not seen.crowded:
            return NEVER
        return distance / reach + growth + min(unlike, 1.0)

    def _admit(self, enough: int) -> None:
        """Turn provisional faces that were seen often enough into people."""
        ready = [track for track in self._provisional if len(track.sightings) >= enough]
        self._provisional = [track for track in self._provisional if track not in ready]
        cost = np.array(
            [[self._strangeness(who, track) for who in self._people] for track in ready]
        )
        known = dict(cheapest(cost.reshape(len(ready), len(self._people))))
        for row, track in enumerate(ready):
            if row in known:
                person = self._people[known[row]]
            elif len(self._people) < self._settings.max_people:
                person = track
                person.name = ascii_uppercase[len(self._people)]
                self._people.append(person)
            else:
                continue
            for sighting in list(track.sightings):
                sighting.waiting.faces[person.name] = sighting.face
                if person is not track:
                    person.add(sighting)
            del person.sightings[:-1]

    def _strangeness(self, person: _Track, track: _Track) -> float:
        """Return how unlikely a face is a person who returns."""
        if any(person.name in sighting.waiting.faces for sighting in track.sightings):
            return NEVER  # both in one picture: two people
        unlike = float(np.median([person.unlike(sighting) for sighting in track.sightings]))
        return unlike if unlike <= self._tolerance(person, track.sightings[0]) else NEVER

    def _tolerance(self, track: _Track, seen: _Sighting) -> float:
        """Return how much a look may differ: the more, the better the place fits."""
        step = track.distance(seen) + track.growth(seen)
        if seen.time - track.last.time <= _MAX_COAST:
            return _STEADY_LOOK if step <= _STEADY else self._settings.other_look
        if step <= _NEAR:
            return _NEAR_LOOK
        return (
            self._settings.other_look if step <= self._settings.reach else self._settings.same_look
        )
