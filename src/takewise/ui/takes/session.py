"""The one place where the state changes while a window is open; it knows no window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol, TypeAlias

from takewise.errors import TakewiseError
from takewise.keyboard import spelt
from takewise.keymap import Command, ReviewSettings, keymap
from takewise.model import MediaInfo
from takewise.model.decisions import Decisions
from takewise.ui.takes import decisions
from takewise.ui.takes.commands import apply_command, chosen_row
from takewise.ui.takes.decision_store import TakenBack
from takewise.ui.takes.moment_list import Row, listed, rows_of
from takewise.ui.takes.state import Choice, ReviewState, Save, ShownTake, Step, Turn, WindowAction

Listener: TypeAlias = Callable[[ReviewState, ReviewState], None]
"""Called with the state before and the state now."""


class TakeDecisions(Protocol):
    """Keeps decisions on takes; each method raises `TakewiseError` if it cannot."""

    def keep(self, info: MediaInfo, before: Decisions, after: Decisions) -> None:
        """Record a change."""
        ...

    def take_back(self, info: MediaInfo, before: Decisions, after: Decisions) -> TakenBack:
        """Undo or redo a change, if it has not been overwritten since."""
        ...

    def news(self, infos: tuple[MediaInfo, ...]) -> Mapping[int, Decisions]:
        """Return by place the current decisions on takes that were decided on lately."""
        ...

    def close(self) -> None:
        """Release what is held."""
        ...


class ReviewSession:
    """What is shown, and everything that may happen to it.

    An error of `keeper` is shown in the state's message, and the decision stays on the screen;
    `grant` does what only a window can do.
    """

    def __init__(
        self,
        settings: ReviewSettings,
        *,
        keeper: TakeDecisions,
        grant: Callable[[WindowAction], None],
        state: ReviewState | None = None,
    ) -> None:
        self.settings = settings
        """Which keys do what."""
        self.state = state or ReviewState()
        """What is shown."""
        self._keys: Mapping[str, Command] = keymap(settings)
        self._keeper = keeper
        self._unsaved: set[int] = set()
        self._grant = grant
        self._listeners: list[Listener] = []
        self._rows: tuple[Row, ...] = ()
        self._listed: tuple[Row, ...] = ()
        self._listed_of: tuple[Row, ...] | None = None
        self._rows_takes: tuple[ShownTake, ...] | None = None
        self._rows_for: tuple[tuple[int, ...], Choice] | None = None

    def listen(self, listener: Listener) -> None:
        """Call a listener on every change from now on."""
        self._listeners.append(listener)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All moments of the shown takes in the order of the list, also those not kept."""
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
        """Carry out the command of a key; return whether it has one."""
        command = self._keys.get(spelt(key))
        if command is not None:
            self.do(command)
        return command is not None

    def do(self, command: Command) -> None:
        """Carry out a command."""
        self.take(apply_command(self.state, command, self.listed, handles=self.settings.handles))

    def change(self, function: Callable[..., ReviewState | Step], *given: object) -> None:
        """Change the state by a function of it, such as ``transport.seek``."""
        done = function(self.state, *given)
        self.take(done if isinstance(done, Step) else Step(state=done))

    def take(self, step: Step) -> None:
        """Show a new state, and carry out its effects."""
        before, self.state = self.state, step.state
        for effect in step.effects:
            if isinstance(effect, Save):
                self._save(before, effect)
        for listener in self._listeners:
            listener(before, self.state)
        for effect in step.effects:
            if isinstance(effect, WindowAction):
                self._grant(effect)

    def refresh(self) -> None:
        """Show what other windows on the same library decided."""
        takes = self.state.takes
        try:
            news = self._keeper.news(tuple(take.info for take in takes))
        except TakewiseError:
            # The next decision reports why it cannot be kept.
            return
        for place, now in news.items():
            # What could not be saved is only on this screen, and must stay there.
            if place not in self._unsaved and self.state.takes[place].decisions != now:
                self.change(decisions.taken_in, place, now)

    def close(self) -> None:
        """Close the library."""
        self._keeper.close()

    def _save(self, before: ReviewState, effect: Save) -> None:
        change = effect.change
        info = self.state.takes[change.take].info
        try:
            if effect.turn is Turn.DECIDE:
                self._keeper.keep(info, change.before, change.after)
            else:
                self._take_back(before, effect)
        except TakewiseError as error:
            self._unsaved.add(change.take)
            self.state = replace(self.state, message=f"not saved: {error}")

    def _take_back(self, before: ReviewState, effect: Save) -> None:
        change = effect.change
        info = self.state.takes[change.take].info
        done = self._keeper.take_back(info, change.before, change.after)
        if not done.done:
            self.state = decisions.not_taken_back(before, effect.turn, done.now)
        elif change.take not in self._unsaved:
            self.state = decisions.put_decisions(self.state, change.take, done.now)
