"""``takewise markers``: writes moments as markers for an editor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from takewise.app.marker_options import MarkerOptions
from takewise.cli.options.analysis import (
    FOLDER,
    HINTS,
    PATHS_OR_NONE,
    CommandOptions,
    Grouped,
    analysis_options,
)
from takewise.cli.options.markers import marker_options

if TYPE_CHECKING:
    from fractions import Fraction


@click.command(
    "markers",
    cls=Grouped,
    epilog="""\b
Examples:
  takewise markers day1/ --to otio --out markers --one-timeline
  takewise markers analysis/*.takewise.json --to resolve-edl --out markers
  takewise markers day1/ --preset avid --path-map /proxies=/rushes --out markers
  takewise markers --cut scene12.otio --out marked
  takewise markers --list-formats

\b
PATH is a file, a folder, a pattern such as day1/*.mov, an image sequence such
as shot.%04d.png, or an analysis file that `takewise analyze` wrote. A part of a
take is A.mov@01:00:10:00-01:00:20:00 in its own timecode, or A.mov@100-240.""",
)
@PATHS_OR_NONE
@FOLDER
@click.option(
    "--cut",
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE",
    help="Mark an existing cut: .otio, .fcpxml or .fcpxmld, or with the extra `cut` Premiere's "
    ".xml or an .edl. Only the media that it uses are analysed; the cut is written unchanged but "
    "for the markers, an .edl as .otio. Constant speed changes are followed. PATHs are where to "
    "look for media that are not where the cut says.",
)
@click.option(
    "--only",
    type=click.Choice(["circled"]),
    help="Use only takes that you circled.",
)
@marker_options
@HINTS
@analysis_options
def markers_command(
    paths: tuple[str, ...],
    out: Path,
    cut: Path | None,
    chosen: MarkerOptions,
    *,
    choices: CommandOptions,
    **others: Any,
) -> None:
    """Bring the moments to an editor as markers.

    Writes one file for each take and format, with --one-timeline one for all takes,
    one after the other, or with --cut your own cut with markers in it. Moments that
    you rejected are left out, your changes to moments apply, and markers that you
    set are included.
    """
    _require_known(choices.rate)
    hints, only_circled = others["hints"], others["only"] == "circled"
    if cut is not None:
        _refuse_circled(only_circled=only_circled)
        click.get_current_context().exit(_mark_cut(cut, paths, out, chosen, choices, hints=hints))
    _require(paths)
    # Deferred: the stages behind these take a second to load, and help need not wait.
    from takewise.app.export_markers import ExportOptions, export_markers  # noqa: PLC0415
    from takewise.cli.render import conclude, console, marker_export, progress  # noqa: PLC0415

    options = ExportOptions(
        paths=paths,
        out=out,
        markers=chosen,
        analysis=choices,
        hints=hints,
        only_circled=only_circled,
    )
    with progress.watch(quiet=choices.quiet) as observer:
        done = export_markers(options, observer)
    if choices.as_json:
        console.print_json(marker_export.export_document(done.finished, done.export))
    else:
        marker_export.print_export(done.finished, done.export)
    click.get_current_context().exit(conclude.conclude(done.finished))


def _refuse_circled(*, only_circled: bool) -> None:
    """Refuse --only with --cut: a cut has its own takes."""
    if only_circled:
        raise click.UsageError("--only circled chooses takes, and a cut has its own.")


def _require_known(rate: Fraction | None) -> None:
    """Refuse a timeline rate that no editor has."""
    from takewise.clock import STANDARD_RATES  # noqa: PLC0415 - see markers
    from takewise.plain_text import decimal  # noqa: PLC0415 - see markers

    if rate is not None and rate not in STANDARD_RATES:
        theirs = ", ".join(decimal(each) for each in STANDARD_RATES)
        raise click.BadParameter(
            f"editors have no timeline of {float(rate):g} frames a second; write one of {theirs}",
            param_hint="--rate",
        )


def _require(paths: tuple[str, ...]) -> None:
    """Refuse a call without paths, as click does."""
    if not paths:
        raise click.UsageError("Missing argument 'PATH...'.")


def _mark_cut(
    path: Path,
    paths: tuple[str, ...],
    out: Path,
    chosen: MarkerOptions,
    choices: CommandOptions,
    *,
    hints: bool,
) -> int:
    """Mark a cut; return the exit status."""
    from takewise.app.mark_cut import MarkCutOptions, UnfitOptions, mark_cut_file  # noqa: PLC0415
    from takewise.cli.render import console, progress  # noqa: PLC0415 - see markers
    from takewise.cli.render import cut as shown  # noqa: PLC0415 - see markers

    options = MarkCutOptions(
        cut=path, paths=paths, out=out, markers=chosen, analysis=choices, hints=hints
    )
    try:
        with progress.watch(quiet=choices.quiet) as observer:
            done = mark_cut_file(options, observer)
    except UnfitOptions as error:
        raise click.UsageError(str(error)) from error
    if choices.as_json:
        console.print_json(shown.cut_document(done.finished, done.export))
    else:
        shown.print_cut(done.finished, done.export)
    return shown.conclude_cut(done.finished, done.export)
