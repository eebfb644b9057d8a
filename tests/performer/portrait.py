"""The still picture that a performer is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from takewise.faces import open_detector
from takewise.model import EYE_CORNERS, FloatArray, Picture
from tests.libraries import HAS_GRAPHS

_GRAIN_SD = 2.5
"""Grey levels; tuned by eye: skin that was enlarged three times looks photographed again."""
_FACE_PLACE = (0.5, 0.47)
"""Where the face's middle stands in the picture: shares of width and height."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Portrait:
    """A face at rest."""

    picture: Picture
    """uint8 (height, width, 3), RGB."""
    points: FloatArray
    """float64 (478, 2): mesh points, x right, y down; pixels."""

    @property
    def eyes(self) -> FloatArray:
        """Return the midpoints of the performer's right and left eye, (2, 2) pixels."""
        return np.array([self.points[list(pair)].mean(axis=0) for pair in EYE_CORNERS])

    @property
    def eye_width(self) -> float:
        """Return the distance between the midpoints of the two eyes, pixels."""
        right, left = self.eyes
        return float(np.hypot(*(left - right)))

    @property
    def axes(self) -> FloatArray:
        """Return the face's own right-in-the-picture and down directions, (2, 2) unit vectors."""
        right, left = self.eyes
        across = (left - right) / self.eye_width
        return np.array([across, [-across[1], across[0]]])

    @property
    def middle(self) -> FloatArray:
        """Return the middle of the face: the mean of its mesh points, (2,) pixels."""
        return np.asarray(self.points.mean(axis=0))


@lru_cache(maxsize=4)
def astronaut(width: int = 960, height: int = 540, eye_width: float = 120.0) -> Portrait:
    """Return scikit-image's public-domain NASA portrait of Eileen Collins, enlarged.

    Parameters
    ----------
    width, height
        Size of the portrait, pixels.
    eye_width
        Wanted eye-width, pixels; 42 in the original.
    """
    from skimage import data

    return framed(data.astronaut(), (width, height), eye_width)


def load_portrait(path: Path, size: tuple[int, int], eye_width: float) -> Portrait:
    """Return the first face of a still picture file, framed as a portrait.

    Parameters
    ----------
    path
        Any still picture that OpenCV reads, with one face.
    size
        (width, height) of the portrait, pixels.
    eye_width
        Wanted eye-width, pixels.
    """
    stored = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if stored is None:
        raise ValueError(f"{path} is not a picture")
    return framed(np.asarray(stored[:, :, ::-1], np.uint8), size, eye_width)


def framed(picture: Picture, size: tuple[int, int], eye_width: float) -> Portrait:
    """Cut the face out of a picture and enlarge it to the wanted eye-width.

    Parameters
    ----------
    picture
        uint8 (h, w, 3), RGB, with one face.
    size
        (width, height) of the portrait, pixels.
    eye_width
        Wanted eye-width, pixels.
    """
    found = Portrait(picture=picture, points=mesh_points(picture))
    zoom = eye_width / found.eye_width
    place = np.array(_FACE_PLACE) * size
    # The picture's own edge is kept out of sight where there is room for that.
    largest = np.minimum(0.0, np.array(size) - np.array(picture.shape[1::-1]) * zoom)
    shift = np.clip(place - zoom * found.middle, largest, 0.0)
    matrix = np.array([[zoom, 0.0, shift[0]], [0.0, zoom, shift[1]]])
    enlarged = cv2.warpAffine(
        picture, matrix, size, flags=cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REFLECT_101
    )
    grained = _grain(np.asarray(enlarged, np.uint8))
    return Portrait(picture=grained, points=mesh_points(grained))


def mesh_points(picture: Picture) -> npt.NDArray[np.float64]:
    """Find the 478 mesh points of the one face in a picture, (478, 2) pixels."""
    found = _by_mediapipe(picture) if HAS_GRAPHS else _by_takewise(picture)
    if found is None:
        raise ValueError("no face in the picture")
    return found


def _by_mediapipe(picture: Picture) -> npt.NDArray[np.float64] | None:
    from mediapipe.python.solutions.face_mesh import FaceMesh

    with FaceMesh(static_image_mode=True, max_num_faces=1, refine_landmarks=True) as mesh:
        faces = mesh.process(np.ascontiguousarray(picture)).multi_face_landmarks
    if not faces:
        return None
    size = picture.shape[1::-1]
    return np.array([(point.x, point.y) for point in faces[0].landmark]) * size


def _by_takewise(picture: Picture) -> npt.NDArray[np.float64] | None:
    with open_detector("litert") as detector:
        faces = detector.detect(picture, 0.0)
    return np.asarray(faces[0].points[:, :2], np.float64) if faces else None


def _grain(picture: Picture) -> Picture:
    """Add fine texture to an enlarged picture, which has none of its own left."""
    noise = np.random.default_rng(1).standard_normal(picture.shape[:2]).astype(np.float32)
    fine = cv2.GaussianBlur(noise, (0, 0), 0.8)
    fine *= _GRAIN_SD / fine.std()
    return np.clip(picture + fine[:, :, None], 0, 255).round().astype(np.uint8)
