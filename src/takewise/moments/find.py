"""From one person's motion to moments."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.ndimage import uniform_filter1d

from takewise.clock import FrameRange
from takewise.model import BoolArray, FloatArray, Kind, Moment, Movement, RegionMotion
from takewise.moments import words
from takewise.moments.blinks import Blink, blinks
from takewise.moments.movements import Gesture, Rise, gestures, name_units, rises
from takewise.moments.units import channels


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentSettings:
    """What counts as a moment."""

    least_peak: float = 0.008
    """Least displacement, eye-widths: 0.5 mm on a face, two thirds of the 1.2-1.8 %
    that spotting methods use as the visible, because flow shows a part of it."""
    least_strength: float = 6.0
    """Least displacement over the channel's noise (6 balances precision and recall
    on synthetic takes; 4 finds more, 8 is surer)."""
    shortest: float = 0.08
    """Seconds: two frames at 24 frames/s, half of the briefest micro-expressions."""
    longest: float = 6.0
    """Seconds: beyond it the face has taken a new pose rather than moved."""
    micro_seconds: float = 0.5
    """Longest micro-expression (Yan et al. 2013, J. Nonverbal Behav. 37:217)."""
    subtle_peak: float = 0.048
    """Below it an expression is subtle, eye-widths: 3 mm of 63 mm, under which
    people usually miss a difference (PMC5556787)."""
    blink_depth: float = 0.45
    """Share of the usual opening that lids lose in a blink; the mesh rounds a fully
    closed eye to 60-80 %."""
    blink_guard: float = 0.12
    """Seconds around a blink in which the brows and eyes need twice the strength."""
    head_speed: float = 15.0
    """Degrees per second above which turning is what moved (own value)."""
    speech_rate: tuple[float, float] = (2.0, 7.0)
    """Hertz between which a mouth opens and closes when it speaks."""
    speech_gap: float = 0.012
    """Eye-widths: standard deviation of the lip gap in that band that means speech."""


def find_moments(
    motion: RegionMotion, rate: float, settings: MomentSettings, *, take: str
) -> tuple[Moment, ...]:
    """Find the moments of one person in a take.

    Parameters
    ----------
    motion
        The person's facial motion.
    rate
        Pictures per second, as they decode.
    settings
        What counts.
    take
        Anything that names the take, such as its digest; moments of the same
        take and movement have the same id in every run.

    Returns
    -------
    tuple[Moment, ...]
        By onset, then kind.
    """
    found: list[Moment] = []
    for start, end in _shots(motion):
        found += _in_shot(_Shot(motion, start, end, rate), settings, take)
    return tuple(sorted(found, key=lambda moment: (moment.span.start, moment.kind, moment.id)))


class _Shot:
    """One unbroken stretch of a person's motion, without gaps."""

    def __init__(self, motion: RegionMotion, start: int, end: int, rate: float) -> None:
        part = slice(start, end)
        self.person, self.start, self.rate = motion.person, start, rate
        self.regions, self.noise = motion.regions, np.nan_to_num(motion.noise, nan=1e-3)
        self.shift = _filled(motion.shift[part])
        self.eyes = _filled(motion.eyes[part])
        self.mouth = _filled(motion.mouth[part])
        self.head = _filled(motion.head[part])
        self.sure = _filled(motion.legibility[part])

    @property
    def turning(self) -> FloatArray:
        """Speed of the head, (n,), degrees per second, smoothed over 0.2 s."""
        width = max(3, round(0.2 * self.rate) | 1)
        calm = uniform_filter1d(self.head[:, :3], width, axis=0, mode="nearest")
        return np.linalg.norm(np.gradient(calm, axis=0), axis=1) * self.rate


def _shots(motion: RegionMotion) -> Iterator[tuple[int, int]]:
    """Yield the stretches (start, end) in which the person is seen without a break."""
    seen = np.flatnonzero(np.isfinite(motion.times) & np.isfinite(motion.eyes[:, 0]))
    bounds = [*motion.starts, len(motion.times)]
    for start, end in pairwise(bounds):
        inside = seen[(seen >= start) & (seen < end)]
        if len(inside) >= 3:
            yield int(inside[0]), int(inside[-1]) + 1


def _filled(values: FloatArray) -> FloatArray:
    """Bridge frames in which the face was lost for an instant by straight lines."""
    flat = values.reshape(len(values), -1).astype(np.float64)
    known = np.isfinite(flat[:, 0])
    if not known.all():
        at = np.arange(len(flat))
        flat = np.column_stack([np.interp(at, at[known], c[known]) for c in flat.T])
    return flat.reshape(values.shape)


def _in_shot(shot: _Shot, settings: MomentSettings, take: str) -> list[Moment]:
    closed = blinks(shot.eyes, shot.rate, least_depth=settings.blink_depth)
    disturbed = _Disturbance(shot, closed, settings)
    talking = speech(shot.mouth, shot.rate, settings)
    every = channels(shot.regions)
    found: list[Rise] = []
    for channel in every:
        found += (
            rise
            for rise in rises(
                shot.shift,
                channel,
                shot.rate,
                least=settings.least_peak,
                least_strength=settings.least_strength,
                talking=talking,
            )
            if disturbed.leaves(rise)
        )
    moments = [_blink_moment(shot, blink, take) for blink in closed]
    for gesture in gestures(tuple(found)):
        movements = name_units(shot.shift, gesture.lead.course, every, shot.noise)
        if movements and movements[0].peak >= _SHOWN * settings.least_peak:
            moments.append(_gesture_moment(shot, gesture, movements, settings, take))
    return moments


_EDGE = 2
# Frames: a rise whose top lies at the very end of a shot has not been seen to peak.

_SHOWN = 0.6
# Share of the least peak that the named movement itself must reach: what the units
# cannot explain is no movement of the face.


class _Disturbance:
    """What else moves the skin: blinks and a turning head."""

    def __init__(self, shot: _Shot, closed: tuple[Blink, ...], settings: MomentSettings) -> None:
        self._settings, self._rate = settings, shot.rate
        self._turning = shot.turning
        self._blink = np.zeros(len(shot.eyes), dtype=bool)
        guard = round(settings.blink_guard * shot.rate)
        for blink in closed:
            self._blink[max(0, blink.span.start - guard) : blink.span.end + guard] = True

    def leaves(self, rise: Rise) -> bool:
        """Return whether a rise stands in spite of what disturbs it."""
        course, settings = rise.course, self._settings
        seconds = (course.offset - course.onset) / self._rate
        if not settings.shortest <= seconds <= settings.longest:
            return False
        if not _EDGE <= course.apex < len(self._blink) - _EDGE:
            return False
        needed = 1.0
        if self._blink[course.apex] and rise.zone != "mouth":
            needed *= 2.0
        speed = float(self._turning[course.onset : course.offset].max())
        needed *= max(1.0, speed / settings.head_speed)
        return rise.ratio >= needed


def speech(mouth: FloatArray, rate: float, settings: MomentSettings) -> BoolArray:
    """Tell the frames in which the mouth opens and closes as in speech.

    Returns
    -------
    BoolArray
        (n,).
    """
    gap = mouth[:, 0]
    low, high = settings.speech_rate
    fast = uniform_filter1d(gap, max(1, round(rate / (2 * high))), mode="nearest")
    slow = uniform_filter1d(gap, max(3, round(rate / low)), mode="nearest")
    band = fast - slow
    power = uniform_filter1d(band**2, max(3, round(0.6 * rate)), mode="nearest")
    return np.asarray(np.sqrt(power) > settings.speech_gap)


def _gesture_moment(
    shot: _Shot,
    gesture: Gesture,
    movements: tuple[Movement, ...],
    settings: MomentSettings,
    take: str,
) -> Moment:
    course = gesture.lead.course
    seconds = (course.offset - course.onset) / shot.rate
    speed = float(shot.turning[course.onset : course.offset].max())
    return _moment(
        shot,
        take,
        span=FrameRange(course.onset, course.offset),
        apex=course.apex,
        kind=words.size_kind(
            seconds,
            movements[0].peak,
            micro_seconds=settings.micro_seconds,
            subtle_peak=settings.subtle_peak,
        ),
        movements=movements,
        strength=gesture.lead.strength,
        confidence=_confidence(gesture, speed, float(shot.sure[course.apex, 0])),
        title=words.title(movements),
        because=words.because(movements, seconds, gesture.lead.strength, words.head_words(speed)),
    )


def _blink_moment(shot: _Shot, blink: Blink, take: str) -> Moment:
    seconds = blink.span.length / shot.rate
    return _moment(
        shot,
        take,
        span=blink.span,
        apex=blink.apex,
        kind=Kind.BLINK,
        movements=(Movement(unit="AU45", name="blink", side="both", peak=0.0),),
        strength=blink.depth * 10,
        confidence=min(0.99, max(0.5, 0.3 + blink.depth)),
        title="blink",
        because=words.blink_words(blink.depth, seconds),
    )


def _moment(shot: _Shot, take: str, *, span: FrameRange, apex: int, **rest: object) -> Moment:
    """Make a moment, its frames counted from the take's first picture."""
    start, end = span.start + shot.start, span.end + shot.start
    movements = rest["movements"]
    key = f"{take} {shot.person} {rest['kind']} {start} {end} {movements}"
    return Moment(
        id="m-" + hashlib.sha256(key.encode()).hexdigest()[:12],
        person=shot.person,
        span=FrameRange(start, end),
        apex=apex + shot.start,
        **rest,  # type: ignore[arg-type]
    )


def _confidence(gesture: Gesture, speed: float, eye_width: float) -> float:
    """Estimate the chance that the movement is there, 0 to 1."""
    # A logistic of how far the strongest channel stands above what counts, how many
    # channels agree, how fast the head turned and how large the face is. The values
    # are our own guess, not yet calibrated.
    score = (
        2.0 * np.log(gesture.lead.ratio)
        + 0.15 * min(gesture.channels, 6)
        - 0.06 * speed
        + 0.5 * min(0.0, np.log2(max(eye_width, 1.0) / 60.0))
        + 0.3
    )
    return float(1 / (1 + np.exp(-score)))
