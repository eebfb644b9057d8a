"""Which way the head points, and the region motion that merely follows it."""

from __future__ import annotations

import numpy as np

from takewise.model import EYE_CORNERS, FacePoints, FloatArray
from takewise.motion.regions import RIGID

FULL_FIT = 5.0
"""Seconds from which all pose terms are fitted (the guard that synthetic takes asked for)."""

ANY_FIT = 2.0
"""Seconds below which the pose is not fitted at all."""


def rigid_points(face: FacePoints) -> FloatArray:
    """Return the rigid points of a face, centred, of unit size: float64 (rigid, 3)."""
    points = face.points[list(RIGID)].astype(np.float64)
    points -= points.mean(axis=0)
    return points / np.sqrt((points**2).sum() / len(points))


def turn(reference: FloatArray, points: FloatArray) -> tuple[float, float, float]:
    """Measure how a head has turned against a reference.

    Parameters
    ----------
    reference, points
        From `rigid_points`.

    Returns
    -------
    tuple[float, float, float]
        Yaw (positive toward the performer's left), pitch (positive downward)
        and roll (positive clockwise in the picture), degrees. Rotation by the
        method of Kabsch (Acta Cryst. A32:922, 1976).
    """
    left, _, right = np.linalg.svd(reference.T @ points)
    mirror = np.diag([1.0, 1.0, np.sign(np.linalg.det(left @ right))])
    rotation = (left @ mirror @ right).T
    yaw = np.degrees(np.arctan2(rotation[2, 0], np.hypot(rotation[0, 0], rotation[1, 0])))
    pitch = np.degrees(np.arctan2(rotation[2, 1], rotation[2, 2]))
    roll = np.degrees(np.arctan2(rotation[1, 0], rotation[0, 0]))
    return float(yaw), float(pitch), float(roll)


def place(face: FacePoints) -> tuple[float, float, float]:
    """Return the middle between the eyes (x, y) and the eye-width, all in pixels."""
    right, left = (face.points[list(pair), :2].mean(axis=0) for pair in EYE_CORNERS)
    x, y = (right + left) / 2
    return float(x), float(y), face.eye_width


def without_head(shift: FloatArray, head: FloatArray, *, seconds: float, rounds: int) -> FloatArray:
    """Remove from region motion what the pose of the head explains.

    A turning head shows each region from another side; to first and second
    order that is a function of the pose, the same at every moment of the take,
    while an expression comes and goes at a pose of its own. So each component is
    regressed on the pose by iteratively reweighted least squares (Cauchy
    weights), and the residual is kept.

    Parameters
    ----------
    shift
        float (n, regions, 2), eye-widths; NaN where a region is covered.
    head
        float (n, 6), as `RegionMotion.head`; no NaN.
    seconds
        Length of the shot: a short one cannot tell pose from expression, so
        below `FULL_FIT` seconds only the linear terms are fitted, and below
        `ANY_FIT` none.
    rounds
        Reweighting rounds, 1 or more.

    Returns
    -------
    FloatArray
        float64, as `shift`; a region that is hardly seen is NaN throughout.
    """
    values = shift.reshape(len(shift), -1).astype(np.float64)
    known = np.isfinite(values)
    told = known.sum(axis=0) >= _ENOUGH_ROWS
    residual = np.full_like(values, np.nan)
    residual[:, told] = values[:, told] - np.nanmedian(values[:, told], axis=0)
    if seconds < ANY_FIT:
        return residual.reshape(shift.shape)
    basis = _pose_basis(head, full=seconds >= FULL_FIT)
    ridge = 1e-3 * len(values) * np.eye(basis.shape[1])
    ridge[0, 0] = 0.0
    filled = np.where(known, values, 0.0)
    for _ in range(rounds):
        scale = 1.4826 * np.nanmedian(np.abs(residual[:, told]), axis=0) + 2e-4
        weights = np.zeros_like(values)
        weights[:, told] = 1 / (1 + (residual[:, told] / (2 * scale)) ** 2)
        weights[~known] = 0.0
        for column in np.flatnonzero(told):
            weighted = basis * weights[:, column, None]
            fit = np.linalg.solve(weighted.T @ basis + ridge, weighted.T @ filled[:, column])
            residual[:, column] = values[:, column] - basis @ fit
    return residual.reshape(shift.shape)


_ENOUGH_ROWS = 3
# Frames in which a region must be seen for its rest to be known.


def _pose_basis(head: FloatArray, *, full: bool) -> FloatArray:
    """Return the pose terms, each of about unit size: (n, 13), or (n, 7) if not full."""
    n = len(head)
    yaw, pitch, roll = (head[:, i] / 5.0 for i in range(3))
    x, y, size = head[:, 3], head[:, 4], head[:, 5] * 10.0
    t = np.linspace(-1.0, 1.0, n)
    one = np.ones(n)
    linear = (one, yaw, pitch, roll, x, y, size)
    bent = (t, t**2, yaw * pitch, yaw**2, pitch**2, yaw * roll)
    return np.column_stack(linear + bent if full else linear)
