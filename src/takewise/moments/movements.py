"""Movements: channels that rise together, and the action units that explain them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.ndimage import gaussian_filter1d, median_filter

from takewise.model import FloatArray, Movement, Side
from takewise.moments.excursions import Excursion, excursions
from takewise.moments.returns import is_return
from takewise.moments.units import Channel, Unit, Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """One channel's rise and fall."""

    zone: Zone
    """Part of the face that the channel looks at."""
    course: Excursion
    """When and how high, eye-widths."""
    strength: float
    """Height over the channel's noise."""
    needed: float
    """The least height that counts, eye-widths."""

    @property
    def ratio(self) -> float:
        """Height over the least height that counts; 1 or more."""
        return self.course.height / self.needed


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """Rises that belong together: one thing that the face did."""

    lead: Rise
    """The strongest of them; it gives onset, apex and offset."""
    zones: frozenset[Zone]
    """Every part of the face that takes part."""
    channels: int
    """How many channels agree."""


IN_SPEECH = 2.0
"""A mouth that talks must do this much more than its speech to count."""


def activity(shift: FloatArray, channel: Channel) -> FloatArray:
    """Return how much of a unit's pattern is in each frame, (n,), eye-widths."""
    pattern = channel.pattern
    return np.einsum("nrc,rc->n", shift, pattern) / float((pattern**2).sum())


def over_rest(signal: FloatArray, rate: float, *, window: float) -> FloatArray:
    """Measure a signal from its own slowly moving resting level.

    The level is the median over the window, smoothed over half a second: neither this
    movement nor its opposite may fill half of it, or the ground next to an opposite
    movement would look like a rise. What lies below it is cut off: a signal that sinks
    and comes back has not risen, and the sinking is the opposite unit's to tell.

    Returns
    -------
    FloatArray
        float (n,), 0 or more, in the signal's unit.
    """
    level = median_filter(signal, size=max(3, round(window * rate) | 1), mode="nearest")
    over = signal - gaussian_filter1d(level, 0.5 * rate, mode="nearest")
    return np.maximum(over, 0.0)


def rises(
    signal: FloatArray, zone: Zone, rate: float, *, noise: FloatArray, needed: FloatArray
) -> tuple[Rise, ...]:
    """Find a channel's rises.

    Parameters
    ----------
    signal
        float (n,): `activity` of the channel in one shot of one person, finite.
    zone
        Part of the face that the channel looks at.
    rate
        Frames per second.
    noise
        float (n,): its restlessness around each frame, eye-widths.
    needed
        float (n,): least height that counts at each frame, eye-widths.

    Returns
    -------
    tuple[Rise, ...]
        Brief ones and long ones; the same rise may be found at both scales.
    """
    lowest = float(needed.min())
    found: list[Rise] = []
    for window, smooth, rest in _SCALES:
        level = over_rest(signal, rate, window=rest)
        found += [
            Rise(
                zone=zone,
                course=course,
                strength=course.height / float(noise[course.apex]),
                needed=float(needed[course.apex]),
            )
            for course in excursions(level, rate, least=lowest, window=window, smooth=smooth)
            if course.height >= needed[course.apex] and not is_return(signal, course, rate)
        ]
    return tuple(found)


# Seconds: in which the feet are looked for, of smoothing, and over which the rest is
# measured. A rest of 3.4 s is drawn along by a slow movement the other way (strict F1
# 0.91 against 0.92 on the benchmark's development faces).
_SCALES = ((2.4, 0.02, 5.0), (9.0, 0.08, 10.0))


def gestures(found: tuple[Rise, ...]) -> tuple[Gesture, ...]:
    """Join rises that belong together, the strongest first.

    Returns
    -------
    tuple[Gesture, ...]
        In order of onset; two of them may overlap where the face did two things.
    """
    groups: list[list[Rise]] = []
    for rise in sorted(found, key=lambda rise: -rise.ratio):
        for group in groups:
            if _together(group[0], rise):
                group.append(rise)
                break
        else:
            groups.append([rise])
    joined = [
        Gesture(lead=group[0], zones=frozenset(r.zone for r in group), channels=len(group))
        for group in groups
    ]
    return tuple(sorted(joined, key=lambda gesture: gesture.lead.course.onset))


def _together(lead: Rise, other: Rise) -> bool:
    """Return whether a weaker rise is part of a stronger one."""
    # Inside one zone skin drags skin, so any good overlap (30 % of the shorter, as
    # spotting methods merge) is the same movement; across zones the other's peak
    # must lie in it as well, or a brow that lifts as a smile ends would vanish.
    a, b = lead.course, other.course
    shared = min(a.offset, b.offset) - max(a.onset, b.onset)
    shorter = min(a.offset - a.onset, b.offset - b.onset)
    if shared <= 0.3 * shorter:
        return False
    return lead.zone == other.zone or a.onset <= b.apex < a.offset


def name_units(
    shift: FloatArray, course: Excursion, channels: tuple[Channel, ...], noise: FloatArray
) -> tuple[Movement, ...]:
    """Explain what the face did between onset and apex by action units.

    The displacement from rest is fitted by a non-negative sum of unit patterns
    (muscles pull, they do not push), each region weighted by its noise. Units are
    taken one by one, the best first, as long as each explains enough: all at once,
    opposite units would cancel each other to fit the noise.

    Parameters
    ----------
    shift
        float (n, regions, 2), eye-widths, finite.
    course
        Onset, apex and offset.
    channels
        The units on their sides.
    noise
        float (regions, 2), eye-widths.

    Returns
    -------
    tuple[Movement, ...]
        Strongest first; at least one unless nothing moved.
    """
    weights = 1 / np.maximum(noise, _LEAST_NOISE).ravel()
    change = _change(shift, course).ravel() * weights
    columns: _Columns = {}
    for each in channels:
        columns.setdefault(each.unit, []).append((each.side, each.pattern.ravel() * weights))
    chosen: list[Unit] = []
    left = float(change @ change)
    while len(chosen) < _MOST_UNITS:
        rest = {
            unit: _misfit(change, columns, [*chosen, unit])
            for unit in columns
            if unit not in chosen
        }
        best = min(rest, key=lambda unit: rest[unit])
        if rest[best] > (1 - _WORTH) * left:
            break
        chosen.append(best)
        left = rest[best]
    return _amounts(change, columns, chosen)


def _amounts(change: FloatArray, columns: _Columns, chosen: list[Unit]) -> tuple[Movement, ...]:
    """Return the chosen units with their sides and displacements, strongest first."""
    from scipy.optimize import nnls  # noqa: PLC0415 - half a second

    sides = [(unit, side, column) for unit in chosen for side, column in columns[unit]]
    if not sides:
        return ()
    amounts, _ = nnls(np.column_stack([column for *_, column in sides]), change)
    per_unit: dict[Unit, dict[Side, float]] = {unit: {} for unit in chosen}
    for (unit, side, _), amount in zip(sides, amounts, strict=True):
        per_unit[unit][side] = float(amount)
    strongest = max(max(each.values()) for each in per_unit.values())
    movements = [
        Movement(unit=unit.code, name=unit.name, side=_side(each), peak=max(each.values()))
        for unit, each in per_unit.items()
        if max(each.values()) >= _SHARE * strongest > 0
    ]
    return tuple(sorted(movements, key=lambda movement: -movement.peak))


def _misfit(change: FloatArray, columns: _Columns, chosen: list[Unit]) -> float:
    """Return what a non-negative sum of the chosen units leaves unexplained, squared."""
    from scipy.optimize import nnls  # noqa: PLC0415 - half a second

    _, residual = nnls(
        np.column_stack([column for unit in chosen for _, column in columns[unit]]), change
    )
    return float(residual**2)


_Columns: TypeAlias = dict[Unit, list[tuple[Side, FloatArray]]]

# More than three units at once are not distinguished by fourteen regions.
_MOST_UNITS = 3

# A further unit must explain a fifth of what the others leave, or it fits noise and
# skin that is dragged along (tuned on synthetic takes).
_WORTH = 0.2

# Eye-widths: a region is never trusted to better than a tenth of a per cent.
_LEAST_NOISE = 1e-3

# A unit that explains less than this share of the strongest one's displacement is
# skin dragged along rather than a muscle of its own (tuned on synthetic takes).
_SHARE = 0.4

# A side that moves less than this share of the other counts as still: asymmetry
# |L-R|/(L+R) is then above 0.43, near the 0.5 at which coders call it unilateral.
_ONE_SIDED = 0.4


def _side(sides: dict[Side, float]) -> Side:
    if "both" in sides:
        return "both"
    if len(sides) == 1:
        # The other side is out of sight.
        return next(iter(sides))
    stronger: Side = "left" if sides["left"] > sides["right"] else "right"
    weaker: Side = "right" if stronger == "left" else "left"
    return "both" if sides[weaker] >= _ONE_SIDED * sides[stronger] else stronger


def _change(shift: FloatArray, course: Excursion) -> FloatArray:
    """Return the displacement at the apex from the rest around it, (regions, 2)."""
    last = len(shift) - 1
    near = shift[max(0, course.apex - 1) : course.apex + 2].mean(axis=0)
    before = shift[max(0, course.onset - 2) : course.onset + 1].mean(axis=0)
    after = shift[min(course.offset, last) : course.offset + 3].mean(axis=0)
    reach = max(1, course.offset - course.onset)
    share = (course.apex - course.onset) / reach
    # An end of the take is no rest: then only the other foot is.
    if course.offset > last:
        share = 0.0
    elif course.onset == 0:
        share = 1.0
    return near - ((1 - share) * before + share * after)
