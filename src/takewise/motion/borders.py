"""What of a picture shows anything: not what lies beyond its edges or in black borders.

The mesh has all of its points wherever the face is, and makes up those that the picture
does not show: a close-up that ends below the nose has a mouth that moves. What lies
outside the picture, or in the black of a letterbox, a pillarbox or a turned picture, is
unseen, and no movement is measured there.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from takewise.model import BoolArray, FloatArray, Picture

BLACK = 20
"""Level of all three colours up to which a pixel can be a border's, of 255: encoded
black comes out as 0 to 4, and as 16 where a range was converted twice (own value)."""

STAYS = 12
"""Pictures for which a place must be black before it is border, after the first of a shot:
a picture that goes dark for a moment has no border (own value)."""

# Rows of the grid on which black is looked for.
_ROWS = 128

# Share of the outermost pixels that must be black, or there is no border to follow.
_LEAST = 0.05

# Share of the grid that may change before the border is worked out again: in a dark room
# some places of the rim come and go in nearly every picture (own value).
_FLICKER = 0.002

# A place and eight around it, at distance 1.
_RING = np.array([(0.0, 0.0), *((np.cos(turn), np.sin(turn)) for turn in np.arange(8) * np.pi / 4)])


class Borders:
    """Follows the black borders of a take, picture by picture."""

    def __init__(self) -> None:
        self._size = (0, 0)
        self._step = 1
        self._count: npt.NDArray[np.uint8] | None = None
        self._stays: BoolArray | None = None
        self._around: BoolArray | None = None

    def see(self, picture: Picture, *, cut: bool) -> None:
        """Take in the next picture; a cut begins a shot."""
        height, width = picture.shape[:2]
        self._size, self._step = (width, height), max(1, height // _ROWS)
        # Few takes have borders, and the outermost pixels show it at no cost.
        ring = (picture[[0, -1], :: self._step], picture[:: self._step, [0, -1]])
        black = [(each <= BLACK).all(axis=2).ravel() for each in ring]
        if np.concatenate(black).mean() < _LEAST:
            self._count, self._stays, self._around = np.zeros((0, 0), np.uint8), None, None
            return
        now = (picture[:: self._step, :: self._step] <= BLACK).all(axis=2)
        if cut or self._count is None:
            self._count = np.where(now, STAYS, 0).astype(np.uint8)
        elif self._count.shape != now.shape:
            self._count = now.astype(np.uint8)
        else:
            self._count = np.where(now, np.minimum(self._count + 1, STAYS), 0).astype(np.uint8)
        stays = self._count >= STAYS
        known = self._stays
        # Against what was worked out last, so that small changes add up.
        if (
            known is None
            or known.shape != stays.shape
            or np.count_nonzero(stays != known) > _FLICKER * stays.size
        ):
            self._stays, self._around = stays, _around(stays)

    def far_from(self, places: FloatArray, reach: float) -> bool:
        """Return whether the picture shows all places (n, 2), and so many pixels around them."""
        low, high = places.min(axis=0) - reach, places.max(axis=0) + reach
        inside = (low >= 0).all() and (high < self._size).all()
        return bool(inside) and self._around is None

    def unseen(self, places: FloatArray, reach: float = 0.0) -> BoolArray:
        """Return which places, (n, 2) pixels, are not in sight with all within reach, pixels."""
        width, height = self._size
        around = places[:, None] + reach * _RING if reach else places[:, None]
        x, y = around[..., 0], around[..., 1]
        beyond = (x < 0) | (x >= width) | (y < 0) | (y >= height)
        return np.asarray((beyond | self.black(x, y)).any(axis=1))

    def black(self, x: FloatArray, y: FloatArray) -> BoolArray:
        """Return which places of the picture, pixels, lie in its border."""
        if self._around is None:
            return np.zeros(np.broadcast_shapes(x.shape, y.shape), dtype=bool)
        rows, columns = (side - 1 for side in self._around.shape)
        row = np.clip(np.rint(y / self._step), 0, rows).astype(np.intp)
        column = np.clip(np.rint(x / self._step), 0, columns).astype(np.intp)
        return np.asarray(self._around[row, column])


def _around(black: BoolArray) -> BoolArray | None:
    """Return what lies around the picture that black encloses; None if that is no frame."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((~black).astype(np.uint8))
    large = np.flatnonzero(stats[:, cv2.CC_STAT_AREA] >= _LARGE * black.size)
    rows, columns = np.nonzero(np.isin(labels, large[large > 0]))
    if not len(rows):
        return None
    hull = cv2.convexHull(np.column_stack((columns, rows)).astype(np.int32))
    _, sides, _ = cv2.minAreaRect(hull)
    # A pixel is as wide as high, which the corners of the hull leave out.
    if cv2.contourArea(hull) < _STRAIGHT * sides[0] * sides[1]:
        return None
    shown = np.zeros(black.shape, np.uint8)
    cv2.fillConvexPoly(shown, hull, (1,))
    return shown == 0


# Share of the grid that hangs together, from which it belongs to the picture: a timecode
# or a title that is burnt into the border does not.
_LARGE = 0.02

# Share of the narrowest rectangle around it that a picture fills. One that is turned and
# loses its corners fills 0.9 and more; a face that is lit out of the dark, which is no
# border, is an oval and fills 0.79 (own value).
_STRAIGHT = 0.85
