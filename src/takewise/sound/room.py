"""What the room lets one hear: its own noise, its echo, and sound that is cut off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from takewise.model import BoolArray, FloatArray
from takewise.sound.edges import voiced_hops
from takewise.sound.levels import FINE, FLOOR, RATE, Levels

# Seconds next to a voice that are not the room's: breaths, and what rings on.
_MARGIN = 0.2

# Decibels under its loudest between which a voice's fall is timed, how far over the room's noise
# that must end, and the window, seconds from the model's end of the voice.
_FALL, _OVER = (10.0, 30.0), 6.0
_WINDOW = (-0.25, 0.6)

# Seconds in which a dry room is 60 decibels quieter; own value: made speech falls so in 0.05 to
# 0.25 without a room, and in 0.35 and more in one that rings for half a second.
_DRY = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What was measured of the room."""

    floor: float
    """Level between the lines, decibels of full scale."""
    voice: float | None
    """Level of the lines; None where there are none."""
    echoes: bool
    """Whether it rings."""


def room(found: list[tuple[int, int]], levels: Levels) -> Room:
    """Measure the room of some stretches of voice."""
    plain = levels.plain
    if not len(plain):
        return Room(floor=FLOOR, voice=None, echoes=False)
    voiced = voiced_hops(found, len(plain))
    margin = round(_MARGIN * RATE)
    near = voiced_hops([(max(0, a - margin), b + margin) for a, b in found], len(plain))
    quiet = plain[~near]
    floor = float(np.median(quiet)) if len(quiet) else float(np.percentile(plain, 5))
    power = 10 ** (plain[voiced].astype(np.float64) / 10)
    voice = float(10 * np.log10(power.mean())) if len(power) else None
    return Room(floor=floor, voice=voice, echoes=_echoes(found, levels.bright, near))


def _echoes(found: list[tuple[int, int]], level: FloatArray, near: BoolArray) -> bool:
    quiet = level[~near]
    floor = float(np.median(quiet)) if len(quiet) else FLOOR
    falls = [fall for _, end in found if (fall := _fall(level, end // FINE, floor)) is not None]
    return bool(falls) and float(np.median(falls)) > _DRY


def _fall(level: FloatArray, end: int, floor: float) -> float | None:
    """Return the seconds in which a voice would fall by 60 decibels at its end."""
    first, after = (end + round(each * RATE / FINE) for each in _WINDOW)
    window = level[max(0, first) : after]
    if len(window) < after - first:
        return None
    peak = float(window[: end - first].max())
    least = peak - _FALL[1]
    begin = int(np.flatnonzero(window >= peak - _FALL[0])[-1])
    below = np.flatnonzero(window[begin:] <= least)
    dropped = float(window[begin]) - least
    # Into noise a voice falls slowly without an echo.
    if not len(below) or least < floor + _OVER:
        return None
    return float(below[0]) * FINE / RATE * 60.0 / dropped
