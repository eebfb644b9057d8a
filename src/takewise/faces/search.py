"""Where in a picture faces may be.

Both search models of the mediapipe wheel shrink what they are given to 192 or
128 pixels. So the whole picture is searched for large faces, and squares of it
for small ones.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from takewise.model import FloatArray, Picture

MIN_SEARCH_SCORE = 0.7
"""Lowest score of the search models, 0 to 1.

Tuned on 22 real clips: letters of a cartoon title reach 0.69; real faces whose
eyes are at least 20 pixels apart, turned or with a hand before the mouth, have
0.75 or more.
"""

MARGIN = 1.5
"""Side of the square given to the mesh over the longer side of the face's box.

From MediaPipe's `face_landmark_landmarks_to_roi` and
`face_detection_front_detection_to_roi` graphs, which the model was trained with.
"""

SQUARE_GAIN = 1.2
"""Least ratio of a picture's sides at which its squares are searched too.

Own choice: below it, a square shows a face hardly larger than the whole picture.
"""


class Solution(Protocol):
    """The part of MediaPipe's solutions that is used."""

    def process(self, input_data: Any, /) -> Any:
        """Run the graph on one picture."""

    def close(self) -> None:
        """Free the graph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A square of the picture, turned with the head."""

    x: float
    """Centre, pixels."""
    y: float
    """Centre, pixels."""
    side: float
    """Length of a side, pixels."""
    angle: float
    """Clockwise turn in the picture, radians."""

    def centred_in(self, points: FloatArray) -> bool:
        """Return whether the window shows a known face: its centre is in the box of its points."""
        at = (self.x, self.y)
        low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
        return bool(np.all(low < at) and np.all(at < high))


def lent(picture: Picture) -> Picture:
    """Return a read-only picture, which MediaPipe reads without copying it."""
    lent = np.ascontiguousarray(picture).view()
    lent.flags.writeable = False
    return lent


class PartSearch(Protocol):
    """A search model, whatever library runs it."""

    def found(self, part: Picture) -> list[tuple[float, Window]]:
        """Return score and window of each face in a picture or a part of one."""


class FaceSearch:
    """Searches whole pictures, and their squares in turn, by a full-range and a short-range model.

    A face is found in the whole picture if its eyes are about 3 % of the longer side apart (50
    pixels in 1920), in a square if about 1.3 % (25 pixels; measured on five real faces pasted into
    larger pictures).
    """

    def __init__(self, full_range: PartSearch, short_range: PartSearch) -> None:
        self._full_range, self._short_range = full_range, short_range
        self._turn = 0

    def windows(self, picture: Picture, *, thorough: bool) -> list[Window]:
        """Return the squares where faces may be, surest first; a face may be in several.

        `thorough` searches all squares at once, instead of the next in turn.
        """
        height, width = picture.shape[:2]
        found = self._run(self._full_range, picture, 0, 0)
        squares = _squares(width, height)
        if not thorough and squares:
            self._turn = (self._turn + 1) % len(squares)
            squares = squares[self._turn : self._turn + 1]
        side = min(width, height)
        for left, top in squares:
            part = picture[top : top + side, left : left + side]
            found += self._run(self._full_range, part, left, top)
        # The short-range model takes prints for faces, but knows close-ups that
        # the other one does not see.
        found = found or self._run(self._short_range, picture, 0, 0)
        return [window for _, window in sorted(found, key=lambda one: -one[0])]

    @staticmethod
    def _run(search: PartSearch, part: Picture, left: int, top: int) -> list[tuple[float, Window]]:
        """Return score and window of the faces in a part of the picture."""
        return [
            (score, replace(window, x=window.x + left, y=window.y + top))
            for score, window in search.found(part)
            if score >= MIN_SEARCH_SCORE
        ]


class SolutionSearch:
    """A search model that MediaPipe's own graph runs: 1 for full range, 0 for short range."""

    def __init__(self, model: int) -> None:
        self._solution = _solution(model)

    def found(self, part: Picture) -> list[tuple[float, Window]]:
        """Return score and window of each face in a picture or a part, in MediaPipe's order."""
        height, width = part.shape[:2]
        detections = self._solution.process(lent(part)).detections or ()
        return [(one.score[0], _window_of(one.location_data, width, height)) for one in detections]

    def close(self) -> None:
        """Free the model."""
        self._solution.close()


def _squares(width: int, height: int) -> list[tuple[int, int]]:
    """Return the corners of the squares along the longer side: start, middle, end."""
    rest = abs(width - height)
    if max(width, height) < SQUARE_GAIN * min(width, height):
        return []
    starts = (0, rest // 2, rest)
    return [(at, 0) if width > height else (0, at) for at in starts]


def _window_of(location: Any, width: int, height: int) -> Window:
    """Return the square for a face that was found by the search."""
    box = location.relative_bounding_box
    right_eye, left_eye = location.relative_keypoints[:2]
    return Window(
        x=(box.xmin + box.width / 2) * width,
        y=(box.ymin + box.height / 2) * height,
        side=MARGIN * max(box.width * width, box.height * height),
        angle=float(
            np.arctan2((left_eye.y - right_eye.y) * height, (left_eye.x - right_eye.x) * width)
        ),
    )


def _solution(model: int) -> Solution:
    from mediapipe.python.solutions.face_detection import FaceDetection  # noqa: PLC0415

    solution: Solution = FaceDetection(model_selection=model)
    return solution
