"""The person's own neutral: what comes back to it is no movement."""

from __future__ import annotations

import numpy as np

from takewise.moments import MomentSettings, find_moments
from takewise.moments.excursions import Excursion
from takewise.moments.returns import is_return
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


def test_no_neutral_no_return() -> None:
    """Where a face never rests, or hardly a frame is left beside the movement, none is told."""
    course = Excursion(onset=10, apex=30, offset=50, height=1.0)
    restless = np.random.default_rng(1).uniform(-4, 4, 200)
    assert not is_return(restless, course, RATE)
    assert not is_return(np.zeros(52), course, RATE)
    assert is_return(np.zeros(200), course, RATE)
