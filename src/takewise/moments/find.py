"""From one person's motion to moments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

import numpy as np

from takewise.clock import FrameRange
from takewise.isolation import Part, ReportFault, isolated
from takewise.model import BoolArray, Moment, Movement, RegionMotion
from takewise.model.moment import with_id
from takewise.moments import build
from takewise.moments.excursions import Excursion
from takewise.moments.gaze import gaze_shifts
from takewise.moments.holds import plateau, stillness
from takewise.moments.lids import Lids, PointMove, partner
from takewise.moments.lips import parting, pressing
from takewise.moments.movements import (
    Gesture,
    activity,
    gestures,
    over_rest,
)
from takewise.moments.naming import named
from takewise.moments.occlusion import note_occlusion, zone_regions
from takewise.moments.rising import every_rise
from takewise.moments.settings import MomentSettings
from takewise.moments.shots import Disturbance, Shot, stretches
from takewise.moments.units import channels


def find_moments(
    motion: RegionMotion,
    rate: float,
    settings: MomentSettings,
    *,
    take: str,
    voiced: tuple[FrameRange, ...] | None = None,
    report: ReportFault | None = None,
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
    voiced
        Frames, counted from the motion's first, in which the take's sound has a voice;
        None where there is no sound, and the lips alone show who talks.
    report
        Called with each fault, which costs one moment, or one kind of moments in one
        shot; None lets faults through.

    Returns
    -------
    tuple[Moment, ...]
        By onset, then kind.
    """
    found: list[Moment] = []
    for span in stretches(motion):
        part = Part(person=motion.person, span=span, lost="moments")
        with isolated(part, report):
            shot = Shot(motion, span, rate, settings, voiced)
            found += _in_shot(shot, settings, part, report)
    found = [with_id(moment, take) for moment in found]
    return tuple(sorted(found, key=lambda moment: (moment.span.start, moment.kind, moment.id)))


# Frames of a shot, and what puts together the moment there, if there is one.
_Finding: TypeAlias = tuple[FrameRange, Callable[[], Moment | None]]


def _in_shot(
    shot: Shot, settings: MomentSettings, whole: Part, report: ReportFault | None
) -> Iterator[Moment]:
    """Yield the moments of each kind; a fault in one costs none of the others."""
    disturbed = Disturbance(shot, settings)
    lids = Lids(shot.eyes, shot.head, shot.blinks, shot.rate)
    for lost, findings in (
        ("moments of closed eyes", _closed(shot, lids, settings)),
        ("blinks", _blinks(shot, lids)),
        ("gaze shifts", _gazes(shot, disturbed)),
        ("movements and holds", _gesture_moments(shot, disturbed, lids, settings)),
    ):
        with isolated(replace(whole, lost=lost), report):
            for span, make in findings:
                own = FrameRange(shot.start + span.start, shot.start + span.end)
                with isolated(replace(whole, lost=lost, span=own), report):
                    if moment := make():
                        yield _checked(moment, whole.span)


def _checked(moment: Moment, shot: FrameRange) -> Moment:
    """Refuse a moment whose numbers cannot be.

    Returns
    -------
    Moment
        The same.

    Raises
    ------
    ValueError
        If one is not finite, or a frame lies outside the shot.
    """
    numbers = (moment.strength, moment.confidence, *(each.peak for each in moment.movements))
    inside = moment.span.overlap(shot) == moment.span.length
    if not (np.isfinite(numbers).all() and inside and int(moment.apex) in moment.span):
        raise ValueError(f"a moment that cannot be: {moment}")
    return moment


def _closed(shot: Shot, lids: Lids, settings: MomentSettings) -> Iterator[_Finding]:
    """Yield eyes that stay closed."""
    for closed in lids.closed:
        span = FrameRange(closed.course.onset, closed.course.offset)
        if not shot.eyes_hidden[span.start : span.end].any():
            yield span, partial(build.point_moment, shot, closed, settings)


def _blinks(shot: Shot, lids: Lids) -> Iterator[_Finding]:
    """Yield the blinks that are not part of eyes that stay closed."""
    for blink in shot.blinks:
        if not any(closed.closes_over(blink) for closed in lids.closed):
            yield blink.span, partial(build.blink_moment, shot, blink)


def _gazes(shot: Shot, disturbed: Disturbance) -> Iterator[_Finding]:
    """Yield the travels of the eyes."""
    for shift in gaze_shifts(shot.gaze, disturbed.steady_gaze, shot.rate):
        yield shift.span, partial(build.gaze_moment, shot, shift)


def _gesture_moments(
    shot: Shot, disturbed: Disturbance, lids: Lids, settings: MomentSettings
) -> Iterator[_Finding]:
    """Yield what skin and upper lids do, together where they do it together."""
    told = [
        (gesture, movements)
        for gesture in gestures(every_rise(shot, disturbed, settings))
        if (movements := named(shot, gesture, settings))
    ]
    courses = [gesture.lead.course for gesture, _ in told]
    along: dict[int | None, list[PointMove]] = {}
    for press, beside in _presses(shot, told):
        along.setdefault(beside, []).append(press)
    for wink in lids.winks():
        if (beside := partner(wink, courses)) is not None:
            along.setdefault(beside, []).append(wink)
    for raised in lids.raised():
        if not shot.eyes_hidden[raised.course.onset : raised.course.offset].any():
            along.setdefault(partner(raised, courses), []).append(raised)
    for alone in along.get(None, ()):
        span = FrameRange(alone.course.onset, alone.course.offset)
        yield span, partial(build.point_moment, shot, alone, settings)
    still = stillness(shot.shift, shot.rate) & ~shot.covered.any(axis=1)
    for k, (gesture, movements) in enumerate(told):
        span = FrameRange(courses[k].onset, courses[k].offset)
        yield span, partial(_gesture, shot, told[k], along.get(k, ()), lids, settings)
        yield span, partial(_hold, shot, gesture, movements, still)


def _gesture(
    shot: Shot,
    told: tuple[Gesture, tuple[Movement, ...]],
    along: Sequence[PointMove],
    lids: Lids,
    settings: MomentSettings,
) -> Moment:
    """Put a gesture together with what lids and lips do along with it."""
    gesture, movements = told
    shown = [*movements, *map(build.point_movement, along)]
    shown += _with_it(shot, gesture.lead.course, movements, lids)
    shown.sort(key=lambda movement: -movement.peak)
    # Lids can rise twice while a long gesture lasts; the larger one stands for both.
    largest: dict[tuple[str, str], Movement] = {}
    for each in shown:
        largest.setdefault((each.unit, each.side), each)
    moment = build.gesture_moment(shot, gesture, tuple(largest.values()), settings)
    return note_occlusion(moment, gesture, shot)


def _presses(
    shot: Shot, told: Sequence[tuple[Gesture, tuple[Movement, ...]]]
) -> Iterator[tuple[PointMove, int | None]]:
    """Yield lips that press together, with the gesture that they are part of, if any."""
    mouth = zone_regions("mouth", shot.regions)
    for press in pressing(shot.mouth, shot.head[:, 1], shot.talking, shot.rate):
        span = FrameRange(press.course.onset, press.course.offset)
        hidden = shot.covered.any(axis=1) | shot.mouth_hidden | shot.outside[:, mouth].any(axis=1)
        if hidden[span.start : span.end].any():
            continue
        beside = [
            (k, {each.unit for each in movements})
            for k, (gesture, movements) in enumerate(told)
            if "mouth" in gesture.zones
            and span.overlap(FrameRange(gesture.lead.course.onset, gesture.lead.course.offset))
        ]
        # Whatever else the mouth does changes how high its red looks.
        if all(units <= _PRESSES_ALONG for _, units in beside):
            yield press, beside[0][0] if beside else None


# Units that lips press together with.
_PRESSES_ALONG = frozenset({"AU14", "AU17"})


def _with_it(
    shot: Shot, course: Excursion, movements: tuple[Movement, ...], lids: Lids
) -> Iterator[Movement]:
    """Yield what lids and lips do only with what the skin does."""
    units = frozenset(each.unit for each in movements)
    if shot.eyes_hidden[course.onset : course.offset].any():
        narrowed = None
    else:
        narrowed = lids.narrowed(course, units)
    if narrowed:
        yield build.point_movement(narrowed)
    if shot.mouth_hidden[course.onset : course.offset].any():
        return
    if "AU25" not in units and (
        gap := parting(shot.mouth[:, 0], course, units, shot.lips_talk, shot.eye_width)
    ):
        yield build.lip_movement(gap)


def _hold(
    shot: Shot, gesture: Gesture, movements: tuple[Movement, ...], still: BoolArray
) -> Moment | None:
    """Return the hold of a gesture where it is held."""
    apex = gesture.lead.course.apex
    leading = [each for each in channels(shot.regions) if each.unit.code == movements[0].unit]
    if not leading:
        return None
    level = max(
        (over_rest(activity(shot.shift, each), shot.rate, window=10.0) for each in leading),
        key=lambda signal: float(signal[apex]),
    )
    held = plateau(level, apex, still, shot.rate)
    return build.hold_moment(shot, held, gesture, movements) if held else None
