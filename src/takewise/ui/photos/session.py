"""The one place where the state of a session of photographs changes; it knows no window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol, TypeAlias

from takewise.errors import TakewiseError
from takewise.keyboard import spelt
from takewise.model.decisions import Decisions
from takewise.photo_keys import PhotographSettings, StillCommand, photo_keymap
from takewise.ui.photos.state import (
    FrameChange,
    PhotoState,
    apply_photo_command,
    decide_frame,
    with_frame,
)
from takewise.ui.takes.decision_store import TakenBack

Listener: TypeAlias = Callable[[PhotoState, PhotoState], None]
"""Called with the state before and the state now."""


class PhotoDecisions(Protocol):
    """Keeps decisions on photographs."""

    def recall(self, files: tuple[str, ...]) -> Decisions:
        """Return the decisions on a shot; raises `TakewiseError` if they cannot be read."""
        ...

    def keep(self, files: tuple[str, ...], before: Decisions, after: Decisions) -> None:
        """Record a change; raises `TakewiseError` if it cannot be written."""
        ...

    def take_back(self, files: tuple[str, ...], before: Decisions, after: Decisions) -> TakenBack:
        """Undo or redo a change, if it has not been overwritten since."""
        ...

    def news(self, photos: tuple[tuple[str, ...], ...]) -> Mapping[int, Decisions]:
        """Return by place the current decisions on shots that were decided on lately."""
        ...

    def close(self) -> None:
        """Release what is held."""
        ...


_DECIDING = frozenset(
    {StillCommand(f"stars-{stars}") for stars in range(1, 6)}
    | {StillCommand.NO_STARS, StillCommand.PICK, StillCommand.REJECT, StillCommand.NO_FLAG}
    | {StillCommand.RED, StillCommand.YELLOW, StillCommand.GREEN, StillCommand.BLUE}
)


class StillsSession:
    """What is shown, and everything that may happen to it.

    An error of `keeper` is reported in the state's message; `grant` does what only a window can
    do.
    """

    def __init__(
        self,
        state: PhotoState,
        *,
        keeper: PhotoDecisions,
        grant: Callable[[StillCommand], None],
        settings: PhotographSettings,
    ) -> None:
        self.state = state
        """What is shown."""
        self._keeper = keeper
        self._unsaved: set[int] = set()
        self._grant = grant
        self._commands = photo_keymap(settings)
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call a listener on every change from now on."""
        self._listeners.append(listener)

    def press(self, key: str) -> bool:
        """Carry out the command of a key; return whether it has one."""
        command = self._commands.get(spelt(key))
        if command is not None:
            self.do(command)
        return command is not None

    def do(self, command: StillCommand) -> None:
        """Carry out a command."""
        if command in _DECIDING:
            self._recall()
        self.take(apply_photo_command(self.state, command))
        self._grant(command)

    def note(self, words: str) -> None:
        """Write a note to the current frame."""
        self._recall()
        self.take(decide_frame(self.state, replace(self.state.frame.decisions, note=words.strip())))

    def recalled(self, place: int, decisions: Decisions) -> None:
        """Show decisions of an earlier session; those that are known already stay."""
        if not self.state.frames[place].known:
            state = with_frame(self.state, place, decisions=decisions, known=True)
            if decisions:
                self.take(state)
            else:
                # Nothing on the screen changes, and a folder may have thousands.
                self.state = state

    def refresh(self) -> None:
        """Show what other windows on the same library decided."""
        try:
            news = self._keeper.news(tuple(frame.files for frame in self.state.frames))
        except TakewiseError:
            # The next decision reports why it cannot be kept.
            return
        for place, now in news.items():
            frame = self.state.frames[place]
            # What could not be saved is only on this screen, and must stay there.
            if place not in self._unsaved and (frame.decisions != now or not frame.known):
                state = with_frame(self.state, place, decisions=now, known=True)
                words = f"{frame.name}: changed in another window" if frame.known else ""
                self.take(replace(state, message=words or state.message))

    def close(self) -> None:
        """Close the library."""
        self._keeper.close()

    def take(self, state: PhotoState) -> None:
        """Show a new state, and keep what it decides."""
        before, self.state = self.state, state
        self._keep(before, state)
        for listener in self._listeners:
            listener(before, self.state)

    def _recall(self) -> None:
        """Ask for earlier decisions before the first new one, so that none is lost."""
        frame = self.state.frame
        if not frame.known:
            try:
                self.recalled(self.state.at, self._keeper.recall(frame.files))
            except TakewiseError as error:
                self.state = replace(self.state, message=f"earlier decisions: {error}")

    def _keep(self, before: PhotoState, after: PhotoState) -> None:
        """Write the decision by which two states differ."""
        if len(after.done) == len(before.done) and after.done == before.done:
            return
        undone = len(after.undone) > len(before.undone)
        redone = len(after.undone) < len(before.undone) and after.undone == before.undone[:-1]
        change = before.done[-1] if undone else after.done[-1]
        files = after.frames[change.place].files
        try:
            if undone or (redone and before.undone[-1] == change):
                self._take_back(before, change, undone=undone)
            else:
                self._keeper.keep(files, change.before, change.after)
        except TakewiseError as error:
            self._unsaved.add(change.place)
            self.state = replace(self.state, message=f"not saved: {error}")

    def _take_back(self, before: PhotoState, change: FrameChange, *, undone: bool) -> None:
        """Undo or redo a decision in the library; give up what another window changed."""
        files = before.frames[change.place].files
        words = (change.after, change.before) if undone else (change.before, change.after)
        done = self._keeper.take_back(files, *words)
        if done.done:
            if change.place not in self._unsaved:
                self.state = with_frame(self.state, change.place, decisions=done.now)
            return
        done_left = before.done[:-1] if undone else before.done
        undone_left = before.undone if undone else before.undone[:-1]
        name = before.frames[change.place].name
        how = "undone" if undone else "done again"
        self.state = replace(
            with_frame(before, change.place, decisions=done.now),
            message=f"not {how}: another window has changed {name} since",
            done=done_left,
            undone=undone_left,
        )
