"""Takes aligned by their sound."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from takewise.model.alignment import Alignment, offset
from takewise.model.decisions import Decisions
from takewise.ui.takes import ReviewState
from takewise.ui.takes.alignment import align_takes, lift
from takewise.ui.takes.arranging import put_take
from takewise.ui.takes.decisions import nudge, sync_here
from tests.ui.shown import shown

TWO = ReviewState(takes=(shown("one"), shown("two")))

LATER = offset("sound", -1.0, sureness=0.92, because="the same sound")
"""Of a take in which everything happens a second later than on the clock."""


def test_a_take_is_aligned_with_the_other() -> None:
    """Both show the same instant from then on, and the window says how sure that is."""
    aligned = align_takes(TWO, 0, {1: LATER})
    assert [take.frame_at(Fraction(1)) for take in aligned.takes] == [24, 48]
    assert aligned.message == "take 2: by sound 92 % sure"
    assert aligned.takes[1].aligned is not None
    assert aligned.takes[1].aligned.words == "by sound 92 %"


def test_a_sync_point_that_was_set_stays_above_it() -> None:
    """Set before or after: the hand is right."""
    by_hand = replace(TWO, takes=(TWO.takes[0], shown("two", decisions=Decisions(sync=10))))
    assert align_takes(by_hand, 0, {1: LATER}).takes == by_hand.takes
    aligned = replace(align_takes(TWO, 0, {1: LATER}), active=1, at=Fraction(2))
    synced = sync_here(aligned).state
    assert synced.takes[1].frame_at(Fraction(0)) == 72


def test_what_cannot_be_told_moves_nothing() -> None:
    """And the reason is given instead."""
    unsure = offset("start", -1.0, sureness=0.0, because="both are silent")
    state = align_takes(TWO, 0, {1: unsure})
    assert state.takes == TWO.takes
    assert state.message == "take 2: cannot be aligned (both are silent)"


def test_at_another_pace_takes_lie_together_where_the_clock_stands() -> None:
    """And nowhere else, until it is asked for there."""
    slower = Alignment(
        method="speech", times=np.array([0.0, 4.0]), clock=np.array([0.0, 2.0]),
        sureness=0.8, because="the same words",
    )  # fmt: skip
    state = align_takes(replace(TWO, at=Fraction(1)), 0, {1: slower})
    assert [take.frame_at(state.at) for take in state.takes] == [24, 48]
    state = align_takes(replace(state, at=Fraction(2)), 0, {1: slower})
    assert [take.frame_at(state.at) for take in state.takes] == [48, 96]


def test_it_can_be_taken_back_nudged_and_outlives_the_analysis() -> None:
    """Lifting it is as before; nudging goes on from it; a better known take keeps it."""
    aligned = align_takes(TWO, 0, {1: LATER})
    assert lift(aligned).takes == TWO.takes
    nudged = nudge(replace(aligned, active=1), 1).state
    assert nudged.takes[1].frame_at(Fraction(1)) == 47
    assert put_take(aligned, 1, shown("two")).takes[1].aligned == aligned.takes[1].aligned
