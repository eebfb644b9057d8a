"""Resolve's "Timeline Markers from EDL": markers onto a timeline that exists.

```
001  001      V     C        01:00:00:10 01:00:00:11 01:00:00:10 01:00:00:11
inner brows rose while the head was still |C:ResolveColorRed |M:inner brows lift |D:5
```

The layout is that of files which Resolve itself exports, down to the two spaces
that end an event line. An event is always one frame long, the length stands in
``|D:``; the note is what comes before the first ``|``; of two markers on one
frame Resolve keeps one, and of a text that begins with a digit nothing. The
record timecode counts from the start of the timeline in Resolve: if the two
differ, every marker is off by as much.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from takewise.clock import Timecode
from takewise.model import Colour
from takewise.timeline.losses import Carries, Loss, Rendered, lost, unsupported, worded
from takewise.timeline.marker_format import Format
from takewise.timeline.markers import one_line
from takewise.timeline.settings import ExportSettings, ResolveEdlSettings
from takewise.timeline.timeline import PlacedMarker, Timeline

EVENTS_PER_FILE = 999
"""The event number of an EDL has three digits (CMX 3600)."""

CARRIES = Carries(
    places=("timeline",),
    remark="one marker a frame; onto a timeline with the same start timecode",
)
"""What a marker EDL has room for."""

_COLOURS = {colour: f"ResolveColor{colour.value.title()}" for colour in Colour}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    frame: int
    length: int
    label: str
    note: str
    colour: Colour


def render(timeline: Timeline, settings: ExportSettings) -> Rendered:
    """Write a timeline's markers as Resolve marker EDLs, one for each 999 markers, at least one.

    The timeline's start must be that of the timeline in Resolve, or every marker is shifted.
    Markers that begin on one frame are merged, with their names joined by `` + `` and the longer
    length, or shifted to the next free frame. The files are UTF-8; lines end in CR LF.
    """
    merge = settings.resolve_edl.collision == "merge"
    events, losses = (_merged if merge else _shifted)(timeline)
    parts = [
        _file(timeline, events[first : first + EVENTS_PER_FILE])
        for first in range(0, max(1, len(events)), EVENTS_PER_FILE)
    ]
    whole = len(parts) == 1
    return Rendered(
        files={
            "" if whole else f"-{number}of{len(parts)}": part
            for number, part in enumerate(parts, start=1)
        },
        losses=(*losses, *_changes(timeline), *unsupported(timeline, CARRIES)),
    )


def _event(marker: PlacedMarker) -> _Event:
    record = marker.record
    return _Event(
        frame=record.span.start,
        length=record.span.length,
        label=_clean(record.label),
        note=_clean(record.note),
        colour=record.colour,
    )


def _merged(timeline: Timeline) -> tuple[list[_Event], list[Loss]]:
    """Return one event per frame that has markers, in order."""
    by_frame: dict[int, _Event] = {}
    losses = []
    for marker in timeline.placed:
        event = _event(marker)
        first = by_frame.get(event.frame)
        if first:
            losses.append(lost("marker", "merged with the one on its frame", marker))
        by_frame[event.frame] = _both(first, event) if first else event
    return list(by_frame.values()), losses


def _shifted(timeline: Timeline) -> tuple[list[_Event], list[Loss]]:
    """Return one event per marker, each on the first free frame from its own on."""
    events: list[_Event] = []
    losses = []
    free = 0
    for marker in timeline.placed:
        event = _event(marker)
        if event.frame < free:
            losses.append(lost("frame", "later, as its own has a marker", marker))
        events.append(replace(event, frame=max(event.frame, free)))
        free = events[-1].frame + 1
    return events, losses


def _both(first: _Event, second: _Event) -> _Event:
    return _Event(
        frame=first.frame,
        length=max(first.length, second.length),
        label=f"{first.label} + {second.label}",
        note="; ".join(note for note in (first.note, second.note) if note),
        colour=first.colour,
    )


def _changes(timeline: Timeline) -> list[Loss]:
    """Say which words are not written as they are, and what readers may not take."""
    losses = []
    if timeline.rate > 100:
        losses.append(Loss(aspect="frame", how="three digits in timecode: not all readers take it"))
    for marker in timeline.placed:
        for aspect, text in worded(marker):
            if "|" in text:
                losses.append(lost(aspect, "| written as /", marker))
            if text[:1].isdigit():
                losses.append(lost(aspect, "_ before its first digit", marker))
    return losses


def _file(timeline: Timeline, events: list[_Event]) -> bytes:
    mode = "DROP FRAME" if timeline.start.drop_frame else "NON-DROP FRAME"
    blocks = [f"TITLE: {timeline.name}\r\nFCM: {mode}\r\n"]
    blocks += [
        _block(number, event, timeline.start) for number, event in enumerate(events, start=1)
    ]
    return "\r\n".join(blocks).encode()


def _block(number: int, event: _Event, start: Timecode) -> str:
    record = f"{start.plus(event.frame)} {start.plus(event.frame + 1)}"
    note = f"{_guarded(event.note)} " if event.note else ""
    return (
        f"{number:03}  001      V     C        {record} {record}  \r\n"
        f"{note}|C:{_COLOURS[event.colour]} |M:{_guarded(event.label)} |D:{event.length}\r\n"
    )


def _clean(text: str) -> str:
    """Return one line without the bar that separates the fields."""
    return one_line(text.replace("|", "/"))


def _guarded(text: str) -> str:
    """Return the text with a ``_`` before a leading digit, which Resolve would not read."""
    return f"_{text}" if text[:1].isdigit() else text


FORMAT = Format(
    name="resolve-edl",
    suffix=".markers.edl",
    about="Resolve's Timelines > Import > Timeline Markers from EDL: onto an open timeline",
    carries=CARRIES,
    render=render,
    markers_only=True,
    needs_start=True,
    settings=ResolveEdlSettings,
)
"""The format."""
