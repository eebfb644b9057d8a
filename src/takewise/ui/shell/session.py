"""The one place where a window's state changes; it knows no window and needs no Qt."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from takewise.errors import TakewiseError
from takewise.keyboard import spelt
from takewise.model.decisions import Decisions
from takewise.ui.shell.undo import Save, State, Step, Turn, Undoing, WindowAction

Item = TypeVar("Item")
Item_contra = TypeVar("Item_contra", contravariant=True)
Command = TypeVar("Command")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """Result of an undo or a redo."""

    done: bool
    """False if another window has changed the decision since."""
    now: Decisions
    """The current decisions in the library."""


class Keeper(Protocol[Item_contra]):
    """Keeps decisions on takes or photographs; raises `TakewiseError` if it cannot."""

    def keep(self, item: Item_contra, before: Decisions, after: Decisions, /) -> None:
        """Record a change."""
        ...

    def take_back(self, item: Item_contra, before: Decisions, after: Decisions, /) -> TakenBack:
        """Undo or redo a change, if it has not been overwritten since."""
        ...

    def news(self, items: tuple[Item_contra, ...], /) -> Mapping[int, Decisions]:
        """Return by place the current decisions on those that were decided on lately."""
        ...

    def close(self) -> None:
        """Release what is held."""
        ...


class Session(ABC, Generic[State, Item, Command]):
    """What is shown, and everything that may happen to it.

    An error of `keeper` is shown in the state's message, and the decision stays on the screen;
    `grant` does what only a window can do.
    """

    def __init__(
        self,
        state: State,
        *,
        undoing: Undoing[State],
        keys: Mapping[str, Command],
        keeper: Keeper[Item],
        grant: Callable[[WindowAction], None],
    ) -> None:
        self.state = state
        """What is shown."""
        self._undoing, self._keys, self._keeper, self._grant = undoing, keys, keeper, grant
        self._unsaved: set[int] = set()
        self._listeners: list[Callable[[State, State], None]] = []

    @abstractmethod
    def items(self) -> tuple[Item, ...]:
        """Return what identifies each take or photograph to the keeper."""

    @abstractmethod
    def do(self, command: Command) -> None:
        """Carry out a command."""

    def listen(self, listener: Callable[[State, State], None]) -> None:
        """Call a listener on every change from now on, with the states before and after."""
        self._listeners.append(listener)

    def press(self, key: str) -> bool:
        """Carry out the command of a key; return whether it has one."""
        command = self._keys.get(spelt(key))
        if command is not None:
            self.do(command)
        return command is not None

    def change(self, function: Callable[..., State | Step[State]], *given: Any) -> None:
        """Change the state by a function of it, such as ``transport.seek``."""
        done = function(self.state, *given)
        self.take(done if isinstance(done, Step) else Step(state=done))

    def take(self, step: Step[State]) -> None:
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
        try:
            news = self._keeper.news(self.items())
        except TakewiseError:
            # The next decision reports why it cannot be kept.
            return
        for place, now in news.items():
            # What could not be saved is only on this screen, and must stay there.
            if place not in self._unsaved:
                self.take_in(place, now)

    def take_in(self, place: int, now: Decisions) -> None:
        """Show what another window decided."""
        shown = self._undoing.taken_in(self.state, place, now)
        if shown is not self.state:
            self.take(Step(state=shown))

    def close(self) -> None:
        """Close the library."""
        self._keeper.close()

    def _save(self, before: State, save: Save) -> None:
        change = save.change
        item = self.items()[change.place]
        try:
            if save.turn is Turn.DECIDE:
                self._keeper.keep(item, change.before, change.after)
                return
            done = self._keeper.take_back(item, change.before, change.after)
        except TakewiseError as error:
            self._unsaved.add(change.place)
            self.state = replace(self.state, message=f"not saved: {error}")
            return
        if not done.done:
            self.state = self._undoing.refused(before, save, done.now)
        elif change.place not in self._unsaved:
            self.state = self._undoing.put(self.state, change.place, done.now)
