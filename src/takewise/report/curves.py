"""A take's curves as paths of SVG: 1000 units long, and as high as their lane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from takewise.model import FloatArray, RegionMotion

LENGTH = 1000
"""Units from the first frame to the last."""

HEIGHT = 100
"""Units from the foot of a lane to its top."""

# Points of a path at most: two for each pixel of a phone, and a take stays at 4 kB a curve.
_POINTS = 500

# Percentile at the top of a lane: one lost frame must not flatten the rest.
_TOP = 99.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """One person's line in a lane."""

    person: str
    """"A", "B", ..."""
    path: str
    """The ``d`` of an SVG path; several strokes where the face is not always seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveLane:
    """One quantity over the take."""

    name: str
    """What it is."""
    top: str
    """Value at the top of the lane, with its unit."""
    explained: str
    """Tooltip: one sentence."""
    curves: tuple[Curve, ...]
    """Lines, one for each person."""


def lanes(signals: tuple[RegionMotion, ...]) -> tuple[CurveLane, ...]:
    """Draw what moves in a take: the face, the opening of eyes and mouth, the turn of the head.

    There are no lanes without signals, which have one value for each person.
    """
    if not signals:
        return ()
    return (
        _lane(
            "face",
            "% of an eye-width",
            "How far the most moved part of the face is from rest, head motion removed.",
            {each.person: _face(each) for each in signals},
        ),
        _lane(
            "eyes",
            "height : width",
            "How far the eyes are open, mean of both; a sharp dip is a blink.",
            {each.person: _mean(each.eyes) for each in signals},
        ),
        _lane(
            "mouth",
            "eye-widths",
            "The gap between the lips.",
            {each.person: each.mouth[:, 0].astype(np.float64) for each in signals},
        ),
        _lane(
            "head",
            "degrees",
            "How far the head is turned from how it is held most of the time.",
            {each.person: _turn(each) for each in signals},
        ),
    )


def _face(motion: RegionMotion) -> FloatArray:
    return _greatest(100.0 * np.linalg.norm(motion.shift.astype(np.float64), axis=2))


def _turn(motion: RegionMotion) -> FloatArray:
    return np.asarray(np.linalg.norm(motion.head[:, :3].astype(np.float64), axis=1))


def _mean(pair: FloatArray) -> FloatArray:
    return np.asarray(pair.astype(np.float64).mean(axis=1))


def _greatest(values: FloatArray) -> FloatArray:
    """Return the greatest of each row that is measured; NaN where nothing is."""
    known = np.isfinite(values)
    most = np.where(known, values, -np.inf).max(axis=1)
    return np.where(known.any(axis=1), most, np.nan)


def _lane(name: str, unit: str, explained: str, values: dict[str, FloatArray]) -> CurveLane:
    every = np.concatenate(list(values.values()))
    known = every[np.isfinite(every)]
    top = float(np.percentile(known, _TOP)) * 1.1 if known.size else 0.0
    top = top if top > 0 else 1.0
    return CurveLane(
        name=name,
        top=f"{top:.3g} {unit}",
        explained=explained,
        curves=tuple(
            Curve(person=person, path=_path(each, top)) for person, each in values.items()
        ),
    )


def _path(values: FloatArray, top: float) -> str:
    """Return strokes from point to point, with gaps where nothing was measured."""
    short = _thinned(values)
    x = np.linspace(0, LENGTH, len(short)) if len(short) > 1 else np.zeros(1)
    y = HEIGHT * (1 - np.clip(short / top, 0, 1))
    words, down = [], False
    for across, up in zip(x.tolist(), y.tolist(), strict=True):
        if np.isfinite(up):
            words.append(f"{'L' if down else 'M'}{across:.0f} {up:.0f}")
        down = bool(np.isfinite(up))
    return "".join(words)


def _thinned(values: FloatArray) -> FloatArray:
    """Reduce the points to a number: of each stretch, keep the one farthest from the middle."""
    width = -(-len(values) // _POINTS)
    if width <= 1:
        return values
    padded = np.pad(values, (0, -len(values) % width), constant_values=np.nan)
    rows = padded.reshape(-1, width)
    known = np.isfinite(values)
    middle = float(np.median(values[known])) if known.any() else 0.0
    far = np.where(np.isfinite(rows), np.abs(rows - middle), -1.0)
    return np.asarray(rows[np.arange(len(rows)), far.argmax(axis=1)])
