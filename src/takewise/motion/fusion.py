"""What flow and the points of the mesh say of a movement, weighed by their uncertainty.

Flow resolves what is small, and fails where the picture becomes another one: teeth, folds,
a mouth wide open. The points of the mesh tremble, and are drawn toward a usual face, but
do not lose what is large, and are known in depth: a head that turns does not move them.
"""

from __future__ import annotations

import cv2
import numpy as np

from takewise.model import EYE_CORNERS, FacePoints, FloatArray
from takewise.motion.regions import REGIONS, RIGID, averaged


class MeshRest:
    """The mesh of a person's first picture, against which the points move."""

    def __init__(self, face: FacePoints) -> None:
        points = face.points.astype(np.float64)
        right, left = (points[list(pair)].mean(axis=0) for pair in EYE_CORNERS)
        across = complex(*(left - right)[:2])
        turn = across.conjugate() / abs(across) ** 2
        flat = (points[:, 0] + 1j * points[:, 1]) * turn
        upright = np.column_stack((flat.real, flat.imag, points[:, 2] * abs(turn)))
        self._rigid = upright[list(RIGID)]
        self._regions = averaged(upright)

    def displacement(self, face: FacePoints) -> FloatArray:
        """Return how far each region is from where it was, in flow's measure, (regions, 2)."""
        points = face.points.astype(np.float64)
        rigid = points[_RIGID]
        weights = np.full(len(rigid), 1 / len(rigid))
        for _ in range(_ROUNDS):
            turn, middle, rest = _similarity(rigid, self._rigid, weights)
            apart = (rigid - middle) @ turn + rest - self._rigid
            weights = 1 / (1 + (apart**2).sum(axis=1) / _DOUBTED**2)
            weights /= weights.sum()
        here = (averaged(points) - middle) @ turn + rest
        return np.asarray(_GAIN * (here - self._regions)[:, :2])


def _similarity(
    source: FloatArray, target: FloatArray, weights: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return turn-and-scale (3, 3) and both middles, by which source falls on target."""
    # By the method of Umeyama (IEEE Trans. Pattern Anal. Mach. Intell. 13:376, 1991).
    middle, rest = weights @ source, weights @ target
    centred = source - middle
    values, left, right = cv2.SVDecomp((centred * weights[:, None]).T @ (target - rest))
    sizes = values.ravel()
    if cv2.determinant(left @ right) < 0:
        left, sizes = left @ _MIRROR, sizes * np.diag(_MIRROR)
    spread = float(weights @ (centred**2).sum(axis=1))
    return left @ right * (sizes.sum() / spread), middle, rest


_MIRROR = np.diag((1.0, 1.0, -1.0))
_RIGID = np.array(RIGID)
_ROUNDS = 4

# Eye-widths by which a rigid point departs from the others to count half.
_DOUBTED = 0.01

# What flow shows of a movement over what the points show of it: flow is averaged over more
# than what moves, and the mesh is smoother than a face. Medians of 4 pictures' movement in
# real clips of three people whose flow holds: brows 0.8 to 1.1, lips and jaw 0.6 to 0.8.
_GAIN = np.array(
    [[1.0 if name.startswith(("brow", "forehead", "glabella")) else 0.75] for name in REGIONS]
)

# How far the two are apart, eye-widths, where they count alike. On seven real clips any
# between 0.015 and 0.03 separates labelled movements from the rest equally well, left out
# one by one. The end of the chin is the least sure: on a still face that nods a little it
# drifts by 0.013, all other regions by 0.005 at most.
_DOUBT = np.array(
    [[0.04 if name.startswith(("chin", "below corner")) else 0.02] for name in REGIONS]
)

# The same in units of the noise of the points, for small and dark faces.
_OVER_NOISE = 6.0


def fused(flow: FloatArray, points: FloatArray, noise: FloatArray) -> FloatArray:
    """Return displacements that follow flow as far as the points do not contradict it.

    Both (n, regions, 2), eye-widths, of one stretch; what is NaN in flow stays so. The
    further they are apart, in units of what they differ by while both are right, the more
    the points count; `noise` (regions, 2) is that of the points.
    """
    if not len(flow):
        return flow
    rested = points - np.median(points, axis=0)
    apart = rested - flow
    # The fourth power: a slow error of the points of half the doubt leaves a seventeenth.
    weight = (apart / np.maximum(_DOUBT, _OVER_NOISE * noise)) ** 4
    return np.asarray(flow + apart * weight / (1 + weight))
