"""The person's own neutral: where a part of the face rests, whatever it is doing now."""

from __future__ import annotations

import numpy as np

from takewise.model import FloatArray
from takewise.moments.excursions import Excursion

# Seconds before and after in which the neutral is looked for: it is found again as the take
# goes on, for people settle into other faces.
_AROUND = 30.0

# Seconds of frames that must be there next to the movement itself.
_ENOUGH = 1.0

# Share of those frames that the neutral is made of: faces that act rest that much.
_RESTING = 0.4

# The neutral's own spread at most, as a share of the movement's height, or there is none.
_CLEAR = 0.5

# Share of its height that a movement must reach over the neutral.
_OVER = 0.5


def is_return(signal: FloatArray, course: Excursion, rate: float) -> bool:
    """Return whether what looks like a movement is a face that comes back to its neutral.

    Brows that come down between two raises rise, seen from the raises, in the channel of the brows'
    lowering; so does a take that begins with brows in the air. `signal` is a channel's activity,
    eye-widths, not yet over its rest. False where the neutral is unknown.
    """
    reach = round(_AROUND * rate)
    start, end = max(0, course.onset - reach), course.offset + reach
    beside = np.sort(np.r_[signal[start : course.onset], signal[course.offset : end]])
    if len(beside) < _ENOUGH * rate:
        return False
    # The shortest interval that holds so many frames (Rousseeuw and Leroy 1988).
    count = max(2, round(_RESTING * len(beside)))
    widths = beside[count - 1 :] - beside[: len(beside) - count + 1]
    at = int(np.argmin(widths))
    if widths[at] > _CLEAR * course.height:
        return False
    neutral = float(beside[at : at + count].mean())
    return float(signal[course.apex]) - neutral < _OVER * course.height
