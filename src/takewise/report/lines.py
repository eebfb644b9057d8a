"""The lines of a scene as the template needs them: one row for each take, drawn and in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from takewise.model.scene_lines import MEASURES, Measure, Measured, SceneLine
from takewise.report.curves import LENGTH
from takewise.report.values import Report

MEASURE_NAMES = tuple((name.capitalize(), words) for name, words in MEASURES.items())
"""Heads of the columns, and what each is."""

# Units that a blink, a breath or a travel of the eyes is wide.
_TICK = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LineBar:
    """A part of a drawn line, on an axis of `LENGTH` units; 20 units high at most."""

    kind: str
    """Class of its colour."""
    x: float
    """Where it begins."""
    y: float
    """Its upper edge."""
    width: float
    """How wide it is."""
    height: float
    """How high it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCell:
    """One measure of one take."""

    text: str
    """Seconds; empty where it is not known."""
    below: str
    """What it is measured to, where that matters; else empty."""
    said: str
    """Tooltip: its error, and how far from the median it is."""
    apart: bool
    """Whether it differs from the median."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """One take."""

    anchor: str
    """Id of the take within the page."""
    name: str
    """Its name."""
    said: str
    """What is drawn, in words."""
    bars: tuple[LineBar, ...]
    """The line with what is before and after it, from left to right."""
    cells: tuple[LineCell, ...]
    """In the order of `MEASURE_NAMES`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One line of the scene."""

    heading: str
    """Its number, who says it, and its words."""
    drawn: str
    """Head of the drawing: where it begins."""
    rows: tuple[LineRow, ...]
    """The takes from the shortest reply to the longest, then those without one."""
    medians: tuple[str, ...]
    """In the order of `MEASURE_NAMES`; empty where there are too few takes."""
    missing: str
    """Names of the takes that have no such line; empty for none."""


def line_views(report: Report) -> tuple[LineView, ...]:
    """Describe how each line is given."""
    return tuple(_line(report, number, each) for number, each in enumerate(report.lines.lines, 1))


def _line(report: Report, number: int, line: SceneLine) -> LineView:
    words = f": “{line.words}”" if line.words else ""
    before = {take: _before(each) for take, each in line.measured.items()}
    after = {
        take: end - start + _seconds(line.measured[take], "hold")
        for take, (start, end) in line.spans.items()
    }
    # Where every take has a cue, all begin at it, and the line comes earlier or later; where
    # not, the lines begin below each other.
    cued = all("reply" in each for each in line.measured.values())
    zero = before if cued else dict.fromkeys(before, max(before.values()))
    scale = LENGTH / max(*(zero[take] + after[take] for take in zero), 1e-6)
    rows = (
        _row(report, line, take, scale, zero[take])
        for take in sorted(line.spans, key=lambda take: _order(line.measured[take], take))
    )
    medians = tuple(
        _signed(line.medians[each]) if each in line.medians else "" for each in MEASURES
    )
    return LineView(
        heading=f"Line {number} of {line.speaker}{words}",
        drawn="From the cue on" if cued else "Around the start of the line",
        rows=tuple(rows),
        medians=medians if line.medians else (),
        missing=", ".join(report.takes[each].name for each in line.missing),
    )


def _row(report: Report, line: SceneLine, take: int, scale: float, zero: float) -> LineRow:
    measured, (start, end) = line.measured[take], line.spans[take]
    said = [f"{name} {_text(each)} s" for name, each in measured.items()]
    return LineRow(
        anchor=f"take-{take + 1}",
        name=report.takes[take].name,
        said=", ".join((f"line of {end - start:.2f} s", *said)),
        bars=tuple(
            LineBar(
                kind=f"l-{kind}",
                x=round(scale * (zero + at), 1),
                y=y,
                width=round(max(_TICK, scale * length) if y == 0 else scale * length, 1),
                height=20 - 2 * y,
            )
            for kind, at, length, y in _parts(measured, end - start)
        ),
        cells=tuple(_cell(measured.get(each)) for each in MEASURES),
    )


def _parts(
    measured: Mapping[Measure, Measured], length: float
) -> Iterator[tuple[str, float, float, float]]:
    """List what is drawn: its kind, when it begins against the line, its length, its upper edge."""
    before = _before(measured)
    yield "reply", -before, before, 4.0
    yield "hold", length, _seconds(measured, "hold"), 4.0
    yield "line", 0.0, length, 2.0
    for each in ("gaze", "breath"):
        if each in measured:
            yield each, -_seconds(measured, each), 0.0, 0.0
    if "blink" in measured:
        from_start = length if measured["blink"].to == "end" else 0.0
        yield "blink", from_start + measured["blink"].seconds, 0.0, 0.0


def _before(measured: Mapping[Measure, Measured]) -> float:
    """Return the silence before a line: from its cue, else the pause."""
    return _seconds(measured, "reply" if "reply" in measured else "pause")


def _seconds(measured: Mapping[Measure, Measured], each: Measure) -> float:
    return measured[each].seconds if each in measured else 0.0


def _order(measured: Mapping[Measure, Measured], take: int) -> tuple[bool, float, int]:
    return "reply" not in measured, _seconds(measured, "reply"), take


def _cell(each: Measured | None) -> LineCell:
    if each is None:
        return LineCell(text="", below="", said="", apart=False)
    said = f"known to {each.error / 1000:.2f} s"
    if each.apart is not None:
        said += f"; {abs(each.apart):.2f} s {'more' if each.apart > 0 else 'less'} than the median"
    # The usual cue needs no word.
    below = "" if each.to == "line" else each.to.removeprefix("eyes go ")
    return LineCell(text=_text(each), below=below, said=said, apart=each.apart is not None)


def _text(each: Measured) -> str:
    return f"{'≥ ' if each.at_least else ''}{_signed(each.seconds)}"


def _signed(seconds: float) -> str:
    return f"{seconds:.2f}".replace("-", "\N{MINUS SIGN}")
