"""How far each region has moved between two face-fixed views.

Dense inverse-search flow (Kroeger, Timofte, Dai and Van Gool, ECCV 2016; OpenCV's
``DISOpticalFlow``) from an anchor view to the present one, averaged under a soft
window per region. Flow against an anchor, not frame to frame, so that a slow
movement does not drown in the sum of many small errors.
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from takewise.model import FloatArray
from takewise.motion.regions import STEADY, centres
from takewise.motion.view import EYE_WIDTH, SIZE, FaceView

STEP = 2
"""Every second pixel of the flow is averaged: flow is smooth at that scale."""

WINDOW = 0.07 * EYE_WIDTH
"""Standard deviation of a region's window, view pixels: about 7 mm on the face."""


class Anchor:
    """A view that later views are compared with, and the windows laid over it."""

    def __init__(self, view: FaceView) -> None:
        self._grey = view.grey
        self._centres = centres(view.points)
        self._rigid = view.points[list(STEADY)]
        self._weights = np.concatenate(
            (_windows(self._centres, WINDOW), _windows(self._rigid, 1.6 * WINDOW))
        )

    def displacement(self, view: FaceView) -> FloatArray:
        """Return each region's displacement against the skull, eye-widths.

        The skull's motion, and whatever the view's own transform trembles, is a
        similarity, fitted to the steady places with a doubt for those that
        depart from the others: a brow may rise below the hairline.

        Parameters
        ----------
        view
            A later view of the same face.

        Returns
        -------
        FloatArray
            float64 (regions, 2), x right and y down.
        """
        # None: no warm start, so that a bad flow of one picture ends with it.
        dense = _dis().calc(self._grey, view.grey, None)  # type: ignore[call-overload]
        moved = (self._weights @ dense[::STEP, ::STEP].reshape(-1, 2)).astype(np.float64)
        count = len(self._centres)
        steady = _similarity_flow(self._rigid, moved[count:], self._centres)
        return (moved[:count] - steady) / EYE_WIDTH


def _similarity_flow(places: FloatArray, moved: FloatArray, at: FloatArray) -> FloatArray:
    """Fit a small similarity to motion at some places, and tell it at others."""
    # Iteratively reweighted least squares with Cauchy weights of 0.3 px width. All
    # places count alike: trusting the nose more finds clearly less (F1 0.77
    # against 0.91 on synthetic takes), for a wrinkled nose then moves the head.
    place, motion = _complex(places), _complex(moved)
    middle = place.mean()
    basis = np.column_stack((np.ones(len(place)), place - middle))
    weights = np.ones(len(place))
    for _ in range(5):
        weighted = basis.conj().T * weights
        fit = np.linalg.solve(weighted @ basis, weighted @ motion)
        weights = 1 / (1 + np.abs(motion - basis @ fit) ** 2 / 0.09)
    told = fit[0] + fit[1] * (_complex(at) - middle)
    return np.column_stack((told.real, told.imag))


@cache
def _dis() -> cv2.DISOpticalFlow:
    """Make the flow: the MEDIUM preset down to full resolution, without refinement."""
    # Tuned on 13 synthetic takes of six faces. The preset stops at half resolution,
    # whose patches are as wide as a brow: a movement then reads as 0.47 of its true
    # size, here as 0.64, and F1 rises from 0.91 to 0.96. The preset's variational
    # refinement, closer patches and further iterations add nothing to that, and
    # cost three times as much.
    dis = cv2.DISOpticalFlow_create(  # type: ignore[attr-defined]
        cv2.DISOPTICAL_FLOW_PRESET_MEDIUM
    )
    dis.setFinestScale(0)
    dis.setPatchStride(5)
    dis.setGradientDescentIterations(16)
    dis.setVariationalRefinementIterations(0)
    return dis


@cache
def _grid() -> FloatArray:
    y, x = np.mgrid[0 : SIZE[1] : STEP, 0 : SIZE[0] : STEP]
    return np.column_stack((x.ravel(), y.ravel())).astype(np.float32)


def _windows(around: FloatArray, sigma: float) -> npt.NDArray[np.float32]:
    """Return round soft windows, (centres, grid points), each summing to 1."""
    squared = ((_grid()[None] - around[:, None].astype(np.float32)) ** 2).sum(axis=2)
    weights = np.exp(-squared / (2 * sigma**2)) + 1e-12
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float32)


def _complex(points: FloatArray) -> npt.NDArray[np.complex128]:
    return points[:, 0] + 1j * points[:, 1]
