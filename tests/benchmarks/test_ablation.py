"""Tests of the other ways to remove the head's motion, and of what is told of them."""

from __future__ import annotations

import numpy as np
import pytest

from takewise.motion import head
from tests.benchmarks import ablation
from tests.benchmarks.test_figures import judged


def test_other_ways_leave_the_core_as_it_was() -> None:
    """While a way stands in, the core takes it; afterwards its own functions are back."""
    for changes in ablation.WAYS.values():
        before = [getattr(module, name) for module, name, _ in changes]
        with ablation.instead(changes):
            assert [getattr(module, name) for module, name, _ in changes] == [
                function for *_, function in changes
            ]
        assert [getattr(module, name) for module, name, _ in changes] == before


def test_core_is_put_back_after_an_error() -> None:
    """A take that fails leaves no other way behind."""
    own = head.without_head
    with (
        pytest.raises(ZeroDivisionError),
        ablation.instead(((head, "without_head", ablation.as_it_is),)),
    ):
        raise ZeroDivisionError
    assert head.without_head is own


def test_the_nose_tells_the_head_in_spite_of_one_wrinkle() -> None:
    """The nose's mean is its points' motion, not that of one which departs or of the temples."""
    moved = np.full((19, 2), 9.0)
    moved[:5] = (1.0, -2.0)
    moved[2] = (1.0, -9.0)
    told = ablation.by_the_nose(np.zeros((19, 2)), moved, np.zeros((3, 2)))
    assert told == pytest.approx(np.tile((1.0, -2.0), (3, 1)), abs=0.1)


def test_each_way_is_a_row() -> None:
    """The table has each way's takes, large movements and false moments."""
    found = {way: (judged(),) for way in ablation.WAYS}
    told = ablation.table(found)
    assert [row[0] for row in told.rows] == list(ablation.WAYS)
    assert all(len(row) == len(told.columns) for row in told.rows)
