"""Work that runs ahead: in order, bounded, and gone when nobody wants it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.prefetch import ahead

NAME = "takewise-ahead"


def running() -> int:
    """Return how many threads run ahead."""
    return sum(thread.name == NAME for thread in threading.enumerate())


@pytest.fixture(autouse=True)
def _no_thread_stays() -> Iterator[None]:
    """Check after each test that no thread of it is left."""
    yield
    assert running() == 0


class Counted:
    """Items that count how many were made, and note when they are closed."""

    def __init__(self, end: int, error: BaseException | None = None) -> None:
        self.made = 0
        self.closed_by: str | None = None
        self._end, self._error = end, error

    def items(self) -> Iterator[int]:
        """Yield the numbers from 0, then raise the error if there is one."""
        try:
            while self.made < self._end:
                self.made += 1
                yield self.made - 1
            if self._error:
                raise self._error
        finally:
            self.closed_by = threading.current_thread().name


@given(st.lists(st.integers(), max_size=30), st.integers(1, 5))
def test_items_come_in_their_order(items: list[int], depth: int) -> None:
    """All items come, once, in their order, from any iterable."""
    assert list(ahead(items, depth)) == items


def test_items_are_made_in_another_thread() -> None:
    """The items are made in a thread that is not the one that asks."""
    (maker,) = ahead((threading.current_thread() for _ in range(1)), 1)
    assert maker is not threading.current_thread()
    assert maker.name == NAME


@pytest.mark.parametrize("depth", [1, 2, 4])
def test_no_more_than_the_depth_wait(depth: int) -> None:
    """While one item is in use, at most the depth wait and one more is in the maker's hand."""
    source = Counted(100)
    taking = ahead(source.items(), depth)
    for taken in range(1, 6):
        next(taking)
        deadline = time.monotonic() + 5
        while source.made < taken + depth + 1 and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(0.02)
        assert source.made == taken + depth + 1
    taking.close()


def test_nothing_is_made_before_it_is_asked_for() -> None:
    """Until the first item is asked for, nothing is made and no thread runs."""
    source = Counted(3)
    taking = ahead(source.items(), 2)
    assert (source.made, running()) == (0, 0)
    taking.close()
    assert source.made == 0


class Stopped(BaseException):
    """Ends a program, as `KeyboardInterrupt` does."""


@pytest.mark.parametrize("error", [ValueError("torn"), Stopped("by hand"), StopAsyncIteration()])
def test_errors_travel(error: BaseException) -> None:
    """Whatever making raises, even what is no Exception, comes after the items before it."""
    taking = ahead(Counted(3, error).items(), 2)
    assert [next(taking) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(type(error)) as raised:
        next(taking)
    assert raised.value is error


@pytest.mark.parametrize("taken", [0, 1, 5])
def test_leaving_early_ends_the_work(taken: int) -> None:
    """Who stops early closes the items in their own thread, and the thread is gone."""
    source = Counted(1_000_000)
    taking = ahead(source.items(), 3)
    for _ in range(taken):
        next(taking)
    taking.close()
    assert running() == 0
    assert source.made <= taken + 4
    assert source.closed_by == (NAME if taken else None)


def test_an_error_of_the_one_who_takes_ends_the_work() -> None:
    """An error where the items are used ends the thread once they are let go."""
    source = Counted(1_000_000)
    with pytest.raises(ZeroDivisionError), closing(ahead(source.items(), 2)) as taking:
        all(1 / (item - 2) for item in taking)
    assert source.closed_by == NAME


def test_a_chain_ends_from_either_side() -> None:
    """Two that run behind each other end together, on an error and when left early."""
    error = ValueError("torn")
    doubled = (2 * item for item in ahead(Counted(4, error).items(), 1))
    with pytest.raises(ValueError, match="torn"):
        list(ahead(doubled, 1))
    source = Counted(1_000_000)
    inner = ahead(source.items(), 2)
    outer = ahead((item for item in inner), 2)
    assert [next(outer) for _ in range(3)] == [0, 1, 2]
    outer.close()
    inner.close()
    assert source.closed_by == NAME
    assert running() == 0


def test_slow_taking_loses_nothing() -> None:
    """A maker that waits for room longer than it looks up goes on where it was."""
    taken = []
    for item in ahead(range(4), 1):
        time.sleep(0.15)
        taken.append(item)
    assert taken == [0, 1, 2, 3]


def test_nothing_runs_ahead_at_depth_nought() -> None:
    """At depth 0 each item is made in this thread, and not before it is wanted."""
    counted = Counted(5)
    with closing(ahead(counted.items(), 0)) as items:
        for wanted in range(1, 4):
            next(items)
            assert counted.made == wanted
            assert running() == 0
    assert counted.closed_by == threading.current_thread().name
