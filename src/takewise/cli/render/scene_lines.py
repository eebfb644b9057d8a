"""The lines of a scene over its takes: a table for each line, and a JSON document."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from takewise.cli.render.console import Rows, print_line, stderr, stdout, table
from takewise.model.scene_lines import MEASURES, Measure, Measured, SceneLine, SceneLines
from takewise.plain_text import visible

# In these the order of the takes is what one asks for.
_ORDERED: tuple[Measure, ...] = ("reply", "hold")


def print_scene_lines(found: SceneLines, names: Sequence[str]) -> None:
    """Print how each line is given in each of the named takes; nothing where none is known."""
    console = stdout()
    for number, line in enumerate(found.lines, 1):
        console.print()
        print_line(console, heading(number, line))
        console.print(_table(line, names))
        for said in filter(None, (order_of(line, each, names) for each in _ORDERED)):
            for part in textwrap.wrap(visible(said), console.width, subsequent_indent="  "):
                print_line(console, part)
    if found.lines:
        console.print("\nSeconds. " + "; ".join(f"{e}: {w}" for e, w in MEASURES.items()) + ".")
        console.print(
            "*: differs from the median of at least four takes by 0.25 s and by more than the "
            "errors. >: at least so long. Of takes, <: shorter, ~: alike within the errors."
        )
    for note in found.notes:
        print_line(stderr(), note)


def _table(line: SceneLine, names: Sequence[str]) -> Rows:
    shown = table("take", *MEASURES, numbers=tuple(MEASURES))
    for take, name in enumerate(names):
        if take in line.measured:
            measured = line.measured[take]
            shown.add_row(name, *(_cell(measured.get(each)) for each in MEASURES))
        elif take in line.missing:
            shown.add_row(name, *("no line" if each == "reply" else "" for each in MEASURES))
    if line.medians:
        usual = (line.medians.get(each) for each in MEASURES)
        shown.add_section()
        shown.add_row("median", *("" if each is None else f"{each:.2f}" for each in usual))
    return shown


def heading(number: int, line: SceneLine) -> str:
    """Return a line's number, its speaker and its words."""
    said = f': "{line.words}"' if line.words else ""
    return f"Line {number} of {line.speaker}{said}"


def order_of(line: SceneLine, measure: Measure, names: Sequence[str]) -> str:
    """Return the takes in the order of a measure; empty where it distinguishes none."""
    order = line.by_length(measure)
    if len(order) < 2:
        return ""
    return f"{measure}: " + " < ".join(" ~ ".join(names[each] for each in some) for some in order)


def scene_lines_document(found: SceneLines, paths: Sequence[str]) -> list[dict[str, object]]:
    """Return the lines of the takes at the paths for a JSON document."""
    return [
        {
            "speaker": line.speaker,
            "words": line.words,
            "medians": {each: round(value, 3) for each, value in line.medians.items()},
            "missing": [paths[each] for each in line.missing],
            "order": {
                each: [[paths[take] for take in some] for some in order]
                for each in MEASURES
                if (order := line.by_length(each))
            },
            "takes": [
                {
                    "path": paths[take],
                    "start": round(span[0], 3),
                    "end": round(span[1], 3),
                    **{each: _measured(value) for each, value in line.measured[take].items()},
                }
                for take, span in line.spans.items()
            ],
        }
        for line in found.lines
    ]


def _measured(each: Measured) -> dict[str, object]:
    return {
        "seconds": round(each.seconds, 3),
        "error_ms": each.error,
        "at_least": each.at_least,
        "to": each.to,
        "from_median": None if each.apart is None else round(each.apart, 3),
    }


def _cell(each: Measured | None) -> str:
    if each is None:
        return ""
    end = f"{each.to} " if each.to in {"start", "end"} else ""
    mark = "* " if each.apart is not None else ""
    return f"{mark}{end}{'>' if each.at_least else ''}{each.seconds:.2f}"
