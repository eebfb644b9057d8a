"""Tests of how flow and the points of the mesh are weighed against each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.model import FacePoints, FloatArray
from takewise.motion.fusion import MeshRest, fused
from takewise.motion.regions import PAIRED, REGIONS, RIGID

NAMES = tuple(REGIONS)
STILL: FloatArray = np.full((len(REGIONS), 2), 1e-3)


def face(points: FloatArray) -> FacePoints:
    """Return a face of these points."""
    return FacePoints(points=points.astype(np.float32), confidence=1.0)


@pytest.fixture
def mesh() -> FloatArray:
    """Return points of a bulging face with eyes 100 pixels apart."""
    random = np.random.default_rng(7)
    points = random.uniform(-100, 100, (478, 3))
    points[:, 2] = np.hypot(points[:, 0], points[:, 1]) / 2
    points[[33, 133, 362, 263]] = [(-65, 0, 30), (-35, 0, 15), (35, 0, 15), (65, 0, 30)]
    return points


def turned(points: FloatArray, yaw: float, pitch: float) -> FloatArray:
    """Return points turned by some degrees."""
    (a, b), (c, d) = ((np.cos(t), np.sin(t)) for t in np.radians([yaw, pitch]))
    return points @ np.array([[a, 0, -b], [0, 1, 0], [b, 0, a]]) @ np.array(
        [[1, 0, 0], [0, c, -d], [0, d, c]]
    )  # fmt: skip


def test_a_head_that_turns_comes_near_and_moves_shifts_nothing(mesh: FloatArray) -> None:
    """The mesh has a depth, so the head's motion is known from one picture."""
    away = 1.3 * turned(mesh, 25, -15) + (300, 200, 0)
    assert np.abs(MeshRest(face(mesh)).displacement(face(away))).max() < 1e-4


def test_a_brow_that_rises_is_measured_in_eye_widths(mesh: FloatArray) -> None:
    """Ten pixels of a hundred, whatever the head does meanwhile; the other brow is still."""
    raised = mesh.copy()
    raised[list(PAIRED["brow outer"][0]), 1] -= 10
    shift = MeshRest(face(mesh)).displacement(face(turned(raised, 20, 10)))
    assert shift[NAMES.index("brow outer right")] == pytest.approx((0.0, -0.1), abs=1e-3)
    assert shift[NAMES.index("brow outer left")] == pytest.approx((0.0, 0.0), abs=1e-3)


def test_a_rigid_point_that_departs_from_the_others_turns_no_head(mesh: FloatArray) -> None:
    """A frown pulls at the bridge of the nose."""
    pulled = mesh.copy()
    pulled[RIGID[0], 1] += 15
    shift = MeshRest(face(mesh)).displacement(face(pulled))
    assert np.abs(shift[NAMES.index("chin")]).max() < 0.005


def test_small_movements_are_those_of_flow() -> None:
    """The points tremble by more than flow: a tenth of a per cent of it is left."""
    flow, points = np.zeros((9, len(REGIONS), 2)), np.zeros((9, len(REGIONS), 2))
    flow[4], points[4] = 0.01, 0.007
    assert fused(flow, points, STILL) == pytest.approx(flow, abs=2e-4)


def test_large_movements_are_those_of_the_points() -> None:
    """Flow lost a jaw that dropped by a third of an eye-width, and went the other way."""
    flow, points = np.zeros((9, len(REGIONS), 2)), np.zeros((9, len(REGIONS), 2))
    flow[4], points[4] = -0.05, 0.3
    assert fused(flow, points, STILL)[4] == pytest.approx(0.3, abs=0.006)


@given(st.floats(-0.5, 0.5), st.floats(1e-5, 1e-3))
def test_there_is_no_step_between_the_two(points: float, more: float) -> None:
    """The more the points move, the more is reported, and never by much more at once."""

    def told(at: float) -> float:
        course = np.zeros((5, len(REGIONS), 2))
        course[2] = at
        return float(fused(np.zeros_like(course), course, STILL)[2, 0, 0])

    assert 0 <= told(points + more) - told(points) <= 1.6 * more


def test_points_that_tremble_are_trusted_less() -> None:
    """Of a face of thirteen pixels they jump by hundredths."""
    flow, points = np.zeros((9, len(REGIONS), 2)), np.zeros((9, len(REGIONS), 2))
    points[4] = 0.04
    assert np.abs(fused(flow, points, 30 * STILL)).max() < 0.002


def test_what_is_covered_stays_unknown() -> None:
    """The mesh makes up what it does not see."""
    flow = np.zeros((9, len(REGIONS), 2))
    flow[3:5, 2] = np.nan
    assert np.isnan(fused(flow, np.ones_like(flow), STILL)[3:5, 2]).all()
    assert fused(flow[:0], flow[:0], STILL).shape == (0, len(REGIONS), 2)
