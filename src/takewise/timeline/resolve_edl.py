"""Resolve's "Timeline Markers from EDL": markers onto a timeline that exists.

```
001  001      V     C        01:00:00:10 01:00:00:11 01:00:00:10 01:00:00:11
inner brows rose while the head was still |C:ResolveColorRed |M:inner brows lift |D:5
```

The layout is that of files which Resolve itself exports, down to the two spaces
that end an event line. An event is always one frame long, the length stands in
``|D:``; the note is what comes before the first ``|``; of two markers on one
frame Resolve keeps one, and of a text that begins with a digit nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from takewise.clock import Timecode
from takewise.model import Colour
from takewise.timeline.arrangement import Timeline
from takewise.timeline.export import ExportSettings
from takewise.timeline.markers import one_line

EVENTS_PER_FILE = 999
"""The event number of an EDL has three digits (CMX 3600)."""

_COLOURS = {colour: f"ResolveColor{colour.value.title()}" for colour in Colour}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    frame: int
    length: int
    label: str
    note: str
    colour: Colour


def render(timeline: Timeline, settings: ExportSettings) -> tuple[bytes, ...]:
    """Write a timeline's markers as Resolve marker EDLs.

    Markers that begin on the same frame become one: their names are joined by
    `` + ``, and the longer length holds.

    Parameters
    ----------
    timeline
        The takes and their markers; its start must be that of the timeline in
        Resolve, or every marker is shifted.
    settings
        Not used: an EDL has no clips that could carry markers.

    Returns
    -------
    tuple[bytes, ...]
        One file for each 999 markers, at least one; UTF-8, lines end in CR LF.
    """
    del settings
    events = _events(timeline)
    parts = [
        events[first : first + EVENTS_PER_FILE]
        for first in range(0, max(1, len(events)), EVENTS_PER_FILE)
    ]
    return tuple(_file(timeline, part) for part in parts)


def _events(timeline: Timeline) -> list[_Event]:
    """Return one event per frame that has markers, in order."""
    by_frame: dict[int, _Event] = {}
    for marker in timeline.markers:
        frame = marker.span.start
        event = _Event(
            frame=frame,
            length=marker.span.length,
            label=_clean(marker.label),
            note=_clean(marker.note),
            colour=marker.colour,
        )
        first = by_frame.get(frame)
        by_frame[frame] = _merged(first, event) if first else event
    return list(by_frame.values())


def _merged(first: _Event, second: _Event) -> _Event:
    return _Event(
        frame=first.frame,
        length=max(first.length, second.length),
        label=f"{first.label} + {second.label}",
        note="; ".join(note for note in (first.note, second.note) if note),
        colour=first.colour,
    )


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
