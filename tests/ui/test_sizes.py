"""Words for how large a movement is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from takewise.model import Kind
from takewise.ui.takes import moment_list
from takewise.ui.takes.sizes import size_word
from takewise.ui.takes.state import ReviewState
from tests.ui.shown import moment, shown


@pytest.mark.parametrize(
    ("peak", "word"),
    [(0.008, "very small"), (0.0149, "very small"), (0.015, "small"), (0.04, "clear")],
)
def test_a_movement_is_as_large_as_its_greatest_part(peak: float, word: str) -> None:
    """In shares of the distance between the eyes."""
    found = moment(0, 3, 9)
    (movement, *_) = found.movements
    moved = (replace(movement, peak=0.001), replace(movement, peak=peak))
    assert size_word(replace(found, movements=moved)) == word


def test_what_moves_nothing_has_no_size() -> None:
    """A hold, or a marker set by hand."""
    assert size_word(replace(moment(0, 3, 9), kind=Kind.HOLD, movements=())) == ""


def test_the_list_keeps_what_is_sure_enough() -> None:
    """Markers set by hand always pass."""
    sure, unsure = moment(0, 3, 9, confidence=0.9), moment(20, 23, 29, confidence=0.4)
    state = ReviewState(takes=(shown(moments=(sure, unsure)),))
    now = moment_list.set_confidence(state, 0.5)
    rows = moment_list.listed(moment_list.rows_of(now.takes, now.shown, now.choice))
    assert [row.moment.id for row in rows] == [sure.id]
    assert now.message == "at least 50 % sure"
    assert moment_list.set_confidence(state, 7.0).choice.min_confidence == 1.0
