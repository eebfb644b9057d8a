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
from scipy import sparse

from takewise.model import BoolArray, FloatArray
from takewise.motion.borders import Borders
from takewise.motion.occlusion import Likeness
from takewise.motion.regions import REGIONS, STEADY, WATCHED, centres
from takewise.motion.view import EYE_WIDTH, SIZE, FaceView

STEP = 2
"""Every second pixel of the flow is averaged: flow is smooth at that scale."""

WINDOW = 0.07 * EYE_WIDTH
"""Standard deviation of a region's window, view pixels: 4 mm on the face.

Wider windows see less of a brow (F1 0.66, 0.77 and 0.78 at 0.11, 0.08 and 0.06 of
an eye-width on synthetic takes), narrower ones more noise."""

STEADY_WINDOW = 1.6 * WINDOW
"""The same for the places that stay with the skull, whose motion is smooth."""


class Anchor:
    """A view that later views are compared with, and the windows applied to it.

    Where something covers the face, `kept` (height, width), the skin of the anchor before
    it is kept; `unseen` (spots,) are those that the picture does not show.
    """

    def __init__(
        self,
        view: FaceView,
        *,
        unseen: BoolArray | None = None,
        before: Anchor | None = None,
        kept: BoolArray | None = None,
    ) -> None:
        self.spots = np.vstack(
            (view.points[list(WATCHED)], centres(view.points), view.points[list(STEADY)])
        )
        self.kept = np.zeros(len(self.spots), dtype=bool)
        """Which spots are those of the anchor before, (spots,)."""
        self.unseen = np.zeros(len(self.spots), dtype=bool) if unseen is None else unseen
        """Which spots the picture does not show, (spots,)."""
        self._grey = view.grey
        if before is not None and kept is not None:
            x, y = np.clip(np.rint(before.spots.T).astype(int), 0, np.array([SIZE]).T - 1)
            self.kept = kept[y, x]
            self.spots = np.where(self.kept[:, None], before.spots, self.spots)
            self._grey = np.where(kept, before._grey, view.grey)
        self._likeness = Likeness(self._grey, view.points)
        _, self._centres, self._rigid = np.split(self.spots, _SPLIT)
        windows = (_windows(self._centres, WINDOW), _windows(self._rigid, STEADY_WINDOW))
        # One matrix, as each product has to copy the flow.
        self._windows = sparse.vstack(windows, format="csr")

    def flow(self, view: FaceView) -> npt.NDArray[np.float32]:
        """Return where a later view shows each pixel, (height, width, 2) view pixels."""
        return dense_flow(self._grey, view.grey)

    def unlikeness(self, view: FaceView, dense: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return where a later view shows something else than this face's skin, by its flow."""
        return self._likeness.unlikeness(view.grey, view.points, dense)

    def change(self, view: FaceView) -> float:
        """Return how new skin must look, as `takewise.motion.occlusion.Likeness.change`."""
        return self._likeness.change(view.points)

    def displacement(self, dense: npt.NDArray[np.float32]) -> FloatArray:
        """Return each region's displacement against the skull, (regions, 2), eye-widths.

        The skull's motion, and whatever the view's own transform trembles, is a
        similarity, fitted to the steady places with a doubt for those that
        depart from the others: a brow may rise below the hairline.
        """
        # Covered places are not left out of the fit, which doubts them anyway: taking
        # them out and in again lets every region jump, by 7 % of an eye-width in a turn.
        flow = dense[::STEP, ::STEP].reshape(-1, 2).astype(np.float64)
        moved, skull = np.split(self._windows @ flow, [len(self._centres)])
        return (moved - _similarity_flow(self._rigid, skull, self._centres)) / EYE_WIDTH


def unseen_spots(borders: Borders, points: FloatArray, eye_width: float) -> BoolArray:
    """Return which spots of an anchor, (spots,), the picture does not show; all in its pixels."""
    if borders.far_from(points[:, :2], _SIGHT_OF_OTHERS * eye_width):
        # The usual face: every spot lies between its points.
        return np.zeros(_SPLIT[1] + len(STEADY), dtype=bool)
    flat = points[:, :2].astype(np.float64)
    regions = borders.unseen(centres(flat), _SIGHT * eye_width)
    others = borders.unseen(flat[[*WATCHED, *STEADY]], _SIGHT_OF_OTHERS * eye_width)
    watched, steady = np.split(others, [len(WATCHED)])
    return np.concatenate((watched, regions, steady))


# Eye-widths around a spot that must be in the picture: two standard deviations of a
# region's window, which hold 86 % of it, and the reach of the other spots' patches.
_SIGHT, _SIGHT_OF_OTHERS = 0.14, 0.2


# Where in an anchor's spots the regions begin, and the steady places.
_SPLIT = (len(WATCHED), len(WATCHED) + len(REGIONS))

# Fewer steady places than that do not tell how the skull moves.
_ENOUGH_STEADY = 5


def hidden_regions(hidden: BoolArray) -> BoolArray:
    """Return which regions is unknown, (regions,), given which spots cannot be seen."""
    too_few = (~hidden[_SPLIT[1] :]).sum() < _ENOUGH_STEADY
    return np.asarray(of_regions(hidden) | too_few)


def of_regions(spots: BoolArray) -> BoolArray:
    """Return what is known of an anchor's spots for the regions among them, (regions,)."""
    return spots[_SPLIT[0] : _SPLIT[1]]


def _similarity_flow(places: FloatArray, moved: FloatArray, at: FloatArray) -> FloatArray:
    """Fit a small similarity to motion at some places, and return it at others."""
    middle, mean, turn = fit_motion(_complex(places), _complex(moved), _DOUBTED)
    motion = mean + turn * (_complex(at) - middle)
    return np.column_stack((motion.real, motion.imag))


def fit_motion(
    place: npt.NDArray[np.complex128], motion: npt.NDArray[np.complex128], doubted: float
) -> tuple[complex, complex, complex]:
    """Fit a small similarity to motion: its middle, the middle's motion, and the turn about it."""
    # A place that departs by `doubted` counts half.
    # Iteratively reweighted least squares with Cauchy weights. All places count alike:
    # trusting the nose more finds clearly less (F1 0.77 against 0.91 on synthetic takes),
    # for a wrinkled nose then moves the head.
    weights = np.full(len(place), 1 / len(place))
    middle = mean = turn = 0j
    for _ in range(5):
        middle, mean = complex(weights @ place), complex(weights @ motion)
        apart, departed = place - middle, motion - mean
        weighted = weights * apart
        turn = complex(np.vdot(weighted, departed) / np.vdot(weighted, apart))
        weights = 1 / (1 + np.abs(departed - turn * apart) ** 2 / doubted**2)
        weights /= weights.sum()
    return middle, mean, turn


# View pixels by which a steady place departs from the others to count half.
_DOUBTED = 0.0047 * EYE_WIDTH


def dense_flow(
    before: npt.NDArray[np.uint8], after: npt.NDArray[np.uint8]
) -> npt.NDArray[np.float32]:
    """Return where a later view shows each pixel of an earlier one, (height, width, 2) pixels."""
    # None: no warm start, so that a bad flow of one picture ends with it.
    dense = _dis().calc(before, after, None)  # type: ignore[call-overload]
    return np.asarray(dense)


@cache
def _dis() -> cv2.DISOpticalFlow:
    """Make the flow: the MEDIUM preset down to full resolution, without refinement."""
    # Tuned on 13 synthetic takes of six faces, in views of 64 pixels. The preset stops at
    # half resolution, whose patches are as wide as a brow: a movement then reads as 0.47 of
    # its true size, here as 0.64, and F1 rises from 0.91 to 0.96. The preset's variational
    # refinement, closer patches and further iterations add nothing to that, and cost up to
    # three times as much: patches 5 apart a quarter more, for an F1 of 0.85 against 0.87 on
    # 28 other takes of the benchmark. On 36 of its takes 8 to 16 iterations find as much as
    # each other (F1 0.97 at peaks of 1.5 %), patches 8 apart less (0.96), as flow without
    # propagation does (0.957). Patches 7 apart find as much there, but lose a smile on real
    # footage; below 12 iterations a hand that has left still covers the face.
    dis = cv2.DISOpticalFlow_create(  # type: ignore[attr-defined]
        cv2.DISOPTICAL_FLOW_PRESET_MEDIUM
    )
    dis.setFinestScale(0)
    dis.setPatchStride(6)
    dis.setGradientDescentIterations(12)
    dis.setVariationalRefinementIterations(0)
    return dis


def _windows(around: FloatArray, sigma: float) -> sparse.csr_matrix:
    """Return soft windows around some places, which average flow: (windows, grid points)."""
    reach = int(np.ceil(_EXTENT * sigma / STEP))
    steps = np.arange(-reach, reach + 1)
    width, height = (-(-side // STEP) for side in SIZE)
    # The nearest grid point to each place, and the grid points around it.
    at = np.rint(around / STEP).astype(int)
    x = np.clip(at[:, :1, None] + steps[None, None, :], 0, width - 1)
    y = np.clip(at[:, 1:, None] + steps[None, :, None], 0, height - 1)
    squared = (x * STEP - around[:, :1, None]) ** 2
    squared = squared + (y * STEP - around[:, 1:, None]) ** 2
    weights = np.exp(-squared / (2 * sigma**2)) + 1e-9
    weights /= weights.sum(axis=(1, 2), keepdims=True)
    # A sparse matrix: its product costs a tenth of gathering the flow under the windows.
    place = np.repeat(np.arange(len(around)), len(steps) ** 2)
    grid = (place, (y * width + x).ravel())
    return sparse.csr_matrix((weights.ravel(), grid), (len(around), width * height))


# Standard deviations to which a window reaches; beyond lies 1 % of it.
_EXTENT = 3.0


def _complex(points: FloatArray) -> npt.NDArray[np.complex128]:
    return points[:, 0] + 1j * points[:, 1]
