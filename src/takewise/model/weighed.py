"""The terms of a score, as the settings that weigh them name them.

A weight's field is the one place that has a term's name, its default weight and its short
label; the docstring below the field says why it counts. What judges the term is found by
its name.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedTerm:
    """One term of a score."""

    name: str
    """What is measured, e.g. ``"eyes open"``."""
    key: str
    """The setting that is its weight."""
    short: str
    """Its label where there is little room; empty where none is needed."""


def weighs(term: str, weight: float, *, short: str = "") -> Any:
    """Return the field of a setting that weighs a term: its name, default share and short label."""
    return field(default=weight, metadata={"term": term, "short": short})


def weighed_terms(settings: type) -> tuple[WeighedTerm, ...]:
    """Return the terms that settings weigh, in their order."""
    return tuple(
        WeighedTerm(name=each.metadata["term"], key=each.name, short=each.metadata["short"])
        for each in fields(settings)
        if "term" in each.metadata
    )
