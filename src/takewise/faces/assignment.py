"""Who goes with whom, so that it costs least."""

from __future__ import annotations

import numpy as np

from takewise.model import FloatArray

NEVER = 1e6
"""A cost for pairs that cannot be: far above any sum of possible ones."""


def cheapest(cost: FloatArray) -> list[tuple[int, int]]:
    """Pair rows with columns, each at most once, at the least sum of costs.

    `cost` is float (rows, columns), 0 or more; pairs whose cost is `NEVER` are impossible.
    """
    if 0 in cost.shape:
        return []
    if 1 in cost.shape:
        # One person is the rule: SciPy takes a quarter of a second to load, and its answer
        # to so little longer than everything else here.
        row, column = divmod(int(np.argmin(cost)), cost.shape[1])
        pairs = [(row, column)]
    else:
        from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - as above

        pairs = [
            (int(row), int(column))
            for row, column in zip(*linear_sum_assignment(cost), strict=True)
        ]
    return [pair for pair in pairs if cost[pair] < NEVER]
