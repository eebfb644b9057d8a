"""Decisions about takes: each can be undone, and asks to be saved."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from takewise.clock import FrameRange
from takewise.model.decisions import Decisions, HandMarker, MomentEdit, Verdict, marker_id, merged
from takewise.ui.takes.state import Edit, ReviewState, Save, Step, TakeChange, Turn
from takewise.ui.takes.transport import seek

_DONE = {Turn.UNDO: "undone", Turn.REDO: "done again"}


def decide_take(
    state: ReviewState, after: Decisions, words: str, *, place: int | None = None
) -> Step:
    """Replace the decisions on a take (None: the active one); unchanged ones save nothing.

    `words` describe the decision for the undo message.
    """
    place = state.active if place is None else place
    before = state.takes[place].decisions
    if after == before:
        return Step(state=state)
    change = TakeChange(take=place, before=before, after=after)
    edit = Edit(change=change, at=state.at, words=words)
    decided = replace(_with(state, change), past=(*state.past, edit), future=(), message=words)
    return Step(state=seek(decided, decided.at), effects=(Save(change=change),))


def undo(state: ReviewState) -> Step:
    """Undo the last decision."""
    if not state.past:
        return Step(state=state.saying("nothing to undo"))
    *past, edit = state.past
    back = TakeChange(take=edit.change.take, before=edit.change.after, after=edit.change.before)
    moved = replace(edit, at=state.at)
    undone = replace(
        _carried(state, back),
        past=tuple(past),
        future=(*state.future, moved),
        at=edit.at if _resyncs(back) else state.at,
        message=f"undone: {edit.words}",
    )
    return Step(state=seek(undone, undone.at), effects=(Save(change=back, turn=Turn.UNDO),))


def redo(state: ReviewState) -> Step:
    """Redo the decision that was undone last."""
    if not state.future:
        return Step(state=state.saying("nothing to redo"))
    *future, edit = state.future
    moved = replace(edit, at=state.at)
    redone = replace(
        _carried(state, edit.change),
        past=(*state.past, moved),
        future=tuple(future),
        at=edit.at if _resyncs(edit.change) else state.at,
        message=edit.words,
    )
    return Step(state=seek(redone, redone.at), effects=(Save(change=edit.change, turn=Turn.REDO),))


def not_taken_back(state: ReviewState, turn: Turn, now: Decisions) -> ReviewState:
    """Drop the edit of an undo or redo, since another window has changed the decision since.

    `state` is what was shown before it; `now` are the current decisions.
    """
    edits = state.past if turn is Turn.UNDO else state.future
    edit, left = edits[-1], edits[:-1]
    known = put_decisions(state, edit.change.take, now)
    words = f"not {_DONE[turn]} ({edit.words}): another window has changed it since"
    if turn is Turn.UNDO:
        return replace(known, past=left, message=words)
    return replace(known, future=left, message=words)


def put_decisions(state: ReviewState, place: int, now: Decisions) -> ReviewState:
    """Show the library's decisions on a take; if it moves on the clock, the clock stays."""
    known = _with(state, TakeChange(take=place, before=state.takes[place].decisions, after=now))
    return seek(known, known.at)


def taken_in(state: ReviewState, place: int, now: Decisions) -> ReviewState:
    """Show what another window decided about a take."""
    if state.takes[place].decisions == now:
        return state
    known = put_decisions(state, place, now)
    return known.saying(f"{known.takes[place].name}: changed in another window")


def judge(state: ReviewState, verdict: Verdict) -> Step:
    """Circle a take, or hold it, or mark it no good; the same verdict twice removes it."""
    if not state.takes:
        return Step(state=state)
    before = state.takes[state.active].decisions
    wanted = None if before.verdict is verdict else verdict
    words = f"{_name(state)}: {verdict.value if wanted else f'not {verdict.value}'}"
    return decide_take(state, replace(before, verdict=wanted), words)


def rate(state: ReviewState, stars: int) -> Step:
    """Give a take 1 to 5 stars; 0 removes them."""
    if not state.takes:
        return Step(state=state)
    words = f"{_name(state)}: {'★' * stars if stars else 'no stars'}"
    before = state.takes[state.active].decisions
    return decide_take(state, replace(before, stars=stars or None), words)


def write_note(state: ReviewState, note: str) -> Step:
    """Replace the note on a take."""
    if not state.takes:
        return Step(state=state)
    before = state.takes[state.active].decisions
    return decide_take(state, replace(before, note=note.strip()), f"{_name(state)}: note")


def sync_here(state: ReviewState) -> Step:
    """Make the active take's picture its sync point, which aligns it with the other takes."""
    take = state.take
    if take is None:
        return Step(state=state)
    frame = take.frame_at(state.at)
    after = replace(take.decisions, sync=frame)
    done = decide_take(state, after, f"{take.name}: sync point at frame {frame}")
    return replace(done, state=seek(done.state, Fraction(0)))


def clear_sync(state: ReviewState) -> Step:
    """Remove a take's sync point: its beginning is aligned with the others' sync points."""
    take = state.take
    if take is None:
        return Step(state=state)
    frame = take.frame_at(state.at)
    done = decide_take(state, replace(take.decisions, sync=None), f"{take.name}: no sync point")
    moved = done.state.takes[state.active]
    return replace(done, state=seek(done.state, moved.common(frame)))


def nudge(state: ReviewState, frames: int) -> Step:
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


def reject(state: ReviewState) -> Step:
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


def add_marker(state: ReviewState, title: str = "marker") -> Step:
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


def rename(state: ReviewState, place: int, moment: str, title: str) -> Step:
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


def correct_span(state: ReviewState, place: int, moment: str, span: FrameRange) -> Step:
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


def _with(state: ReviewState, change: TakeChange) -> ReviewState:
    takes = list(state.takes)
    takes[change.take] = replace(takes[change.take], decisions=change.after)
    return replace(state, takes=tuple(takes))


def _carried(state: ReviewState, change: TakeChange) -> ReviewState:
    """Apply a change to the current decisions, and leave what it does not touch."""
    now = state.takes[change.take].decisions
    after = merged(now, before=change.before, after=change.after)
    return _with(state, replace(change, after=after))


def _resyncs(change: TakeChange) -> bool:
    return change.before.sync != change.after.sync


def _name(state: ReviewState) -> str:
    return state.takes[state.active].name
