"""What `takewise doctor` says of one thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

State: TypeAlias = Literal["works", "note", "amiss"]
"""``note`` is worth knowing; only ``amiss`` stands in the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at."""

    name: str
    """What it is."""
    state: State
    """How it is."""
    said: str
    """What was found."""
    remedy: str = ""
    """What to do about it; empty if nothing need be done."""
