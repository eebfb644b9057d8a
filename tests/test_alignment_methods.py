"""The one table of alignment methods."""

from __future__ import annotations

from typing import get_args

from takewise.alignment.methods import HEARD
from takewise.alignment_methods import CHOICES, METHODS, By, Method
from tests.cli.calls import call


def test_types_and_table_name_the_same_methods() -> None:
    """What can be typed, chosen and reported is the same list."""
    assert get_args(Method) == tuple(METHODS)
    assert get_args(By) == CHOICES


def test_what_is_heard_is_tried_by_itself() -> None:
    """``auto`` tries what needs no sync point; the surest counts."""
    assert set(HEARD) == METHODS.keys() - {"frame", "start"}


def test_the_help_names_every_method() -> None:
    """The option's help is made of the table."""
    said = " ".join(call("compare", "--help").stdout.split())
    assert "|".join(CHOICES) in said.replace(" ", "")
    for each in METHODS.values():
        assert each.about in said
