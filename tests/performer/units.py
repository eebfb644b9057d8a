"""Action units as displacement fields over a portrait.

A unit acts on one or more *sites*. Each site pushes the skin along one
direction, most at its centre, and fades as a Gaussian. Directions follow the
FACS manual's description of the appearance change; places are mesh points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from takewise.model import Side
from tests.performer.portrait import Portrait

Pair = tuple[tuple[int, ...], tuple[int, ...]]
"""Mesh points on the performer's right and left; equal for what lies on the midline."""


@dataclass(frozen=True, slots=True)
class Site:
    """One place that a unit moves."""

    points: Pair
    """Mesh points whose mean is the centre."""
    direction: tuple[float, float]
    """Of the performer's right side, in the face's axes: x to the picture's right, y
    down; mirrored for the left. Its length is the displacement relative to the unit's peak."""
    spread: tuple[float, float]
    """Standard deviation of the Gaussian across and down the face, eye-widths."""


_BROW_INNER: Pair = ((107, 66, 65, 55), (336, 296, 295, 285))
_BROW_OUTER: Pair = ((105, 63, 70, 46, 53, 52), (334, 293, 300, 276, 283, 282))
_CHEEK: Pair = ((117, 118, 119, 101, 50, 123, 116), (346, 347, 348, 330, 280, 352, 345))
_LOWER_LID: Pair = ((26, 22, 23, 24, 110), (256, 252, 253, 254, 339))
_NOSE_WING: Pair = ((131, 48, 64, 98, 129, 209), (360, 278, 294, 327, 358, 429))
_UPPER_LIP: Pair = ((40, 39, 37, 165, 167), (270, 269, 267, 391, 393))
_CORNER: Pair = ((61,), (291,))
_LOWER_LIP: Pair = ((17, 84, 314), (17, 84, 314))
_CHIN: Pair = ((199, 200, 18, 208, 428), (199, 200, 18, 208, 428))

UNITS: dict[str, tuple[Site, ...]] = {
    "AU1": (Site(_BROW_INNER, (0.0, -1.0), (0.14, 0.12)),),
    "AU2": (Site(_BROW_OUTER, (0.0, -1.0), (0.16, 0.12)),),
    "AU4": (Site(_BROW_INNER, (0.6, 0.8), (0.15, 0.12)),),
    "AU6": (
        Site(_CHEEK, (0.0, -1.0), (0.24, 0.17)),
        Site(_LOWER_LID, (0.0, -0.35), (0.16, 0.06)),
    ),
    "AU9": (Site(_NOSE_WING, (0.0, -1.0), (0.11, 0.13)),),
    "AU10": (Site(_UPPER_LIP, (0.0, -1.0), (0.14, 0.10)),),
    "AU12": (Site(_CORNER, (-0.6, -0.8), (0.19, 0.16)),),
    "AU14": (Site(_CORNER, (1.0, 0.0), (0.15, 0.13)),),
    "AU15": (Site(_CORNER, (0.0, 1.0), (0.17, 0.15)),),
    "AU17": (
        Site(_CHIN, (0.0, -1.0), (0.22, 0.15)),
        Site(_LOWER_LIP, (0.0, -0.5), (0.20, 0.07)),
    ),
    "AU20": (Site(_CORNER, (-1.0, 0.0), (0.18, 0.15)),),
    "AU26": (Site(_CHIN, (0.0, 1.0), (0.35, 0.22)),),
}
"""Unit to sites; the first site is the one whose displacement is the peak."""


def centre(
    portrait: Portrait, unit: str, side: Literal["left", "right"]
) -> npt.NDArray[np.float64]:
    """Return where a unit's first site is at rest on one side, (2,) pixels."""
    points = UNITS[unit][0].points[side == "left"]
    return np.asarray(portrait.points[list(points)].mean(axis=0), np.float64)


def displacement(
    portrait: Portrait, unit: str, side: Side, at: npt.NDArray[np.floating]
) -> npt.NDArray[np.float64]:
    """Return how far a unit moves each point of the resting face at a peak of one eye-width.

    The fields of the sites overlap. They are weighted so that each centre
    moves exactly as its site says, whatever its neighbours add.

    Parameters
    ----------
    portrait
        The face.
    unit
        Key of `UNITS`.
    side
        The performer's own side.
    at
        (n, 2) pixels.

    Returns
    -------
    npt.NDArray[np.float64]
        (n, 2) pixels.
    """
    places = _placed(portrait, unit, side)
    centres = np.array([place for place, _, _ in places])
    wanted = np.array([push for _, push, _ in places])

    def windows(points: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
        """Return the height of each site's Gaussian at each point, (n, sites)."""
        columns = []
        for place, _, spread in places:
            offset = (points - place) @ portrait.axes.T / portrait.eye_width
            columns.append(np.exp(-0.5 * ((offset / spread) ** 2).sum(axis=1)))
        return np.stack(columns, axis=1)

    weights = np.linalg.solve(windows(centres), wanted)
    moved: npt.NDArray[np.float64] = windows(at) @ weights
    return moved


def _placed(
    portrait: Portrait, unit: str, side: Side
) -> list[tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], tuple[float, float]]]:
    """Return centre (pixels), push (pixels) and spread (eye-widths) of every site in action."""
    placed = []
    for site in UNITS[unit]:
        midline = site.points[0] == site.points[1]
        sides = [0, 1] if side == "both" else [int(side == "left")]
        for index in sides[:1] if midline else sides:
            mirror = np.array([1.0 if index == 0 else -1.0, 1.0])
            push = (np.array(site.direction) * mirror) @ portrait.axes * portrait.eye_width
            place = portrait.points[list(site.points[index])].mean(axis=0)
            placed.append((place, push, site.spread))
    return placed
