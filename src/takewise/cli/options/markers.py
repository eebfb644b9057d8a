"""The options about markers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from takewise.app.marker_options import OPTION_SETTINGS, MarkerOptions
from takewise.app.presets import Preset, load_preset
from takewise.cli.options.analysis import collecting, headed, taken_from
from takewise.cli.options.defaults import choice_of, default_of, left_out
from takewise.cli.options.one_of import OneOf
from takewise.cli.result_file import ResultFile
from takewise.clock import STANDARD_RATES, parse_timecode
from takewise.errors import ClockError, SettingsError
from takewise.model import Colour, Kind
from takewise.timeline.formats import DEFAULT_FORMAT, FORMATS

Result = TypeVar("Result")


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


def _label(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """Return a timecode label that is one at some rate; which, only the takes can tell."""
    if value in {"auto", "0"}:
        return value
    try:
        parse_timecode(re.sub("[;.,]", ":", value), STANDARD_RATES[-1])
    except ClockError as error:
        raise click.BadParameter(str(error), context, parameter) from error
    return value


def _number(context: click.Context, parameter: click.Parameter, value: str | None) -> int | None:
    del context, parameter
    return None if value is None else int(value)


def _palette(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> tuple[Colour, ...] | None:
    """Return the colours that are named, in the order in which they are."""
    if value is None:
        return None
    try:
        return tuple(Colour(name.strip().upper()) for name in value.split(","))
    except ValueError as error:
        known = ", ".join(colour.value.lower() for colour in Colour)
        raise click.BadParameter(f"{error}; choose from {known}", context, parameter) from error


def _path_map(
    context: click.Context, parameter: click.Parameter, value: tuple[str, ...]
) -> tuple[tuple[str, str], ...] | None:
    """Return what stands in the place of what; None where nothing does."""
    pairs = []
    for each in value:
        old, sign, new = each.partition("=")
        if not old or not sign:
            raise click.BadParameter(
                f"{each!r} names no two paths; write OLD=NEW", context, parameter
            )
        pairs.append((old, new))
    return tuple(pairs) or None


def _preset(context: click.Context, parameter: click.Parameter, value: str | None) -> Preset | None:
    try:
        return load_preset(value) if value is not None else None
    except SettingsError as error:
        raise click.BadParameter(str(error), context, parameter) from error


def _list_formats(context: click.Context, parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it so
    """Print what each format carries, and end."""
    del parameter
    if value and not context.resilient_parsing:
        from takewise.cli.render.formats import print_formats  # noqa: PLC0415 - see onto

        print_formats()
        context.exit()


def _default(option: str) -> str:
    return default_of(*OPTION_SETTINGS[option])


def _choices(option: str) -> click.Choice:  # type: ignore[type-arg] # see OneOf
    return choice_of(*OPTION_SETTINGS[option])


_files = headed("Files")
_choice = headed("Which moments")
_look = headed("How they look")
_clock = headed("Timecode and media")
_host = headed("For one host")

_OPTIONS = (
    _files(
        "--to",
        type=OneOf(tuple(FORMATS), "format"),
        multiple=True,
        metavar="FORMAT",
        help="Kind of file, such as otio, resolve-edl, premiere-xml, fcpxml or avid-markers; may "
        "be given several times. --list-formats names them all. The default is the preset's, "
        f"else {DEFAULT_FORMAT}.",
    ),
    _files(
        "--preset",
        callback=_preset,
        metavar="HOST",
        help="What a host wants: resolve, premiere, avid, final-cut, kdenlive, nuke-studio, or "
        "one of your own; other options come before it.",
    ),
    _files(
        "--list-formats",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_list_formats,
        help="Print what each format carries, and the presets; nothing else is done.",
    ),
    _files("--one-timeline", is_flag=True, help="All takes on one timeline, one after the other."),
    _files(
        "--name",
        metavar="TEXT",
        help="What the one timeline and its file are called. The default is the name of the "
        "takes' folder.",
    ),
    _files(
        "--report",
        type=ResultFile(),
        metavar="FILE",
        help="Write what the files could not hold, marker by marker, as JSON.",
    ),
    _files(
        "--stills",
        type=click.Choice(["png", "jpg"]),
        help="Write the apex of each marker as a picture in full size, with its timecode in the "
        "name and in the file; with square pixels, as players show it.",
    ),
    _files(
        "--strips",
        is_flag=True,
        help="Write a strip for each marker: its first picture, its apex and its last.",
    ),
    _choice(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        metavar="X",
        help="Leave out moments that are less sure than this, 0 to 1. The default is the "
        f"settings', {_default('min_confidence')}.",
    ),
    _choice(
        "--max-per-take",
        type=click.IntRange(min=1),
        metavar="N",
        help="Keep only so many on a take, the strongest. The default is "
        f"{_default('max_per_take')}.",
    ),
    _choice(
        "--kinds",
        callback=_kinds,
        metavar="KIND,...",
        help=f"Which moments: {', '.join(kind.value for kind in Kind)}, or all. The default is "
        f"all but {left_out()}.",
    ),
    _look(
        "--label",
        metavar="TEXT",
        help="Name of a marker, such as '{title} {score}'; fields are title, length, frames, "
        "score, confidence, strength, kind, person, units, take_score. The default is "
        f"'{_default('label')}'.",
    ),
    _look(
        "--color-by",
        "--colour-by",
        "color_by",
        type=_choices("color_by"),
        help="What the colour tells; by score the palette's first is the surest. The default "
        f"is {_default('color_by')}.",
    ),
    _look(
        "--palette",
        callback=_palette,
        metavar="COLOUR,...",
        help=f"Colours in order. The default is {_default('palette')}, which all hosts have.",
    ),
    _look(
        "--point/--range",
        "point",
        default=None,
        help="Mark only a moment's first frame, or all of it. The default is all.",
    ),
    _look(
        "--handles",
        type=click.IntRange(min=0),
        metavar="N",
        help="Frames that a range begins earlier and ends later. The default is "
        f"{_default('handles')}.",
    ),
    _look(
        "--markers-on",
        type=_choices("markers_on"),
        help="What carries the markers where a format has both (otio, premiere-xml). The default "
        f"is the {_default('markers_on')}.",
    ),
    _clock(
        "--start-tc",
        "--start",
        "start",
        callback=_label,
        default="auto",
        metavar="TC",
        help="Timecode of the timeline's first frame: HH:MM:SS:FF, 0, or auto, which is a take's "
        "own, and 01:00:00:00 for one timeline of several takes.",
    ),
    _clock(
        "--drop",
        type=click.Choice(["auto", "df", "ndf"]),
        default="auto",
        help="Drop-frame timecode or not, at 29.97, 59.94 and 119.88. The default is auto: as "
        "the takes count.",
    ),
    _clock(
        "--path-map",
        multiple=True,
        callback=_path_map,
        metavar="OLD=NEW",
        help="Write NEW for OLD at the beginning of media paths: proxies were analysed, the "
        "editor has the rest. May be given several times; the first that fits holds.",
    ),
    _host(
        "--otio-flavour",
        type=_choices("otio_flavour"),
        help="Whose reading of OpenTimelineIO to follow. The default is "
        f"{_default('otio_flavour')}.",
    ),
    _host(
        "--otio-schema",
        type=_choices("otio_schema"),
        help="Release of OpenTimelineIO that must read it. The default is "
        f"{_default('otio_schema')}.",
    ),
    _host(
        "--collision",
        type=_choices("collision"),
        help="Of markers on one frame (resolve-edl): one for all, or the later on the next "
        f"free frame. The default is {_default('collision')}.",
    ),
    _host(
        "--fcpxml-mode",
        type=_choices("fcpxml_mode"),
        help="Takes on a timeline, or as clips of the browser. The default is "
        f"{_default('fcpxml_mode')}.",
    ),
    _host(
        "--fcpxml-version",
        type=_choices("fcpxml_version"),
        help=f"The default is {_default('fcpxml_version')}.",
    ),
    _host(
        "--avid-columns",
        type=_choices("avid_columns"),
        callback=_number,
        help=f"Columns of Avid's marker text. The default is {_default('avid_columns')}.",
    ),
    _host(
        "--avid-per",
        type=_choices("avid_per"),
        help="One marker text for the sequence, or one for each take. The default is "
        f"{_default('avid_per')}.",
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
    return collecting("wishes", _wishes, _OPTIONS, command)


def _wishes(given: dict[str, Any]) -> MarkerOptions:
    point = given.pop("point")
    given["extent"] = None if point is None else "point" if point else "range"
    chosen = {name: given.pop(name) for name in OPTION_SETTINGS}
    named = {name: value for name, value in chosen.items() if value is not None}
    return MarkerOptions(**taken_from(given, MarkerOptions), chosen=named)
