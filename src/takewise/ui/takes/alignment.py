"""Takes aligned on one clock by what is heard in them, as comparing does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from takewise.alignment_methods import METHODS
from takewise.model.alignment import Alignment
from takewise.ui.takes.state import Laid, ReviewState
from takewise.ui.takes.transport import seek

# Parts of a second to which a place is told: finer than any picture or sample.
_FINEST = 1_000_000


def lay(state: ReviewState, clock: int, alignments: Mapping[int, Alignment]) -> ReviewState:
    """Lay takes beside one of them, as exactly as can be told where the clock stands.

    Where the reading differs in pace, takes that lie together here drift apart elsewhere.

    Parameters
    ----------
    state
        What is shown.
    clock
        Place of the take that stays where it is.
    alignments
        Place of each other take to how its time lies on that one's.

    Returns
    -------
    State
        A take stays where it is if nothing can be told of it, or if a human has set its
        sync point; the message says of each which it is.
    """
    takes, said = list(state.takes), []
    still = takes[clock]
    moment = float(state.at + still.origin + still.times.begin)
    for place, alignment in sorted(alignments.items()):
        take = takes[place]
        words = f"{METHODS[alignment.method].in_window} {100 * alignment.sureness:.0f} %"
        if take.decisions.sync is not None:
            said.append(f"take {place + 1}: by hand")
            continue
        if not alignment.told:
            said.append(f"take {place + 1}: cannot tell ({alignment.because})")
            continue
        own = Fraction(float(alignment.in_take(moment))).limit_denominator(_FINEST)
        laid = Laid(origin=own - take.times.begin - state.at, words=words)
        takes[place] = replace(take, laid=laid)
        said.append(f"take {place + 1}: {words} sure")
    known = replace(state, takes=tuple(takes), message="; ".join(said) or "nothing to lay")
    return seek(known, known.at)


def lift(state: ReviewState) -> ReviewState:
    """Let takes begin together again, but for those whose sync points a human has set."""
    if not any(take.laid for take in state.takes):
        return state.saying("no take is laid by its sound")
    takes = tuple(replace(take, laid=None) for take in state.takes)
    lifted = replace(state, takes=takes, message="no more by their sound")
    return seek(lifted, lifted.at)
