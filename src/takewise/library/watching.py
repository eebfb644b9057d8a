"""Noticing what other processes decide, while they do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from takewise.errors import LibraryError
from takewise.library.kept_open import KeptOpen
from takewise.library.opening import LibraryMode
from takewise.library.store import Library

# Milliseconds to wait for a writer: whoever looks every second can look again.
_PATIENCE_MS = 200

# Rows of a take and the sum of their times: each change of a row makes it larger.
_State: TypeAlias = tuple[int, int]

_NEVER: _State = (0, 0)


class Watch:
    """Notices which takes or photographs were decided on since it last looked.

    Keeps the library open between two looks, so that a look at an unchanged file costs
    a few microseconds. Belongs to the thread that looks first.

    Parameters
    ----------
    path
        The library file; None for the user's own.
    mode
        Whose disk it is on.
    """

    def __init__(self, path: Path | None = None, mode: LibraryMode = "auto") -> None:
        self._open = KeptOpen(path, mode)
        self._library: Library | None = None
        self._version: int | None = None
        self._seen: dict[str, _State] = {}

    def changed(self, takes: Iterable[str]) -> frozenset[str]:
        """Return which of these were decided on since they were last asked for.

        Parameters
        ----------
        takes
            Ids as of `takewise.model.decisions.take_id`.

        Returns
        -------
        frozenset[str]
            Those that changed, by whatever process; at the first time all that anything
            was decided on. Empty while another process writes.

        Raises
        ------
        LibraryError
            If the library cannot be opened.
        """
        asked = frozenset(takes)
        library = self._opened()
        try:
            with library.reading() as connection:
                (version,) = connection.execute("PRAGMA data_version").fetchone()
                if version == self._version and asked <= self._seen.keys():
                    return frozenset()
                now = _states(connection)
        except LibraryError:
            # A writer that takes long, or a disk that is away for a moment.
            return frozenset()
        self._version = version
        changed = {take for take in asked if now.get(take, _NEVER) != self._seen.get(take, _NEVER)}
        self._seen |= {take: now.get(take, _NEVER) for take in asked}
        return frozenset(changed)

    def close(self) -> None:
        """Let go of the file."""
        self._open.close()
        self._library = self._version = None

    def _opened(self) -> Library:
        library = self._open.library()
        if library is not self._library:
            self._library, self._version = library, None
            with library.reading() as connection:
                connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        return library


def _states(connection: sqlite3.Connection) -> dict[str, _State]:
    rows = connection.execute("SELECT take, count(*), sum(changed_us) FROM decisions GROUP BY take")
    return {take: (many, changed) for take, many, changed in rows}
