"""The one place where the state changes while a window is open; it knows no window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

from takewise.decisions import Decisions
from takewise.errors import TakewiseError
from takewise.keyboard import spelt
from takewise.keymap import Command, ReviewSettings, keymap
from takewise.model import MediaInfo
from takewise.review.choosing import Row, listed, rows_of
from takewise.review.commands import apply, chosen_row
from takewise.review.state import Choice, Save, ShownTake, State, Step, Wish

Listener: TypeAlias = Callable[[State, State], None]
"""Called with the state before and the state now."""

Keep: TypeAlias = Callable[[MediaInfo, Decisions, Decisions], None]
"""Writes what was said of a take before, and what is said now."""


class Session:
    """What is shown, and everything that may happen to it.

    Parameters
    ----------
    settings
        Which keys do what.
    keep
        Writes decisions; an error of it is told in the state's message, and the
        decision stays on the screen.
    grant
        Does what only a window can do.
    """

    def __init__(
        self,
        settings: ReviewSettings,
        *,
        keep: Keep,
        grant: Callable[[Wish], None],
        state: State | None = None,
    ) -> None:
        self.settings = settings
        """Which keys do what."""
        self.state = state or State()
        """What is shown."""
        self._keys: Mapping[str, Command] = keymap(settings)
        self._keep = keep
        self._grant = grant
        self._listeners: list[Listener] = []
        self._rows: tuple[Row, ...] = ()
        self._listed: tuple[Row, ...] = ()
        self._listed_of: tuple[Row, ...] | None = None
        self._rows_takes: tuple[ShownTake, ...] | None = None
        self._rows_for: tuple[tuple[int, ...], Choice] | None = None

    def listen(self, listener: Listener) -> None:
        """Tell somebody of every change from now on."""
        self._listeners.append(listener)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All moments of the shown takes in the order of the list, those not kept as well."""
        state = self.state
        # Takes by identity: the values of a whole day are long to compare.
        if self._rows_takes is not state.takes or self._rows_for != (state.shown, state.choice):
            self._rows = rows_of(state.takes, state.shown, state.choice)
            self._rows_takes, self._rows_for = state.takes, (state.shown, state.choice)
        return self._rows

    @property
    def listed(self) -> tuple[Row, ...]:
        """The moments that the list shows."""
        rows = self.rows
        if self._listed_of is not rows:
            self._listed_of, self._listed = rows, listed(rows)
        return self._listed

    @property
    def chosen(self) -> Row | None:
        """The chosen moment; None where none is."""
        return chosen_row(self.state, self.rows)

    def press(self, key: str) -> bool:
        """Do what a key stands for; return whether it stands for anything."""
        command = self._keys.get(spelt(key))
        if command is not None:
            self.do(command)
        return command is not None

    def do(self, command: Command) -> None:
        """Carry out a command."""
        self.take(apply(self.state, command, self.listed, handles=self.settings.handles))

    def change(self, function: Callable[..., State | Step], *given: object) -> None:
        """Change the state by a function of it, such as ``transport.seek``."""
        done = function(self.state, *given)
        self.take(done if isinstance(done, Step) else Step(state=done))

    def take(self, step: Step) -> None:
        """Show a new state, and do what it asks for."""
        before, self.state = self.state, step.state
        for effect in step.effects:
            if isinstance(effect, Save):
                self._save(effect)
        for listener in self._listeners:
            listener(before, self.state)
        for effect in step.effects:
            if isinstance(effect, Wish):
                self._grant(effect)

    def _save(self, effect: Save) -> None:
        change = effect.change
        try:
            self._keep(self.state.takes[change.take].info, change.before, change.after)
        except TakewiseError as error:
            self.state = replace(self.state, message=f"not saved: {error}")
