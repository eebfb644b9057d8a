"""``takewise review``: takes in a window, on one clock."""

from __future__ import annotations

import click

from takewise.cli.options import PATHS, Choices, shaping_options


@click.command(
    epilog="""\b
Examples:
  takewise review scene12_take1.mov scene12_take2.mov
  takewise review day1/
  takewise review analysis/*.takewise.json

\b
PATH is a file, a folder, a pattern such as day1/*.mov, an image sequence such
as shot.%04d.png, or an analysis file that `takewise analyze` wrote; of a part of
a take, A.mov@01:00:10:00-01:00:20:00 in its own timecode, or A.mov@100-240.
Press ? in the window for its keys; `takewise settings` shows how to change them.
It needs Qt: pip install 'takewise[review]'"""
)
@PATHS
@shaping_options
def review(paths: tuple[str, ...], choices: Choices) -> None:
    """Look at takes side by side, on one clock, and decide about them.

    Takes that were not analysed are analysed while you look at the others. What you
    decide (circled, stars, notes, sync points, moments rejected or added) is kept in
    the library at once, under the content of the file.
    """
    # Deferred: the window and the stages behind it take a second to load, and help need not wait.
    from takewise.cli import running, screen, sources, status  # noqa: PLC0415
    from takewise.review import start  # noqa: PLC0415
    from takewise.review.starting import check_ready  # noqa: PLC0415

    check_ready()
    settings = choices.load_settings()
    found = sources.find_sources(paths)
    for failure in found.failures:
        screen.say_error(screen.remarks(), str(failure))
    known = {}
    for place, path in enumerate(found.paths):
        if sources.is_analysis(path):
            known[place] = running.read_result(path)
    requests = [choices.request(path, settings, signals=True) for path in found.paths]
    if not requests:
        click.get_current_context().exit(status.NOTHING_DONE)
    names = [found.names[path] for path in found.paths]
    click.get_current_context().exit(start(requests, names, known, settings))
