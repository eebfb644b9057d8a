"""Whatever the bytes are, a reader of text from outside ends in a value or our error."""

from __future__ import annotations

import json
import math
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takewise.errors import MalformedText
from takewise.untrusted import (
    DEEPEST,
    exact_number,
    json_from,
    read_bytes,
    read_xml,
    toml_from,
)

SOON = 3.0
# Seconds in which a million bytes are read; all of these take well under one.


class _Heard:
    def __init__(self) -> None:
        self.events: list[tuple[str, int]] = []

    def opened(self, tag: str, attributes: dict[str, str], at: int) -> None:
        del attributes
        self.events.append((tag, at))

    def closed(self, text: str, at: int) -> None:
        self.events.append((text, at))


def test_json_is_read_with_a_byte_order_mark_and_in_utf_16() -> None:
    """Notepad writes both."""
    assert json_from(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}
    assert json_from('{"a": 1}'.encode("utf-16")) == {"a": 1}


@pytest.mark.alone
@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1),
        '{"a": 1, "a": 2}',
        "NaN",
        "-Infinity",
        "1e999",
        "9" * 401,
        "",
        "{",
        '"' + '\\"' * 500_000,
        b"\xff\xfe\x00",
        b'{"a": "\xe9"}',
    ],
    ids=lambda text: repr(text[:12]),
)
def test_json_that_is_damaged_or_beyond_a_limit_is_refused(text: str | bytes) -> None:
    """Each once ended in another error, or in a number that breaks what comes after."""
    begun = time.monotonic()
    with pytest.raises(MalformedText):
        json_from(text, where="x.json")
    assert time.monotonic() - begun < SOON


def test_json_nests_to_its_limit_and_brackets_in_texts_do_not_count() -> None:
    """A real cut nests about fifty levels."""
    deep = json_from("[" * DEEPEST + "]" * DEEPEST)
    assert isinstance(deep, list)
    assert json_from(json.dumps(["[" * 1000, '"' + "{" * 1000])) is not None


def test_a_whole_number_of_json_stays_whole_up_to_64_bits() -> None:
    """Beyond, it is the float that other readers make of it."""
    assert json_from(f"[{2**63}, {2**64 - 1}, {-(2**63)}]") == [2**63, 2**64 - 1, -(2**63)]
    assert isinstance(json_from(str(2**64)), float)


@pytest.mark.alone
@pytest.mark.parametrize(
    "data",
    [
        b"a=" + b"[" * 5000,
        b"a=" + b"[" * 4000,
        b"a." * 2000 + b"a=1",
        b"\n".join(b"[" for _ in range(5000)),
        b"a=" + b"9" * 401,
        b"a=9223372036854775808",
        b"a=" + b"9" * 4090,
        b"a='\xe9'",
        b"#" + b"x" * 2_000_000,
        b"a=1\na=2",
    ],
    ids=lambda data: repr(data[:12]),
)
def test_toml_that_is_damaged_or_beyond_a_limit_is_refused(data: bytes) -> None:
    """Deep arrays end Python's reader, and a key of many parts takes it quadratic time."""
    begun = time.monotonic()
    with pytest.raises(MalformedText):
        toml_from(data, where="x.toml")
    assert time.monotonic() - begun < SOON


def test_toml_is_read_with_a_byte_order_mark() -> None:
    """Notepad writes one."""
    assert toml_from(b"\xef\xbb\xbf[a]\nb = 1\n") == {"a": {"b": 1}}


def test_xml_is_heard_with_places_and_whole_texts() -> None:
    """The text of an element comes once, whatever stands between its pieces."""
    heard = _Heard()
    read_xml(b"<a>1<b/>2&amp;\n3</a>", heard)
    assert heard.events == [("a", 0), ("b", 4), ("", 8), ("12&\n3", 16)]


def test_a_document_type_without_declarations_is_allowed_where_it_is_usual() -> None:
    """Final Cut Pro and Premiere write one; XMP has none."""
    read_xml(b"<!DOCTYPE fcpxml><fcpxml/>", doctype=True)
    with pytest.raises(MalformedText, match="document type"):
        read_xml(b"<!DOCTYPE fcpxml><fcpxml/>")


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd" [<!ENTITY % b SYSTEM "c"> %b;]><a/>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        b"<!DOCTYPE a []><a/>",
        b"<a>\xe9</a>",
        b"<a>\x00</a>",
        b"<a>&b;</a>",
        b"<a>&#0;</a>",
        b"<a/><b/>",
        b"<a" + b"",
        b"",
        b"<a>" * 100_000,
        b"<a>" * (DEEPEST + 1) + b"</a>" * (DEEPEST + 1),
    ],
    ids=lambda content: repr(content[:40]),
)
def test_xml_that_is_damaged_or_beyond_a_limit_is_refused(content: bytes) -> None:
    """Entities, encodings, depth."""
    with pytest.raises(MalformedText):
        read_xml(content, doctype=True)


@pytest.mark.parametrize("encoding", ["m-1", "idna", "shift_jis", "UTF-16", "False"])
def test_the_encoding_that_xml_declares_does_not_matter(encoding: str) -> None:
    """What is UTF-8 is read, as is what was UTF-16 before it came here."""
    heard = _Heard()
    read_xml(f'<?xml version="1.0" encoding="{encoding}"?><a>é</a>'.encode(), heard)
    assert heard.events[-1][0] == "é"


@pytest.mark.alone
@pytest.mark.parametrize("piece", [b"abcd\n", b"&amp;", b"<b/>x", b"<!---->y"])
def test_xml_is_read_in_linear_time(piece: bytes) -> None:
    """Four million bytes, in which the text has a million pieces."""
    heard = _Heard()
    begun = time.monotonic()
    read_xml(b"<a>" + piece * (4_000_000 // len(piece)) + b"</a>", heard)
    assert time.monotonic() - begun < 2 * SOON


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("25", Fraction(25)),
        (" 24000/1001 ", Fraction(24000, 1001)),
        ("23.976", Fraction(2997, 125)),
    ],
)
def test_exact_numbers_are_read_exactly(text: str, number: Fraction) -> None:
    """Nothing goes by a float."""
    assert exact_number(text, least=1, most=1000) == number


@pytest.mark.parametrize(
    "text",
    [
        "1e999999999",
        "1e-999999999",
        "9" * 401,
        "1/0",
        "0",
        "-1",
        "1001",
        "",
        "nan",
        "inf",
        "1/",
        "٣",
    ],
)
def test_what_is_no_exact_number_in_range_is_refused(text: str) -> None:
    """``Fraction("1e999999999")`` would never end."""
    with pytest.raises(MalformedText):
        exact_number(text, least=1, most=1000)


def test_a_file_beyond_its_limit_is_refused_without_reading_it_whole(tmp_path: Path) -> None:
    """A device never ends."""
    file = tmp_path / "large.json"
    file.write_bytes(b" " * 11)
    assert len(read_bytes(file, most=11)) == 11
    with pytest.raises(MalformedText):
        read_bytes(file, most=10)
    if (endless := Path("/dev/zero")).exists():
        with pytest.raises(MalformedText):
            read_bytes(endless, most=1000)


_SAMPLES = (
    b'{"a": [1, 2.5, null, true, "b\\u00e9"], "c": {"d": -1e3}}',
    b'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE a><a b="c"><d>e&amp;</d><!--f--></a>',
    b'a = 1\n[b.c]\nd = [1.5, "e", {f = 1979-05-27}]\n[[g]]\nh = true\n',
    b"24000/1001",
)


@st.composite
def _mutants(draw: st.DrawFn) -> bytes:
    """Draw a sample in which some stretches are cut, doubled or replaced."""
    data = draw(st.sampled_from(_SAMPLES))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 20)))
        new = draw(
            st.sampled_from(
                [b"", b"\x00", b"\xff", b"1e999", b"[" * 300, b"NaN", b"&a;", b"\xed\xa0\x80"]
            )
            | st.binary(max_size=4)
        )
        data = data[:start] + new + data[end:]
    return data


def _text_of(data: bytes) -> Any:
    return exact_number(data.decode("latin-1"), least=0, most=10**6)


@settings(derandomize=True, max_examples=300, deadline=2000, database=None)
@given(data=_mutants(), read=st.sampled_from([json_from, toml_from, read_xml, _text_of]))
def test_any_mutant_ends_in_a_value_or_our_error(data: bytes, read: Any) -> None:
    """Whatever a byte is changed to."""
    try:
        value = read(data)
    except MalformedText:
        return
    if read is json_from:
        assert not isinstance(value, float) or math.isfinite(value)
