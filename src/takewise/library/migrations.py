"""Schema migrations, and where the library file is.

Each migration takes a library from one version of its tables to the next; a new
table is a new migration at the end, and a migration is never changed once it has
been released. The version of a file is its ``PRAGMA user_version``.
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
        # in the key. `signals` is null if they were not asked for.
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
        # Decisions on a take, one row a change: the last value of each field
        # and item. `value` is JSON, null if it was removed, so that a merge
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
        # The take's name at the last decision on it: for people only.
        """
        CREATE TABLE takes (
            take TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL
        ) WITHOUT ROWID
        """,
    ),
    (
        # Measurements of a photograph, or of the frames of a clip; the key is as
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
"""The statements of each migration; a library of version ``v`` has had the first ``v``."""


def library_path(path: Path | None = None) -> Path:
    """Return the path of the library file, which need not exist yet.

    Without `path` it is what `LIBRARY_VARIABLE` names, else ``library.db`` in the user's data
    folder.
    """
    if path is not None:
        return path
    if named := os.environ.get(LIBRARY_VARIABLE):
        return Path(named)
    return Path(platformdirs.user_data_dir("takewise", appauthor=False)) / "library.db"


def migrate(connection: sqlite3.Connection, path: Path) -> bool:
    """Migrate the tables of a library to this version, or make them in a new file.

    Return whether the file is new. Raises `LibraryError` if a later Takewise or another program
    wrote the file.
    """
    if _version(connection, path) == len(MIGRATIONS):
        return False
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        # Another process may have migrated it while this one waited.
        version = _version(connection, path)
        for migration in MIGRATIONS[version:]:
            for statement in migration:
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    return version == 0


def _version(connection: sqlite3.Connection, path: Path) -> int:
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
