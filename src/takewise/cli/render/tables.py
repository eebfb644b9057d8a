"""The tables of results."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from takewise.cli.render.console import group_sentences, print_line, stdout, table
from takewise.model import Analysis
from takewise.plain_text import count, decimal, visible

if TYPE_CHECKING:
    # The stages behind it take half a second to load, and rankings of photographs need none.
    from takewise.app.analyze_takes import Finished


def print_takes(finished: Finished) -> None:
    """Print a line for each take and what limits them; nothing if none was finished."""
    if not finished.results:
        return
    console = stdout()
    numbers = ("frames", "rate", "people", "moments", "score")
    shown = table("take", *numbers, numbers=numbers)
    for path, result in finished.results.items():
        shown.add_row(finished.names[path], *_facts(result.analysis))
    console.print(shown)
    known = sum(result.from_library for result in finished.results.values())
    if known:
        whole = count(len(finished.results), "take")
        console.print(f"\n{known} of {whole} reused from the library: analysed before.")
    print_limits(finished)


def takes_document(
    finished: Finished, written: Mapping[str, tuple[Path, ...]]
) -> dict[str, object]:
    """Return the takes, each with its analysis and files, and the failures as a JSON document."""
    # Deferred: no other table needs the library.
    from takewise.library import to_json  # noqa: PLC0415

    takes = [
        {
            "path": path,
            "files": [str(file) for file in written.get(path, ())],
            "from_library": result.from_library,
            "analysis": json.loads(to_json(result.analysis)),
        }
        for path, result in finished.results.items()
    ]
    return {"takes": takes, "failures": finished.listed_failures}


def print_limits(finished: Finished, notes: Iterable[str] = ()) -> None:
    """Print what limits the analyses, and notes that name their takes, each once."""
    said = [
        (finished.names[path], warning)
        for path, result in finished.results.items()
        for warning in dict.fromkeys((*result.analysis.media.warnings, *result.analysis.warnings))
    ]
    lines = dict.fromkeys((*group_sentences(said), *notes))
    console = stdout()
    if lines:
        console.print("\nKeep in mind")
    for line in lines:
        for part in textwrap.wrap(visible(line), console.width - 2, break_long_words=False):
            print_line(console, f"  {part}")


def print_files(files: Sequence[Path]) -> None:
    """Print the paths of what was written, each on a line of its own."""
    if files:
        stdout().print("\nWritten")
        for file in files:
            print_line(stdout(), f"  {file}")


def _length(analysis: Analysis) -> int:
    """Return how many frames were analysed."""
    part = analysis.media.part
    return part.length if part else analysis.media.frame_count or 0


def _facts(analysis: Analysis) -> tuple[str, ...]:
    """Return frames, rate, people, moments and score of a take."""
    return (
        str(_length(analysis)),
        decimal(analysis.media.rate),
        str(len(analysis.people)),
        str(len(analysis.moments)),
        f"{analysis.score.total:.2f}",
    )
