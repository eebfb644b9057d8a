"""What is read from the points of a face: eyes, gaze, mouth, and how legible it is."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from takewise.model import FacePoints, FloatArray
from takewise.motion.view import EYE_WIDTH, FaceView

# Outer corner, inner corner and iris of the performer's right eye and left eye.
_EYES = np.array(((33, 133, 468), (263, 362, 473)))

_UPPER = np.array(((160, 159, 158), (387, 386, 385)))

# Points of the lids, one above the other.
_LOWER = np.array(((144, 145, 153), (373, 374, 380)))

# Ends of the gap between the lips, of the upper and the lower lip's red, and of the mouth.
_MOUTH = np.array(((13, 14), (0, 13), (14, 17), (61, 291)))

EYE_POINTS = np.hstack((_EYES, _UPPER, _LOWER))
"""Every point that an eye's opening and gaze are measured by, (2, points): the performer's
right eye and left eye."""

MOUTH_POINTS = np.unique(_MOUTH)
"""Every point that the mouth is measured by."""

# Standard deviation of the blur that fine detail does not survive, view pixels.
_FINE = 0.0234 * EYE_WIDTH

# Ratio of fine to all detail round the eyes in the face-fixed view: tuned on the
# stills of the sample burst (focused 0.3 and above, defocused below 0.15), in views of 64
# pixels; those of 48 show 1.01 of it at the median of 15 clips.
_FULLY_SHARP = 0.30


def eye_openings(face: FacePoints) -> tuple[float, float]:
    """Return lid distance over corner distance of the performer's right and left eye.

    About 0.3 when open, below 0.1 when closed: the eye aspect ratio (Soukupova and Cech
    2016), with three lid pairs.
    """
    points = face.points[:, :2]
    corners = _lengths(points[_EYES[:, 0]] - points[_EYES[:, 1]])
    gaps = _lengths(points[_UPPER] - points[_LOWER]).mean(axis=1)
    right, left = (gaps / np.maximum(corners, 1e-6)).tolist()
    return right, left


def gaze(face: FacePoints) -> tuple[float, float]:
    """Return where the irises stand between corners and lids, mean of both eyes.

    x from -1 (at the corner on the picture's left) to 1, y in eye lengths from the corner
    line, positive downward.
    """
    across, down = [], []
    for outer, inner, iris in face.points[_EYES, :2].tolist():
        (x0, y0), (x1, y1) = sorted((outer, inner), key=lambda corner: corner[0])
        right, low = x1 - x0, y1 - y0
        length = max(right * right + low * low, 1e-6)
        x, y = iris[0] - (x0 + x1) / 2, iris[1] - (y0 + y1) / 2
        across.append(2 * (x * right + y * low) / length)
        down.append(2 * (right * y - low * x) / length)
    return sum(across) / 2, sum(down) / 2


def mouth(face: FacePoints) -> tuple[float, float, float]:
    """Return lip gap, height of both lips' red together, and mouth width, eye-widths."""
    points, unit = face.points[:, :2], max(face.eye_width, 1e-6)
    lengths = _lengths(points[_MOUTH[:, 0]] - points[_MOUTH[:, 1]]) / unit
    gap, upper, lower, width = lengths.tolist()
    return gap, upper + lower, width


def legibility(view: FaceView, face: FacePoints, inside: float) -> FloatArray:
    """Return how well a face can be read in one picture, (4,).

    Eye-width in pixels; sharpness and light, 0 to 1; share inside the picture, as given.
    """
    return np.array([face.eye_width, _sharpness(view), _light(view), inside])


def _sharpness(view: FaceView) -> float:
    """Fine detail round the eyes, as a share of all detail there, 0 to 1."""
    x, y = view.points[_EYES[:, :2]].mean(axis=(0, 1)).tolist()
    left, right = (int(x + side * 0.85 * EYE_WIDTH) for side in (-1, 1))
    top, bottom = (int(y + side * 0.25 * EYE_WIDTH) for side in (-1, 1))
    eyes = view.grey[max(0, top) : bottom, max(0, left) : right]
    if eyes.size == 0:
        return 0.0
    eyes = eyes.astype(np.float32)
    fine = eyes - cv2.GaussianBlur(eyes, (0, 0), _FINE)
    return min(1.0, _deviation(fine) / max(_deviation(eyes), 1.0) / _FULLY_SHARP)


def _light(view: FaceView) -> float:
    """How much of the face has tone: neither crushed nor blown, and not flat; 0 to 1."""
    (left, top), (right, bottom) = (
        edge(view.points[:468], axis=0).astype(int) for edge in (np.min, np.max)
    )
    face = view.grey[max(0, top) : bottom, max(0, left) : right]
    if face.size == 0:
        return 0.0
    # 25 and 247: the under- and over-exposure bounds of ISO/IEC 29794-5 (OFIQ).
    toned = cv2.countNonZero(cv2.inRange(face, 26, 246)) / face.size  # type: ignore[call-overload]
    return toned * min(1.0, _deviation(face) / 25.0)


def _deviation(values: npt.NDArray[Any]) -> float:
    """Return the standard deviation of a grey picture's values."""
    # OpenCV's is ten times as fast, and gives other threads room meanwhile.
    return float(cv2.meanStdDev(values)[1].item())


def _lengths(vectors: FloatArray) -> FloatArray:
    """Return the length of each vector (..., 2)."""
    return np.sqrt(np.einsum("...i,...i", vectors, vectors))
