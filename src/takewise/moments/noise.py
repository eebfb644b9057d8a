"""How restless a signal is while nothing happens, and what makes it so."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import median_filter

from takewise.model import BoolArray, FloatArray

FASTER = (8.0, 20.0, 40.0)
"""Speeds of the head from which a signal is more restless, degrees per second: from
about half as much again at the first to three times as much at the last (a real head that
turns and sways for half a minute)."""

MOST = 0.003
"""Eye-widths, 0.2 mm, that a measurement trembles at most while the head is quiet: grain,
flow and the points of the mesh. A face that never rests is more restless than that by habit,
and its movements are no noise: brows that rise again and again had to rise by 4 to 8 mm."""

SPEED = 25.0
"""Degrees per second at which a head doubles that. On the development takes with a head that
turns, and on a man who turns and nods for 45 s, 98 of 100 rises without a movement stay
below 0.03 to 0.05 of an eye-width at rest and 0.09 from 25 on; what they have in common
with a face that moves is left to how well the units explain it."""

PIXELS = 0.2
"""Pixels that a measurement trembles at most as well: more of an eye-width on a face that is
smaller than 67 pixels. On a man of 46 pixels who turns and nods 13 finds of 31 are false
without it, 4 with 0.15 and 1 with 0.2 to 0.25, where one of 10 right ones is lost; on other
clips no right one is."""

# Seconds of frames of a sort, from which their restlessness can be told.
_ENOUGH = 1.0


def most(turning: FloatArray | float, eye_width: float) -> FloatArray:
    """Return the most that a measurement trembles at some speed of the head, eye-widths.

    `eye_width` is the size of the face, pixels.
    """
    quiet = max(MOST, PIXELS / max(eye_width, 1.0))
    return np.asarray(quiet * (1.0 + turning / SPEED))


def restlessness(signal: FloatArray, rate: float) -> float:
    """Measure how much a signal departs from itself while nothing happens.

    It is a standard deviation, in the signal's unit; above 0.
    """
    return _spread(_departures(signal, rate))


def noise_at(
    signal: FloatArray,
    rate: float,
    *,
    seen: BoolArray,
    talking: BoolArray,
    turning: FloatArray,
    bound: FloatArray,
) -> FloatArray:
    """Measure a signal's restlessness around each frame, up to what a measurement's can be.

    It is measured apart in frames with and without speech, and in those in which the head turns the
    faster, as long as there are enough of them. The answer is float64 (n,), standard deviation, in
    the signal's unit. `seen` are the frames in which the signal was measured; elsewhere it is
    bridged, and its stillness there is no sign of a quiet face. `talking` are those in which speech
    moves it; `turning` is the speed of the head, degrees per second, and `bound` the most that a
    measurement trembles.
    """
    departures, enough = _departures(signal, rate), _ENOUGH * rate
    seen = seen if seen.sum() >= enough else np.ones_like(seen)
    noise = np.full(len(signal), _spread(departures[seen]))
    silent, loud = seen & ~talking, seen & talking
    if silent.sum() >= enough:
        noise[~talking] = _spread(departures[silent])
    if loud.sum() >= enough:
        # Syllables with rests between them: the median would see the rests alone.
        noise[talking] = max(_spread(departures[loud]), float(departures[loud].std()))
    for speed in FASTER:
        faster = turning >= speed
        if (measured := seen & faster).sum() >= enough:
            noise[faster] = np.maximum(noise[faster], _spread(departures[measured]))
    return np.minimum(noise, bound)


def _departures(signal: FloatArray, rate: float) -> FloatArray:
    """Return how far a signal is from its running median of one second."""
    # Its median size is hardly touched by movements that are shorter than that, or rare.
    median = median_filter(signal, size=max(3, round(rate) | 1), mode="nearest")
    return np.asarray(signal - median)


def _spread(departures: FloatArray) -> float:
    return float(np.percentile(np.abs(departures), 35) / 0.4538) + 2e-4
