"""Whatever a name holds, it acts in no terminal, no table and no spreadsheet."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.plain_text import cell, encodable, visible

ANYTHING = st.text(st.characters(codec=None, categories=None))


@given(text=ANYTHING)
def test_what_is_visible_is_one_line_without_effects(text: str) -> None:
    """No control, format or separator character is left, nor half of a pair."""
    shown = visible(text)
    assert not {unicodedata.category(each) for each in shown} & {"Cc", "Cf", "Zl", "Zp", "Cs"}
    assert len(shown.splitlines()) <= 1
    assert visible(shown) == shown


@given(text=st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_what_can_be_seen_is_left(text: str) -> None:
    """Names of every script stay as they are."""
    assert visible(text) == encodable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("a\nError: b", r"a\nError: b"),
        ("a\r\tb\x00", r"a\r\tb\x00"),
        ("a\x9b2Kb", r"a\x9b2Kb"),
        ("\u202egpj.exe", r"\u202egpj.exe"),
        ("a\u200bb\u2066c\ufeff\xad", r"a\u200bb\u2066c\ufeff\xad"),
        ("a\u2028b\x85c", r"a\u2028b\x85c"),
        ("caf\udce9 \ud800", r"caf\xe9 \ud800"),
        ("\U000e0041", r"\U000e0041"),
        ("[bold]é 東京 №5", "[bold]é 東京 №5"),
    ],
)
def test_escapes_read_as_python_and_bash_write_them(text: str, shown: str) -> None:
    """A user who sees one can type it."""
    assert visible(text) == shown


@given(text=ANYTHING)
def test_a_cell_can_be_written_and_begins_no_formula(text: str) -> None:
    """Every encoding of Unicode holds it."""
    written = cell(text).encode("utf-8").decode()
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert written.removeprefix("'") == encodable(text).removeprefix("'")
