"""A face that never rests, and thresholds that only add."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takewise.model import Kind, Moment
from takewise.moments import MomentSettings, find_moments
from tests.moments.made import move
from tests.played import Signals, at_rest

RATE = 24.0
_OF_THE_EYES = frozenset({Kind.BLINK, Kind.GAZE, Kind.HOLD})


def moments(signals: Signals, wanted: MomentSettings | None = None) -> tuple[Moment, ...]:
    """Return the movements of signals."""
    found = find_moments(signals.motion(), RATE, wanted or MomentSettings(), take="x")
    return tuple(each for each in found if each.kind not in _OF_THE_EYES)


@pytest.mark.parametrize("every", [16, 20, 40])
def test_brows_that_rise_all_the_time_are_found_each_time(every: int) -> None:
    """Raises of 3 mm are found whatever the habit: one in two seconds, or three in two."""
    signals = at_rest(480)
    raises = [(onset, onset + 5, onset + 11) for onset in range(20, 440, every)]
    for each in raises:
        move(signals, "AU1", "both", each, 0.05)
    found = moments(signals)
    assert len(found) == len(raises)
    assert [moment.apex for moment in found] == pytest.approx(
        [apex for _, apex, _ in raises], abs=2
    )


def test_faces_follow_each_other_without_a_rest() -> None:
    """A smile, a drop of the corners, a smile: each begins where the one before it ends."""
    signals = at_rest(240)
    for unit, onset in (("AU12", 60), ("AU15", 84), ("AU12", 108)):
        move(signals, unit, "both", (onset, onset + 8, onset + 24), 0.12)
    found = moments(signals)
    assert [moment.movements[0].unit for moment in found] == ["AU12", "AU15", "AU12"]
    assert [moment.span.start for moment in found] == pytest.approx([60, 84, 108], abs=3)


COURSES = st.lists(
    st.tuples(
        st.sampled_from(["AU1", "AU2", "AU4", "AU12", "AU15", "AU17", "AU20", "AU26"]),
        st.sampled_from(["left", "right", "both"]),
        st.integers(10, 240),
        st.integers(3, 20),
        st.integers(3, 40),
        st.floats(0.004, 0.2),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=40)
@given(courses=COURSES, strength=st.floats(2.0, 7.5), peak=st.floats(0.002, 0.01))
def test_a_lower_threshold_never_loses_what_a_higher_one_found(
    courses: list[tuple[str, str, int, int, int, float]], strength: float, peak: float
) -> None:
    """Every moment of the usual thresholds is one of any lower ones, on the same frames."""
    signals = at_rest(300)
    signals.shift[:] += np.random.default_rng(1).normal(0, 0.0007, signals.shift.shape)
    for unit, side, onset, rise, fall, height in courses:
        move(signals, unit, side, (onset, onset + rise, onset + rise + fall), height)  # type: ignore[arg-type]
    usual = MomentSettings()
    lower = replace(usual, least_strength=strength, least_peak=peak)
    spans = {(moment.span, moment.apex) for moment in moments(signals, lower)}
    assert {(moment.span, moment.apex) for moment in moments(signals)} <= spans
