"""``takewise review``: shows takes or photographs in a window."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from takewise.cli.options.analysis import PATHS, CommandOptions, shaping_options
from takewise.cli.options.ratings import RatingOptions, rating_options

if TYPE_CHECKING:
    from takewise.settings import Settings
    from takewise.sidecars import SidecarSettings
    from takewise.ui.offer import Offer
    from takewise.ui.photos.state import StillFrame


@click.command(
    "review",
    epilog="""\b
Examples:
  takewise review scene12_take1.mov scene12_take2.mov
  takewise review day1/
  takewise review analysis/*.takewise.json
  takewise review shoot/
  takewise review shoot/ --xmp
  takewise review day1/ --photographs

\b
PATH is a file, a folder, a pattern such as day1/*.mov, an image sequence such
as shot.%04d.png, or an analysis file that `takewise analyze` wrote. A part of a
take is A.mov@01:00:10:00-01:00:20:00 in its own timecode, or A.mov@100-240.
Photographs, or a folder of them, open as film strips, with close-ups of faces and
your stars and flags.
Press ? in the window for its keys; `takewise settings` shows how to change them.""",
)
@PATHS
@click.option(
    "--photographs",
    is_flag=True,
    help="If takes and photographs are named together, open the photographs instead of the takes.",
)
@click.option(
    "--xmp",
    is_flag=True,
    help="For photographs: write your decisions into XMP sidecars when the window closes; ratings "
    "by other programs, in the file or its sidecar, stay.",
)
@rating_options
@shaping_options
def review_command(
    paths: tuple[str, ...],
    *,
    photographs: bool,
    xmp: bool,
    rating: RatingOptions,
    choices: CommandOptions,
) -> None:
    """Review takes side by side on one clock, or photographs, and decide about them.

    Takes that were not analysed are analysed while you look at the others. Your
    decisions (circled, stars, notes, sync points, moments rejected or added) are stored
    in the library at once, and stay with the content of the file.
    """
    _check(rating, xmp=xmp)
    done = _review(paths, choices, rating if xmp else None, photographs=photographs)
    click.get_current_context().exit(done)


def _check(rating: RatingOptions, *, xmp: bool) -> None:
    """Refuse options about sidecars if none are written."""
    if rating.given and not xmp:
        raise click.UsageError(
            "--overwrite-ratings, --overwrite-rejected and --treat-as-unrated go with --xmp; the "
            "window asks about them when you press W."
        )


def _review(
    paths: tuple[str, ...],
    choices: CommandOptions,
    rating: RatingOptions | None,
    *,
    photographs: bool,
) -> int:
    """Open the window for the named paths, and return the exit status.

    `rating` says how sidecars are written when it closes; None writes none.
    """
    # Deferred: the window takes half a second to load, and help need not wait.
    from takewise.app import status  # noqa: PLC0415
    from takewise.media import find_photos  # noqa: PLC0415
    from takewise.ui.start import check_display, start_photographs  # noqa: PLC0415

    check_display()
    settings = choices.load_settings()
    named = _sort(paths)
    if photographs and not named.photographs:
        raise click.UsageError("--photographs: there are no photographs among these.")
    if named.photographs and (photographs or not named.takes):
        photos = find_photos(named.photographs)
        shown = start_photographs(photos, settings, choices.library, choices.library_mode)
        return _sidecars(shown, settings.sidecars, rating) if rating else status.DONE
    if rating is not None:
        raise click.UsageError(
            "--xmp is for photographs; takes have no sidecars."
            + (" Add --photographs to open the photographs." if named.photographs else "")
        )
    return _review_takes(named, choices, settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """The paths that the user named, by kind; a folder of both is in both."""

    takes: tuple[str, ...]
    """Paths that hold takes, or no media."""
    photographs: tuple[str, ...]
    """Paths that hold photographs."""


def _review_takes(named: _Named, choices: CommandOptions, settings: Settings) -> int:
    """Show takes in a window until it is closed; return the exit status."""
    # Deferred: photographs need none of the stages behind these.
    from takewise.app import (  # noqa: PLC0415
        analyze_takes,
        sources,
        status,
    )
    from takewise.cli.render import console  # noqa: PLC0415
    from takewise.ui.offer import TakesToReview  # noqa: PLC0415
    from takewise.ui.start import start  # noqa: PLC0415

    found = sources.find_take_sources(named.takes, rate=choices.rate, stream=choices.stream)
    for failure in found.failures:
        console.print_error(console.stderr(), str(failure))
    if found.note:
        console.print_line(console.stderr(), found.note)
    known = {}
    for place, path in enumerate(found.paths):
        if sources.is_analysis(path):
            known[place] = analyze_takes.read_result(path)
    requests = [choices.request(path, settings, signals=True) for path in found.paths]
    if not requests:
        return status.NOTHING_DONE
    takes = TakesToReview(
        requests=requests,
        names=[found.names[path] for path in found.paths],
        settings=settings,
        known=known,
        photographs=_offer(named.photographs, choices),
    )
    return start(takes)


def _offer(photographs: tuple[str, ...], choices: CommandOptions) -> Offer | None:
    """Print that there are photographs as well; return the button that opens them."""
    from takewise.cli.render import console  # noqa: PLC0415 - as above
    from takewise.media import find_photos  # noqa: PLC0415 - as above
    from takewise.plain_text import count  # noqa: PLC0415 - as above
    from takewise.ui.offer import Offer  # noqa: PLC0415 - as above

    if not photographs:
        return None
    number = count(len(find_photos(photographs)), "photograph")
    words = ("--photographs", *choices.window_words(), "--", *photographs)
    console.print_line(
        console.stderr(),
        f"{number} as well: takewise review --photographs {shlex.join(photographs)}",
    )
    return Offer(label=f"{number} …", words=("-m", "takewise", "review", *words))


def _sidecars(
    frames: Sequence[StillFrame], settings: SidecarSettings, rating: RatingOptions
) -> int:
    """Write the decisions into sidecars, report that, and return the exit status."""
    from takewise.app import status  # noqa: PLC0415 - as above
    from takewise.app.rate_photos import rate_decided  # noqa: PLC0415 - as above
    from takewise.cli.render import console  # noqa: PLC0415 - as above
    from takewise.ui.photos.sidecars import (  # noqa: PLC0415 - as above
        sidecar_count,
        sidecar_remarks,
    )

    done = rate_decided(frames, settings, rules=rating.rules(settings))
    written = len(done.written)
    for line in (f"{sidecar_count(written)} written.", *sidecar_remarks(done, settings)):
        console.print_line(console.stderr(), line)
    return status.status_of(written + done.unchanged, len(done.failures))


def _sort(paths: tuple[str, ...]) -> _Named:
    """Sort the paths that the user named into takes and photographs."""
    kinds = {path: set(_kinds(path)) for path in paths}
    return _Named(
        # A path that holds neither is reported by the search for takes.
        takes=tuple(path for path in paths if kinds[path] != {"photographs"}),
        photographs=tuple(path for path in paths if "photographs" in kinds[path]),
    )


def _kinds(path: str) -> Iterator[str]:
    """Yield the kinds of media of a path; an image sequence named by its pattern is a take."""
    from takewise.errors import MediaError  # noqa: PLC0415 - as above
    from takewise.media import find_photos, find_takes, is_photo  # noqa: PLC0415 - as above

    if Path(path).is_file():
        yield "photographs" if is_photo(path) else "takes"
        return
    for kind, find in (
        ("photographs", lambda: find_photos((path,))),
        ("takes", lambda: find_takes((path,))),
    ):
        with suppress(MediaError):
            if find():
                yield kind
