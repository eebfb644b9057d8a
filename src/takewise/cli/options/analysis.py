"""The options that every command which analyses takes has in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import partial, wraps
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import click

from takewise.alignment_methods import CHOICES, METHODS
from takewise.app.analysis_options import AnalysisOptions, default_jobs
from takewise.faces import DEFAULT_DETECTOR, DETECTORS

Result = TypeVar("Result")

_Decorator: TypeAlias = Callable[[Callable[..., Result]], Callable[..., Result]]


class Headed(click.Option):
    """An option under a heading in the help of a `Grouped` command."""

    def __init__(self, *words: Any, heading: str, **rest: Any) -> None:
        super().__init__(*words, **rest)
        self.heading = heading
        """The heading."""


class Grouped(click.Command):
    """A command of so many options that its help lists them under headings."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options of each heading, those without one first."""
        groups: dict[str, list[tuple[str, str]]] = {"Options": []}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record and isinstance(parameter, click.Option):
                groups.setdefault(getattr(parameter, "heading", "Options"), []).append(record)
        for heading, records in groups.items():
            with formatter.section(heading):
                formatter.write_dl(records)


def headed(heading: str) -> Callable[..., _Decorator[Any]]:
    """Return a function like `click.option` whose options are under a heading."""
    return partial(click.option, cls=Headed, heading=heading)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandOptions(AnalysisOptions):
    """What the user chose about the analysis and its output."""

    quiet: bool = False
    """Whether no progress is shown."""
    as_json: bool = False
    """Whether the result is JSON."""

    def window_words(self) -> tuple[str, ...]:
        """Return the options by which another window uses the same library and settings."""
        files = {"--library": self.library, "--settings": self.settings}
        words = [word for name, file in files.items() if file for word in (name, str(file))]
        return (*words, "--library-mode", self.library_mode)


def _rate(context: click.Context, parameter: click.Parameter, value: str | None) -> Fraction | None:
    """Return a rate written as 24, 23.976 or 24000/1001."""
    from takewise.clock import snap_rate  # noqa: PLC0415 - help need not wait
    from takewise.errors import MalformedText  # noqa: PLC0415 - help need not wait
    from takewise.untrusted import exact_number  # noqa: PLC0415 - help need not wait

    if value is None:
        return None
    try:
        return snap_rate(exact_number(value, least=1, most=1000))
    except MalformedText as error:
        raise click.BadParameter(
            f"{value[:20]} is not a rate; write 24, 23.976 or 24000/1001", context, parameter
        ) from error


PATHS = click.argument("paths", metavar="PATH...", nargs=-1, required=True)
"""Takes as the user names them."""

PATHS_OR_NONE = click.argument("paths", metavar="[PATH...]", nargs=-1)
"""Takes as the user names them, in commands that can have none."""

FOLDER = click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Folder for the files; created if it does not exist.",
)
"""Folder for the results."""

_analysis = headed("Analysis")
_output = headed("Output")

QUIET = _output("--quiet", "-q", is_flag=True, help="Show no progress; errors are still printed.")
"""Whether progress is shown."""

JSON = _output(
    "--json",
    "as_json",
    is_flag=True,
    help="Print the result as JSON on standard output, and nothing else there.",
)
"""Text or JSON."""

JOBS = _analysis(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    default=default_jobs,
    show_default=False,
    metavar="N",
    help="Number of takes to analyse at a time, each in its own process of about 0.5 GB. Default: "
    "half of the processors.",
)
"""How many takes at a time."""

CLUSTER = _analysis(
    "--cluster",
    metavar="ADDRESS",
    help="Analyse on a Dask cluster instead of this machine; ADDRESS is its scheduler's, such as "
    "tcp://node1:8786. Media must have the same path on every machine. Results are not cached "
    "unless --library points to a file local to each worker.",
)
"""Which cluster."""

NO_CACHE = _analysis(
    "--no-cache", is_flag=True, help="Analyse again, and store nothing in the library."
)
"""Whether the library is not used."""

LIBRARY = _analysis(
    "--library",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="File that stores results, so that no take is analysed twice. Default: TAKEWISE_LIBRARY, "
    "else a file in your data folder.",
)
"""The library file."""

LIBRARY_MODE = _analysis(
    "--library-mode",
    type=click.Choice(["auto", "local", "shared"]),
    default="auto",
    show_default=True,
    help="Whether the library is on a local disk, or on one that several machines share, which is "
    "slower; auto detects it.",
)
"""The disk of the library file."""

_ABOUT = tuple(each.about for each in METHODS.values())

ALIGN = click.option(
    "--align",
    type=click.Choice(CHOICES),
    default=CHOICES[0],
    show_default=True,
    help=f"What to align takes by on one clock: {', '.join(_ABOUT[:-1])}, or only {_ABOUT[-1]}. "
    "auto uses sync points if all takes have one, else the most reliable evidence.",
)
"""How takes are aligned on one clock."""

SYNC = click.option(
    "--sync",
    multiple=True,
    metavar="TAKE=FRAME",
    help="Frame (from 0) or source timecode of TAKE at an instant that all takes share; can be "
    "repeated, and overrides the sync points in the library.",
)
"""Frames that belong together."""

SCENE = click.option(
    "--scene",
    metavar="TEXT",
    help="Use only takes whose file name contains TEXT; upper and lower case are the same.",
)
"""Which of the takes."""

SIGNALS = click.option(
    "--signals", is_flag=True, help="Write the measured curves too, to DIR/A.mov.takewise.npz."
)
"""Curves or none."""

HINTS = _analysis(
    "--hints",
    is_flag=True,
    help="Note what a movement resembles by EMFACS rules, in pictures of posed faces; a hint, "
    "never a verdict about a person.",
)
"""Hints or none."""

CUE = _analysis(
    "--cue",
    "cues",
    multiple=True,
    metavar="[TAKE=]FRAME",
    help="A frame, from 0, or source timecode that the next line answers; may be given several "
    "times. It is kept as a decision of yours. Without it lines answer the line before.",
)
"""What lines answer."""

SCRIPT = _analysis(
    "--script",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="What is said: .srt by its times; .fountain or .txt in order, if as many lines are "
    "heard. Moments then quote the lines.",
)
"""Words of the lines."""

# Which machines analyse, and how many takes at a time.
_WHERE = (JOBS, CLUSTER)

# What is printed about it.
_OUTPUT = (QUIET, JSON)

# What results depend on, and where they are kept.
_SHAPING = (
    NO_CACHE,
    LIBRARY,
    LIBRARY_MODE,
    _analysis(
        "--settings",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Settings file in TOML; `takewise settings` prints them all.",
    ),
    _analysis(
        "--detector",
        type=click.Choice(tuple(DETECTORS)),
        default=DEFAULT_DETECTOR,
        show_default=True,
        help=" ".join(("Face detector.", *DETECTORS.values())),
    ),
    _analysis(
        "--model",
        type=click.Path(exists=True, dir_okay=False),
        metavar="FILE",
        help="Model file of the landmarker. Default: TAKEWISE_FACE_MODEL.",
    ),
    _analysis(
        "--rate",
        callback=_rate,
        metavar="RATE",
        help="Frames per second of image sequences, such as 25 or 24000/1001 (default: 24), and "
        "of marker timelines (default: as most takes).",
    ),
    _analysis(
        "--stream",
        type=click.IntRange(min=0),
        metavar="N",
        help="FFmpeg's number of the stream with the pictures, if the file has several. Default: "
        "the one with the largest pictures.",
    ),
)


def analysis_options(command: Callable[..., Result]) -> Callable[..., Result]:
    """Give a command the options of an analysis, as one value named ``choices``."""
    return collecting("choices", _choices, (*_WHERE, *_SHAPING, *_OUTPUT), command)


def shaping_options(command: Callable[..., Result]) -> Callable[..., Result]:
    """Give a command the options of an analysis that is run elsewhere, as ``choices``."""
    return collecting("choices", _choices, _SHAPING, command)


def collecting(
    name: str,
    collect: Callable[[dict[str, Any]], object],
    options: Sequence[_Decorator[Result]],
    command: Callable[..., Result],
) -> Callable[..., Result]:
    """Give a command several options as one value, called `name`.

    `collect` makes the value from the options given, and removes those that it uses. `options`
    are in the order of the help.
    """

    @wraps(command)
    def collected(**given: Any) -> Result:
        value = collect(given)
        return command(**{name: value}, **given)

    decorated: Callable[..., Result] = collected
    for option in reversed(options):
        decorated = option(decorated)
    return decorated


def taken_from(given: dict[str, Any], kind: type) -> dict[str, Any]:
    """Remove and return the values that are fields of a dataclass."""
    return {each.name: given.pop(each.name) for each in fields(kind) if each.name in given}


def _choices(given: dict[str, Any]) -> CommandOptions:
    return CommandOptions(**taken_from(given, CommandOptions))
