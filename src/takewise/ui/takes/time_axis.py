"""The part of the clock that the curves show: each function returns a new state."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from takewise.model.moment import Moment
from takewise.ui.takes.curves import TRACKS, CurveName
from takewise.ui.takes.state import ReviewState

CLOSEST = Fraction(1, 4)
"""Seconds that the curves show at the least: six pictures at 24 a second."""

_STEP = Fraction(3, 5)
_SETS = (
    (CurveName.MOVEMENT, CurveName.EYES, CurveName.LIPS, CurveName.HEAD),
    (CurveName.MOVEMENT,),
    (CurveName.BROWS, CurveName.CHEEKS, CurveName.MOUTH),
    (CurveName.EYES, CurveName.GAZE, CurveName.HEAD),
    (CurveName.MOVEMENT, CurveName.LIPS, CurveName.SOUND),
    tuple(TRACKS),
)


def window(state: ReviewState) -> tuple[Fraction, Fraction]:
    """Return the common times at the left and at the right edge of the curves."""
    start, end = state.reach
    if state.zoom and state.zoom[0] < end and start < state.zoom[1]:
        return state.zoom
    return start, max(end, start + Fraction(1, 25))


def show_window(state: ReviewState, begin: Fraction, end: Fraction) -> ReviewState:
    """Show a part of the clock; if it has everything, keep_playhead_in_view what is shown."""
    start, finish = state.reach
    length = min(max(end - begin, CLOSEST), finish - start)
    if length >= finish - start:
        return replace(state, zoom=None)
    begin = min(max(begin, start), finish - length)
    return replace(state, zoom=(begin, begin + length))


def zoom(state: ReviewState, factor: Fraction, around: Fraction | None = None) -> ReviewState:
    """Show `factor` times as much of the clock; a common time stays where it is."""
    begin, end = window(state)
    at = state.at if around is None else around
    centre = at if begin <= at <= end else (begin + end) / 2
    return show_window(state, centre - (centre - begin) * factor, centre + (end - centre) * factor)


def zoom_in(state: ReviewState) -> ReviewState:
    """Show less of the clock, around the playhead."""
    return zoom(state, _STEP)


def zoom_out(state: ReviewState) -> ReviewState:
    """Show more of the clock, around the playhead."""
    return zoom(state, 1 / _STEP)


def pan(state: ReviewState, share: Fraction) -> ReviewState:
    """Move along by a share of what is shown; below 0 to earlier times."""
    begin, end = window(state)
    moved = (end - begin) * share
    return show_window(state, begin + moved, end + moved)


def show_all(state: ReviewState) -> ReviewState:
    """Show all of the clock."""
    return replace(state, zoom=None)


def keep_playhead_in_view(state: ReviewState) -> ReviewState:
    """Keep the playhead in sight while the curves are zoomed; it comes in near the edge."""
    if state.zoom is None:
        return state
    begin, end = state.zoom
    if begin <= state.at <= end:
        return state
    lead = (end - begin) / 10
    at = state.at - lead if state.at > end else state.at - (end - begin) + lead
    return show_window(state, at, at + end - begin)


def follow_moment(state: ReviewState, place: int, moment: Moment) -> ReviewState:
    """Keep a whole moment in sight while the curves are zoomed."""
    if state.zoom is None:
        return state
    begin, end = state.zoom
    take = state.takes[place]
    onset = take.common(moment.span.start)
    after = take.common(moment.span.end - 1) + 1 / take.times.rate
    if begin <= onset and after <= end:
        return state
    length = max(end - begin, (after - onset) * Fraction(5, 4))
    middle = (onset + after) / 2
    return show_window(state, middle - length / 2, middle + length / 2)


def toggle_track(state: ReviewState, track: CurveName) -> ReviewState:
    """Show a curve, or hide it; one always stays."""
    chosen = {*state.tracks} ^ {track}
    tracks = tuple(each for each in TRACKS if each in chosen)
    return replace(state, tracks=tracks) if tracks else state.saying("one curve always stays")


def next_tracks(state: ReviewState) -> ReviewState:
    """Show the next set of curves."""
    place = _SETS.index(state.tracks) + 1 if state.tracks in _SETS else 0
    tracks = _SETS[place % len(_SETS)]
    return replace(state, tracks=tracks, message=f"curves: {', '.join(tracks)}")


def toggle_seconds(state: ReviewState) -> ReviewState:
    """Write the axis in seconds of the common clock, or in the active take's timecode."""
    words = "axis in timecode" if state.seconds else "axis in seconds"
    return replace(state, seconds=not state.seconds, message=words)
