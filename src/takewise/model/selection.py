"""Which moments of a take are kept: the one rule that every surface follows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from takewise.model import Analysis, Kind, Moment
from takewise.model.decisions import Decisions, apply_decisions

# People blink 15 to 20 times a minute: in a list of moments blinks bury all the rest. So do
# the pauses and breaths of a scene with many lines.
PERFORMANCE = tuple(kind for kind in Kind if kind not in {Kind.BLINK, Kind.PAUSE, Kind.BREATH})
"""Kinds that are kept unless others are asked for: all but blinks, pauses and breaths."""

MIN_CONFIDENCE = 0.5
"""Least confidence of a moment that is kept unless another is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a moment must be to be kept; what was set by hand always is."""

    kinds: frozenset[Kind] = frozenset(PERFORMANCE)
    """Kinds that are kept."""
    min_confidence: float = MIN_CONFIDENCE
    """Least confidence, 0 to 1; 0.5 keeps what is more likely right than wrong."""
    min_strength: float = 0.0
    """Least strength, in units of the noise."""
    person: str | None = None
    """Whose moments are kept; None keeps those of every person."""
    most: int | None = None
    """Most detected moments of a take, the clearest kept; None keeps them all."""

    def keeps(self, moment: Moment) -> bool:
        """Return whether a moment is kept, apart from `most`."""
        # A marker set by hand has neither confidence nor strength.
        if moment.kind is Kind.MARKER:
            return not moment.person or self.person in {None, moment.person}
        return (
            moment.kind in self.kinds
            and moment.confidence >= self.min_confidence
            and moment.strength >= self.min_strength
            and self.person in {None, moment.person}
        )


def select_moments(
    analysis: Analysis, selection: Selection | None = None, decisions: Decisions | None = None
) -> Analysis:
    """Return an analysis with those of its moments that are kept, in their order.

    `decisions` are applied first; None where that was done before, or nothing was decided. A
    `selection` of None takes the defaults. The score stays as computed.

    Examples
    --------
    >>> import takewise
    >>> analysis = takewise.analyze("sample_media/scene12_take1.mov")
    >>> kept = select_moments(analysis, Selection(kinds=frozenset({Kind.BLINK})))
    >>> [moment.title for moment in kept.moments]
    ['blink']
    """
    selection = selection or Selection()
    whole = analysis if decisions is None else apply_decisions(analysis, decisions)
    kept = [moment for moment in whole.moments if selection.keeps(moment)]
    if selection.most is not None:
        found = [moment for moment in kept if moment.kind is not Kind.MARKER]
        ranked = sorted(found, key=lambda m: (-m.clearness, m.span, m.id))
        left_out = {moment.id for moment in ranked[selection.most :]}
        kept = [moment for moment in kept if moment.id not in left_out]
    return replace(whole, moments=tuple(kept))
