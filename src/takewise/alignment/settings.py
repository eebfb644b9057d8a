"""How takes are laid on one clock."""

from __future__ import annotations

from dataclasses import dataclass

from takewise.errors import SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentSettings:
    """Where the slate is looked for, and how much sound must be in common."""

    slate_within: float = 30.0
    """Seconds at the head of a take in which the slate claps."""
    least_overlap: float = 1.5
    """Seconds of sound that two takes must have in common; in shorter ones anything
    resembles anything."""
    least_speech: float = 0.8
    """Seconds of them in which somebody is heard, loud as most of the take, where it is
    the speech that is followed: three or four words."""

    def __post_init__(self) -> None:
        """Refuse times that are none.

        Raises
        ------
        SettingsError
            If one is not positive.
        """
        if min(self.slate_within, self.least_overlap, self.least_speech) <= 0:
            raise SettingsError(
                "slate_within, least_overlap and least_speech must be positive", where="alignment"
            )
