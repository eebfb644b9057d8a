"""``takewise report``: one page to send."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from takewise.cli.options.analysis import (
    ALIGN,
    PATHS,
    SCENE,
    SYNC,
    CommandOptions,
    analysis_options,
)
from takewise.cli.result_file import ResultFile


@click.command(
    "report",
    epilog="""\b
Examples:
  takewise report scene12_take*.mov --out dailies.html
  takewise report day1/ --scene scene12 --only circled --title "Scene 12" --out scene12.html
  takewise report scene12_take*.mov --out dailies.html --pdf dailies.pdf""",
)
@PATHS
@click.option(
    "--out",
    type=ResultFile(),
    required=True,
    metavar="FILE",
    help="The page to write, one HTML file.",
)
@click.option(
    "--pdf",
    type=ResultFile(),
    metavar="FILE",
    help="Print the page to PDF too, with Chromium, Chrome or Edge (TAKEWISE_BROWSER names "
    "another).",
)
@click.option(
    "--title",
    metavar="TEXT",
    help="Title of the page. Default: the common part of the takes' names.",
)
@click.option(
    "--only",
    type=click.Choice(["circled"]),
    help="Use only takes that you circled, ranked among themselves.",
)
@click.option(
    "--no-pictures",
    is_flag=True,
    help="Leave the pictures out: the page is smaller, and shows no faces.",
)
@click.option(
    "--animate",
    is_flag=True,
    help="Animate each movement, magnified, at half its speed: about half a megabyte each.",
)
@SCENE
@ALIGN
@SYNC
@analysis_options
def report_command(
    paths: tuple[str, ...],
    choices: CommandOptions,
    out: Path,
    pdf: Path | None,
    scene: str | None,
    **given: Any,
) -> None:
    """Write one page to send, with takes ranked and compared.

    The page has the reasons, differences, curves, pictures of the moments, your
    decisions and notes, and timecodes that copy with a click. It is one file that loads
    nothing else, and opens in any browser, on a phone too.
    """
    # Deferred: the stages behind these take a second to load, and help need not wait.
    from takewise.app.report import ReportOptions, write_report_page  # noqa: PLC0415
    from takewise.cli.render import conclude, console, progress  # noqa: PLC0415
    from takewise.cli.render import report as shown  # noqa: PLC0415

    options = ReportOptions(
        paths=paths,
        out=out,
        analysis=choices,
        pdf=pdf,
        scene=scene,
        by=given["align"],
        syncs=given["sync"],
        title=given["title"] or "",
        only_circled=given["only"] == "circled",
        pictures=not given["no_pictures"],
        animate=given["animate"],
    )
    with progress.watch(quiet=choices.quiet) as observer:
        done = write_report_page(options, observer)
    if choices.as_json:
        files = [str(file) for file in done.files]
        console.print_json({"files": files, "failures": done.finished.listed_failures})
    else:
        shown.print_written(done.files, pictures=options.pictures)
    click.get_current_context().exit(conclude.conclude(done.finished))
