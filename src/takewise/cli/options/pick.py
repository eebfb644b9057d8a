"""What the user asked of `takewise pick`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from takewise.cli.options.ratings import RatingOptions
from takewise.library import LibraryMode
from takewise.media import StillKind


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
    """Which ratings of others are replaced."""
    no_cache: bool
    """Whether the library is left alone."""
    library: Path | None
    """Library file; None takes the user's own."""
    library_mode: LibraryMode
    """Whose disk the library is on."""
    settings: Path | None
    """TOML file."""
    quiet: bool
    """Whether progress is kept to oneself."""
    as_json: bool
    """Whether the result is JSON."""

    def __post_init__(self) -> None:
        """Refuse what cannot be done, before any work.

        Raises
        ------
        UsageError
            If two options contradict each other.
        BadParameter
            If the sheet's kind is unknown.
        """
        if self.top is not None and self.per_burst is not None:
            raise click.UsageError("--top and --per-burst exclude each other.")
        if (self.naming or self.rating.given) and not (self.xmp or self.embed):
            raise click.UsageError(
                "--naming, --overwrite-ratings, --overwrite-rejected and --treat-as-unrated go "
                "with --xmp or --embed."
            )
        if self.sheet is not None and self.sheet.suffix.lower() not in {".png", ".pdf"}:
            raise click.BadParameter("write a .png or a .pdf", param_hint="--sheet")
