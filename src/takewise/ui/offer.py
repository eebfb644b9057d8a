"""What a window offers to open in another process."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something that a window offers to open in another process."""

    label: str
    """Text of the button."""
    words: tuple[str, ...]
    """Arguments of the Python interpreter."""
