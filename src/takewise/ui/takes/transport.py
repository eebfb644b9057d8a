"""Moving the clock: each function returns a new state."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from takewise.ui.takes import time_axis
from takewise.ui.takes.state import ReviewState

PACES = (Fraction(1, 6), Fraction(1, 4), Fraction(1, 2), Fraction(1))
"""Normal speeds to choose from. Haggard and Isaacs found micro-expressions at 1/6
("Micromomentary facial expressions as indicators of ego mechanisms", 1966)."""

FASTEST = 8
"""Times the normal speed; beyond it single pictures fly by too fast to see."""


def seek(state: ReviewState, at: Fraction) -> ReviewState:
    """Go to a common time; outside of the takes there is the nearest in them."""
    start, _ = state.reach
    return time_axis.keep_playhead_in_view(
        replace(state, at=min(max(at, start), max(start, state.last)))
    )


def toggle(state: ReviewState) -> ReviewState:
    """Play at normal speed, or stop; at the end, begin again."""
    if state.shuttle:
        return stop(state)
    begun = seek(state, span(state)[0]) if state.at >= _last(state) else state
    return replace(begun, shuttle=1)


def stop(state: ReviewState) -> ReviewState:
    """Stop."""
    return replace(state, shuttle=0)


def shuttle(state: ReviewState, direction: int) -> ReviewState:
    """Play in a direction, 1 or -1; if it plays so already, twice as fast."""
    if state.shuttle * direction > 0:
        faster = min(abs(state.shuttle) * 2, FASTEST)
        return replace(state, shuttle=direction * faster)
    return replace(state, shuttle=direction)


def change_pace(state: ReviewState, steps: int) -> ReviewState:
    """Choose a slower (-1) or a faster (1) normal speed."""
    place = PACES.index(state.pace) + steps
    pace = PACES[min(max(place, 0), len(PACES) - 1)]
    return replace(state, pace=pace, message=f"speed {pace}")


def slow_motion(state: ReviewState) -> ReviewState:
    """Choose 1/6 of the normal speed, or all of it again."""
    pace = PACES[-1] if state.pace == PACES[0] else PACES[0]
    return replace(state, pace=pace, message=f"speed {pace}")


def step(state: ReviewState, frames: int) -> ReviewState:
    """Stop, and step some frames of the active take, also before and after the take."""
    take = state.take
    if take is None:
        return state
    if not take.plays_at(state.at):
        return seek(stop(state), state.at + frames / take.times.rate)
    wanted = take.frame_at(state.at) + frames
    beyond = wanted - take.times.within(wanted)
    return seek(stop(state), take.common(wanted) + beyond / take.times.rate)


def skip(state: ReviewState, seconds: int) -> ReviewState:
    """Go some seconds further on, and play on if it plays."""
    return seek(state, state.at + seconds)


def first(state: ReviewState) -> ReviewState:
    """Go to the beginning of the first take."""
    return seek(state, state.reach[0])


def last(state: ReviewState) -> ReviewState:
    """Go to the last picture of the last take."""
    return seek(state, state.last)


def span(state: ReviewState) -> tuple[Fraction, Fraction]:
    """Return the common times between which a loop plays; the end is left out."""
    start, end = state.reach
    begin = start if state.mark_in is None else max(start, state.mark_in)
    finish = end if state.mark_out is None else min(end, state.mark_out)
    return (begin, finish) if begin < finish else (start, end)


def advance(state: ReviewState, elapsed: Fraction) -> ReviewState:
    """Let `elapsed` seconds of the wall's clock pass; at the end, begin again if it loops."""
    if not state.shuttle:
        return state
    at = state.at + state.speed * elapsed
    begin, finish = span(state) if state.loop else state.reach
    if state.loop and begin < finish and not begin <= at < finish:
        return time_axis.keep_playhead_in_view(
            replace(state, at=begin + (at - begin) % (finish - begin))
        )
    if begin <= at < finish:
        return time_axis.keep_playhead_in_view(replace(state, at=at))
    return stop(seek(state, at))


def mark_in(state: ReviewState) -> ReviewState:
    """Let the loop begin with the picture of the active take that is shown."""
    take = state.take
    if take is None:
        return state
    at = take.common(take.frame_at(state.at))
    out = state.mark_out if state.mark_out is not None and state.mark_out > at else None
    return replace(state, mark_in=at, mark_out=out, message="in")


def mark_out(state: ReviewState) -> ReviewState:
    """Let the loop end with the picture of the active take that is shown."""
    take = state.take
    if take is None:
        return state
    frame = take.frame_at(state.at)
    at = take.common(frame) + 1 / take.times.rate
    begin = state.mark_in if state.mark_in is not None and state.mark_in < at else None
    return replace(state, mark_in=begin, mark_out=at, message="out")


def clear_marks(state: ReviewState) -> ReviewState:
    """Clear in and out."""
    return replace(state, mark_in=None, mark_out=None, loop=False, message="in and out cleared")


def toggle_loop(state: ReviewState) -> ReviewState:
    """Turn the loop on or off."""
    return replace(state, loop=not state.loop, message="loop off" if state.loop else "loop on")


def toggle_mute(state: ReviewState) -> ReviewState:
    """Mute the sound, or play it again."""
    return replace(state, muted=not state.muted, message="sound" if state.muted else "muted")


def _last(state: ReviewState) -> Fraction:
    """Return where playing forward ends."""
    return min(state.last, span(state)[1]) if state.loop else state.last
