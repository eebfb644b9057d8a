"""The clap of a slate: out of the quiet in a millisecond or two, and gone at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from takewise.model import FloatArray
from takewise.model.alignment import LEVEL_STEP

# Seconds before the clap that must be quiet: the sticks are held up and no one speaks.
_BEFORE = 0.06

# Seconds in which it is there; the plosives of speech take ten and more.
_RISE = 0.004

# Seconds after which it has died away: wood rings for a twentieth, a room for longer.
_AFTER = (0.15, 0.30)

# Times that it is louder than what was before it (16 dB), and than what is left of it after.
_LEAST_RISE = 6.0

# Seconds from which on another sharp sound is a rival: closer ones are its echo.
_APART = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Clap:
    """A sharp sound that may be the slate's."""

    time: float
    """When it begins, seconds from the first value."""
    sureness: float
    """0 to 1: how far the next sharpest sound falls behind."""


def find_clap(level: FloatArray, *, within: float) -> Clap | None:
    """Find the slate's clap at the head of a take: its sharpest sound, None where none is sharp.

    `level` is from `Sound.level`; `within` is the seconds of the head in which it is looked for.
    """
    head = level[: round(within / LEVEL_STEP)]
    before, rise = round(_BEFORE / LEVEL_STEP), round(_RISE / LEVEL_STEP)
    if len(head) <= before + rise:
        return None
    # Against the loudest there is, so that the hiss of a silent track has no claps in it.
    floor = 0.01 * float(level.max()) + np.finfo(np.float32).tiny
    quiet = _before(maximum_filter1d(head, before, mode="nearest"), before // 2 + rise)
    left = _later(head)
    sharp = head / np.maximum(quiet, floor)
    short = head / np.maximum(left, floor)
    sudden = np.minimum(sharp, short)
    sudden[: before + rise] = 0.0
    # Of a clap the loudest millisecond counts, and the first that is half as loud is its onset.
    best = int(sudden.argmax())
    if sudden[best] < _LEAST_RISE:
        return None
    others = sudden.copy()
    reach = round(_APART / LEVEL_STEP)
    others[max(0, best - reach) : best + reach] = 0.0
    rival = float(others.max())
    window = head[max(0, best - rise) : best + 1]
    onset = best - len(window) + 1 + int(np.flatnonzero(window >= 0.5 * head[best])[0])
    sureness = float(np.clip(np.log(sudden[best] / max(rival, 1.0)) / np.log(8.0), 0.0, 1.0))
    return Clap(time=onset * LEVEL_STEP, sureness=sureness)


def _before(values: FloatArray, steps: int) -> FloatArray:
    """Return what stands some steps earlier; before the first, the first."""
    return np.concatenate((np.full(steps, values[0]), values[:-steps]))


def _later(head: FloatArray) -> FloatArray:
    """Return how loud it is when a clap has died away."""
    begin, end = (round(each / LEVEL_STEP) for each in _AFTER)
    width = end - begin
    calm = uniform_filter1d(head, width, mode="nearest")
    shift = begin + width // 2
    return np.concatenate((calm[shift:], np.full(min(shift, len(calm)), calm[-1])))[: len(head)]
