"""The list of all takes: a state without a window."""

from __future__ import annotations

from dataclasses import replace

import pytest

from takewise.model.decisions import Decisions, Verdict
from takewise.ui.takes import arranging, take_bin
from takewise.ui.takes.state import BinChoice, BinOrder, BinPart, ReviewState
from takewise.ui.takes.take_bin import TakeStage, entries, natural
from tests.ui.shown import shown

NAMES = ("take 10.mov", "take 2.mov", "slate 7A.mov", "take 1.mov", "wild.mov")
CIRCLED = Decisions(verdict=Verdict.CIRCLED)
STARRED = Decisions(stars=4, note="her best, warm")
STATE = ReviewState(
    takes=tuple(
        replace(shown(name), decisions=said)
        for name, said in zip(
            NAMES, (STARRED, Decisions(), CIRCLED, Decisions(), Decisions()), strict=True
        )
    )
)


def _names(state: ReviewState) -> list[str]:
    return [entry.take.name for entry in entries(state)]


def test_names_sort_as_people_count() -> None:
    """Take 2 comes before take 10."""
    named = replace(STATE, bin=BinChoice(order=BinOrder.NAME))
    assert _names(named) == ["slate 7A.mov", "take 1.mov", "take 2.mov", "take 10.mov", "wild.mov"]
    assert natural("a2b10") < natural("a2b11") < natural("a10")


def test_circled_takes_come_first_by_rating() -> None:
    """Then those with the most stars, then the others as opened."""
    rated = replace(STATE, bin=BinChoice(order=BinOrder.RATING))
    assert _names(rated)[:3] == ["slate 7A.mov", "take 10.mov", "take 2.mov"]


def test_takes_without_a_score_come_last() -> None:
    """A take that is not analysed yet is not worse than one that scored low: it is unknown."""
    waiting = replace(STATE.takes[0], analysis=None)
    state = replace(STATE, takes=(waiting, *STATE.takes[1:]), bin=BinChoice(order=BinOrder.SCORE))
    assert _names(state)[-1] == NAMES[0]
    assert entries(state)[-1].stage is TakeStage.WAITING
    assert entries(state)[-1].score is None


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (BinPart.ALL, set(NAMES)),
        (BinPart.CIRCLED, {"slate 7A.mov"}),
        (BinPart.RATED, {"slate 7A.mov", "take 10.mov"}),
        (BinPart.OPEN, {"take 2.mov", "take 1.mov", "wild.mov"}),
    ],
)
def test_parts_of_the_takes(part: BinPart, expected: set[str]) -> None:
    """By what humans said of them."""
    assert set(_names(replace(STATE, bin=BinChoice(part=part)))) == expected


def test_a_search_looks_at_names_and_notes() -> None:
    """All words must be there, large or small."""
    assert _names(take_bin.search_bin(STATE, "TAKE 1")) == ["take 10.mov", "take 1.mov"]
    assert _names(take_bin.search_bin(STATE, "warm")) == ["take 10.mov"]
    assert _names(take_bin.search_bin(STATE, "cold")) == []


def test_any_four_takes_can_stand_side_by_side() -> None:
    """In the order in which they were chosen; a fifth is refused in words."""
    state = take_bin.show_alone(STATE, 4)
    assert (state.shown, state.active) == ((4,), 4)
    for place in (0, 2, 1):
        state = take_bin.toggle_shown(state, place)
    assert (state.shown, state.active) == ((4, 0, 2, 1), 1)
    full = take_bin.toggle_shown(state, 3)
    assert full.shown == state.shown
    assert "at most 4" in full.message
    assert take_bin.toggle_shown(state, 1).shown == (4, 0, 2)


def test_the_last_take_stays() -> None:
    """A window without a take would show nothing."""
    state = take_bin.show_alone(STATE, 4)
    assert take_bin.toggle_shown(state, 4) == state


def test_going_on_leaves_what_was_chosen() -> None:
    """The next take is shown with its page; so is the next page."""
    state = take_bin.show_alone(STATE, 1)
    onward = arranging.next_take(state, 1)
    assert (onward.active, onward.shown) == (2, (0, 1, 2, 3))
    assert arranging.turn_page(state, 1).shown == (4,)


def test_the_clearest_moment_stands_for_a_take() -> None:
    """And the middle of one that has none."""
    (first, *_) = entries(STATE)
    assert first.take.analysis is not None
    clearest = max(first.take.analysis.moments, key=lambda each: each.strength * each.confidence)
    assert first.frame == clearest.apex
    bare = replace(first, take=replace(first.take, analysis=None))
    assert bare.frame == first.take.times.last // 2
