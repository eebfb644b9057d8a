"""An XMP packet: the elements of its XML with the namespaces of their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from takewise.errors import MalformedText, OutputError
from takewise.xml_places import Element, attribute_places, parse_xml

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XMP = "http://ns.adobe.com/xap/1.0/"
DC = "http://purl.org/dc/elements/1.1/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
OURS = "urn:takewise:stills:1.0:"
"""Namespaces; ISO 16684-1:2019, sections 7.4 and 8."""

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
    inner: tuple[int, int]
    """Bytes between its quotes; half-open."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PacketElement:
    """One element."""

    name: tuple[str, str]
    """Namespace and local name."""
    place: Element
    """The same element as it is written, where it stands."""
    attributes: tuple[Attribute, ...]
    """As written; declarations of namespaces are not among them."""
    scope: Mapping[str, str]
    """Prefix to namespace, as far as is declared here."""
    children: tuple[PacketElement, ...]
    """Elements within it."""


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
    """Find the places of a packet's parts, with its top-level descriptions.

    The packet is UTF-8 without a byte-order mark. Raises `OutputError`, with `where` as the file,
    if it is no well-formed XMP, or holds a document type, which no XMP does.
    """
    prefixes: set[str] = set()
    try:
        root = _named(content, parse_xml(content, most=_LARGEST), _XML, prefixes)
    except MalformedText as error:
        raise OutputError(
            f"this sidecar is no well-formed XMP ({error.what}), and is left as it is",
            where=where,
            remedy="open and save it in the program that wrote it, or move it away",
        ) from error
    found = tuple(
        child
        for rdf in _outermost_rdf(root)
        for child in rdf.children
        if child.name == (RDF, "Description")
    )
    if not found:
        raise OutputError(
            "this sidecar has no rdf:Description, and is left as it is",
            where=where,
            remedy="move it away, and a new one is made",
        )
    return Packet(content=content, descriptions=found, prefixes=frozenset(prefixes))


def _outermost_rdf(element: PacketElement) -> Iterator[PacketElement]:
    """Yield each `rdf:RDF` that is in no other one, in order."""
    if element.name == (RDF, "RDF"):
        yield element
    else:
        for each in element.children:
            yield from _outermost_rdf(each)


def _named(
    content: bytes, place: Element, around: Mapping[str, str], prefixes: set[str]
) -> PacketElement:
    """Return an element with its namespaces, and add the prefixes that it declares to a set."""
    declared = {
        name.partition(":")[2]: value
        for name, value in place.attributes.items()
        if _is_declaration(name)
    }
    # Where none is new, the table is the parent's own.
    scope = {**around, **declared} if declared else around
    if len(scope) > _MOST_PREFIXES:
        raise MalformedText(f"it declares more than {_MOST_PREFIXES} prefixes")
    prefixes.update(declared)
    return PacketElement(
        name=_resolved(place.tag, scope, scope.get("", "")),
        place=place,
        attributes=tuple(_attributes(content, place, scope)) if place.attributes else (),
        scope=scope,
        children=tuple([_named(content, each, scope, prefixes) for each in place.children]),
    )


def _attributes(content: bytes, place: Element, scope: Mapping[str, str]) -> Iterator[Attribute]:
    for each in attribute_places(content, place):
        if not _is_declaration(each.name):
            name, value = _resolved(each.name, scope, ""), place.attributes[each.name]
            yield Attribute(name=name, value=value, inner=each.value)


def _is_declaration(name: str) -> bool:
    return name == "xmlns" or name.startswith("xmlns:")


def _resolved(written: str, scope: Mapping[str, str], default: str) -> tuple[str, str]:
    prefix, colon, local = written.partition(":")
    if not colon:
        return default, written
    if prefix not in scope:
        raise MalformedText(f"the prefix {prefix} is not declared")
    return scope[prefix], local
