"""The console: results on standard output, the rest on standard error.

Every text that is printed passes `visible` here, since names of files and notes can
have any characters. All printing goes through these functions.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from takewise.plain_text import visible


class Screen(Console):
    """A terminal that shows texts as they are, without markup or control characters."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False)

    def print(self, *objects: object, **options: Any) -> None:
        """Print sentences, a line each, or rich's own objects."""
        shown = (as_line(each) if isinstance(each, str) else each for each in objects)
        super().print(*shown, **options)


class Rows(Table):
    """A table that shows texts as they are."""

    def add_row(self, *cells: RenderableType | None, **options: Any) -> None:
        """Add a row; a line break in a text does not begin a line."""
        shown = (Text(visible(each)) if isinstance(each, str) else each for each in cells)
        super().add_row(*shown, **options)


def as_line(text: str) -> Text:
    """Return a line to print; only empty lines before it are kept."""
    line = text.lstrip("\n")
    return Text("\n" * (len(text) - len(line)) + visible(line))


def lines(*texts: str) -> Text:
    """Return a cell of several lines, without the empty ones."""
    return Text("\n").join(Text(visible(each)) for each in texts if each)


def stdout() -> Screen:
    """Return standard output; 80 columns wide if it is not a terminal."""
    return Screen()


def stderr() -> Screen:
    """Return standard error, for progress, notes and errors."""
    return Screen(stderr=True)


def print_line(console: Console, text: str) -> None:
    """Print one line without breaks, as paths are copied from it."""
    console.print(as_line(text), soft_wrap=True)


def print_error(console: Console, sentence: str) -> None:
    """Print an error as one line that cannot be mistaken for a result."""
    console.print(Text.assemble(("Error: ", "bold red"), visible(sentence)), soft_wrap=True)


def table(*columns: str, numbers: Sequence[str] = ()) -> Rows:
    """Make an empty table; the first column folds if the width is short, `numbers` align right."""
    made = Rows(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for heading in columns:
        if heading in numbers:
            made.add_column(heading, justify="right", no_wrap=True)
        else:
            made.add_column(heading, overflow="fold")
    return made


def listing(rows: Iterable[tuple[str, str]]) -> Rows:
    """Make a list of names, each with its description wrapped next to it."""
    made = Rows(box=None, show_header=False, pad_edge=False, padding=(0, 0, 0, 2))
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    for row in rows:
        made.add_row(*row)
    return made


def print_json(document: Mapping[str, object]) -> None:
    """Print a document as JSON on standard output; every character is ASCII."""
    sys.stdout.write(f"{json.dumps(document, indent=1)}\n")
    sys.stdout.flush()


def group_sentences(said: Iterable[tuple[str, str]], *, most: int = 3) -> Iterable[str]:
    """Group pairs of take and sentence by sentence; more than `most` takes are counted.

    >>> list(group_sentences([("A", "soft"), ("B", "dark"), ("C", "soft")]))
    ['A, C: soft', 'B: dark']
    """
    takes: dict[str, list[str]] = {}
    for take, sentence in said:
        takes.setdefault(sentence, []).append(take)
    for sentence, names in takes.items():
        named = ", ".join(names[:most])
        more = f" and {len(names) - most} more" if len(names) > most else ""
        yield f"{named}{more}: {sentence}"
