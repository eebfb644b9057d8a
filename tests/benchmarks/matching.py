"""Which found moments are which true ones, and how good that makes a finder.

The rule is that of the Facial Micro-Expression Grand Challenge since 2020 (He et
al., arXiv 1912.11985): a found span is right if its intersection with a true span
is at least half of their union, and each true span is found at most once. Counts
are pooled over all takes before F1 is calculated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from scipy.optimize import linear_sum_assignment

from takewise.clock import FrameRange
from takewise.model import FloatArray

Rule: TypeAlias = Literal["optimal", "greedy"]
"""How conflicts are settled: for the most pairs, or the best pair first."""

LEAST_IOU = 0.5
"""Intersection over union from which a found span is right."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were found rightly, found wrongly and missed."""

    right: int = 0
    """Found and true."""
    wrong: int = 0
    """Found and not true."""
    missed: int = 0
    """True and not found."""

    def __add__(self, other: Counts) -> Counts:
        """Pool two counts."""
        return Counts(
            self.right + other.right, self.wrong + other.wrong, self.missed + other.missed
        )

    @property
    def precision(self) -> float:
        """Share of the found that is true, 0 to 1; NaN if nothing was found."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the true that was found, 0 to 1; NaN if there is nothing to find."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1; NaN if nothing was found or true."""
        return _share(2 * self.right, 2 * self.right + self.wrong + self.missed)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def iou(one: FrameRange, other: FrameRange) -> float:
    """Return the intersection of two ranges over their union, 0 to 1."""
    shared = one.overlap(other)
    return shared / (one.length + other.length - shared)


def match(
    found: Sequence[FrameRange],
    true: Sequence[FrameRange],
    *,
    least: float = LEAST_IOU,
    rule: Rule = "optimal",
) -> tuple[tuple[int, int], ...]:
    """Pair found spans with true ones, each at most once.

    Parameters
    ----------
    found, true
        The spans, in any order.
    least
        Least intersection over union of a pair, above 0 and up to 1.
    rule
        ``"optimal"`` makes as many pairs as possible, and of those choices takes the one
        with the greatest sum; ``"greedy"`` takes the best pair, then the next.

    Returns
    -------
    tuple[tuple[int, int], ...]
        Places in `found` and `true`, by the former.
    """
    if not found or not true:
        return ()
    table = np.array([[iou(one, other) for other in true] for one in found])
    pairs = _optimal(table, least) if rule == "optimal" else _greedy(table, least)
    return tuple(sorted(pairs))


def _optimal(table: FloatArray, least: float) -> list[tuple[int, int]]:
    # One more pair must outweigh all that better overlaps can add up to.
    worth = np.where(table >= least, 1.0 + table / (1 + min(table.shape)), 0.0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if worth[i, j] > 0]


def _greedy(table: FloatArray, least: float) -> list[tuple[int, int]]:
    left = table.copy()
    pairs = []
    while left.max() >= least:
        i, j = np.unravel_index(int(left.argmax()), left.shape)
        pairs.append((int(i), int(j)))
        left[i, :] = left[:, j] = -1.0
    return pairs
