"""The face-fixed view: a small grey picture in which the head stands still.

Conventions: the view has the eyes level, `EYE_WIDTH` pixels apart, wherever and
however large the face is in the picture. The transform is a similarity (move,
turn, scale), so that whatever jitter its points bring into the view is itself a
similarity and falls out with the head motion.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from takewise.model import EYE_CORNERS, FacePoints, FloatArray, Picture
from takewise.motion.regions import RIGID

EYE_WIDTH = 64.0
"""Pixels between the midpoints of the eyes in the view.

Half a per cent of an eye-width is then a third of a pixel, which dense flow
resolves, and the flow of a view costs about as much as finding the face."""

SIZE = (164, 206)
"""Width and height of the view, pixels: from hairline to chin, ear to ear."""

_EYES_AT = np.array([SIZE[0] / 2, 78.0])
# A third of the way down: the forehead above, the chin below, on faces of usual
# proportions; checked by eye on the portraits of the sample media.

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
    """Return where the rigid points of a face stand in an upright view.

    Parameters
    ----------
    face
        A face, as its track begins; later views are fitted to this shape.

    Returns
    -------
    FloatArray
        float64 (len(RIGID), 2), view pixels.
    """
    points = face.points[:, :2].astype(np.float64)
    right, left = (points[list(pair)].mean(axis=0) for pair in EYE_CORNERS)
    axis = complex(*(left - right))
    turn = EYE_WIDTH / axis
    flat = (_complex(points[list(RIGID)]) - complex(*((left + right) / 2))) * turn
    return np.column_stack((flat.real, flat.imag)) + _EYES_AT


def face_view(picture: Picture, face: FacePoints, shape: FloatArray) -> FaceView:
    """Bring a face into the face-fixed view.

    Parameters
    ----------
    picture
        uint8 (height, width, 3), RGB.
    face
        The face in that picture.
    shape
        From `rest_shape`.

    Returns
    -------
    FaceView
        Parts outside the picture repeat its edge.
    """
    source = _complex(face.points[list(RIGID), :2].astype(np.float64))
    target = _complex(shape)
    turn, move = _similarity(source, target)
    grey = _warp(picture, turn, move)
    moved = _complex(face.points[:, :2].astype(np.float64)) * turn + move
    return FaceView(grey, np.column_stack((moved.real, moved.imag)), abs(turn))


def _similarity(
    source: npt.NDArray[np.complex128], target: npt.NDArray[np.complex128]
) -> tuple[complex, complex]:
    """Return the least-squares turn-and-scale and move, as complex numbers."""
    from_centre, to_centre = source - source.mean(), target - target.mean()
    turn = np.vdot(from_centre, to_centre) / np.vdot(from_centre, from_centre).real
    return complex(turn), complex(target.mean() - turn * source.mean())


def _warp(picture: Picture, turn: complex, move: complex) -> npt.NDArray[np.uint8]:
    """Sample the view; large faces are sampled finely and averaged, not aliased."""
    finer = int(min(_LARGEST_OVERSAMPLING, max(1, round(1 / abs(turn)))))
    corners = np.array([0, SIZE[0], SIZE[0] + 1j * SIZE[1], 1j * SIZE[1]])
    in_picture = (corners - move) / turn
    height, width = picture.shape[:2]
    left, right = np.clip([in_picture.real.min() - 2, in_picture.real.max() + 3], 0, width)
    top, bottom = np.clip([in_picture.imag.min() - 2, in_picture.imag.max() + 3], 0, height)
    x0, x1 = min(int(left), width - 1), max(int(right), 1)
    y0, y1 = min(int(top), height - 1), max(int(bottom), 1)
    patch = cv2.cvtColor(
        np.ascontiguousarray(picture[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]),
        cv2.COLOR_RGB2GRAY,
    )
    # Pixel centres: averaging finer x finer samples moves the grid by half a sample.
    shift = (finer - 1) / 2 * (1 + 1j)
    fine_turn, fine_move = turn * finer, (move + turn * complex(x0, y0)) * finer + shift
    matrix = np.array(
        [
            [fine_turn.real, -fine_turn.imag, fine_move.real],
            [fine_turn.imag, fine_turn.real, fine_move.imag],
        ]
    )
    fine = cv2.warpAffine(
        patch,
        matrix,
        (SIZE[0] * finer, SIZE[1] * finer),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    view = cv2.resize(fine, SIZE, interpolation=cv2.INTER_AREA) if finer > 1 else fine
    return np.asarray(view, dtype=np.uint8)


def _complex(points: FloatArray) -> npt.NDArray[np.complex128]:
    return points[:, 0] + 1j * points[:, 1]
