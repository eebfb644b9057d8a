"""``takewise demo``: the whole way with the sample takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from takewise.cli.options.analysis import JOBS, JSON, QUIET, CommandOptions

if TYPE_CHECKING:
    from takewise.pipeline.takes import TakeResult


@click.command(
    epilog="""\b
Examples:
  takewise demo
  takewise demo --out /tmp/first-look --jobs 3"""
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("demo-output"),
    show_default=True,
    metavar="DIR",
    help="Folder for the files; made if it is missing.",
)
@JOBS
@QUIET
@JSON
def demo(out: Path, *, jobs: int, quiet: bool, as_json: bool) -> None:
    """Find the moments of the three sample takes and write what an editor imports.

    Writes an analysis of each take, one timeline (.otio) with all of them, and
    the same markers as a marker EDL for Resolve.
    """
    # Deferred: the stages behind these take a second to load, and help need not wait.
    from takewise.app import (  # noqa: PLC0415
        analysis_files,
        analyze_takes,
        export_markers,
        sources,
    )
    from takewise.app.marker_options import MarkerOptions  # noqa: PLC0415
    from takewise.cli import rank_takes  # noqa: PLC0415
    from takewise.cli.render import conclude, console, progress, tables  # noqa: PLC0415

    choices = CommandOptions(jobs=jobs, quiet=quiet, as_json=as_json, no_cache=True)
    settings = choices.load_settings()
    analyze_takes.ready_folder(out)
    found = sources.find_take_sources([str(sources.sample_folder())])
    folder = analysis_files.AnalysisFolder(out, found.names)
    wishes = MarkerOptions(to=("otio", "resolve-edl"), one_timeline=True, name="scene12")
    export = export_markers.MarkerExport(out, wishes, settings, found.names)

    def deliver(path: str, result: TakeResult) -> None:
        folder.write(path, result)
        export.add(path, result.analysis)

    with progress.watch(quiet=quiet) as observer:
        finished = analyze_takes.analyze_takes(found, choices, settings, observer, deliver=deliver)
    if not finished.cancelled:
        export.write_shared()
    ranked = rank_takes.rank_takes(finished)
    files = [*(file for files in folder.written.values() for file in files), *export.files]
    if as_json:
        ranking_part = rank_takes.take_ranking_document(finished, ranked)
        console.print_json({**ranking_part, "files": [str(file) for file in files]})
    else:
        rank_takes.print_take_ranking(finished, ranked)
        tables.print_limits(finished)
        tables.print_files(files)
    click.get_current_context().exit(conclude.conclude(finished))
