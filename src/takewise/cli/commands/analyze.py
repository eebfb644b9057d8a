"""``takewise analyze``: takes become analysis files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from takewise.cli.options.analysis import (
    CUE,
    FOLDER,
    HINTS,
    PATHS,
    SCRIPT,
    SIGNALS,
    CommandOptions,
    analysis_options,
)


@click.command(
    "analyze",
    epilog="""\b
Examples:
  takewise analyze A001C003.mov --out analysis
  takewise analyze day1/ "plates/shot.%04d.png" --rate 25 --out analysis --jobs 4

\b
PATH is a file, a folder, a pattern such as day1/*.mov, or an image sequence. A part of
a take is A.mov@01:00:10:00-01:00:20:00 in the media's own timecode, or A.mov@100-240
in frames; the second number is the first frame that is left out.
For A.mov, DIR/A.mov.takewise.json is written as soon as the take is done.""",
)
@PATHS
@FOLDER
@SIGNALS
@HINTS
@CUE
@SCRIPT
@analysis_options
def analyze_command(
    paths: tuple[str, ...],
    out: Path,
    *,
    choices: CommandOptions,
    **wishes: Any,
) -> None:
    """Find the moments of takes and write them as JSON."""
    # Deferred: the stages behind these take a second to load, and help need not wait.
    from takewise.app.analyze import AnalyzeOptions, analyze_named  # noqa: PLC0415
    from takewise.cli.render import conclude, console, progress, tables  # noqa: PLC0415

    options = AnalyzeOptions(paths=paths, out=out, analysis=choices, **wishes)
    with progress.watch(quiet=choices.quiet) as observer:
        done = analyze_named(options, observer)
    if choices.as_json:
        console.print_json(tables.takes_document(done.finished, done.written))
    else:
        tables.print_takes(done.finished)
        tables.print_files(done.files)
    click.get_current_context().exit(conclude.conclude(done.finished))
