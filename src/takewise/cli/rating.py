"""Ratings of frames, into sidecars or, when asked for, into the picture files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from takewise.errors import TakewiseError
from takewise.faults import foreseen
from takewise.media import is_raw
from takewise.photos import RankedShot, Shot
from takewise.sidecars import (
    Facts,
    SidecarSettings,
    embed,
    mentions_us,
    sidecar_paths,
    write_sidecar,
)


@dataclass(slots=True, kw_only=True)
class Rated:
    """What became of the ratings."""

    written: list[Path] = field(default_factory=list)
    """Sidecars and picture files that were changed."""
    unchanged: int = 0
    """Those that said so already."""
    kept: list[str] = field(default_factory=list)
    """Frames whose own rating or label was left."""
    failures: list[TakewiseError] = field(default_factory=list)
    """What could not be written, and is as it was."""


def write_ratings(
    ranked: Sequence[RankedShot], settings: SidecarSettings, *, overwrite: bool
) -> Rated:
    """Write the sidecars of a session.

    Parameters
    ----------
    ranked
        Every shot; frames of clips have no sidecars and are passed over.
    settings
        What to write.
    overwrite
        Whether ratings and labels that somebody else gave are replaced.

    Returns
    -------
    Rated
        What became of them; an error of one leaves the others.
    """
    rated = Rated()
    for each in _in_name_order(ranked):
        for path in _sidecars(each.measured.shot, settings):
            facts = _facts(each, settings, known=mentions_us(path))
            if facts is None:
                continue
            try:
                done = write_sidecar(path, _files(each.measured.shot), facts, overwrite=overwrite)
            except Exception as error:  # noqa: BLE001 - one sidecar must not lose the others
                rated.failures.append(foreseen(error, what="writing it", where=str(path)))
                continue
            if done.changed:
                rated.written.append(path)
            rated.unchanged += not done.changed
            if done.kept_rating or done.kept_label:
                rated.kept.append(each.measured.shot.name)
    return rated


def embed_ratings(
    ranked: Sequence[RankedShot], settings: SidecarSettings, *, overwrite: bool
) -> Rated:
    """Write ratings into picture files by the user's ExifTool.

    Parameters
    ----------
    ranked
        Every shot; camera raw files and frames of clips are passed over.
    settings
        What to write.
    overwrite
        Whether ratings and labels that are there are replaced.

    Returns
    -------
    Rated
        What became of them; raises `MissingExtra` without ExifTool.
    """
    wanted: dict[str, Facts] = {}
    for each in _in_name_order(ranked):
        shot = each.measured.shot
        facts = _facts(each, settings, known=False)
        if facts is not None and not is_raw(shot.path):
            wanted[shot.path] = facts
    done, kept, errors = embed(wanted, overwrite=overwrite)
    return Rated(written=[Path(path) for path in done], kept=list(kept), failures=list(errors))


def lacks_raw(ranked: Sequence[RankedShot]) -> bool:
    """Tell whether there are picks without a raw file, whose sidecars Lightroom does not read."""
    return any(
        each.picked is not None and each.measured.shot.frame is None and not _raws(each)
        for each in ranked
    )


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


def _files(shot: Shot) -> tuple[str, ...]:
    return (shot.path, *shot.companions)


def _raws(each: RankedShot) -> list[str]:
    return [path for path in _files(each.measured.shot) if is_raw(path)]


def _sidecars(shot: Shot, settings: SidecarSettings) -> tuple[Path, ...]:
    files = _files(shot)
    return sidecar_paths(files, [path for path in files if is_raw(path)], settings.naming)
