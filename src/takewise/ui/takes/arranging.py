"""Which takes are shown, and how they share the picture."""

from __future__ import annotations

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
    if not 0 <= place < len(state.takes):
        return state
    if place in replace(state, solo=False).shown:
        moved = replace(state, active=place)
    else:
        moved = replace(state, active=place, page=place - place % MOST_SHOWN, picked=())
    return seek(moved, moved.at)


def next_take(state: ReviewState, steps: int) -> ReviewState:
    """Make the next take (1) or the previous one (-1) the active one; after the last the first."""
    if not state.takes:
        return state
    return activate(state, (state.active + steps) % len(state.takes))


def turn_page(state: ReviewState, steps: int) -> ReviewState:
    """Show the next four takes (1), or the previous ones (-1)."""
    page = state.page + steps * MOST_SHOWN
    if not 0 <= page < len(state.takes):
        return state.saying("there are no other takes")
    moved = replace(state, page=page, active=page, solo=False, picked=())
    return seek(moved, moved.at)


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
