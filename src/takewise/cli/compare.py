"""``takewise compare``: takes of one scene, ranked, with reasons."""

from __future__ import annotations

import click

from takewise.cli.options import PATHS, Choices, analysis_options


@click.command(
    epilog="""\b
Examples:
  takewise compare scene12_take*.mov
  takewise compare analysis/*.takewise.json --json

\b
PATH is a file, a folder, a pattern such as day1/*.mov, an image sequence such
as shot.%04d.png, or an analysis file that `takewise analyze` wrote; of a part of
a take, A.mov@01:00:10:00-01:00:20:00 in its own timecode, or A.mov@100-240."""
)
@PATHS
@analysis_options
def compare(paths: tuple[str, ...], choices: Choices) -> None:
    """Rank takes of one scene, with reasons.

    The score says how much a take offers to look at, beside these takes only;
    the choice is yours.
    """
    # Deferred: the stages behind these take a second to load, and help need not wait.
    from takewise.cli import ranking, running, screen, sources  # noqa: PLC0415

    settings = choices.load_settings()
    finished = running.work(sources.find_sources(paths), choices, settings)
    ranked = ranking.rank(finished)
    if choices.as_json:
        screen.print_json(ranking.ranking_document(finished, ranked))
    else:
        ranking.print_ranking(finished, ranked)
    click.get_current_context().exit(finished.conclude())
