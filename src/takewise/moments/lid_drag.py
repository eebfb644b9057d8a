"""What closing lids do to the skin around them."""

from __future__ import annotations

import numpy as np

from takewise.model import FloatArray
from takewise.moments.blinks import Blink
from takewise.moments.units import without_side

# Regions that lids move: the skin around them, and the nose, next to whose root the flow
# takes the lids' edge for the skin. Mouth corners and chin are out of reach.
_DRAGGED = frozenset({
    "brow inner", "brow outer", "infraorbital", "cheek", "nose wing", "nose root", "glabella",
    "forehead", "nasolabial", "upper lip side",
})  # fmt: skip

# Eye-widths that lids drag a region at most: in blinks of the benchmark's development
# faces. At 0.02 three more false moments are found there; from 0.03 up to any size the
# figures are the same.
_MOST = 0.03

# Seconds before and after a blink in which the skin moves already, or still.
_MARGIN = 0.06


def without_lids(
    shift: FloatArray, regions: tuple[str, ...], closed: tuple[Blink, ...], rate: float
) -> FloatArray:
    """Remove from region motion, finite float (n, regions, 2), what blinks drag along.

    Around a blink the regions near the eyes go straight from where they were to where they will be:
    what moves for longer is seen before and after it. What departs from that line by more than lids
    can drag is a movement of its own, and stays. The blinks count the frames of `shift`.
    """
    calm = shift.astype(np.float64)
    near = [k for k, region in enumerate(regions) if without_side(region) in _DRAGGED]
    margin, last = round(_MARGIN * rate), len(calm) - 1
    for blink in closed:
        start = max(0, blink.span.start - margin - 1)
        end = min(last, blink.span.end + margin)
        # An end of the shot is no rest: then the face stays as the other end has it.
        before, after = calm[start, near], calm[end, near]
        before, after = (after if start == 0 else before), (before if end == last else after)
        way = np.linspace(0.0, 1.0, end - start + 1)[:, None, None]
        line = before + way * (after - before)
        part = calm[start : end + 1, near]
        dragged = (np.abs(part - line).max(axis=(0, 2)) < _MOST)[None, :, None]
        calm[start : end + 1, near] = np.where(dragged, line, part)
    return calm
