"""What mouths do: they talk, or part and close again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import median_filter, minimum_filter1d, uniform_filter1d

from takewise.dialogue.pictures import PictureTimes
from takewise.model import BoolArray, FloatArray, RegionMotion

# Hertz of syllables, and the seconds over which their size is averaged.
_SYLLABLES, _AVERAGED = (1.5, 8.0), 0.4

# Seconds that lips stay parted for a breath or an unspoken word, and over which closed is
# known: longer open, they smile or hang.
_SHORTEST, _LONGEST, _AROUND = 0.3, 1.5, 2.0

# Share of the height at which a parting begins and ends.
_FOOT = 0.35

# Frames without which a signal cannot be filtered.
_FEW = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """Lips that part and close again."""

    start: float
    """Seconds from the file's first picture at which they begin to part."""
    end: float
    """When they are closed again."""
    apex: float
    """When they are furthest apart."""
    height: float
    """How far, eye-widths."""


def mouth_gap(motion: RegionMotion) -> tuple[FloatArray, FloatArray]:
    """Return how far the lips are apart, without gaps in time, and where that is seen."""
    gap = np.asarray(motion.mouth[:, 0], np.float64)
    seen = np.isfinite(gap)
    if not seen.any():
        return np.zeros(len(gap)), seen
    frames = np.arange(len(gap))
    return np.interp(frames, frames[seen], gap[seen]), seen


def talking(motion: RegionMotion, rate: float) -> FloatArray:
    """Return how much a mouth moves at the pace of syllables, (n,) eye-widths; NaN unseen."""
    from scipy.signal import butter, sosfiltfilt  # noqa: PLC0415 - half a second

    gap, seen = mouth_gap(motion)
    if len(gap) < _FEW:
        return np.full(len(gap), np.nan)
    fastest = min(_SYLLABLES[1], 0.45 * rate)
    band = butter(2, (_SYLLABLES[0], fastest), "bandpass", fs=rate, output="sos")
    swing = sosfiltfilt(band, gap, padlen=min(len(gap) - 1, 15))
    power = uniform_filter1d(swing**2, max(1, round(_AVERAGED * rate)), mode="nearest")
    return np.where(seen, np.sqrt(np.maximum(power, 0)), np.nan)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mouth:
    """What is known of one person's mouth."""

    activity: FloatArray
    """float (n,): from `talking`."""
    gap: FloatArray
    """float (n,): from `mouth_gap`."""
    face: BoolArray
    """bool (n,): where the face is seen."""


def mouths(motions: Sequence[RegionMotion], rate: float) -> dict[str, Mouth]:
    """Return what is known of everyone's mouth."""
    return {
        each.person: Mouth(
            activity=talking(each, rate), gap=mouth_gap(each)[0], face=np.asarray(each.seen)
        )
        for each in motions
    }


def partings(motion: RegionMotion, pictures: PictureTimes, least: float) -> tuple[Parting, ...]:
    """Find where lips part and close again, by the gap over the closed mouth around it."""
    gap, seen = mouth_gap(motion)
    if len(gap) < _FEW:
        return ()
    calm = median_filter(gap, 3, mode="nearest")
    closed = minimum_filter1d(calm, 2 * round(_AROUND * pictures.rate) + 1, mode="nearest")
    over = calm - closed
    found = []
    open_ = over >= _FOOT * least
    steps = np.flatnonzero(np.diff(np.concatenate(([0], open_.astype(int), [0]))))
    for first, after in zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True):
        apex = first + int(np.argmax(over[first:after]))
        whole = first > 0 and after < len(gap) and seen[first - 1 : after + 1].all()
        if not whole or over[apex] < least:
            continue
        # From a share of its own height, so that a large one has its own ends.
        high = np.flatnonzero(over[first:after] >= _FOOT * over[apex]) + first
        start, end = float(pictures.times[high[0]]), float(pictures.times[min(high[-1] + 1, after)])
        if _SHORTEST <= end - start <= _LONGEST:
            found.append(
                Parting(
                    start=start,
                    end=end,
                    apex=float(pictures.times[apex]),
                    height=float(over[apex]),
                )
            )
    return tuple(found)
