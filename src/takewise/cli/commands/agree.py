"""``takewise agree``: compares a photographer's choices with the ranking."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from takewise.cli.options.analysis import PATHS
from takewise.cli.result_file import ResultFile

if TYPE_CHECKING:
    from takewise.model.photo import MeasuredShot
    from takewise.settings import Settings


@click.command(
    "agree",
    epilog="""\b
Examples:
  takewise agree shoot/ --sheet pairs.pdf
  takewise agree shoot/ --sheet pairs.pdf --fit my-weights.toml
  takewise pick shoot/ --settings my-weights.toml

Takewise shows pairs of frames without names and scores, and you choose: a, b, = for
neither, q to stop. Your answers are discarded unless --fit names a file.""",
)
@PATHS
@click.option(
    "--sheet",
    type=ResultFile(pictures=True),
    default=Path("takewise-pairs.pdf"),
    show_default=True,
    metavar="FILE.pdf",
    help="File for the pairs, one per page; open it while you choose.",
)
@click.option(
    "--pairs", type=click.IntRange(3, 200), default=20, show_default=True, help="Number of pairs."
)
@click.option(
    "--answers",
    metavar="ABBA=...",
    help="All your choices at once, one letter per pair; without it you are asked.",
)
@click.option(
    "--fit",
    "fit_to",
    type=ResultFile(),
    metavar="FILE.toml",
    help="Fit the weights of the terms to your choices, and write them to FILE as settings. No "
    "weight changes by more than a factor of three.",
)
@click.option(
    "--settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Settings file in TOML with the weights to compare with.",
)
def agree_command(
    paths: tuple[str, ...],
    *,
    sheet: Path,
    pairs: int,
    answers: str | None,
    fit_to: Path | None,
    settings: Path | None,
) -> None:
    """Compare your choices of frames with the ranking, and fit its weights to them."""
    # Deferred: the stages behind these take a second to load, and help need not wait.
    from takewise.app.agree import draw_pairs, refuse_existing, save_weights  # noqa: PLC0415
    from takewise.app.status import CANCELLED  # noqa: PLC0415
    from takewise.cli.render import agreement as render  # noqa: PLC0415
    from takewise.cli.render.console import print_line, stdout  # noqa: PLC0415
    from takewise.photos import agreement, fit_weights  # noqa: PLC0415
    from takewise.settings import Settings, load_settings  # noqa: PLC0415

    refuse_existing(fit_to)
    asked = load_settings(settings) if settings else Settings()
    drawn = draw_pairs(_measured(paths, asked), sheet, pairs, asked.portraits)
    print_line(stdout(), f"The pairs are in {sheet}, a page each.")
    choices = _answers(len(drawn), answers)
    if choices is None:
        click.get_current_context().exit(CANCELLED)
    render.print_agreement(agreement(drawn, choices, asked.portraits))
    if fit_to is not None:
        fitted = fit_weights(drawn, choices, asked.portraits)
        render.print_fit(asked.portraits, fitted)
        save_weights(fitted.settings, fit_to)
        print_line(stdout(), f"Written: {fit_to}; use it with --settings.")


def _measured(paths: Sequence[str], settings: Settings) -> tuple[MeasuredShot, ...]:
    """Measure the session, and print what could not be read."""
    from takewise.app.photo_session import LibraryUse, measure_sources  # noqa: PLC0415 - as above
    from takewise.cli.render.console import print_error, stderr  # noqa: PLC0415 - as above
    from takewise.cli.render.photo_progress import watch_photos  # noqa: PLC0415 - as above
    from takewise.cli.render.photo_ranking import print_passed_over  # noqa: PLC0415 - as above
    from takewise.pipeline.photo_sources import find_photo_sources  # noqa: PLC0415 - as above

    with watch_photos(quiet=False) as observer:
        found = find_photo_sources(paths)
        print_passed_over(found)
        session = measure_sources(found, settings, LibraryUse(), observer).session
    for failure in session.failures:
        print_error(stderr(), str(failure))
    return session.shots


def _answers(many: int, given: str | None) -> list[str] | None:
    """Return a choice for each pair, neither where it is left out; None if cancelled."""
    if given is not None:
        return list(given.lower().ljust(many, "=")[:many])
    choices: list[str] = []
    try:
        for number in range(1, many + 1):
            choice = click.prompt(
                f"pair {number} of {many}", type=click.Choice(["a", "b", "=", "q"]),
                show_choices=True,
            )  # fmt: skip
            if choice == "q":
                break
            choices.append(choice)
    except (click.Abort, KeyboardInterrupt):
        return None
    return choices + ["="] * (many - len(choices))
