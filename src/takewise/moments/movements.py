"""Movements: channels that rise together, and the action units that explain them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from takewise.model import BoolArray, FloatArray, Movement, Side
from takewise.moments.excursions import Excursion, excursions
from takewise.moments.rest import resting_level
from takewise.moments.units import Channel, Unit, Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """One channel's rise and fall."""

    zone: Zone
    """Part of the face that the channel looks at."""
    course: Excursion
    """When and how high, eye-widths."""
    noise: float
    """What the measurement trembles meanwhile, eye-widths."""
    needed: float
    """The least height that counts, eye-widths."""
    unit: str = ""
    """What the points of the mesh show; empty where skin moves that is yet to be named."""
    side: Side = "both"
    """The performer's own, of such a unit."""

    @property
    def ratio(self) -> float:
        """Height over the least height that counts; 1 or more."""
        return self.course.height / self.needed

    @property
    def strength(self) -> float:
        """Height over the noise."""
        return self.course.height / self.noise

    @property
    def clearness(self) -> float:
        """The same with a noise that is worth seeing: what rises are ranked by.

        It does not depend on the settings, so that a lower threshold never makes another
        rise the leading one.
        """
        return self.course.height / max(self.noise, _SEEN)


# Eye-widths: the least height over the least strength of `MomentSettings`.
_SEEN = 0.00133


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """Rises that belong together: one thing that the face did."""

    rises: tuple[Rise, ...]
    """The strongest first."""

    @property
    def lead(self) -> Rise:
        """The strongest; it gives onset, apex and offset."""
        return self.rises[0]

    @property
    def zones(self) -> frozenset[Zone]:
        """Every part of the face that takes part."""
        return frozenset(rise.zone for rise in self.rises)

    def of(self, zones: frozenset[Zone]) -> tuple[Rise, ...]:
        """Return those of its rises that are in some parts of the face."""
        return tuple(rise for rise in self.rises if rise.zone in zones)


IN_SPEECH = 2.0
"""A mouth that talks must do this much more than its speech to count."""


def activity(shift: FloatArray, channel: Channel) -> FloatArray:
    """Return how much of a unit's pattern is in each frame, (n,), eye-widths."""
    pattern = channel.pattern
    return np.einsum("nrc,rc->n", shift, pattern) / float((pattern**2).sum())


def over_rest(
    signal: FloatArray, rate: float, *, window: float, closed: BoolArray | None = None
) -> FloatArray:
    """Measure a signal from its own slowly moving resting level: 0 or more, in the signal's unit.

    The level is the median over the window, smoothed over half a second: neither this movement nor
    its opposite may fill half of it, or the ground next to an opposite movement would look like a
    rise. What is below it is cut off: a signal that sinks and comes back has not risen, and the
    sinking is the opposite unit's to report.
    """
    return np.maximum(signal - resting_level(signal, rate, window=window, closed=closed), 0.0)


def rises(
    signal: FloatArray,
    zone: Zone,
    rate: float,
    *,
    noise: FloatArray,
    needed: FloatArray,
    closed: BoolArray | None = None,
) -> tuple[Rise, ...]:
    """Find a signal's rises, brief and long ones, in no order: what stands above a least height.

    They are the branches of one tree, cut at that height: less of it only adds to them. The signal
    is finite; `noise` is what it trembles around each frame and `needed` the least height that
    counts there, eye-widths; `closed` is as for `over_rest`.
    """
    lowest = float(needed.min())
    level = over_rest(signal, rate, window=_REST, closed=closed)
    brief, long = (
        excursions(level, rate, least=lowest, window=window, smooth=smooth, chained=True)
        for window, smooth in _SCALES
    )
    slow = [each for each in long if not any(_is_same(each, other, rate) for other in brief)]
    return tuple(
        Rise(
            zone=zone,
            course=course,
            noise=float(noise[course.apex]),
            needed=float(needed[course.apex]),
        )
        for course in (*brief, *slow)
        if course.height >= needed[course.apex]
    )


def _is_same(long: Excursion, brief: Excursion, rate: float) -> bool:
    """Return whether a brief rise is what a smoother signal shows as a long one."""
    return (
        long.offset - long.onset <= _BRIEF * rate
        and brief.onset <= long.apex < brief.offset
        and brief.height >= _ALIKE * long.height
    )


# Seconds: in which the feet are looked for, and of smoothing.
_SCALES = ((2.4, 0.02), (9.0, 0.08))

# Seconds over which the rest is looked for.
_REST = 10.0

# Seconds up to which a rise is seen whole at the brief scale, and the share of its height
# that it then has there.
_BRIEF, _ALIKE = 2.0, 0.7


def gestures(found: tuple[Rise, ...]) -> tuple[Gesture, ...]:
    """Join rises that belong together, the strongest first; the gestures come in order of onset.

    Two of them may overlap where the face did two things.
    """
    groups: list[list[Rise]] = []
    for rise in sorted(found, key=lambda rise: -rise.clearness):
        for group in groups:
            if _together(group[0], rise):
                group.append(rise)
                break
        else:
            groups.append([rise])
    joined = [Gesture(rises=tuple(group)) for group in groups]
    return tuple(sorted(joined, key=lambda gesture: gesture.lead.course.onset))


def part_of(zone: Zone) -> frozenset[Zone]:
    """Return the zones whose skin moves together with one's: cheeks and mouth do."""
    return next(part for part in PARTS if zone in part)


PARTS: tuple[frozenset[Zone], ...] = (frozenset({"brows"}), frozenset({"eyes", "mouth"}))
"""What of a face moves apart."""


def _together(lead: Rise, other: Rise) -> bool:
    """Return whether a weaker rise is part of a stronger one."""
    a, b = lead.course, other.course
    shared = min(a.offset, b.offset) - max(a.onset, b.onset)
    whole = max(a.offset, b.offset) - min(a.onset, b.onset)
    shorter = min(a.offset - a.onset, b.offset - b.onset)
    if shared <= 0.3 * shorter:
        return False
    if part_of(lead.zone) == part_of(other.zone):
        return shared >= _SAME * whole or (
            shared >= _INSIDE * shorter and _GREATER * other.clearness < min(lead.clearness, _PLAIN)
        )
    return shared >= _SAME_ACROSS * whole and a.onset <= b.apex < a.offset


# Share of their union from which two rises are the same movement: in one part of the face,
# where skin drags skin, and across its parts.
_SAME, _SAME_ACROSS = 0.35, 0.6

# Share of its own length for which a rise lies inside a greater one, and how many times
# more that must stand above its noise, up to which clearness, to be a step of it: what is
# plain to see within lips that stay open is something else.
_INSIDE, _GREATER, _PLAIN = 0.8, 2.0, 20.0


def name_units(
    shift: FloatArray, course: Excursion, channels: tuple[Channel, ...], noise: FloatArray
) -> tuple[Movement, ...]:
    """Explain what the face did between onset and apex by action units, the strongest first.

    There is at least one unless nothing moved. The displacement from rest is fitted by a
    non-negative sum of unit patterns (muscles pull, they do not push), each region weighted by its
    noise. Units are taken one by one, the best first, as long as each explains enough: all at once,
    opposite units would cancel each other to fit the noise. `shift` is finite, float (n, regions,
    2), and `noise` float (regions, 2), both eye-widths.
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

# A side that moves less than this share of the other counts as still: coders of real faces
# call it both where the sides are within two to one.
_ONE_SIDED = 0.5


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
