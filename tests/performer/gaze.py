"""Eyes that look elsewhere."""

from __future__ import annotations

import cv2
import numpy as np

from takewise.model import Picture
from tests.performer.lids import LOWER, UPPER
from tests.performer.portrait import Portrait

_IRIS = ((468, 469, 470, 471, 472), (473, 474, 475, 476, 477))
"""Mesh points of the iris: centre, then four on its edge; performer's right eye first."""
_CARRIED = (1.1, 2.1)
"""Distance from the iris's centre up to which all moves with it, and from which the white
stays; iris radii."""
_SOFT = 2.5
"""Width of the lids' edge over the eyeball, pixels."""


def with_gaze(portrait: Portrait, shift: tuple[float, float]) -> Picture:
    """Return the portrait's picture with both irises shifted between the lids.

    Parameters
    ----------
    portrait
        The face, looking at the camera.
    shift
        To the picture's right and down, eye-widths.
    """
    if not any(shift):
        return portrait.picture
    picture = portrait.picture.copy()
    for eye in (0, 1):
        _look(picture, portrait, eye, np.array(shift) * portrait.eye_width)
    return picture


def _look(picture: Picture, portrait: Portrait, eye: int, shift: np.ndarray) -> None:
    """Shift one iris (pixels) in a picture."""
    upper, lower = (portrait.points[list(line[eye])] for line in (UPPER, LOWER))
    iris = portrait.points[list(_IRIS[eye])]
    radius = np.hypot(*(iris[1:] - iris[0]).T).mean()
    left, right = int(upper[0, 0]), int(upper[-1, 0]) + 1
    top, bottom = int(upper[:, 1].min()) - 2, int(lower[:, 1].max()) + 3
    x, y = np.meshgrid(
        np.arange(left, right, dtype=np.float32), np.arange(top, bottom, dtype=np.float32)
    )
    inner, outer = _CARRIED
    distance = np.hypot(x - iris[0, 0] - shift[0], y - iris[0, 1] - shift[1]) / radius
    fade = np.clip((outer - distance) / (outer - inner), 0, 1)
    carried = (fade**2 * (3 - 2 * fade)).astype(np.float32)
    ball = cv2.remap(
        portrait.picture,
        x - carried * np.float32(shift[0]),
        y - carried * np.float32(shift[1]),
        cv2.INTER_CUBIC,
    )
    ceiling, floor = (np.interp(x[0], line[:, 0], line[:, 1]) for line in (upper, lower))
    inside = np.minimum(y - ceiling, floor - y)
    seen = np.clip(inside / _SOFT + 0.5, 0, 1)[:, :, None]
    patch = picture[top:bottom, left:right]
    patch[:] = np.round(seen * ball + (1 - seen) * patch).astype(np.uint8)
