"""XML of others, changed without being written anew: each element with its place in the file.

What is put in or taken out is a stretch of bytes; every other byte stays as it was,
comments, entities and the order of attributes too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from takewise.errors import MalformedText, MediaError
from takewise.untrusted import read_xml

_TAG = re.compile(rb"""<[^\s>/]+(?:[^>"']|"[^"]*"|'[^']*')*>""")
# A start tag; a ">" within quotes does not end it.

_STEP = b"    "
# Indentation of a child where no sibling shows the file's own.


@dataclass(slots=True, kw_only=True)
class Element:
    """One element where it stands in a file; the places are bytes from the file's first."""

    tag: str
    """Its name."""
    attributes: Mapping[str, str]
    """Name to value."""
    start: int
    """Place of its ``<``."""
    inside: int
    """Place behind its start tag."""
    end: int = 0
    """Place behind all of it."""
    text: str = ""
    """Text directly in it, joined."""
    children: list[Element] = field(default_factory=list)
    """Elements directly in it, in order."""

    def every(self, tag: str) -> Iterator[Element]:
        """Yield the elements of a name in it, itself too, in order."""
        if self.tag == tag:
            yield self
        for each in self.children:
            yield from each.every(tag)

    def child(self, tag: str) -> Element | None:
        """Return the first child of a name; None where there is none."""
        return next((each for each in self.children if each.tag == tag), None)

    def said(self, tag: str) -> str:
        """Return the text of the first child of a name; empty where there is none."""
        found = self.child(tag)
        return found.text.strip() if found else ""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Splice:
    """A stretch of bytes in the place of another."""

    start: int
    """First byte that goes."""
    end: int
    """First byte that stays; the same as ``start`` where nothing goes."""
    new: bytes = b""
    """What comes instead."""


def parse_xml(content: bytes, path: Path) -> Element:
    """Read a file's elements with their places.

    Parameters
    ----------
    content
        The file's bytes.
    path
        Where it lies, for what goes wrong.

    Returns
    -------
    Element
        The outermost.

    Raises
    ------
    MediaError
        If it is no XML in UTF-8.
    """
    builder = _Builder(content)
    try:
        read_xml(content, builder, doctype=True)
    except MalformedText as error:
        raise MediaError(
            f"cannot be read as a cut ({error.what})", where=str(path), remedy="export it again"
        ) from error
    return builder.top[0]


class _Builder:
    """Makes elements of what a parser reports."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._within: list[Element] = []
        self.top: list[Element] = []
        """The outermost element, once it is read."""

    def opened(self, tag: str, attributes: dict[str, str], at: int) -> None:
        found = _TAG.match(self._content, at)
        inside = found.end() if found else at
        element = Element(tag=tag, attributes=attributes, start=at, inside=inside)
        (self._within[-1].children if self._within else self.top).append(element)
        self._within.append(element)

    def closed(self, text: str, at: int) -> None:
        element = self._within.pop()
        element.text = text
        empty = self._content[element.inside - 2 : element.inside] == b"/>"
        element.end = at if empty else self._content.index(b">", at) + 1


def put_in(
    content: bytes, parent: Element, after: Iterable[Element], new: Iterable[ET.Element]
) -> Splice:
    """Put elements into another.

    Parameters
    ----------
    content
        The file's bytes.
    parent
        What they go into.
    after
        Children of it that they follow; none puts them before all others.
    new
        The elements.

    Returns
    -------
    Splice
        Each on a line of its own, indented as its siblings are.
    """
    own = _space_before(content, parent.start)
    indent = _space_before(content, parent.children[0].start) if parent.children else own + _STEP
    lines = b"".join(indent + _text(each, indent) for each in new)
    if content[parent.inside - 2 : parent.inside] == b"/>":
        whole = b">" + lines + own + f"</{parent.tag}>".encode()
        return Splice(start=parent.inside - 2, end=parent.inside, new=whole)
    place = max((each.end for each in after), default=parent.inside)
    return Splice(start=place, end=place, new=lines)


def taken_out(content: bytes, element: Element) -> Splice:
    """Take out an element with the white space before it."""
    return Splice(start=element.start - len(_space_before(content, element.start)), end=element.end)


def spliced(content: bytes, splices: Iterable[Splice]) -> bytes:
    """Return a file's bytes with some stretches changed."""
    parts, done = [], 0
    for each in sorted(splices):
        parts += [content[done : each.start], each.new]
        done = each.end
    return b"".join((*parts, content[done:]))


def _space_before(content: bytes, place: int) -> bytes:
    """Return the line break and the indentation before a place; nothing within a line."""
    start = place
    while start > 0 and content[start - 1 : start] in {b" ", b"\t"}:
        start -= 1
    if content[start - 1 : start] != b"\n":
        return b""
    return (
        content[start - 2 : place]
        if content[start - 2 : start] == b"\r\n"
        else (content[start - 1 : place])
    )


def _text(element: ET.Element, indent: bytes) -> bytes:
    """Return an element as text; its children one step further in."""
    if b"\n" in indent and len(element):
        ET.indent(element)
    lines = ET.tostring(element, encoding="unicode").encode().split(b"\n")
    return indent.join(lines)
