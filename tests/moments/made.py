"""Movements written into signals, as the channels of the moments stage see them."""

from __future__ import annotations

import numpy as np

from takewise.model import FloatArray, Side
from takewise.moments.units import Channel, channels
from takewise.motion import REGIONS
from tests.performer.script import swell
from tests.played import Signals

CHANNELS = channels(tuple(REGIONS))


def channel(unit: str, side: Side) -> Channel:
    """Return a unit's channel on one side."""
    return next(each for each in CHANNELS if (each.unit.code, each.side) == (unit, side))


def sides(unit: str, side: Side) -> tuple[Channel, ...]:
    """Return the channels in which a unit moves when it moves on a side."""
    own = [each for each in CHANNELS if each.unit.code == unit]
    return tuple(each for each in own if side in {each.side, "both"} or each.side == "both")


def move(signals: Signals, unit: str, side: Side, at: tuple[int, int, int], peak: float) -> Signals:
    """Write a movement (onset, apex, offset; eye-widths) into signals, and return them."""
    course = peak * swell(len(signals.shift), *at)
    pattern = sum((each.pattern for each in sides(unit, side)), np.zeros((len(REGIONS), 2)))
    # A midline region is pulled by both sides by half each.
    signals.shift[:] += course[:, None, None] * pattern
    return signals


def blink(signals: Signals, at: tuple[int, int, int], depth: float) -> Signals:
    """Write a blink that takes some share of the opening into signals, and return them."""
    signals.eyes[:] *= (1 - depth * swell(len(signals.eyes), *at))[:, None]
    return signals


def talk(signals: Signals, start: int, end: int, size: float = 0.1) -> Signals:
    """Let the mouth talk at four syllables a second: lips, jaw and corners; return them."""
    n = len(signals.shift)
    times = np.arange(n) / float(signals.rate)
    random = np.random.default_rng(5)
    # A voice that wanders: no two syllables are alike.
    rate = 4.0 + 1.2 * np.sin(2 * np.pi * 0.31 * times) + 0.8 * np.sin(2 * np.pi * 0.83 * times)
    phase = 2 * np.pi * np.cumsum(rate) / float(signals.rate)
    loud = np.interp(
        times,
        np.arange(0, times[-1] + 0.25, 0.2),
        0.5 + 0.5 * random.random(len(np.arange(0, times[-1] + 0.25, 0.2))),
    )
    wave: FloatArray = np.maximum(np.sin(phase), 0) * loud * size
    wave[:start] = wave[end:] = 0.0
    signals.mouth[:, 0] += wave
    for unit, share in (("AU26", 0.8), ("AU15", 0.3), ("AU20", 0.25)):
        for each in sides(unit, "both"):
            signals.shift[:] += (share * wave)[:, None, None] * each.pattern
    return signals


def chew(signals: Signals, start: int, end: int, pace: float, size: float = 0.08) -> Signals:
    """Let the jaw chew so many times a second behind closed lips; return the signals."""
    n = len(signals.shift)
    phase = 2 * np.pi * pace * (np.arange(n) - start) / float(signals.rate)
    wave = size * (0.5 - 0.5 * np.cos(phase)) * (1 + 0.15 * np.sin(phase / 2.7))
    wave[:start] = wave[end:] = 0.0
    for unit, share in (("AU26", 1.0), ("AU15", 0.2), ("AU14", 0.15)):
        for each in sides(unit, "both"):
            signals.shift[:] += (share * wave)[:, None, None] * each.pattern
    return signals
