"""The session of the window for takes; it knows no window."""

from __future__ import annotations

from collections.abc import Callable

from takewise.keymap import Command, ReviewSettings, keymap
from takewise.model import MediaInfo
from takewise.ui.shell.session import Keeper, Session
from takewise.ui.shell.undo import WindowAction
from takewise.ui.takes.commands import apply_command, chosen_row
from takewise.ui.takes.decisions import UNDOING
from takewise.ui.takes.moment_list import Row, listed, rows_of
from takewise.ui.takes.state import Choice, ReviewState, ShownTake


class ReviewSession(Session[ReviewState, MediaInfo, Command]):
    """Takes on one clock, and everything that may happen to them."""

    def __init__(
        self,
        settings: ReviewSettings,
        *,
        keeper: Keeper[MediaInfo],
        grant: Callable[[WindowAction], None],
        state: ReviewState | None = None,
    ) -> None:
        super().__init__(
            state or ReviewState(),
            undoing=UNDOING,
            keys=keymap(settings),
            keeper=keeper,
            grant=grant,
        )
        self.settings = settings
        """Which keys do what."""
        self._rows: tuple[Row, ...] = ()
        self._listed: tuple[Row, ...] = ()
        self._listed_of: tuple[tuple[Row, ...], str] | None = None
        self._rows_takes: tuple[ShownTake, ...] | None = None
        self._rows_for: tuple[tuple[int, ...], Choice] | None = None

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
        rows, searched = self.rows, self.state.searched
        before = self._listed_of
        if before is None or before[0] is not rows or before[1] != searched:
            self._listed_of, self._listed = (rows, searched), listed(rows, searched)
        return self._listed

    @property
    def chosen(self) -> Row | None:
        """The chosen moment; None where none is."""
        return chosen_row(self.state, self.rows)

    def items(self) -> tuple[MediaInfo, ...]:
        """Return the media of each take."""
        return tuple(take.info for take in self.state.takes)

    def do(self, command: Command) -> None:
        """Carry out a command."""
        self.take(apply_command(self.state, command, self.listed, handles=self.settings.handles))
