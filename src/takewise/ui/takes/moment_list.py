"""The list of moments: which are shown, in which order, and which is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from takewise.model import Kind, Moment
from takewise.model.decisions import apply_decisions
from takewise.model.selection import select_moments
from takewise.ui.takes import time_axis
from takewise.ui.takes.state import FEW, Choice, Order, ReviewState, ShownTake, following
from takewise.ui.takes.transport import seek, span

THRESHOLDS = (0.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0, 40.0, 60.0, 80.0, 120.0)
"""Strengths to which the keys move the threshold; the mouse sets any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One moment of the list."""

    take: int
    """Place of its take in `State.takes`."""
    moment: Moment
    """As it is shown, with the user's edits."""
    rejected: bool
    """Whether the user rejected it."""
    kept: bool
    """Whether it is among those that are selected, or would be if it were not rejected."""
    at: Fraction
    """Common time of its apex."""


def rows_of(takes: Sequence[ShownTake], shown: Sequence[int], choice: Choice) -> tuple[Row, ...]:
    """List the moments of the takes at the places `shown`, in the order of the choice.

    Moments that the choice leaves out are listed too, and marked as such.
    """
    found = []
    for place in shown:
        take = takes[place]
        if take.analysis is None:
            continue
        everything = apply_decisions(take.analysis, replace(take.decisions, rejected=frozenset()))
        kept = select_moments(take.analysis, choice.selection, take.decisions).moments
        ids = {moment.id for moment in kept}
        found += [
            Row(
                take=place,
                moment=moment,
                rejected=moment.id in take.decisions.rejected,
                kept=moment.id in ids
                or (moment.id in take.decisions.rejected and choice.selection.keeps(moment)),
                at=take.common(moment.apex),
            )
            for moment in everything.moments
        ]
    return tuple(sorted(found, key=lambda row: (*_rank(choice.order, row), *_place(row))))


def listed(rows: Sequence[Row], searched: str = "") -> tuple[Row, ...]:
    """Return the rows that the choice keeps and whose titles have all the words searched for.

    Rejected ones are among them.
    """
    words = searched.casefold().split()
    return tuple(
        row
        for row in rows
        if row.kept and all(word in row.moment.title.casefold() for word in words)
    )


def select(state: ReviewState, row: Row) -> ReviewState:
    """Choose a moment, and go to its apex."""
    chosen = replace(state, selected=(row.take, row.moment.id), active=row.take)
    return seek(time_axis.follow_moment(chosen, row.take, row.moment), row.at)


def neighbour(state: ReviewState, rows: Sequence[Row], steps: int) -> ReviewState:
    """Choose the next moment (1) or the previous one (-1) on the clock and go to its apex.

    If there is none, the state stays and its message says so.
    """
    here = _here(state, rows)
    places = sorted((row for row in rows if not row.rejected), key=_place)
    ahead = [row for row in places if (_place(row) > here if steps > 0 else _place(row) < here)]
    if not ahead:
        return state.saying(f"no {'later' if steps > 0 else 'earlier'} moment")
    return select(state, ahead[0] if steps > 0 else ahead[-1])


def through_the_moment(state: ReviewState, row: Row | None) -> ReviewState:
    """Go from a moment's onset to its apex, to its last frame, and to its onset again."""
    if row is None:
        return state.saying("choose a moment first: . and , go to them")
    take, moment = state.takes[row.take], row.moment
    stations = sorted({moment.span.start, moment.apex, moment.span.end - 1})
    frame = take.frame_at(state.at)
    wanted = next((each for each in stations if each > frame), stations[0])
    return seek(replace(state, active=row.take, shuttle=0), take.common(wanted))


def loop_moment(state: ReviewState, row: Row | None, handles: Fraction) -> ReviewState:
    """Loop a moment, `handles` seconds wider on each side; if it is looped already, stop."""
    if row is None:
        return state.saying("choose a moment first: . and , go to them")
    begin, end = _around(state, row, handles)
    if state.loop and span(state) == (begin, end):
        quiet = replace(state, loop=False, mark_in=None, mark_out=None, shuttle=0)
        return seek(quiet, row.at)
    marked = replace(state, mark_in=begin, mark_out=end, loop=True, shuttle=1)
    return seek(marked, begin).saying(f"loop: {row.moment.title}")


def move_threshold(state: ReviewState, steps: int) -> ReviewState:
    """Raise (1) or lower (-1) the threshold to the next of `THRESHOLDS`."""
    now = state.choice.threshold
    higher = [each for each in THRESHOLDS if each > now]
    lower = [each for each in THRESHOLDS if each < now]
    nearest = (higher[:1] if steps > 0 else lower[-1:]) or [now]
    return set_threshold(state, nearest[0])


def set_threshold(state: ReviewState, strength: float) -> ReviewState:
    """Show only moments of at least this strength."""
    strength = max(0.0, strength)
    words = f"threshold {strength:.3g} × noise" if strength else "no threshold"
    return replace(state, choice=replace(state.choice, threshold=strength), message=words)


def set_confidence(state: ReviewState, share: float) -> ReviewState:
    """Show only moments with at least this confidence, 0 to 1."""
    share = min(max(share, 0.0), 1.0)
    words = f"at least {100 * share:.0f} % sure"
    return replace(state, choice=replace(state.choice, min_confidence=share), message=words)


def toggle_kind(state: ReviewState, kind: Kind) -> ReviewState:
    """Show a kind of moment, or hide it; markers set by hand stay."""
    if kind is Kind.MARKER:
        return state.saying("markers set by hand are always shown and exported")
    kinds = state.choice.kinds ^ {kind}
    return replace(state, choice=replace(state.choice, kinds=kinds))


def choose_person(state: ReviewState, person: str | None) -> ReviewState:
    """Show only one person's moments, or with None everyone's."""
    return replace(state, choice=replace(state.choice, person=person))


def next_order(state: ReviewState) -> ReviewState:
    """Sort the list in the next of the orders."""
    order = following(state.choice.order)
    chosen = replace(state.choice, order=order)
    return replace(state, choice=chosen, message=f"sorted by {order.value}")


def search(state: ReviewState, words: str) -> ReviewState:
    """List only the moments whose title has all these words; what is exported stays."""
    return replace(state, searched=words)


def toggle_few(state: ReviewState) -> ReviewState:
    """Keep only the most visible moments of each take, or all again."""
    few = not state.choice.few
    words = f"the {FEW} most visible of each take" if few else "all moments"
    return replace(state, choice=replace(state.choice, few=few), message=words)


def _rank(order: Order, row: Row) -> tuple[object, ...]:
    clarity = -row.moment.clearness
    kinds = list(Kind)
    return {
        Order.TIME: (),
        Order.STRENGTH: (clarity,),
        Order.TAKE: (row.take,),
        Order.KIND: (kinds.index(row.moment.kind), clarity),
    }[order]


def _place(row: Row) -> tuple[Fraction, int, str]:
    return row.at, row.take, row.moment.id


def _here(state: ReviewState, rows: Sequence[Row]) -> tuple[Fraction, int, str]:
    """Return the chosen moment's place if the clock stands at it, else the clock's."""
    for row in rows:
        if (row.take, row.moment.id) == state.selected and row.at == state.at:
            return _place(row)
    return state.at, -1, ""


def _around(state: ReviewState, row: Row, handles: Fraction) -> tuple[Fraction, Fraction]:
    take = state.takes[row.take]
    start, end = state.reach
    onset, offset = row.moment.span.start, row.moment.span.end
    after = take.common(offset - 1) + 1 / take.times.rate
    return max(start, take.common(onset) - handles), min(end, after + handles)
