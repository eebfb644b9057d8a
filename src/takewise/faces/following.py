"""Follows faces from picture to picture, whatever library runs the models.

The search finds new faces. The mesh follows each known face in the square around
its last points, as MediaPipe does. Nothing is smoothed over time.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from takewise.faces.plausible import plausible
from takewise.faces.search import MARGIN, FaceSearch, Window
from takewise.model import FacePoints, FloatArray, Picture

SEARCH_EVERY = 0.4
"""Seconds between two searches for further faces while a person is followed.

Own choice: a second person is found within 0.4 s, one with a small face within
1.2 s. A picture in which no one is followed, or a person is lost, is searched at
once. A search takes twice the time of following a face.
"""

FORGET_AFTER = 0.5
"""Seconds without a picture after which no face is followed any more; own choice."""

MIN_PRESENCE = 0.5
"""Lowest face presence score of the mesh model; MediaPipe's default."""


class Following:
    """Finds new faces of a take by the search, and follows each by the mesh."""

    def __init__(
        self, mesh: Callable[[Picture, Window], FacePoints | None], search: FaceSearch, *, most: int
    ) -> None:
        self._mesh = mesh
        self._search = search
        self._most = most
        self._followed: tuple[FacePoints, ...] = ()
        self._last_time = self._last_search = -np.inf

    def detect(self, picture: Picture, time: float) -> tuple[FacePoints, ...]:
        """Find the faces in a picture; those followed from the last one come first."""
        afresh = not 0 < time - self._last_time <= FORGET_AFTER
        if afresh:
            self._followed = ()
        self._last_time = time
        height, width = picture.shape[:2]
        faces = [
            face
            for known in self._followed
            if (face := self._mesh(picture, window_around(known.points)))
        ]
        faces = list(plausible(faces, width, height, most=self._most))
        lost = len(faces) < max(1, len(self._followed))
        due = time - self._last_search >= SEARCH_EVERY and len(faces) < self._most
        if lost or due:
            faces += self._new_faces(picture, faces, thorough=afresh)
            faces = list(plausible(faces, width, height, most=self._most))
            self._last_search = time
        self._followed = tuple(faces)
        return self._followed

    def _new_faces(
        self, picture: Picture, known: list[FacePoints], *, thorough: bool
    ) -> list[FacePoints]:
        """Search the picture; return the faces that are not known, largest first."""
        found: list[FacePoints] = []
        for window in self._search.windows(picture, thorough=thorough):
            if any(window.centred_in(face.points) for face in (*known, *found)):
                continue
            face = self._mesh(picture, window)
            # Once more in the square that later pictures will use: a mesh in the
            # search's square differs by more than a small movement does.
            face = face and self._mesh(picture, window_around(face.points))
            if face:
                found.append(face)
        return sorted(found, key=lambda face: -face.eye_width)


def window_around(points: FloatArray) -> Window:
    """Return where the mesh looks for a face next: upright along the outer eye corners."""
    low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    eyes = points[263, :2] - points[33, :2]
    return Window(
        x=float(low[0] + high[0]) / 2,
        y=float(low[1] + high[1]) / 2,
        side=MARGIN * float((high - low).max()),
        angle=float(np.arctan2(eyes[1], eyes[0])),
    )
