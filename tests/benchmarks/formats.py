"""What survives in each format: ``python -m tests.benchmarks.formats [--write]``.

Nine markers of three takes are written in every format, at every rate and start
timecode, and read back by the readers of the tests, none of which is Takewise's.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from takewise.clock import parse_timecode
from takewise.model import Kind
from takewise.timeline import FORMATS, ExportSettings, MarkerSettings, Timeline, arrange, take
from tests.conftest import REPOSITORY
from tests.timeline.analyses import analysis, media_info, moment
from tests.timeline.rates import RATES, STARTS, label
from tests.timeline.readers import READERS, Clock, Seen

PAGE = REPOSITORY / "docs/formats.md"
BEGIN, END = "<!-- survival: begin -->", "<!-- survival: end -->"
"""The page of the manual that has the table, and the signs around it."""

STRENGTH = 6.437519
"""No other number of a marker looks like it: where it stands, the facts do."""

SPANS = ((0, 1), (45, 50), (180, 230))
"""Frames of the markers of each take, which is 240 long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survival:
    """What a reader finds of nine markers."""

    markers: int
    """How many."""
    name: bool
    """Whether every name is found, by itself or at the head of a comment."""
    colour: bool
    """Whether every colour is found."""
    note: bool
    """Whether every note is found, by itself or in a comment."""
    frame: bool
    """Whether every first frame is."""
    length: bool
    """Whether every length is."""
    facts: bool
    """Whether strength and the like are there as values."""
    start: bool
    """Whether the file tells the timeline's start timecode."""
    breaks: tuple[str, ...]
    """Rates at which not every marker is on its frame."""


def timeline_of_nine(rate: Fraction, start: str) -> Timeline:
    """Return three takes with three markers each, one a frame long, of several colours."""
    kinds = (Kind.MICRO, Kind.SUBTLE, Kind.EXPRESSION)
    takes = [
        take(
            analysis(
                *(
                    moment(first, end, kind=kind, title=f"{name} moment", strength=STRENGTH)
                    for (first, end), kind in zip(SPANS, kinds, strict=True)
                ),
                media=media_info(rate=rate, start=start, path=f"/rushes/{name}.mov"),
            ),
            MarkerSettings(),
        )
        for name in ("A", "B", "C")
    ]
    return arrange(takes, start=parse_timecode(start, rate))


def survival(name: str) -> Survival:
    """Write and read one format."""
    timeline = timeline_of_nine(Fraction(25), "01:00:00:00")
    content, found = _written_and_read(name, timeline, "01:00:00:00")
    expected = timeline.markers
    pairs = list(zip(found, expected, strict=False))
    return Survival(
        markers=len(found),
        name=all(marker.label in (seen.name or "") for seen, marker in pairs),
        colour=all(seen.colour == marker.colour.value for seen, marker in pairs),
        note=all(marker.note in f"{seen.name} {seen.note}" for seen, marker in pairs),
        frame=_on_frame(name, found, timeline),
        length=all(seen.length == marker.span.length for seen, marker in pairs),
        facts=str(STRENGTH).encode() in content,
        start=_tells_start(name),
        breaks=tuple(_breaking(name)),
    )


def _written_and_read(name: str, timeline: Timeline, start: str) -> tuple[bytes, list[Seen]]:
    content = FORMATS[name].files("A", timeline, ExportSettings()).popitem()[1]
    return content, READERS[name](content, Clock(rate=timeline.rate, start=start))


def _on_frame(name: str, found: list[Seen], timeline: Timeline) -> bool:
    """Tell whether each is where it should be: on its clip, or on the timeline."""
    on_clip = FORMATS[name].carries.places == ("clip",)
    return [seen.frame for seen in found] == [
        (each.source if on_clip else each.record).span.start for each in timeline.placed
    ]


def _tells_start(name: str) -> bool:
    """Tell whether another start makes another file of the same takes."""
    if name == "avid-aaf":
        # Its identifiers differ each time; its reader refuses a wrong start.
        return True
    takes = [placed.take for placed in timeline_of_nine(Fraction(25), "01:00:00:00").takes]
    one, other = (
        FORMATS[name].files(
            "A", arrange(takes, start=parse_timecode(start, Fraction(25))), ExportSettings()
        )
        for start in ("01:00:00:00", "02:00:00:00")
    )
    return one != other


def _breaking(name: str) -> Iterable[str]:
    for rate, sign in RATES:
        wrong = []
        for written in STARTS:
            start = label(written, rate, sign)
            timeline = timeline_of_nine(rate, start)
            found = _written_and_read(name, timeline, start)[1]
            if not _on_frame(name, found, timeline):
                wrong.append(start)
        if wrong:
            yield f"{float(rate):.6g}{' DF' if sign == ';' else ''} ({', '.join(wrong)})"


def table() -> str:
    """Return the table as Markdown."""
    head = "| format | markers of 9 | on | name | colour | note | frame | length | facts | start | "
    rows = (row(name, survival(name)) for name in READERS)
    return "\n".join((f"{head}rates that break |", f"|{'---|' * 11}", *rows))


def row(name: str, found: Survival) -> str:
    """Return the row of a format."""
    marks = (
        found.name,
        found.colour,
        found.note,
        found.frame,
        found.length,
        found.facts,
        found.start,
    )
    said = " | ".join("yes" if mark else "**no**" for mark in marks)
    places = ", ".join(FORMATS[name].carries.places)
    breaks = "; ".join(found.breaks) or "none"
    return f"| {name} | {found.markers} | {places} | {said} | {breaks} |"


def main() -> None:
    """Print the table; with ``--write``, put it into the manual."""
    if sys.argv[1:] != ["--write"]:
        print(table())
        return
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
