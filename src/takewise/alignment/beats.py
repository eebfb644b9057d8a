"""Beats: which moments of several takes are the same thing done again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

import numpy as np

from takewise.alignment.aligned_take import AlignedTake
from takewise.alignment.settings import AlignmentSettings
from takewise.alignment.similarity import share_moved
from takewise.alignment.visibility import why_unseen
from takewise.model import Kind, Moment
from takewise.model.alignment import Beat

# Movements by which a moment is known: which of two is the stronger is often a matter of noise.
_LEADING = 2

# Seconds that another side or kind counts for when two moments could be the same beat.
_OTHER_SIDE = 0.5

# What it costs to take two moments for the same that are not alike; more than any time.
_NEVER = 1e6

# Everyone blinks all the time, a marker that a person set is no movement, and what lies
# between the lines belongs to a line rather than to a time.
_LEFT_OUT = (Kind.BLINK, Kind.MARKER, Kind.UNSPOKEN, Kind.PAUSE, Kind.BREATH)


def find_beats(takes: Sequence[AlignedTake], settings: AlignmentSettings) -> tuple[Beat, ...]:
    """Find which moments of several takes are the same beat, by their time on the clock.

    People go by their letters, or are the same where each take has one person only. Blinks and
    markers set by hand are no beats. All takes, at least one, are on one clock.
    """
    alone = all(take.alone for take in takes)
    found: list[dict[int, Moment]] = []
    # Those that are surely on the clock first: the others find their beats among theirs.
    for number, take in sorted(enumerate(takes), key=lambda each: not each[1].trusted):
        fresh = [each for each in take.analysis.moments if _may_be_beat(each)]
        within = settings.same_beat if take.trusted else _NEVER / 2
        same = _matched(found, fresh, number, takes, alone=alone, within=within)
        for place, moment in enumerate(fresh):
            if place in same:
                found[same[place]][number] = moment
            else:
                found.append({number: moment})
    beats = [_beat(each, takes, settings, alone=alone) for each in found]
    return tuple(sorted(beats, key=lambda beat: (beat.at, beat.title)))


def _may_be_beat(moment: Moment) -> bool:
    # A hold without a movement is what follows a line.
    after_line = moment.kind is Kind.HOLD and not moment.movements
    return moment.kind not in _LEFT_OUT and not after_line


def _matched(
    found: Sequence[Mapping[int, Moment]],
    fresh: Sequence[Moment],
    number: int,
    takes: Sequence[AlignedTake],
    *,
    alone: bool,
    within: float,
) -> dict[int, int]:
    """Return which of a take's moments belongs to which beat, each to one at most."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - half a second

    if not found or not fresh:
        return {}
    cost = np.full((len(fresh), len(found)), _NEVER)
    beats = [(_at(each, takes), _surest(each)) for each in found]
    for row, moment in enumerate(fresh):
        at = takes[number].on_clock(moment.apex)
        for column, (time, other) in enumerate(beats):
            unlike = _unlike(moment, other, alone=alone)
            if unlike is not None and abs(at - time) <= within:
                cost[row, column] = abs(at - time) + unlike
    rows, columns = linear_sum_assignment(cost)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {row: column for row, column in pairs if cost[row, column] < _NEVER}


def _unlike(one: Moment, other: Moment, *, alone: bool) -> float | None:
    """Return how unlike two moments are, seconds; None where they are different things."""
    if not alone and one.person != other.person:
        return None
    eyes = Kind.GAZE in {one.kind, other.kind}
    if (one.kind is Kind.HOLD) != (other.kind is Kind.HOLD) or (
        eyes and (one.kind is not other.kind or one.title.split()[-1] != other.title.split()[-1])
    ):
        return None
    if eyes:
        return 0.0
    ours, theirs = (
        {each.unit: each.side for each in moment.movements[:_LEADING]} for moment in (one, other)
    )
    shared = ours.keys() & theirs.keys()
    if not shared:
        return None
    sides = any({ours[unit], theirs[unit]} == {"left", "right"} for unit in shared)
    return _OTHER_SIDE * (sides + (one.kind is not other.kind))


def _beat(
    moments: Mapping[int, Moment],
    takes: Sequence[AlignedTake],
    settings: AlignmentSettings,
    *,
    alone: bool,
) -> Beat:
    surest = _surest(moments)
    owner = takes[next(number for number, each in moments.items() if each is surest)]
    spans = [
        (takes[number].on_clock(each.span.start), takes[number].on_clock(each.span.end))
        for number, each in moments.items()
        if takes[number].trusted
    ]
    unseen, missing = {}, []
    for number, take in enumerate(takes):
        if number not in moments:
            window = _window(take, spans)
            whose = surest.person if not take.alone else None
            reason = why_unseen(take.analysis, take.signals, whose, window, settings)
            # What it does alike in a moment of its own belongs to another beat.
            others = [
                each
                for each in take.analysis.moments
                if each.kind not in _LEFT_OUT and _unlike(surest, each, alone=alone) is not None
            ]
            share = None if reason else share_moved(surest, owner, take, window, others)
            if share is not None and share >= settings.least_alike:
                reason = "it moves much like that there"
            if reason:
                unseen[number] = reason
            else:
                missing.append(number)
    return Beat(
        at=_at(moments, takes),
        title=surest.title,
        moments=dict(moments),
        unseen=unseen,
        missing=tuple(missing),
    )


def _window(take: AlignedTake, spans: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """Return when a beat would be in a take, its own seconds; None where that is unknown."""
    if not spans or not take.trusted:
        return None
    mean = fmean(start for start, _ in spans), fmean(end for _, end in spans)
    start, end = take.alignment.in_take(mean)
    return float(start), float(end)


def _surest(moments: Mapping[int, Moment]) -> Moment:
    return max(moments.values(), key=lambda each: each.confidence)


def _at(moments: Mapping[int, Moment], takes: Sequence[AlignedTake]) -> float:
    sure = [number for number in moments if takes[number].trusted] or list(moments)
    return fmean(takes[number].on_clock(moments[number].apex) for number in sure)
