"""What a writer answers with: files, and what they could not hold.

Each format says in a `Carries` what its files have room for; what has no room is
lost for every marker alike (`unsupported`). What a writer changes besides, such as
a name that begins with a digit, it adds itself, marker by marker.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from takewise.timeline.timeline import PlacedMarker, Timeline

Aspect: TypeAlias = Literal[
    "marker", "name", "colour", "note", "frame", "length", "facts", "start timecode", "media"
]
"""What of a marker, or of the timeline, was lost or changed."""

Place: TypeAlias = Literal["timeline", "clip", "take"]
"""What has the markers: the timeline, a clip on it, or a row for the whole take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carries:
    """What a format's files have room for."""

    places: tuple[Place, ...]
    """What can have markers in it."""
    name: bool = True
    """A marker's name."""
    colour: bool = True
    """A marker's colour."""
    note: bool = True
    """A marker's note."""
    length: bool = True
    """More than one frame."""
    facts: bool = False
    """Person, strength, confidence and units as values of their own."""
    start: bool = True
    """Timecode of the timeline's first frame."""
    remark: str = ""
    """What else a user should know, one short sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """One thing that a file does not say as the timeline did."""

    aspect: Aspect
    """What was lost or changed."""
    how: str
    """What became of it, in a few words; the same words for the same change."""
    marker: str = ""
    """The marker's id; empty for the whole timeline."""
    take: str = ""
    """The take's name; empty for the whole timeline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """The content of a format's files."""

    files: Mapping[str, bytes]
    """What is added to the file's name, ``""`` for a single file, to its content."""
    losses: tuple[Loss, ...]
    """What the files do not say, in order of the markers."""


def lost(aspect: Aspect, how: str, marker: PlacedMarker) -> Loss:
    """Say what became of something of one marker."""
    return Loss(aspect=aspect, how=how, marker=marker.record.id, take=marker.take.name)


def worded(marker: PlacedMarker) -> tuple[tuple[Aspect, str], ...]:
    """Return the texts of a marker, each with what it is."""
    return (("name", marker.record.label), ("note", marker.record.note))


def unsupported(timeline: Timeline, carries: Carries) -> tuple[Loss, ...]:
    """List what a format has no room for, one loss for each marker and aspect that it has."""
    found = [
        lost(aspect, "no room for it", marker)
        for marker in timeline.placed
        for aspect, missing in _missing(marker, carries)
        if missing
    ]
    if timeline.start.frame and not carries.start:
        on_timeline = "timeline" in carries.places
        how = "counted from 0" if on_timeline else "each take has its own"
        found.append(Loss(aspect="start timecode", how=how))
    return tuple(found)


def joined(timeline: Timeline) -> tuple[Loss, ...]:
    """Say of which markers the name shares the comment with the note."""
    shared = (marker for marker in timeline.placed if marker.record.note)
    return tuple(lost("name", "first in the comment", marker) for marker in shared)


def tally(losses: Iterable[Loss]) -> Mapping[tuple[Aspect, str], int]:
    """Count the losses of each aspect and kind, in order of first appearance."""
    return Counter((loss.aspect, loss.how) for loss in losses)


def _missing(marker: PlacedMarker, carries: Carries) -> tuple[tuple[Aspect, bool], ...]:
    record = marker.record
    return (
        ("name", not carries.name and bool(record.label)),
        ("colour", not carries.colour),
        ("note", not carries.note and bool(record.note)),
        ("length", not carries.length and record.span.length > 1),
        ("facts", not carries.facts and bool(record.data)),
    )
