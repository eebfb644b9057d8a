"""The list of moments: what it keeps, its order, and going through it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from takewise.model import Kind
from takewise.model.decisions import Decisions
from takewise.ui.takes import Order, ReviewState, moment_list, rows_of, transport
from takewise.ui.takes.commands import chosen_row
from takewise.ui.takes.moment_list import listed, neighbour, select
from tests.ui.shown import MOMENTS, TWO, moment, shown

ONE = ReviewState(takes=(shown("one"),))


def titles(state: ReviewState) -> list[str]:
    """Return the titles that the list shows."""
    rows = rows_of(state.takes, state.shown, state.choice)
    return [row.moment.title for row in listed(rows)]


def test_blinks_are_left_out_until_asked_for() -> None:
    """As in marker lists."""
    assert titles(ONE) == ["brows lift", "lip corners rise", "brows lower"]
    assert "blink" in titles(moment_list.toggle_kind(ONE, Kind.BLINK))


@pytest.mark.parametrize(
    ("threshold", "left"), [(0.0, 3), (5.0, 3), (5.1, 2), (12.5, 1), (41.0, 0)]
)
def test_the_threshold_keeps_what_is_as_strong(threshold: float, left: int) -> None:
    """A moment of exactly that strength is kept."""
    assert len(titles(moment_list.set_threshold(ONE, threshold))) == left


def test_a_marker_set_by_hand_passes_every_threshold() -> None:
    """It has no strength, and was meant."""
    by_hand = moment(10, 10, 11, kind=Kind.MARKER, strength=0.0, title="mine")
    state = ReviewState(takes=(shown("one", moments=(by_hand,)),))
    assert titles(moment_list.set_threshold(state, 99.0)) == ["mine"]


def test_one_person_alone() -> None:
    """And everyone again."""
    of_b = moment_list.choose_person(ONE, "B")
    assert titles(of_b) == ["brows lower"]
    assert len(titles(moment_list.choose_person(of_b, None))) == 3


def test_the_orders() -> None:
    """By time they come as they play, by strength the clearest first, by kind in its order."""
    state = moment_list.next_order(ONE)
    assert state.choice.order is Order.STRENGTH
    assert titles(state) == ["brows lift", "lip corners rise", "brows lower"]
    state = moment_list.next_order(moment_list.next_order(state))
    assert state.choice.order is Order.KIND
    assert titles(state)[0] == "brows lower"
    assert moment_list.next_order(state).choice.order is Order.TIME


def test_moments_of_both_takes_lie_on_one_clock() -> None:
    """At 25 frames a second a moment comes a little sooner than at 24."""
    rows = rows_of(TWO.takes, TWO.shown, TWO.choice)
    assert [row.take for row in listed(rows)] == [1, 0, 1, 0, 1, 0]


def test_going_through_the_moments() -> None:
    """Next visits each once, its apex on the screen; previous goes the same way back."""
    state = TWO
    visited = []
    rows = listed(rows_of(state.takes, state.shown, state.choice))
    for _ in rows:
        state = neighbour(state, rows, 1)
        row = chosen_row(state, rows)
        assert row is not None
        assert state.takes[row.take].frame_at(state.at) == row.moment.apex
        assert state.active == row.take
        visited.append(row)
    assert visited == list(rows)
    assert neighbour(state, rows, 1).message == "no later moment"
    for row in reversed(visited[:-1]):
        state = neighbour(state, rows, -1)
        assert chosen_row(state, rows) == row


def test_a_rejected_moment_is_passed_over() -> None:
    """It stays in the list, to be restored."""
    take = shown("one", decisions=Decisions(rejected=frozenset({MOMENTS[0].id})))
    state = ReviewState(takes=(take,))
    rows = listed(rows_of(state.takes, state.shown, state.choice))
    assert rows[0].rejected
    assert neighbour(state, rows, 1).selected == (0, MOMENTS[2].id)


def test_through_one_moment() -> None:
    """Onset, apex, last frame, and the onset again."""
    rows = rows_of(ONE.takes, ONE.shown, ONE.choice)
    state = select(ONE, rows[0])
    seen = []
    for _ in range(3):
        state = moment_list.through_the_moment(state, rows[0])
        seen.append(state.takes[0].frame_at(state.at))
    assert seen == [29, 20, 25]


def test_a_moment_is_looped_with_handles() -> None:
    """Half a second before its onset to half a second after it is over; again stops it."""
    rows = rows_of(ONE.takes, ONE.shown, ONE.choice)
    state = moment_list.loop_moment(select(ONE, rows[0]), rows[0], Fraction(1, 2))
    assert (state.mark_in, state.mark_out) == (Fraction(8, 24), Fraction(42, 24))
    assert (state.loop, state.shuttle, state.at) == (True, 1, Fraction(8, 24))
    stopped = moment_list.loop_moment(state, rows[0], Fraction(1, 2))
    assert (stopped.loop, stopped.shuttle, stopped.at) == (False, 0, rows[0].at)


def test_handles_end_where_the_takes_end() -> None:
    """A moment at the very beginning has no handle before it."""
    early = ReviewState(takes=(shown("one", moments=(moment(0, 2, 6),)),))
    rows = rows_of(early.takes, early.shown, early.choice)
    assert moment_list.loop_moment(early, rows[0], Fraction(2)).mark_in == 0


def test_the_keys_move_the_threshold_in_steps() -> None:
    """Up and down again, from between two steps as well, and never below nothing."""
    state = moment_list.move_threshold(ONE, 1)
    assert state.choice.threshold == 3.0
    between = moment_list.set_threshold(ONE, 7.3)
    assert moment_list.move_threshold(between, 1).choice.threshold == 8.0
    assert moment_list.move_threshold(between, -1).choice.threshold == 6.0
    assert moment_list.move_threshold(ONE, -1).choice.threshold == 0.0
    assert moment_list.set_threshold(ONE, -4.0).choice.threshold == 0.0


def test_a_take_that_is_not_analysed_has_no_rows() -> None:
    """It does not hinder the others."""
    waiting = replace(shown("later"), analysis=None)
    state = ReviewState(takes=(waiting, shown("one")))
    rows = rows_of(state.takes, state.shown, state.choice)
    assert {row.take for row in rows} == {1}


def test_seeking_elsewhere_goes_on_from_there() -> None:
    """The next moment is the next after the clock, not after the one chosen last."""
    rows = listed(rows_of(ONE.takes, ONE.shown, ONE.choice))
    state = transport.seek(select(ONE, rows[0]), Fraction(100, 24))
    assert neighbour(state, rows, 1).selected == (0, MOMENTS[3].id)
