"""``takewise pick``: ranks the frames of a portrait session, with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from takewise.cli.options.analysis import JSON, LIBRARY, LIBRARY_MODE, NO_CACHE, PATHS, QUIET
from takewise.cli.options.pick import PickOptions
from takewise.cli.options.ratings import rating_options
from takewise.cli.result_file import ResultFile

if TYPE_CHECKING:
    from takewise.app.photo_session import SessionMeasured
    from takewise.errors import TakewiseError
    from takewise.settings import Settings


@click.command(
    "pick",
    epilog="""\b
Examples:
  takewise pick shoot/ --top 12 --sheet picks.pdf
  takewise pick shoot/ --per-burst 2 --xmp
  takewise pick interview.mov --top 5 --copy-to frames --frames tiff

\b
PATH is a photograph (JPEG, PNG, TIFF, WebP; HEIC and camera raw with the extras
heif and raw), a folder or pattern of them, or a clip or part of one. A raw file and
its JPEG are one shot.

Measurements are kept in the library: a second run takes seconds, and one after
Ctrl-C continues where it stopped.

\b
No frame is rejected, moved or overwritten. The ranking gives the reasons for and
against each, compared with the other frames of the session.""",
)
@PATHS
@click.option(
    "--top",
    type=click.IntRange(min=1),
    metavar="N",
    help="Pick the best N of the session, avoiding frames that look alike.",
)
@click.option(
    "--per-burst",
    type=click.IntRange(min=1),
    metavar="N",
    help="Pick the best N of each burst. Default: 1.",
)
@click.option(
    "--person",
    "people",
    multiple=True,
    metavar="P=W",
    help="Weight W of a person P, 0 to 1, such as B=0.5. Default: by the size of the face.",
)
@click.option(
    "--sheet",
    type=ResultFile(pictures=True),
    metavar="FILE",
    help="Write a contact sheet, .png or .pdf; a PNG has one file per page.",
)
@click.option(
    "--sheet-all",
    is_flag=True,
    help="Put every frame on the sheet, best first, not only the picks.",
)
@click.option(
    "--csv",
    type=ResultFile(),
    metavar="FILE",
    help="Write the ranking as CSV.",
)
@click.option(
    "--copy-to",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Copy the picks to DIR, raw files with their JPEG and frames of clips in full size. "
    "Nothing is moved or overwritten.",
)
@click.option(
    "--frames",
    type=click.Choice(["png", "tiff", "jpg"]),
    default="png",
    show_default=True,
    help="File format for frames of clips.",
)
@click.option(
    "--develop",
    is_flag=True,
    help="Develop raw files instead of using the previews that the camera embedded; slow.",
)
@click.option(
    "--xmp",
    is_flag=True,
    help="Write the picks' stars into XMP sidecars, and keep everything else in them. Photographs "
    "that you or another program rated, in the file or its sidecar, are left as they are.",
)
@click.option(
    "--naming",
    type=click.Choice(["auto", "adobe", "darktable"]),
    help="How to name sidecars. adobe: IMG.xmp; darktable (and digiKam): IMG.CR3.xmp; auto: like "
    "the sidecars that exist.",
)
@click.option(
    "--embed",
    is_flag=True,
    help="Write stars into JPEG and other picture files, never raw, with your own ExifTool, in "
    "every field that holds a rating; it keeps a copy of the original file.",
)
@rating_options
@NO_CACHE
@LIBRARY
@LIBRARY_MODE
@click.option(
    "--settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Settings file in TOML; [portraits] has the weights, [sidecars] the ratings.",
)
@QUIET
@JSON
def pick_command(paths: tuple[str, ...], **given: object) -> None:
    """Rank the frames of a portrait session, with reasons, and pick the best.

    Each person is judged against their own face at rest and their own open eyes in
    these pictures; "can't tell" is an answer. No frame is rejected.
    """
    click.get_current_context().exit(_pick(paths, PickOptions(**given)))  # type: ignore[arg-type]


def _pick(paths: Sequence[str], options: PickOptions) -> int:
    """Measure, rank and write what is wanted; return the exit status."""
    # Deferred: the stages behind these take a second to load, and help need not wait.
    from takewise.app.pick import pick_photos  # noqa: PLC0415
    from takewise.app.status import CANCELLED, NOTHING_DONE, status_of  # noqa: PLC0415
    from takewise.cli.render import photo_ranking as render  # noqa: PLC0415
    from takewise.cli.render.console import print_line, stderr  # noqa: PLC0415
    from takewise.errors import MediaError  # noqa: PLC0415

    settings = options.load_settings()
    unread: tuple[TakewiseError, ...] = ()
    try:
        measured = _measured(paths, options, settings)
        session = measured.session
        unread = session.failures
        if not session.shots:
            raise MediaError("none of these could be read")
        request = options.request(paths, settings)
        picked = pick_photos(session.shots, request, settings)
    except KeyboardInterrupt:
        kept = "" if options.no_cache else "; the measurements are kept"
        print_line(stderr(), f"cancelled{kept}; nothing half-written was left")
        return CANCELLED
    except MediaError as error:
        if not options.as_json:
            raise
        render.print_nothing_ranked(error, unread)
        return NOTHING_DONE
    render.print_picked(picked, session.failures, request.rules, as_json=options.as_json)
    return status_of(len(picked.ranked), len(session.failures) + len(picked.failures))


def _measured(paths: Sequence[str], options: PickOptions, settings: Settings) -> SessionMeasured:
    """Measure the named paths, and print notes about them."""
    # Deferred: as above.
    from takewise.app.photo_session import measure_sources  # noqa: PLC0415
    from takewise.cli.render import photo_ranking as render  # noqa: PLC0415
    from takewise.cli.render.photo_progress import watch_photos  # noqa: PLC0415
    from takewise.pipeline.photo_sources import find_photo_sources  # noqa: PLC0415

    with watch_photos(quiet=options.quiet) as observer:
        found = replace(find_photo_sources(paths), develop=options.develop)
        render.print_sources(found, quiet=options.quiet)
        measured = measure_sources(found, settings, options.library_use(), observer)
    render.print_measured(measured, quiet=options.quiet)
    return measured
