"""``takewise agree``: whether the photographer would pick as the ranking does."""

from __future__ import annotations

from pathlib import Path

import click

from takewise.cli.options.analysis import PATHS
from takewise.cli.result_file import ResultFile


@click.command(
    epilog="""\b
Examples:
  takewise agree shoot/ --sheet pairs.pdf
  takewise agree shoot/ --sheet pairs.pdf --fit my-weights.toml
  takewise pick shoot/ --settings my-weights.toml

You are shown pairs of frames without names and scores, and choose: a, b, = for
neither, q to stop. Of your answers nothing is kept unless --fit names a file."""
)
@PATHS
@click.option(
    "--sheet",
    type=ResultFile(pictures=True),
    default=Path("takewise-pairs.pdf"),
    show_default=True,
    metavar="FILE.pdf",
    help="The pairs, a page each; open it beside the terminal.",
)
@click.option(
    "--pairs", type=click.IntRange(3, 200), default=20, show_default=True, help="How many pairs."
)
@click.option(
    "--answers",
    metavar="ABBA=...",
    help="Your choices at once, a letter a pair; else you are asked.",
)
@click.option(
    "--fit",
    "fit_to",
    type=ResultFile(),
    metavar="FILE.toml",
    help="Fit the weights of the terms to your choices and write them there as settings. None "
    "changes by more than a factor of three.",
)
@click.option(
    "--settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Settings in TOML whose weights are asked about.",
)
def agree(paths: tuple[str, ...], **given: object) -> None:
    """Ask whether you would pick as Takewise does, and learn your weights if you wish."""
    # Deferred: the stages behind these take a second to load, and help need not wait.
    from takewise.cli.preferences import AgreeOptions, run_agree  # noqa: PLC0415

    status = run_agree(paths, AgreeOptions(**given))  # type: ignore[arg-type]
    click.get_current_context().exit(status)
