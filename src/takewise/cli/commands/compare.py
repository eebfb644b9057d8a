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
    epilog="""\b
Examples:
  takewise compare scene12_take*.mov
  takewise compare day1/ --scene scene12 --align slate
  takewise compare take1.mov take2.mov --sync take1.mov=37 --sync take2.mov=112
  takewise compare analysis/*.takewise.json --json

\b
PATH is a file, a folder, a pattern such as day1/*.mov, an image sequence such
as shot.%04d.png, or an analysis file that `takewise analyze` wrote; of a part of
a take, A.mov@01:00:10:00-01:00:20:00 in its own timecode, or A.mov@100-240."""
)
@PATHS
@SCENE
@ALIGN
@SYNC
@analysis_options
def compare(
    paths: tuple[str, ...],
    choices: CommandOptions,
    scene: str | None,
    align: By,
    sync: tuple[str, ...],
) -> None:
    """Rank takes of one scene, with reasons, and tell where they differ.

    The score says how much a take offers to look at, beside these takes only;
    the choice is yours. Takes are laid on one clock by the sync points that you set,
    by their sound, by what is said or by the slate, and what only some of them have,
    what came earlier or later and what lasted longer is told beat by beat.
    """
    # Deferred: the stages behind these take a second to load, and help need not wait.
    from takewise.app import (  # noqa: PLC0415
        analyze_takes,
        sources,
        stored_decisions,
    )
    from takewise.cli import compare_takes, rank_takes  # noqa: PLC0415
    from takewise.cli.render import conclude, console, progress, tables  # noqa: PLC0415
    from takewise.pipeline import comparison  # noqa: PLC0415

    settings = choices.load_settings()
    found = sources.of_scene(sources.find_take_sources(paths), scene)
    with progress.watch(quiet=choices.quiet) as observer:
        finished = analyze_takes.analyze_takes(found, choices, settings, observer, signals=True)
        ranked = rank_takes.rank_takes(finished)
        decisions = stored_decisions.decisions_of_takes(finished, choices, observer)
    takes = compare_takes.to_compare(finished, decisions)
    syncs = compare_takes.sync_frames(sync, takes)
    compared = None
    if len(takes) > 1:
        compared = comparison.compare(takes, by=align, syncs=syncs, settings=settings.alignment)
    if choices.as_json:
        document = rank_takes.take_ranking_document(finished, ranked)
        if compared:
            paths_of = list(finished.results)
            document |= compare_takes.comparison_document(compared, paths_of, decisions)
        console.print_json(document)
    else:
        marks = {path: compare_takes.standing(each) for path, each in decisions.items()}
        rank_takes.print_take_ranking(finished, ranked, marks)
        if compared:
            compare_takes.print_comparison(compared)
        tables.print_limits(finished)
    click.get_current_context().exit(conclude.conclude(finished))
