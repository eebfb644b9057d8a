"""Progress of measuring photographs: a bar in a terminal, a line now and then elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from takewise.app.observer import Observer, SilentObserver
from takewise.cli.render.console import print_line, stderr

# Seconds between two lines.
_PAUSE = 5


class _Counted(SilentObserver):
    """Shows how many are done, of those found so far."""

    def __init__(self, show: Callable[[int, int], None]) -> None:
        self._show = show

    def progressed(self, name: str, done: int, count: int | None) -> None:
        """Show it; the total is never less than what is done."""
        del name
        self._show(done, max(done, count or 0))


@contextmanager
def watch_photos(*, quiet: bool) -> Iterator[Observer[object]]:
    """Show the progress of measuring photographs, unless it is to be quiet."""
    console = stderr()
    if quiet:
        yield SilentObserver()
        return
    if not console.is_terminal:
        last = monotonic()

        def line(done: int, whole: int) -> None:
            nonlocal last
            if done == 1 or monotonic() - last > _PAUSE:
                last = monotonic()
                print_line(console, f"{done} of {whole} looked at")

        yield _Counted(line)
        return
    columns = (
        TextColumn("looking"), BarColumn(bar_width=24), MofNCompleteColumn(), TimeRemainingColumn()
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as bars:
        task = bars.add_task("", total=None)
        yield _Counted(lambda done, whole: bars.update(task, completed=done, total=whole))
