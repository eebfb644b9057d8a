"""The person's own neutral: what comes back to it is no movement."""

from __future__ import annotations

import numpy as np
import pytest

from takewise.moments import MomentSettings, find_moments
from takewise.moments.rest import resting_level
from tests.moments.made import move, sides
from tests.performer.script import swell
from tests.played import Signals, at_rest

RATE = 24.0


def units(signals: Signals) -> list[str]:
    """Return the leading units of what is found."""
    found = find_moments(signals.motion(), RATE, MomentSettings(), take="x")
    return [moment.movements[0].unit for moment in found if moment.movements]


def test_brows_between_two_raises_do_not_frown() -> None:
    """Brows that go up four times with pauses of half a second have four moments, all upward."""
    signals = at_rest(480)
    for onset in (150, 186, 222, 258):
        move(signals, "AU1", "both", (onset, onset + 12, onset + 26), 0.06)
    assert units(signals) == ["AU1"] * 4


def test_a_take_that_begins_with_brows_in_the_air() -> None:
    """Brows that come down in the first second and a half are no frown that passes."""
    signals = at_rest(240)
    course = 0.06 * (1 - np.clip(np.arange(240) / 36.0, 0, 1))
    course += 0.06 * swell(240, 60, 72, 90)
    pattern = sum(each.pattern for each in sides("AU1", "both"))
    signals.shift[:] += course[:, None, None] * pattern
    assert "AU4" not in units(signals)
    assert "AU1" in units(signals)


def test_a_still_face_before_a_smile_shows_nothing() -> None:
    """A face that rests for a second and then smiles for two does not drop its corners before."""
    signals = move(at_rest(96), "AU12", "both", (30, 40, 90), 0.12)
    assert units(signals) == ["AU12"]


def test_a_smile_to_the_end_rises_from_closed_lips() -> None:
    """Three quarters of a take smile with open lips: the rest is the quarter with closed ones."""
    signals = at_rest(96)
    smile = np.clip((np.arange(96) - 24) / 10.0, 0, 1)
    for each in sides("AU12", "both"):
        signals.shift[:] += 0.12 * smile[:, None, None] * each.pattern
    signals.mouth[:, 0] += 0.15 * smile
    found = find_moments(signals.motion(), RATE, MomentSettings(), take="x")
    assert [{each.unit for each in moment.movements} >= {"AU12", "AU25"} for moment in found] == [
        True
    ]
    assert found[0].span.start == pytest.approx(24, abs=1)


def test_the_rest_is_not_drawn_along() -> None:
    """A movement of four seconds in ten leaves the resting level where it was."""
    signal = 0.1 * swell(480, 200, 240, 300)
    assert resting_level(signal, RATE, window=10.0) == pytest.approx(np.zeros(480), abs=1e-6)


def test_the_rest_follows_a_drift() -> None:
    """What moves by a tenth of its noise a second is followed."""
    signal = np.linspace(0.0, 0.02, 960)
    assert resting_level(signal, RATE, window=10.0)[240:720] == pytest.approx(
        signal[240:720], abs=0.004
    )
