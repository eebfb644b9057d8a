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
            f"{name!r} is not a kind; choose from {', '.join(known)}, all", context, parameter
        )
    return tuple(kind for name, kind in known.items() if {name, "all"} & named)


def _label(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """Return a label that is a timecode at some rate; the rate of the takes is not known here."""
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
    """Return the named colours in the given order."""
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
    """Return pairs of old and new path; None without any."""
    pairs = []
    for each in value:
        old, sign, new = each.partition("=")
        if not old or not sign:
            raise click.BadParameter(
                f"{each!r} does not name two paths; write OLD=NEW", context, parameter
            )
        pairs.append((old, new))
    return tuple(pairs) or None


def _preset(context: click.Context, parameter: click.Parameter, value: str | None) -> Preset | None:
    try:
        return load_preset(value) if value is not None else None
    except SettingsError as error:
        raise click.BadParameter(str(error), context, parameter) from error


def _list_formats(context: click.Context, parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it so
    """Print what each format can hold, and exit."""
    del parameter
    if value and not context.resilient_parsing:
        from takewise.cli.render.formats import print_formats  # noqa: PLC0415 - see onto

        print_formats()
        context.exit()


def _default(option: str) -> str:
    return default_of(*OPTION_SETTINGS[option])


def _setting(heading: Callable[..., Any], name: str, about: str, **given: Any) -> Any:
    """Return an option that changes a setting, with the setting's choices and default."""
    words = given.pop("words", (f"--{name.replace('_', '-')}",))
    if "type" not in given:
        given["type"] = choice_of(*OPTION_SETTINGS[name])
    return heading(*words, name, help=f"{about} Default: {_default(name)}.", **given)


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
        help="Format to write, such as otio, resolve-edl, premiere-xml, fcpxml or avid-markers; "
        "can be repeated. --list-formats lists them all. Default: that of the preset, else "
        f"{DEFAULT_FORMAT}.",
    ),
    _files(
        "--preset",
        callback=_preset,
        metavar="HOST",
        help="Formats and settings for a host: resolve, premiere, avid, final-cut, kdenlive, "
        "nuke-studio, or one of your own. Other options override it.",
    ),
    _files(
        "--list-formats",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_list_formats,
        help="List what each format can hold, and the presets, and exit.",
    ),
    _files(
        "--one-timeline", is_flag=True, help="Put all takes on one timeline, one after the other."
    ),
    _files(
        "--name",
        metavar="TEXT",
        help="Name of the one timeline and its file. Default: the name of the takes' folder.",
    ),
    _files(
        "--report",
        type=ResultFile(),
        metavar="FILE",
        help="Write what the formats could not hold, marker by marker, as JSON.",
    ),
    _files(
        "--stills",
        type=click.Choice(["png", "jpg"]),
        help="Write the apex of each marker as a full-size picture, with its timecode in the name "
        "and in the file; with square pixels, as players show it.",
    ),
    _files(
        "--strips",
        is_flag=True,
        help="Write a strip of three pictures for each marker: its first, its apex and its last.",
    ),
    _files(
        "--clips",
        is_flag=True,
        help="Write a clip (MP4) of each marker's face, locked in place: at its own speed, at 1/6, "
        "and at 1/6 with the movement 4 times as far as it was.",
    ),
    _files(
        "--burn-timecode",
        is_flag=True,
        help="Write the source timecode on every picture of the clips.",
    ),
    _choice(
        "--min-confidence",
        type=click.FloatRange(0, 1),
        metavar="X",
        help="Skip moments with a confidence below X, 0 to 1. Default: "
        f"{_default('min_confidence')}, or as in the settings.",
    ),
    _setting(
        _choice,
        "max_per_take",
        "Keep only the N strongest moments of a take.",
        type=click.IntRange(min=1),
        metavar="N",
    ),
    _choice(
        "--kinds",
        callback=_kinds,
        metavar="KIND,...",
        help=f"Kinds of moments to keep: {', '.join(kind.value for kind in Kind)}, or all. "
        f"Default: all but {left_out()}.",
    ),
    _look(
        "--label",
        metavar="TEXT",
        help="Name of a marker, such as '{title} {score}'; fields are title, length, frames, "
        "score, confidence, strength, kind, person, units, take_score. Default: "
        f"'{_default('label')}'.",
    ),
    _setting(
        _look,
        "color_by",
        "What the colour stands for; by score, the first colour is for the highest confidence.",
        words=("--color-by", "--colour-by"),
    ),
    _look(
        "--palette",
        callback=_palette,
        metavar="COLOUR,...",
        help=f"Colours to use, in order. Default: {_default('palette')}, which all hosts have.",
    ),
    _look(
        "--point/--range",
        "point",
        default=None,
        help="Mark only the first frame of a moment, or its whole range. Default: range.",
    ),
    _setting(
        _look,
        "handles",
        "Frames added before and after each range.",
        type=click.IntRange(min=0),
        metavar="N",
    ),
    _setting(
        _look, "markers_on", "Where to put the markers if a format has both (otio, premiere-xml)."
    ),
    _clock(
        "--start-tc",
        "--start",
        "start",
        callback=_label,
        default="auto",
        metavar="TC",
        help="Timecode of the timeline's first frame: HH:MM:SS:FF, 0, or auto: the take's own, or "
        "01:00:00:00 for one timeline of several takes.",
    ),
    _clock(
        "--drop",
        type=click.Choice(["auto", "df", "ndf"]),
        default="auto",
        help="Count in drop-frame timecode (df) or not (ndf) at 29.97, 59.94 and 119.88. Default: "
        "auto, as the takes do.",
    ),
    _clock(
        "--path-map",
        multiple=True,
        callback=_path_map,
        metavar="OLD=NEW",
        help="Replace OLD by NEW at the beginning of media paths, for editors that have the "
        "originals of analysed proxies. Can be repeated; the first match applies.",
    ),
    _setting(_host, "otio_flavour", "Host whose OpenTimelineIO importer to write for."),
    _setting(_host, "otio_schema", "Oldest OpenTimelineIO release that must read the file."),
    _setting(
        _host,
        "collision",
        "If several markers are on one frame (resolve-edl): merge them into one, or move the later "
        "ones to the next free frame.",
    ),
    _setting(
        _host, "fcpxml_mode", "Put takes on a timeline, or write them as clips for the browser."
    ),
    _setting(_host, "fcpxml_version", "Version of FCPXML to write."),
    _setting(_host, "avid_columns", "Number of columns in Avid's marker text.", callback=_number),
    _setting(_host, "avid_per", "Write one marker text for the sequence, or one for each take."),
)


def marker_options(command: Callable[..., Result]) -> Callable[..., Result]:
    """Give a command the options about markers, as one value named ``chosen``."""
    return collecting("chosen", _chosen, _OPTIONS, command)


def _chosen(given: dict[str, Any]) -> MarkerOptions:
    point = given.pop("point")
    given["extent"] = None if point is None else "point" if point else "range"
    chosen = {name: given.pop(name) for name in OPTION_SETTINGS}
    named = {name: value for name, value in chosen.items() if value is not None}
    return MarkerOptions(**taken_from(given, MarkerOptions), chosen=named)
