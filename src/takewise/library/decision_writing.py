"""Writes decisions into the library, and keeps those of other processes."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from takewise.library.decision_rows import Place, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The result of writing a decision."""

    written: Mapping[Place, int] = field(default_factory=dict)
    """Each row that was written, and when: microseconds since 1970, which rise with each
    change of the row."""
    unseen: tuple[Row, ...] = ()
    """Rows that replaced a decision which another process made meanwhile; an undo would not
    restore it."""
    foreign: tuple[Place, ...] = ()
    """Rows that another process has changed since, so nothing was written at all."""


def write_rows(
    connection: sqlite3.Connection, take: str, name: str, rows: Sequence[Row]
) -> dict[Place, int]:
    """Write rows of a take in a running transaction; return when each was written.

    The time of a row is later than it ever was before.
    """
    now = time.time_ns() // 1000
    connection.executemany(
        "INSERT INTO decisions (take, field, item, value, changed_us) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value, "
        # A clock that was set back must not make the newer decision the older one.
        "changed_us = max(excluded.changed_us, changed_us + 1)",
        [(take, *row, now) for row in rows],
    )
    connection.execute(
        "INSERT OR REPLACE INTO takes (take, name) VALUES (?, ?)",
        (take, name.encode("utf-8", "replace").decode()),
    )
    there = _stamps(connection, take)
    places = [(row[0], row[1]) for row in rows]
    return {place: there[place][1] for place in places}


def differing_rows(connection: sqlite3.Connection, take: str, rows: Sequence[Row]) -> list[Row]:
    """Return those of the rows that differ from what the library has."""
    there = _stamps(connection, take)
    return [
        row for row in rows if (place := (row[0], row[1])) not in there or there[place][0] != row[2]
    ]


def unseen_rows(
    connection: sqlite3.Connection, take: str, rows: Sequence[Row], believed: Sequence[Row]
) -> tuple[Row, ...]:
    """Return those of `rows` whose place in the library is not as `believed`.

    Called in the transaction, before it writes.
    """
    there = _stamps(connection, take)
    before = {(row[0], row[1]): row[2] for row in believed}
    return tuple(
        row
        for row in rows
        if (place := (row[0], row[1])) in there and there[place][0] != before.get(place)
    )


def foreign_rows(
    connection: sqlite3.Connection,
    take: str,
    change: tuple[Sequence[Row], Sequence[Row]],
    mine: Mapping[Place, int],
) -> tuple[Place, ...]:
    """Return the rows of `change` that another process has changed since.

    `change` is what is to be written and what was written before; `mine` is when each row was
    written by the process that undoes it.
    """
    wanted, last = ({(row[0], row[1]): row[2] for row in rows} for rows in change)
    there = _stamps(connection, take)
    return tuple(
        place
        for place in wanted
        if place in there
        and there[place][0] != wanted[place]
        and there[place] != (last[place], mine.get(place))
    )


def _stamps(connection: sqlite3.Connection, take: str) -> dict[Place, tuple[str | None, int]]:
    """Return value and time of each row of a take."""
    rows = connection.execute(
        "SELECT field, item, value, changed_us FROM decisions WHERE take = ?", (take,)
    )
    return {(named, item): (value, changed) for named, item, value, changed in rows}
