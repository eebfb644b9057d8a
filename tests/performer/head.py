"""How a head sways, and where that takes each point of the picture."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from tests.performer.portrait import Portrait
from tests.performer.script import HeadMotion, TakeScript

Points = npt.NDArray[np.floating]

_SWAY_SD = np.array([0.6, 0.6, 0.5, 0.012, 0.012, 0.003])
"""At amplitude 1: yaw, pitch, roll (degrees), x, y (eye-widths), logarithm of size.

Tuned by eye on a seated speaker who listens: one to two pixels at 120 px eye-width.
"""
_SWAY_HZ = np.geomspace(0.08, 2.0, 12)
"""Frequencies of the sway; their amplitudes fall as 1/f."""

_HEAD_DEPTH = (1.5, 1.5, 1.9)
"""Height of the face over the neck's axis and its widths across and down, eye-widths."""
_NOSE_DEPTH = (0.3, 0.2)
"""Height of the nose over the face and its width, eye-widths."""
_HEAD_EDGE = (1.9, 3.2)
"""Distance from the face's middle up to which all moves with the head, and from which
nothing does; eye-widths."""


def sway(times: npt.NDArray[np.float64], seed: int) -> npt.NDArray[np.float64]:
    """Return a smooth wandering of mean 0 and standard deviation 1, like 1/f noise.

    Parameters
    ----------
    times
        (n,) seconds.
    seed
        Which wandering; the same at any rate.
    """
    phases = np.random.default_rng([seed, 77]).uniform(0, 2 * np.pi, len(_SWAY_HZ))
    sizes = 1 / _SWAY_HZ
    sizes *= np.sqrt(2 / (sizes**2).sum())
    return np.asarray(np.sin(2 * np.pi * times[:, None] * _SWAY_HZ + phases) @ sizes)


def head_poses(script: TakeScript) -> npt.NDArray[np.float64]:
    """Return the head's pose in every frame of a take.

    Returns
    -------
    npt.NDArray[np.float64]
        (frames, 6): yaw (positive toward the performer's left), pitch (positive
        downward) and roll (positive clockwise in the picture) in degrees; shift x and
        y in eye-widths; natural logarithm of size.
    """
    motion: HeadMotion = script.head
    times = np.arange(script.frames) / float(script.rate)
    ways = np.stack([sway(times, 10 * motion.seed + way) for way in range(6)], axis=1)
    return motion.amplitude * _SWAY_SD * ways + [*motion.turned, 0.0, 0.0, 0.0]


def depth(portrait: Portrait, at: Points) -> npt.NDArray[np.float64]:
    """Return how far each point stands before the neck's axis, (n,) pixels."""
    height, across, down = _HEAD_DEPTH
    offset = (at - portrait.middle) @ portrait.axes.T / portrait.eye_width
    face = height * np.exp(-0.5 * ((offset / (across, down)) ** 2).sum(axis=1))
    tip = np.hypot(*(at - portrait.points[4]).T) / portrait.eye_width
    nose = _NOSE_DEPTH[0] * np.exp(-0.5 * (tip / _NOSE_DEPTH[1]) ** 2)
    return np.asarray((face + nose) * portrait.eye_width)


def belonging(portrait: Portrait, at: Points) -> npt.NDArray[np.float64]:
    """Return how much each point moves with the head: 1 on the face, 0 in the background."""
    offset = (at - portrait.middle) / portrait.eye_width
    inner, outer = _HEAD_EDGE
    fade = np.clip((outer - np.hypot(*offset.T)) / (outer - inner), 0, 1)
    return np.asarray(fade**2 * (3 - 2 * fade))


def posed(
    portrait: Portrait, at: Points, deep: Points, pose: npt.NDArray[np.float64]
) -> npt.NDArray[np.float32]:
    """Return where a pose takes points of the head.

    Parameters
    ----------
    portrait
        The face at rest.
    at
        (n, 2) pixels.
    deep
        (n,) pixels before the neck's axis.
    pose
        (6,), as in `head_poses`.
    """
    yaw, pitch, roll = np.radians(pose[:3])
    cos, sin = np.cos(roll) * np.exp(pose[5]), np.sin(roll) * np.exp(pose[5])
    turned = [[np.cos(yaw), 0.0, np.sin(yaw)], [0.0, np.cos(pitch), np.sin(pitch)]]
    linear = np.array([[cos, -sin], [sin, cos]]) @ turned
    shift = portrait.middle - linear[:, :2] @ portrait.middle + pose[3:5] * portrait.eye_width
    space = np.empty((len(at), 1, 3), np.float32)
    space[:, 0, :2], space[:, 0, 2] = at, deep
    return np.asarray(cv2.transform(space, np.column_stack([linear, shift]))[:, 0])


def inverse(forward: npt.NDArray[np.float32], rounds: int, step: int) -> npt.NDArray[np.float32]:
    """Return from where each point of a grid comes, given where each goes.

    Parameters
    ----------
    forward
        (rows, columns, 2): displacement of each resting point, pixels; its slope is below 1.
    rounds
        Steps of the fixed-point search; the error falls by the slope with each.
    step
        Pixels between neighbours of the grid.

    Returns
    -------
    npt.NDArray[np.float32]
        (rows, columns, 2): from each point to the resting place of what is seen there, pixels.
    """
    here = grid(forward.shape[1], forward.shape[0])
    back = -forward
    for _ in range(rounds):
        there = here + back / np.float32(step)
        back = -cv2.remap(forward, there, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return back


def grid(width: int, height: int, step: int = 1) -> npt.NDArray[np.float32]:
    """Return the place of every pixel, or of the middles of squares, (height, width, 2) pixels."""
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    return step * np.stack([x, y], axis=-1).astype(np.float32) + np.float32((step - 1) / 2)
