"""XML of others, changed without writing it again: each element with its place in the bytes.

What is put in or taken out is a splice; every other byte stays as it was, comments,
entities and the order of attributes too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from takewise.errors import MalformedText
from takewise.splices import Splice
from takewise.untrusted import LARGEST, read_xml

# A start tag; a ">" within quotes does not end it.
_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_TAG_NAME = re.compile(rb"<[^\s/>]+")
_ATTRIBUTE = re.compile(rb"""([^\s=<>/"']+)\s*=\s*("[^"<]*"|'[^'<]*')""")


@dataclass(slots=True, kw_only=True, eq=False)
class Element:
    """One element where it stands in a file; the places are bytes from the file's first."""

    tag: str
    """Its name as it is written, with its prefix."""
    attributes: Mapping[str, str]
    """Name as it is written to value, references resolved."""
    start: int
    """Place of its ``<``."""
    inside: int
    """Place behind its start tag."""
    foot: int = 0
    """Place of its end tag; of an element that closes itself the same as `inside`."""
    end: int = 0
    """Place behind all of it."""
    text: str = ""
    """Text directly in it, joined."""
    children: list[Element] = field(default_factory=list)
    """Elements directly in it, in order."""

    @property
    def empty(self) -> bool:
        """Whether it is written as one tag that closes itself."""
        return self.end == self.inside

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


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributePlace:
    """One attribute where it stands in a start tag."""

    name: str
    """As it is written."""
    start: int
    """Place of its name."""
    value: tuple[int, int]
    """Bytes between its quotes; half-open."""


def parse_xml(
    content: bytes, *, where: str = "", doctype: bool = False, most: int = LARGEST
) -> Element:
    """Return a document's outermost element; arguments and limits as `untrusted.read_xml`."""
    builder = _Builder(content)
    read_xml(content, builder, where=where, doctype=doctype, most=most)
    return builder.top[0]


def attribute_places(content: bytes, element: Element) -> Iterator[AttributePlace]:
    """Yield an element's attributes, declarations of namespaces too, as they are written."""
    name = _TAG_NAME.match(content, element.start)
    begin = name.end() if name else element.start
    for found in _ATTRIBUTE.finditer(content, begin, element.inside):
        value = found.start(2) + 1, found.end(2) - 1
        yield AttributePlace(name=found[1].decode(), start=found.start(), value=value)


def inserted(element: Element, new: bytes, place: int | None = None) -> Splice:
    """Put XML into an element, by default first; a tag that closes itself is opened for it."""
    if element.empty:
        whole = b">" + new + f"</{element.tag}>".encode()
        return Splice(start=element.inside - len(b"/>"), end=element.inside, new=whole)
    place = element.inside if place is None else place
    return Splice(start=place, end=place, new=new)


class _Builder:
    """Makes elements of what a parser reports."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._within: list[Element] = []
        self.top: list[Element] = []
        """The outermost element, once it is read."""

    def opened(self, tag: str, attributes: dict[str, str], at: int) -> None:
        found = _TAG.match(self._content, at)
        if found is None:
            raise MalformedText("a tag has no end")
        element = Element(tag=tag, attributes=attributes, start=at, inside=found.end())
        (self._within[-1].children if self._within else self.top).append(element)
        self._within.append(element)

    def closed(self, text: str, at: int) -> None:
        element = self._within.pop()
        element.text = text
        if self._content.endswith(b"/>", element.start, element.inside):
            element.foot = element.end = element.inside
        else:
            element.foot = at
            element.end = self._content.index(b">", at) + 1
