"""Noticing what other processes decide, while they do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from takewise.errors import LibraryError
from takewise.library.migrations import library_path
from takewise.library.opening import LibraryMode
from takewise.library.store import Library, open_library

_PATIENCE_MS = 200
# Milliseconds to wait for a writer: whoever looks every second can look again.

_State: TypeAlias = tuple[int, int]
# Rows of a take and the sum of their times: each change of a row makes it larger.

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
        self._path, self._mode = library_path(path), mode
        self._library: Library | None = None
        self._file: tuple[int, int] | None = None
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
        if self._library:
            self._library.close()
        self._library = self._version = None

    def _opened(self) -> Library:
        there = _identity(self._path)
        if self._library and there != self._file:
            # Another file has taken its place, such as a backup.
            self.close()
        if self._library is None:
            self._library = open_library(self._path, mode=self._mode)
            self._file = _identity(self._path)
            with self._library.reading() as connection:
                connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        return self._library


def _states(connection: sqlite3.Connection) -> dict[str, _State]:
    rows = connection.execute("SELECT take, count(*), sum(changed_us) FROM decisions GROUP BY take")
    return {take: (many, changed) for take, many, changed in rows}


def _identity(path: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None
