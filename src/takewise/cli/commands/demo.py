"""``takewise demo``: every step with the sample takes."""

from __future__ import annotations

from pathlib import Path

import click

from takewise.app.analysis_options import AnalysisOptions
from takewise.cli.options.analysis import JOBS, JSON, QUIET


@click.command(
    "demo",
    epilog="""\b
Examples:
  takewise demo
  takewise demo --out /tmp/first-look --jobs 3""",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("demo-output"),
    show_default=True,
    metavar="DIR",
    help="Folder for the files; created if it does not exist.",
)
@JOBS
@QUIET
@JSON
def demo_command(out: Path, *, jobs: int, quiet: bool, as_json: bool) -> None:
    """Find the moments of the three sample takes and write files for an editor.

    Writes an analysis of each take, one timeline (.otio) with all of them, and
    the same markers as a marker EDL for Resolve.
    """
    # Deferred: the stages behind these take a second to load, and help need not wait.
    from takewise.app.demo import run_demo  # noqa: PLC0415
    from takewise.cli.render import conclude, console, progress, tables, take_ranking  # noqa: PLC0415

    with progress.watch(quiet=quiet) as observer:
        done = run_demo(out, AnalysisOptions(jobs=jobs, no_cache=True), observer)
    if as_json:
        document = take_ranking.take_ranking_document(done.finished, done.ranked)
        console.print_json({**document, "files": [str(file) for file in done.files]})
    else:
        take_ranking.print_take_ranking(done.finished, done.ranked)
        tables.print_limits(done.finished)
        tables.print_files(done.files)
    click.get_current_context().exit(conclude.conclude(done.finished))
