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

_ROWS = 128
# Rows of the grid on which black is looked for.

_LEAST = 0.05
# Share of the outermost pixels that must be black, or there is no border to follow.

_RING = np.array([(0.0, 0.0), *((np.cos(turn), np.sin(turn)) for turn in np.arange(8) * np.pi / 4)])
# A place and eight around it, at distance 1.


class Borders:
    """Follows the black borders of a take, picture by picture."""

    def __init__(self) -> None:
        self._size = (0, 0)
        self._step = 1
        self._count: npt.NDArray[np.uint8] | None = None
        self._black: BoolArray | None = None

    def see(self, picture: Picture, *, cut: bool) -> None:
        """Take in the next picture.

        Parameters
        ----------
        picture
            uint8 (height, width, 3), RGB.
        cut
            Whether it begins a shot.
        """
        height, width = picture.shape[:2]
        self._size, self._step = (width, height), max(1, height // _ROWS)
        self._black = None
        # Few takes have borders, and the outermost pixels show it at no cost.
        ring = (picture[[0, -1], :: self._step], picture[:: self._step, [0, -1]])
        black = [(each <= BLACK).all(axis=2).ravel() for each in ring]
        if np.concatenate(black).mean() < _LEAST:
            self._count = np.zeros((0, 0), np.uint8)
            return
        now = (picture[:: self._step, :: self._step] <= BLACK).all(axis=2)
        if cut or self._count is None:
            self._count = np.where(now, STAYS, 0).astype(np.uint8)
        elif self._count.shape != now.shape:
            self._count = now.astype(np.uint8)
        else:
            self._count = np.where(now, np.minimum(self._count + 1, STAYS), 0).astype(np.uint8)
        self._black = _at_the_edge(self._count >= STAYS)

    def unseen(self, places: FloatArray, reach: float = 0.0) -> BoolArray:
        """Return which places the picture does not show.

        Parameters
        ----------
        places
            float (n, 2): pixels.
        reach
            Pixels around a place that must be in sight, too.

        Returns
        -------
        BoolArray
            (n,).
        """
        width, height = self._size
        around = places[:, None] + reach * _RING if reach else places[:, None]
        x, y = around[..., 0], around[..., 1]
        beyond = (x < 0) | (x >= width) | (y < 0) | (y >= height)
        if self._black is not None:
            rows, columns = (side - 1 for side in self._black.shape)
            row = np.clip(np.rint(y / self._step), 0, rows).astype(np.intp)
            column = np.clip(np.rint(x / self._step), 0, columns).astype(np.intp)
            beyond |= self._black[row, column]
        return np.asarray(beyond.any(axis=1))


def _at_the_edge(black: BoolArray) -> BoolArray | None:
    """Return what is black as far as it hangs together with an edge; None if nothing is."""
    _, labels = cv2.connectedComponents(black.astype(np.uint8), connectivity=4)
    edges = (labels[0], labels[-1], labels[:, 0], labels[:, -1])
    found = np.setdiff1d(np.concatenate(edges), [0])
    return np.isin(labels, found) if len(found) else None
