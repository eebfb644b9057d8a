"""A moment as an editor sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from takewise.clock import FrameRange


class Colour(StrEnum):
    """Marker colours that every supported editor can show."""

    RED = "RED"
    GREEN = "GREEN"
    BLUE = "BLUE"
    CYAN = "CYAN"
    YELLOW = "YELLOW"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A moment as an editor sees it; knows no editor's format."""

    id: str
    """The moment's id."""
    span: FrameRange
    """Frames of the take's steady grid, counted from its first picture."""
    apex: int
    """Grid frame of greatest change; within `span`."""
    label: str
    """What the marker list shows, e.g. ``"inner brows lift · 0.21 s"``."""
    note: str
    """The reason, one line."""
    colour: Colour
    """Our colour; an exporter maps it to its host's."""
    category: str
    """The moment's kind."""
    data: Mapping[str, str | float | int] = field(default_factory=dict)
    """Machine-readable facts to carry along: person, strength, confidence, units."""
