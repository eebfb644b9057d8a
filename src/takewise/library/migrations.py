"""Where the library file is, and how its tables came to be.

Each rung of the ladder takes a library from one version of its tables to the
next; a new table is a new rung at the end, and a rung is never changed once it
has been released. The version of a file is its ``PRAGMA user_version``.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import platformdirs

from takewise.errors import LibraryError

LIBRARY_VARIABLE = "TAKEWISE_LIBRARY"
"""The environment variable that names the library file."""

APPLICATION_ID = int.from_bytes(b"TkWs", "big")
"""Marks a SQLite file as ours (``PRAGMA application_id``)."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # A file that was read whole once: its digest is known as long as both
        # its fingerprint and its time of modification are the same.
        """
        CREATE TABLE media (
            fingerprint TEXT NOT NULL,
            modified_ns INTEGER NOT NULL,
            size INTEGER NOT NULL,
            digest TEXT NOT NULL,
            PRIMARY KEY (fingerprint, modified_ns)
        ) WITHOUT ROWID
        """,
        # A take that was analysed once: everything that shaped the result is
        # in the key. `signals` is null where they were not asked for.
        """
        CREATE TABLE analyses (
            digest TEXT NOT NULL,
            settings_digest TEXT NOT NULL,
            detector TEXT NOT NULL,
            generator TEXT NOT NULL,
            analysis BLOB NOT NULL,
            signals BLOB,
            PRIMARY KEY (digest, settings_digest, detector, generator)
        )
        """,
    ),
    (
        # What humans said of a take, one row a change: the last word on each field
        # and item. `value` is JSON, null where it was taken back, so that a merge
        # knows that too.
        """
        CREATE TABLE decisions (
            take TEXT NOT NULL,
            field TEXT NOT NULL,
            item TEXT NOT NULL,
            value TEXT,
            changed_us INTEGER NOT NULL,
            PRIMARY KEY (take, field, item)
        ) WITHOUT ROWID
        """,
        # What the take was called when a person last decided on it: for people only.
        """
        CREATE TABLE takes (
            take TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL
        ) WITHOUT ROWID
        """,
    ),
    (
        # What was measured in a photograph, or in the frames of a clip; the key is as
        # that of an analysis.
        """
        CREATE TABLE measurements (
            digest TEXT NOT NULL,
            settings_digest TEXT NOT NULL,
            detector TEXT NOT NULL,
            generator TEXT NOT NULL,
            shots BLOB NOT NULL,
            PRIMARY KEY (digest, settings_digest, detector, generator)
        )
        """,
    ),
)
"""The statements of each rung; a library of version ``v`` has climbed ``v`` rungs."""


def library_path(path: Path | None = None) -> Path:
    """Find the library file.

    Parameters
    ----------
    path
        The file asked for; None for the one that `LIBRARY_VARIABLE` names,
        else ``library.db`` in the user's data folder.

    Returns
    -------
    Path
        The file, which need not exist yet.
    """
    if path is not None:
        return path
    if named := os.environ.get(LIBRARY_VARIABLE):
        return Path(named)
    return Path(platformdirs.user_data_dir("takewise", appauthor=False)) / "library.db"


def climb(connection: sqlite3.Connection, path: Path) -> bool:
    """Bring the tables of a library to this version, or make them.

    Parameters
    ----------
    connection
        The open file, in autocommit mode.
    path
        The file, for the error.

    Returns
    -------
    bool
        Whether the file is new.

    Raises
    ------
    LibraryError
        If a later Takewise wrote the file, or another program.
    """
    if _rungs_climbed(connection, path) == len(MIGRATIONS):
        return False
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        # Another process may have climbed while this one waited for its turn.
        climbed = _rungs_climbed(connection, path)
        for rung in MIGRATIONS[climbed:]:
            for statement in rung:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    return climbed == 0


def _rungs_climbed(connection: sqlite3.Connection, path: Path) -> int:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (application or version or tables):
        raise LibraryError(
            "is a database of another program",
            where=str(path),
            remedy=f"choose another file with --library or {LIBRARY_VARIABLE}",
        )
    if version > len(MIGRATIONS):
        raise LibraryError(
            f"was written by a later Takewise (its tables are of version {version}, "
            f"this one knows {len(MIGRATIONS)})",
            where=str(path),
            remedy=f"update Takewise, or choose another file with --library or {LIBRARY_VARIABLE}",
        )
    return version
