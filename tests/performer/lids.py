"""Upper lids that come down over the eyes."""

from __future__ import annotations

import cv2
import numpy as np
from scipy.ndimage import gaussian_filter1d

from takewise.model import Picture
from tests.performer.portrait import Portrait

_BROW = ((46, 53, 52, 65, 55), (285, 295, 282, 283, 276))
_CREASE = ((226, 247, 30, 29, 27, 28, 56, 190, 243), (463, 414, 286, 258, 257, 259, 260, 467, 446))
UPPER = (
    (33, 246, 161, 160, 159, 158, 157, 173, 133),
    (362, 398, 384, 385, 386, 387, 388, 466, 263),
)
LOWER = (
    (33, 7, 163, 144, 145, 153, 154, 155, 133),
    (362, 382, 381, 380, 374, 373, 390, 249, 263),
)
# Mesh points along each line, from the picture's left to its right; performer's
# right eye first. The brow's is its lower edge.

_LASHES = 0.055
"""Height of the dark lashes over the mesh's lid line, eye-widths; they travel whole."""
_FOLD = 0.45
"""Where stretching begins: share of the way from the crease up to the brow."""
_OVERLAP = 0.012
"""How far the shut lid's edge lies below the lower lid's line, eye-widths."""
_CORNER = 0.04
"""How far round the corners of the eye the lid's travel is felt, eye-widths."""
_SOFT = 2.5
"""Width of the lid's edge, pixels: as soft as an enlarged picture."""


def with_lids(open_eyed: Picture, portrait: Portrait, closure: float) -> Picture:
    """Return a picture of the resting face with the upper lids part of the way down.

    The lashes travel as they are; the skin between them and a line under the
    brow is stretched after them, column by column, until they lie on the lower lid.

    Parameters
    ----------
    open_eyed
        The portrait's picture, wherever it looks.
    portrait
        The face at rest.
    closure
        0 leaves the eyes as they are, 1 shuts them.
    """
    if closure <= 0:
        return open_eyed
    picture = open_eyed.copy()
    for eye in (0, 1):
        _lower(picture, portrait, eye, closure)
    return picture


def _lower(picture: Picture, portrait: Portrait, eye: int, closure: float) -> None:
    """Draw one lid into a picture."""
    brow, crease, upper, lower = (
        portrait.points[list(line[eye])] for line in (_BROW, _CREASE, UPPER, LOWER)
    )
    beyond = 3 * _CORNER * portrait.eye_width
    left, right = int(upper[0, 0] - beyond), int(upper[-1, 0] + beyond) + 1
    top, bottom = int(brow[:, 1].min()), int(lower[:, 1].max()) + 10
    x, y = np.meshgrid(
        np.arange(left, right, dtype=np.float32), np.arange(top, bottom, dtype=np.float32)
    )
    under_brow, over_lid, margin, floor = (
        np.interp(x[0], line[:, 0], line[:, 1]) for line in (brow, crease, upper, lower)
    )
    travel = closure * (floor - margin + _OVERLAP * portrait.eye_width * (floor > margin))
    travel = np.maximum(travel, gaussian_filter1d(travel, _CORNER * portrait.eye_width))
    fold = over_lid + _FOLD * (under_brow - over_lid)
    lashes = margin - _LASHES * portrait.eye_width
    stretch = (lashes - fold) / (lashes + travel - fold)
    skin = np.where(y > fold, fold + (y - fold) * stretch, y)
    source = np.where(y > lashes + travel, y - travel, skin).astype(np.float32)
    lid = cv2.remap(picture, x, source, cv2.INTER_CUBIC)
    covered = np.clip((margin + travel - y) / _SOFT + 0.5, 0, 1)[:, :, None]
    patch = picture[top:bottom, left:right]
    patch[:] = np.round(covered * lid + (1 - covered) * patch).astype(np.uint8)
