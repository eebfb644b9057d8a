"""The light that tells of dropped pictures."""

from __future__ import annotations

from takewise.ui.takes.drop_counter import Punctuality


def test_each_picture_counts_once() -> None:
    """However often the clock is looked at while it shows."""
    count = Punctuality()
    for frame in (0, 0, 1, 1, 1, 2):
        count.see(0, frame, there=True, every=True)
    assert (count.due, count.dropped) == (3, 0)


def test_what_is_not_there_is_dropped() -> None:
    """A picture that comes later was late all the same."""
    count = Punctuality()
    count.see(0, 0, there=True, every=True)
    count.see(0, 1, there=False, every=True)
    count.see(0, 1, there=True, every=True)
    assert (count.due, count.dropped) == (2, 1)


def test_what_was_passed_over_is_dropped() -> None:
    """At full speed every picture is due, backward too."""
    count = Punctuality()
    for frame in (10, 14):
        count.see(0, frame, there=True, every=True)
    for frame in (10, 8):
        count.see(1, frame, there=True, every=True)
    assert (count.due, count.dropped) == (8, 4)


def test_shuttling_passes_over_on_purpose() -> None:
    """At four times the speed three of four are not due."""
    count = Punctuality()
    for frame in (0, 4, 8):
        count.see(0, frame, there=True, every=False)
    assert (count.due, count.dropped) == (3, 0)


def test_a_loop_drops_nothing() -> None:
    """Going back to its beginning passes over nothing that was due."""
    count = Punctuality()
    for frame in (98, 99, 0, 1):
        count.see(0, frame, there=True, every=True)
    assert count.dropped == 0
    count.begin()
    assert count.due == 0
