"""What all regions of a face do alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.model import FloatArray
from takewise.motion import REGIONS
from takewise.motion.common_motion import PLACES, without_common

NAMES = tuple(REGIONS)
small = st.floats(-0.02, 0.02)


def places() -> FloatArray:
    """Return where the regions are, (regions, 2), the performer's right on the picture's left."""
    found = []
    for name in NAMES:
        bare = name.removesuffix(" right").removesuffix(" left")
        out, down = PLACES[bare]
        found.append((-out if name.endswith(" right") else out, down))
    return np.array(found)


def carried(across: float, down: float, growth: float, turn: float) -> FloatArray:
    """Return what a similarity does to each region, (1, regions, 2)."""
    x, y = places().T
    return np.stack((across + growth * x - turn * y, down + growth * y + turn * x), axis=1)[None]


def noise(n: int, seed: int) -> FloatArray:
    """Return what regions at rest tremble by, (n, regions, 2)."""
    return np.random.default_rng(seed).normal(0, 0.0005, (n, len(NAMES), 2))


def test_every_region_has_a_place() -> None:
    """Each region, without its side, stands in the table once."""
    bare = {name.removesuffix(" right").removesuffix(" left") for name in NAMES}
    assert bare == set(PLACES)


@given(small, small, small, small, st.integers(0, 99))
def test_a_shared_similarity_is_removed(
    across: float, down: float, growth: float, turn: float, seed: int
) -> None:
    """A face that moves, grows and turns as one is left with its own trembling."""
    left = without_common(carried(across, down, growth, turn) + noise(1, seed))
    assert np.abs(left).max() < 0.003


@given(small, small, st.sampled_from(["brow inner", "lip corner", "cheek"]))
def test_a_movement_of_a_part_is_kept(across: float, down: float, part: str) -> None:
    """A part that rises by 4 % while the whole face moves keeps 95 % of it; the rest is still."""
    moved = [name.startswith(part) for name in NAMES]
    shift = carried(across, down, 0.0, 0.0) + noise(1, 3)
    shift[:, moved, 1] -= 0.04
    left = without_common(shift)[0]
    assert left[moved, 1] == pytest.approx(np.full(2, -0.04), rel=0.05)
    assert np.abs(left[np.logical_not(moved)]).max() < 0.004


def test_covered_regions_stay_unknown() -> None:
    """What is covered is NaN as before, takes no part, and may be the whole face."""
    shift = np.repeat(carried(0.01, 0.0, 0.0, 0.0), 3, axis=0) + noise(3, 4)
    shift[1, :9] = np.nan
    shift[2] = np.nan
    left = without_common(shift)
    assert np.isnan(left).tolist() == np.isnan(shift).tolist()
    assert np.nanmax(np.abs(left[:2])) < 0.003
