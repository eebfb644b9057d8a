"""The library file as SQLite sees it: how it is opened, read and written.

On a disk of its own machine the file keeps a write-ahead log: readers go on while
one process writes, and a decision is on the disk in a few milliseconds. On a disk
that machines share that log would damage the file, so there it keeps a rollback
journal, which is slower and needs nothing of the disk but honest locks.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Literal, TypeAlias, TypeVar

from takewise.errors import LibraryError
from takewise.leftovers import temporary_folder
from takewise.library.disks import on_share
from takewise.library.migrations import LIBRARY_VARIABLE, library_path, migrate

LibraryMode: TypeAlias = Literal["auto", "local", "shared"]
"""Whose disk the file is on: ``auto`` detects it, and leaves a library that was ever
used in the safe way for shares as it is."""

Opened = TypeVar("Opened", bound="LibraryFile")

# Seconds to wait while another process writes. A transaction takes
# milliseconds; only a slow network folder comes near this.
_PATIENCE = 30.0

_CHOOSE = f"choose another file with --library or {LIBRARY_VARIABLE}"


class LibraryFile:
    """An open library file; close it, or use it in a ``with`` block.

    Belongs to the thread that opened it. The connection is in autocommit mode, its tables up to
    date.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path
        """The file."""
        self.writable = not connection.execute("PRAGMA query_only").fetchone()[0]
        """Whether it can be written."""

    def __enter__(self: Opened) -> Opened:
        """Return the library itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file; everything was written already."""
        self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for reading; SQLite's errors become `LibraryError`."""
        with library_errors(self.path):
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold one transaction: all of it is written, or nothing."""
        with library_errors(self.path), self._connection as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection


def open_connection(path: Path | None, mode: LibraryMode) -> tuple[sqlite3.Connection, Path]:
    """Open the library file, or make it; None is the user's own (see `library_path`).

    A damaged file is left as it is, as its content may be rescued; one that cannot be written can
    still be read. Raises `LibraryError` if the folder cannot be written, or the file is damaged,
    of another program, or of a later Takewise.
    """
    path = library_path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"its folder cannot be made ({error.strerror})", where=str(path), remedy=_CHOOSE
        ) from error
    shared = mode == "shared" or (mode == "auto" and on_share(path))
    fixed = path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
    with library_errors(path):
        connection = _only_read(path) if fixed else _connect(path)
    try:
        with library_errors(path):
            if shared and not fixed and _keeps_log(path):
                _use_rollback_journal(connection)
            new = migrate(connection, path)
            if not shared and not fixed and (new or mode == "local"):
                _use_log(connection)
            # A decision is on the disk, not only in a cache, when it is reported as kept.
            connection.execute(f"PRAGMA synchronous = {'EXTRA' if shared else 'FULL'}")
            if fixed:
                connection.execute("PRAGMA query_only = ON")
    except LibraryError:
        connection.close()
        raise
    return connection, path


@contextmanager
def library_errors(path: Path) -> Iterator[None]:
    """Raise SQLite's errors as `LibraryError`, with remedies for the user."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise LibraryError(
            f"the library cannot be used ({error})",
            where=str(path),
            remedy=f"check the folder's permissions and the free space, or {_CHOOSE}",
        ) from error
    except sqlite3.DatabaseError as error:
        raise LibraryError(
            f"the library is damaged, or is not a library ({error})",
            where=str(path),
            remedy="move the file away, and put your last backup, or what `takewise library "
            f"export` still gives, in its place; without one a new file is made; or {_CHOOSE}",
        ) from error


def _connect(address: Path | str) -> sqlite3.Connection:
    uri = isinstance(address, str)
    return sqlite3.connect(address, timeout=_PATIENCE, isolation_level=None, uri=uri)


def _only_read(path: Path) -> sqlite3.Connection:
    """Open a file that cannot be written."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    if os.access(path.parent, os.W_OK):
        return _connect(address)
    # Readers of a log need an index of it next to the file, which cannot be made in a folder
    # that cannot be written. Without a log no index is needed.
    log = path.with_name(f"{path.name}-wal")
    if not log.exists() or not log.stat().st_size:
        return _connect(f"{address}&immutable=1")
    if path.with_name(f"{path.name}-shm").exists():
        return _connect(address)
    return _copy_with_log(path, log)


def _copy_with_log(path: Path, log: Path) -> sqlite3.Connection:
    """Return a copy in memory of a file whose last decisions are still in its log."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    with temporary_folder(Path(tempfile.gettempdir())) as (folder, _):
        for file in (path, log):
            # Not its mode, which allows no writing.
            shutil.copyfile(file, folder / file.name)
        with closing(sqlite3.connect(folder / path.name)) as copy:
            copy.backup(memory)
    return memory


def _keeps_log(path: Path) -> bool:
    """Return whether a file keeps a write-ahead log, without SQLite looking at it."""
    # Bytes 18 and 19 of the header are 2 then: https://sqlite.org/fileformat2.html, 1.3.3.
    with suppress(OSError), path.open("rb") as file:
        return file.read(20)[18:] == b"\2\2"
    return False


def _use_rollback_journal(connection: sqlite3.Connection) -> None:
    # The log's index would be mapped into memory at the first read; a process that has
    # the file alone keeps that index private, so a file that comes from a local
    # disk can be converted here.
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA locking_mode = NORMAL")
    # SQLite unlocks the file at the next reading.
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _use_log(connection: sqlite3.Connection) -> None:
    # Some folders cannot have a log, nor can a read-only file; the journal that SQLite
    # then keeps is slower, and as safe.
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
