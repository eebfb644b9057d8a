"""How far the work is: bars in a terminal, a line at each end elsewhere, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Protocol

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

from takewise.cli.render.console import print_error, print_line, stderr
from takewise.plain_text import count, visible

if TYPE_CHECKING:
    from takewise.pipeline.batch import Outcome, TakeProgress

_NAME_WIDTH = 28
# Columns for a take's name, so that a bar, a share and two times fit in 80.


class Watcher(Protocol):
    """Is told how far the work is."""

    def report(self, report: TakeProgress) -> None:
        """Hear that a take begins or goes on."""

    def finished(self, outcome: Outcome) -> None:
        """Hear that a take is over, well or not."""


@contextmanager
def watch(takes: int, *, quiet: bool) -> Iterator[Watcher]:
    """Show how far the work is.

    Parameters
    ----------
    takes
        How many takes there are.
    quiet
        Whether to show errors only.

    Yields
    ------
    Watcher
        To be told.
    """
    console = stderr()
    if quiet or not console.is_terminal:
        yield _Lines(console, takes, quiet=quiet)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        yield _Bars(bars, takes)


class _Lines:
    """A line as a take begins and one as it ends."""

    def __init__(self, console: Console, takes: int, *, quiet: bool) -> None:
        self._console = console
        self._takes = takes
        self._quiet = quiet
        self._begun: dict[str, float] = {}

    def report(self, report: TakeProgress) -> None:
        """Tell that a take begins."""
        if report.path in self._begun:
            return
        self._begun[report.path] = monotonic()
        if not self._quiet:
            print_line(self._console, f"{report.path}: begun, {len(self._begun)} of {self._takes}")

    def finished(self, outcome: Outcome) -> None:
        """Tell what came of a take."""
        if outcome.error is not None:
            print_error(self._console, outcome_error(outcome))
        elif outcome.result is not None and outcome.path in self._begun and not self._quiet:
            moments = count(len(outcome.result.analysis.moments), "moment")
            seconds = monotonic() - self._begun[outcome.path]
            how = "known from the library" if outcome.result.from_library else f"{seconds:.1f} s"
            print_line(self._console, f"{outcome.path}: done, {moments}, {how}")


class _Bars:
    """A bar for each take that runs, and one for all of them."""

    def __init__(self, bars: Progress, takes: int) -> None:
        self._bars = bars
        self._takes = takes
        self._shares: dict[str, float] = {}
        self._tasks: dict[str, TaskID] = {}
        self._over = 0
        self._all = bars.add_task(self._so_far(), total=takes, visible=takes > 1)

    def report(self, report: TakeProgress) -> None:
        """Move a take's bar, and the one of all."""
        if report.path not in self._tasks:
            name = _short(visible(Path(report.path).name))
            self._tasks[report.path] = self._bars.add_task(name, total=None)
        task = self._tasks[report.path]
        self._bars.update(task, completed=report.done, total=report.count)
        if report.count:
            self._shares[report.path] = min(1.0, report.done / report.count)
        self._move()

    def finished(self, outcome: Outcome) -> None:
        """Put a take's bar away; an error stays on the screen."""
        if outcome.error is not None:
            print_error(self._bars.console, outcome_error(outcome))
        if (task := self._tasks.pop(outcome.path, None)) is not None:
            self._bars.remove_task(task)
            self._over += 1
            self._shares[outcome.path] = 1.0
            self._move()

    def _move(self) -> None:
        self._bars.update(
            self._all, completed=sum(self._shares.values()), description=self._so_far()
        )

    def _so_far(self) -> str:
        return _short(f"{self._over} of {count(self._takes, 'take')}").ljust(_NAME_WIDTH)


def outcome_error(outcome: Outcome) -> str:
    """Return an outcome's error as one sentence that says where.

    Returns
    -------
    str
        Empty if there is no error.
    """
    if outcome.error is None:
        return ""
    text = str(outcome.error)
    return text if outcome.error.where else f"{outcome.path}: {text}"


def _short(name: str) -> str:
    """Shorten in the middle: takes differ at the end of their names."""
    if len(name) <= _NAME_WIDTH:
        return name
    half = (_NAME_WIDTH - 1) // 2
    return f"{name[:half]}…{name[-half:]}"
