"""Which takes are shown, and how they share the picture."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from takewise.ui.takes.state import MOST_SHOWN, Layout, ReviewState, ShownTake
from takewise.ui.takes.transport import seek


def put_take(state: ReviewState, place: int, take: ShownTake) -> ReviewState:
    """Show what is known of a take now, in place of what was known before."""
    if place < len(state.takes):
        known_take = state.takes[place]
        # What was decided while it was being analysed is newer than what comes with the news.
        take = replace(take, aligned=known_take.aligned, decisions=known_take.decisions)
    takes = (*state.takes[:place], take, *state.takes[place + 1 :])
    known = replace(state, takes=takes)
    # The clock begins at the beginning of whatever is there, unless a person moved it.
    fresh = state.at == state.reach[0]
    return seek(known, known.reach[0] if fresh else known.at)


def activate(state: ReviewState, place: int) -> ReviewState:
    """Make a take the one that decisions are about, and show it."""
    if place not in state.open:
        return state
    if place in replace(state, solo=False).shown:
        moved = replace(state, active=place)
    else:
        moved = replace(state, active=place, page=_page_of(state, place), picked=())
    return seek(moved, moved.at)


def next_take(state: ReviewState, steps: int) -> ReviewState:
    """Make the next take (1) or the previous one (-1) the active one; after the last the first."""
    if not state.takes:
        return state
    places = state.open
    return activate(state, places[(places.index(state.active) + steps) % len(places)])


def turn_page(state: ReviewState, steps: int) -> ReviewState:
    """Show the next four takes (1), or the previous ones (-1)."""
    number = bisect_left(state.open, state.page) + steps * MOST_SHOWN
    if not 0 <= number < len(state.open):
        return state.saying("there are no other takes")
    page = state.open[number]
    moved = replace(state, page=page, active=page, solo=False, picked=())
    return seek(moved, moved.at)


def close_take(state: ReviewState, place: int) -> ReviewState:
    """Close a take: it leaves the window, and nothing on the disk changes.

    The last one stays, as a window without takes shows nothing.
    """
    if place not in state.open:
        return state
    name = state.takes[place].name
    left = [each for each in state.open if each != place]
    if not left:
        return state.saying(f"{name} is the only take; close the window in its place")
    later = next((each for each in left if each > place), left[-1])
    active = later if state.active == place else state.active
    picked = tuple(each for each in state.picked if each != place)
    selected = None if state.selected and state.selected[0] == place else state.selected
    gone = replace(state, closed=state.closed | {place}, active=active, picked=picked)
    gone = replace(gone, selected=selected, page=_page_of(gone, active))
    if picked and active not in picked:
        gone = replace(gone, active=picked[0])
    return seek(gone, gone.at).saying(f"{name} is closed; open it again to see it")


def reopen(state: ReviewState, places: Iterable[int]) -> ReviewState:
    """Show takes again that were closed."""
    again = replace(state, closed=state.closed - frozenset(places))
    return replace(again, page=_page_of(again, again.active)).saying("open again")


def _page_of(state: ReviewState, place: int) -> int:
    """Return the first place of the four takes that one is shown with."""
    number = state.open.index(place)
    return state.open[number - number % MOST_SHOWN]


def toggle_solo(state: ReviewState) -> ReviewState:
    """Show the active take alone, or with the others."""
    changed = replace(state, solo=not state.solo)
    return seek(changed, changed.at)


def choose_layout(state: ReviewState, layout: Layout) -> ReviewState:
    """Let the takes share the picture in a way; chosen twice, side by side again."""
    if layout is state.layout:
        layout = Layout.SIDE_BY_SIDE
    if layout is not Layout.SIDE_BY_SIDE and len(state.shown) < 2:
        return state.saying(f"{layout.value} needs two takes")
    return replace(state, layout=layout, message=layout.value)


def move_wipe(state: ReviewState, place: float) -> ReviewState:
    """Move the line of the wipe; 0 is the left edge, 1 the right one."""
    return replace(state, wipe=min(max(place, 0.0), 1.0))


def toggle_face_lock(state: ReviewState) -> ReviewState:
    """Let the view follow the face, or show the whole picture again."""
    words = "whole picture" if state.face_lock else "following the face"
    return replace(state, face_lock=not state.face_lock, message=words)
