"""Decisions: each is saved, each can be undone, and sync points line takes up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.model import Kind
from takewise.model.decisions import Decisions, Verdict
from takewise.ui.shell.undo import Save
from takewise.ui.takes import Choice, ReviewState, ReviewStep, arranging, rows_of, transport
from takewise.ui.takes.decisions import (
    add_marker,
    clear_sync,
    cue_here,
    judge,
    nudge,
    rate,
    redo,
    reject,
    rename,
    sync_here,
    undo,
    write_note,
)
from tests.library.values import SPOKEN
from tests.ui.shown import MOMENTS, TWO, states

CHOSEN = replace(TWO, selected=(0, MOMENTS[0].id))

DECISIONS: dict[str, Callable[[ReviewState], ReviewStep]] = {
    "circle": lambda state: judge(state, Verdict.CIRCLED),
    "hold": lambda state: judge(state, Verdict.HOLD),
    "NG": lambda state: judge(state, Verdict.NG),
    "false start": lambda state: judge(state, Verdict.FALSE_START),
    "stars": lambda state: rate(state, 4),
    "note": lambda state: write_note(state, " the look at the door "),
    "sync": sync_here,
    "nudge": lambda state: nudge(state, -1),
    "reject": reject,
    "marker": add_marker,
    "cue": cue_here,
    "rename": lambda state: rename(state, 0, MOMENTS[0].id, "the doubt"),
}
"""Everything that can be decided about the active take of `CHOSEN`, at 3 s."""

each_decision = pytest.mark.parametrize("name", DECISIONS)


def at_three() -> ReviewState:
    """Return two takes at three seconds, a moment of the first chosen."""
    return transport.seek(CHOSEN, Fraction(3))


@each_decision
def test_a_decision_asks_to_be_saved(name: str) -> None:
    """It says what had been decided, what is decided now, and of which take."""
    step = DECISIONS[name](at_three())
    (save,) = step.effects
    assert isinstance(save, Save)
    assert save.change.place == 0
    assert save.change.before == CHOSEN.takes[0].decisions
    assert save.change.after == step.state.takes[0].decisions != save.change.before
    assert step.state.takes[1] is CHOSEN.takes[1]


@each_decision
def test_a_decision_is_undone(name: str) -> None:
    """Undo brings back what had been decided and where the clock stood, and saves that."""
    before = at_three()
    undone = undo(DECISIONS[name](before).state)
    assert undone.state.takes == before.takes
    assert undone.state.at == before.at
    (save,) = undone.effects
    assert isinstance(save, Save)
    assert save.change.after == before.takes[0].decisions


@each_decision
def test_a_decision_is_done_again(name: str) -> None:
    """Redo after undo is as if neither had been."""
    decided = DECISIONS[name](at_three()).state
    assert redo(undo(decided).state).state.takes == decided.takes


def test_everything_is_undone_in_turn() -> None:
    """After so many undos as decisions, the takes are as they were."""
    state = at_three()
    for decide in DECISIONS.values():
        state = decide(state).state
    made = len(state.past)
    assert made == len(DECISIONS)
    for _ in range(made):
        state = undo(state).state
    assert state.takes == TWO.takes
    assert undo(state).state.message == "nothing to undo"


def test_a_new_decision_forgets_what_was_undone() -> None:
    """There is nothing to redo after it."""
    state = undo(judge(TWO, Verdict.NG).state).state
    assert rate(state, 2).state.future == ()
    assert redo(TWO).state.message == "nothing to redo"


def test_a_verdict_said_twice_is_taken_back() -> None:
    """C circles, C again does not."""
    circled = judge(TWO, Verdict.CIRCLED).state
    assert circled.takes[0].decisions.circled
    assert judge(circled, Verdict.CIRCLED).state.takes[0].decisions.verdict is None


def test_one_verdict_takes_the_place_of_another() -> None:
    """A take is circled or no good, never both."""
    state = judge(judge(TWO, Verdict.CIRCLED).state, Verdict.NG).state
    assert state.takes[0].decisions.verdict is Verdict.NG


def test_the_same_again_saves_nothing() -> None:
    """A decision that changes nothing is none, and need not be undone."""
    state = rate(TWO, 3).state
    again = rate(state, 3)
    assert (again.effects, again.state.past) == ((), state.past)


@given(states(), st.data())
def test_sync_points_lie_together(state: ReviewState, data: st.DataObject) -> None:
    """After S in each of the takes, one common time shows the picture chosen in each."""
    wanted = {}
    for place in state.shown:
        take = state.takes[place]
        frame = data.draw(st.integers(take.times.frames.start, take.times.last))
        moved = transport.seek(replace(state, active=place), take.common(frame))
        wanted[place] = moved.takes[place].frame_at(moved.at)
        state = sync_here(moved).state
    assert {place: state.takes[place].frame_at(Fraction(0)) for place in state.shown} == wanted


@given(states())
def test_a_sync_point_is_reversible(state: ReviewState) -> None:
    """S and undo leave every take, and the clock, as they were."""
    step = sync_here(state)
    back = undo(step.state).state if step.effects else state
    assert back.takes == state.takes
    assert back.at == state.at


@given(states())
def test_a_sync_point_keeps_the_picture(state: ReviewState) -> None:
    """Setting or clearing it leaves the active take on the picture that was marked."""
    take = state.take
    assert take is not None
    frame = take.frame_at(state.at)
    for change in (sync_here, clear_sync):
        after = change(state).state.take
        assert after is not None
        assert after.frame_at(change(state).state.at) == frame


@given(states(), st.sampled_from([-1, 1]))
def test_a_nudge_moves_one_take_alone(state: ReviewState, frames: int) -> None:
    """There and back again is nothing; the others stay where they are."""
    nudged = nudge(state, frames)
    if nudged.effects:
        assert nudge(nudged.state, -frames).state.takes[state.active].origin == (
            state.takes[state.active].origin
        )
    for place, take in enumerate(state.takes):
        if place != state.active:
            assert nudged.state.takes[place] is take


def test_a_nudge_comes_later_or_earlier() -> None:
    """Nudged earlier, a take shows at the same time what it showed a frame later."""
    state = nudge(transport.seek(TWO, Fraction(1)), -1).state
    assert state.takes[0].frame_at(Fraction(1)) == 25
    stuck = nudge(TWO, 1)
    assert stuck.effects == ()
    assert "cannot be moved further" in stuck.state.message


def test_rejecting_twice_takes_in_again() -> None:
    """X leaves a found moment out, X again does not."""
    rejected = reject(CHOSEN).state
    assert rejected.takes[0].decisions.rejected == {MOMENTS[0].id}
    assert reject(rejected).state.takes[0].decisions.rejected == frozenset()


def test_a_rejected_marker_is_gone() -> None:
    """What was set by hand has no machine's word behind it: it is removed."""
    marked = add_marker(transport.seek(TWO, Fraction(2))).state
    (marker,) = marked.takes[0].decisions.markers.values()
    assert (marker.span.start, marker.span.end) == (48, 49)
    assert reject(marked).state.takes[0].decisions.markers == {}


def test_nothing_chosen_says_so() -> None:
    """Rejecting needs a moment."""
    assert reject(TWO).effects == ()
    assert "choose a moment first" in reject(TWO).state.message


def test_a_renamed_moment_gets_its_own_title_back() -> None:
    """An empty title is no title."""
    renamed = rename(CHOSEN, 0, MOMENTS[0].id, "the doubt").state
    assert renamed.takes[0].decisions.edits[MOMENTS[0].id].title == "the doubt"
    assert rename(renamed, 0, MOMENTS[0].id, " ").state.takes[0].decisions.edits == {}


def test_no_take_takes_no_decision() -> None:
    """Keys pressed before a take is open do nothing."""
    for decide in DECISIONS.values():
        if decide is not DECISIONS["rename"]:
            assert decide(ReviewState()).effects == ()


STEPS = (
    *(partial(rate, stars=count) for count in range(6)),
    *(partial(judge, verdict=verdict) for verdict in Verdict),
    *(partial(write_note, note=note) for note in ("", "the look", "again")),
    sync_here,
    clear_sync,
    add_marker,
    reject,
    *(partial(nudge, frames=frames) for frames in (-1, 1)),
    *(partial(rename, place=0, moment=MOMENTS[0].id, title=title) for title in ("", "the doubt")),
)
"""Every decision that there is."""


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5), st.booleans()), max_size=25))
def test_undoing_everything_returns_and_redoing_everything_comes_back(
    drawn: list[tuple[Callable[[ReviewState], ReviewStep], int, bool]],
) -> None:
    """Whatever was decided, in whichever order; what the library is told goes along."""
    kept: dict[int, Decisions] = {0: Decisions(), 1: Decisions()}

    def done(step: ReviewStep) -> ReviewState:
        for effect in step.effects:
            if isinstance(effect, Save):
                assert kept[effect.change.place] == effect.change.before
                kept[effect.change.place] = effect.change.after
        return step.state

    state = replace(TWO, selected=(0, MOMENTS[0].id))
    for decide, frames, other in drawn:
        state = transport.step(arranging.next_take(state, 1) if other else state, frames)
        state = done(decide(state)) if state.selected or decide is not reject else state
    end = state
    while state.past:
        state = done(undo(state))
    assert [take.decisions for take in state.takes] == [Decisions(), Decisions()]
    assert kept == {0: Decisions(), 1: Decisions()}
    while state.future:
        state = done(redo(state))
    assert [take.decisions for take in state.takes] == [take.decisions for take in end.takes]
    assert kept == dict(enumerate(take.decisions for take in end.takes))
    assert len(state.past) == len(end.past)


def test_a_cue_is_set_and_removed_by_the_same_key() -> None:
    """Cues rise, whichever is set first; a second press removes the one that is there."""
    state = cue_here(at_three()).state
    state = cue_here(transport.step(state, -4)).state
    assert state.takes[0].decisions.cues == (68, 72)
    state = cue_here(transport.step(state, 4)).state
    assert state.takes[0].decisions.cues == (68,)
    assert state.message == "one: no cue at frame 72"


def test_a_line_answers_a_cue_set_in_the_window() -> None:
    """The reply is listed as a pause from the cue to the line, until it is undone."""
    take = TWO.takes[0]
    analysis = replace(SPOKEN, media=take.info, moments=(), frame_pts=())
    state = replace(TWO, takes=(replace(take, analysis=analysis),))
    state = replace(state, choice=Choice(kinds=frozenset(Kind)))
    cued = cue_here(transport.seek(state, Fraction(5, 2))).state
    rows = rows_of(cued.takes, cued.shown, cued.choice)
    assert [row.moment.title for row in rows] == ["reply after 0.5 s"]
    back = undo(cued).state
    assert rows_of(back.takes, back.shown, back.choice) == ()
