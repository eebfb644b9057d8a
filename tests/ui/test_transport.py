"""The clock: it stays in the takes, and shows what it says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.ui.takes import ReviewState, transport
from tests.ui.shown import TWO, states

elapsed = st.fractions(0, 30, max_denominator=1000)


@given(states(), st.fractions(-500, 500, max_denominator=1000))
def test_seeking_stays_within_the_takes(state: ReviewState, at: Fraction) -> None:
    """Wherever one seeks to, some shown take has begun and the last is not over."""
    moved = transport.seek(state, at)
    begin, end = moved.reach
    assert begin <= moved.at < end


@given(states(), elapsed, st.sampled_from([-8, -2, -1, 1, 4]), st.booleans())
def test_playing_stays_within_the_takes(
    state: ReviewState,
    time: Fraction,
    shuttle: int,
    loop: bool,  # noqa: FBT001 - drawn
) -> None:
    """However long it plays, forward or backward, each take shows a picture that it has."""
    played = transport.advance(replace(state, shuttle=shuttle, loop=loop), time)
    begin, end = played.reach
    assert begin <= played.at < end
    for place in played.shown:
        take = played.takes[place]
        assert take.frame_at(played.at) in take.times.frames


@given(states(), elapsed)
def test_a_loop_never_leaves_its_marks(state: ReviewState, time: Fraction) -> None:
    """Between in and out it plays on and on."""
    begin, end = state.reach
    third = (end - begin) / 3
    looping = replace(
        state, mark_in=begin + third, mark_out=begin + 2 * third, loop=True, shuttle=1
    )
    played = transport.advance(replace(looping, at=begin + third), time)
    assert begin + third <= played.at < begin + 2 * third
    assert played.shuttle == 1


@given(states())
def test_a_step_on_and_back_is_none(state: ReviewState) -> None:
    """Within the active take, stepping forward and back shows the same picture."""
    at_picture = transport.seek(state, state.takes[state.active].common(
        state.takes[state.active].frame_at(state.at)))  # fmt: skip
    take = at_picture.take
    assert take is not None
    frame = take.frame_at(at_picture.at)
    on = transport.step(at_picture, 1)
    if frame < take.times.last:
        assert take.frame_at(on.at) == frame + 1
        assert take.frame_at(transport.step(on, -1).at) == frame


def test_a_step_shows_the_next_picture_of_the_active_take() -> None:
    """At 25 frames a second a step is 1/25 s, though the other take has 24."""
    assert transport.step(replace(TWO, active=1), 1).at == Fraction(1, 25)
    assert transport.step(replace(TWO, active=0), 3).at == Fraction(3, 24)


def test_playing_ends_on_the_last_picture() -> None:
    """It stands still there, and plays from the beginning when asked again."""
    ended = transport.advance(replace(TWO, shuttle=1), Fraction(100))
    assert (ended.at, ended.shuttle) == (Fraction(199, 25), 0)
    assert transport.toggle(ended).at == 0


@pytest.mark.parametrize(
    ("presses", "shuttle"), [("L", 1), ("LL", 2), ("LLLLLL", 8), ("J", -1), ("LLJ", -1), ("JJK", 0)]
)
def test_j_k_l_shuttle(presses: str, shuttle: int) -> None:
    """Each press of the same direction doubles the speed, the other one turns it around."""
    state = TWO
    for each in presses:
        direction = {"J": -1, "L": 1}.get(each)
        state = transport.shuttle(state, direction) if direction else transport.stop(state)
    assert state.shuttle == shuttle


def test_slow_motion_is_a_sixth() -> None:
    """Six seconds of the wall are one of the takes."""
    slow = replace(transport.slow_motion(TWO), shuttle=1)
    assert transport.advance(slow, Fraction(6)).at == 1
    assert transport.slow_motion(slow).pace == 1


def test_paces_end_at_both_ends() -> None:
    """There is nothing slower than 1/6, and nothing faster than normal but J and L."""
    slowest = TWO
    for _ in range(5):
        slowest = transport.change_pace(slowest, -1)
    assert slowest.pace == Fraction(1, 6)
    assert transport.change_pace(TWO, 1).pace == 1


def test_marks_hold_whole_pictures() -> None:
    """In is where its picture begins, out where its picture ends."""
    marked = transport.mark_in(transport.seek(TWO, Fraction(1)))
    marked = transport.mark_out(transport.seek(marked, Fraction(2)))
    assert (marked.mark_in, marked.mark_out) == (1, Fraction(49, 24))
    cleared = transport.clear_marks(marked)
    assert (cleared.mark_in, cleared.mark_out, cleared.loop) == (None, None, False)


def test_an_out_before_the_in_takes_the_in_away() -> None:
    """Marks are never the wrong way round."""
    marked = transport.mark_in(transport.seek(TWO, Fraction(3)))
    assert transport.mark_out(transport.seek(marked, Fraction(1))).mark_in is None
