"""The session of the window for photographs; it knows no window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from takewise.errors import TakewiseError
from takewise.model.decisions import Decisions
from takewise.photo_keys import PhotographSettings, StillCommand, photo_keymap
from takewise.ui.photos.state import (
    UNDOING,
    PhotoState,
    apply_photo_command,
    decide_frame,
    with_frame,
)
from takewise.ui.shell.session import Keeper, Session
from takewise.ui.shell.undo import Step, WindowAction


class PhotoKeeper(Keeper[tuple[str, ...]], Protocol):
    """Keeps decisions on photographs, each the files of a shot."""

    def recall(self, files: tuple[str, ...]) -> Decisions:
        """Return the decisions on a shot; raises `TakewiseError` if they cannot be read."""
        ...


_DECIDING = frozenset(
    {StillCommand(f"stars-{stars}") for stars in range(1, 6)}
    | {StillCommand.NO_STARS, StillCommand.PICK, StillCommand.REJECT, StillCommand.NO_FLAG}
    | {StillCommand.RED, StillCommand.YELLOW, StillCommand.GREEN, StillCommand.BLUE}
)


class StillsSession(Session[PhotoState, tuple[str, ...], StillCommand]):
    """Photographs, and everything that may happen to them."""

    def __init__(
        self,
        state: PhotoState,
        *,
        keeper: PhotoKeeper,
        grant: Callable[[WindowAction], None],
        settings: PhotographSettings,
    ) -> None:
        super().__init__(
            state, undoing=UNDOING, keys=photo_keymap(settings), keeper=keeper, grant=grant
        )
        self._earlier = keeper.recall

    def items(self) -> tuple[tuple[str, ...], ...]:
        """Return the files of each shot."""
        return tuple(frame.files for frame in self.state.frames)

    def do(self, command: StillCommand) -> None:
        """Carry out a command."""
        if command in _DECIDING:
            self._recall()
        self.change(apply_photo_command, command)

    def note(self, words: str) -> None:
        """Write a note to the current frame."""
        self._recall()
        self.change(decide_frame, replace(self.state.frame.decisions, note=words.strip()))

    def recalled(self, place: int, decisions: Decisions) -> None:
        """Show decisions of an earlier session; those that are known already stay."""
        if not self.state.frames[place].known:
            state = with_frame(self.state, place, decisions=decisions, known=True)
            if decisions:
                self.take(Step(state=state))
            else:
                # Nothing on the screen changes, and a folder may have thousands.
                self.state = state

    def take_in(self, place: int, now: Decisions) -> None:
        """Show what another window decided."""
        if self.state.frames[place].known:
            super().take_in(place, now)
        else:
            self.recalled(place, now)

    def _recall(self) -> None:
        """Ask for earlier decisions before the first new one, so that none is lost."""
        frame = self.state.frame
        if not frame.known:
            try:
                self.recalled(self.state.at, self._earlier(frame.files))
            except TakewiseError as error:
                self.state = replace(self.state, message=f"earlier decisions: {error}")
