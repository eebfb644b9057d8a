"""Colours of markers: by kind, by person or by how sure a moment is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, TypeAlias

from takewise.model import Colour, Kind, Moment

ColourBy: TypeAlias = Literal["kind", "person", "score"]
"""What a marker's colour shows."""

PALETTE = (Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.CYAN, Colour.BLUE)
"""The colours that Resolve, Premiere, Avid and Kdenlive all have."""

# Place in the palette; the two kinds of eye event share one, and so do
# what has no movement: a hold and a marker set by hand.
_PLACES: Mapping[Kind, int] = MappingProxyType(
    {
        Kind.MICRO: 0,
        Kind.SUBTLE: 1,
        Kind.EXPRESSION: 2,
        Kind.GAZE: 3,
        Kind.BLINK: 3,
        Kind.HOLD: 4,
        Kind.UNSPOKEN: 2,
        Kind.PAUSE: 4,
        Kind.BREATH: 3,
        Kind.MARKER: 4,
    }
)

# Least confidence of the palette's first and second colour: about nine of ten, and
# seven of ten people would agree. What is below has the third.
_SURE = (0.9, 0.7)


def colour_of(moment: Moment, by: ColourBy, palette: tuple[Colour, ...]) -> Colour:
    """Choose a moment's colour from a palette of at least one; a short palette begins again.

    By ``score`` the palette's first colour has the highest confidence.
    """
    if by == "kind":
        place = _PLACES[moment.kind]
    elif by == "person":
        # People are named A, B, C, ... in order of first appearance.
        place = ord(moment.person[0]) - ord("A") if moment.person else 0
    else:
        place = sum(moment.confidence < least for least in _SURE)
    return palette[place % len(palette)]
