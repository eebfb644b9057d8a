"""An XMP packet with the place of everything in it, to the byte.

A library that parses and writes anew changes quotes, line ends, prefixes and
spaces of what it should not touch. Here the packet stays the bytes that it is;
parsing only tells where its parts are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from takewise.errors import MalformedText, OutputError
from takewise.untrusted import read_xml

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XMP = "http://ns.adobe.com/xap/1.0/"
DC = "http://purl.org/dc/elements/1.1/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
OURS = "urn:takewise:stills:1.0:"
"""Namespaces; ISO 16684-1:2019, sections 7.4 and 8."""

_ATTRIBUTE = re.compile(rb"""([^\s=<>/"']+)\s*=\s*("([^"<]*)"|'([^'<]*)')""")
_NAME = re.compile(rb"<([^\s/>]+)")
# A start tag; a ">" within quotes does not end it.
_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
# Bytes of a packet; the longest edit histories have some million.
_LARGEST = 64 * 1024 * 1024
# Namespaces that hold at one place. Each element that declares one has a table of its own.
_MOST_PREFIXES = 500

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
class PacketElement:
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
    children: list[PacketElement] = field(default_factory=list)
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
    descriptions: tuple[PacketElement, ...]
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
        read_xml(content, reader, most=_LARGEST)
    except MalformedText as error:
        raise OutputError(
            f"this sidecar is no well-formed XMP ({error.what}), and is left as it is",
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


class _Reader:
    """Builds elements as the parser meets them."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._open: list[PacketElement] = []
        self._scopes: list[dict[str, str]] = [dict(_XML)]
        self._roots: list[PacketElement] = []
        self.prefixes: set[str] = set()

    def found(self, names: tuple[str, ...]) -> Iterator[PacketElement]:
        """Yield the elements of RDF with such a name, outermost first."""
        waiting = self._roots[::-1]
        while waiting:
            element = waiting.pop()
            if element.name[0] == RDF and element.name[1] in names:
                yield element
            else:
                waiting += element.children[::-1]

    def opened(self, tag: str, attributes: dict[str, str], at: int) -> None:
        begin, end = at, _tag_end(self._content, at)
        scope = self._scope_of(attributes)
        self._scopes.append(scope)
        element = PacketElement(
            name=_resolved(tag, scope, scope.get("", "")),
            tag=tag,
            head=(begin, end),
            attributes=tuple(_attributes(self._content, begin, end, attributes, scope)),
            scope=scope,
            empty=self._content[end - 2 : end - 1] == b"/",
        )
        (self._open[-1].children if self._open else self._roots).append(element)
        self._open.append(element)

    def closed(self, text: str, at: int) -> None:
        element = self._open.pop()
        self._scopes.pop()
        element.text = text
        if element.empty:
            element.foot = (element.head[1], element.head[1])
        else:
            element.foot = (at, self._content.index(b">", at) + 1)

    def _scope_of(self, attributes: Mapping[str, str]) -> dict[str, str]:
        """Return the prefixes that hold in an element; its parent's own where none is new."""
        declared = {
            name.partition(":")[2]: value
            for name, value in attributes.items()
            if name == "xmlns" or name.startswith("xmlns:")
        }
        if not declared:
            return self._scopes[-1]
        scope = {**self._scopes[-1], **declared}
        if len(scope) > _MOST_PREFIXES:
            raise MalformedText(f"it declares more than {_MOST_PREFIXES} prefixes")
        self.prefixes.update(declared)
        return scope


def _tag_end(content: bytes, begin: int) -> int:
    """Return the place behind a start tag; a > within quotes does not end it."""
    found = _TAG.match(content, begin)
    if found is None:
        raise MalformedText("a tag has no end")
    return found.end()


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
        raise MalformedText(f"the prefix {prefix} is not declared")
    return scope[prefix], local
