"""Decisions about takes: each can be undone, and asks to be saved."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from takewise.clock import FrameRange
from takewise.model.decisions import Decisions, HandMarker, MomentEdit, Verdict, marker_id
from takewise.ui.shell.undo import Edit, Step, Undoing
from takewise.ui.takes.state import ReviewState, ReviewStep
from takewise.ui.takes.transport import seek


def put_decisions(state: ReviewState, place: int, now: Decisions) -> ReviewState:
    """Replace the decisions on a take; if it moves on the clock, the clock stays."""
    takes = list(state.takes)
    takes[place] = replace(takes[place], decisions=now)
    return seek(replace(state, takes=tuple(takes)), state.at)


def _revisit(state: ReviewState, edit: Edit) -> ReviewState:
    """Return to the clock of an edit that moved its take."""
    resynced = edit.change.before.sync != edit.change.after.sync
    return seek(state, edit.at) if resynced else state


UNDOING: Undoing[ReviewState] = Undoing(
    decisions=lambda state, place: state.takes[place].decisions,
    put=put_decisions,
    name=lambda state, place: state.takes[place].name,
    revisit=_revisit,
    clock=lambda state: state.at,
)
"""Decides, undoes and redoes in the window for takes."""

undo, redo = UNDOING.undo, UNDOING.redo


def decide_take(
    state: ReviewState, after: Decisions, words: str, *, place: int | None = None
) -> ReviewStep:
    """Replace the decisions on a take (None: the active one); unchanged ones save nothing.

    `words` describe the decision for the undo message.
    """
    return UNDOING.decide(state, state.active if place is None else place, after, words)


def judge(state: ReviewState, verdict: Verdict) -> ReviewStep:
    """Circle a take, or hold it, or mark it no good; the same verdict twice removes it."""
    if not state.takes:
        return Step(state=state)
    before = state.takes[state.active].decisions
    wanted = None if before.verdict is verdict else verdict
    words = f"{_name(state)}: {verdict.value if wanted else f'not {verdict.value}'}"
    return decide_take(state, replace(before, verdict=wanted), words)


def rate(state: ReviewState, stars: int) -> ReviewStep:
    """Give a take 1 to 5 stars; 0 removes them."""
    if not state.takes:
        return Step(state=state)
    words = f"{_name(state)}: {'★' * stars if stars else 'no stars'}"
    before = state.takes[state.active].decisions
    return decide_take(state, replace(before, stars=stars or None), words)


def write_note(state: ReviewState, note: str) -> ReviewStep:
    """Replace the note on a take."""
    if not state.takes:
        return Step(state=state)
    before = state.takes[state.active].decisions
    return decide_take(state, replace(before, note=note.strip()), f"{_name(state)}: note")


def sync_here(state: ReviewState) -> ReviewStep:
    """Make the active take's picture its sync point, which aligns it with the other takes."""
    take = state.take
    if take is None:
        return Step(state=state)
    frame = take.frame_at(state.at)
    after = replace(take.decisions, sync=frame)
    done = decide_take(state, after, f"{take.name}: sync point at frame {frame}")
    return replace(done, state=seek(done.state, Fraction(0)))


def clear_sync(state: ReviewState) -> ReviewStep:
    """Remove a take's sync point: its beginning is aligned with the others' sync points."""
    take = state.take
    if take is None:
        return Step(state=state)
    frame = take.frame_at(state.at)
    done = decide_take(state, replace(take.decisions, sync=None), f"{take.name}: no sync point")
    moved = done.state.takes[state.active]
    return replace(done, state=seek(done.state, moved.common(frame)))


def nudge(state: ReviewState, frames: int) -> ReviewStep:
    """Move the active take by a number of its frames; below 0 it comes earlier.

    The clock and the other takes stay where they are.
    """
    take = state.take
    if take is None:
        return Step(state=state)
    wanted = take.frame_at(Fraction(0)) - frames
    if not take.plays_at(Fraction(0)) or wanted != take.times.within(wanted):
        words = (
            f"{take.name} cannot be moved further: set its sync point (S) on a later frame first"
        )
        return Step(state=state.saying(words))
    later = f"{abs(frames)} frame{'s' * (abs(frames) > 1)} {'later' if frames > 0 else 'earlier'}"
    return decide_take(state, replace(take.decisions, sync=wanted), f"{take.name}: {later}")


def reject(state: ReviewState) -> ReviewStep:
    """Reject the chosen moment, or restore it; a marker set by hand is removed."""
    if state.selected is None:
        return Step(state=state.saying("choose a moment first: . and , go to them"))
    place, moment = state.selected
    before = state.takes[place].decisions
    if moment in before.markers:
        left = {each: marker for each, marker in before.markers.items() if each != moment}
        gone = replace(state, selected=None)
        return decide_take(gone, replace(before, markers=left), "marker removed", place=place)
    rejected = before.rejected ^ {moment}
    words = "moment rejected" if moment in rejected else "moment restored"
    return decide_take(state, replace(before, rejected=rejected), words, place=place)


def add_marker(state: ReviewState, title: str = "marker") -> ReviewStep:
    """Set a marker on the picture that the active take shows, and choose it."""
    take = state.take
    if take is None:
        return Step(state=state)
    frame = take.frame_at(state.at)
    span = FrameRange(frame, frame + 1)
    id_ = marker_id(span, title)
    if id_ in take.decisions.markers:
        chosen = replace(state, selected=(state.active, id_))
        return Step(state=chosen.saying("there is a marker already"))
    markers = {**take.decisions.markers, id_: HandMarker(span=span, title=title)}
    done = decide_take(state, replace(take.decisions, markers=markers), f"{take.name}: marker")
    return replace(done, state=replace(done.state, selected=(state.active, id_)))


def cue_here(state: ReviewState) -> ReviewStep:
    """Let the next line answer the picture that the active take shows; again: remove the cue."""
    take = state.take
    if take is None:
        return Step(state=state)
    frame = take.frame_at(state.at)
    cues = frozenset(take.decisions.cues) ^ {frame}
    words = f"{take.name}: {'cue' if frame in cues else 'no cue'} at frame {frame}"
    return decide_take(state, replace(take.decisions, cues=tuple(sorted(cues))), words)


def rename(state: ReviewState, place: int, moment: str, title: str) -> ReviewStep:
    """Give a moment or a marker another title; an empty one restores that of a found moment."""
    before = state.takes[place].decisions
    title = title.strip()
    if moment in before.markers:
        marker = replace(before.markers[moment], title=title or "marker")
        return decide_take(
            state,
            replace(before, markers={**before.markers, moment: marker}),
            "marker renamed",
            place=place,
        )
    edit = replace(before.edits.get(moment, MomentEdit()), title=title or None)
    others = {each: kept for each, kept in before.edits.items() if each != moment}
    edits = {**others, moment: edit} if edit else others
    return decide_take(state, replace(before, edits=edits), "moment renamed", place=place)


def correct_span(state: ReviewState, place: int, moment: str, span: FrameRange) -> ReviewStep:
    """Let a moment or a marker begin and end at other frames; its apex stays inside."""
    before = state.takes[place].decisions
    words = f"moment now lasts from frame {span.start} to {span.end - 1}"
    if moment in before.markers:
        marker = before.markers[moment]
        apex = None if marker.apex is None else min(max(marker.apex, span.start), span.end - 1)
        moved = {**before.markers, moment: replace(marker, span=span, apex=apex)}
        return decide_take(state, replace(before, markers=moved), words, place=place)
    edit = replace(before.edits.get(moment, MomentEdit()), span=span)
    edits = {**before.edits, moment: edit}
    return decide_take(state, replace(before, edits=edits), words, place=place)


def _name(state: ReviewState) -> str:
    return state.takes[state.active].name
