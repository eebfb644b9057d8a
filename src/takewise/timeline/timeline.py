"""Takes one after the other on a timeline, on one steady grid."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from takewise.clock import (
    STANDARD_RATES,
    FrameRange,
    Timecode,
    can_drop,
    drops,
    grid_frame,
    parse_timecode,
)
from takewise.errors import MediaError, OutputError
from takewise.model import Analysis, Marker, MediaInfo
from takewise.plain_text import decimal
from takewise.timeline.markers import (
    MarkerSettings,
    analysed_range,
    at_least_a_frame,
    grid_of,
    make_markers,
    one_line,
)

# The part of an image sequence's name that stands for its numbers.
_COUNTER = re.compile(r"(?<=[^._-])[._-]*%\d*d$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One take with its markers, before it is on any timeline."""

    name: str
    """What the clip is called: the file's name without its ending."""
    info: MediaInfo
    """The file."""
    length: int
    """Frames of the file's steady grid that it is long, at least 1."""
    markers: tuple[Marker, ...]
    """On the file's steady grid, counted from the take's first frame; by first frame."""
    score: float = 0.0
    """What the take offers to look at, 0 to 1."""
    circled: bool = False
    """Whether a person chose it; never computed."""
    first: int = 0
    """Frame of the file's steady grid with which it begins."""
    after: int = 0
    """Frames of the file's steady grid that follow it."""

    @property
    def reel(self) -> str:
        """Reel or tape name; the clip's name where the file gives none."""
        return one_line(self.info.reel or "") or self.name

    @property
    def start(self) -> Timecode:
        """Timecode of the take's first frame, at its file's rate; from midnight where unknown."""
        return self.file_start.plus(self.first)

    @property
    def file_length(self) -> int:
        """Frames of the whole file's steady grid."""
        return self.first + self.length + self.after

    @property
    def file_start(self) -> Timecode:
        """Timecode of the file's first picture, at its own rate; midnight where unknown."""
        return file_start(self.info)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTake:
    """One take at its place on a timeline."""

    take: Take
    """The take, on its own grid."""
    span: FrameRange
    """Frames of the timeline that it fills, counted from the timeline's first."""
    markers: tuple[Marker, ...]
    """Its markers in frames of the timeline, counted from the timeline's first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedMarker:
    """One marker in both countings: its take's and the timeline's."""

    take: Take
    """Whose it is."""
    source: Marker
    """In frames of the take's own grid, counted from the take's first."""
    record: Marker
    """In frames of the timeline, counted from the timeline's first."""

    @property
    def source_start(self) -> Timecode:
        """Timecode of its first frame in the take's own file."""
        return self.take.start.plus(self.source.span.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Takes one after the other, ready to be written for an editor."""

    name: str
    """What the timeline is called; one line."""
    start: Timecode
    """Record timecode of its first frame; its rate is the timeline's rate."""
    takes: tuple[PlacedTake, ...]
    """In record order; without gaps, unless another person cut them."""
    notes: tuple[str, ...] = ()
    """What the user should know about it, one sentence each."""

    @property
    def rate(self) -> Fraction:
        """Frames per second."""
        return self.start.rate

    @property
    def markers(self) -> tuple[Marker, ...]:
        """All markers by first frame, counted from the timeline's first frame."""
        return tuple(marker.record for marker in self.placed)

    @property
    def placed(self) -> Iterator[PlacedMarker]:
        """All markers by first frame, each with its take."""
        found = (
            PlacedMarker(take=placed.take, source=source, record=record)
            for placed in self.takes
            for source, record in zip(placed.take.markers, placed.markers, strict=True)
        )
        # Clips of a cut may overlap.
        yield from sorted(found, key=lambda marker: marker.record.span.start)

    @property
    def length(self) -> int:
        """Frames from the timeline's first to the end of its last take."""
        return max(placed.span.end for placed in self.takes)


def take(analysis: Analysis, settings: MarkerSettings) -> Take:
    """Make the take of an analysis on its own steady grid, with its markers.

    Raises `MediaError` if the analysis does not say how many pictures the take has.
    """
    info = analysis.media
    grid = grid_of(analysis)
    length = grid[-1] if grid else info.frame_count
    if not length:
        raise MediaError(
            "its analysis does not say how many pictures it has",
            where=info.path,
            remedy="analyze the take again",
        )
    part = analysed_range(analysis, length)
    return Take(
        name=_clip_name(info.path),
        info=info,
        length=part.length,
        markers=tuple(shifted(each, -part.start) for each in make_markers(analysis, settings)),
        score=analysis.score.total,
        first=part.start,
        after=length - part.end,
    )


def excerpt(whole: Take, part: FrameRange) -> Take:
    """Return a part of a take, given in frames of its file's steady grid.

    It has the markers whose apex can be seen in it, cut off at its ends.
    """
    inside = FrameRange(part.start - whole.first, part.end - whole.first)
    seen = [
        replace(
            marker,
            span=FrameRange(max(marker.span.start, inside.start), min(marker.span.end, inside.end)),
        )
        for marker in whole.markers
        if marker.apex in inside
    ]
    return replace(
        whole,
        length=part.length,
        markers=tuple(sorted((shifted(m, -inside.start) for m in seen), key=lambda m: m.span)),
        first=part.start,
        after=whole.file_length - part.end,
    )


def shifted(marker: Marker, frames: int) -> Marker:
    """Count a marker's frames from another: from one so many frames earlier."""
    span = FrameRange(marker.span.start + frames, marker.span.end + frames)
    return replace(marker, span=span, apex=marker.apex + frames)


def file_start(info: MediaInfo) -> Timecode:
    """Return the timecode of a file's first picture, at its own rate; midnight where unknown."""
    label, rate = info.start_timecode, info.rate
    if label is None:
        return Timecode(0, rate, drop_frame=False)
    if label.rate == rate:
        return label
    # A 29.97 timecode track on 59.94 pictures: the same instant, counted in pictures.
    start = Timecode(0, rate, drop_frame=label.drop_frame and can_drop(rate))
    return start.plus(grid_frame(label.frame / label.rate, rate))


def picture_timecode(analysis: Analysis, picture: int) -> Timecode:
    """Return the timecode of one picture of a take, counted from its file's first."""
    grid = grid_of(analysis)
    return file_start(analysis.media).plus(grid[picture] if grid else picture)


def common_rate(takes: Sequence[Take]) -> Fraction:
    """Find the rate that most takes have; of equals, the first.

    Raises `OutputError` if there are no takes.
    """
    if not takes:
        raise OutputError("there are no takes to put on a timeline", remedy="name at least one")
    return Counter(each.info.rate for each in takes).most_common(1)[0][0]


def arrange(
    takes: Sequence[Take], *, name: str | None = None, start: Timecode | None = None
) -> Timeline:
    """Put takes one after the other on a timeline.

    Takes of another rate are conformed by time: each begins on the frame that is nearest to the
    exact sum of what comes before it, so that rounding never adds up.

    Parameters
    ----------
    takes
        In record order; for one timeline per take, call it once per take.
    name
        What the timeline is called; None names it after the takes.
    start
        Record timecode of the first frame, which also sets the timeline's rate. None means the rate
        of most takes, and for one take its own timecode (00:00:00:00 if it has none), for several
        01:00:00:00, where editors start their timelines.
    """
    rate = common_rate(takes) if start is None else start.rate
    if start is None:
        start = _own_start(takes[0]) if len(takes) == 1 else first_hour(takes, rate)
    if name is None:
        name = takes[0].name if len(takes) == 1 else f"{takes[0].name} and {len(takes) - 1} more"
    placed = []
    frame, seconds = 0, Fraction(0)
    for each in takes:
        # A take too short for the timeline's rate keeps a frame, and delays the rest by it.
        seconds = max(seconds + each.length / each.info.rate, (frame + Fraction(1, 2)) / rate)
        span = FrameRange(frame, grid_frame(seconds, rate))
        placed.append(on_record(each, span, rate))
        frame = span.end
    return Timeline(
        name=one_line(name), start=start, takes=tuple(placed), notes=_notes(takes, start)
    )


def on_record(each: Take, span: FrameRange, rate: Fraction) -> PlacedTake:
    """Move a take's markers to its place on a timeline, conformed to the timeline's rate.

    `span` is the frames of the timeline that it fills; each marker keeps at least a frame.
    """
    scale = rate / each.info.rate
    moved = []
    for marker in each.markers:
        start, end, apex = (
            grid_frame(Fraction(frame), scale)
            for frame in (marker.span.start, marker.span.end, marker.apex)
        )
        within = at_least_a_frame(start, end, span.length)
        there = FrameRange(span.start + within.start, span.start + within.end)
        apex = min(max(span.start + apex, there.start), there.end - 1)
        moved.append(replace(marker, span=there, apex=apex))
    return PlacedTake(take=each, span=span, markers=tuple(moved))


def first_hour(takes: Sequence[Take], rate: Fraction) -> Timecode:
    """Return 01:00:00:00, drop-frame if the takes of that rate count so."""
    counted = (
        each.start.drop_frame
        for each in takes
        if each.info.rate == rate and each.info.start_timecode is not None
    )
    mark = ";" if next(counted, False) and drops(rate) else ":"
    return parse_timecode(f"01:00:00{mark}00", rate)


def _own_start(take: Take) -> Timecode:
    """Return a take's start as its timeline's: with exactly 30 frames a second none drops."""
    start = take.start
    if start.drop_frame and not drops(start.rate):
        return parse_timecode(str(start).replace(";", ":"), start.rate)
    return start


def _notes(takes: Sequence[Take], start: Timecode) -> tuple[str, ...]:
    # What concerns a take alone, such as uneven pictures, its analysis says.
    notes = [
        f"{each.name}: {decimal(each.info.rate)} frames a second on a timeline of "
        f"{decimal(start.rate)}; its length and markers are placed by time"
        for each in takes
        if each.info.rate != start.rate
    ]
    if start.rate not in STANDARD_RATES:
        notes.append(f"{decimal(start.rate)} frames a second: editors have no such timeline")
    return tuple(notes)


def _clip_name(path: str) -> str:
    """Return the file's name without its ending and without an image sequence's counter."""
    stem = Path(path).stem
    return one_line(_COUNTER.sub("", stem)) or one_line(path)
