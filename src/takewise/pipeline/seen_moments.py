"""A moment as people can see it: the face locked, before and after, and magnified.

```
 pictures ─► the person's face ─► locked to the onset ─► how the skin moved ─► seen, magnified
             (faces)              (motion)               (motion)
```
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from takewise.clock import FrameRange
from takewise.faces import FaceDetector
from takewise.model import EYE_CORNERS, FacePoints, FloatArray, MediaInfo, Moment, Picture
from takewise.motion import (
    LockedFace,
    Magnified,
    SkinMotion,
    calmed,
    lock_face,
    magnified,
    moved_outline,
    relock,
    skin_motion,
)
from takewise.pipeline.face_paths import ABOVE

Place: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height around a face, in shares of the picture's width and height."""

LONGEST = Fraction(3)
"""Seconds before and after an apex that a clip of its moment has at the most: a hold of a
minute is seen in that."""

TIMES = 4
"""How many times as far the skin moves unless another number is asked for: it reads at once,
and stays natural."""

# Seconds between two pictures for the detector, which then follows no one between them.
_APART = 10.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeenMoment:
    """The face of a moment at its onset and at its apex."""

    onset: LockedFace
    """The face in the last picture before it moves."""
    apex: LockedFace
    """The face at its apex, locked to the onset."""
    motion: SkinMotion
    """How its skin moved in between."""

    @property
    def outline(self) -> tuple[FloatArray, ...]:
        """The region that moved: closed lines (n, 2) in shares of the view, largest first."""
        return moved_outline(self.motion)

    def magnified(self, times: float) -> Magnified:
        """Return the apex with the skin moved so many times as far."""
        return magnified(self.onset, self.motion, times, shown=self.apex.picture)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClipFrame:
    """One picture of a moment's clip."""

    index: int
    """Its number, counted from the file's first."""
    plain: Picture
    """The locked face."""
    magnified: Picture
    """The same with its skin moved farther."""


class FaceFinder:
    """Finds one person's face in pictures of a take, which may be far apart."""

    def __init__(self, detector: FaceDetector) -> None:
        self._detector = detector
        self._time = 0.0

    def find(
        self, picture: Picture, place: Place | None, *, after: float = _APART
    ) -> FacePoints | None:
        """Return the face at a place; without one the only face.

        None where it is not found: it must not be the wrong one. `after` is the seconds since
        the picture before.
        """
        self._time += after
        faces = self._detector.detect(picture, self._time)
        if place is None:
            return faces[0] if len(faces) == 1 else None
        return _nearest(faces, picture, place)


def see_moment(
    onset: Picture, apex: Picture, finder: FaceFinder, places: tuple[Place | None, Place | None]
) -> SeenMoment | None:
    """Lock a moment's face at its onset and its apex, and measure how its skin moved.

    Parameters
    ----------
    onset, apex
        The pictures, uint8 (height, width, 3), RGB.
    finder
        Finds the face in them.
    places
        Where it is in both, as far as that is known.

    Returns
    -------
    SeenMoment | None
        None where the face is not found.
    """
    before, after = finder.find(onset, places[0]), finder.find(apex, places[1])
    if before is None or after is None:
        return None
    first = lock_face(onset, before)
    motion, last = _against(first, apex, after)
    return SeenMoment(onset=first, apex=last, motion=motion)


def seen_clip(
    onset: LockedFace,
    frames: Iterable[tuple[int, Picture, FacePoints | None]],
    span: FrameRange,
    times: float,
) -> Iterator[ClipFrame]:
    """Lock and magnify the pictures of a moment, one after the other.

    Parameters
    ----------
    onset
        The face at the moment's onset.
    frames
        Number, picture and face; a picture without a face shows the one before it.
    span
        The moment's; what comes before and after it is not magnified, for it may be speech.
    times
        How many times as far the skin moves.

    Yields
    ------
    ClipFrame
        One for each picture.
    """
    near: deque[tuple[int, LockedFace, SkinMotion]] = deque(maxlen=3)
    for index, picture, face in frames:
        if face is not None:
            motion, locked = _against(onset, picture, face)
        elif near:
            _, locked, motion = near[-1]
        else:
            locked, motion = onset, skin_motion(onset, onset)
        near.append((index, locked, motion))
        if len(near) > 1:
            yield _clip_frame(onset, tuple(near), len(near) - 2, span, times)
    if near:
        yield _clip_frame(onset, tuple(near), len(near) - 1, span, times)


def clip_range(moment: Moment, info: MediaInfo, handles: Fraction, last: int) -> FrameRange:
    """Return the frames of a moment's clip: with handles, and within the take up to `last`."""
    around, most = round(handles * info.rate), round(LONGEST * info.rate)
    first = info.part.start if info.part else 0
    start = max(first, moment.span.start - around, moment.apex - most)
    end = min(last + 1, moment.span.end + around, moment.apex + most + 1)
    return FrameRange(min(start, moment.apex), max(end, moment.apex + 1))


def is_magnifiable(moment: Moment) -> bool:
    """Return whether a moment is made of movements of the skin, which can be magnified."""
    return bool(moment.movements)


def magnified_words(times: float) -> str:
    """Return how far the skin moved, for people."""
    return f"moved {times:.2g} times as far as it did"


def _clip_frame(
    onset: LockedFace,
    near: Sequence[tuple[int, LockedFace, SkinMotion]],
    at: int,
    span: FrameRange,
    times: float,
) -> ClipFrame:
    index, locked, _ = near[at]
    outside = max(span.start - index, index - span.end + 1, 0)
    share = max(0.0, 1 - outside / _FADE)
    motion = calmed([each for *_, each in near])[at]
    farther = locked.picture
    if share and times > 1:
        now = 1 + (times - 1) * share
        farther = magnified(onset, motion, now, shown=locked.picture).picture
    return ClipFrame(index=index, plain=locked.picture, magnified=farther)


# Frames before and after a moment over which its magnification comes and goes.
_FADE = 3


def _against(
    onset: LockedFace, picture: Picture, face: FacePoints
) -> tuple[SkinMotion, LockedFace]:
    """Return how the skin moved, and the face locked as well as its head allows."""
    locked = lock_face(picture, face, onset)
    motion = skin_motion(onset, locked)
    return motion, relock(picture, locked, motion.turn, motion.move)


def _nearest(faces: Sequence[FacePoints], picture: Picture, place: Place) -> FacePoints | None:
    height, width = picture.shape[:2]
    left, top, wide, high = place
    eyes = np.array([(left + wide / 2) * width, (top + _EYES * high) * height])

    def away(face: FacePoints) -> float:
        middle = face.points[list(EYE_CORNERS), :2].mean(axis=(0, 1))
        return float(np.hypot(*(middle - eyes)))

    nearest = min(faces, key=away, default=None)
    # Half of the close-up around a face is its own; farther off it is another's.
    return nearest if nearest is not None and away(nearest) < wide * width / 2 else None


# Share of the height of a face's place above the middle between its eyes; see `face_paths`.
_EYES = (ABOVE - 0.45) / (2 * ABOVE)
