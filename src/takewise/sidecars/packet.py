"""An XMP packet with the place of everything in it, to the byte.

A library that parses and writes anew changes quotes, line ends, prefixes and
spaces of what it should not touch. Here the packet stays the bytes that it is;
parsing only tells where its parts are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from takewise.errors import OutputError

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XMP = "http://ns.adobe.com/xap/1.0/"
DC = "http://purl.org/dc/elements/1.1/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
OURS = "urn:takewise:stills:1.0:"
"""Namespaces; ISO 16684-1:2019, sections 7.4 and 8."""

_ATTRIBUTE = re.compile(rb"""([^\s=<>/"']+)\s*=\s*("([^"<]*)"|'([^'<]*)')""")
_NAME = re.compile(rb"<([^\s/>]+)")
_XML = {"xml": "http://www.w3.org/XML/1998/namespace"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One attribute of a start tag."""

    name: tuple[str, str]
    """Namespace and local name."""
    value: str
    """As it reads, references resolved."""
    span: tuple[int, int]
    """Bytes of the whole attribute, name to closing quote; half-open."""
    inner: tuple[int, int]
    """Bytes between its quotes."""


@dataclass(slots=True, kw_only=True, eq=False)
class Element:
    """One element."""

    name: tuple[str, str]
    """Namespace and local name."""
    tag: str
    """Name as it is written, with its prefix."""
    head: tuple[int, int]
    """Bytes of the start tag."""
    attributes: tuple[Attribute, ...]
    """As written; declarations of namespaces are not among them."""
    scope: Mapping[str, str]
    """Prefix to namespace, as far as is declared here."""
    empty: bool
    """Whether it is written as one tag that closes itself."""
    children: list[Element] = field(default_factory=list)
    """Elements within it."""
    text: str = ""
    """What stands directly in it."""
    foot: tuple[int, int] = (0, 0)
    """Bytes of the end tag; of an empty element the place behind it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Packet:
    """A packet and what is where in it."""

    content: bytes
    """UTF-8, without a mark in front."""
    descriptions: tuple[Element, ...]
    """The top level of `rdf:RDF`; at least one."""
    prefixes: frozenset[str]
    """Every prefix that is declared anywhere."""


def read_packet(content: bytes, *, where: str) -> Packet:
    """Find the places of a packet's parts.

    Parameters
    ----------
    content
        UTF-8 without a byte-order mark.
    where
        The file, for the error.

    Returns
    -------
    Packet
        With its top-level descriptions.

    Raises
    ------
    OutputError
        If it is no well-formed XMP, or holds a document type, which no XMP does.
    """
    reader = _Reader(content)
    try:
        reader.parse()
    except (expat.ExpatError, _NotXmp) as error:
        raise OutputError(
            f"this sidecar is no well-formed XMP ({error}), and is left as it is",
            where=where,
            remedy="open and save it in the program that wrote it, or move it away",
        ) from error
    found = tuple(
        child
        for rdf in reader.found(("RDF",))
        for child in rdf.children
        if child.name == (RDF, "Description")
    )
    if not found:
        raise OutputError(
            "this sidecar has no rdf:Description, and is left as it is",
            where=where,
            remedy="move it away, and a new one is made",
        )
    return Packet(content=content, descriptions=found, prefixes=frozenset(reader.prefixes))


class _NotXmp(Exception):
    """What a sidecar must not hold."""


class _Reader:
    """Builds elements as the parser meets them."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._open: list[Element] = []
        self._scopes: list[dict[str, str]] = [dict(_XML)]
        self._roots: list[Element] = []
        self.prefixes: set[str] = set()
        parser = expat.ParserCreate("UTF-8")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _refuse
        self._parser = parser

    def parse(self) -> None:
        self._parser.Parse(self._content, True)  # noqa: FBT003 - expat's own signature

    def found(self, names: tuple[str, ...]) -> Iterator[Element]:
        """Yield the elements of RDF with such a name, outermost first."""
        waiting = list(self._roots)
        while waiting:
            element = waiting.pop(0)
            if element.name[0] == RDF and element.name[1] in names:
                yield element
            else:
                waiting = [*element.children, *waiting]

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        begin = self._parser.CurrentByteIndex
        end = _tag_end(self._content, begin)
        scope = dict(self._scopes[-1])
        for name, value in attributes.items():
            if name == "xmlns" or name.startswith("xmlns:"):
                prefix = name.partition(":")[2]
                scope[prefix] = value
                self.prefixes.add(prefix)
        self._scopes.append(scope)
        element = Element(
            name=_resolved(tag, scope, scope.get("", "")),
            tag=tag,
            head=(begin, end),
            attributes=tuple(_attributes(self._content, begin, end, attributes, scope)),
            scope=scope,
            empty=self._content[end - 2 : end - 1] == b"/",
        )
        (self._open[-1].children if self._open else self._roots).append(element)
        self._open.append(element)

    def _end(self, _tag: str) -> None:
        element = self._open.pop()
        self._scopes.pop()
        if element.empty:
            element.foot = (element.head[1], element.head[1])
        else:
            begin = self._parser.CurrentByteIndex
            element.foot = (begin, self._content.index(b">", begin) + 1)

    def _characters(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text


def _refuse(*_: object) -> NoReturn:
    raise _NotXmp("it has a document type")


def _tag_end(content: bytes, begin: int) -> int:
    """Return the place behind a start tag; a > within quotes does not end it."""
    quote = 0
    for place in range(begin, len(content)):
        byte = content[place]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == ord(">"):
            return place + 1
    raise _NotXmp("a tag has no end")


def _attributes(
    content: bytes, begin: int, end: int, values: Mapping[str, str], scope: Mapping[str, str]
) -> Iterator[Attribute]:
    named = _NAME.match(content, begin, end)
    for found in _ATTRIBUTE.finditer(content, named.end() if named else begin, end):
        written = found[1].decode()
        if written != "xmlns" and not written.startswith("xmlns:"):
            yield Attribute(
                name=_resolved(written, scope, ""),
                value=values[written],
                span=found.span(),
                inner=found.span(3 if found[3] is not None else 4),
            )


def _resolved(written: str, scope: Mapping[str, str], default: str) -> tuple[str, str]:
    prefix, colon, local = written.partition(":")
    if not colon:
        return default, written
    if prefix not in scope:
        raise _NotXmp(f"the prefix {prefix} is not declared")
    return scope[prefix], local
