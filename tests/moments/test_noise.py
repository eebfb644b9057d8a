"""What a signal's noise is, and what it is not taken from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.model import FloatArray
from takewise.moments.noise import FASTER, most, noise_at, restlessness

N, RATE = 600, 25.0
CALM = np.zeros(N)
NEVER = np.zeros(N, dtype=bool)
LARGE = 200.0
BOUND = most(CALM, LARGE)


def restless(deviation: float | FloatArray) -> FloatArray:
    """Return a signal that trembles."""
    return np.random.default_rng(4).normal(0.0, 1.0, N) * deviation


@given(deviation=st.floats(0.001, 0.1))
def test_noise_is_a_standard_deviation(deviation: float) -> None:
    """Whatever its size, noise is told to a seventh; a running median takes a little of it."""
    assert restlessness(restless(deviation), RATE) == pytest.approx(deviation, rel=0.15, abs=3e-4)


def test_a_movement_is_no_noise() -> None:
    """A second of movement, fifty times the noise, is hardly seen in twenty-four of rest."""
    signal = restless(0.002)
    signal[300:325] += 0.1 * np.hanning(25)
    assert restlessness(signal, RATE) == pytest.approx(0.002, rel=0.2, abs=2e-4)


def test_what_is_not_seen_is_not_quiet() -> None:
    """A signal that is bridged for most of a take keeps the noise of what was seen of it."""
    signal, seen = restless(0.002), np.arange(N) < 150
    signal[~seen] = 0.0
    told = noise_at(signal, RATE, seen=seen, talking=NEVER, turning=CALM, bound=BOUND)
    assert told == pytest.approx(np.full(N, 0.002), rel=0.2, abs=2e-4)
    assert restlessness(signal, RATE) < 0.001


@pytest.mark.parametrize("speed", FASTER)
def test_a_turning_head_has_noise_of_its_own(speed: float) -> None:
    """Frames in which the head turns are three times as restless, and told so; others are not."""
    turning = np.where(np.arange(N) >= 450, speed, 0.0)
    signal = restless(np.where(turning > 0, 0.0045, 0.0015))
    told = noise_at(
        signal, RATE, seen=~NEVER, talking=NEVER, turning=turning, bound=most(turning, LARGE)
    )
    assert told[500] == pytest.approx(0.0045, rel=0.25)
    assert told[100] < 0.0025


def test_a_glance_round_is_too_short_to_tell() -> None:
    """Half a second of a turning head has the noise of the rest of the take."""
    turning = np.where((np.arange(N) >= 300) & (np.arange(N) < 312), 50.0, 0.0)
    signal = restless(np.where(turning > 0, 0.02, 0.003))
    told = noise_at(
        signal, RATE, seen=~NEVER, talking=NEVER, turning=turning, bound=most(turning, LARGE)
    )
    assert told.max() < 0.005


def test_speech_has_noise_of_its_own() -> None:
    """A mouth that talks is restless where it talks, and nowhere else."""
    talking = (np.arange(N) >= 200) & (np.arange(N) < 400)
    signal = restless(np.where(talking, 0.003, 0.001))
    told = noise_at(signal, RATE, seen=~NEVER, talking=talking, turning=CALM, bound=BOUND)
    assert told[300] == pytest.approx(0.003, rel=0.2)
    assert told[100] == pytest.approx(0.001, rel=0.25, abs=2e-4)


@pytest.mark.parametrize("turning", [0.0, 25.0])
def test_a_habit_is_no_noise(turning: float) -> None:
    """A face that never rests is not taken for a measurement that trembles by millimetres."""
    bound = most(np.full(N, turning), LARGE)
    told = noise_at(
        restless(0.05), RATE, seen=~NEVER, talking=NEVER, turning=np.full(N, turning), bound=bound
    )
    assert told == pytest.approx(np.full(N, most(turning, LARGE)))
    assert most(25.0, LARGE) == 2 * most(0.0, LARGE)


def test_a_small_face_trembles_more() -> None:
    """Pixels are what a measurement trembles by: half the size, twice the eye-widths."""
    assert most(0.0, 20.0) == 2 * most(0.0, 40.0)
    assert most(0.0, LARGE) == most(0.0, 2 * LARGE)
