"""Lips that part as the face moves, seen by the points of the mesh."""

from __future__ import annotations

import numpy as np

from takewise.model import BoolArray, FloatArray
from takewise.moments.excursions import Excursion, trembling

LEAST = 0.03
"""Least gap between the lips that opens, eye-widths: ten times the jitter of closed lips,
and 2 mm on a face (own value)."""

_STRENGTH = 7.0
# The same over the gap's own trembling.

_MOUTH = frozenset({"AU10", "AU12", "AU14", "AU15", "AU17", "AU20", "AU26"})
# Units that move the mouth: lips that part with a brow are a word or a breath.


_PIXELS = 1.5
# The same in the picture: of a smaller gap nobody can say that it is one.


def parting(
    gap: FloatArray,
    course: Excursion,
    units: frozenset[str],
    talking: BoolArray,
    eye_width: float,
) -> float | None:
    """Tell whether the lips part with a movement of the mouth.

    Parameters
    ----------
    gap
        float (n,): gap between the lips, eye-widths; finite.
    course
        When the mouth moves.
    units
        Which action units it shows.
    talking
        bool (n,): frames in which the gap opens and closes as in speech.
    eye_width
        Size of the face in the picture, pixels.

    Returns
    -------
    float | None
        By how much, eye-widths; None where the mouth does nothing else, talks, or keeps
        its gap.
    """
    if not units & _MOUTH or talking[course.apex]:
        return None
    before = float(np.median(gap[max(0, course.onset - 2) : course.onset + 1]))
    opened = float(np.median(gap[max(0, course.apex - 1) : course.apex + 2])) - before
    least = max(LEAST, _STRENGTH * trembling(gap), _PIXELS / max(eye_width, 1.0))
    return opened if opened >= least else None
