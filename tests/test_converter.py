"""Values are made of exactly what a file holds; what is wrong is named with its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

import pytest
from cattrs.errors import BaseValidationError
from hypothesis import given
from hypothesis import strategies as st

from takewise.converter import StrictConverter, WrongField, faults_in
from takewise.library.converter import FileConverter


class Colour(StrEnum):
    """Two words."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """One of each kind of field."""

    name: str
    count: int = 0
    size: float = 0.0
    ready: bool = False
    colour: Colour = Colour.RED
    side: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    """Values within values."""

    items: tuple[Inner, ...] = ()
    words: tuple[str, ...] = ()


NUMBERS = st.floats(-1e6, 1e6).map(lambda value: round(value, 6) + 0.0)
INNER = st.builds(
    Inner,
    name=st.text(max_size=5),
    count=st.integers(-(2**63) + 1, 2**63 - 1),
    size=NUMBERS,
    ready=st.booleans(),
    colour=st.sampled_from(Colour),
    side=st.sampled_from(("left", "right")),
)
OUTER = st.builds(
    Outer,
    items=st.lists(INNER, max_size=3).map(tuple),
    words=st.lists(st.text(max_size=3), max_size=3).map(tuple),
)


@given(OUTER)
def test_what_is_written_is_read_back(value: Outer) -> None:
    """Every kind of field comes back as it was."""
    converter = FileConverter()
    assert converter.read(converter.unstructure(value), Outer) == value


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", 3),
        ("count", 2.0),
        ("count", True),
        ("count", "3"),
        ("count", 2**63),
        ("size", "1"),
        ("size", True),
        ("size", float("inf")),
        ("ready", 1),
        ("ready", "no"),
        ("colour", "green"),
        ("colour", 1),
        ("side", "up"),
        ("side", None),
    ],
)
def test_no_value_is_taken_for_another(field: str, wrong: object) -> None:
    """The place in the file is in both forms of the sentence, whatever the field holds."""
    document = {"items": [{"name": "a"}, {"name": "b", field: wrong}]}
    with pytest.raises(BaseValidationError) as raised:
        StrictConverter().structure(document, Outer)
    assert f"@ file.items[1].{field}" in faults_in(raised.value, "file")
    whole = {"name": "b", "count": 1, "size": 1, "ready": True, "colour": "red", "side": "left"}
    with pytest.raises(WrongField, match=rf"^items\[0\]\.{field} is "):
        FileConverter().read({"items": [{**whole, field: wrong}], "words": []}, Outer)


@pytest.mark.parametrize("wrong", ["", "red", {}, 3, None])
def test_only_a_list_is_a_list(wrong: object) -> None:
    """A text is not the list of its letters, nor a table that of its keys."""
    with pytest.raises(BaseValidationError):
        StrictConverter().structure({"words": wrong}, Outer)
    with pytest.raises(WrongField, match="words is not a list"):
        FileConverter().read({"items": [], "words": wrong}, Outer)


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ([], "the whole is not an object"),
        ({"words": []}, "items is missing"),
        ({"items": [3], "words": []}, r"items\[0\] is not an object"),
        ({"items": [{}], "words": []}, r"items\[0\]\.name is missing"),
        ({"items": [], "words": ["a", 1, 2]}, r"words\[1\] is not a text"),
    ],
)
def test_a_file_holds_every_field(document: Any, complaint: str) -> None:
    """A default of the class is no default of its file."""
    with pytest.raises(WrongField, match=complaint):
        FileConverter().read(document, Outer)


def test_a_list_of_faults_ends_early() -> None:
    """A long list that is wrong throughout takes neither the time nor the memory."""
    with pytest.raises(BaseValidationError) as raised:
        StrictConverter().structure({"words": [3] * 1_000_000}, Outer)
    assert faults_in(raised.value, "file").endswith("and 3 more")


def test_an_unknown_key_is_an_error_where_asked() -> None:
    """As in settings and requests; a file may hold what a later version reads."""
    document = {"items": [], "words": [], "later": 1}
    assert FileConverter().read(document, Outer) == Outer()
    with pytest.raises(BaseValidationError) as raised:
        StrictConverter(forbid_extra_keys=True).structure(document, Outer)
    assert "(later) @ file" in faults_in(raised.value, "file")
