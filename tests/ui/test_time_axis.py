"""The part of the clock that the curves show."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.ui.takes import decisions, moment_list, time_axis, transport
from takewise.ui.takes.curves import TRACKS, CurveName
from takewise.ui.takes.state import Choice, ReviewState
from tests.ui.shown import MOMENTS, shown

STATE = ReviewState(takes=(shown("a.mov"),))
times = st.fractions(-20, 20, max_denominator=48)


def test_everything_is_shown_at_first() -> None:
    """From the beginning of the first take to the end of the last."""
    assert time_axis.window(STATE) == STATE.reach


@given(begin=times, end=times)
def test_what_is_shown_stays_within_the_takes(begin: Fraction, end: Fraction) -> None:
    """Whatever is asked for, at least a quarter of a second, and nothing beyond the takes."""
    low, high = time_axis.window(time_axis.show_window(STATE, begin, end))
    assert STATE.reach[0] <= low < high <= STATE.reach[1]
    assert high - low >= time_axis.CLOSEST


@given(factor=st.fractions(Fraction(1, 9), Fraction(9, 10), max_denominator=90), at=times)
def test_zooming_keeps_the_time_under_the_mouse(factor: Fraction, at: Fraction) -> None:
    """It has the same place before and after, unless there is nothing left to zoom."""
    begin, end = time_axis.window(STATE)
    at = min(max(at, begin), end)
    now = time_axis.window(time_axis.zoom(STATE, factor, at))
    if now[1] - now[0] > time_axis.CLOSEST:
        assert (at - now[0]) / (now[1] - now[0]) == (at - begin) / (end - begin)


def test_out_undoes_in() -> None:
    """Zoomed in and out as often, everything is shown again."""
    state = STATE
    for _ in range(3):
        state = time_axis.zoom_in(state)
    assert state.zoom is not None
    for _ in range(3):
        state = time_axis.zoom_out(state)
    assert state.zoom is None


def test_the_playhead_stays_in_sight() -> None:
    """While it plays, when it is put somewhere, and frame by frame."""
    near = time_axis.show_window(STATE, Fraction(0), Fraction(1))
    for state in (
        transport.seek(near, Fraction(3)),
        transport.advance(replace(near, shuttle=1), Fraction(3, 2)),
        transport.last(near),
    ):
        begin, end = time_axis.window(state)
        assert begin <= state.at <= end
        assert end - begin == 1


def test_a_chosen_moment_is_shown_whole() -> None:
    """Also one that is longer than what is shown."""
    near = time_axis.show_window(STATE, Fraction(0), Fraction(1, 4))
    for row in moment_list.rows_of(STATE.takes, STATE.shown, Choice()):
        state = moment_list.select(near, row)
        begin, end = time_axis.window(state)
        take, span = STATE.takes[0], row.moment.span
        assert begin <= take.common(span.start)
        assert take.common(span.end - 1) + 1 / take.times.rate <= end


def test_what_is_shown_of_other_takes_is_forgotten() -> None:
    """A part of the clock in which no shown take plays is not kept."""
    assert time_axis.window(replace(STATE, zoom=(Fraction(900), Fraction(901)))) == STATE.reach


def test_one_curve_always_stays() -> None:
    """The others come and go in the order of the list."""
    one = replace(STATE, tracks=(CurveName.BROWS,))
    assert time_axis.toggle_track(one, CurveName.BROWS).tracks == (CurveName.BROWS,)
    two = time_axis.toggle_track(one, CurveName.MOVEMENT)
    assert two.tracks == (CurveName.MOVEMENT, CurveName.BROWS)


def test_the_sets_of_curves_come_round() -> None:
    """The last of them is all curves; after it comes the first."""
    state, seen = STATE, []
    for _ in range(6):
        seen.append(state.tracks)
        state = time_axis.next_tracks(state)
    assert tuple(TRACKS) in seen
    assert state.tracks == STATE.tracks


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_corrected_span_can_be_undone(by_hand: bool) -> None:  # noqa: FBT001
    """Of a moment that was found, and of a marker; what was found is kept."""
    state = decisions.add_marker(STATE).state if by_hand else STATE
    id_ = state.selected[1] if state.selected else MOMENTS[0].id
    before = state.takes[0].decisions
    span = replace(MOMENTS[0].span, start=2, end=9)
    done = decisions.correct_span(state, 0, id_, span).state
    rows = {row.moment.id: row.moment for row in moment_list.rows_of(done.takes, (0,), Choice())}
    assert rows[id_].span == span
    assert rows[id_].apex in span
    assert decisions.undo(done).state.takes[0].decisions == before
