"""From the named pictures to the ranking, and whatever is written of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from takewise.app.rate_photos import PhotosRated, embed_ranked, rate_ranked
from takewise.app.rating_words import ADOBE_KEEPS, kept_words
from takewise.app.sources import passed_over_note
from takewise.app.status import CANCELLED, status_of
from takewise.atomic import write_bytes
from takewise.cli.copy_picks import copy_picks
from takewise.cli.options.pick import PickOptions
from takewise.cli.render.console import print_error, print_json, print_line, stderr
from takewise.cli.render.photo_ranking import (
    photo_ranking_document,
    print_photo_ranking,
    ranking_csv,
)
from takewise.cli.render.tables import print_files
from takewise.errors import MediaError, TakewiseError
from takewise.model.photo import RankedShot
from takewise.photos import PickLimits, SheetShot, as_pdf, as_png, pages, rank_photos, wanted_side
from takewise.pipeline.photo_cache import PhotoCache
from takewise.pipeline.photos import (
    PhotoSession,
    PhotoSources,
    Tell,
    find_photo_sources,
    measure_session,
    photo_pictures,
)
from takewise.plain_text import count
from takewise.settings import Settings, load_settings
from takewise.sidecars import RatingRules, SidecarSettings


def run_pick(paths: Sequence[str], options: PickOptions) -> int:
    """Rank the frames of a session and write what was asked for.

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
        If nothing could be read.
    """
    settings = load_settings(options.settings) if options.settings else Settings()
    if options.people:
        settings = replace(
            settings, portraits=replace(settings.portraits, person_weights=options.people)
        )
    if options.naming:
        settings = replace(settings, sidecars=replace(settings.sidecars, naming=options.naming))
    try:
        session = _measured(paths, options, settings)
        for failure in session.failures:
            print_error(stderr(), str(failure))
        if not session.shots:
            raise MediaError("none of these could be read")
        wishes = PickLimits(top=options.top, per_burst=options.per_burst or 1)
        ranked = rank_photos(session.shots, wishes, settings.portraits)
        failures, written = _write(ranked, options, paths)
        left: Counter[int] = Counter()
        for rated in _rate(ranked, options, settings.sidecars):
            failures += rated.failures
            written += rated.written
            left |= rated.kept
    except KeyboardInterrupt:
        kept = "" if options.no_cache else "; what was measured is kept"
        print_line(stderr(), f"cancelled{kept}; nothing half-written was left")
        return CANCELLED
    _show(session, ranked, options, written, failures, left)
    return status_of(len(ranked), len(session.failures) + len(failures))


def session_note(found: PhotoSources) -> str:
    """Return one sentence that names the files which were passed over; empty if none."""
    return passed_over_note(found.passed_over, "photograph or clip", "photographs or clips")


def _measured(paths: Sequence[str], options: PickOptions, settings: Settings) -> PhotoSession:
    """Measure a session, as far as it is not measured already."""
    cache = None if options.no_cache else PhotoCache(options.library, options.library_mode)
    try:
        with watched(quiet=options.quiet) as tell:
            found = replace(find_photo_sources(paths), develop=options.develop)
            if not options.quiet:
                print_line(stderr(), f"looking at {_named(found)}")
            if note := session_note(found):
                print_line(stderr(), note)
            session = measure_session(found, settings, tell=tell, cache=cache)
    finally:
        if cache:
            cache.close()
    if cache and cache.trouble:
        print_line(stderr(), cache.trouble)
    if cache and cache.found and not options.quiet:
        known = count(cache.found, "file")
        print_line(stderr(), f"{known} found in the library, measured before")
    return session


def _named(found: PhotoSources) -> str:
    photos, clips = len(found.photos), len(found.clips)
    said = [count(photos, "photograph")] if photos else []
    return " and ".join([*said, count(clips, "clip")] if clips else said)


def _show(
    session: PhotoSession,
    ranked: Sequence[RankedShot],
    options: PickOptions,
    written: Sequence[Path],
    failures: Sequence[TakewiseError],
    left: Counter[int],
) -> None:
    for failure in failures:
        print_error(stderr(), str(failure))
    if options.as_json:
        document = photo_ranking_document(ranked)
        document["written"] = [str(path) for path in written]
        document["ratings_left_alone"] = {str(each): left[each] for each in sorted(left)}
        document["failures"] = [
            {"path": error.where, "error": str(error)} for error in (*session.failures, *failures)
        ]
        print_json(document)
        return
    print_photo_ranking(ranked)
    print_files(written)


def _write(
    ranked: Sequence[RankedShot], options: PickOptions, paths: Sequence[str]
) -> tuple[list[TakewiseError], list[Path]]:
    """Write whatever files were asked for; an error of one leaves the others."""
    failures: list[TakewiseError] = []
    written: list[Path] = []
    picks = sorted((r for r in ranked if r.picked is not None), key=lambda r: r.picked or 0)
    if options.csv:
        write_bytes(options.csv, ranking_csv(ranked))
        written.append(options.csv)
    if options.sheet:
        shown = ranked if options.sheet_all else picks
        try:
            written += write_sheet(options.sheet, shown, title=_title(ranked, picks, paths))
        except TakewiseError as error:
            failures.append(error)
    if options.copy_to:
        copied, refused = copy_picks(picks, options.copy_to, options.frames)
        written += copied
        failures += refused
    return failures, written


def _rate(
    ranked: Sequence[RankedShot], options: PickOptions, settings: SidecarSettings
) -> Iterator[PhotosRated]:
    """Write ratings wherever they were asked for, and say what was left alone."""
    rules = options.rating.rules(settings)
    if options.embed:
        yield _told(embed_ranked(ranked, settings, rules=rules), rules, "file")
    if options.xmp:
        rated = _told(rate_ranked(ranked, settings, rules=rules), rules, "sidecar")
        yield rated
        for why in sorted(rated.unread):
            if why == "DNG":
                print_line(stderr(), f"{ADOBE_KEEPS['DNG']}.")
            elif not options.embed:
                print_line(stderr(), f"{ADOBE_KEEPS['other']}. --embed writes into them.")


def _told(rated: PhotosRated, rules: RatingRules, noun: str) -> PhotosRated:
    if words := kept_words(rated.kept, others=rated.kept_labels):
        print_line(stderr(), " ".join((words, *_ways_on(rated, rules))))
    if rated.unchanged:
        print_line(stderr(), f"{count(rated.unchanged, noun)} needed no change")
    return rated


def _ways_on(rated: PhotosRated, rules: RatingRules) -> Iterator[str]:
    """Yield what the user can do about ratings that were left alone."""
    if -1 in rated.kept:
        yield "--overwrite-rejected replaces rejected ones."
    if not rules.ratings and (rated.kept_labels or any(each >= 0 for each in rated.kept)):
        yield "--overwrite-ratings replaces the others."
    if rated.kept[1]:
        yield "If darktable gave the single stars on import: --treat-as-unrated 1."


def write_sheet(path: Path, shown: Sequence[RankedShot], *, title: str) -> list[Path]:
    """Write a contact sheet.

    Parameters
    ----------
    path
        PDF or PNG; further pages of a PNG get ``-2`` and so on before the ending.
    shown
        In the order of the sheet; raises `MediaError` where one cannot be read any more.
    title
        What stands at the top.

    Returns
    -------
    list[Path]
        The files.
    """
    if not shown:
        return []
    drawn = pages(_in_order(shown), title=title, count=len(shown))
    if path.suffix.lower() == ".pdf":
        write_bytes(path, as_pdf(list(drawn), title=title))
        return [path]
    files = []
    for number, page in enumerate(drawn, 1):
        file = path if number == 1 else path.with_name(f"{path.stem}-{number}{path.suffix}")
        write_bytes(file, as_png(page))
        files.append(file)
    return files


def _in_order(shown: Sequence[RankedShot]) -> Iterator[SheetShot]:
    """Read the pictures in the order of the sheet; frames of clips are read beforehand."""
    shots = [each.measured.shot for each in shown]
    moving = [number for number, shot in enumerate(shots) if shot.frame is not None]
    frames = {
        moving[place]: photo
        for place, photo in photo_pictures([shots[n] for n in moving], [None] * len(moving))
    }
    for number, each in enumerate(shown):
        photo = frames.pop(number, None)
        if photo is None:
            ((_, photo),) = photo_pictures([shots[number]], [wanted_side(each, len(shown))])
        yield SheetShot(ranked=each, photo=photo)


def _title(ranked: Sequence[RankedShot], picks: Sequence[RankedShot], paths: Sequence[str]) -> str:
    name = Path(paths[0]).resolve().name + (" and more" if len(paths) > 1 else "")
    return f"{name} · {count(len(picks), 'pick')} of {count(len(ranked), 'frame')}"


@contextmanager
def watched(*, quiet: bool) -> Iterator[Tell]:
    """Show how far the work is: a bar in a terminal, now and then a line elsewhere.

    Parameters
    ----------
    quiet
        Whether to show nothing.

    Yields
    ------
    Tell
        To be told.
    """
    console = stderr()
    if quiet:
        yield lambda *_: None
        return
    if not console.is_terminal:
        last = monotonic()

        def line(done: int, whole: int) -> None:
            nonlocal last
            if done == 1 or monotonic() - last > 5:
                last = monotonic()
                print_line(console, f"{done} of {max(done, whole)} looked at")

        yield line
        return
    columns = (
        TextColumn("looking"), BarColumn(bar_width=24), MofNCompleteColumn(), TimeRemainingColumn()
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as bars:
        task = bars.add_task("", total=None)
        yield lambda done, whole: bars.update(task, completed=done, total=max(done, whole))
