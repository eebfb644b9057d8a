"""Work that runs ahead in a thread of its own, a bounded number of steps."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable
from contextlib import suppress
from queue import Empty, Full, Queue
from typing import TypeVar

Item = TypeVar("Item")

# Seconds between two looks at whether the other side has gone.
_LOOK_UP = 0.1


class _End:
    """Behind the last item; carries the error that ended the work, if one did."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def ahead(items: Iterable[Item], depth: int) -> Generator[Item, None, None]:
    """Make items in a thread of their own, at most `depth` before they are needed.

    Decoding and face detection release the interpreter, so a chain of such generators keeps several
    cores busy while it holds only a few pictures. A `depth` of 0 makes each item in this thread.
    What making an item raised is raised here, in its place; `items` is closed in the thread that
    iterated it.
    """
    if depth == 0:
        yield from items
        return
    waiting: Queue[Item | _End] = Queue(depth)
    gone = threading.Event()
    maker = threading.Thread(
        target=_make, args=(items, waiting, gone), daemon=True, name="takewise-ahead"
    )
    maker.start()
    try:
        while not isinstance(item := waiting.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        gone.set()
        # Empty the queue, so that a maker that waits for room sees that it is over.
        while maker.is_alive():
            with suppress(Empty):
                waiting.get(timeout=_LOOK_UP)
            maker.join(_LOOK_UP)


def _make(items: Iterable[Item], waiting: Queue[Item | _End], gone: threading.Event) -> None:
    """Fill the queue until the items end or no one wants them any more."""
    error: BaseException | None = None
    try:
        for item in items:
            if not _put(waiting, item, gone):
                break
    except BaseException as raised:  # noqa: BLE001 - handed to the thread that asked
        error = raised
    finally:
        if isinstance(items, Generator):
            items.close()
        _put(waiting, _End(error), gone)


def _put(waiting: Queue[Item | _End], item: Item | _End, gone: threading.Event) -> bool:
    """Put an item once there is room; return False if no one wants it any more."""
    while not gone.is_set():
        with suppress(Full):
            waiting.put(item, timeout=_LOOK_UP)
            return True
    return False
