"""What a gesture is called: the units that explain it, part by part of the face."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from takewise.model import Movement
from takewise.moments.excursions import Excursion
from takewise.moments.movements import PARTS, Gesture, name_units, part_of
from takewise.moments.occlusion import is_seen
from takewise.moments.settings import MomentSettings
from takewise.moments.shots import Shot
from takewise.moments.units import ACTION_UNITS, Zone, channels, without_side

# Share of the least peak that the named movement itself must reach: what the units
# cannot explain is no movement of the face.
_SHOWN = 0.6


def named(shot: Shot, gesture: Gesture, settings: MomentSettings) -> tuple[Movement, ...]:
    """Name what a gesture shows; nothing if the units cannot explain it."""
    shown: dict[str, Movement] = {}
    for zones in PARTS:
        skin = [rise for rise in gesture.of(zones) if not rise.unit]
        if skin:
            for each in _of_skin(shot, skin[0].course, zones, gesture):
                if each.peak >= _SHOWN * settings.least_peak:
                    shown[each.unit] = each
    for rise in gesture.rises:
        if rise.unit and rise.unit not in shown:
            shown[rise.unit] = Movement(
                unit=rise.unit,
                name=ACTION_UNITS[rise.unit].name,
                side=rise.side,
                peak=rise.course.height,
            )
    if "AU26" in shown and "AU25" in shown and shown["AU25"].peak >= _WIDE:
        jaw = shown.pop("AU26")
        shown["AU27"] = replace(jaw, unit="AU27", name=ACTION_UNITS["AU27"].name)
    for unit, others in _INCLUDES.items():
        if unit in shown:
            shown = {code: each for code, each in shown.items() if code not in others}
    movements = tuple(sorted(shown.values(), key=lambda movement: -movement.peak))
    clear = gesture.lead.clearness * explained(gesture, movements) ** _BY_EXPLAINED
    return movements if clear >= _CLEAR * settings.least_strength else ()


# Gap between the lips, eye-widths, 25 mm, from which a jaw that drops stretches the mouth:
# two fingers fit in, as FACS has it for AU27.
_WIDE = 0.4

# What the corners do in a mouth that purses, or is moved aside, is no unit of their own.
_INCLUDES = {"AU18": {"AU14"}, "AU30": {"AU14", "AU20"}}


def explained(gesture: Gesture, movements: tuple[Movement, ...]) -> float:
    """Return how much of the leading rise the movements of its part of the face explain, 0 to 1."""
    lead = gesture.lead
    if lead.unit:
        return 1.0
    part = part_of(lead.zone)
    peaks = [each.peak for each in movements if ACTION_UNITS[each.unit].zone in part]
    return min(1.0, max(peaks, default=0.0) / lead.course.height)


# Power of that share by which a rise is the clearer, and the least that it must be clear,
# as a share of the least strength: what the units hardly explain must stand out the more.
# Fitted, one clip left out each time, to 266 right and 57 false finds on real faces and the
# benchmark's.
_BY_EXPLAINED, _CLEAR = 0.6, 0.9


def _of_skin(
    shot: Shot, course: Excursion, zones: frozenset[Zone], gesture: Gesture
) -> tuple[Movement, ...]:
    noise = shot.noise_at(course)
    # What a unit does must be seen for it to be named.
    every = tuple(
        each
        for each in channels(shot.regions)
        if each.unit.zone in zones and is_seen(each, np.isfinite(noise[:, 0]))
    )
    if shot.talking[course.apex] and "mouth" not in gesture.zones:
        # The jaw that talks or chews meanwhile is no part of it.
        noise[[without_side(region) in _JAW for region in shot.regions]] = np.inf
        every = tuple(each for each in every if each.unit.code not in _JAW_UNITS)
    if not every:
        return ()
    own = np.any([each.pattern.any(axis=1) for each in every], axis=0)
    noise[~own] = np.inf
    return name_units(shot.shift, course, every, noise)


_JAW = frozenset({"below corner", "lower lip", "chin"})

# Regions that a jaw carries along, and the units that those alone would show. Corners and
# upper lip stay: a smile breaks through in talk.
_JAW_UNITS = frozenset({"AU17", "AU26"})
