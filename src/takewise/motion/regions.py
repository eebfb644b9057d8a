"""Where on the face motion is measured.

Each region is a group of face-mesh points (MediaPipe topology, 478 points);
motion is averaged under a soft round window around the group's centre. The
groups follow the muscles of the Facial Action Coding System (Ekman, Friesen and
Hager 2002); ``right`` and ``left`` are the performer's own.
"""

from __future__ import annotations

import numpy as np

from takewise.model import FloatArray

PAIRED: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "brow inner": ((107, 66, 65, 55), (336, 296, 295, 285)),
    "brow outer": ((105, 63, 70, 46, 53, 52), (334, 293, 300, 276, 283, 282)),
    "infraorbital": (
        (31, 228, 229, 230, 231, 120, 119, 118, 117, 111),
        (261, 448, 449, 450, 451, 349, 348, 347, 346, 340),
    ),
    "cheek": ((117, 118, 119, 101, 50, 123, 116), (346, 347, 348, 330, 280, 352, 345)),
    "nose wing": (
        (198, 131, 134, 220, 115, 48, 64, 98, 129, 209),
        (420, 360, 363, 440, 344, 278, 294, 327, 358, 429),
    ),
    "nasolabial": ((203, 129, 98, 165, 92, 206), (423, 358, 327, 391, 322, 426)),
    "lip corner": (
        (185, 40, 92, 186, 57, 43, 106, 91, 146, 61),
        (409, 270, 322, 410, 287, 273, 335, 321, 375, 291),
    ),
    "upper lip side": ((40, 39, 37, 165, 167), (270, 269, 267, 391, 393)),
    "below corner": (
        (57, 212, 210, 169, 170, 204, 43),
        (287, 432, 430, 394, 395, 424, 273),
    ),
}
"""Region to the mesh points on the performer's (right, left)."""

MIDDLE: dict[str, tuple[int, ...]] = {
    "forehead": (107, 9, 336, 337, 151, 108),
    "glabella": (107, 55, 8, 285, 336, 9),
    "nose root": (55, 193, 122, 6, 351, 417, 285, 8),
    "lower lip": (91, 181, 84, 17, 314, 405, 321, 318, 402, 317, 14, 87, 178, 88),
    "chin": (83, 18, 313, 421, 428, 199, 208, 201),
}
"""Regions on the midline."""

REGIONS: dict[str, tuple[int, ...]] = {
    **{f"{name} right": pair[0] for name, pair in PAIRED.items()},
    **{f"{name} left": pair[1] for name, pair in PAIRED.items()},
    **MIDDLE,
}
"""Every region by its full name, in the order of `RegionMotion.regions`."""

RIGID = (6, 168, 197, 195, 5, 33, 133, 362, 263, 10, 151, 109, 338, 127, 356, 234, 454)
"""Points that expressions hardly move: nose bridge, eye corners, hairline, temples."""

NOSE = (6, 197, 195, 5, 4)
"""Points along the nose, whose skin follows the skull most closely."""


STEADY = (*NOSE, 133, 362, 33, 263, 10, 109, 338, 127, 356, 234, 454, 132, 361)
"""Places whose skin stays with the skull: nose, eye corners, hairline, temples, ears."""

WATCHED = (
    50, 280, 207, 427, 210, 430, 199, 208, 428, 151, 69, 299, 9, 195, 4, 129, 358,
)  # fmt: skip
"""Places whose skin keeps its looks in any expression: cheeks, next to and below the
mouth, chin, forehead, between the brows, bridge, tip and wings of the nose."""


def centres(points: FloatArray) -> FloatArray:
    """Return the centre of every region, (regions, 2), in the unit of the points."""
    return np.array([points[list(group), :2].mean(axis=0) for group in REGIONS.values()])


_SHARES = np.zeros((len(REGIONS), 478))
for _row, _group in zip(_SHARES, REGIONS.values(), strict=True):
    _row[list(_group)] = 1 / len(_group)


def averaged(points: FloatArray) -> FloatArray:
    """Return the centre of every region in all of the points' coordinates, (regions, k)."""
    return np.asarray(_SHARES @ points)
