"""A take is closed in the window: it leaves it, and comes back when it is opened again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from takewise.ui.takes import ReviewState, arranging, take_bin
from takewise.ui.takes.marker_export import WindowExport, exported_takes
from takewise.ui.takes.state import MOST_SHOWN
from tests.ui.shown import MOMENTS, shown

SIX = ReviewState(takes=tuple(shown(f"take{n}") for n in range(6)))


def test_a_closed_take_is_neither_listed_nor_shown_nor_exported() -> None:
    """The others keep their places, and the next one is active."""
    state = arranging.close_take(replace(SIX, active=1, selected=(1, MOMENTS[0].id)), 1)
    assert (state.shown, state.active, state.selected) == ((0, 2, 3, 4), 2, None)
    assert [entry.place for entry in take_bin.entries(state)] == [0, 2, 3, 4, 5]
    options = WindowExport(folder=Path())
    assert [each.name for each in exported_takes(state, options)] == [
        "take0", "take2", "take3", "take4", "take5",
    ]  # fmt: skip
    assert state.message == "take1 is closed; open it again to see it"


def test_pages_and_the_next_take_pass_over_closed_ones() -> None:
    """A page has four takes that are open."""
    state = arranging.close_take(SIX, 1)
    second = arranging.turn_page(state, 1)
    assert second.shown == (5,)
    assert arranging.turn_page(second, -1).shown == (0, 2, 3, 4)
    assert arranging.next_take(state, 1).active == 2
    assert arranging.activate(state, 1) is state


def test_a_picked_take_that_is_closed_leaves_the_other() -> None:
    """Two side by side become one."""
    pair = replace(SIX, picked=(2, 4), active=4)
    state = arranging.close_take(pair, 4)
    assert (state.shown, state.active) == ((2,), 2)


def test_the_only_take_stays() -> None:
    """The message says what to do."""
    one = ReviewState(takes=SIX.takes[:1])
    state = arranging.close_take(one, 0)
    assert state.shown == (0,)
    assert "close the window" in state.message


def test_a_take_that_is_opened_again_is_where_it_was() -> None:
    """Its decisions and its place on the clock are still there."""
    for place in (0, 2):
        state = arranging.reopen(arranging.close_take(SIX, place), [place])
        assert (state.closed, state.shown) == (frozenset(), (0, 1, 2, 3))


@given(st.lists(st.tuples(st.sampled_from(["close", "open", "next", "page", "pick"]),
                          st.integers(0, 5)), max_size=12))  # fmt: skip
def test_the_active_take_is_always_open_and_shown(steps: list[tuple[str, int]]) -> None:
    """Whatever is closed, opened and turned to."""
    state = SIX
    for what, place in steps:
        state = {
            "close": lambda at=place, now=state: arranging.close_take(now, at),
            "open": lambda at=place, now=state: arranging.reopen(now, [at]),
            "next": lambda at=place, now=state: arranging.next_take(now, at - 2),
            "page": lambda at=place, now=state: arranging.turn_page(now, 1 if at > 2 else -1),
            "pick": lambda at=place, now=state: take_bin.toggle_shown(now, at),
        }[what]()
        assert state.active in state.shown
        assert not state.closed & set(state.shown)
        assert 1 <= len(state.shown) <= MOST_SHOWN
