"""Ratings into sidecars and picture files, from the ranking or from the user's decisions.

```
 RankedShots ───► ranked_facts ──┐
 DecidedPhotos ─► decided_facts ─┴─► Facts ─► sidecars, or files (ExifTool) ─► PhotosRated
```

`takewise pick` and the window for photographs write by this one road, so both count alike
what they wrote and what they left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeAlias

from takewise.app.sidecar_facts import DecidedPhoto, decided_facts, ranked_facts
from takewise.errors import TakewiseError
from takewise.faults import foreseen
from takewise.media import is_raw
from takewise.model.decisions import Flag
from takewise.model.photo import PhotoShot, RankedShot
from takewise.pipeline.photo_ratings import Unread, given_for, unread_by_adobe, write_shot
from takewise.sidecars import (
    Facts,
    Given,
    RatingRules,
    SidecarSettings,
    WrittenSidecar,
    embed,
    mentions_us,
)

_NOTHING_REPLACED = RatingRules()

_FactsFor: TypeAlias = Callable[[Path], Facts | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotosRated:
    """The ratings of photographs that were written, or would be."""

    written: tuple[Path, ...] = ()
    """Sidecars and picture files that were changed or made."""
    created: int = 0
    """Those of them that are new."""
    unchanged: int = 0
    """Sidecars and picture files that needed no change."""
    kept: Counter[int] = field(default_factory=Counter)
    """Rating by other programs, -1 to 5, to the number of photographs on which it was kept."""
    kept_labels: int = 0
    """Photographs on which only a label or flag by another program was kept."""
    unread: Counter[Unread] = field(default_factory=Counter)
    """Why Adobe's programs read no sidecar of some photographs, to their number."""
    flags: Counter[Flag] = field(default_factory=Counter)
    """Flags that were decided, to the number of photographs."""
    failures: tuple[TakewiseError, ...] = ()
    """Errors of files that could not be written, and are unchanged."""


def rate_ranked(
    ranked: Iterable[RankedShot],
    settings: SidecarSettings,
    *,
    rules: RatingRules = _NOTHING_REPLACED,
) -> PhotosRated:
    """Write the ranking into sidecars; an error of one leaves the others.

    Frames of clips have no sidecars and are skipped. `rules` say which ratings and labels of
    other programs to replace.
    """

    def facts(each: RankedShot, sidecar: Path) -> Facts | None:
        return ranked_facts(each, settings, known=mentions_us(sidecar))

    photos = _photographs(ranked)
    shots = [(_files(each.measured.shot), partial(facts, each)) for each in photos]
    return _write_sidecars(shots, settings, rules=rules)


def rate_decided(
    photos: Sequence[DecidedPhoto],
    settings: SidecarSettings,
    *,
    rules: RatingRules = _NOTHING_REPLACED,
    dry: bool = False,
) -> PhotosRated:
    """Write the user's decisions into sidecars; an error of one leaves the others.

    Photographs without decisions are skipped. With `dry`, only count.
    """

    def facts(photo: DecidedPhoto, decided: Facts, sidecar: Path) -> Facts | None:
        return decided if photo.decisions or mentions_us(sidecar) else None

    shots = [
        (each.files, partial(facts, each, decided_facts(each, settings)))
        for each in photos
        if each.decisions or each.taken_back
    ]
    flags = Counter(each.decisions.flag for each in photos if each.decisions.flag)
    return _write_sidecars(shots, settings, rules=rules, dry=dry, flags=flags)


def embed_ranked(
    ranked: Iterable[RankedShot],
    settings: SidecarSettings,
    *,
    rules: RatingRules = _NOTHING_REPLACED,
) -> PhotosRated:
    """Write the ranking into picture files by the user's ExifTool, as `rate_ranked` does.

    Camera raw files are skipped. Raises `MissingExtra` without ExifTool.
    """
    failures: list[TakewiseError] = []
    wanted: dict[str, Facts] = {}
    given: dict[str, Given] = {}
    for each in _photographs(ranked):
        shot = each.measured.shot
        facts = ranked_facts(each, settings, known=False)
        if facts is None or is_raw(shot.path):
            continue
        try:
            given[shot.path] = given_for(_files(shot))
        except Exception as error:  # noqa: BLE001 - one photograph must not lose the others
            failures.append(foreseen(error, what="reading its rating", where=shot.path))
            continue
        wanted[shot.path] = facts
    done = embed(wanted, rules=rules, given=given)
    return PhotosRated(
        written=tuple(map(Path, done.changed)),
        unchanged=len(done.unchanged),
        kept=Counter(done.kept.values()),
        kept_labels=len(set(done.kept_labels) - set(done.kept)),
        failures=(*failures, *done.failures),
    )


def _write_sidecars(
    shots: Iterable[tuple[tuple[str, ...], _FactsFor]],
    settings: SidecarSettings,
    *,
    rules: RatingRules,
    dry: bool = False,
    flags: Counter[Flag] | None = None,
) -> PhotosRated:
    """Write the sidecars of shots; each comes with the content of its sidecar."""
    kept: Counter[int] = Counter()
    unread: Counter[Unread] = Counter()
    done: list[WrittenSidecar] = []
    failures: list[TakewiseError] = []
    created = labels = 0
    for files, facts_for in shots:
        shot = write_shot(files, settings, facts_for, rules=rules, dry=dry)
        done += shot.done
        created += shot.created
        failures += shot.failures
        if shot.kept_rating is not None:
            kept[shot.kept_rating] += 1
        else:
            labels += shot.kept
        if shot.done and (why := unread_by_adobe(files)):
            unread[why] += 1
    written = tuple(each.path for each in done if each.changed)
    return PhotosRated(
        written=written,
        created=created,
        unchanged=len(done) - len(written),
        kept=kept,
        kept_labels=labels,
        unread=unread,
        flags=flags or Counter(),
        failures=tuple(failures),
    )


def _photographs(ranked: Iterable[RankedShot]) -> list[RankedShot]:
    """Return the shots that are not frames of clips, by name."""
    photos = [each for each in ranked if each.measured.shot.frame is None]
    return sorted(photos, key=lambda each: each.measured.shot.path)


def _files(shot: PhotoShot) -> tuple[str, ...]:
    return (shot.path, *shot.companions)
