"""One check of `takewise doctor` and its result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

State: TypeAlias = Literal["works", "note", "problem"]
"""``note`` is worth knowing; only a ``problem`` keeps Takewise from working."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The result of one check."""

    name: str
    """What was checked."""
    state: State
    """The outcome."""
    detail: str
    """What was found."""
    remedy: str = ""
    """What to do about it; empty if nothing need be done."""
