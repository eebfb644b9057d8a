"""The options about ratings that other programs gave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from takewise.cli.options.analysis import Result, collecting, taken_from

if TYPE_CHECKING:
    from takewise.sidecars import RatingRules, SidecarSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingOptions:
    """What the user chose about ratings by other programs."""

    overwrite_ratings: bool
    """Whether stars, labels and flags by other programs are replaced."""
    overwrite_rejected: bool
    """Whether rejected photographs (-1) are, too."""
    treat_as_unrated: tuple[int, ...]
    """Stars by other programs that count as none."""

    @property
    def given(self) -> bool:
        """Whether any of them was given."""
        return bool(self.overwrite_ratings or self.overwrite_rejected or self.treat_as_unrated)

    def rules(self, settings: SidecarSettings) -> RatingRules:
        """Return the rules that follow from them and the settings."""
        # Deferred: help need not wait for the writers.
        from takewise.sidecars import RatingRules  # noqa: PLC0415

        return RatingRules(
            ratings=self.overwrite_ratings,
            rejected=self.overwrite_rejected,
            unrated=frozenset((*self.treat_as_unrated, *settings.treat_as_unrated)),
        )


_OPTIONS = (
    click.option(
        "--overwrite-ratings",
        is_flag=True,
        help="Replace stars, labels and flags that you or another program gave; rejected "
        "photographs stay rejected.",
    ),
    click.option(
        "--overwrite-rejected",
        is_flag=True,
        help="Replace the rejection (rating -1) of photographs too.",
    ),
    click.option(
        "--treat-as-unrated",
        type=click.IntRange(1, 5),
        multiple=True,
        metavar="STARS",
        help="Number of stars to treat as no rating: 1 for darktable, which gives one star on "
        "import. Can be repeated.",
    ),
)


def rating_options(command: Callable[..., Result]) -> Callable[..., Result]:
    """Give a command the options about ratings by other programs, as ``rating``."""
    return collecting("rating", _collected, _OPTIONS, command)


def _collected(given: dict[str, Any]) -> RatingOptions:
    return RatingOptions(**taken_from(given, RatingOptions))
