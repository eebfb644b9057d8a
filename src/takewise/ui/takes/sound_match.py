"""Takes listened to in the background, so that the window can lay them on one clock."""

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
    """It has become known how some takes lie against one another."""

    clock: int
    """Place of the take on whose clock the others lie."""
    alignments: Mapping[int, Alignment]
    """Place of each other take to how its time lies on that clock."""
    notes: tuple[str, ...]
    """What the user should know of it, one sentence each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """Takes cannot be aligned on one clock."""

    why: str
    """In one sentence."""


def listen(
    state: ReviewState, settings: Settings, tell: Callable[[Aligned | Unheard], None]
) -> str:
    """Lay the shown takes on one clock, in a thread of its own.

    Parameters
    ----------
    state
        What is shown.
    settings
        Of the alignment.
    tell
        Called in that thread with what came of it.

    Returns
    -------
    str
        What is being done, or why nothing is.
    """
    places = [place for place in state.shown if state.takes[place].analysis is not None]
    if len(places) < 2:
        return "it takes two analysed takes to lay one beside the other"
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
            tell(Unheard(why=str(error)))
            return
        pairs = zip(places, found.takes, strict=True)
        others = {place: each.alignment for place, each in pairs if place != places[found.clock]}
        tell(Aligned(clock=places[found.clock], alignments=others, notes=found.notes))

    threading.Thread(target=work, daemon=True, name="takewise-listening").start()
    return "listening to the takes …"
