"""Which of the found meshes can be faces."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from takewise.faces.registry import MAX_FACES
from takewise.model import FacePoints, FloatArray

MIN_EYE_WIDTH = 8.0
"""Smallest distance between the eyes, pixels; below it the mesh is guessed.

Own choice: an eye is then two pixels wide, and nothing about it can be read.
"""

MIN_INSIDE = 0.5
"""Smallest share of the points inside the picture; own choice: half a face."""

MAX_OVERLAP = 0.4
"""Greatest intersection over union of the boxes of two different faces.

Own choice: two cheeks that touch overlap by less than 0.2, two meshes on the
same face by more than 0.6.
"""


def plausible(
    faces: Iterable[FacePoints], width: int, height: int, *, most: int = MAX_FACES
) -> tuple[FacePoints, ...]:
    """Keep the meshes that can be faces, each face once, in the given order, at most `most`.

    The first of two meshes on one face stays. Width and height are the picture's, in pixels.
    """
    kept: list[FacePoints] = []
    for face in faces:
        if (
            face.eye_width >= MIN_EYE_WIDTH
            and inside(face.points, width, height) >= MIN_INSIDE
            and all(overlap(face.points, other.points) <= MAX_OVERLAP for other in kept)
        ):
            kept.append(face)
    return tuple(kept[:most])


def touch(one: FloatArray, other: FloatArray) -> bool:
    """Return whether one of two heads may hide part of the other's face.

    They may where the boxes around the points (n, 2 or 3; pixels) meet once they are grown by a
    quarter, about as far as hair and ears stand out.
    """
    low, high = (
        np.array([edge(each[:, :2], axis=0) for each in (one, other)]) for edge in (np.min, np.max)
    )
    apart = np.abs((low + high)[0] - (low + high)[1]) / 2
    return bool(np.all(apart < 1.25 * (high - low).mean(axis=0)))


def inside(points: FloatArray, width: int, height: int) -> float:
    """Return the share of points (n, 2 or 3; pixels) inside the picture, 0 to 1."""
    x, y = points[:, 0], points[:, 1]
    return float(np.mean((x >= 0) & (x < width) & (y >= 0) & (y < height)))


def overlap(one: FloatArray, other: FloatArray) -> float:
    """Return the intersection over union of the boxes around two sets of points, 0 to 1."""
    low = np.maximum(one[:, :2].min(axis=0), other[:, :2].min(axis=0))
    high = np.minimum(one[:, :2].max(axis=0), other[:, :2].max(axis=0))
    shared = float(np.prod(np.maximum(high - low, 0)))
    areas = sum(float(np.prod(np.ptp(each[:, :2], axis=0))) for each in (one, other))
    return shared / (areas - shared) if areas > shared else 1.0
