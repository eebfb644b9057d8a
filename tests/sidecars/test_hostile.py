"""Sidecars that would take quadratic time, or more."""

from __future__ import annotations

import time

import pytest

from takewise.errors import OutputError
from takewise.sidecars import Facts, merge

FACTS = Facts(rating=4, keywords=("pick",), retired=("old",))

HEAD = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"{}>'
)
FOOT = "</rdf:Description></rdf:RDF></x:xmpmeta>"
MANY = 40_000

SOON = 8.0
# Seconds; most take less than one. In quadratic time they took half a minute and more.


@pytest.mark.alone
@pytest.mark.parametrize(
    ("attributes", "body"),
    [
        ("", "<dc:d>" + "abcd\n" * 200_000 + "</dc:d>"),
        ("", "<dc:d>" + "&amp;" * 200_000 + "</dc:d>"),
        ("", "<dc:d/>" * MANY),
        ("", "<dc:subject><rdf:Bag>" + "<rdf:li>old</rdf:li>\n" * MANY + "</rdf:Bag></dc:subject>"),
        (" dc:a='" + "x>" * 400_000 + "'", ""),
        ("", " " * 1_000_000),
    ],
    ids=["lines", "references", "elements", "keywords", "attribute", "space"],
)
def test_a_million_bytes_are_merged_in_linear_time(attributes: str, body: str) -> None:
    """Whatever there is much of."""
    content = (HEAD.format(attributes) + body + FOOT).encode()
    begun = time.monotonic()
    merged = merge(content, FACTS, where="a.xmp").content
    assert b"pick" in merged
    assert time.monotonic() - begun < SOON


@pytest.mark.parametrize(
    ("attributes", "body"),
    [
        ("", "<dc:d>" * 5000 + "</dc:d>" * 5000),
        ("".join(f" xmlns:n{i}='u{i}'" for i in range(1000)), "<dc:d/>" * 1000),
        ("", "<unknown:d/>"),
        ("", "\0"),
    ],
    ids=["deep", "prefixes", "undeclared", "nul"],
)
def test_what_no_program_writes_is_refused(attributes: str, body: str) -> None:
    """Before it needs gigabytes."""
    with pytest.raises(OutputError, match="is left as it is"):
        merge((HEAD.format(attributes) + body + FOOT).encode(), FACTS, where="a.xmp")


def test_a_document_type_is_refused() -> None:
    """XMP has none, and entities can grow without end."""
    content = b'<!DOCTYPE a [<!ENTITY b "c">]>' + (HEAD.format("") + FOOT).encode()
    with pytest.raises(OutputError, match="document type"):
        merge(content, FACTS, where="a.xmp")
