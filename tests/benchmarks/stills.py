"""Stills of people, each alone in the middle of a frame."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from takewise.model import Picture
from tests.performer import Portrait
from tests.performer.portrait import mesh_points

_AROUND = (2.0, 2.2, 2.6)
"""What is kept beside, above and below the middle of a face, eye-widths."""
_FADE = 0.4
"""Over how much of that it fades into the background, eye-widths."""


def alone(path: Path, size: tuple[int, int], eye_width: float) -> Picture:
    """Return the first face of a still in front of a soft background, in the middle of a frame.

    A frame wider than the still would mirror it at its edges, twin faces included, and
    some stills show more than one person.

    Parameters
    ----------
    path
        Any still picture that OpenCV reads.
    size
        (width, height) of the frame, pixels.
    eye_width
        Wanted eye-width, pixels.

    Returns
    -------
    Picture
        uint8 (height, width, 3), RGB.
    """
    stored = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if stored is None:
        raise ValueError(f"{path} is not a picture")
    picture = np.asarray(stored[:, :, ::-1], np.uint8)
    still = Portrait(picture=picture, points=mesh_points(picture))
    beside, above, below = (round(each * still.eye_width) for each in _AROUND)
    x, y = still.middle.round().astype(int)
    left, top = max(0, x - beside), max(0, y - above)
    kept = picture[top : y + below, left : x + beside]
    zoom = eye_width / still.eye_width
    shift = np.array(size) / 2 - zoom * (still.middle - (left, top))
    matrix = np.array([[zoom, 0.0, shift[0]], [0.0, zoom, shift[1]]])
    depth = cv2.distanceTransform(np.pad(np.ones(kept.shape[:2], np.uint8), 1), cv2.DIST_L2, 5)[
        1:-1, 1:-1
    ]
    shown = cv2.warpAffine(np.clip(depth / (_FADE * still.eye_width), 0, 1), matrix, size)
    face = cv2.warpAffine(
        kept, matrix, size, flags=cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE
    )
    behind = cv2.GaussianBlur(face, (0, 0), eye_width)
    mixed = shown[:, :, None] * face + (1 - shown[:, :, None]) * behind
    return np.asarray(mixed.round(), np.uint8)
