"""The output of the commands on photographs: the ranking as a table or JSON, and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from takewise.app.photo_session import SessionMeasured
from takewise.app.pick import PhotosPicked
from takewise.app.rate_photos import PhotosRated
from takewise.app.rating_words import ADOBE_KEEPS, kept_words
from takewise.app.sources import skipped_note
from takewise.cli.render.console import print_error, print_json, print_line, stderr, stdout, table
from takewise.cli.render.tables import print_files
from takewise.errors import TakewiseError
from takewise.model.photo import FrameTerm, RankedShot
from takewise.pipeline.photo_sources import PhotoSources
from takewise.plain_text import count
from takewise.sidecars import RatingRules

# Rows of the table beyond the picks; the rest is counted, as CSV and JSON have them all.
_MOST_ROWS = 40


def print_sources(found: PhotoSources, *, quiet: bool) -> None:
    """Print what is measured, unless it is to be quiet, and which files were skipped."""
    if not quiet:
        photos, clips = len(found.photos), len(found.clips)
        named = [count(photos, "photograph")] if photos else []
        named += [count(clips, "clip")] if clips else []
        print_line(stderr(), f"looking at {' and '.join(named)}")
    print_passed_over(found)


def print_passed_over(found: PhotoSources) -> None:
    """Print which files were skipped, if any."""
    note = skipped_note(found.passed_over, "photograph or clip", "photographs or clips")
    if note:
        print_line(stderr(), note)


def print_measured(measured: SessionMeasured, *, quiet: bool) -> None:
    """Print what came from the library, and what could not be read."""
    if measured.trouble:
        print_line(stderr(), measured.trouble)
    if measured.known and not quiet:
        known = count(measured.known, "file")
        print_line(stderr(), f"{known} found in the library, measured before")
    for failure in measured.session.failures:
        print_error(stderr(), str(failure))


def print_picked(
    picked: PhotosPicked,
    unread: Sequence[TakewiseError],
    rules: RatingRules,
    *,
    as_json: bool,
) -> None:
    """Print the ranking, as a table or as JSON, and what was written of it.

    `unread` are the errors of photographs and clips that could not be read; `rules` say which
    ratings by other programs were replaced.
    """
    for note in _rating_notes(picked, rules):
        print_line(stderr(), note)
    for failure in picked.failures:
        print_error(stderr(), str(failure))
    if as_json:
        print_json(_document(picked, (*unread, *picked.failures)))
        return
    print_photo_ranking(picked.ranked)
    print_files(picked.written)


def print_nothing_ranked(error: TakewiseError, unread: Sequence[TakewiseError]) -> None:
    """Print an error, and the document: a program that reads it always gets one."""
    print_error(stderr(), str(error))
    print_json(_document(PhotosPicked(ranked=()), (*unread, error)))


def _document(picked: PhotosPicked, failures: Sequence[TakewiseError]) -> dict[str, object]:
    left = picked.left_alone
    document = photo_ranking_document(picked.ranked)
    document["written"] = [str(path) for path in picked.written]
    document["ratings_left_alone"] = {str(each): left[each] for each in sorted(left)}
    document["failures"] = [{"path": each.where, "error": str(each)} for each in failures]
    return document


def _rating_notes(picked: PhotosPicked, rules: RatingRules) -> Iterator[str]:
    """Yield the results of writing ratings, a line each."""
    if picked.embedded:
        yield from _rated_notes(picked.embedded, rules, "file")
    if picked.sidecars:
        yield from _rated_notes(picked.sidecars, rules, "sidecar")
        for why in sorted(picked.sidecars.unread):
            if why == "DNG":
                yield f"{ADOBE_KEEPS['DNG']}."
            elif not picked.embedded:
                yield f"{ADOBE_KEEPS['other']}. --embed writes into them."


def _rated_notes(rated: PhotosRated, rules: RatingRules, noun: str) -> Iterator[str]:
    if words := kept_words(rated.kept, others=rated.kept_labels):
        yield " ".join((words, *_options_for(rated, rules)))
    if rated.unchanged:
        yield f"{count(rated.unchanged, noun)} needed no change"


def _options_for(rated: PhotosRated, rules: RatingRules) -> Iterator[str]:
    """Yield the options that would replace ratings which were kept."""
    if -1 in rated.kept:
        yield "--overwrite-rejected replaces rejected ones."
    if not rules.ratings and (rated.kept_labels or any(each >= 0 for each in rated.kept)):
        yield "--overwrite-ratings replaces the others."
    if rated.kept[1]:
        yield "If darktable gave the single stars on import: --treat-as-unrated 1."


def print_photo_ranking(ranked: Sequence[RankedShot]) -> None:
    """Print the ranking of every shot, best first, with the reasons."""
    console = stdout()
    shown = table("", "frame", "burst", "score", "why", numbers=("", "burst", "score"))
    rows = [r for number, r in enumerate(ranked) if number < _MOST_ROWS or r.picked is not None]
    for each in rows:
        score = each.score.total
        shown.add_row(
            f"{'*' if each.picked is not None else ' '}{each.rank}",
            each.measured.shot.name,
            str(each.burst),
            "–" if score is None else f"{100 * score:.0f}",
            each.score.because,
        )
    console.print(shown)
    if len(rows) < len(ranked):
        console.print(f"and {count(len(ranked) - len(rows), 'frame')} more (--csv has them all)")
    picks = sum(each.picked is not None for each in ranked)
    bursts, scenes = (len({getattr(r, name) for r in ranked}) for name in ("burst", "scene"))
    print_line(
        console,
        f"\n* {count(picks, 'pick')} of {count(len(ranked), 'frame')}, "
        f"{count(bursts, 'burst')}, {count(scenes, 'scene')}.",
    )
    print_line(console, "Scores compare the frames of this session only; no frame is rejected.")


def photo_ranking_document(ranked: Sequence[RankedShot]) -> dict[str, object]:
    """Return the ranking, best first, as a JSON document; numbers are rounded to six digits."""
    return {"schema": "takewise.pick/1", "frames": [_frame(each) for each in ranked]}


def _frame(each: RankedShot) -> dict[str, object]:
    shot, score = each.measured.shot, each.score
    return {
        "path": shot.path,
        "companions": list(shot.companions),
        "frame": shot.frame,
        "timecode": str(shot.timecode) if shot.timecode else None,
        "taken": shot.taken.isoformat() if shot.taken else None,
        "scene": each.scene,
        "burst": each.burst,
        "rank": each.rank,
        "place_in_burst": each.place,
        "pick": each.picked,
        "score": None if score.total is None else round(score.total, 6),
        "because": score.because,
        "terms": [_term(term) for term in score.terms],
        "people": [
            {
                "id": face.person,
                "weight": round(face.weight, 6),
                "terms": [_term(term) for term in face.terms],
            }
            for face in score.faces
        ],
    }


def _term(term: FrameTerm) -> dict[str, object]:
    return {
        "name": term.name,
        "value": None if term.value is None else round(term.value, 6),
        "weight": round(term.weight, 6),
        "because": term.because,
    }
