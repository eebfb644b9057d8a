"""What the whole face shares is the head's, and not an expression."""

from __future__ import annotations

from functools import cache

import numpy as np

from takewise.model import FloatArray
from takewise.motion.regions import REGIONS

PLACES: dict[str, tuple[float, float]] = {
    "brow inner": (0.34, -0.33), "brow outer": (0.78, -0.30), "infraorbital": (0.66, 0.19),
    "cheek": (0.80, 0.33), "nose wing": (0.28, 0.54), "nasolabial": (0.42, 0.73),
    "lip corner": (0.46, 1.05), "upper lip side": (0.26, 0.89), "below corner": (0.57, 1.27),
    "forehead": (0.0, -0.48), "glabella": (0.0, -0.29), "nose root": (0.0, -0.08),
    "lower lip": (0.0, 1.18), "chin": (0.0, 1.52),
}  # fmt: skip
"""Region (without its side) to its distance from the midline and its place below the
eyes, eye-widths: means of the benchmark's development faces, which differ by 0.08 at most."""

# Eye-widths by which a region may depart from the others and still count half: what
# regions at rest tremble by. From 0.0015 to 0.006 F1 differs by 0.01 on the benchmark's
# development faces.
_WIDTH = 0.003

# After which the weights stand still.
_ROUNDS = 8


def without_common(shift: FloatArray) -> FloatArray:
    """Remove from region motion what all of the face does alike.

    An expression moves a part of the face; what every region shares is left of the
    head's motion, or comes of lids that close next to the places by which that was
    measured. It is a similarity (move, turn, scale), fitted in each frame with a doubt for
    regions that depart from the others (Cauchy weights). Regions stand in the order of
    `REGIONS`, and are NaN where covered.
    """
    # Frames do not depend on each other: in pieces, an hour needs little more room than a minute.
    pieces = np.array_split(shift, max(1, len(shift) // _PIECE))
    return np.concatenate([_left(each) for each in pieces])


# Frames: about 15 MB at work.
_PIECE = 4096


def _left(shift: FloatArray) -> FloatArray:
    basis = _similarity()
    # The terms' products with each other, so that each round is two matrix products.
    squares = (basis[:, :, None] * basis[:, None, :]).reshape(len(basis), -1)
    values = shift.reshape(len(shift), -1).astype(np.float64)
    known = np.isfinite(values)
    filled = np.where(known, values, 0.0)
    # The median is not moved by what fewer than half of the regions do.
    middle = np.nan_to_num(_middle(shift))
    left = np.where(known, values - np.tile(middle, shift.shape[1]), 0.0)
    for _ in range(_ROUNDS):
        apart = (left.reshape(shift.shape) ** 2).sum(axis=2)
        trust = np.repeat(1 / (1 + apart / _WIDTH**2), 2, axis=1) * known
        sums = ((trust * filled) @ basis)[:, :, None]
        fit = np.linalg.solve((trust @ squares).reshape(-1, 4, 4) + _RIDGE, sums)
        left = np.where(known, values - fit[:, :, 0] @ basis.T, 0.0)
    return np.where(known, left, np.nan).reshape(shift.shape)


def _middle(shift: FloatArray) -> FloatArray:
    """Return the median over the regions that are seen, (n, 2); NaN where none is."""
    found = np.full((len(shift), 2), np.nan)
    seen = np.isfinite(shift).any(axis=(1, 2))
    found[seen] = np.nanmedian(shift[seen], axis=1)
    return found


# Where hardly a region is seen, nothing is shared.
_RIDGE = 1e-6 * np.eye(4)


@cache
def _similarity() -> FloatArray:
    """Return how each region moves in a move across, a move down, a growth and a turn."""
    x, y = np.array([_place(region) for region in REGIONS]).T
    y = y - y.mean()
    one, none = np.ones_like(x), np.zeros_like(x)
    ways = ((one, none), (none, one), (x, y), (-y, x))
    return np.column_stack([np.column_stack(way).ravel() for way in ways])


def _place(region: str) -> tuple[float, float]:
    """Return where a region is, x toward the picture's right."""
    name, _, side = region.rpartition(" ")
    if side not in ("right", "left"):
        return PLACES[region]
    out, down = PLACES[name]
    return (-out if side == "right" else out), down
