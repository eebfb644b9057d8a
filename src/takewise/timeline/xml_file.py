"""XML files: built from elements, written the same way every time.

The standard library's ElementTree is enough to write two small vocabularies;
the tests read them back with lxml.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

# What is no character in XML 1.0, section 2.2; a parser would refuse the whole file.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text_child(parent: ET.Element, tag: str, text: object) -> None:
    """Add an element that has nothing but text."""
    ET.SubElement(parent, tag).text = without_control(str(text))


def child(parent: ET.Element, tag: str, attributes: Mapping[str, object]) -> ET.Element:
    """Add an element with attributes, those that are None left out, and return it."""
    given = {
        name: without_control(str(value)) for name, value in attributes.items() if value is not None
    }
    return ET.SubElement(parent, tag, given)


def without_control(text: str) -> str:
    """Return the text with what XML cannot hold as question marks."""
    return _NOT_XML.sub("?", text)


def document(root: ET.Element, doctype: str) -> bytes:
    """Write a document as UTF-8, ended by a newline; `root` is indented in place."""
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {doctype}>\n'
    return f"{head}{text}\n".encode()
