"""A large view of a face for people: in colour, locked in position, scale and roll.

Pictures of one moment are fitted to the shape that the face has at its onset, so that what
is left to see between them is what the face did. For measuring there is `view`, which is
smaller and grey.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from takewise.model import EYE_CORNERS, FacePoints, FloatArray, Picture
from takewise.motion.regions import RIGID
from takewise.motion.view import similarity, turned_upright

LOCKED_WIDTH = 150.0
"""Pixels between the midpoints of the eyes: one per cent is then a pixel and a half, which a
person sees, and which flow resolves in a tenth of a second."""

LOCKED_SIZE = (400, 480)
"""Width and height of the view, pixels: the head from its hairline to the chin, with air."""

# Two fifths down the view: a forehead is shorter than what is below the eyes. Checked by eye
# on the real clips.
_EYES_AT = complex(LOCKED_SIZE[0] / 2, 0.4 * LOCKED_SIZE[1])

# From this eye-width on, pixels, a view of twice the size has more to show: the larger of
# the two is then enlarged by a third at most.
_LARGE = 225.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LockedFace:
    """One face in one picture, brought upright and to a fixed size."""

    picture: Picture
    """uint8 (height, width, 3), RGB; `LOCKED_SIZE` or twice that."""
    points: FloatArray
    """float64 (478, 2): the mesh points, in pixels of a view of `LOCKED_SIZE`."""
    turn: complex
    """Pixels of such a view for one of the picture, and the turn."""
    move: complex
    """Where the picture's origin lies in it."""

    @property
    def detail(self) -> int:
        """How many times larger than `LOCKED_SIZE` the view is, 1 or 2."""
        return self.picture.shape[1] // LOCKED_SIZE[0]


def lock_face(picture: Picture, face: FacePoints, like: LockedFace | None = None) -> LockedFace:
    """Bring a face upright.

    Parameters
    ----------
    picture
        uint8 (height, width, 3), RGB.
    face
        The face in that picture.
    like
        The same face at its moment's onset, whose place, scale and roll are taken; None for
        the onset itself, whose eyes become level.

    Returns
    -------
    LockedFace
        Parts outside the picture repeat its edge.
    """
    flat = face.points[:, :2].astype(np.float64)
    places = flat[:, 0] + 1j * flat[:, 1]
    if like is None:
        right, left = (places[list(pair)].mean() for pair in EYE_CORNERS)
        turn = complex(LOCKED_WIDTH / (left - right))
        move = complex(_EYES_AT - turn * (left + right) / 2)
        detail = 2 if face.eye_width >= _LARGE else 1
    else:
        rigid = like.points[list(RIGID)]
        turn, move = similarity(places[list(RIGID)], rigid[:, 0] + 1j * rigid[:, 1])
        detail = like.detail
    moved = places * turn + move
    return LockedFace(
        picture=_sampled(picture, turn, move, detail),
        points=np.column_stack((moved.real, moved.imag)),
        turn=turn,
        move=move,
    )


def relock(picture: Picture, face: LockedFace, turn: complex, move: complex) -> LockedFace:
    """Lock a face of a picture better, by the head's motion that `skin_motion` saw."""
    whole, to = face.turn / turn, (face.move - move) / turn
    places = (face.points[:, 0] + 1j * face.points[:, 1] - move) / turn
    return LockedFace(
        picture=_sampled(picture, whole, to, face.detail),
        points=np.column_stack((places.real, places.imag)),
        turn=whole,
        move=to,
    )


def _sampled(picture: Picture, turn: complex, move: complex, detail: int) -> Picture:
    # A pixel's centre stays where it is, however many there are.
    to = move * detail + (detail - 1) / 2 * (1 + 1j)
    width, height = LOCKED_SIZE
    return turned_upright(picture, turn * detail, to, (width * detail, height * detail))
