"""Bursts and scenes: which shots belong together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from takewise.model.photo import MeasuredShot, PhotoShot
from takewise.photos.settings import PortraitSettings

# Correlation of two tiny pictures from which shots without times are one burst; two
# frames of one real burst have 0.97 or more, two scenes of one session below 0.8.
_ALIKE_UNTIMED = 0.90

# The same where the names do not count on, either.
_ALIKE_UNNUMBERED = 0.97

# The same where times are whole seconds, and so say something.
_ALIKE_COARSE = 0.80

# By how much a scene may pause longer if it looks the same afterwards.
_LONG_SCENE = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a shot belongs."""

    index: int
    """Place of the shot among those that were given, from 0."""
    scene: int
    """From 1."""
    burst: int
    """From 1, through all scenes."""


def placed(shots: Sequence[MeasuredShot], settings: PortraitSettings) -> tuple[Placed, ...]:
    """Put shots in the order of shooting, and find which belong together.

    The order of equal shots does not depend on the order in which they came.
    """
    order = _in_order([each.shot for each in shots])
    bursts: list[list[int]] = []
    latest: dict[str, int] = {}
    for index in order:
        stream = _stream(shots[index].shot)
        known = latest.get(stream)
        if known is not None and _continues(shots[bursts[known][-1]], shots[index], settings):
            bursts[known].append(index)
        else:
            latest[stream] = len(bursts)
            bursts.append([index])
    scenes = [1] if bursts else []
    for before, after in pairwise(bursts):
        together = _one_scene(shots[before[-1]], shots[after[0]], settings)
        scenes.append(scenes[-1] + (not together))
    return tuple(
        Placed(index=index, scene=scene, burst=number)
        for number, (scene, burst) in enumerate(zip(scenes, bursts, strict=True), 1)
        for index in burst
    )


def likeness(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> float:
    """Return the correlation of two tiny pictures, -1 to 1; 1 for two without any detail."""
    first, second = (each.astype(np.float64) - each.mean() for each in (one, other))
    lengths = float(np.linalg.norm(first)), float(np.linalg.norm(second))
    if min(lengths) < 1.0:
        return 1.0 if max(lengths) < 1.0 else 0.0
    return float((first * second).sum() / (lengths[0] * lengths[1]))


def seconds_between(one: PhotoShot, other: PhotoShot) -> float | None:
    """Return the time from one shot to another; None where it is unknown."""
    if one.frame is not None or other.frame is not None:
        same = one.path == other.path and one.time is not None and other.time is not None
        return (other.time or 0.0) - (one.time or 0.0) if same else None
    if one.taken is None or other.taken is None:
        return None
    return _moment(other.taken) - _moment(one.taken)


def _moment(taken: datetime) -> float:
    """Return seconds by the camera's clock: of two zones only the clocks are compared."""
    return taken.replace(tzinfo=UTC).timestamp()


def _stream(shot: PhotoShot) -> str:
    """Return what shots of one camera share; every clip is its own."""
    return f"clip {shot.path}" if shot.frame is not None else f"camera {shot.camera}"


def _natural(path: str) -> tuple[tuple[int, int | str], ...]:
    """Return a key that puts IMG_9 before IMG_10."""
    parts = re.split(r"(\d+)", path.casefold())
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in parts if part)


def _in_order(shots: Sequence[PhotoShot]) -> list[int]:
    """Return places by time; who has no time follows the file before it by name."""
    named = sorted(range(len(shots)), key=lambda i: (_natural(shots[i].path), shots[i].frame or 0))
    times: dict[int, float] = {}
    last = float("-inf")
    for index in named:
        taken = shots[index].taken
        last = _moment(taken) if taken else last
        times[index] = last
    rank = {index: place for place, index in enumerate(named)}
    return sorted(named, key=lambda index: (times[index], rank[index]))


def _continues(last: MeasuredShot, then: MeasuredShot, settings: PortraitSettings) -> bool:
    """Return whether a shot belongs to the burst of the one before it."""
    if then.shot.frame is not None:
        return True
    gap = seconds_between(last.shot, then.shot)
    if gap is None:
        numbers = last.shot.number, then.shot.number
        next_one = None not in numbers and 0 <= (numbers[1] or 0) - (numbers[0] or 0) <= 1
        same = likeness(last.thumb, then.thumb)
        return same >= (_ALIKE_UNTIMED if next_one else _ALIKE_UNNUMBERED)
    if last.shot.precise and then.shot.precise:
        return gap <= settings.burst_gap
    return gap <= max(1.0, settings.burst_gap) and likeness(last.thumb, then.thumb) >= _ALIKE_COARSE


def _one_scene(last: MeasuredShot, then: MeasuredShot, settings: PortraitSettings) -> bool:
    gap = seconds_between(last.shot, then.shot)
    similar = likeness(last.thumb, then.thumb) >= _ALIKE_COARSE
    if gap is None:
        return similar
    return gap <= settings.scene_gap or (similar and gap <= _LONG_SCENE * settings.scene_gap)
