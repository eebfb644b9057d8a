"""The face-fixed view: a small grey picture in which the head stands still.

Conventions: the view has the eyes level, `EYE_WIDTH` pixels apart, wherever and
however large the face is in the picture. The transform is a similarity (move,
turn, scale), so that whatever jitter its points bring into the view is itself a
similarity and falls out with the head motion.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import cv2
import numpy as np
import numpy.typing as npt

from takewise.model import EYE_CORNERS, FacePoints, FloatArray, Picture
from takewise.motion.regions import RIGID

EYE_WIDTH = 48.0
"""Pixels between the midpoints of the eyes in the view.

Half a per cent of an eye-width is then a quarter of a pixel, which dense flow
resolves. On 46 synthetic takes 48 pixels find as much as 64 (F1 0.87 both; 0.97 and 0.98
at peaks of 1.5 %) and on labelled real ones the same, for little more than half of the
flow's cost; on lively real takes the two differ in which small moments they find."""

SIZE = (124, 154)
"""Width and height of the view, pixels: from hairline to chin, ear to ear."""

# A third of the way down: the forehead above, the chin below, on faces of usual
# proportions; checked by eye on the portraits of the sample media.
_EYES_AT = np.array([SIZE[0] / 2, 58.5])

_LARGEST_OVERSAMPLING = 3


@dataclass(frozen=True, slots=True, eq=False)
class FaceView:
    """One face in one picture, brought into the face-fixed view."""

    grey: npt.NDArray[np.uint8]
    """uint8 (height, width) of `SIZE`."""
    points: FloatArray
    """float64 (478, 2): the mesh points in the view, pixels."""
    scale: float
    """View pixels per picture pixel."""


def rest_shape(face: FacePoints) -> FloatArray:
    """Return where the rigid points of a face stand in an upright view; later ones fit it."""
    points = face.points[:, :2].astype(np.float64)
    right, left = (points[list(pair)].mean(axis=0) for pair in EYE_CORNERS)
    axis = complex(*(left - right))
    turn = EYE_WIDTH / axis
    flat = (_complex(points[list(RIGID)]) - complex(*((left + right) / 2))) * turn
    return np.column_stack((flat.real, flat.imag)) + _EYES_AT


def face_view(picture: Picture, face: FacePoints, shape: FloatArray) -> FaceView:
    """Bring a face into the face-fixed view; what is outside the picture repeats its edge."""
    source = _complex(face.points[list(RIGID), :2].astype(np.float64))
    turn, move = similarity(source, _complex(shape))
    grey = turned_upright(picture, turn, move, SIZE, grey=True)
    moved = _complex(face.points[:, :2].astype(np.float64)) * turn + move
    return FaceView(grey, np.column_stack((moved.real, moved.imag)), abs(turn))


def similarity(
    source: npt.NDArray[np.complex128], target: npt.NDArray[np.complex128]
) -> tuple[complex, complex]:
    """Return the least-squares turn-and-scale and move, as complex numbers."""
    from_centre, to_centre = source - source.mean(), target - target.mean()
    turn = np.vdot(from_centre, to_centre) / np.vdot(from_centre, from_centre).real
    return complex(turn), complex(target.mean() - turn * source.mean())


def turned_upright(
    picture: Picture, turn: complex, move: complex, size: tuple[int, int], *, grey: bool = False
) -> npt.NDArray[np.uint8]:
    """Sample a view, by a turn and a move that lead to its pixels, as complex numbers."""
    # Large faces are averaged before, so that nothing aliases.
    corners = np.array([0, size[0], size[0] + 1j * size[1], 1j * size[1]])
    in_picture = (corners - move) / turn
    height, width = picture.shape[:2]
    left, right = np.clip([in_picture.real.min() - 2, in_picture.real.max() + 3], 0, width)
    top, bottom = np.clip([in_picture.imag.min() - 2, in_picture.imag.max() + 3], 0, height)
    x0, x1 = min(int(left), width - 1), max(int(right), 1)
    y0, y1 = min(int(top), height - 1), max(int(bottom), 1)
    part = picture[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
    patch = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY) if grey else part
    coarser = min(ceil(0.5 / abs(turn)), *patch.shape[:2])
    if coarser > 1:
        rows, columns = (side // coarser for side in patch.shape[:2])
        whole = patch[: rows * coarser, : columns * coarser]
        patch = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)
    # A coarse pixel's centre lies in the middle of those that it is the average of.
    corner = complex(x0, y0) + (coarser - 1) / 2 * (1 + 1j)
    scaled, moved = turn * coarser, move + turn * corner
    matrix = np.array(
        [[scaled.real, -scaled.imag, moved.real], [scaled.imag, scaled.real, moved.imag]]
    )
    # Measurements take the quicker way, people the sharper one.
    flags = cv2.INTER_LINEAR if grey else cv2.INTER_CUBIC
    view = cv2.warpAffine(patch, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(view, dtype=np.uint8)


def _complex(points: FloatArray) -> npt.NDArray[np.complex128]:
    return points[:, 0] + 1j * points[:, 1]
