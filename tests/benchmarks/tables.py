"""Tables as values: shown in a terminal, or written as Markdown."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from rich.console import Console
from rich.table import Table as Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Some figures under a title."""

    title: str
    """What it shows."""
    columns: tuple[str, ...]
    """Headings, the rows' names first."""
    rows: tuple[tuple[str, ...], ...]
    """Cells as text, as many as columns."""
    notes: tuple[str, ...] = field(default=())
    """Sentences that a reader needs."""

    def markdown(self) -> str:
        """Return it as Markdown, with a heading of the third level."""
        lines = [f"### {self.title}", "", *(f"{note}\n" for note in self.notes)]
        if self.rows:
            lines.append("| " + " | ".join(self.columns) + " |")
            lines.append("|---" + "|--:" * (len(self.columns) - 1) + "|")
            lines += ["| " + " | ".join(row) + " |" for row in self.rows]
        return "\n".join(lines) + "\n"

    def show(self, console: Console) -> None:
        """Print it."""
        shown = Shown(title=self.title, title_justify="left", caption=" ".join(self.notes))
        for place, column in enumerate(self.columns):
            shown.add_column(column, justify="right" if place else "left")
        for row in self.rows:
            shown.add_row(*row)
        console.print(shown)


def number(value: float, digits: int = 2) -> str:
    """Return a figure as text; a dash where there is none."""
    return "–" if math.isnan(value) else f"{value:.{digits}f}"


def spread(values: Sequence[float], digits: int = 1) -> str:
    """Return the median and the 90th percentile of sizes as text."""
    if not values:
        return "–"
    middle, most = np.percentile(np.abs(values), [50, 90])
    return f"{middle:.{digits}f} / {most:.{digits}f}"
