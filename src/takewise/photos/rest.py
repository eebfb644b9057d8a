"""Each person's own face at rest in this session, and how far each frame is from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from takewise.model import FloatArray
from takewise.model.photo import MARKS, PortraitFace

LEAST_FRAMES = 3
"""Frames of a person below which nothing can be said of their own neutral."""

# Percentile of the openings that counts as open eyes: blinks and laughs are below.
_OPEN = 80.0

# Percentiles of activity between which frames count as rest: the very lowest are pressed
# or dropped mouths, and measuring errors.
_QUIET = (5.0, 30.0)

# Frames that the resting face is the median of, at most.
_MOST_QUIET = 25

_AT = {name: row for row, name in enumerate(MARKS)}

LIDS_NOISE = 0.018
"""Opening, height over width, by which measuring alone can be wrong: twice the standard
deviation of half the difference of both eyes, which is 0.007 to 0.011 on ten still faces with
eyes from 0.16 to 0.36 open."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Habits:
    """How one person looks in this session."""

    frames: int
    """Frames in which the person is seen."""
    open_eyes: float
    """Opening of the open eyes, height over width; NaN if no eye is ever in the picture."""
    gaze: tuple[float, float]
    """Yaw and pitch measured when the person looks at the camera, degrees."""
    blur: float
    """Blur of the sharpest tenth of the frames, eye-widths; NaN if never measurable."""
    smear: float
    """Smear of a steady frame, eye-widths; NaN if never measurable."""
    rest: FloatArray | None
    """(marks, 2) eye-widths: the resting face from the front; None if too few frames."""
    shapes: Mapping[int, FloatArray]
    """Place of a shot to (marks, 2): the face from the front."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """How a face differs from its own rest; eye-widths, positive as named."""

    smile: tuple[float, float]
    """Lip corners drawn up and out (AU12), performer's right and left."""
    cheeks: float
    """Cheeks and the skin below the eyes raised (AU6), mean of both sides."""
    brows_up: float
    """Brows raised (AU1, AU2), mean of both sides."""
    gap: float
    """Lips further apart than at rest."""
    pressed: float
    """Red of the lips narrower than at rest, share of it (AU23, AU24)."""

    @property
    def smiling(self) -> float:
        """Mean of both sides of the smile, 0 or more; eye-widths."""
        return max(0.0, sum(self.smile) / 2)


def habits(faces: Mapping[int, PortraitFace]) -> Habits:
    """Find how a person usually looks in this session.

    `faces` has at least one face, by the place of its shot.
    """
    shapes = _from_the_front(faces)
    every = list(faces.values())
    open_eyes = _percentile([lids(face) for face in every], _OPEN)
    at_camera = np.array([f.gaze for f in every if abs(f.gaze[0]) < 12 and abs(f.gaze[1]) < 12])
    gaze = np.median(at_camera, axis=0) if len(at_camera) >= LEAST_FRAMES else np.zeros(2)
    # Half of it: who looks past the camera in most frames still looks past it.
    return Habits(
        frames=len(faces),
        open_eyes=open_eyes,
        gaze=(float(gaze[0]) / 2, float(gaze[1]) / 2),
        blur=_percentile([face.blur for face in every], 10),
        smear=_percentile([face.smear for face in every], 30),
        rest=_rest(faces, shapes, open_eyes) if len(faces) >= LEAST_FRAMES else None,
        shapes=shapes,
    )


def lids(face: PortraitFace) -> float:
    """Return how far the eyes of a face are open, the less open one where they differ.

    It is height over width: the mean of the two eyes where only noise can separate them, and from
    there on nearer to the eye that is more shut. If one eye is outside the picture, the other
    counts; NaN if both are.
    """
    right, left = face.eyes
    if np.isnan(right) or np.isnan(left):
        return left if np.isnan(right) else right
    return (right + left) / 2 - max(0.0, abs(right - left) / 2 - LIDS_NOISE)


def expression(shape: FloatArray, rest: FloatArray) -> Expression:
    """Return how a face differs from its own rest, in eye-widths; both are (marks, 2)."""
    # What is outside the picture has not moved as far as anyone can say.
    moved = np.nan_to_num(shape - rest)

    def up(*names: str) -> float:
        return -float(np.mean([moved[_AT[name], 1] for name in names]))

    right, left = moved[_AT["lip corner right"]], moved[_AT["lip corner left"]]
    inner = up("brow inner right", "brow inner left")
    red, red_at_rest = _red(shape), _red(rest)
    return Expression(
        smile=(float(-0.6 * right[0] - 0.8 * right[1]), float(0.6 * left[0] - 0.8 * left[1])),
        cheeks=up("cheek right", "cheek left", "below eye right", "below eye left"),
        brows_up=max(0.0, (inner + up("brow outer right", "brow outer left")) / 2),
        gap=float(np.nan_to_num(_gap(shape) - _gap(rest))),
        pressed=max(0.0, 1 - red / red_at_rest) if red_at_rest > 0.02 else 0.0,
    )


def mouth_seen(shape: FloatArray) -> bool:
    """Return whether the lips of a face, (marks, 2), are in the picture."""
    return bool(np.isfinite(shape[[_AT[name] for name in MARKS if name.startswith("lip")]]).all())


def _from_the_front(faces: Mapping[int, PortraitFace]) -> dict[int, FloatArray]:
    """Turn every face to where the most frontal one looks, (marks, 2)."""
    front = min(faces.values(), key=lambda f: abs(f.pose[0]) + abs(f.pose[1])).rigid
    return {index: (f.marks @ _turn(f.rigid, front))[:, :2] for index, f in faces.items()}


def _turn(points: FloatArray, target: FloatArray) -> FloatArray:
    """Return the rotation (3, 3) of row vectors onto a target; Kabsch, Acta Cryst. A32:922."""
    left, _, right = np.linalg.svd(points.T.astype(np.float64) @ target)
    left[:, -1] *= np.sign(np.linalg.det(left @ right))
    turn: FloatArray = left @ right
    return turn


def _rest(
    faces: Mapping[int, PortraitFace], shapes: Mapping[int, FloatArray], open_eyes: float
) -> FloatArray:
    """Return the median of the quietest frames with open eyes."""
    usable = [i for i, face in faces.items() if lids(face) >= 0.6 * open_eyes] or list(faces)
    active = np.array([_activity(shapes[index]) for index in usable])
    order = np.argsort(active, kind="stable")
    low, high = (int(np.floor(share / 100 * len(order))) for share in _QUIET)
    quiet = order[low : max(high, low + 1)]
    step = max(1, len(quiet) // _MOST_QUIET)
    return median([shapes[usable[i]] for i in quiet[::step]])


def median(shapes: Sequence[FloatArray]) -> FloatArray:
    """Return the median of each number of some arrays; NaN where none is known."""
    every = np.array(shapes)
    known = np.isfinite(every).any(axis=0)
    found = np.full(every.shape[1:], np.nan)
    found[known] = np.nanmedian(every[:, known], axis=0)
    return found


def _activity(shape: FloatArray) -> float:
    """Return a number that grows as corners rise and spread and lips part; eye-widths."""
    right, left = shape[_AT["lip corner right"]], shape[_AT["lip corner left"]]
    width = float(np.hypot(*(left - right)))
    return width - float(right[1] + left[1]) / 2 + 0.5 * _gap(shape)


def _gap(shape: FloatArray) -> float:
    return float(np.hypot(*(shape[_AT["lip upper inner"]] - shape[_AT["lip lower inner"]])))


def _red(shape: FloatArray) -> float:
    """Return the height of both lips' red together."""
    upper = shape[_AT["lip upper edge"]] - shape[_AT["lip upper inner"]]
    lower = shape[_AT["lip lower edge"]] - shape[_AT["lip lower inner"]]
    return float(np.hypot(*upper) + np.hypot(*lower))


def _percentile(values: Sequence[float], share: float) -> float:
    known = [value for value in values if np.isfinite(value)]
    return float(np.percentile(known, share)) if known else float("nan")
