"""``takewise compare``: takes of one scene, ranked, with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from takewise.cli.options.analysis import (
    ALIGN,
    PATHS,
    SCENE,
    SYNC,
    CommandOptions,
    analysis_options,
)

if TYPE_CHECKING:
    from takewise.alignment import By


@click.command(
    "compare",
    epilog="""\b
Examples:
  takewise compare scene12_take*.mov
  takewise compare day1/ --scene scene12 --align slate
  takewise compare take1.mov take2.mov --sync take1.mov=37 --sync take2.mov=112
  takewise compare analysis/*.takewise.json --json

\b
PATH is a file, a folder, a pattern such as day1/*.mov, an image sequence such
as shot.%04d.png, or an analysis file that `takewise analyze` wrote. A part of a
take is A.mov@01:00:10:00-01:00:20:00 in its own timecode, or A.mov@100-240.""",
)
@PATHS
@SCENE
@ALIGN
@SYNC
@analysis_options
def compare_command(
    paths: tuple[str, ...],
    choices: CommandOptions,
    scene: str | None,
    align: By,
    sync: tuple[str, ...],
) -> None:
    """Rank takes of one scene, with reasons, and list where they differ.

    The score says how much a take offers to look at, compared with these takes only;
    the choice is yours. Takes are aligned on one clock by the sync points that you set,
    by their sound, by the words that are spoken or by the slate. The list shows, beat by
    beat, what is missing, earlier, later or longer in each take.
    """
    # Deferred: the stages behind these take a second to load, and help need not wait.
    from takewise.app.compare_takes import CompareOptions, compare_takes, standing  # noqa: PLC0415
    from takewise.cli.render import comparison, conclude, console, progress, tables, take_ranking  # noqa: PLC0415  # noqa: PLC0415

    options = CompareOptions(paths=paths, analysis=choices, scene=scene, align=align, syncs=sync)
    with progress.watch(quiet=choices.quiet) as observer:
        done = compare_takes(options, observer)
    if choices.as_json:
        document = take_ranking.take_ranking_document(done.finished, done.ranked)
        if done.comparison:
            document |= comparison.comparison_document(
                done.comparison, list(done.finished.results), done.decisions
            )
        console.print_json(document)
    else:
        marks = {path: standing(each) for path, each in done.decisions.items()}
        take_ranking.print_take_ranking(done.finished, done.ranked, marks)
        if done.comparison:
            comparison.print_comparison(done.comparison)
        tables.print_limits(done.finished)
    click.get_current_context().exit(conclude.conclude(done.finished))
