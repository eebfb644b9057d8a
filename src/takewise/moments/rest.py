"""The level at which a signal rests, whatever moves before or after."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

from takewise.model import BoolArray, FloatArray

# Share of a window's frames that rest: what is drawn along by a movement that comes later
# is a median; the closest that so many frames ever are to each other is not (the shortest
# interval that holds them, Rousseeuw and Leroy 1988).
_RESTING = 0.4

# Seconds from one window to the next.
_STEP = 0.5


def resting_level(
    signal: FloatArray, rate: float, *, window: float, closed: BoolArray | None = None
) -> FloatArray:
    """Return where a signal rests around each frame, in its unit.

    `window` is the seconds around a frame in which the rest is looked for; movements may fill more
    than half of them. `closed` are the frames in which it may rest, as a mouth does with its lips
    together, if it has them together for long enough; None takes all.
    """
    n, width = len(signal), min(len(signal), max(3, round(window * rate)))
    step = max(1, round(_STEP * rate))
    starts = np.unique(np.append(np.arange(0, n - width, step), n - width))
    windows = np.lib.stride_tricks.sliding_window_view(signal, width)[starts]
    if closed is None:
        found = _closest(windows)
    else:
        may = np.lib.stride_tricks.sliding_window_view(closed, width)[starts]
        found = np.array([
            _closest(row[rests if rests.sum() >= _ENOUGH * rate else slice(None)][None])[0]
            for row, rests in zip(windows, may, strict=True)
        ])  # fmt: skip
    if len(starts) == 1:
        return np.full(n, found[0])
    levels = np.interp(np.arange(n), starts + (width - 1) / 2, found)
    return np.asarray(gaussian_filter1d(levels, 0.5 * rate, mode="nearest"))


# Seconds of closed lips in which a mouth's rest can be known.
_ENOUGH = 0.4


def _closest(windows: FloatArray) -> FloatArray:
    """Return the mean of the shortest interval that holds enough of each row."""
    ordered = np.sort(windows, axis=1)
    count = min(ordered.shape[1], max(2, round(_RESTING * ordered.shape[1])))
    widths = ordered[:, count - 1 :] - ordered[:, : ordered.shape[1] - count + 1]
    at = widths.argmin(axis=1)[:, None] + np.arange(count)
    return np.take_along_axis(ordered, at, axis=1).mean(axis=1)
