"""What hides the skin: a hand, a cup, a microphone before a part of the face.

Flow explains how skin moved, whatever it did; it cannot explain skin that is not
there. So the present view, brought back along the flow, is held against the anchor
it was compared with: where the face's own skin is in the picture the two look alike,
and where something lies over it they do not. Lips, lids and brows look new whenever
they open, show teeth or fold, so the alarm is raised by places whose skin keeps its
looks through any expression (`WATCHED`), and only then taken for what lies between.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from scipy.ndimage import binary_dilation, binary_erosion

from takewise.model import BoolArray, FloatArray
from takewise.motion.regions import NOSE, WATCHED
from takewise.motion.view import EYE_WIDTH, SIZE

# View pixels per pixel of the comparison: fingers are many pixels wide.
_COARSE = 2

_SMALL = (SIZE[0] // _COARSE, SIZE[1] // _COARSE)


def _odd(pixels: float) -> int:
    """Return the nearest odd number: a kernel of that size has a middle."""
    return 2 * round((pixels - 1) / 2) + 1


# Comparison pixels, about half an eye-width: what is smoother than that is light and
# shade, which come and go without a hand.
_DETAIL = _odd(0.54 * EYE_WIDTH / _COARSE)

# Comparison pixels over which unlikeness is averaged: a third of an eye-width.
_PATCH = _odd(0.36 * EYE_WIDTH / _COARSE)

ALARM = 0.7
"""Unlikeness from which a watched place can be covered, shares of the face's contrast.

On 21 synthetic takes without a hand it stays below 0.3 at every watched place, whatever
noise, flicker, compression and head motion; on nine real ones (smiles with teeth, mouths
wide open, speech) below 0.6; a hand reaches 0.8 to 4. Tuned together with the three below on
seven real takes: lower by a seventh, a head that turns is reported as covered for five seconds.
The benchmark's hands cannot distinguish the two."""

COMPANY = 0.46
"""Unlikeness that another place nearby must show as well: one alone is a fold or a glint."""

HOLD = 0.58
"""Unlikeness that a covered place, or one next to it, keeps as long as it is covered."""

RELEASE = 0.46
"""Unlikeness below which a covered place shows its own skin again."""

# Multiple of a place's usual unlikeness that is needed as well, so that a picture of
# heavy noise or few bits raises no alarm.
_OVER_USUAL = 3.0

# View pixels within which two places must be unlike to be covered: a hand is that large.
_TOGETHER = 0.9 * EYE_WIDTH

# View pixels around a covered place in which nothing can be told.
_REACH = 0.33 * EYE_WIDTH

# View pixels around a covered place in which whatever looks new is taken to be covered.
_NEIGHBOURHOOD = 0.75 * EYE_WIDTH

# The watched places that are not on the nose.
_FLAT = np.array([point not in {*NOSE, 129, 358} for point in WATCHED])

_LOST_SECONDS = 0.5

# Share of the watched places from which it is no hand: the head has turned away, or the
# light was switched on.
_WHOLE = 0.9


class Likeness:
    """The looks of an anchor, to which later views are held."""

    def __init__(self, grey: npt.NDArray[np.uint8], points: FloatArray) -> None:
        self._small = _shrunk(grey)
        x, y = points[:468, 0] / _COARSE, points[:468, 1] / _COARSE
        across = slice(*np.clip([int(x.min()), int(x.max()) + 1], 0, _SMALL[0]).tolist())
        down = slice(*np.clip([int(y.min()), int(y.max()) + 1], 0, _SMALL[1]).tolist())
        self._face = (down, across)
        self._detail = _detail(self._small)
        self._light = float(self._small[self._face].mean())
        self._contrast = max(float(self._detail[self._face].std()), _LEAST_CONTRAST)
        inside = np.zeros(self._small.shape, np.float32)
        oval = cv2.convexHull(np.rint(points[:468] / _COARSE).astype(np.int32))
        cv2.fillConvexPoly(inside, oval, (1.0,))
        self._inside = inside * (1 - _inner_mouth(points))
        self._points = points[_MOVING]

    def unlikeness(
        self, grey: npt.NDArray[np.uint8], points: FloatArray, flow: FloatArray
    ) -> npt.NDArray[np.float32]:
        """Return where a view shows something else than the anchor, in comparison pixels.

        Shares of the face's contrast, over patches of a third of an eye-width; 0 is the
        same skin, wherever flow says that it has moved. Teeth and tongue say nothing.
        """
        at: npt.NDArray[np.float32] = flow[::_COARSE, ::_COARSE] / _COARSE + _GRID
        back = _back(_shrunk(grey), at)
        # Flicker and drift of the light are a gain common to the whole face.
        gain = self._light / max(float(back[self._face].mean()), 1.0)
        skin = self._inside * (1 - _back(_inner_mouth(points), at))
        new = (_detail(back) * gain - self._detail) * skin
        share = np.maximum(cv2.blur(skin, (_PATCH, _PATCH)), _LEAST_SHARE)
        mean = cv2.blur(new * new, (_PATCH, _PATCH)) / share
        return np.sqrt(np.maximum(mean, 0.0, out=mean), out=mean) / self._contrast

    def change(self, points: FloatArray) -> float:
        """Return how many times as new skin may look, 1 or more, as the mesh has moved so."""
        moved = np.hypot(*(points[_MOVING] - self._points).T) / EYE_WIDTH
        turned, folded = float(moved[0]), float(moved[1:].max())
        return 1 + max(0.0, folded - _FOLDS) / _FOLDED + max(0.0, turned - _TURNS) / _TURNED


# Mesh points that say what changes the looks of skin without a hand: the tip of the nose,
# which stands out the most as the head turns; corners and middle of the mouth.
_MOVING = np.array((4, 61, 291, 0, 17))

# Eye-widths that a face may do, and that more make skin look twice as new: creases come
# with a smile, and another side of the nose with a turn. Corners of a mouth that smiles or
# frowns move by 0.2 to 0.4 against the anchor (three real clips); hands come over faces of
# which nothing moves by more than 0.09 (a real and two painted ones).
_FOLDS, _FOLDED, _TURNS, _TURNED = 0.12, 0.08, 0.1, 0.04


def _back(picture: npt.NDArray[np.float32], at: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Return what a picture shows at some places, (height, width, 2)."""
    # Both coordinates stand in the first map.
    found = cv2.remap(  # type: ignore[call-overload]
        picture, at, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(found)


def _inner_mouth(points: FloatArray) -> npt.NDArray[np.float32]:
    """Return what lies between the lips, 1 there and else 0, in comparison pixels."""
    mask = np.zeros((_SMALL[1], _SMALL[0]), np.float32)
    lips = np.rint(points[INNER_LIPS] / _COARSE).astype(np.int32)
    cv2.fillPoly(mask, [lips], (1.0,))
    return mask


INNER_LIPS = np.array(
    (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95)
)
"""Mesh points round the inner edge of the lips."""

# Of a patch that must be face: of less, the rest counts as alike.
_LEAST_SHARE = 0.5

# Grey levels: a face in fog or darkness is not magnified into noise.
_LEAST_CONTRAST = 3.0


class CoverWatch:
    """Follows which parts of one face are covered, picture by picture."""

    def __init__(self, *, longest: float) -> None:
        self._longest = longest
        self._since = np.full(len(WATCHED), np.inf)
        self._usual = np.full(len(WATCHED), 0.1)
        self._lost_since = np.inf

    def lost(self, time: float) -> bool:
        """Return whether so much, or anything for so long, looks new that it is no hand."""
        stays = time - float(self._since.min()) >= self._longest
        return stays or time - self._lost_since >= _LOST_SECONDS

    def see(
        self,
        unlike: npt.NDArray[np.float32],
        spots: FloatArray,
        time: float,
        *,
        change: float = 1.0,
        unseen: BoolArray | None = None,
    ) -> BoolArray:
        """Take in the next picture; return which spots, (spots,), cannot be seen in it.

        Those near a covered place, or in its neighbourhood and looking new. `WATCHED` come
        first; of them those that are `unseen` are no witnesses.
        """
        strange = _sampled(unlike, spots)
        if unseen is not None:
            strange = np.where(unseen, np.float32(0.0), strange)
        self._watch(strange[: len(WATCHED)], spots[: len(WATCHED)], change, time)
        covered = np.isfinite(self._since)
        if not covered.any():
            return np.zeros(len(spots), dtype=bool)
        away = np.hypot(*(spots[:, None] - spots[None, : len(WATCHED)][:, covered]).T).min(axis=0)
        return np.asarray((away <= _REACH) | ((away <= _NEIGHBOURHOOD) & (strange > ALARM)))

    def _watch(self, strange: FloatArray, at: FloatArray, change: float, time: float) -> None:
        """Return which watched places are covered since when."""
        covered = np.isfinite(self._since)
        usual = _OVER_USUAL * self._usual
        alarm = strange > np.maximum(ALARM * change, usual)
        unlike = strange > np.maximum(COMPANY * change, usual)
        if not alarm.any():
            self._usual += 0.05 * (strange - self._usual)
        # Each needs another next to it, one of the two an alarm; the nose, which a
        # nodding head shows from a side of its own, is no witness.
        distances = np.hypot(*(at[:, None] - at[None]).T)
        beside = (distances <= _TOGETHER) & ~np.eye(len(at), dtype=bool)
        by_alarm = (beside & (alarm & _FLAT)[:, None]).any(axis=0)
        by_other = (beside & (unlike & _FLAT)[:, None]).any(axis=0)
        entering = ~covered & ((unlike & by_alarm) | (alarm & by_other))
        held = (strange > HOLD) & _FLAT
        staying = covered & (strange > RELEASE) & (held | (beside & held[:, None]).any(axis=0))
        self._since = np.where(staying, self._since, np.where(entering, time, np.inf))
        if np.isfinite(self._since).mean() < _WHOLE:
            self._lost_since = np.inf
        else:
            self._lost_since = min(self._lost_since, time)


def doubtful(unlike: npt.NDArray[np.float32], spots: FloatArray, hidden: BoolArray) -> BoolArray:
    """Return the pixels of the view that may show what covers the face, or look new."""
    new = (unlike > COMPANY).astype(np.uint8)
    drawn = cv2.resize(cv2.dilate(new, _AROUND_NEW), SIZE, interpolation=cv2.INTER_NEAREST)
    for x, y in np.rint(spots[hidden]).astype(int).tolist():
        cv2.circle(drawn, (x, y), round(_REACH), (1,), -1)
    return np.asarray(drawn, dtype=bool)


# Comparison pixels: a quarter of an eye-width next to what looks new.
_AROUND_NEW = np.ones((_odd(0.28 * EYE_WIDTH / _COARSE),) * 2, np.uint8)


def widened(hidden: BoolArray, times: FloatArray) -> BoolArray:
    """Close gaps in what is hidden, (n, regions), up to `BRIEFEST_GLIMPSE`, and widen it.

    By `MARGIN` at both ends, for a hand is hiding before and after it is noticed.
    """
    if len(times) < 2 or not hidden.any():
        return hidden
    step = max(float(np.median(np.diff(times))), 1e-3)
    gap, margin = round(BRIEFEST_GLIMPSE / step / 2), round(MARGIN / step)
    reach = gap + margin
    wide = binary_dilation(hidden, np.ones((2 * reach + 1, 1), dtype=bool))
    return np.asarray(
        binary_erosion(wide, np.ones((2 * gap + 1, 1), dtype=bool), border_value=1) | hidden
    )


BRIEFEST_GLIMPSE = 0.3
"""Seconds for which a region between two covers must be seen for anything to be reported of it."""

MARGIN = 0.12
"""Seconds before and after a cover in which the skin is not trusted: a hand pushes it,
casts its shadow on it, and is seen only once it lies well over the place."""


def _sampled(unlike: npt.NDArray[np.float32], at: FloatArray) -> npt.NDArray[np.float32]:
    """Return unlikeness at some places, (n,); at (n, 2) view pixels."""
    x, y = np.rint(at.T / _COARSE).astype(int)
    return unlike[np.clip(y, 0, _SMALL[1] - 1), np.clip(x, 0, _SMALL[0] - 1)]


def _shrunk(grey: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    return cv2.resize(grey, _SMALL, interpolation=cv2.INTER_AREA).astype(np.float32)


def _detail(small: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.asarray(small - cv2.blur(small, (_DETAIL, _DETAIL)))


_GRID = np.stack(np.meshgrid(np.arange(_SMALL[0]), np.arange(_SMALL[1])), axis=-1).astype(
    np.float32
)
