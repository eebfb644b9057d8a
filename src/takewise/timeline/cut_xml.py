"""XML of a cut: read with the places of its elements, and elements put in and taken out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

from takewise.errors import MalformedText, MediaError
from takewise.splices import Splice, line_lead, spliced
from takewise.xml_places import Element, inserted, parse_xml

# Indentation of a child where no sibling shows the file's own.
_STEP = b"    "


def parse_cut(content: bytes, path: Path) -> Element:
    """Return the outermost element of a cut's file; raises `MediaError` if it is no XML."""
    try:
        return parse_xml(content, doctype=True)
    except MalformedText as error:
        raise _unreadable(error, path) from error


def changed_cut(content: bytes, splices: Iterable[Splice], path: Path) -> bytes:
    """Return a cut's file with splices; raises `MediaError` if one is inside another."""
    try:
        return spliced(content, splices)
    except MalformedText as error:
        raise _unreadable(error, path) from error


def put_in(
    content: bytes, parent: Element, after: Iterable[Element], new: Iterable[ET.Element]
) -> Splice:
    """Put elements into another, behind some of its children, each on a line of its own."""
    own = line_lead(content, parent.start)
    indent = line_lead(content, parent.children[0].start) if parent.children else own + _STEP
    lines = b"".join(indent + _text(each, indent) for each in new)
    place = max((each.end for each in after), default=parent.inside)
    return inserted(parent, lines + own if parent.empty else lines, place)


def taken_out(content: bytes, element: Element) -> Splice:
    """Take out an element with the white space before it."""
    return Splice(start=element.start - len(line_lead(content, element.start)), end=element.end)


def _unreadable(error: MalformedText, path: Path) -> MediaError:
    return MediaError(
        f"cannot be read as a cut ({error.what})", where=str(path), remedy="export it again"
    )


def _text(element: ET.Element, indent: bytes) -> bytes:
    """Return an element as text; its children one step further in."""
    if b"\n" in indent and len(element):
        ET.indent(element)
    lines = ET.tostring(element, encoding="unicode").encode().split(b"\n")
    return indent.join(lines)
