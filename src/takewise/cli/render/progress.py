"""Progress: bars in a terminal, a line at each end elsewhere, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from takewise.app.observer import Observer, failure_sentence
from takewise.cli.render.console import print_error, print_line, stderr
from takewise.errors import TakewiseError
from takewise.plain_text import count, visible

if TYPE_CHECKING:
    from takewise.pipeline.takes import TakeResult

# Columns for a take's name, so that a bar, a share and two times fit in 80.
_NAME_WIDTH = 28


@contextmanager
def watch(*, quiet: bool) -> Iterator[Observer[TakeResult]]:
    """Show the progress of takes on standard error; with `quiet`, only errors and notes."""
    console = stderr()
    if quiet or not console.is_terminal:
        yield _Lines(console, quiet=quiet)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(compact=True),
    )
    bars = Progress(*columns, console=console, transient=True)
    try:
        yield _Bars(bars)
    finally:
        bars.stop()


class _Lines:
    """A line as a take begins and one as it ends."""

    def __init__(self, console: Console, *, quiet: bool) -> None:
        self._console = console
        self._takes = 0
        self._quiet = quiet
        self._begun: dict[str, float] = {}

    def started(self, count: int) -> None:
        """Receive the number of takes."""
        self._takes = count

    def progressed(self, name: str, done: int, count: int | None) -> None:
        """Print that a take begins."""
        del done, count
        if name in self._begun:
            return
        self._begun[name] = monotonic()
        if not self._quiet:
            print_line(self._console, f"{name}: begun, {len(self._begun)} of {self._takes}")

    def finished(self, name: str, result: TakeResult) -> None:
        """Print the result of a take; nothing for one that was read from a file."""
        if name in self._begun and not self._quiet:
            moments = count(len(result.analysis.moments), "moment")
            seconds = monotonic() - self._begun[name]
            how = "reused from the library" if result.from_library else f"{seconds:.1f} s"
            print_line(self._console, f"{name}: done, {moments}, {how}")

    def failed(self, name: str, error: TakewiseError) -> None:
        """Print an error."""
        print_error(self._console, failure_sentence(name, error))

    def noted(self, sentence: str) -> None:
        """Print a note."""
        print_line(self._console, sentence)


class _Bars:
    """A bar for each take that runs, and one for all of them."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._takes = 0
        self._shares: dict[str, float] = {}
        self._tasks: dict[str, TaskID] = {}
        self._over = 0
        self._all = TaskID(0)

    def started(self, count: int) -> None:
        """Show the bar of all takes."""
        self._takes = count
        self._all = self._bars.add_task(self._so_far(), total=count, visible=count > 1)
        self._bars.start()

    def progressed(self, name: str, done: int, count: int | None) -> None:
        """Move a take's bar, and the one of all."""
        if name not in self._tasks:
            shown = _short(visible(Path(name).name))
            self._tasks[name] = self._bars.add_task(shown, total=None)
        self._bars.update(self._tasks[name], completed=done, total=count)
        if count:
            self._shares[name] = min(1.0, done / count)
        self._move()

    def finished(self, name: str, result: TakeResult) -> None:
        """Remove a take's bar."""
        del result
        self._end(name)

    def failed(self, name: str, error: TakewiseError) -> None:
        """Remove a take's bar; the error stays on the screen."""
        print_error(self._bars.console, failure_sentence(name, error))
        self._end(name)

    def noted(self, sentence: str) -> None:
        """Print a note above the bars."""
        print_line(self._bars.console, sentence)

    def _end(self, name: str) -> None:
        if (task := self._tasks.pop(name, None)) is not None:
            self._bars.remove_task(task)
            self._over += 1
            self._shares[name] = 1.0
            self._move()

    def _move(self) -> None:
        self._bars.update(
            self._all, completed=sum(self._shares.values()), description=self._so_far()
        )

    def _so_far(self) -> str:
        return _short(f"{self._over} of {count(self._takes, 'take')}").ljust(_NAME_WIDTH)


def _short(name: str) -> str:
    """Shorten in the middle: takes differ at the end of their names."""
    if len(name) <= _NAME_WIDTH:
        return name
    half = (_NAME_WIDTH - 1) // 2
    return f"{name[:half]}…{name[-half:]}"
