"""Upper lids that come down over the eyes."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from takewise.model import Picture
from tests.performer.portrait import Portrait

_CREASE = ((226, 247, 30, 29, 27, 28, 56, 190, 243), (463, 414, 286, 258, 257, 259, 260, 467, 446))
_UPPER = (
    (33, 246, 161, 160, 159, 158, 157, 173, 133),
    (362, 398, 384, 385, 386, 387, 388, 466, 263),
)
_LOWER = ((33, 7, 163, 144, 145, 153, 154, 155, 133), (362, 382, 381, 380, 374, 373, 390, 249, 263))
# Mesh points along each line, from the picture's left to its right; performer's
# right eye first.

_LASHES = 0.02
"""Height of the dark lash line under the mesh's lid line that travels with the lid, eye-widths."""


def with_lids(portrait: Portrait, closure: float) -> Picture:
    """Return the portrait's picture with the upper lids part of the way down.

    The skin between the crease and the lid's margin is stretched down over the
    eye, column by column, until the margin meets the lower lid.

    Parameters
    ----------
    portrait
        The face, eyes open.
    closure
        0 leaves the eyes as they are, 1 shuts them.
    """
    if closure <= 0:
        return portrait.picture
    picture = portrait.picture.copy()
    for eye in (0, 1):
        _close(picture, portrait, eye, closure)
    return picture


def _close(picture: Picture, portrait: Portrait, eye: int, closure: float) -> None:
    """Draw one lid into a picture."""
    crease, upper, lower = (portrait.points[list(line[eye])] for line in (_CREASE, _UPPER, _LOWER))
    left, right = int(np.ceil(upper[0, 0])), int(np.floor(upper[-1, 0])) + 1
    top, bottom = int(crease[:, 1].min()) - 4, int(lower[:, 1].max()) + 8
    x, y = np.meshgrid(np.arange(left, right), np.arange(top, bottom))
    fold, margin, floor = (
        np.interp(x[0], line[:, 0], line[:, 1]) for line in (crease, upper, lower)
    )
    lashes = np.minimum(_LASHES * portrait.eye_width, 0.5 * (floor - margin))
    margin = margin + lashes
    lowered = margin + closure * (floor - margin + lashes)
    fold = np.minimum(fold, margin - 1.0)
    stretch = (margin - fold) / (lowered - fold)
    source = np.where(y > fold, fold + (y - fold) * stretch, y)
    lid = cv2.remap(
        portrait.picture,
        x.astype(np.float32),
        source.astype(np.float32),
        cv2.INTER_CUBIC,
    )
    covered: npt.NDArray[np.float64] = np.clip(lowered - y + 0.5, 0, 1)[:, :, None]
    patch = picture[top:bottom, left:right]
    patch[:] = np.round(covered * lid + (1 - covered) * patch).astype(np.uint8)
