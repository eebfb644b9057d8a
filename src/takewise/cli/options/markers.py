"""The options about markers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import click

from takewise.cli.one_of import OneOf
from takewise.cli.options.analysis import collecting, headed, taken_from
from takewise.cli.presets import FORMAT_NAMES, Preset, load_preset
from takewise.cli.result_file import ResultFile
from takewise.clock import STANDARD_RATES, parse_timecode
from takewise.errors import ClockError, SettingsError
from takewise.model import Colour, Kind

if TYPE_CHECKING:
    from takewise.media import StillKind
    from takewise.settings import Settings
    from takewise.timeline import Drop

Result = TypeVar("Result")

_SETTINGS = MappingProxyType(
    {
        "min_confidence": ("markers", "min_confidence"),
        "max_per_take": ("markers", "max_per_take"),
        "kinds": ("markers", "kinds"),
        "label": ("markers", "label"),
        "color_by": ("markers", "colour_by"),
        "palette": ("markers", "palette"),
        "extent": ("markers", "extent"),
        "handles": ("markers", "handles"),
        "markers_on": ("export", "markers_on"),
        "path_map": ("export", "path_map"),
        "otio_flavour": ("export", "otio", "flavour"),
        "otio_schema": ("export", "otio", "schema"),
        "collision": ("export", "resolve_edl", "collision"),
        "fcpxml_mode": ("export", "fcpxml", "mode"),
        "fcpxml_version": ("export", "fcpxml", "version"),
        "avid_columns": ("export", "avid", "columns"),
        "avid_per": ("export", "avid", "per"),
    }
)
# Option to the tables and the key of the setting that it stands for.


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerOptions:
    """What the user chose about markers."""

    to: tuple[str, ...] = ()
    """Names of the formats; none takes the preset's."""
    preset: Preset | None = None
    """What a host wants."""
    one_timeline: bool = False
    """Whether all takes lie on one timeline."""
    name: str | None = None
    """What the one timeline is called; None names it after the takes' folder."""
    start: str = "auto"
    """Record timecode of the first frame: a label, 0, or auto to let the takes decide."""
    drop: Drop = "auto"
    """How the timeline counts."""
    stills: StillKind | None = None
    """Kind of file for the picture of each marker's apex; None for none."""
    strips: bool = False
    """Whether each marker's first, apex and last picture are written side by side."""
    report: Path | None = None
    """File for what the formats could not hold; None for none."""
    chosen: Mapping[str, object] = field(default_factory=dict)
    """Options that stand for a setting, those that were given."""

    @property
    def formats(self) -> tuple[str, ...]:
        """Names of the formats to write, each once; none where the user named none."""
        return tuple(dict.fromkeys(self.to or (self.preset.to if self.preset else ())))

    def onto(self, settings: Settings) -> Settings:
        """Return settings with the preset's in their place, and these wishes before both."""
        # Deferred, as everything here that brings numpy, scipy or a decoder: help need not wait.
        from takewise.settings import overlaid  # noqa: PLC0415

        if self.preset:
            where = f"preset {self.preset.name}"
            settings = overlaid(settings, self.preset.tables, where=where)
        tables: dict[str, object] = {}
        for option, value in self.chosen.items():
            _put(tables, _SETTINGS[option], value)
        return overlaid(settings, tables, where="options")


def _put(tables: dict[str, object], place: tuple[str, ...], value: object) -> None:
    """Put a value into tables within tables, made where they are missing."""
    first, *rest = place
    if not rest:
        tables[first] = value
        return
    inner = tables.setdefault(first, {})
    _put(inner, tuple(rest), value)  # type: ignore[arg-type]


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


_files = headed("Files")
_choice = headed("Which moments")
_look = headed("How they look")
_clock = headed("Timecode and media")
_host = headed("For one host")

_OPTIONS = (
    _files(
        "--to",
        type=OneOf(FORMAT_NAMES, "format"),
        multiple=True,
        metavar="FORMAT",
        help="Kind of file, such as otio, resolve-edl, premiere-xml, fcpxml or avid-markers; may "
        "be given several times. --list-formats names them all. The default is the preset's, "
        "else otio.",
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
        "settings', 0.5.",
    ),
    _choice(
        "--max-per-take",
        type=click.IntRange(min=1),
        metavar="N",
        help="Keep only so many on a take, the strongest. The default is all.",
    ),
    _choice(
        "--kinds",
        callback=_kinds,
        metavar="KIND,...",
        help=f"Which moments: {', '.join(kind.value for kind in Kind)}, or all. The default is "
        "all but blink.",
    ),
    _look(
        "--label",
        metavar="TEXT",
        help="Name of a marker, such as '{title} {score}'; fields are title, length, frames, "
        "score, confidence, strength, kind, person, units, take_score. The default is "
        "'{title} · {length} s'.",
    ),
    _look(
        "--color-by",
        "--colour-by",
        "color_by",
        type=click.Choice(["kind", "person", "score"]),
        help="What the colour tells; by score the palette's first is the surest. The default "
        "is kind.",
    ),
    _look(
        "--palette",
        callback=_palette,
        metavar="COLOUR,...",
        help="Colours in order. The default is red,yellow,green,cyan,blue, which all hosts have.",
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
        help="Frames that a range begins earlier and ends later. The default is 0.",
    ),
    _look(
        "--markers-on",
        type=click.Choice(["timeline", "clip", "both"]),
        help="What carries the markers where a format has both (otio, premiere-xml). The default "
        "is the timeline.",
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
        type=click.Choice(["resolve", "premiere", "kdenlive", "strict"]),
        help="Whose reading of OpenTimelineIO to follow. The default is resolve.",
    ),
    _host(
        "--otio-schema",
        type=click.Choice(["0.14", "0.18"]),
        help="Release of OpenTimelineIO that must read it. The default is 0.18.",
    ),
    _host(
        "--collision",
        type=click.Choice(["merge", "shift"]),
        help="Of markers on one frame (resolve-edl): one for all, or the later on the next "
        "free frame. The default is merge.",
    ),
    _host(
        "--fcpxml-mode",
        type=click.Choice(["project", "event"]),
        help="Takes on a timeline, or as clips of the browser. The default is project.",
    ),
    _host(
        "--fcpxml-version",
        type=click.Choice(["1.9", "1.10", "1.11", "1.13", "1.14"]),
        help="The default is 1.10.",
    ),
    _host(
        "--avid-columns",
        type=click.Choice(["5", "6", "8"]),
        callback=_number,
        help="Columns of Avid's marker text. The default is 6.",
    ),
    _host(
        "--avid-per",
        type=click.Choice(["sequence", "take"]),
        help="One marker text for the sequence, or one for each take. The default is sequence.",
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
    chosen = {name: given.pop(name) for name in _SETTINGS}
    named = {name: value for name, value in chosen.items() if value is not None}
    return MarkerOptions(**taken_from(given, MarkerOptions), chosen=named)
