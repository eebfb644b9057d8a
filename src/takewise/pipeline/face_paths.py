"""Where a face is in every picture of a take, for views that follow it.

An analysis keeps how a head moves, relative to where it mostly is; one look at one
picture finds where that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from takewise.errors import TakewiseError
from takewise.faces import FaceDetector
from takewise.media import SeekableTake, pictures_of
from takewise.model import Analysis, FacePoints, FloatArray, MediaInfo, RegionMotion

ABOVE, ASIDE = 2.1, 1.9
"""What a close-up shows above, below and next to the middle between the eyes, eye-widths:
a face with a little air around it."""

# Seconds over which a view follows: a steady hand, not a tracker.
_SMOOTH = 0.4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FacePath:
    """One person's face through a take."""

    person: str
    """"A", "B", ..."""
    first: int
    """Number of the first picture in it."""
    boxes: FloatArray
    """float32 (n, 4): left, top, width and height of the close-up in shares of the
    picture's width and height; NaN where the face is never seen."""

    def box(self, frame: int) -> tuple[float, float, float, float] | None:
        """Return the close-up of a picture; None where the face is not known."""
        row = self.boxes[min(max(frame - self.first, 0), len(self.boxes) - 1)]
        if not np.isfinite(row).all():
            return None
        left, top, width, height = map(float, row)
        return left, top, width, height


def find_faces(
    info: MediaInfo, analysis: Analysis, signals: Sequence[RegionMotion], detector: FaceDetector
) -> tuple[FacePath, ...]:
    """Find where the people of a take are, as far as they can be found.

    Several people are distinguished by their size and their positions to each other.
    """
    if not signals:
        return ()
    first = info.part.start if info.part else 0
    seen = np.stack([np.isfinite(each.head).all(axis=1) for each in signals], axis=1)
    at = int(seen.sum(axis=1).argmax())
    people = [each for each, there in zip(signals, seen[at], strict=True) if there]
    found = _look(info, first + at, detector)
    widths = {person.id: person.eye_width for person in analysis.people}
    if len(found) < len(people) or not people:
        return ()

    def mismatch(faces: Sequence[FacePoints]) -> float:
        pairs = zip(people, faces, strict=True)
        return sum(
            abs(np.log(face.eye_width / widths[each.person]) - each.head[at, 5])
            for each, face in pairs
        )

    best = min(permutations(found, len(people)), key=mismatch)
    step = max(1, round(_SMOOTH * float(info.rate)))
    return tuple(
        _path(info, first, each, face, at, step) for each, face in zip(people, best, strict=True)
    )


def _look(info: MediaInfo, frame: int, detector: FaceDetector) -> Sequence[FacePoints]:
    try:
        with SeekableTake(info) as take:
            for _, picture in pictures_of(take, (frame,), info.width, info.height):
                return detector.detect(picture, 0.0)
    except TakewiseError:
        pass  # The take's own pane reports it.
    return ()


def _path(
    info: MediaInfo, first: int, motion: RegionMotion, face: FacePoints, at: int, step: int
) -> FacePath:
    """Follow a face from the one picture in which it was found."""
    corners = face.points[[33, 133, 362, 263], :2].mean(axis=0)
    size = face.eye_width * np.exp(motion.head[:, 5] - motion.head[at, 5])
    median = face.eye_width * float(np.exp(-motion.head[at, 5]))
    centre = corners + (motion.head[:, 3:5] - motion.head[at, 3:5]) * median
    path = _steady(np.column_stack((centre, size)), step)
    x, y, size = path.T
    left, top = x - ASIDE * size, y + (0.45 - ABOVE) * size
    boxes = np.column_stack((left, top, 2 * ASIDE * size, 2 * ABOVE * size))
    shares = boxes / (info.width, info.height, info.width, info.height)
    return FacePath(person=motion.person, first=first, boxes=shares.astype(np.float32))


def _steady(path: FloatArray, step: int) -> FloatArray:
    """Fill the gaps of a path, and follow it with a steady hand."""
    known = np.isfinite(path).all(axis=1)
    numbers = np.arange(len(path))
    filled = np.column_stack(
        [np.interp(numbers, numbers[known], column[known]) for column in path.T]
    )
    # A mean over the pictures around each, those at the ends repeated.
    around = np.pad(filled, ((step // 2, step - 1 - step // 2), (0, 0)), mode="edge")
    return np.lib.stride_tricks.sliding_window_view(around, step, axis=0).mean(axis=-1)
