"""The list of all takes: which are listed, in which order, and the text of a row."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from takewise.model.decisions import Verdict
from takewise.ui.takes.state import (
    MOST_SHOWN,
    BinChoice,
    BinOrder,
    BinPart,
    ReviewState,
    ShownTake,
    following,
)
from takewise.ui.takes.transport import seek


class TakeStage(StrEnum):
    """State of a take's analysis; the value is for people."""

    READY = ""
    WAITING = "not analysed yet"
    FAILED = "not analysed"


@dataclass(frozen=True, slots=True, kw_only=True)
class BinEntry:
    """One row of the list."""

    place: int
    """Place of its take in `ReviewState.takes`."""
    take: ShownTake
    """The take."""
    shown: bool
    """Whether it is among those that are shown."""
    active: bool
    """Whether decisions are about it."""

    @property
    def stage(self) -> TakeStage:
        """State of its analysis."""
        if self.take.analysis is not None:
            return TakeStage.READY
        return TakeStage.FAILED if self.take.trouble else TakeStage.WAITING

    @property
    def score(self) -> float | None:
        """Its score, 0 to 1; None while it has none."""
        return self.take.analysis.score.total if self.take.analysis else None

    @property
    def frame(self) -> int:
        """Its small picture: the apex of its clearest moment, or its middle."""
        moments = self.take.analysis.moments if self.take.analysis else ()
        if moments:
            return max(moments, key=lambda each: each.strength * each.confidence).apex
        return (self.take.times.frames.start + self.take.times.last) // 2

    @property
    def facts(self) -> str:
        """Its length and its score, in words."""
        length = float(self.take.times.length)
        minutes, seconds = divmod(length, 60)
        words = f"{minutes:.0f}:{seconds:04.1f}" if minutes else f"{seconds:.1f} s"
        return words if self.score is None else f"{words} · score {self.score:.2f}"


def entries(state: ReviewState) -> tuple[BinEntry, ...]:
    """Return the rows of the list."""
    found = [
        BinEntry(place=place, take=take, shown=place in state.shown, active=place == state.active)
        for place, take in ((place, state.takes[place]) for place in state.open)
        if _wanted(take, state.bin)
    ]
    return tuple(sorted(found, key=lambda each: (_rank(each, state.bin.order), each.place)))


def show_alone(state: ReviewState, place: int) -> ReviewState:
    """Show one take; if it is shown already, make it the active one."""
    if place in state.shown:
        return replace(state, active=place)
    shown = replace(state, picked=(place,), active=place, solo=False)
    return seek(shown, shown.at)


def toggle_shown(state: ReviewState, place: int) -> ReviewState:
    """Add a take to those that are shown, or remove it; at least one stays."""
    if place not in state.open:
        return state
    now = state.shown if not state.solo else (state.active,)
    if place in now:
        left = tuple(each for each in now if each != place)
        if not left:
            return state
        active = state.active if state.active in left else left[0]
        shown = replace(state, picked=left, active=active, solo=False)
    elif len(now) >= MOST_SHOWN:
        return state.saying(f"at most {MOST_SHOWN} takes are shown; remove one first")
    else:
        shown = replace(state, picked=(*now, place), active=place, solo=False)
    return seek(shown, shown.at)


def search_bin(state: ReviewState, words: str) -> ReviewState:
    """List only the takes whose name or note has all these words."""
    return replace(state, bin=replace(state.bin, words=words))


def next_bin_order(state: ReviewState) -> ReviewState:
    """Sort the list in the next of the orders."""
    return replace(state, bin=replace(state.bin, order=following(state.bin.order)))


def next_bin_part(state: ReviewState) -> ReviewState:
    """List the next part of the takes: all, the circled ones, the rated ones, the others."""
    return replace(state, bin=replace(state.bin, part=following(state.bin.part)))


def toggle_bin(state: ReviewState) -> ReviewState:
    """Show the list of takes, or hide it."""
    return replace(state, bin_shown=not state.bin_shown)


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts names as people do: take 2 before take 10."""
    parts = re.findall(r"\d+|\D+", name.casefold())
    return tuple((int(each), "") if each.isdecimal() else (-1, each) for each in parts)


def _wanted(take: ShownTake, choice: BinChoice) -> bool:
    said = take.decisions
    text = f"{take.name} {said.note} {' '.join(said.tags)}".casefold()
    if not all(word in text for word in choice.words.casefold().split()):
        return False
    return {
        BinPart.ALL: True,
        BinPart.CIRCLED: said.verdict is Verdict.CIRCLED,
        BinPart.RATED: bool(said.stars or said.verdict),
        BinPart.OPEN: not said.stars and said.verdict is None,
    }[choice.part]


def _rank(entry: BinEntry, order: BinOrder) -> tuple[object, ...]:
    said = entry.take.decisions
    if order is BinOrder.NAME:
        return natural(entry.take.name)
    if order is BinOrder.SCORE:
        return (entry.score is None, -(entry.score or 0.0))
    if order is BinOrder.LENGTH:
        return (-entry.take.times.length,)
    if order is BinOrder.RATING:
        return (said.verdict is not Verdict.CIRCLED, -(said.stars or 0))
    return ()
