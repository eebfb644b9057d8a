"""Runs the parts of the face mesh with attention, and NumPy between them.

The steps are those of MediaPipe's graph ``FaceLandmarkCpu`` with attention and of its
operations in ``mediapipe/util/tflite/operations`` (Apache-2.0). Places are complex
numbers, x + y i: one multiplication turns and scales all of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from takewise.faces.flatbuffer_split import REGION_SIDE, Region, SplitMesh
from takewise.faces.following import MIN_PRESENCE
from takewise.faces.lite_model import LiteModel
from takewise.faces.search import Window
from takewise.model import FacePoints, FloatArray, Picture

CROP = 192
"""Side of the square that the mesh model sees, pixels."""

_FEATURES = 48
"""Side of the square of features that the base makes of the crop."""

_CHANNELS = 32

_MESH_POINTS = 468
_POINTS = 478

_IRIS_DEPTH_FROM = np.array(
    [
        [33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173],
        [263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398],
    ]
)
"""The points around each eye, whose mean depth is that of its iris.

From MediaPipe's `tensors_to_face_landmarks_with_attention`."""

_Places = npt.NDArray[np.complex128]


class AttentionMesh:
    """The face mesh with attention, of a cut model; use it from one thread at a time."""

    def __init__(self, parts: SplitMesh, open_model: Callable[[bytes], LiteModel]) -> None:
        self._base, self._heads = open_model(parts.base), open_model(parts.heads)
        self._regions = _Regions(parts.regions)
        self._crop = np.empty((CROP, CROP, 3), np.uint8)

    def face(self, picture: Picture, window: Window) -> FacePoints | None:
        """Return the face in a window, its confidence the model's own; None if it sees none."""
        points, presence = self.points(picture, window)
        return FacePoints(points=points, confidence=presence) if presence > MIN_PRESENCE else None

    def points(self, picture: Picture, window: Window) -> tuple[FloatArray, float]:
        """Run the mesh in the window of a picture where the face is.

        Returns float32 (478, 3), pixels of the picture, depth in the same unit; and how sure the
        model is that the window shows a face, 0 to 1.
        """
        turn = window.side / CROP * complex(math.cos(window.angle), math.sin(window.angle))
        corner = complex(window.x, window.y) - turn * complex(CROP, CROP) / 2
        # As MediaPipe does: the affine warp rounds in another way, which moves points by 0.01.
        cv2.warpPerspective(
            picture,
            np.array(
                [
                    [turn.real, -turn.imag, corner.real],
                    [turn.imag, turn.real, corner.imag],
                    [0, 0, 1],
                ]
            ),
            (CROP, CROP),
            dst=self._crop,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        np.multiply(self._crop, np.float32(1 / 255), out=self._base.input())
        self._base.run()
        mesh = self._base.output(1).reshape(_MESH_POINTS, 3)
        places = _complex(mesh)
        # Regions are found in features, of which each is as wide as four pixels of the crop.
        boxes = self._regions.boxes(places * (_FEATURES / CROP))
        self._regions.sample(self._base.output(0), boxes, into=self._heads)
        self._heads.run()
        places = self._regions.refined(places, boxes, self._heads)
        places *= turn
        places += corner
        points = np.empty((_POINTS, 3), np.float32)
        points[:, :2] = places.view(np.float64).reshape(-1, 2)
        points[:_MESH_POINTS, 2] = mesh[:, 2]
        points[_MESH_POINTS:, 2] = mesh[_IRIS_DEPTH_FROM, 2].mean(axis=1).repeat(5)
        points[:, 2] *= window.side / CROP
        return points, 1 / (1 + math.exp(-self._base.output(2).item()))


class _Regions:
    """Where lips and eyes are, what the features show there, and their refined points."""

    def __init__(self, regions: Sequence[Region]) -> None:
        self._points = np.concatenate([region.points for region in regions])
        counts = [len(region.points) for region in regions]
        self._first = np.cumsum([0, *counts[:-1]])
        self._region_of = np.arange(len(regions)).repeat(counts)
        self._start = np.array([region.start for region in regions])
        self._end = np.array([region.end for region in regions])
        self._scale = np.array([region.scale for region in regions]) / REGION_SIDE
        self._written = _written(regions)
        row = np.arange(REGION_SIDE) + 0.5 - REGION_SIDE / 2
        self._across, self._down = (each.ravel() for each in np.meshgrid(row, row))
        many = len(regions) * REGION_SIDE**2
        self._weights = np.empty((4, many), np.float32)
        self._corners = np.empty((4, many, _CHANNELS), np.float32)
        self._shape = (len(regions), 1, REGION_SIDE, REGION_SIDE, _CHANNELS)
        self._sampled = np.empty((many, _CHANNELS), np.float32)

    def boxes(self, places: _Places) -> tuple[_Places, _Places, _Places]:
        """Return centre, and one sample to the right and down, of each region."""
        level = places[self._end] - places[self._start]
        level /= np.abs(level)
        upright = (places[self._points] * level.conj()[self._region_of]).view(np.float64)
        upright = upright.reshape(-1, 2)
        low = np.minimum.reduceat(upright, self._first)
        high = np.maximum.reduceat(upright, self._first)
        right, down = ((high - low) * self._scale).T
        centre = _complex(low + high) * level / 2
        return centre, right * level, 1j * down * level

    def sample(
        self, features: FloatArray, boxes: tuple[_Places, _Places, _Places], *, into: LiteModel
    ) -> None:
        """Give each region's features to its head, interpolated between their centres."""
        centre, right, down = (each[:, None] for each in boxes)
        # Half a feature: a feature's place is its centre.
        at = (centre + right * self._across + down * self._down - (0.5 + 0.5j)).ravel()
        x, y = at.real, at.imag
        last = _FEATURES - 1
        inside = (x >= 0) & (x <= last) & (y >= 0) & (y <= last)
        column = np.clip(x, 0, last - 1).astype(np.intp)
        row = np.clip(y, 0, last - 1).astype(np.intp)
        right_share, lower_share = (x - column) * inside, (y - row) * inside
        weights = self._weights
        np.multiply(right_share, lower_share, out=weights[3], casting="same_kind")
        np.subtract(right_share, weights[3], out=weights[1], casting="same_kind")
        np.subtract(lower_share, weights[3], out=weights[2], casting="same_kind")
        np.subtract(inside - right_share, weights[2], out=weights[0], casting="same_kind")
        first = row * _FEATURES + column
        flat = features.reshape(-1, _CHANNELS)
        for place, step in enumerate((0, 1, _FEATURES, _FEATURES + 1)):
            np.take(flat, first + step, axis=0, out=self._corners[place], mode="clip")
        np.einsum("kn,knc->nc", weights, self._corners, out=self._sampled)
        for number, region in enumerate(self._sampled.reshape(self._shape)):
            into.input(number)[:] = region

    def refined(
        self, places: _Places, boxes: tuple[_Places, _Places, _Places], heads: LiteModel
    ) -> _Places:
        """Return the mesh with the points of its regions replaced, and the irises."""
        centre, right, down = boxes
        corner = (centre - REGION_SIDE / 2 * (right + down)) * (CROP / _FEATURES)
        refined = np.empty(_POINTS, np.complex128)
        refined[:_MESH_POINTS] = places
        for output, (region, points) in enumerate(self._written):
            x, y = heads.output(output)[0].T
            refined[points] = x * right[region] + y * down[region] + corner[region]
        return refined


def _written(regions: Sequence[Region]) -> list[tuple[int, npt.NDArray[np.intp]]]:
    """Return for each output of the heads its region, and which points it has."""
    written = []
    next_iris = _MESH_POINTS
    for number, region in enumerate(regions):
        written.append((number, region.points))
        for count in region.counts[1:]:
            written.append((number, np.arange(next_iris, next_iris + count)))
            next_iris += count
    return written


def _complex(points: npt.NDArray[np.floating[Any]]) -> _Places:
    return points[:, :2].astype(np.float64).view(np.complex128)[:, 0]
