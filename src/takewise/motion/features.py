"""What the points of a face tell directly: eyes, gaze, mouth, and how legible it is."""

from __future__ import annotations

import cv2
import numpy as np

from takewise.model import FacePoints, FloatArray
from takewise.motion.view import EYE_WIDTH, FaceView

_EYES = (
    # outer, inner, (upper lid points), (lower lid points), iris: performer's right, left
    (33, 133, (160, 159, 158), (144, 145, 153), 468),
    (263, 362, (387, 386, 385), (373, 374, 380), 473),
)

_FULLY_SHARP = 0.30
# Ratio of fine to all detail round the eyes in the face-fixed view: tuned on the
# stills of the sample burst (focused 0.3 and above, defocused below 0.15).


def eye_openings(face: FacePoints) -> tuple[float, float]:
    """Measure how far the eyes are open.

    Returns
    -------
    tuple[float, float]
        Lid distance over corner distance of the performer's right and left eye:
        about 0.3 when open, below 0.1 when closed (Soukupova and Cech 2016, the
        eye aspect ratio, with three lid pairs).
    """
    points = face.points
    openings = []
    for outer, inner, upper, lower, _ in _EYES:
        corners = float(np.linalg.norm(points[outer, :2] - points[inner, :2]))
        gap = np.linalg.norm(points[list(upper), :2] - points[list(lower), :2], axis=1).mean()
        openings.append(float(gap) / max(corners, 1e-6))
    return openings[0], openings[1]


def gaze(face: FacePoints) -> tuple[float, float]:
    """Measure where the irises stand between corners and lids, mean of both eyes.

    Returns
    -------
    tuple[float, float]
        x from -1 (at the corner on the picture's left) to 1, y in eye lengths
        from the corner line, positive downward.
    """
    points = face.points
    across, down = [], []
    for outer, inner, _, _, iris in _EYES:
        corners = sorted((points[outer, :2], points[inner, :2]), key=lambda corner: corner[0])
        axis = corners[1] - corners[0]
        length = max(float(axis @ axis), 1e-6)
        offset = points[iris, :2] - (corners[0] + corners[1]) / 2
        across.append(2 * float(offset @ axis) / length)
        down.append(2 * float(axis[0] * offset[1] - axis[1] * offset[0]) / length)
    return float(np.mean(across)), float(np.mean(down))


def mouth(face: FacePoints) -> tuple[float, float, float]:
    """Return lip gap, height of both lips' red together, and mouth width, eye-widths."""
    points, unit = face.points[:, :2], max(face.eye_width, 1e-6)
    gap = np.linalg.norm(points[13] - points[14]) / unit
    red = (np.linalg.norm(points[0] - points[13]) + np.linalg.norm(points[14] - points[17])) / unit
    width = np.linalg.norm(points[61] - points[291]) / unit
    return float(gap), float(red), float(width)


def legibility(view: FaceView, face: FacePoints, size: tuple[int, int]) -> FloatArray:
    """Measure how well a face can be read in one picture.

    Parameters
    ----------
    view
        The face-fixed view.
    face
        The face in the picture.
    size
        Width and height of the picture, pixels.

    Returns
    -------
    FloatArray
        float64 (4,): eye-width in pixels; sharpness 0 to 1; light 0 to 1; share
        of the face inside the picture 0 to 1.
    """
    x, y = face.points[:, 0], face.points[:, 1]
    inside = float(((x >= 0) & (x < size[0]) & (y >= 0) & (y < size[1])).mean())
    return np.array([face.eye_width, _sharpness(view), _light(view), inside])


def _sharpness(view: FaceView) -> float:
    """Fine detail round the eyes, as a share of all detail there, 0 to 1."""
    middle = view.points[[33, 133, 362, 263]].mean(axis=0)
    left, right = (int(middle[0] + side * 0.85 * EYE_WIDTH) for side in (-1, 1))
    top, bottom = (int(middle[1] + side * 0.25 * EYE_WIDTH) for side in (-1, 1))
    eyes = view.grey[max(0, top) : bottom, max(0, left) : right]
    if eyes.size == 0:
        return 0.0
    eyes = eyes.astype(np.float32)
    fine = eyes - cv2.GaussianBlur(eyes, (0, 0), 1.5)
    detail = float(eyes.std())
    return min(1.0, float(fine.std()) / max(detail, 1.0) / _FULLY_SHARP)


def _light(view: FaceView) -> float:
    """How much of the face has tone: neither crushed nor blown, and not flat; 0 to 1."""
    x, y = view.points[:468, 0], view.points[:468, 1]
    face = view.grey[max(0, int(y.min())) : int(y.max()), max(0, int(x.min())) : int(x.max())]
    if face.size == 0:
        return 0.0
    # 25 and 247: the under- and over-exposure bounds of ISO/IEC 29794-5 (OFIQ).
    toned = float(((face > 25) & (face < 247)).mean())
    contrast = min(1.0, float(face.std()) / 25.0)
    return toned * contrast
