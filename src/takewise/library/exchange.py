"""Decisions as plain JSON, exported from one library and imported into another.

A decision is one entry with the time at which it was made. Two libraries are
merged entry by entry: of two decisions on the same thing the newer one counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from takewise.errors import LibraryError, MalformedText
from takewise.library.converter import FileConverter
from takewise.library.decision_rows import FIELDS, decisions_of
from takewise.library.opening import LibraryFile
from takewise.untrusted import json_from

DECISIONS_SCHEMA = "takewise.decisions/1"
"""Name and version of the file's schema; it changes when a reader must."""

# Take, field, item, JSON of the value or None if it was removed, microseconds.
_Row: TypeAlias = tuple[str, str, str, str | None, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One decision in a file."""

    field: str
    of: str | None = None
    value: Any
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Take:
    """Decisions on one take in a file."""

    take: str
    name: str
    decisions: tuple[_Entry, ...]


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedDecisions:
    """The entries of a decisions file, by what was done with them."""

    taken: int
    """Entries that were imported, as they are new or newer."""
    same: int
    """Entries that the library had already."""
    older: int
    """Entries that were left out, as the library has newer ones on the same thing."""
    takes: int
    """Takes with imported decisions."""


def decisions_to_json(library: LibraryFile) -> bytes:
    """Write all decisions of a library as JSON in UTF-8, takes by name, in a fixed order.

    Raises `LibraryError` if the library cannot be read.
    """
    with library.reading() as connection:
        names = dict(connection.execute("SELECT take, name FROM takes").fetchall())
    entries: dict[str, list[dict[str, object]]] = {}
    for take, field, item, value, changed in sorted(_rows(library), key=_order):
        entry = {
            "field": field,
            "of": item or None,
            "value": None if value is None else json_from(value),
            "changed": _written(changed),
        }
        entries.setdefault(take, []).append(entry)
    takes = [
        {"take": take, "name": names.get(take, ""), "decisions": entries[take]}
        for take in sorted(entries, key=lambda take: (names.get(take, ""), take))
    ]
    document = {"schema": DECISIONS_SCHEMA, "takes": takes}
    return f"{json.dumps(document, indent=1)}\n".encode()


def merge_decisions(library: LibraryFile, data: bytes, *, where: str) -> MergedDecisions:
    """Import the decisions of a file, except those that are older than the library's.

    Raises `LibraryError` if the file, which errors call `where`, is not ours or damaged, and then
    nothing of it is imported; or if the library cannot be written.
    """
    try:
        names, rows = _read(json_from(data))
    except (ValueError, OverflowError, MalformedText) as error:
        raise LibraryError(
            f"is not a complete file of decisions ({error})",
            where=where,
            remedy="`takewise library export` writes such files; nothing was changed",
        ) from error
    _check(rows, where=where)
    with library.writing() as connection:
        known = {
            row[:3]: row[3:]
            for row in connection.execute(
                "SELECT take, field, item, value, changed_us FROM decisions"
            )
        }
        same = [row for row in rows if known.get(row[:3]) == row[3:]]
        newer = [row for row in rows if row[:3] not in known or row[4] > known[row[:3]][1]]
        connection.executemany("INSERT OR REPLACE INTO decisions VALUES (?, ?, ?, ?, ?)", newer)
        takes = {row[0] for row in newer}
        connection.executemany(
            "INSERT OR IGNORE INTO takes VALUES (?, ?)", [(take, names[take]) for take in takes]
        )
    return MergedDecisions(
        taken=len(newer),
        same=len(same),
        older=len(rows) - len(newer) - len(same),
        takes=len(takes),
    )


def _rows(library: LibraryFile) -> list[_Row]:
    with library.reading() as connection:
        return connection.execute(
            "SELECT take, field, item, value, changed_us FROM decisions"
        ).fetchall()


def _order(row: _Row) -> tuple[str, int, str, str]:
    take, field, item, *_ = row
    return take, FIELDS.index(field) if field in FIELDS else len(FIELDS), field, item


def _read(document: Any) -> tuple[dict[str, str], Sequence[_Row]]:
    """Return takes with their names, and the entries, each thing once."""
    converter = FileConverter()
    if (schema := converter.field(document, "schema", str)) != DECISIONS_SCHEMA:
        raise ValueError(f"its schema is {schema!r}, and this version reads {DECISIONS_SCHEMA!r}")
    converter.set_layout(_Entry, "field of value changed", optional=frozenset(("of",)))
    takes: tuple[_Take, ...] = converter.field(document, "takes", tuple[_Take, ...])
    names = {each.take: each.name.encode(errors="replace").decode() for each in takes}
    rows = [_row(each.take, entry) for each in takes for entry in each.decisions]
    # If a file that was edited by hand names a thing twice, the newer entry counts.
    return names, list({row[:3]: row for row in sorted(rows, key=lambda row: row[4])}.values())


def _row(take: str, entry: _Entry) -> _Row:
    field, item = entry.field, entry.of or ""
    # SQLite cannot hold text that is not UTF-8: refused before anything is written.
    f"{take}{field}{item}".encode()
    written = None if entry.value is None else json.dumps(entry.value)
    return take, field, item, written, _microseconds(entry.changed)


def _check(rows: Iterable[_Row], *, where: str) -> None:
    """Read every value once, so that nothing unreadable is kept."""
    takes: dict[str, list[tuple[str, str, str]]] = {}
    for take, field, item, value, _ in rows:
        if value is not None:
            takes.setdefault(take, []).append((field, item, value))
    for take, values in takes.items():
        decisions_of(values, where=f"{where}, decisions on {take}")


def _written(microseconds: int) -> str:
    """Return a time as ISO 8601 in UTC, the same on every machine."""
    return (_EPOCH + timedelta(microseconds=microseconds)).isoformat(timespec="microseconds")


def _microseconds(text: str) -> int:
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return (time - _EPOCH) // timedelta(microseconds=1)
