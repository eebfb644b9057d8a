"""Movements, and the moments that they make."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

from takewise.clock import FrameRange

Side: TypeAlias = Literal["left", "right", "both"]
"""Whose side: the performer's own."""


class Kind(StrEnum):
    """What sort of moment it is."""

    MICRO = "micro-expression"
    """A whole movement of at most 0.5 s."""
    SUBTLE = "subtle-expression"
    """Longer than 0.5 s, but small."""
    EXPRESSION = "expression"
    """Longer than 0.5 s and plain to see."""
    BLINK = "blink"
    """Both lids close and open again."""
    GAZE = "gaze-shift"
    """The eyes travel and stay."""
    HOLD = "hold"
    """The face goes still for longer than usual."""
    MARKER = "marker"
    """Set by hand, not found; its strength is 0 and its confidence 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """An observable change of one facial region."""

    unit: str
    """FACS action unit, e.g. ``"AU12"``."""
    name: str
    """Its FACS name, e.g. ``"lip corner puller"``."""
    side: Side
    """The performer's own side."""
    peak: float
    """Greatest displacement from rest; eye-widths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One or more movements that rise and fall together, or an eye event."""

    id: str
    """Stable for the same media and movement, e.g. ``"m-3fa2c81b"``."""
    person: str
    """"A", "B", ...; empty where a marker set by hand is about no one."""
    kind: Kind
    """What sort of moment."""
    span: FrameRange
    """From the onset to the first frame after it is over."""
    apex: int
    """Frame of greatest change; within `span`."""
    movements: tuple[Movement, ...]
    """Strongest first; empty for kinds that are not made of movements."""
    strength: float
    """Greatest displacement in units of the noise; 0 or more."""
    confidence: float
    """Estimated chance that a person looking at the frames agrees, 0 to 1."""
    title: str
    """What a marker list shows, e.g. ``"inner brows lift"``."""
    because: str
    """The measurement in one sentence."""
    hint: str | None = None
    """Opt-in reading by EMFACS rules ("resembles ..."); None unless asked for."""
