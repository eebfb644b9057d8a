"""``takewise markers``: moments become markers in an editor."""

from __future__ import annotations

from pathlib import Path

import click

from takewise.cli.options import FOLDER, HINTS, PATHS, Choices, analysis_options, hinted
from takewise.cli.wishes import MarkerWishes, marker_options


@click.command(
    epilog="""\b
Examples:
  takewise markers day1/ --to otio --out markers --one-timeline
  takewise markers analysis/*.takewise.json --to resolve-edl --out markers
  takewise markers day1/ --preset avid --path-map /proxies=/rushes --out markers
  takewise markers --list-formats

\b
PATH is a file, a folder, a pattern such as day1/*.mov, an image sequence such
as shot.%04d.png, or an analysis file that `takewise analyze` wrote; of a part of
a take, A.mov@01:00:10:00-01:00:20:00 in its own timecode, or A.mov@100-240."""
)
@PATHS
@FOLDER
@marker_options
@HINTS
@analysis_options
def markers(
    paths: tuple[str, ...], out: Path, wishes: MarkerWishes, *, hints: bool, choices: Choices
) -> None:
    """Bring the moments to an editor as markers.

    Writes one file for each take and editor, or with --one-timeline one for all
    takes, one after the other.
    """
    # Deferred: the stages behind these take a second to load, and help need not wait.
    from takewise.cli import editing, running, screen, sources  # noqa: PLC0415

    settings = wishes.onto(choices.load_settings())
    if hints:
        settings = hinted(settings)
    running.ready_folder(out)
    found = sources.find_sources(paths)
    export = editing.Export(out, wishes, settings, found, choices.rate)
    finished = running.work(found, choices, settings, deliver=export.add)
    if not finished.cancelled:
        export.write_shared()
    export.write_report()
    if choices.as_json:
        screen.print_json(editing.export_document(finished, export))
    else:
        editing.print_export(finished, export)
    click.get_current_context().exit(finished.conclude())
