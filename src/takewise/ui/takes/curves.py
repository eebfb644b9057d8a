"""The curves under a take: how much of a face moves at each picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from takewise.model import FloatArray, RegionMotion


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curves:
    """What is drawn of one person; every array has a value for each picture of the take."""

    person: str
    """"A", "B", ..."""
    movement: FloatArray
    """float32 (n,): greatest displacement of any region in units of its noise, 0 or
    more; NaN where the person is not seen."""
    eyes: FloatArray
    """float32 (n,): opening of the eyes, mean of both, height over width; 0 or more."""
    mouth: FloatArray
    """float32 (n,): gap between the lips, eye-widths; 0 or more."""
    head: FloatArray
    """float32 (n,): how far the head is turned from where it mostly is, degrees; 0 or more."""


def curves_of(signals: Sequence[RegionMotion]) -> tuple[Curves, ...]:
    """Make the curves of the people of a take, in the order of their signals."""
    return tuple(map(_curves, signals))


def _curves(motion: RegionMotion) -> Curves:
    # A region that was never still has no noise to be measured in.
    noise = np.where(motion.noise > 0, motion.noise, np.nan)
    displacement = np.hypot(*np.moveaxis(motion.shift / noise, 2, 0))
    turned = motion.head[:, :3] - _middle(motion.head[:, :3])
    return Curves(
        person=motion.person,
        movement=_most(displacement),
        eyes=motion.eyes.mean(axis=1).astype(np.float32),
        mouth=motion.mouth[:, 0].astype(np.float32),
        head=np.sqrt((turned**2).sum(axis=1)).astype(np.float32),
    )


def _most(values: FloatArray) -> FloatArray:
    """Return the greatest of each row, NaN where a row has none."""
    known = np.isfinite(values)
    return np.where(
        known.any(axis=1), np.where(known, values, 0.0).max(axis=1, initial=0.0), np.nan
    ).astype(np.float32)


def _middle(values: FloatArray) -> FloatArray:
    """Return the median of each column; 0 where it holds nothing."""
    seen = values[np.isfinite(values).all(axis=1)]
    return np.median(seen, axis=0) if len(seen) else np.zeros(values.shape[1])
