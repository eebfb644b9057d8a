"""What a face looks like, to distinguish the people of one take.

A look is skin seen at the mesh's own points, so it turns and scales with the head. It lasts as long
as the take is read, never leaves this package, and is no use for finding a person in other footage.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from takewise.model import FacePoints, FloatArray, Picture

BRIGHTNESS_STEP = 0.2
"""One minus correlation of two brightness patterns that counts as 1.

Tuned on 22 real clips: the same face at the same turn of the head has up to
0.1, two faces under the same light have 0.18 or more.
"""

COLOUR_STEP = 0.04
"""Distance of two mean skin colours (shares of red and blue) that counts as 1.

Tuned on the same clips: within a take up to 0.024 for one face; two faces under
the same light 0.02 to 0.11.
"""

_LIPS = (
    *(0, 13, 14, 17, 37, 39, 40, 61, 78, 80, 81, 82, 84, 87, 88, 91, 95, 146, 178, 181),
    *(185, 191, 267, 269, 270, 291, 308, 310, 311, 312, 314, 317, 318, 321, 324, 375, 402),
    *(405, 409, 415),
)
_EYES = (
    *(7, 33, 133, 144, 145, 153, 154, 155, 157, 158, 159, 160, 161, 163, 173, 246, 249, 263),
    *(362, 373, 374, 380, 381, 382, 384, 385, 386, 387, 388, 390, 398, 466),
)

# Lips and lids, from MediaPipe's FACEMESH_LIPS, _LEFT_EYE and _RIGHT_EYE, move
# with speech and blinks; irises (468 and up) with the gaze.
_SKIN = np.setdiff1d(np.arange(468), (*_LIPS, *_EYES))

# Nine samples around each point, eye-widths apart: a mean that noise moves less.
_PATCH = 0.03 * np.array([[(x, y)] for x in (-1, 0, 1) for y in (-1, 0, 1)], np.float32)

# Length of a brightness pattern below which it is rounding.
_FLAT = 1e-3

# ITU-R BT.601-7, section 2.5.1.
_LUMA = np.array((0.299, 0.587, 0.114), np.float32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """The look of a face in one picture."""

    brightness: FloatArray
    """float32 (points,): logarithmic brightness, mean 0, length 1; zeros without light."""
    colour: FloatArray
    """float32 (2,): mean shares of red and of blue, 0 to 1."""


def look_of(face: FacePoints, picture: Picture) -> Look:
    """Return what a face looks like, whatever its place, size and exposure.

    Points outside the picture are read at its nearest edge.
    """
    height, width = picture.shape[:2]
    at = face.points[_SKIN, :2] + _PATCH * face.eye_width
    column, row = np.rint(at).astype(np.int32).transpose(2, 0, 1)
    np.clip(column, 0, width - 1, out=column)
    np.clip(row, 0, height - 1, out=row)
    samples = np.ascontiguousarray(picture).reshape(-1, 3).take(row * width + column, axis=0)
    skin = samples.sum(axis=0, dtype=np.int32).astype(np.float32) / len(_PATCH)
    # Eight grey levels keep the logarithm from blowing up the noise of the dark.
    brightness = np.log(skin @ _LUMA + 8)
    brightness -= brightness.mean()
    length = float(np.linalg.norm(brightness))
    shares = skin / (skin.sum(axis=1, keepdims=True) + 1)
    return Look(
        brightness=brightness / length if length > _FLAT else np.zeros_like(brightness),
        colour=shares[:, [0, 2]].mean(axis=0),
    )


def difference(one: Look, other: Look) -> float:
    """Return how two looks differ: 0 for the same, about 1 where two people begin, at most 20.

    Light that changes its colour changes every skin, but no pattern: where the patterns of
    brightness agree, colour counts only as much as they do.
    """
    brightness = (1 - float(one.brightness @ other.brightness)) / BRIGHTNESS_STEP
    colour = float(np.linalg.norm(one.colour - other.colour)) / COLOUR_STEP
    return float(min(np.hypot(brightness, colour), 2 * brightness))
