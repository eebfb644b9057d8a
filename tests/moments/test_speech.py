"""What is speech, and what only looks like it."""

from __future__ import annotations

import numpy as np
import pytest

from takewise.model import BoolArray, FloatArray
from takewise.moments.speech import speech
from tests.performer.script import swell

N, RATE = 500, 25.0
SHUT = np.tile([0.005, 0.2, 0.8], (N, 1))
TREMBLE = 0.02 * np.sin(2 * np.pi * 4.0 * np.arange(N) / RATE)


def held(peak: float, start: int) -> FloatArray:
    """Return a jaw that drops, stays for a second, and comes back, (n,)."""
    down = np.maximum.accumulate(swell(N, start, start + 6, start + 12))
    return peak * np.minimum(down, 1 - np.maximum.accumulate(swell(N, start + 30, start + 36, N)))


def told(jaw: FloatArray) -> BoolArray:
    """Tell the frames in which a jaw talks behind lips that stay shut."""
    return speech(SHUT, jaw[:, None], RATE)


def test_syllables_are_speech() -> None:
    """A jaw that goes up and down four times a second talks, from the first to the last."""
    talking = told(np.where((np.arange(N) >= 200) & (np.arange(N) < 300), TREMBLE, 0.0))
    assert talking[205:295].all()
    assert not talking[:185].any()
    assert not talking[315:].any()


@pytest.mark.parametrize("peak", [0.25, 0.5])
def test_a_jaw_that_stays_open_does_not_talk(peak: float) -> None:
    """Wide open for a second, a jaw trembles, but says nothing."""
    jaw = held(peak, 200) + TREMBLE * (held(1.0, 200) > 0.5)
    assert not told(jaw)[206:230].any()


def test_speech_with_the_mouth_half_open_is_speech() -> None:
    """The same tremble at a third of that height is told as speech."""
    jaw = held(0.08, 200) + TREMBLE * (held(1.0, 200) > 0.5)
    assert told(jaw)[206:230].all()


PACE = 4.5 + 1.5 * np.sin(2 * np.pi * 0.7 * np.arange(N) / RATE)
WAVE = np.sin(2 * np.pi * np.cumsum(PACE) / RATE) * (np.arange(N) > 200) * (np.arange(N) < 320)
# Three to six syllables a second for five seconds, not as evenly as one chews.


@pytest.mark.parametrize(("gap", "talks"), [(0.0, 0), (0.1, 1), (0.6, 0)])
def test_lips_that_stay_closed_or_part_as_far_as_they_go_do_not_talk(
    gap: float, talks: int
) -> None:
    """A jaw that beats like speech behind closed lips, or pulls faces, is no speech by itself."""
    mouth = SHUT + np.column_stack([gap * np.maximum(WAVE, 0), np.zeros(N), np.zeros(N)])
    found = speech(mouth, 0.05 * WAVE[:, None], RATE)
    assert bool(found[230:290].all()) == bool(found.any()) == bool(talks)


def test_a_jaw_that_hardly_moves_may_talk_behind_closed_lips() -> None:
    """A millimetre of rhythm is talk, whatever the lips do."""
    assert speech(SHUT, 0.015 * WAVE[:, None], RATE)[230:290].all()


def test_a_voice_settles_it() -> None:
    """Where there is sound, a mouth that moves with a voice talks, and without one does not."""
    mouth = SHUT + np.column_stack([0.1 * np.maximum(WAVE, 0), np.zeros(N), np.zeros(N)])
    voice = np.arange(N) < 260
    found = speech(mouth, 0.05 * WAVE[:, None], RATE, voice)
    assert found[220:260].all()
    assert not found[260:].any()
    assert not speech(mouth, 0.05 * WAVE[:, None], RATE, np.zeros(N, dtype=bool)).any()
