"""What a page is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from takewise.model import Analysis, Moment, Picture, RegionMotion
from takewise.model.alignment import Alignment, Difference
from takewise.model.decisions import Decisions


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One term of a take's score, next to the same of the others."""

    name: str
    """What is measured."""
    value: float
    """0 (none of it) to 1 (as much as counts)."""
    against: float | None
    """What it adds to the score more than on average; None for one take alone."""
    because: str
    """The measurement in words."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReportTake:
    """One take on the page."""

    name: str
    """What to call it."""
    rank: int
    """From 1."""
    analysis: Analysis
    """What was found, with what was decided applied to it."""
    shown: tuple[Moment, ...]
    """Those of its moments that get a card, by onset."""
    signals: tuple[RegionMotion, ...]
    """The curves; empty where they are not known."""
    decisions: Decisions
    """What humans said of it."""
    reasons: tuple[Reason, ...]
    """What sets it apart most first."""
    close_ups: Mapping[str, tuple[Picture, ...]]
    """Moment's id to its pictures: at rest and at the apex, or at the apex alone."""
    alignment: Alignment
    """How its time lies on the common clock."""
    trusted: bool
    """Whether it lies there surely."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Report:
    """Everything that is on the page."""

    title: str
    """Of the page."""
    takes: tuple[ReportTake, ...]
    """In the order in which they were named, to which `differences` refer."""
    clock: int
    """Number of the take whose time is the clock."""
    differences: tuple[Difference, ...]
    """Where they differ, by the time on the clock."""
    notes: tuple[str, ...]
    """What the reader should keep in mind, one sentence each."""
    about_score: str
    """What the score is, and is not."""
    version: str
    """Of Takewise."""
