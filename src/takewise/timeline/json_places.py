"""JSON of others, changed without being written again: each value with its place in the file.

What is put in or taken out is a stretch of bytes; every other byte stays as it was, the
digits of numbers and the order of keys too. Taking out what was put in gives the file back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from takewise.splices import Splice, line_lead

BOM = b"\xef\xbb\xbf"
"""What some editors of text write before UTF-8."""

# A bracket, a sign between values, a string, or a number or word (RFC 8259, section 2).
_TOKEN = re.compile(
    rb'[ \t\r\n]*([{}\[\]:,]|"[^"\\]*(?:\\.[^"\\]*)*"|[^ \t\r\n{}\[\]:,"]+)', re.DOTALL
)


@dataclass(slots=True, kw_only=True)
class Value:
    """One value where it stands in a file; the places are bytes from the file's first."""

    start: int
    """Place of its first byte."""
    end: int
    """Place behind its last byte."""
    key: int
    """Place of its key's first byte; of a value without a key the same as `start`."""
    members: dict[str, Value] = field(default_factory=dict)
    """Key to value, of an object."""
    items: list[Value] = field(default_factory=list)
    """In order, of an array."""

    def at(self, *keys: str) -> Value | None:
        """Return what stands under keys, each in the one before; None where there is none."""
        found: Value | None = self
        for key in keys:
            found = found.members.get(key) if found else None
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a file is written."""

    colon: str
    """What stands between a key and its value."""
    comma: str
    """What stands between two values on one line."""
    step: str
    """What a value is indented by within another, where each stands on a line of its own."""

    def text(self, value: object, lead: bytes) -> bytes:
        """Return a value as text whose first line stands behind a line break and indentation."""
        if not lead:
            plain = json.dumps(value, ensure_ascii=False, separators=(self.comma, self.colon))
            return plain.encode("utf-8", "replace")
        lines = json.dumps(
            value, ensure_ascii=False, separators=(",", self.colon), indent=self.step
        )
        return lines.encode("utf-8", "replace").replace(b"\n", lead)


def parse_json(content: bytes) -> Value:
    """Read a file's values with their places; of keys that an object has twice, the last.

    Returns the outermost value. Raises `ValueError` for what a strict reader of JSON refuses.
    """
    reader = _Reader()
    place = len(BOM) if content.startswith(BOM) else 0
    while found := _TOKEN.match(content, place):
        place = found.end()
        reader.hear(found, content[found.start(1) : found.start(1) + 1])
    if content[place:].strip():
        raise ValueError("it is no JSON")
    return reader.outermost()


class _Reader:
    """Makes values of a file's signs and words, in order."""

    def __init__(self) -> None:
        self._outside = Value(start=-1, end=-1, key=-1)
        self._within = [self._outside]
        self._keyed = [False]
        self._key: re.Match[bytes] | None = None
        # A file has many keys, but few that differ.
        self._names: dict[bytes, str] = {}

    def hear(self, found: re.Match[bytes], sign: bytes) -> None:
        """Take the next sign or word, which begins with a byte."""
        if sign in b":,":
            return
        if sign in b"}]":
            self._within.pop().end = found.end()
            self._keyed.pop()
            if not self._within:
                raise ValueError("it is no JSON")
        elif self._keyed[-1] and self._key is None:
            self._key = found
        else:
            each = self._value(found)
            if sign in b"{[":
                self._within.append(each)
                self._keyed.append(sign == b"{")

    def outermost(self) -> Value:
        """Return the only value that is in no other; raises `ValueError` if there is none."""
        if self._within != [self._outside] or len(self._outside.items) != 1:
            raise ValueError("it is no JSON")
        return self._outside.items[0]

    def _value(self, found: re.Match[bytes]) -> Value:
        key, self._key = self._key, None
        start, end = found.span(1)
        if key is None:
            each = Value(start=start, end=end, key=start)
            self._within[-1].items.append(each)
            return each
        name = self._names.get(key[1])
        if name is None:
            name = self._names[key[1]] = str(json.loads(key[1].decode("utf-8", "replace")))
        each = Value(start=start, end=end, key=key.start(1))
        self._within[-1].members[name] = each
        return each


def style_of(content: bytes, root: Value) -> Style:
    """Return how a file is written, by its outermost object."""
    members = sorted(root.members.values(), key=lambda value: value.start)
    if not members:
        return Style(colon=": ", comma=", ", step="    ")
    first = members[0]
    named = _TOKEN.match(content, first.key)
    colon = content[named.end() if named else first.start : first.start].decode()
    step = line_lead(content, first.key).lstrip(b"\r\n").decode()
    comma = content[first.end : members[1].key].decode() if len(members) > 1 else ", "
    return Style(colon=colon, comma=comma if "\n" not in comma else ", ", step=step)


def appended(
    content: bytes, parent: Value, name: str, new: Sequence[Mapping[str, Any]], style: Style
) -> Splice:
    """Put values, at least one, at the end of a list: an object's, under a name; made if missing.

    Each is on a line of its own, indented as the list's others are, if the file has lines.
    """
    held = parent.members.get(name)
    if held is None:
        last = max(parent.members.values(), key=lambda value: value.end)
        own = line_lead(content, last.key)
        lines = _listed(new, own, style)
        key = own + json.dumps(name).encode() + style.colon.encode()
        gap = b"," if own else style.comma.encode()
        return Splice(start=last.end, end=last.end, new=gap + key + b"[" + lines + own + b"]")
    own = line_lead(content, held.key)
    if not held.items:
        lines = _listed(new, own, style)
        if held.end - held.start == len(b"[]"):
            return Splice(start=held.start + 1, end=held.end - 1, new=lines + own)
        # White space in an empty list stays before the first: so it is known from [].
        return Splice(start=held.end - 1, end=held.end - 1, new=lines.lstrip())
    last = held.items[-1]
    lead = line_lead(content, last.start)
    gap = b"," if lead else style.comma.encode()
    new_lines = b"".join(gap + lead + style.text(each, lead) for each in new)
    return Splice(start=last.end, end=last.end, new=new_lines)


def without(parent: Value, name: str, places: Collection[int], *, whole: bool) -> list[Splice]:
    """Remove the values at some places, from 0, of an object's list; undoes `appended`.

    `whole` says whether the list itself goes too if nothing is left in it.
    """
    held = parent.members.get(name)
    if held is None or not places:
        return []
    if len(places) < len(held.items):
        return _out_of(held.items, places)
    if whole:
        return [_member_out(parent, held)]
    first, last = held.items[0], held.items[-1]
    if last.end < held.end - 1:
        return [Splice(start=held.start + 1, end=held.end - 1)]
    return [Splice(start=first.start, end=last.end)]


def _out_of(items: Sequence[Value], places: Collection[int]) -> list[Splice]:
    """Take some of several values out, each with the comma that it came with."""
    gone = set(places)
    kept = min(place for place in range(len(items)) if place not in gone)
    return [
        Splice(start=items[place].start, end=items[place + 1].start)
        if place < kept
        else Splice(start=items[place - 1].end, end=items[place].end)
        for place in sorted(gone)
    ]


def _listed(new: Sequence[Mapping[str, Any]], own: bytes, style: Style) -> bytes:
    """Return values as the inside of a list whose key stands behind `own`."""
    if not own:
        return style.comma.encode().join(style.text(each, b"") for each in new)
    lead = own + style.step.encode()
    return b",".join(lead + style.text(each, lead) for each in new)


def _member_out(parent: Value, held: Value) -> Splice:
    before = [each.end for each in parent.members.values() if each.end < held.start]
    after = [each.key for each in parent.members.values() if each.key > held.end]
    if before:
        return Splice(start=max(before), end=held.end)
    return Splice(start=held.key, end=min(after, default=held.end))
