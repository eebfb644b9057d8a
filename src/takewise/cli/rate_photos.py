"""Ratings of frames, into sidecars or, when asked for, into the picture files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from takewise.errors import TakewiseError
from takewise.faults import foreseen
from takewise.media import is_raw
from takewise.model.photo import PhotoShot, RankedShot
from takewise.pipeline.photo_ratings import given_for, unread_by_adobe, write_shot
from takewise.sidecars import Facts, Given, RatingRules, SidecarSettings, embed, mentions_us


@dataclass(slots=True, kw_only=True)
class Rated:
    """What became of the ratings."""

    written: list[Path] = field(default_factory=list)
    """Sidecars and picture files that were changed."""
    unchanged: int = 0
    """Those that needed no change."""
    kept: Counter[int] = field(default_factory=Counter)
    """Rating of others, -1 to 5, to the number of frames with it that were left alone."""
    kept_labels: int = 0
    """Frames of which only a label of others was left."""
    failures: list[TakewiseError] = field(default_factory=list)
    """What could not be written, and is as it was."""


def write_ratings(
    ranked: Sequence[RankedShot], settings: SidecarSettings, *, rules: RatingRules
) -> Rated:
    """Write the sidecars of a session.

    Parameters
    ----------
    ranked
        Every shot; frames of clips have no sidecars and are passed over.
    settings
        What to write.
    rules
        Which ratings and labels of others are replaced.

    Returns
    -------
    Rated
        What became of them; an error of one leaves the others.
    """
    rated = Rated()
    for each in _in_name_order(ranked):
        files = _files(each.measured.shot)
        shot = write_shot(files, settings, _facts_for(each, settings), rules=rules)
        rated.failures += shot.failures
        rated.written += [done.path for done in shot.done if done.changed]
        rated.unchanged += sum(not done.changed for done in shot.done)
        if shot.kept_rating is not None:
            rated.kept[shot.kept_rating] += 1
        else:
            rated.kept_labels += shot.kept
    return rated


def embed_ratings(
    ranked: Sequence[RankedShot], settings: SidecarSettings, *, rules: RatingRules
) -> Rated:
    """Write ratings into picture files by the user's ExifTool.

    Parameters
    ----------
    ranked
        Every shot; camera raw files and frames of clips are passed over.
    settings
        What to write.
    rules
        Which ratings and labels of others are replaced.

    Returns
    -------
    Rated
        What became of them; raises `MissingExtra` without ExifTool.
    """
    rated = Rated()
    wanted: dict[str, Facts] = {}
    given: dict[str, Given] = {}
    for each in _in_name_order(ranked):
        shot = each.measured.shot
        facts = _facts(each, settings, known=False)
        if facts is None or is_raw(shot.path):
            continue
        try:
            given[shot.path] = given_for(_files(shot))
        except Exception as error:  # noqa: BLE001 - one photograph must not lose the others
            rated.failures.append(foreseen(error, what="reading its rating", where=shot.path))
            continue
        wanted[shot.path] = facts
    done = embed(wanted, rules=rules, given=given)
    rated.written += [Path(path) for path in done.changed]
    rated.unchanged = len(done.unchanged)
    rated.kept.update(done.kept.values())
    rated.kept_labels = len(set(done.kept_labels) - set(done.kept))
    rated.failures += done.failures
    return rated


def unread_sidecars(ranked: Sequence[RankedShot]) -> set[str]:
    """Return why Adobe's programs read no sidecar of some picks; empty where they read all."""
    picks = [each for each in _in_name_order(ranked) if each.picked is not None]
    return {why for each in picks if (why := unread_by_adobe(_files(each.measured.shot)))}


def _facts_for(each: RankedShot, settings: SidecarSettings) -> Callable[[Path], Facts | None]:
    return lambda path: _facts(each, settings, known=mentions_us(path))


def _in_name_order(ranked: Sequence[RankedShot]) -> list[RankedShot]:
    photos = [each for each in ranked if each.measured.shot.frame is None]
    return sorted(photos, key=lambda each: each.measured.shot.path)


def _facts(each: RankedShot, settings: SidecarSettings, *, known: bool) -> Facts | None:
    """Return what a sidecar is to say; None where the frame is none of our business."""
    total = each.score.total
    picked = each.picked is not None
    if total is None or not (picked or settings.rate_all or known):
        return None
    stars = settings.rating(total) if picked or settings.rate_all else 0
    label: str | None = None
    if settings.pick_label and (picked or known):
        label = settings.pick_label if picked else ""
    return Facts(
        rating=stars if stars or known else None,
        label=label,
        keywords=settings.pick_keywords if picked else (),
        retired=() if picked else settings.pick_keywords,
        ours=_ours(each, total),
    )


def _ours(each: RankedShot, total: float) -> Mapping[str, str]:
    terms = (
        f"{term.name} {'?' if term.value is None else f'{term.value:.2f}'}"
        for term in each.score.terms
    )
    return {
        "Score": f"{100 * total:.0f}",
        "Rank": str(each.rank),
        "Burst": str(each.burst),
        "PlaceInBurst": str(each.place),
        "Pick": str(each.picked or 0),
        "Because": each.score.because,
        "Terms": "; ".join(terms),
    }


def _files(shot: PhotoShot) -> tuple[str, ...]:
    return (shot.path, *shot.companions)
