"""Findings become moments: kind, words, confidence, and a name that stays."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from takewise.clock import FrameRange
from takewise.model import FloatArray, Kind, Moment, Movement
from takewise.model.moment import with_id
from takewise.moments import words
from takewise.moments.blinks import Blink
from takewise.moments.excursions import noise_sd
from takewise.moments.gaze import GazeShift
from takewise.moments.hints import hint
from takewise.moments.lids import PointMove
from takewise.moments.movements import Gesture
from takewise.moments.naming import explained
from takewise.moments.settings import MomentSettings
from takewise.moments.shots import Shot
from takewise.moments.units import ACTION_UNITS, BLINK, LIPS_PART


def moved(moment: Moment, frames: int, take: str) -> Moment:
    """Move a moment that was found in a part of a take to its frames in the whole.

    Parameters
    ----------
    moment
        Its frames counted from the part's first.
    frames
        Frames of the take before the part.
    take
        As for `find_moments`.

    Returns
    -------
    Moment
        Its frames counted from the take's first.
    """
    span = FrameRange(moment.span.start + frames, moment.span.end + frames)
    return with_id(replace(moment, span=span, apex=moment.apex + frames), take)


def gesture_moment(
    shot: Shot, gesture: Gesture, movements: tuple[Movement, ...], settings: MomentSettings
) -> Moment:
    """Return a gesture as a moment; `movements` are its units, strongest first, at least one."""
    course = gesture.lead.course
    talks = bool(shot.talking[course.apex])
    seconds = shot.lasts(course.onset, course.offset)
    speed = float(shot.turning[course.onset : course.offset].max())
    meanwhile = words.head_words(speed, talks=talks)
    kind = words.size_kind(
        seconds,
        movements[0].peak,
        micro_seconds=settings.micro_seconds,
        subtle_peak=settings.subtle_peak,
    )
    return Moment(
        id="",
        person=shot.person,
        kind=kind,
        span=_in_take(shot, course.onset, course.offset),
        apex=shot.start + course.apex,
        movements=movements,
        strength=gesture.lead.strength,
        confidence=_confidence(gesture, movements, speed, in_speech=talks),
        title=words.title(movements),
        because=words.because(movements, seconds, gesture.lead.strength, meanwhile),
        hint=hint(movements) if settings.hints else None,
    )


def hold_moment(
    shot: Shot, held: FrameRange, gesture: Gesture, movements: tuple[Movement, ...]
) -> Moment:
    """Return the stretch in which a gesture is held still."""
    talks = bool(shot.talking[gesture.lead.course.apex])
    speed = float(shot.turning[held.start : held.end].max())
    return Moment(
        id="",
        person=shot.person,
        kind=Kind.HOLD,
        span=_in_take(shot, held.start, held.end),
        apex=shot.start + min(max(gesture.lead.course.apex, held.start), held.end - 1),
        movements=movements,
        strength=gesture.lead.strength,
        confidence=_confidence(gesture, movements, speed, in_speech=talks),
        title=f"hold: {words.title(movements)}",
        because=words.hold_words(movements, shot.lasts(held.start, held.end)),
    )


def blink_moment(shot: Shot, blink: Blink) -> Moment:
    """Return a blink as a moment."""
    places = (blink.span.start, blink.shut.start, blink.shut.end, blink.span.end)
    closing, shut, opening = (shot.lasts(*each) for each in pairwise(places))
    return Moment(
        id="",
        person=shot.person,
        kind=Kind.BLINK,
        span=_in_take(shot, blink.span.start, blink.span.end),
        apex=shot.start + blink.apex,
        movements=(Movement(unit=BLINK.code, name=BLINK.name, side="both", peak=0.0),),
        strength=blink.depth * float(np.median(shot.eyes)) / _noise(shot.eyes.mean(axis=1)),
        confidence=min(0.99, max(0.5, 0.3 + blink.depth)),
        title="half-blink" if blink.half else "blink",
        because=words.blink_words(blink.depth, (closing, shut, opening), half=blink.half),
    )


def point_movement(move: PointMove) -> Movement:
    """Return what lids do, or lips that press together, as a movement."""
    name = ACTION_UNITS[move.unit].name
    return Movement(unit=move.unit, name=name, side=move.side, peak=move.travel)


def lip_movement(gap: float) -> Movement:
    """Return lips that part by a gap, eye-widths, as a moment."""
    return Movement(unit=LIPS_PART.code, name=LIPS_PART.name, side="both", peak=gap)


def point_moment(shot: Shot, move: PointMove, settings: MomentSettings) -> Moment:
    """Return what lids do, or lips that press together, while the skin does nothing else."""
    course, movements = move.course, (point_movement(move),)
    seconds = shot.lasts(course.onset, course.offset)
    speed = float(shot.turning[course.onset : course.offset].max())
    shut = move.unit == "AU43"
    kind = words.size_kind(
        seconds,
        move.travel,
        micro_seconds=settings.micro_seconds,
        subtle_peak=settings.subtle_peak,
    )
    return Moment(
        id="",
        person=shot.person,
        kind=kind,
        span=_in_take(shot, course.onset, course.offset),
        apex=shot.start + course.apex,
        movements=movements,
        strength=move.strength,
        confidence=_SURE if speed < settings.head_speed else _TURNING,
        title=words.title(movements),
        because=words.closed_words(course.height, seconds)
        if shut
        else words.because(movements, seconds, move.strength, words.head_words(speed)),
    )


# Own values: too few lids and lips that move alone have been seen to be calibrated on.
_SURE, _TURNING = 0.8, 0.6


def gaze_moment(shot: Shot, shift: GazeShift) -> Moment:
    """Return a travel of the eyes as a moment."""
    return Moment(
        id="",
        person=shot.person,
        kind=Kind.GAZE,
        span=_in_take(shot, shift.span.start, shift.span.end),
        apex=shot.start + shift.arrival,
        movements=(),
        strength=shift.travel / _noise(shot.gaze[:, 0]),
        confidence=float(np.clip(0.4 + 1.5 * shift.travel, 0.0, 0.95)),
        title=words.gaze_title(shift.way, returns=shift.returns),
        because=words.gaze_words(
            shift.way,
            shift.travel,
            shot.lasts(shift.span.start, shift.span.end),
            returns=shift.returns,
        ),
    )


def _noise(signal: FloatArray) -> float:
    """Return how a signal trembles, in its own unit; never 0."""
    return noise_sd(signal) + _LEAST_NOISE if len(signal) > 2 else 1.0


# In the unit of lid openings and gaze: what the mesh's own points resolve.
_LEAST_NOISE = 1e-3


def _in_take(shot: Shot, start: int, end: int) -> FrameRange:
    return FrameRange(shot.start + start, shot.start + end)


def _confidence(
    gesture: Gesture, movements: tuple[Movement, ...], speed: float, *, in_speech: bool
) -> float:
    """Estimate the chance that the movement is there, 0 to 0.99."""
    # A logistic of how far the strongest rise stands above its noise, how much of it the
    # named units explain, and how fast the head turned (degrees per second). Fitted to 336
    # finds at lower thresholds on real faces and the benchmark's development takes, lively
    # heads among them. How large the movement is, how many channels agree and how long it
    # lasts tell nothing more.
    clear = np.log(gesture.lead.clearness / 7.5)
    shown = np.log(max(explained(gesture, movements), 0.2))
    score = 2.9 * clear + 1.7 * shown - 0.03 * speed + (0.0 if in_speech else 0.9)
    return float(min(_SUREST_IN_SPEECH if in_speech else _SUREST, 1 / (1 + np.exp(-score))))


# No movement is certain: real faces do more than the benchmark's. Of those in speech on the
# development clips 35 of 41 are right.
_SUREST, _SUREST_IN_SPEECH = 0.99, 0.9
