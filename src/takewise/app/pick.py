"""The ranking of a session's frames, and the files that are written from it.

```
 MeasuredShots ─► rank_photos ─► CSV, contact sheet, copies, ratings ─► PhotosPicked
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from takewise.app.contact_sheet import write_sheet
from takewise.app.copy_picks import copy_picks
from takewise.app.photo_csv import ranking_csv
from takewise.app.rate_photos import PhotosRated, embed_ranked, rate_ranked
from takewise.atomic import write_bytes
from takewise.errors import TakewiseError
from takewise.media import StillKind
from takewise.model.photo import MeasuredShot, RankedShot
from takewise.photos import PickLimits, rank_photos
from takewise.plain_text import count
from takewise.settings import Settings
from takewise.sidecars import RatingRules


@dataclass(frozen=True, slots=True, kw_only=True)
class PickRequest:
    """How many frames are picked, and what is written of the ranking."""

    limits: PickLimits = field(default_factory=PickLimits)
    """How many picks are wanted."""
    name: str = ""
    """Title of the contact sheet."""
    csv: Path | None = None
    """The ranking as CSV."""
    sheet: Path | None = None
    """Contact sheet."""
    sheet_all: bool = False
    """Whether every frame is on it."""
    copy_to: Path | None = None
    """Folder for copies of the picks."""
    frames: StillKind = "png"
    """Kind of file for frames of clips."""
    xmp: bool = False
    """Whether sidecars are written."""
    embed: bool = False
    """Whether picture files are written into."""
    rules: RatingRules = field(default_factory=RatingRules)
    """Which ratings and labels by other programs are replaced."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PhotosPicked:
    """The ranking, and what was written of it."""

    ranked: tuple[RankedShot, ...]
    """Every frame, best first."""
    files: tuple[Path, ...] = ()
    """Table, sheets and copies."""
    embedded: PhotosRated | None = None
    """Ratings written into picture files; None if none were wanted."""
    sidecars: PhotosRated | None = None
    """Ratings written into sidecars; None if none were wanted."""
    output_failures: tuple[TakewiseError, ...] = ()
    """Tables, sheets and copies that could not be written."""

    @property
    def rated(self) -> tuple[PhotosRated, ...]:
        """Both of them, as far as they were wanted."""
        return tuple(each for each in (self.embedded, self.sidecars) if each)

    @property
    def written(self) -> tuple[Path, ...]:
        """All files that were written."""
        return (*self.files, *(path for each in self.rated for path in each.written))

    @property
    def failures(self) -> tuple[TakewiseError, ...]:
        """All that could not be written."""
        rating = (error for each in self.rated for error in each.failures)
        return (*self.output_failures, *rating)

    @property
    def left_alone(self) -> Counter[int]:
        """Rating of others, -1 to 5, to the number of photographs on which it was left."""
        left: Counter[int] = Counter()
        for each in self.rated:
            left |= each.kept
        return left


def pick_photos(
    shots: Sequence[MeasuredShot], request: PickRequest, settings: Settings
) -> PhotosPicked:
    """Rank the frames of a session and write what is asked for.

    The result has an error for each table, sheet, copy or rating that could not be written.
    Raises `MissingExtra` if ExifTool is needed and missing.
    """
    ranked = rank_photos(shots, request.limits, settings.portraits)
    files, failures = _write(ranked, request)
    # ExifTool first: if it is missing, no sidecar is written either.
    embedded = sidecars = None
    if request.embed:
        embedded = embed_ranked(ranked, settings.sidecars, rules=request.rules)
    if request.xmp:
        sidecars = rate_ranked(ranked, settings.sidecars, rules=request.rules)
    return PhotosPicked(
        ranked=ranked,
        files=tuple(files),
        embedded=embedded,
        sidecars=sidecars,
        output_failures=tuple(failures),
    )


def _write(
    ranked: Sequence[RankedShot], request: PickRequest
) -> tuple[list[Path], list[TakewiseError]]:
    """Write the files that are asked for; an error of one leaves the others."""
    files: list[Path] = []
    failures: list[TakewiseError] = []
    picks = sorted((r for r in ranked if r.picked is not None), key=lambda r: r.picked or 0)
    if request.csv:
        try:
            write_bytes(request.csv, ranking_csv(ranked))
            files.append(request.csv)
        except TakewiseError as error:
            failures.append(error)
    if request.sheet:
        shown = ranked if request.sheet_all else picks
        counts = f"{count(len(picks), 'pick')} of {count(len(ranked), 'frame')}"
        try:
            files += write_sheet(request.sheet, shown, title=f"{request.name} · {counts}")
        except TakewiseError as error:
            failures.append(error)
    if request.copy_to:
        copied, refused = copy_picks(picks, request.copy_to, request.frames)
        files += copied
        failures += refused
    return files, failures
