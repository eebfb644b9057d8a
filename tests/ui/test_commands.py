"""Every command does something, and every key belongs to one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from takewise.errors import LibraryError
from takewise.keymap import GROUPS, Command, ReviewSettings, keymap, keys_of
from takewise.model.decisions import Decisions
from takewise.ui.shell.undo import WindowAction
from takewise.ui.takes import Layout, ReviewSession, ReviewState, Row, apply_command, rows_of
from takewise.ui.takes.moment_list import listed, select
from takewise.ui.takes.state import SoundAlignment
from tests.ui.keepers import Forgetful
from tests.ui.shown import TWO, shown

FIVE = ReviewState(takes=(*TWO.takes, shown("three"), shown("four"), shown("five")))


def ready() -> tuple[ReviewState, tuple[Row, ...]]:
    """Return a state in which every command has something to do."""
    rows = listed(rows_of(FIVE.takes, FIVE.shown, FIVE.choice))
    state = select(FIVE, rows[2])
    state = apply_command(state, Command.CIRCLE).state
    state = apply_command(state, Command.STARS_3).state
    state = apply_command(apply_command(state, Command.HOLD).state, Command.UNDO).state
    aligned = SoundAlignment(origin=Fraction(1), words="by sound 90 %")
    return (
        replace(
            state,
            takes=(*state.takes[:-1], replace(state.takes[-1], aligned=aligned)),
            shuttle=2,
            pace=Fraction(1, 4),
            layout=Layout.WIPE,
            page=0,
            mark_in=Fraction(1),
            choice=replace(state.choice, threshold=4.0),
        ),
        rows,
    )


BEFORE = {
    Command.ZOOM_OUT: Command.ZOOM_IN,
    Command.FIT: Command.ZOOM_IN,
    Command.PREVIOUS_PAGE: Command.NEXT_PAGE,
    Command.CLEAR_SYNC: Command.SYNC,
    Command.APEX: Command.STEP_FORWARD,
    Command.STARS_3: Command.NO_STARS,
    Command.NUDGE_LATER: Command.SYNC,
}
"""What must be done first, so that a command has something to change."""


@pytest.mark.parametrize("command", Command)
def test_every_command_does_something(command: Command) -> None:
    """It changes the state, or asks the window for something."""
    state, rows = ready()
    if command in BEFORE:
        state = apply_command(state, BEFORE[command]).state
    step = apply_command(state, command, rows)
    wishes = [effect for effect in step.effects if isinstance(effect, WindowAction)]
    assert wishes or replace(step.state, message="") != replace(state, message="")


@pytest.mark.parametrize("command", Command)
def test_every_command_can_do_without_takes(command: Command) -> None:
    """Keys pressed before anything is open do no harm."""
    apply_command(ReviewState(), command)


def test_every_command_is_on_the_sheet() -> None:
    """Once, with words, and with a key of the default preset."""
    named = [command for group in GROUPS.values() for command in group]
    assert sorted(named) == sorted(Command)
    assert all(keys_of(ReviewSettings(), command) for command in Command)


def session(state: ReviewState = TWO) -> tuple[ReviewSession, list[Decisions], list[WindowAction]]:
    """Return a session that keeps in a list what it is told to keep."""
    kept: list[Decisions] = []
    wishes: list[WindowAction] = []

    keeper = Forgetful(kept.append)
    return (
        ReviewSession(ReviewSettings(), keeper=keeper, grant=wishes.append, state=state),
        kept,
        wishes,
    )


@pytest.mark.parametrize("key", sorted(keymap(ReviewSettings())))
def test_every_key_is_heard(key: str) -> None:
    """Each key of the map does what its command does."""
    heard, _, wishes = session()
    other, _, _ = session()
    assert heard.press(key)
    other.do(keymap(ReviewSettings())[key])
    assert heard.state == other.state
    assert len(wishes) <= 1


def test_a_key_without_a_meaning_is_left_alone() -> None:
    """The window may use it otherwise."""
    heard, _, _ = session()
    assert not heard.press("Ctrl+Alt+J")


def test_a_session_keeps_decisions_at_once() -> None:
    """Each with what had been said before, the undo as well."""
    heard, kept, _ = session()
    for key in ("C", "4", "Ctrl+Z"):
        heard.press(key)
    assert [(each.circled, each.stars) for each in kept] == [(True, None), (True, 4), (True, None)]


def test_a_decision_that_cannot_be_kept_is_told() -> None:
    """It stays on the screen, and the user hears why it is not saved."""

    def full(after: Decisions) -> None:
        del after
        raise LibraryError("the library cannot be used (disk full)")

    heard = ReviewSession(ReviewSettings(), keeper=Forgetful(full), grant=lambda _: None, state=TWO)
    heard.press("C")
    assert heard.state.takes[0].decisions.circled
    assert heard.state.message.startswith("not saved: the library cannot be used")


def test_listeners_hear_before_and_after() -> None:
    """Once for each change."""
    heard, _, _ = session()
    told: list[tuple[int, int]] = []
    heard.listen(lambda before, after: told.append((before.active, after.active)))
    heard.press("Tab")
    heard.press("Tab")
    assert told == [(0, 1), (1, 0)]


def test_rows_are_made_again_only_where_they_change() -> None:
    """Playing does not sort the list anew."""
    heard, _, _ = session()
    rows = heard.rows
    heard.press("Right")
    assert heard.rows is rows
    heard.press("=")
    assert heard.rows is not rows
