"""A library that stays open between two uses."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from takewise.library.migrations import library_path
from takewise.library.opening import LibraryMode
from takewise.library.store import Library, open_library


class KeptOpen:
    """Opens a library at its first use, and again only if another file took its place.

    Belongs to the thread that uses it first.
    """

    def __init__(self, path: Path | None = None, mode: LibraryMode = "auto") -> None:
        self.path = library_path(path)
        """The file."""
        self._mode = mode
        self._library: Library | None = None
        self._file: tuple[int, int] | None = None

    def library(self) -> Library:
        """Return the open library; raises `LibraryError` if it cannot be opened."""
        there = _identity(self.path)
        if self._library and there != self._file:
            # Another file has taken its place, such as a backup.
            self.close()
        if self._library is None:
            self._library = open_library(self.path, mode=self._mode)
            self._file = _identity(self.path)
        return self._library

    def close(self) -> None:
        """Close the file."""
        if self._library:
            self._library.close()
        self._library = None


def _identity(path: Path) -> tuple[int, int] | None:
    with suppress(OSError):
        found = path.stat()
        return found.st_dev, found.st_ino
    return None
