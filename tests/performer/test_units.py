"""The displacement fields of action units."""

from __future__ import annotations

import numpy as np
import pytest

from tests.performer import UNITS, Portrait, centre
from tests.performer.units import displacement

TWO_SIDED = sorted(
    unit for unit, sites in UNITS.items() if sites[0].points[0] != sites[0].points[1]
)


@pytest.mark.parametrize("unit", sorted(UNITS))
def test_centre_moves_one_eye_width(performer: Portrait, unit: str) -> None:
    """At a peak of one eye-width, both centres of a unit move exactly one eye-width."""
    centres = np.array([centre(performer, unit, "right"), centre(performer, unit, "left")])
    moved = displacement(performer, unit, "both", centres)
    assert np.hypot(*moved.T) == pytest.approx([performer.eye_width] * 2)


@pytest.mark.parametrize("unit", TWO_SIDED)
def test_one_side_leaves_the_other_alone(performer: Portrait, unit: str) -> None:
    """A one-sided unit moves the centre of the other side by less than 5 % of its peak."""
    other = centre(performer, unit, "right")[None]
    moved = displacement(performer, unit, "left", other)
    assert np.hypot(*moved[0]) < 0.05 * performer.eye_width


def test_left_is_the_performers_own(performer: Portrait) -> None:
    """The left mouth corner is on the picture's right, where AU12 pulls it outward and up."""
    left = centre(performer, "AU12", "left")
    assert left[0] > performer.middle[0]
    x, y = displacement(performer, "AU12", "left", left[None])[0]
    assert x > 0
    assert y < 0


def test_brows_come_together(performer: Portrait) -> None:
    """AU4 brings the inner brows nearer to each other, and down."""
    right, left = (centre(performer, "AU4", side) for side in ("right", "left"))
    moved = displacement(performer, "AU4", "both", np.array([right, left]))
    assert moved[0, 0] > 0 > moved[1, 0]
    assert (moved[:, 1] > 0).all()
