"""Takes aligned on one clock by their sound, as `compare` aligns them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from takewise.alignment_methods import METHODS
from takewise.model.alignment import Alignment
from takewise.ui.takes.state import ReviewState, SoundAlignment
from takewise.ui.takes.transport import seek

# Parts of a second to which times are rounded: finer than any picture or sample.
_FINEST = 1_000_000


def align_takes(state: ReviewState, clock: int, alignments: Mapping[int, Alignment]) -> ReviewState:
    """Align takes with the one at place `clock`, exactly at the clock's current time.

    Where the pace of the reading differs, takes that are aligned here drift apart elsewhere. A
    take stays where it is if its alignment is unknown or a person set its sync point; the message
    lists both.
    """
    takes, remarks = list(state.takes), []
    still = takes[clock]
    moment = float(state.at + still.origin + still.times.begin)
    for place, alignment in sorted(alignments.items()):
        take = takes[place]
        words = f"{METHODS[alignment.method].in_window} {100 * alignment.sureness:.0f} %"
        if take.decisions.sync is not None:
            remarks.append(f"take {place + 1}: by hand")
            continue
        if not alignment.told:
            remarks.append(f"take {place + 1}: cannot be aligned ({alignment.because})")
            continue
        own = Fraction(float(alignment.in_take(moment))).limit_denominator(_FINEST)
        aligned = SoundAlignment(origin=own - take.times.begin - state.at, words=words)
        takes[place] = replace(take, aligned=aligned)
        remarks.append(f"take {place + 1}: {words} sure")
    known = replace(state, takes=tuple(takes), message="; ".join(remarks) or "nothing to align")
    return seek(known, known.at)


def lift(state: ReviewState) -> ReviewState:
    """Let takes begin together again, except those whose sync points a person has set."""
    if not any(take.aligned for take in state.takes):
        return state.saying("no take is aligned by its sound")
    takes = tuple(replace(take, aligned=None) for take in state.takes)
    lifted = replace(state, takes=takes, message="alignment by sound cleared")
    return seek(lifted, lifted.at)
