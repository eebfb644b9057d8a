"""Moments as an editor sees them: an analysis becomes neutral markers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args
from unicodedata import category

from takewise.clock import FrameRange, on_grid
from takewise.errors import SettingsError
from takewise.model import Analysis, Colour, Kind, Marker, Moment
from takewise.model.selection import MIN_CONFIDENCE, PERFORMANCE, Selection, select_moments
from takewise.timeline.labels import DEFAULT, check_template, label, names_person, units
from takewise.timeline.palette import PALETTE, ColourBy, colour_of

Extent: TypeAlias = Literal["range", "point"]
"""Whether a marker is as long as its moment, or only its first frame."""

# Unicode's control characters, and its line and paragraph separators.
_BREAKS = {"Cc", "Zl", "Zp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerSettings:
    """Which moments become markers, and how they are named."""

    min_confidence: float = MIN_CONFIDENCE
    """Least confidence, 0 to 1; 0.5 keeps what is more likely right than wrong."""
    max_per_take: int | None = None
    """Most markers on one take, the strongest kept; None keeps them all."""
    kinds: tuple[Kind, ...] = PERFORMANCE
    """Kinds to keep, all but blinks unless you name others; markers set by hand are always kept."""
    label: str = DEFAULT
    """Template of a marker's name; its fields are title, length (seconds), frames, score
    (confidence from 0 to 1), confidence (percent), strength, kind, person, units, take_score."""
    colour_by: ColourBy = "kind"
    """What the colour shows: kind, person or score (the palette's first has the highest
    confidence)."""
    palette: tuple[Colour, ...] = PALETTE
    """Colours in order; fewer than there are kinds or people are used again."""
    extent: Extent = "range"
    """range: a marker is as long as its moment; point: only its first frame."""
    handles: int = 0
    """Frames that a range begins earlier and ends later, within the take."""

    def __post_init__(self) -> None:
        """Raise `SettingsError` for values out of range, unknown words, and an empty palette."""
        if not 0 <= self.min_confidence <= 1:
            raise SettingsError(
                f"{self.min_confidence} is not a confidence",
                where="min_confidence",
                remedy="give a number from 0 to 1",
            )
        if self.max_per_take is not None and self.max_per_take < 1:
            raise SettingsError(
                f"{self.max_per_take} markers cannot be kept",
                where="max_per_take",
                remedy="give a whole number of 1 or more, or leave it out to keep all",
            )
        if self.handles < 0:
            raise SettingsError(
                f"{self.handles} frames are no handles", where="handles", remedy="give 0 or more"
            )
        if not self.palette:
            raise SettingsError("there is no colour", where="palette", remedy="name at least one")
        for where, value, known in (
            ("colour_by", self.colour_by, get_args(ColourBy)),
            ("extent", self.extent, get_args(Extent)),
        ):
            if value not in known:
                raise SettingsError(
                    f"{value!r} is not known here",
                    where=where,
                    remedy=f"use one of {', '.join(known)}",
                )
        check_template(self.label)

    @property
    def selection(self) -> Selection:
        """What a moment must be to become a marker."""
        return Selection(
            kinds=frozenset(self.kinds),
            min_confidence=self.min_confidence,
            most=self.max_per_take,
        )


def make_markers(analysis: Analysis, settings: MarkerSettings) -> tuple[Marker, ...]:
    """Turn the moments of a take into markers, sorted by first frame.

    Frames are of the file's steady grid, counted from its first picture, also where only a part of
    it was analysed. Where the media's rate varies, pictures are mapped to that grid here, once, by
    their presentation times; a moment that would vanish on the grid keeps one frame.
    """
    kept = select_moments(analysis, settings.selection).moments
    grid = grid_of(analysis)
    named = len(analysis.people) > 1
    named = named and not names_person(settings.label)
    found = (_marker(analysis, moment, grid, settings, named=named) for moment in kept)
    return tuple(sorted(found, key=lambda marker: marker.span))


def grid_of(analysis: Analysis) -> Sequence[int] | None:
    """Return the frame of each picture on a take's steady grid, and as a last item the grid's end.

    None where the rate is steady and a picture's number is its frame.
    """
    if not analysis.frame_pts:
        return None
    frames = on_grid(analysis.frame_pts, analysis.media.time_base, analysis.media.rate)
    return (*frames, frames[-1] + 1)


def analysed_range(analysis: Analysis, length: int) -> FrameRange:
    """Return which of the `length` frames of the file's steady grid were analysed, at least one."""
    part, grid = analysis.media.part, grid_of(analysis)
    if part is None:
        return FrameRange(0, length)
    if grid is None:
        return at_least_a_frame(part.start, part.end, length)
    last = len(grid) - 1
    return at_least_a_frame(grid[min(part.start, last)], grid[min(part.end, last)], grid[-1])


def at_least_a_frame(start: int, end: int, limit: int) -> FrameRange:
    """Make a range that has a frame, and ends at a limit of 1 or more at the latest.

    `start` and `end` may be equal; the range is moved or widened only as far as it must be.

    Examples
    --------
    >>> at_least_a_frame(7, 7, 100)
    FrameRange(start=7, end=8)
    >>> at_least_a_frame(10, 12, 10)
    FrameRange(start=9, end=10)
    """
    first = min(start, limit - 1)
    return FrameRange(first, max(first + 1, min(end, limit)))


def one_line(text: str) -> str:
    r"""Put a text on one line that every file can hold.

    Line breaks, tabs and other control characters become single spaces, and what UTF-8 cannot hold
    question marks.

    Examples
    --------
    >>> one_line("held\tbreath\r\n ")
    'held breath'
    """
    encodable = text.encode("utf-8", "replace").decode("utf-8")
    visible = (" " if category(char) in _BREAKS else char for char in encodable)
    return " ".join("".join(visible).split())


def comment(marker: Marker) -> str:
    """Join a marker's name and note, for hosts that have but one text."""
    return f"{marker.label} - {marker.note}" if marker.note else marker.label


def _marker(
    analysis: Analysis,
    moment: Moment,
    grid: Sequence[int] | None,
    settings: MarkerSettings,
    *,
    named: bool,
) -> Marker:
    start, end, apex = moment.span.start, moment.span.end, moment.apex
    if grid:
        start, end, apex = grid[start], grid[end], grid[apex]
        end = max(start + 1, end)
        apex = min(apex, end - 1)
    whole = FrameRange(start, end)
    length = grid[-1] if grid else analysis.media.frame_count or whole.end
    span = _marked(whole, settings, analysed_range(analysis, length))
    person = f"{moment.person}: " if named and moment.person else ""
    return Marker(
        id=moment.id,
        span=span,
        apex=min(apex, span.end - 1),
        label=one_line(f"{person}{label(settings.label, analysis, moment, whole)}"),
        note=_note(moment),
        colour=colour_of(moment, settings.colour_by, settings.palette),
        category=moment.kind.value,
        data={
            "person": moment.person,
            "strength": round(moment.strength, 6),
            "confidence": round(moment.confidence, 6),
            "units": units(moment),
        },
    )


def _marked(span: FrameRange, settings: MarkerSettings, within: FrameRange) -> FrameRange:
    """Return the frames to mark: the moment's with its handles, or its first."""
    if settings.extent == "point":
        return FrameRange(span.start, span.start + 1)
    start = min(span.start, max(within.start, span.start - settings.handles))
    return FrameRange(start, max(start + 1, min(span.end + settings.handles, within.end)))


def _note(moment: Moment) -> str:
    """Return the reason and how sure it is: what an editor can check."""
    parts = [
        moment.reason,
        f"confidence {100 * moment.confidence:.0f} %",
        moment.hint or "",
    ]
    return one_line("; ".join(part for part in parts if part))
