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

# Milliseconds to wait for a writer: a caller that looks every second can look again.
_PATIENCE_MS = 200

# Rows of a take and the sum of their times: each change of a row makes it larger.
_State: TypeAlias = tuple[int, int]

_NEVER: _State = (0, 0)


class Watch:
    """Notices which takes or photographs were decided on since it last looked.

    It keeps the library open between two looks, so that a look at an unchanged file takes a few
    microseconds. Belongs to the thread that looks first.
    """

    def __init__(self, path: Path | None = None, mode: LibraryMode = "auto") -> None:
        self._open = KeptOpen(path, mode)
        self._library: Library | None = None
        self._version: int | None = None
        self._seen: dict[str, _State] = {}

    def changed(self, takes: Iterable[str]) -> frozenset[str]:
        """Return those of the ids that were decided on since the last call, by any process.

        The first call returns all with decisions; the result is empty while another process
        writes. Raises `LibraryError` if the library cannot be opened.
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
            # A writer that takes long, or a disk that is not there for a moment.
            return frozenset()
        self._version = version
        changed = {take for take in asked if now.get(take, _NEVER) != self._seen.get(take, _NEVER)}
        self._seen |= {take: now.get(take, _NEVER) for take in asked}
        return frozenset(changed)

    def close(self) -> None:
        """Close the file."""
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
