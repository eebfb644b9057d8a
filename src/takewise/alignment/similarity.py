"""Whether a face that was found to do nothing moves much the same after all.

Whether a small movement is found is a matter of a threshold: of two takes that show the
same, one may have a moment and the other, a hair smaller, none. So before it is said that
takes differ, the motion itself is asked: how much of the moment's own displacement does the
other face make, at about that time?
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.ndimage import minimum_filter1d

from takewise.alignment.aligned_take import AlignedTake
from takewise.model import FloatArray, Kind, Moment, RegionMotion

# Seconds before and after in which the other face may do it: what a clock by speech and two
# onsets are uncertain by.
_AROUND = 0.3

# Times as long as the moment's own rise that the other may take.
_SLOWER = 1.5


def share_moved(
    moment: Moment,
    own: AlignedTake,
    other: AlignedTake,
    window: tuple[float, float] | None,
    without: Sequence[Moment] = (),
) -> float | None:
    """Return how much of a moment's displacement another take's face makes.

    1 where it moves as far in the same direction, 0 or less where it does not at all; None where
    the motion of either is not known, or the moment is no movement. `own` is the take of the
    moment, `window` the seconds from the other file's first picture, None for any time. Moments of
    the other take in `without` are reported by themselves: what it does there is known already.
    """
    motions = own.motion_of(moment.person), other.motion_of(moment.person)
    if motions[0] is None or motions[1] is None or moment.kind in {Kind.HOLD, Kind.MARKER}:
        return None
    onset, apex = (own.row(frame) for frame in (moment.span.start, moment.apex))
    if not 0 <= onset <= apex < len(motions[0].times):
        return None
    places = [_places(each, moment.kind) for each in (motions[0], motions[1])]
    moved = places[0][apex] - places[0][onset]
    known = np.isfinite(moved)
    if not (moved[known] ** 2).any() or len(moved) != places[1].shape[1]:
        return None
    seconds = _SLOWER * float(motions[0].times[apex] - motions[0].times[onset])
    ours, theirs = (
        _risen(place[:, known] @ moved[known], motion.times, seconds)
        for place, motion in zip(places, motions, strict=True)
        if motion is not None
    )
    times = motions[1].times + other.begins
    start, end = window or (-np.inf, np.inf)
    inside = (times >= start - _AROUND) & (times <= end + _AROUND) & np.isfinite(theirs)
    for each in without:
        known_from, known_to = (other.time_of(frame) for frame in (each.span.start, each.span.end))
        inside &= (times < known_from) | (times > known_to)
    most = float(ours[apex])
    return float(theirs[inside].max()) / most if inside.any() and most > 0 else None


def _places(motion: RegionMotion, kind: Kind) -> FloatArray:
    what = motion.gaze if kind is Kind.GAZE else motion.shift
    return what.reshape(len(what), -1).astype(np.float64)


def _risen(along: FloatArray, times: FloatArray, seconds: float) -> FloatArray:
    """Return how far each place is above what was before it, and above rest; NaN where unseen."""
    step = float(np.median(np.diff(times))) if len(times) > 1 else 1.0
    back = max(1, round(seconds / step))
    lowest = minimum_filter1d(
        np.where(np.isfinite(along), along, np.inf), back + 1, origin=back // 2, mode="nearest"
    )
    # A face that comes back from the opposite rises as well: what counts is beyond its rest.
    rest = float(np.nanmedian(along)) if np.isfinite(along).any() else 0.0
    return np.minimum(along - lowest, along - rest)
