"""Blinks in opening curves that are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.model import FloatArray
from takewise.moments.blinks import Blink, blinks, closure
from tests.performer.script import swell


def opening(n: int, *closings: FloatArray, level: float = 0.3, seed: int = 1) -> FloatArray:
    """Return the opening of both eyes with some closings in it, (n, 2)."""
    noise = np.random.default_rng(seed).normal(0, 0.01 * level, (n, 2))
    shut = np.max([*closings, np.zeros(n)], axis=0)
    return level * (1 - shut)[:, None] + noise


def found(eyes: FloatArray, rate: float = 24.0) -> tuple[Blink, ...]:
    """Return the blinks that take 45 % of the opening."""
    return blinks(eyes, rate, least_depth=0.45)


@pytest.mark.parametrize("rate", [24.0, 25.0, 30.0, 60.0, 120.0])
@pytest.mark.parametrize("seconds", [0.2, 0.3, 0.45])
def test_blink_is_found(rate: float, seconds: float) -> None:
    """A blink's start, shutting and end are found within two frames or 15 ms, at any rate."""
    n, onset = round(4 * rate), round(1.5 * rate)
    apex, offset = onset + round(0.35 * seconds * rate), onset + round(seconds * rate)
    (blink,) = found(opening(n, 0.8 * swell(n, onset, apex, offset)), rate)
    near = max(2, 0.015 * rate + 1)
    assert abs(blink.span.start - onset) <= near
    assert abs(blink.apex - apex) <= near
    assert abs(blink.span.end - offset) <= near
    assert blink.depth == pytest.approx(0.8, abs=0.08)


@pytest.mark.parametrize("rate", [24.0, 60.0])
@pytest.mark.parametrize("down", [0.04, 0.25])
def test_closing_shut_and_opening_are_told_apart(rate: float, down: float) -> None:
    """Lids that come down in 0.1 s, stay, and go up in 0.2 s are told so within two frames."""
    n, onset = round(4 * rate), round(1.5 * rate)
    closed, leaving = onset + round(0.1 * rate), onset + round((0.1 + down) * rate)
    offset = leaving + round(0.2 * rate)
    frames = np.arange(n)
    course = np.interp(frames, (onset, closed, leaving, offset), (0.0, 0.8, 0.8, 0.0))
    (blink,) = found(opening(n, course), rate)
    assert abs(blink.shut.start - closed) <= 2
    assert abs(blink.shut.end - leaving) <= 1 + 0.2 * 0.2 * rate
    assert blink.span.start <= blink.shut.start <= blink.apex < blink.shut.end <= blink.span.end


@given(level=st.floats(0.12, 0.6), depth=st.floats(0.6, 1.0))
def test_own_opening_is_the_measure(level: float, depth: float) -> None:
    """Narrow and wide eyes blink alike: only the share of their own opening counts."""
    (blink,) = found(opening(96, depth * swell(96, 40, 43, 48), level=level))
    assert blink.depth == pytest.approx(depth, abs=0.1)
    assert abs(blink.apex - 43) <= 1


@pytest.mark.parametrize("depth", [0.15, 0.3])
def test_flutter_is_none(depth: float) -> None:
    """Lids that lose less than 30 % of their opening have not blinked."""
    assert found(opening(96, depth * swell(96, 40, 43, 48))) == ()


def test_half_blink_is_told_from_full_ones() -> None:
    """Of lids that lose 80, 40 and 75 % of their opening, those with 40 % blinked by half."""
    eyes = opening(
        144,
        0.8 * swell(144, 20, 23, 28),
        0.4 * swell(144, 60, 63, 68),
        0.75 * swell(144, 100, 103, 108),
    )
    assert [blink.half for blink in blinks(eyes, 24.0, least_depth=0.28)] == [False, True, False]


def test_a_single_blink_is_no_half() -> None:
    """Where nobody knows how far this person's lids close, a blink is a blink."""
    eyes = opening(96, 0.4 * swell(96, 40, 43, 48))
    (blink,) = blinks(eyes, 24.0, least_depth=0.28)
    assert not blink.half


def test_wink_is_none() -> None:
    """One eye that closes by 80 % alone is no blink of both."""
    eyes = opening(96)
    eyes[:, 0] *= 1 - 0.8 * swell(96, 40, 43, 48)
    assert found(eyes) == ()


def test_double_blink_is_two() -> None:
    """Two blinks with a third of a second between them are two, in order."""
    eyes = opening(96, 0.8 * swell(96, 30, 32, 37), 0.8 * swell(96, 45, 47, 52))
    assert [blink.apex for blink in found(eyes)] == pytest.approx([32, 47], abs=1)


def test_bouncing_lids_are_one() -> None:
    """Lids that open by a third and close again have blinked once."""
    eyes = opening(
        96, 0.85 * swell(96, 40, 43, 47), 0.85 * swell(96, 43, 47, 51), 0.6 * swell(96, 41, 45, 50)
    )
    (blink,) = found(eyes)
    assert blink.span.start <= 42
    assert blink.span.end >= 49


@pytest.mark.parametrize("shut", [20, 36])
def test_shut_eyes_are_no_blink(shut: int) -> None:
    """Eyes that stay shut for 0.8 s or 1.5 s rest; they do not blink."""
    held = np.interp(np.arange(120), [39, 42, 42 + shut, 45 + shut], [0, 0.8, 0.8, 0])
    assert found(opening(120, held)) == ()


def test_squint_is_no_blink() -> None:
    """Eyes that narrow slowly by a third over two seconds do not blink."""
    assert found(opening(144, 0.33 * swell(144, 40, 64, 90))) == ()


def test_open_eyes_do_not_blink() -> None:
    """Eyes that stay open, however noisy, and no eyes at all do not blink."""
    assert found(opening(240, seed=3)) == ()
    assert found(np.zeros((0, 2))) == ()


def test_closure_is_nought_when_open_and_one_when_shut() -> None:
    """Closure is 0 for the usual opening, 1 for shut lids, and below 0 for wide eyes."""
    shut = np.zeros(96)
    shut[40:43] = 1.0
    shut[60:63] = -0.4
    closed = closure(opening(96, seed=2)[:, :] * (1 - shut)[:, None], 24.0)
    assert np.abs(closed[:38]).max() < 0.06
    assert closed[41] == pytest.approx(1.0, abs=0.01)
    assert closed[61] == pytest.approx(-0.4, abs=0.06)
