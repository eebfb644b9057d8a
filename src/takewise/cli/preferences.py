"""Asks a photographer about pairs of frames, and tells what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from takewise.app.photo_session import LibraryUse, measure_sources
from takewise.app.status import CANCELLED, DONE
from takewise.atomic import write_bytes
from takewise.cli.render.console import print_error, print_line, stderr, stdout, table
from takewise.cli.render.photo_progress import watch_photos
from takewise.cli.render.photo_ranking import print_passed_over
from takewise.errors import MediaError, OutputError
from takewise.model.photo import Photo, RankedShot
from takewise.photos import (
    TERM_KEYS,
    Agreement,
    Pair,
    PickLimits,
    PortraitSettings,
    agreement,
    as_pdf,
    choose_pairs,
    fit_weights,
    pair_pages,
    rank_photos,
)
from takewise.pipeline.photos import find_photo_sources, photo_pictures
from takewise.settings import Settings, load_settings

_SIDE = 2000
# Pixels of the longer side that a picture of a pair is read at.


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeOptions:
    """The options of the command."""

    sheet: Path
    """Where the pairs are drawn."""
    pairs: int
    """How many."""
    answers: str | None
    """Choices given beforehand."""
    fit_to: Path | None
    """Where fitted weights go."""
    settings: Path | None
    """TOML file."""


def run_agree(paths: Sequence[str], options: AgreeOptions) -> int:
    """Ask about pairs, and tell how often the ranking agreed.

    Parameters
    ----------
    paths
        What the user named.
    options
        What is wanted.

    Returns
    -------
    int
        Exit status.

    Raises
    ------
    MediaError
        If there are not three pairs to ask about.
    OutputError
        If the file for the weights is there already.
    """
    if options.fit_to is not None and options.fit_to.exists():
        raise OutputError(
            "this file is there already, and is kept",
            where=str(options.fit_to),
            remedy="name another file for the weights",
        )
    settings = load_settings(options.settings) if options.settings else Settings()
    with watch_photos(quiet=False) as observer:
        found = find_photo_sources(paths)
        print_passed_over(found)
        session = measure_sources(found, settings, LibraryUse(), observer).session
    for failure in session.failures:
        print_error(stderr(), str(failure))
    pairs = choose_pairs(
        rank_photos(session.shots, PickLimits(), settings.portraits), options.pairs
    )
    if len(pairs) < 3:
        raise MediaError(
            "there are not three pairs of frames of the same people to compare",
            remedy="name a session with bursts",
        )
    write_bytes(options.sheet, as_pdf(list(pair_pages(_seen(pairs), count=len(pairs))), title=""))
    print_line(stdout(), f"The pairs are in {options.sheet}, a page each.")
    choices = _answers(len(pairs), options.answers)
    if choices is None:
        return CANCELLED
    _tell(agreement(pairs, choices, settings.portraits))
    if options.fit_to is not None:
        _fit(pairs, choices, settings.portraits, options.fit_to)
    return DONE


def _seen(
    pairs: Sequence[Pair],
) -> Iterator[tuple[tuple[RankedShot, Photo], tuple[RankedShot, Photo]]]:
    for pair in pairs:
        shots = [pair.left.measured.shot, pair.right.measured.shot]
        photos = dict(photo_pictures(shots, [_SIDE, _SIDE]))
        yield (pair.left, photos[0]), (pair.right, photos[1])


def _answers(many: int, given: str | None) -> list[str] | None:
    """Return a choice for each pair; what is left out counts for neither. None if broken off."""
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


def _tell(found: Agreement) -> None:
    console = stdout()
    low, high = found.interval
    print_line(
        console,
        f"\nTakewise agreed with you in {found.agreed} of {found.decided} pairs "
        f"({100 * low:.0f} to {100 * high:.0f} %, as sure as 95 in 100).",
    )
    shown = table(
        "term", "took a side", "right", "wrong", numbers=("took a side", "right", "wrong")
    )
    for name, (sided, right) in found.terms.items():
        shown.add_row(name, str(sided), str(right), str(sided - right))
    console.print(shown)
    worst = max(found.terms, key=lambda name: found.terms[name][0] - 2 * found.terms[name][1])
    sided, right = found.terms[worst]
    if sided > 2 * right:
        print_line(console, f"Most often against you: {worst}.")


def _fit(
    pairs: Sequence[Pair], choices: Sequence[str], settings: PortraitSettings, path: Path
) -> None:
    console = stdout()
    fitted = fit_weights(pairs, choices, settings)
    shown = table("weight", "before", "after", numbers=("before", "after"))
    for name, key in TERM_KEYS.items():
        before, after = (getattr(each, key) for each in (settings, fitted.settings))
        shown.add_row(name, f"{before:.2f}", f"{after:.2f}")
    console.print(shown)
    print_line(
        console,
        f"On {fitted.before.decided} pairs that the fit never saw: {fitted.before.agreed} agreed "
        f"before, {fitted.after.agreed} after.",
    )
    if fitted.after.agreed <= fitted.before.agreed:
        print_line(
            console, "That is no better: more pairs are needed before these weights are yours."
        )
    lines = [f"{key} = {getattr(fitted.settings, key)}" for key in TERM_KEYS.values()]
    write_bytes(path, "\n".join(["[portraits]", *lines, ""]).encode())
    print_line(console, f"Written: {path}; use it with --settings.")
