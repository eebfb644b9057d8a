"""Changes to the bytes of a file, each a stretch that replaces another.

A library that parses a file and writes it again changes quotes, line ends and spaces of
what it should not touch. A splice changes its own stretch; every other byte stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from takewise.errors import MalformedText


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Splice:
    """A stretch of bytes in the place of another."""

    start: int
    """First byte that goes."""
    end: int
    """First byte that stays; the same as ``start`` where nothing goes."""
    new: bytes = b""
    """What comes instead."""


def spliced(content: bytes, splices: Iterable[Splice]) -> bytes:
    """Return a file's bytes with splices, which come in any order; raises `MalformedText`."""
    # A removal within another removal is part of it; anything more would lose bytes.
    parts, done = list[bytes](), 0
    for each in sorted(splices):
        if each.start >= done:
            parts += [content[done : each.start], each.new]
            done = each.end
        elif each.new or each.end > done or parts[-1]:
            raise MalformedText("parts of it that have to change are inside each other")
    return b"".join((*parts, content[done:]))


def line_lead(content: bytes, place: int) -> bytes:
    """Return the line break and the indentation before a place; nothing within a line."""
    start = place
    while start > 0 and content[start - 1] in b" \t":
        start -= 1
    if content[start - 1 : start] != b"\n":
        return b""
    return content[start - (2 if content.endswith(b"\r\n", 0, start) else 1) : place]
