"""What a take's score is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreTerm:
    """One reason for a take's score."""

    name: str
    """What is measured, e.g. ``"subtle moments"``."""
    value: float
    """0 (none of it) to 1 (as much as counts)."""
    weight: float
    """Its share of the total; the weights of a score sum to 1."""
    because: str
    """The measurement in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeScore:
    """How much a take offers to look at; never a judgement of a person."""

    total: float
    """Weighted sum of the terms, 0 to 1."""
    terms: tuple[ScoreTerm, ...]
    """In the order of the settings."""
