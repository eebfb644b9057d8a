"""The options of `takewise pick`, as one value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from takewise.cli.options.ratings import RatingOptions
from takewise.library import LibraryMode
from takewise.media import StillKind

if TYPE_CHECKING:
    from takewise.app.photo_session import LibraryUse
    from takewise.app.pick import PickRequest
    from takewise.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class PickOptions:
    """The options of the command."""

    top: int | None
    """Picks of the whole session."""
    per_burst: int | None
    """Picks of each burst."""
    people: tuple[str, ...]
    """Weights of people, ``P=W``."""
    sheet: Path | None
    """Contact sheet."""
    sheet_all: bool
    """Whether every frame is on it."""
    csv: Path | None
    """The ranking as CSV."""
    copy_to: Path | None
    """Folder for copies of the picks."""
    frames: StillKind
    """Kind of file for frames of clips."""
    develop: bool
    """Whether raw files are developed."""
    xmp: bool
    """Whether sidecars are written."""
    naming: str | None
    """How they are named; None leaves it to the settings."""
    embed: bool
    """Whether picture files are written into."""
    rating: RatingOptions
    """Which ratings by other programs are replaced."""
    no_cache: bool
    """Whether the library is not used."""
    library: Path | None
    """Library file; None takes the user's own."""
    library_mode: LibraryMode
    """Whose disk the library is on."""
    settings: Path | None
    """TOML file."""
    quiet: bool
    """Whether no progress is shown."""
    as_json: bool
    """Whether the result is JSON."""

    def __post_init__(self) -> None:
        """Refuse contradicting options and unknown kinds of sheets, before any work."""
        if self.top is not None and self.per_burst is not None:
            raise click.UsageError("--top and --per-burst exclude each other.")
        if (self.naming or self.rating.given) and not (self.xmp or self.embed):
            raise click.UsageError(
                "--naming, --overwrite-ratings, --overwrite-rejected and --treat-as-unrated go "
                "with --xmp or --embed."
            )
        if self.sheet is not None and self.sheet.suffix.lower() not in {".png", ".pdf"}:
            raise click.BadParameter("write a .png or a .pdf", param_hint="--sheet")

    def load_settings(self) -> Settings:
        """Return the settings of the file, overridden by the options."""
        # Deferred: help need not wait for the stages.
        from takewise.settings import Settings, load_settings  # noqa: PLC0415

        settings = load_settings(self.settings) if self.settings else Settings()
        if self.people:
            portraits = replace(settings.portraits, person_weights=self.people)
            settings = replace(settings, portraits=portraits)
        if self.naming:
            sidecars = replace(settings.sidecars, naming=self.naming)
            settings = replace(settings, sidecars=sidecars)
        return settings

    def library_use(self) -> LibraryUse:
        """Return whether and where measurements are kept."""
        from takewise.app.photo_session import LibraryUse  # noqa: PLC0415 - as above

        return LibraryUse(path=self.library, mode=self.library_mode, used=not self.no_cache)

    def request(self, paths: Sequence[str], settings: Settings) -> PickRequest:
        """Return what to pick and write of the session that the paths name."""
        from takewise.app.pick import PickRequest  # noqa: PLC0415 - as above
        from takewise.photos import PickLimits  # noqa: PLC0415 - as above

        return PickRequest(
            limits=PickLimits(top=self.top, per_burst=self.per_burst or 1),
            name=Path(paths[0]).resolve().name + (" and more" if len(paths) > 1 else ""),
            csv=self.csv,
            sheet=self.sheet,
            sheet_all=self.sheet_all,
            copy_to=self.copy_to,
            frames=self.frames,
            xmp=self.xmp,
            embed=self.embed,
            rules=self.rating.rules(settings.sidecars),
        )
