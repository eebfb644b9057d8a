"""The content of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from takewise.model import Analysis, Moment, Picture, RegionMotion
from takewise.model.alignment import Alignment, Difference
from takewise.model.decisions import Decisions
from takewise.model.scene_lines import SceneLines


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One term of a take's score, next to the same of the others."""

    name: str
    """What is measured."""
    value: float
    """0 (none of it) to 1 (as much as counts)."""
    against: float | None
    """Its contribution to the score, less the average; None for one take alone."""
    because: str
    """The measurement in words."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SeenPictures:
    """A movement as it was and magnified."""

    apex: Picture
    """The face at the apex, uint8 RGB."""
    magnified: Picture
    """The same with its skin moved farther."""
    words: str
    """How far, for people."""
    animation: bytes
    """The magnified movement as an animated WebP; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReportTake:
    """One take on the page."""

    name: str
    """Its name."""
    rank: int
    """From 1."""
    analysis: Analysis
    """Its analysis, with the decisions applied."""
    shown: tuple[Moment, ...]
    """Those of its moments that get a card, by onset."""
    signals: tuple[RegionMotion, ...]
    """The curves; empty where they are not known."""
    decisions: Decisions
    """The user's decisions on it."""
    reasons: tuple[Reason, ...]
    """The reasons, the one that sets it apart most first."""
    close_ups: Mapping[str, tuple[Picture, ...]]
    """Moment's id to its pictures: at rest and at the apex, or at the apex alone."""
    alignment: Alignment
    """Its alignment on the common clock."""
    trusted: bool
    """Whether that alignment is reliable."""
    seen: Mapping[str, SeenPictures] = field(default_factory=dict)
    """Moment's id to its face, locked and magnified; these are shown before `close_ups`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Report:
    """Everything that is on the page."""

    title: str
    """Title of the page."""
    takes: tuple[ReportTake, ...]
    """In the order in which they were named, to which `differences` refer."""
    clock: int
    """Number of the take whose time is the clock."""
    differences: tuple[Difference, ...]
    """Where they differ, by the time on the clock."""
    notes: tuple[str, ...]
    """What the reader should keep in mind, one sentence each."""
    about_score: str
    """One sentence on what the score means."""
    version: str
    """Version of Takewise."""
    lines: SceneLines = field(default_factory=SceneLines)
    """How each line of the scene is given in each take."""
