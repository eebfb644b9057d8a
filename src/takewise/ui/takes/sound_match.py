"""Takes aligned by their sound in the background, for the window's clock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from takewise.errors import TakewiseError
from takewise.model.alignment import Alignment
from takewise.pipeline.comparison import TakeToCompare, compare
from takewise.settings import Settings
from takewise.ui.takes.state import ReviewState


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Aligned:
    """Some takes were aligned."""

    clock: int
    """Place of the take on whose clock the others are aligned."""
    alignments: Mapping[int, Alignment]
    """Place of each other take to its alignment on that clock."""
    notes: tuple[str, ...]
    """What the user should know of it, one sentence each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """Takes cannot be aligned on one clock."""

    why: str
    """Why, in one sentence."""


def match_by_sound(
    state: ReviewState, settings: Settings, report: Callable[[Aligned | Unheard], None]
) -> str:
    """Align the shown takes by their sound in a thread, which calls `report` with the result.

    Return what is being done, or why nothing is.
    """
    places = [place for place in state.shown if state.takes[place].analysis is not None]
    if len(places) < 2:
        return "only analysed takes can be aligned, and it takes two of them"
    takes = []
    for place in places:
        take = state.takes[place]
        if take.analysis is not None:
            takes.append(
                TakeToCompare(name=str(place), analysis=take.analysis, decisions=take.decisions)
            )

    def work() -> None:
        try:
            found = compare(takes, settings=settings.alignment)
        except TakewiseError as error:
            report(Unheard(why=str(error)))
            return
        pairs = zip(places, found.takes, strict=True)
        others = {place: each.alignment for place, each in pairs if place != places[found.clock]}
        report(Aligned(clock=places[found.clock], alignments=others, notes=found.notes))

    threading.Thread(target=work, daemon=True, name="takewise-listening").start()
    return "listening to the takes …"
