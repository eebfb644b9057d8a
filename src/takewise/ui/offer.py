"""What a window is asked to show, and to offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from takewise.settings import Settings

if TYPE_CHECKING:
    # The stages of an analysis take half a second to load.
    from takewise.pipeline.takes import Request, TakeResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something that a window offers to open in another process."""

    label: str
    """Text of the button."""
    words: tuple[str, ...]
    """Arguments of the Python interpreter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakesToReview:
    """The takes that a window shows."""

    requests: Sequence[Request]
    """The takes, at least one."""
    names: Sequence[str]
    """Their names on the screen."""
    settings: Settings
    """Every stage's settings."""
    known: Mapping[int, TakeResult] = field(default_factory=dict)
    """Results, by place, of takes that need no analysis."""
    photographs: Offer | None = None
    """Photographs that were named together with the takes."""
