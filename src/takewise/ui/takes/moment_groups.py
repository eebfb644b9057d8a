"""Headings in the list of moments of a long take: line by line, or minute by minute."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import TypeAlias

from takewise.model.dialogue import Line
from takewise.ui.takes.moment_list import Row
from takewise.ui.takes.state import Order, ReviewState, ShownTake

LONG = Fraction(60)
"""Seconds from which the list has headings; what is shorter fits on a screen or two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What the moments below have in common."""

    words: str
    """Which line or minute it is."""
    count: int
    """How many moments there are in it."""


Entry: TypeAlias = Row | Heading
"""One row of the list as it is drawn."""


def grouped(state: ReviewState, rows: Sequence[Row]) -> tuple[Entry, ...]:
    """Return the listed moments with a heading for each line, or each minute.

    Short takes, and lists that are not in the order of time, have none.
    """
    start, end = state.reach
    if state.choice.order is not Order.TIME or end - start < LONG:
        return tuple(rows)
    words_of = _by_line(state) or _by_minute(start)
    found: list[Entry] = []
    for words, group in groupby(rows, key=words_of):
        together = tuple(group)
        found += (Heading(words=words, count=len(together)), *together)
    return tuple(found)


def _by_line(state: ReviewState) -> Callable[[Row], str] | None:
    """Return what names the line that a moment comes in or after; None without lines.

    Takes side by side have lines at different times, so that no line could be a heading.
    """
    takes = [state.takes[place] for place in state.shown]
    dialogue = takes[0].analysis.dialogue if len(takes) == 1 and takes[0].analysis else None
    if dialogue is None or not dialogue.lines:
        return None
    names = [
        "before the first line",
        *map(_name, range(1, len(dialogue.lines) + 1), dialogue.lines),
    ]
    starts = [_common(takes[0], line) for line in dialogue.lines]
    return lambda row: names[bisect_right(starts, row.at)]


def _by_minute(start: Fraction) -> Callable[[Row], str]:
    """Return what names the minute of a moment, from where the first take begins."""

    def words_of(row: Row) -> str:
        minute = int((row.at - start) // 60)
        return f"{minute}:00 to {minute + 1}:00"

    return words_of


def _name(number: int, line: Line) -> str:
    said = f" “{line.words}”" if line.words else ""
    return f"line {number} · {line.speaker}{said}"


def _common(take: ShownTake, line: Line) -> Fraction:
    """Return the common time at which a line begins; it is known from the file's first picture."""
    return line.start - take.times.begin - take.origin
