"""Movements, and the moments that they make."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
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
    """The face goes still for longer than usual, or stays still after a line."""
    UNSPOKEN = "unspoken"
    """The mouth opens as if to speak, and closes without a word."""
    PAUSE = "pause"
    """Silence between two lines, or before a reply."""
    BREATH = "breath"
    """A breath drawn before a line, heard or seen."""
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
    place: str | None = None
    """Where it lies against the lines: ``"in the silence, 0.4 s after the line"``; None where
    no lines are known."""
    emphasis: float = 1.0
    """Factor on its place in the order of the clearest; more than 1 within a pause."""

    @property
    def reason(self) -> str:
        """The measurement, and where the moment lies against the lines."""
        return f"{self.because}; {self.place}" if self.place else self.because

    @property
    def clearness(self) -> float:
        """What moments are ordered by where only the clearest are kept."""
        return self.confidence * self.strength * self.emphasis


def with_id(moment: Moment, take: str) -> Moment:
    """Give a moment the id that it has in every run over the same take.

    Parameters
    ----------
    moment
        Its frames counted from the take's first.
    take
        Anything that names the take, such as its digest.

    Returns
    -------
    Moment
        The same with its id.
    """
    facts = (take, moment.person, moment.kind, moment.span.start, moment.span.end, moment.movements)
    digest = hashlib.sha256(" ".join(map(str, facts)).encode()).hexdigest()
    return replace(moment, id=f"m-{digest[:12]}")
