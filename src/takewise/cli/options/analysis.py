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
    """An option that stands under a heading in the help of a `Grouped` command."""

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
    """Return what makes options under a heading, as `click.option` does without one."""
    return partial(click.option, cls=Headed, heading=heading)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandOptions(AnalysisOptions):
    """What the user chose about the analysis, and what is shown of it."""

    quiet: bool = False
    """Whether progress is kept to oneself."""
    as_json: bool = False
    """Whether the result is JSON."""

    def window_words(self) -> tuple[str, ...]:
        """Return the options by which another window uses the same library and settings."""
        files = {"--library": self.library, "--settings": self.settings}
        words = [word for name, file in files.items() if file for word in (name, str(file))]
        return (*words, "--library-mode", self.library_mode)


def _rate(context: click.Context, parameter: click.Parameter, value: str | None) -> Fraction | None:
    """Return the rate that is meant: 24, 23.976, 24000/1001."""
    from takewise.clock import snap_rate  # noqa: PLC0415 - help need not wait
    from takewise.errors import MalformedText  # noqa: PLC0415 - help need not wait
    from takewise.untrusted import exact_number  # noqa: PLC0415 - help need not wait

    if value is None:
        return None
    try:
        return snap_rate(exact_number(value, least=1, most=1000))
    except MalformedText as error:
        raise click.BadParameter(
            f"{value[:20]} is no rate; write 24, 23.976 or 24000/1001", context, parameter
        ) from error


PATHS = click.argument("paths", metavar="PATH...", nargs=-1, required=True)
"""Takes as the user names them."""

PATHS_OR_NONE = click.argument("paths", metavar="[PATH...]", nargs=-1)
"""Takes as the user names them, where something else may name them too."""

FOLDER = click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Folder for the files; made if it is missing.",
)
"""Where results go."""

_analysis = headed("Analysis")
_telling = headed("What is said")

QUIET = _telling("--quiet", "-q", is_flag=True, help="No progress. Errors are still printed.")
"""Progress or none."""

JSON = _telling(
    "--json",
    "as_json",
    is_flag=True,
    help="Print the result as JSON on standard output, and nothing else there.",
)
"""Words or JSON."""

JOBS = _analysis(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    default=default_jobs,
    show_default=False,
    metavar="N",
    help="Takes to analyse at a time, each in a process of its own; a take needs about 0.5 GB. "
    "The default is half of the processors.",
)
"""How many takes at a time."""

CLUSTER = _analysis(
    "--cluster",
    metavar="ADDRESS",
    help="Analyse on a Dask cluster, in place of this machine: its scheduler's address, such as "
    "tcp://node1:8786. Media must have the same path on every machine. Nothing is kept unless "
    "--library names a file, which each machine must have to itself.",
)
"""Which cluster."""

NO_CACHE = _analysis(
    "--no-cache", is_flag=True, help="Analyse anew, and leave nothing in the library."
)
"""Whether the library is left alone."""

LIBRARY = _analysis(
    "--library",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where results are kept, so that no take is analysed twice. The default is what "
    "TAKEWISE_LIBRARY names, else a file in your data folder.",
)
"""The library file."""

LIBRARY_MODE = _analysis(
    "--library-mode",
    type=click.Choice(["auto", "local", "shared"]),
    default="auto",
    show_default=True,
    help="Whose disk the library is on: this machine's own, or one that several machines use, "
    "which is slower; auto finds out.",
)
"""The disk of the library file."""

_ABOUT = tuple(each.about for each in METHODS.values())

ALIGN = click.option(
    "--align",
    type=click.Choice(CHOICES),
    default=CHOICES[0],
    show_default=True,
    help=f"What to lay takes on one clock by: {', '.join(_ABOUT[:-1])}, or nothing but "
    f"{_ABOUT[-1]}. Of itself: sync points if all have one, else what tells most surely.",
)
"""How takes are aligned on one clock."""

SYNC = click.option(
    "--sync",
    multiple=True,
    metavar="TAKE=FRAME",
    help="A frame, from 0, or source timecode of a take that stands beside those of the others; "
    "may be given for each. Comes before what the library has.",
)
"""Frames that belong together."""

SCENE = click.option(
    "--scene",
    metavar="TEXT",
    help="Only takes whose file name holds TEXT, in capitals or not.",
)
"""Which of the takes."""

SIGNALS = click.option(
    "--signals", is_flag=True, help="Write the curves as well, to DIR/A.mov.takewise.npz."
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

# What is said of it.
_TELLING = (QUIET, JSON)

# What results depend on, and where they are kept.
_SHAPING = (
    NO_CACHE,
    LIBRARY,
    LIBRARY_MODE,
    _analysis(
        "--settings",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Settings in TOML; `takewise settings` prints them all.",
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
        help="Model file of the landmarker. The default is what TAKEWISE_FACE_MODEL names.",
    ),
    _analysis(
        "--rate",
        callback=_rate,
        metavar="RATE",
        help="Frames per second of image sequences, such as 25 or 24000/1001; the default is 24. "
        "For markers of the timeline too; the default is that of most takes.",
    ),
    _analysis(
        "--stream",
        type=click.IntRange(min=0),
        metavar="N",
        help="Stream of the file that holds the pictures, by FFmpeg's number, where there are "
        "several; the default is the one with the largest pictures.",
    ),
)


def analysis_options(command: Callable[..., Result]) -> Callable[..., Result]:
    """Give a command the options of an analysis, as one value named ``choices``.

    Parameters
    ----------
    command
        Called with ``choices`` and its own options.

    Returns
    -------
    Callable[..., Result]
        The command, to be decorated further.
    """
    return collecting("choices", _choices, (*_WHERE, *_SHAPING, *_TELLING), command)


def shaping_options(command: Callable[..., Result]) -> Callable[..., Result]:
    """Give a command the options of an analysis that is run elsewhere, as ``choices``.

    Parameters
    ----------
    command
        Called with ``choices`` and its own options.

    Returns
    -------
    Callable[..., Result]
        The command, to be decorated further.
    """
    return collecting("choices", _choices, _SHAPING, command)


def collecting(
    name: str,
    collect: Callable[[dict[str, Any]], object],
    options: Sequence[_Decorator[Result]],
    command: Callable[..., Result],
) -> Callable[..., Result]:
    """Give a command options that it gets as one value.

    Parameters
    ----------
    name
        What the command calls the value.
    collect
        Makes it of what was given; takes out what it uses.
    options
        In the order of the help.
    command
        Called with the value and its own options.

    Returns
    -------
    Callable[..., Result]
        The command, to be decorated further.
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
    """Take out what are fields of a dataclass, and return it."""
    return {each.name: given.pop(each.name) for each in fields(kind) if each.name in given}


def _choices(given: dict[str, Any]) -> CommandOptions:
    return CommandOptions(**taken_from(given, CommandOptions))
