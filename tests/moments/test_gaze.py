"""Travels of the eyes in curves that are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.model import FloatArray
from takewise.moments.gaze import GazeShift, gaze_shifts

N = 144
WAYS = {"left": (0, 1), "right": (0, -1), "up": (1, -1), "down": (1, 1)}
"""Way by the performer's own side to (axis, sign): x is the picture's right, y down."""


def look(way: str, *frames: int, size: float = 0.4, travel: int = 2, n: int = N) -> FloatArray:
    """Return gaze that goes a way at the first frame, back at the second, and so on."""
    axis, sign = WAYS[way]
    gaze = np.random.default_rng(1).normal(0, 0.01, (n, 2))
    for turn, frame in enumerate(frames):
        there = np.clip((np.arange(n) - frame + 1) / travel, 0, 1)
        gaze[:, axis] += sign * size * (-1) ** turn * there
    return gaze


def found(gaze: FloatArray, rate: float = 24.0) -> tuple[GazeShift, ...]:
    """Return the shifts of eyes that nothing disturbs."""
    return gaze_shifts(gaze, np.ones(len(gaze), dtype=bool), rate)


@pytest.mark.parametrize("way", WAYS)
def test_eyes_that_go_are_found(way: str) -> None:
    """Eyes that travel and stay have one shift, its way by the performer's own side."""
    (shift,) = found(look(way, 60))
    assert shift.way == way
    assert not shift.returns
    assert abs(shift.span.start - 60) <= 2
    assert abs(shift.arrival - 61) <= 2
    assert shift.arrival in shift.span
    assert shift.travel == pytest.approx(0.4, rel=0.2)


@pytest.mark.parametrize("rate", [24.0, 30.0, 60.0, 120.0])
@pytest.mark.parametrize("way", WAYS)
def test_glance_is_one(way: str, rate: float) -> None:
    """Eyes that are back within 0.7 s have glanced once, from leaving to being back."""
    start, back = round(2.5 * rate), round(3.2 * rate)
    travel = max(2, round(0.06 * rate))
    (shift,) = found(look(way, start, back, n=round(6 * rate), travel=travel), rate)
    assert (shift.way, shift.returns) == (way, True)
    near = max(2, 0.05 * rate)
    assert abs(shift.span.start - start) <= near
    assert abs(shift.span.end - (back + travel)) <= near


def test_long_look_aside_is_two() -> None:
    """Eyes that come back after three seconds have gone twice."""
    shifts = found(look("left", 30, 102))
    assert [(shift.way, shift.returns) for shift in shifts] == [("left", False), ("right", False)]


def test_eyes_at_rest_have_none() -> None:
    """Eyes that only tremble, and eyes that travel by a little, do not shift."""
    assert found(look("left")) == ()
    assert found(look("left", 60, size=0.05)) == ()
    assert found(look("down", 60, size=0.1)) == ()


def test_slow_drift_is_none() -> None:
    """Eyes carried along over two seconds, as by a turning head, do not shift."""
    assert found(look("left", 40, travel=48, size=0.3)) == ()


def test_disturbed_frames_do_not_count() -> None:
    """What looks like a shift while lids or head carry the iris is none."""
    gaze = look("left", 60)
    steady = np.ones(N, dtype=bool)
    steady[58:64] = False
    assert gaze_shifts(gaze, steady, 24.0) == ()


def test_aslant_is_one() -> None:
    """Eyes that go left and down at once have one shift, by the longer way."""
    (shift,) = found(look("left", 60, size=0.6) + look("down", 60, size=0.35))
    assert shift.way == "left"


@given(st.integers(30, 100), st.sampled_from(sorted(WAYS)))
def test_mirrored_eyes_go_the_other_way(frame: int, way: str) -> None:
    """On a mirrored face, left is right; up and down stay."""
    gaze = look(way, frame)
    (here,), (there,) = found(gaze), found(gaze * (-1, 1))
    assert there.way == {"left": "right", "right": "left"}.get(way, way)
    assert there.span == here.span


@pytest.mark.parametrize("n", [0, 1, 5, 10])
def test_short_shots_have_none(n: int) -> None:
    """A shot too short for eyes to stay twice has no shift."""
    assert found(look("left", n // 2, n=n)) == ()
