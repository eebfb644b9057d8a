"""Decisions that can be undone: one machine of pure functions for both windows.

```
 command ─► decide, undo, redo ─► Step: the new state ─► views
                                  └──── effects: Save ─► library, WindowAction ─► window
```

It knows no window and needs no Qt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

from takewise.model.decisions import Decisions, merged

# Decisions of a session that can be undone.
_KEPT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of the decisions on one take or photograph."""

    place: int
    """Its place in the state."""
    before: Decisions
    """The decisions before it."""
    after: Decisions
    """The decisions after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A decision that can be undone."""

    change: Change
    """What was decided."""
    at: Fraction
    """The clock when it was made, common time; 0 for photographs."""
    words: str
    """What was decided, for people; empty says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Undoable:
    """The part of a window's state that undo and redo need."""

    past: tuple[Edit, ...] = ()
    """Decisions of this session, the last of them last."""
    future: tuple[Edit, ...] = ()
    """Decisions that were undone, the next to redo last."""
    message: str = ""
    """What was done last, in one short sentence."""


class Turn(StrEnum):
    """Cause of a change of decisions."""

    DECIDE = "decide"
    """A command; the change holds whatever the decisions were before."""
    UNDO = "undo"
    """It restores what this window changed, and nothing that another one did."""
    REDO = "redo"
    """It repeats what was undone, unless another window has decided meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Save:
    """Ask for a change to be written to the library."""

    change: Change
    """The change, and of which take or photograph."""
    turn: Turn = Turn.DECIDE
    """Its cause."""


class WindowAction(StrEnum):
    """What only a window can do."""

    OPEN = "open"
    """Ask for takes, and add them."""
    EXPORT = "export"
    """Ask for a folder, and write the markers."""
    SIDECARS = "sidecars"
    """Ask which sidecars to write, and write them."""
    NOTE = "note"
    """Let a note be written."""
    CANCEL = "cancel"
    """Stop analysing."""
    ALIGN = "align"
    """Align the takes by their sound."""
    RENAME = "rename"
    """Let another title be written for the chosen moment."""
    FULL_SCREEN = "full screen"
    """Turn full screen on or off."""
    TEXT_LARGER = "text larger"
    """Show text one step larger."""
    TEXT_SMALLER = "text smaller"
    """Show text one step smaller."""
    QUIT = "quit"
    """Close."""


State = TypeVar("State", bound=Undoable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Generic[State]):
    """A new state, and what is to be done because of it."""

    state: State
    """What is shown from now on."""
    effects: tuple[Save | WindowAction, ...] = ()
    """In this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoing(Generic[State]):
    """Decides, undoes and redoes in the states of one window."""

    decisions: Callable[[State, int], Decisions]
    """Returns the decisions on the take or photograph at a place."""
    put: Callable[[State, int, Decisions], State]
    """Replaces the decisions at a place."""
    name: Callable[[State, int], str]
    """Returns the name of the take or photograph at a place."""
    revisit: Callable[[State, Edit], State]
    """Goes to what an edit changed; the decisions are there already."""
    clock: Callable[[State], Fraction] = lambda _: Fraction(0)
    """Returns the clock, common time."""

    def decide(self, state: State, place: int, after: Decisions, words: str = "") -> Step[State]:
        """Replace the decisions at a place; equal ones save nothing."""
        before = self.decisions(state, place)
        if after == before:
            return Step(state=state)
        change = Change(place=place, before=before, after=after)
        edit = Edit(change=change, at=self.clock(state), words=words)
        past = (*state.past[1 - _KEPT :], edit)
        decided = replace(self.put(state, place, after), past=past, future=(), message=words)
        return Step(state=decided, effects=(Save(change=change),))

    def undo(self, state: State) -> Step[State]:
        """Undo the last decision."""
        if not state.past:
            return Step(state=replace(state, message="nothing to undo"))
        *past, edit = state.past
        back = Change(place=edit.change.place, before=edit.change.after, after=edit.change.before)
        undone = replace(
            self._turned(state, edit, back),
            past=tuple(past),
            future=(*state.future, replace(edit, at=self.clock(state))),
            message=f"undone: {edit.words}" if edit.words else "",
        )
        return Step(state=undone, effects=(Save(change=back, turn=Turn.UNDO),))

    def redo(self, state: State) -> Step[State]:
        """Redo the decision that was undone last."""
        if not state.future:
            return Step(state=replace(state, message="nothing to redo"))
        *future, edit = state.future
        redone = replace(
            self._turned(state, edit, edit.change),
            past=(*state.past, replace(edit, at=self.clock(state))),
            future=tuple(future),
            message=edit.words,
        )
        return Step(state=redone, effects=(Save(change=edit.change, turn=Turn.REDO),))

    def refused(self, state: State, save: Save, now: Decisions) -> State:
        """Drop the edit of an undo or redo, as another window has changed the decision since.

        `state` is what was shown before it; `now` are the current decisions.
        """
        place = save.change.place
        undo = save.turn is Turn.UNDO
        how = "undone" if undo else "done again"
        return replace(
            self.put(state, place, now),
            past=state.past[:-1] if undo else state.past,
            future=state.future if undo else state.future[:-1],
            message=f"not {how}: another window has changed {self.name(state, place)} since",
        )

    def taken_in(self, state: State, place: int, now: Decisions) -> State:
        """Show what another window decided."""
        if self.decisions(state, place) == now:
            return state
        words = f"{self.name(state, place)}: changed in another window"
        return replace(self.put(state, place, now), message=words)

    def _turned(self, state: State, edit: Edit, change: Change) -> State:
        """Apply a change to the current decisions, and leave what it does not touch."""
        now = self.decisions(state, change.place)
        after = merged(now, before=change.before, after=change.after)
        return self.revisit(self.put(state, change.place, after), edit)
