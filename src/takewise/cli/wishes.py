"""The options about markers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

import click

from takewise.clock import STANDARD_RATES, parse_timecode
from takewise.errors import ClockError
from takewise.model import Kind

if TYPE_CHECKING:
    from takewise.settings import Settings
    from takewise.timeline import MarkersOn

Result = TypeVar("Result")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerWishes:
    """What the user chose about markers."""

    to: tuple[str, ...]
    """Names of the formats."""
    min_confidence: float | None = None
    """Least confidence, 0 to 1; None takes the settings'."""
    max_per_take: int | None = None
    """Most markers on one take; None takes the settings'."""
    kinds: tuple[Kind, ...] | None = None
    """Kinds to keep; None takes the settings'."""
    markers_on: MarkersOn = "timeline"
    """What carries the markers."""
    one_timeline: bool = False
    """Whether all takes lie on one timeline."""
    name: str | None = None
    """What the one timeline is called; None names it after the takes' folder."""
    start: str | None = None
    """Record timecode of the first frame; None lets the takes decide."""

    def onto(self, settings: Settings) -> Settings:
        """Return settings with these wishes in the place of what they say of markers."""
        kept = settings.markers
        wished = replace(
            kept,
            min_confidence=_or(self.min_confidence, kept.min_confidence),
            max_per_take=_or(self.max_per_take, kept.max_per_take),
            kinds=_or(self.kinds, kept.kinds),
        )
        return replace(settings, markers=wished)


def _or(wish: Value | None, setting: Value) -> Value:
    return setting if wish is None else wish


def _kinds(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> tuple[Kind, ...] | None:
    """Return the kinds that are named, in the order of `Kind`."""
    if value is None:
        return None
    named = {name.strip() for name in value.split(",")}
    known = {kind.value: kind for kind in Kind}
    for name in sorted(named - known.keys() - {"all"}):
        raise click.BadParameter(
            f"{name!r} is no kind; choose from {', '.join(known)}, all", context, parameter
        )
    return tuple(kind for name, kind in known.items() if {name, "all"} & named)


def _label(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Return a timecode label that is one at some rate; which, only the takes can tell."""
    try:
        if value is not None:
            parse_timecode(re.sub("[;.,]", ":", value), STANDARD_RATES[-1])
    except ClockError as error:
        raise click.BadParameter(str(error), context, parameter) from error
    return value


_OPTIONS = (
    click.option(
        "--to",
        type=click.Choice(["otio", "resolve-edl"]),
        multiple=True,
        default=("otio",),
        show_default=True,
        help="Kind of file; may be given twice. otio: a timeline with its takes, for Resolve, "
        "Kdenlive and others. resolve-edl: markers onto the timeline that is open in Resolve.",
    ),
    click.option(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        metavar="X",
        help="Leave out moments that are less sure than this, 0 to 1. The default is the "
        "settings', 0.5.",
    ),
    click.option(
        "--max-per-take",
        type=click.IntRange(min=1),
        metavar="N",
        help="Keep only so many on a take, the strongest. The default is all.",
    ),
    click.option(
        "--kinds",
        callback=_kinds,
        metavar="KIND,...",
        help=f"Which moments: {', '.join(kind.value for kind in Kind)}, or all. The default is "
        "all but blink.",
    ),
    click.option(
        "--markers-on",
        type=click.Choice(["timeline", "clip", "both"]),
        default="timeline",
        show_default=True,
        help="What carries the markers in an otio file.",
    ),
    click.option(
        "--one-timeline", is_flag=True, help="All takes on one timeline, one after the other."
    ),
    click.option(
        "--name",
        metavar="TEXT",
        help="What the one timeline and its file are called. The default is the name of the "
        "takes' folder.",
    ),
    click.option(
        "--start",
        callback=_label,
        metavar="TC",
        help="Timecode of the timeline's first frame, as HH:MM:SS:FF. The default is a take's "
        "own, and 01:00:00:00 for one timeline of several takes.",
    ),
)


def marker_options(command: Callable[..., Result]) -> Callable[..., Result]:
    """Give a command the options about markers, as one value named ``wishes``.

    Parameters
    ----------
    command
        Called with ``wishes`` and its own options.

    Returns
    -------
    Callable[..., Result]
        The command, to be decorated further.
    """

    @wraps(command)
    def collected(**options: object) -> Result:
        wished = {each.name: options.pop(each.name) for each in fields(MarkerWishes)}
        return command(wishes=MarkerWishes(**wished), **options)  # type: ignore[arg-type]

    decorated: Callable[..., Result] = collected
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated
