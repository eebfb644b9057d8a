"""``takewise analyze``: takes become analysis files."""

from __future__ import annotations

from pathlib import Path

import click

from takewise.cli.options.analysis import (
    FOLDER,
    HINTS,
    PATHS,
    SIGNALS,
    AnalysisOptions,
    analysis_options,
    hinted,
)


@click.command(
    epilog="""\b
Examples:
  takewise analyze A001C003.mov --out analysis
  takewise analyze day1/ "plates/shot.%04d.png" --rate 25 --out analysis --jobs 4

\b
PATH is a file, a folder, a pattern such as day1/*.mov, or an image sequence; of a
part of a take, A.mov@01:00:10:00-01:00:20:00 in the media's own timecode, or
A.mov@100-240 in frames; the second is the first frame that is left out.
For A.mov, DIR/A.mov.takewise.json is written as soon as the take is done."""
)
@PATHS
@FOLDER
@SIGNALS
@HINTS
@analysis_options
def analyze(
    paths: tuple[str, ...], out: Path, *, signals: bool, hints: bool, choices: AnalysisOptions
) -> None:
    """Find the moments of takes and write them as JSON."""
    # Deferred: the stages behind these take a second to load, and help need not wait.
    from takewise.app import sources  # noqa: PLC0415
    from takewise.cli import (  # noqa: PLC0415
        analysis_files,
        analyze_takes,
        tables,
    )
    from takewise.cli.render import console  # noqa: PLC0415

    settings = choices.load_settings()
    if hints:
        settings = hinted(settings)
    analyze_takes.ready_folder(out)
    found = sources.find_take_sources(paths)
    folder = analysis_files.AnalysisFolder(out, found.names)
    finished = analyze_takes.analyze_takes(
        found, choices, settings, deliver=folder.write, signals=signals
    )
    if choices.as_json:
        console.print_json(analysis_files.takes_document(finished, folder.written))
    else:
        tables.print_takes(finished)
        tables.print_files([file for files in folder.written.values() for file in files])
    click.get_current_context().exit(finished.conclude())
