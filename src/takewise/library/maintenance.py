"""Maintains the library file: copies it, and checks it for damage."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from takewise.errors import LibraryError, OutputError
from takewise.leftovers import temporary_folder
from takewise.library.analysis_file import from_json
from takewise.library.decision_rows import decisions_of
from takewise.library.measurements import unreadable_measurements
from takewise.library.opening import LibraryFile
from takewise.library.signals_file import signals_from_npz


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The content of a library, and its damage."""

    analyses: int
    """Takes, or parts of them, that were analysed."""
    decided: int
    """Takes with decisions."""
    journal: str
    """``wal`` where the file is on this machine's own disk, else ``delete``."""
    problems: tuple[str, ...]
    """What is damaged, one sentence each; empty if nothing is."""


def check(library: LibraryFile) -> Checked:
    """Read a whole library and every entry in it, and return what is damaged.

    Raises `LibraryError` if the file is too damaged to be read.
    """
    with library.reading() as connection:
        said = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
        (analyses,) = connection.execute("SELECT count(*) FROM analyses").fetchone()
        (decided,) = connection.execute("SELECT count(DISTINCT take) FROM decisions").fetchone()
        (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
    pages = [f"the file is damaged: {line}" for line in said if line != "ok"]
    return Checked(
        analyses=analyses,
        decided=decided,
        journal=journal,
        problems=(
            *pages,
            *_unreadable_decisions(library),
            *_unreadable_analyses(library),
            *unreadable_measurements(library),
        ),
    )


def backup(library: LibraryFile, target: Path) -> None:
    """Write a complete copy of a library, which others can use meanwhile.

    An existing file is replaced when the copy is complete. Raises `OutputError` if the copy
    cannot be written, or would replace the library itself, and `LibraryError` if the library is
    too damaged to be copied; an older copy stays.
    """
    if target.exists() and target.samefile(library.path):
        raise OutputError("is the library itself", where=str(target), remedy="name another file")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary_folder(target.parent) as (folder, _):
            # A folder, as SQLite has locks of its own on the file.
            copy = folder / target.name
            with library.reading() as connection, _room_for(target):
                connection.execute("VACUUM INTO ?", (str(copy),))
            copy.chmod(0o600)
            with copy.open("rb+") as file:
                os.fsync(file.fileno())
            copy.replace(target)
    except OSError as error:
        raise OutputError(
            f"cannot be written ({error.strerror or error})",
            where=str(target),
            remedy="check the folder's permissions and the free space, or name another file",
        ) from error


@contextmanager
def _room_for(target: Path) -> Iterator[None]:
    """Raise SQLite's errors as errors of the copy, not of the library."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise
        raise OutputError(
            f"cannot be written ({error})",
            where=str(target),
            remedy="check the free space there, or name another disk",
        ) from error


def _unreadable_decisions(library: LibraryFile) -> Iterator[str]:
    with library.reading() as connection:
        takes = [row[0] for row in connection.execute("SELECT DISTINCT take FROM decisions")]
        for take in takes:
            rows = connection.execute(
                "SELECT field, item, value FROM decisions WHERE take = ? AND value IS NOT NULL",
                (take,),
            ).fetchall()
            try:
                decisions_of(rows, where=f"decisions on {take}")
            except LibraryError as error:
                yield f"{error.where}: {error.what}"


def _unreadable_analyses(library: LibraryFile) -> Iterator[str]:
    with library.reading() as connection:
        for digest, analysis, signals in connection.execute(
            "SELECT digest, analysis, signals FROM analyses"
        ):
            where = f"the analysis of {digest}"
            try:
                from_json(analysis, where=where)
                if signals is not None:
                    signals_from_npz(signals, where=where)
            except LibraryError as error:
                yield f"{where}: {error.what}"
