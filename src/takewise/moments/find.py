"""From one person's motion to moments."""

from __future__ import annotations

from collections.abc import Iterator

from takewise.model import Moment, RegionMotion
from takewise.moments import telling
from takewise.moments.cover import explained, told
from takewise.moments.gaze import gaze_shifts
from takewise.moments.holds import plateau, stillness
from takewise.moments.movements import (
    Gesture,
    Rise,
    activity,
    gestures,
    name_units,
    over_rest,
    rises,
)
from takewise.moments.settings import MomentSettings
from takewise.moments.shots import Disturbance, Shot, shots
from takewise.moments.speech import speech
from takewise.moments.units import channels

_SHOWN = 0.6
# Share of the least peak that the named movement itself must reach: what the units
# cannot explain is no movement of the face.


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
    found = [
        telling.named(moment, take)
        for shot in shots(motion, rate, settings)
        for moment in _in_shot(shot, settings)
    ]
    return tuple(sorted(found, key=lambda moment: (moment.span.start, moment.kind, moment.id)))


def _in_shot(shot: Shot, settings: MomentSettings) -> Iterator[Moment]:
    disturbed = Disturbance(shot, settings)
    for blink in shot.blinks:
        yield telling.blink_moment(shot, blink)
    for shift in gaze_shifts(shot.gaze, disturbed.steady_gaze, shot.rate):
        yield telling.gaze_moment(shot, shift)
    for gesture in gestures(_rises(shot, disturbed, settings)):
        yield from _gesture_moments(shot, gesture, settings)


def _rises(shot: Shot, disturbed: Disturbance, settings: MomentSettings) -> tuple[Rise, ...]:
    """Find the rises of all channels that stand in spite of what disturbs them."""
    talking = speech(shot.mouth, shot.jaw, shot.rate)
    return tuple(
        rise
        for channel in channels(shot.regions)
        for rise in told(
            rises(
                shot.shift,
                channel,
                shot.rate,
                least=settings.least_peak,
                least_strength=settings.least_strength,
                talking=talking,
            ),
            channel,
            shot.shift,
            shot.covered,
            shot.regions,
            shot.rate,
        )
        if disturbed.leaves(rise)
    )


def _gesture_moments(shot: Shot, gesture: Gesture, settings: MomentSettings) -> Iterator[Moment]:
    """Yield the moment of a gesture, and its hold where it is held."""
    every = channels(shot.regions)
    movements = name_units(
        shot.shift, gesture.lead.course, every, shot.noise_at(gesture.lead.course)
    )
    if not movements or movements[0].peak < _SHOWN * settings.least_peak:
        return
    moment = telling.gesture_moment(shot, gesture, movements, settings)
    yield explained(moment, gesture, shot.covered, shot.regions)
    leading = [each for each in every if each.unit.code == movements[0].unit]
    level = max(
        (over_rest(activity(shot.shift, each), shot.rate, window=10.0) for each in leading),
        key=lambda signal: float(signal[gesture.lead.course.apex]),
    )
    still = stillness(shot.shift, shot.rate) & ~shot.covered.any(axis=1)
    held = plateau(level, gesture.lead.course.apex, still, shot.rate)
    if held:
        yield telling.hold_moment(shot, held, gesture, movements)
