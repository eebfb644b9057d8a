"""``takewise demo``: the whole way with the sample takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from takewise.cli.options import JOBS, JSON, QUIET, Choices

if TYPE_CHECKING:
    from takewise.pipeline import TakeResult


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
    from takewise.cli import (  # noqa: PLC0415
        editing,
        ranking,
        results,
        running,
        screen,
        sources,
        tables,
    )
    from takewise.cli.wishes import MarkerWishes  # noqa: PLC0415

    choices = Choices(jobs=jobs, quiet=quiet, as_json=as_json, no_cache=True)
    settings = choices.load_settings()
    running.ready_folder(out)
    found = sources.find_sources([str(sources.sample_folder())])
    folder = results.AnalysisFolder(out, found.names)
    wishes = MarkerWishes(to=("otio", "resolve-edl"), one_timeline=True, name="scene12")
    export = editing.Export(out, wishes, settings, found)

    def deliver(path: str, result: TakeResult) -> None:
        folder.write(path, result)
        export.add(path, result)

    finished = running.work(found, choices, settings, deliver=deliver)
    if not finished.cancelled:
        export.write_shared()
    ranked = ranking.rank(finished)
    files = [*(file for files in folder.written.values() for file in files), *export.files]
    if as_json:
        ranking_part = ranking.ranking_document(finished, ranked)
        screen.print_json({**ranking_part, "files": [str(file) for file in files]})
    else:
        ranking.print_ranking(finished, ranked)
        tables.print_limits(finished)
        tables.print_files(files)
    click.get_current_context().exit(finished.conclude())
