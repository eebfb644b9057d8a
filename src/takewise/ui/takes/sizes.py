"""How large a movement is, in a word that a director uses."""

from __future__ import annotations

from takewise.model import Moment

_VERY_SMALL, _SMALL = 0.015, 0.04
"""Of the distance between the eyes: where a face is 150 pixels from eye to eye, as in a
close-up on a large screen, 2 and 6 pixels. Judgement, not measured."""


def size_word(moment: Moment) -> str:
    """Return "very small", "small" or "clear"; empty where nothing moves in the face."""
    peak = max((each.peak for each in moment.movements), default=0.0)
    if not peak:
        return ""
    if peak < _VERY_SMALL:
        return "very small"
    return "small" if peak < _SMALL else "clear"
