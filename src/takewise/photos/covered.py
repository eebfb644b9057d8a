"""How much of a face is unlike itself: a hand, a cup, hair, sunglasses.

The colours of a face are compared with what they usually are in a scene. A frame that is
treated differently as a whole, in black and white, toned, or of other saturation, differs
everywhere in a way that the usual colours and the usual brightness of each place explain;
what covers a part of a face is explained by neither.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from takewise.model import BoolArray, FloatArray
from takewise.model.photo import PortraitFace

# Frames of a person in a scene from which the colours of the bare face are known.
_FEWEST_SKINS = 3

# Distance of shares of red and blue between skin and what covers it; within a scene one
# place of a face differs by 0.015 or less.
_OTHER_COLOUR = 0.05

# Difference of the logarithm of brightness, after the frame's own, that a turning head
# does not explain.
_OTHER_LIGHT = 1.1

# Share of the places that a treatment of the whole frame must explain, and to what share
# of the difference before. Measured on a portrait: black and white 0.01, toned 0.06 to
# 0.25, half or 1.6 times the saturation 0.2 and 0.5 to 0.56 by the detector; with a twentieth
# to half of the face under six colours from white to blue 0.62 and more. In the middle.
_MOST_PLACES = 0.8
_EXPLAINED = 0.59

# Rounds of the weighted fit, and the difference below which all weigh the same.
_ROUNDS = 12
_NOISE = 0.003


def usual_skins(
    faces: Mapping[tuple[int, str], PortraitFace], scene: Mapping[int, int]
) -> Mapping[tuple[int, str], FloatArray]:
    """Return the usual colours of each face in each scene where there are enough frames.

    `faces` is by shot and person, `scene` by shot. The answer is scene and person to (points, 3):
    shares of red and blue, and brightness.
    """
    found: dict[tuple[int, str], list[FloatArray]] = {}
    for (index, person), face in faces.items():
        found.setdefault((scene[index], person), []).append(_colours(face))
    return {
        place: np.median(values, axis=0)
        for place, values in found.items()
        if len(values) >= _FEWEST_SKINS
    }


def covered_share(face: PortraitFace, usual: FloatArray | None) -> float | None:
    """Return the share of a face, 0 to 1, that is unlike itself in this scene.

    `usual` is from `usual_skins`; where it is None, as too few frames are known, the share is None.
    """
    if usual is None or face.crushed > 0.3 or face.blown > 0.3 or abs(face.pose[0]) > 35:
        return None
    colours = _colours(face)
    light = np.abs(colours[:, 2] - usual[:, 2]) > _OTHER_LIGHT
    return float((_other_colour(colours, usual) | light).mean())


def _other_colour(colours: FloatArray, usual: FloatArray) -> BoolArray:
    """Return which places have another colour than the frame as a whole explains."""
    change = colours[:, :2] - usual[:, :2]
    tint = np.hypot(*change.T)
    # A frame of another white balance is tinted all over, and covered nowhere.
    found = np.asarray(tint - np.median(tint) > _OTHER_COLOUR)
    if not found.any():
        return found
    shifted = np.hypot(*(change - np.median(change, axis=0)).T)
    treated = _unexplained(colours[:, :2], usual)
    before, after = (np.quantile(each, _MOST_PLACES) for each in (shifted, treated))
    return treated > _OTHER_COLOUR if after < _EXPLAINED * before else found


def _unexplained(colour: FloatArray, usual: FloatArray) -> FloatArray:
    """Return what of each place's colour no treatment of the whole frame explains."""
    # A treatment is linear in the usual colours, so that nothing of them may be left, and
    # a curve over the usual brightness, as toning has. Least absolute differences are not
    # bent by a part of the face that is covered.
    light = usual[:, 2]
    known = np.column_stack((np.ones_like(light), light, light**2, usual[:, :2]))
    weights = np.ones(len(known))
    for _ in range(_ROUNDS):
        share = weights[:, None]
        fit = np.linalg.lstsq(known * share, colour * share, rcond=None)[0]
        left = np.hypot(*(colour - known @ fit).T)
        weights = 1 / np.sqrt(np.maximum(left, _NOISE))
    return left


def _colours(face: PortraitFace) -> FloatArray:
    """Return shares of red and blue, and brightness against the frame's own, (points, 3)."""
    skin = face.skin.astype(np.float64)
    whole = skin.sum(axis=1, keepdims=True) + 3
    light = np.log(whole[:, 0] + 24)
    return np.column_stack((skin[:, [0, 2]] / whole, light - np.median(light)))
