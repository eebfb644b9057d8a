"""Which way the head points, and the region motion that merely follows it."""

from __future__ import annotations

from math import atan2, degrees, hypot

import cv2
import numpy as np

from takewise.model import EYE_CORNERS, FacePoints, FloatArray
from takewise.motion.regions import RIGID

FULL_FIT = 5.0
"""Seconds from which all pose terms are fitted (the guard that synthetic takes asked for)."""

ANY_FIT = 2.0
"""Seconds below which the pose is not fitted at all."""

_RIGID = np.array(RIGID)
_EYES = np.array(EYE_CORNERS)


def rigid_points(face: FacePoints) -> FloatArray:
    """Return the rigid points of a face, centred, of unit size: float64 (rigid, 3)."""
    points = face.points[_RIGID].astype(np.float64)
    points -= points.mean(axis=0)
    return points / np.sqrt(np.vdot(points, points) / len(points))


def turn(reference: FloatArray, points: FloatArray) -> tuple[float, float, float]:
    """Return how a head has turned against a reference, both from `rigid_points`.

    Yaw (positive toward the performer's left), pitch (positive downward) and roll
    (positive clockwise in the picture), degrees: the rotation by the method of Kabsch
    (Acta Cryst. A32:922, 1976).
    """
    # OpenCV and plain numbers: for so small a matrix NumPy takes ten times as long.
    _, left, right = cv2.SVDecomp(reference.T @ points)
    if cv2.determinant(left @ right) < 0:
        # The nearest rotation, as a mirror image fits better.
        left = left @ np.diag((1.0, 1.0, -1.0))
    (xx, xy, xz), (_, _, yz), (_, _, zz) = (left @ right).tolist()
    yaw, pitch, roll = atan2(xz, hypot(xx, xy)), atan2(yz, zz), atan2(xy, xx)
    return degrees(yaw), degrees(pitch), degrees(roll)


def eye_middle(face: FacePoints) -> tuple[float, float, float]:
    """Return the middle between the eyes (x, y) and the eye-width, all in pixels."""
    x, y, _ = face.points[_EYES].mean(axis=(0, 1)).tolist()
    return x, y, face.eye_width


def without_head(shift: FloatArray, head: FloatArray, *, seconds: float, rounds: int) -> FloatArray:
    """Remove from region motion what the pose of the head explains.

    A turning head shows each region from another side; to first and second
    order that is a function of the pose, the same at every moment of the take,
    while an expression comes and goes at a pose of its own. So each component is
    regressed on the pose by iteratively reweighted least squares, and the residual
    is kept. The weights end as Tukey's bisquare: a frame in which the region moves
    does not count at all, or a slow smile would be taken for a pose.

    Region motion is in eye-widths, NaN where covered, and NaN throughout where hardly
    seen; a short shot, in seconds, cannot separate pose from expression and is fitted less.
    """
    # Regions do not depend on each other: a few at a time, an hour needs less room.
    parts = np.array_split(shift, min(shift.shape[1], 1 + len(shift) // _MANY), axis=1)
    fitted = [_left(each, head, seconds=seconds, rounds=rounds) for each in parts]
    return np.concatenate(fitted, axis=1)


# Frames, about six minutes, beyond which fewer regions are fitted at once.
_MANY = 10_000


def _left(shift: FloatArray, head: FloatArray, *, seconds: float, rounds: int) -> FloatArray:
    values = shift.reshape(len(shift), -1).astype(np.float64)
    known = np.isfinite(values)
    told = known.sum(axis=0) >= _ENOUGH_ROWS
    residual = np.full_like(values, np.nan)
    residual[:, told] = values[:, told] - np.nanmedian(values[:, told], axis=0)
    if seconds < ANY_FIT:
        return residual.reshape(shift.shape)
    basis = _pose_basis(head, full=seconds >= FULL_FIT)
    bends = np.diag((0.0, *np.ones(basis.shape[1] - 1)))
    alike = _ALIKE * len(values) / seconds
    seen = np.where(known, values, 0.0)[:, told]
    for number in range(rounds):
        scale = 1.4826 * np.nanmedian(np.abs(residual[:, told]), axis=0) + 2e-4
        weights = _trust(residual[:, told] / scale, gently=number < _GENTLE)
        weights[~known[:, told]] = 0.0
        doubt = _RIDGE * len(values) + alike * (scale / _LIKELY) ** 2
        squares = _squares(basis, weights) + doubt[:, None, None] * bends
        fit = np.linalg.solve(squares, ((weights * seen).T @ basis)[:, :, None])[:, :, 0]
        residual[:, told] = values[:, told] - basis @ fit.T
    return residual.reshape(shift.shape)


def _squares(basis: FloatArray, weights: FloatArray) -> FloatArray:
    """Return the products of the terms with each other, weighted: (columns, terms, terms)."""
    # One matrix product for all columns; in pieces, or a long take would need room for
    # the products of all its frames.
    terms = basis.shape[1]
    total = np.zeros((weights.shape[1], terms * terms))
    for start in range(0, len(basis), _PIECE):
        part = basis[start : start + _PIECE]
        products = (part[:, :, None] * part[:, None, :]).reshape(len(part), -1)
        total += weights[start : start + _PIECE].T @ products
    return total.reshape(-1, terms, terms)


# Frames: 5 MB of products.
_PIECE = 4096


def _trust(deviation: FloatArray, *, gently: bool) -> FloatArray:
    """Weigh frames by their distance from the fit, in standard deviations."""
    if gently:
        return np.asarray(1 / (1 + (deviation / 2) ** 2))
    return np.asarray((1 - np.clip(deviation / _DOUBT, -1, 1) ** 2) ** 2)


# Rounds with Cauchy weights before those that leave frames out: from the first guess
# alone, a turn of the head too large for it would never be let in.
_GENTLE = 2

# Standard deviations from which a frame does not count. On the benchmark's development
# faces F1 is 0.96 at 3 and 3.5, 0.95 at 4.7 (the usual choice), 0.93 at 6, and 0.94 with
# Cauchy weights.
_DOUBT = 3.5

# Of the pose's mean square, so that a head which does not move explains nothing.
_RIDGE = 1e-3

# Eye-widths by which five degrees of turn, a term of unit size, shift a region against
# the skull: the corner of a mouth lies a third of an eye-width behind the nose. Where the
# face moves more than it lies still, as in two seconds of which a smile fills the most, a
# slope beyond it is the smile's: such a smile was reported as a lip, of a third of its size.
_LIKELY = 0.03

# Seconds within which frames say the same: a movement of the face is one observation,
# however many frames show it.
_ALIKE = 0.3

# Frames in which a region must be seen for its rest to be known.
_ENOUGH_ROWS = 3


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
