"""Moments as an editor sees them: an analysis becomes neutral markers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from unicodedata import category

from takewise.clock import FrameRange, on_grid
from takewise.errors import SettingsError
from takewise.model import Analysis, Colour, Kind, Marker, Moment

LabelStyle: TypeAlias = Literal["length", "confidence", "title"]
"""What follows the title: its length in seconds, its confidence, or nothing."""

_LABEL_STYLES = ("length", "confidence", "title")

COLOURS = {
    Kind.MICRO: Colour.RED,
    Kind.SUBTLE: Colour.YELLOW,
    Kind.EXPRESSION: Colour.GREEN,
    Kind.GAZE: Colour.CYAN,
    Kind.BLINK: Colour.CYAN,
    Kind.HOLD: Colour.BLUE,
}
"""One colour per kind of moment; the two kinds of eye event share one."""

_BREAKS = {"Cc", "Zl", "Zp"}
# Unicode's control characters, and its line and paragraph separators.

_PERFORMANCE = tuple(kind for kind in Kind if kind is not Kind.BLINK)
# People blink 15 to 20 times a minute: in a marker list blinks bury all the rest.


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerSettings:
    """Which moments become markers, and how they are named."""

    min_confidence: float = 0.5
    """Least confidence, 0 to 1; 0.5 keeps what is more likely right than wrong."""
    max_per_take: int | None = None
    """Most markers on one take, the strongest kept; None keeps them all."""
    kinds: tuple[Kind, ...] = _PERFORMANCE
    """Kinds to keep; all but blinks unless told otherwise."""
    label: LabelStyle = "length"
    """What follows the title: ``length`` (seconds), ``confidence`` or nothing (``title``)."""

    def __post_init__(self) -> None:
        """Refuse values out of range.

        Raises
        ------
        SettingsError
            If the confidence is not in 0 to 1, the count is below 1, or the
            label style is unknown.
        """
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
        if self.label not in _LABEL_STYLES:
            raise SettingsError(
                f"{self.label!r} is not a label style",
                where="label",
                remedy=f"use one of {', '.join(_LABEL_STYLES)}",
            )


def markers(analysis: Analysis, settings: MarkerSettings) -> tuple[Marker, ...]:
    """Turn the moments of a take into markers.

    Where the media's rate varies, pictures are mapped to the steady grid here,
    once, by their presentation times; a moment that would vanish on the grid
    keeps one frame.

    Parameters
    ----------
    analysis
        Everything found in one take.
    settings
        Which moments to keep, and how to name them.

    Returns
    -------
    tuple[Marker, ...]
        By first frame; frames of the take's steady grid, counted from its
        first picture.
    """
    kept = _strongest(
        [
            moment
            for moment in analysis.moments
            if moment.kind in settings.kinds and moment.confidence >= settings.min_confidence
        ],
        settings.max_per_take,
    )
    grid = grid_of(analysis)
    named = len(analysis.people) > 1
    found = (_marker(analysis, moment, grid, settings.label, named=named) for moment in kept)
    return tuple(sorted(found, key=lambda marker: marker.span))


def grid_of(analysis: Analysis) -> Sequence[int] | None:
    """Map a take's pictures to frames of its steady grid.

    Returns
    -------
    Sequence[int] | None
        The grid frame of each picture, and as a last item the end of the grid;
        None where the rate is steady and a picture's number is its frame.
    """
    if not analysis.frame_pts:
        return None
    frames = on_grid(analysis.frame_pts, analysis.media.time_base, analysis.media.rate)
    return (*frames, frames[-1] + 1)


def at_least_a_frame(start: int, end: int, limit: int) -> FrameRange:
    """Make a range that has a frame, and lies before a limit.

    Parameters
    ----------
    start, end
        First frame, and first frame after; may be equal.
    limit
        First frame that must not be in it; 1 or more.

    Returns
    -------
    FrameRange
        The range, moved or widened by no more than it must be.

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

    Returns
    -------
    str
        The text with line breaks, tabs and other control characters as single
        spaces, and what UTF-8 cannot hold as question marks.

    Examples
    --------
    >>> one_line("held\tbreath\r\n ")
    'held breath'
    """
    encodable = text.encode("utf-8", "replace").decode("utf-8")
    visible = (" " if category(char) in _BREAKS else char for char in encodable)
    return " ".join("".join(visible).split())


def _strongest(moments: list[Moment], most: int | None) -> list[Moment]:
    if most is None:
        return moments
    ranked = sorted(moments, key=lambda m: (-m.confidence * m.strength, m.span, m.id))
    return ranked[:most]


def _marker(
    analysis: Analysis,
    moment: Moment,
    grid: Sequence[int] | None,
    style: LabelStyle,
    *,
    named: bool,
) -> Marker:
    start, end, apex = moment.span.start, moment.span.end, moment.apex
    if grid:
        start, end, apex = grid[start], grid[end], grid[apex]
        end = max(start + 1, end)
        apex = min(apex, end - 1)
    span = FrameRange(start, end)
    suffix = {
        "length": f" · {float(span.length / analysis.media.rate):.2f} s",
        "confidence": f" · {100 * moment.confidence:.0f} %",
        "title": "",
    }[style]
    person = f"{moment.person}: " if named else ""
    return Marker(
        id=moment.id,
        span=span,
        apex=apex,
        label=one_line(f"{person}{moment.title}{suffix}"),
        note=_note(moment),
        colour=COLOURS[moment.kind],
        category=moment.kind.value,
        data={
            "person": moment.person,
            "strength": round(moment.strength, 6),
            "confidence": round(moment.confidence, 6),
            "units": "+".join(dict.fromkeys(movement.unit for movement in moment.movements)),
        },
    )


def _note(moment: Moment) -> str:
    """Return the reason and how sure it is: what an editor can check."""
    parts = [
        moment.because,
        f"confidence {100 * moment.confidence:.0f} %",
        moment.hint or "",
    ]
    return one_line("; ".join(part for part in parts if part))
