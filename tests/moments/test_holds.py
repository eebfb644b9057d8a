"""Holds: a movement kept, and a face gone still."""

from __future__ import annotations

import numpy as np
import pytest

from takewise.model import FloatArray, Kind
from takewise.moments import MomentSettings, find_moments
from takewise.moments.holds import plateau, stillness
from tests.moments.made import sides
from tests.played import FILM, Signals, at_rest

RATE = 24.0
N = 240


def kept(start: int, top: int, leave: int, end: int, *, n: int = N) -> FloatArray:
    """Return a level that rises, stays at 1, and falls, (n,)."""
    return np.interp(np.arange(n), [start, top, leave, end], [0.0, 1.0, 1.0, 0.0])


def restless(n: int = N) -> FloatArray:
    """Return whether a face that fidgets three times a second is still, (n,)."""
    return (np.arange(n) // 4) % 2 == 0


def test_held_movement_is_a_plateau() -> None:
    """A level kept for three still seconds is held from about its top to about its leaving."""
    still = restless()
    still[60:140] = True
    held = plateau(kept(50, 60, 132, 142), 62, still, RATE)
    assert held is not None
    assert abs(held.start - 60) <= 3
    assert abs(held.end - 132) <= 3


@pytest.mark.parametrize(("leave", "still"), [(75, True), (132, False)], ids=["short", "restless"])
def test_passing_or_restless_is_no_hold(leave: int, still: bool) -> None:  # noqa: FBT001
    """A top of two thirds of a second, and one kept by a face that fidgets, are not held."""
    calm = restless()
    if still:
        calm[55 : leave + 10] = True
    assert plateau(kept(50, 60, leave, leave + 10), 62, calm, RATE) is None


def test_only_the_plateau_around_the_apex_counts() -> None:
    """A second plateau, apart from the apex's, does not lengthen the first."""
    level = np.maximum(kept(20, 30, 70, 80), kept(120, 130, 200, 210))
    still = restless()
    still[25:100] = still[118:215] = True
    held = plateau(level, 35, still, RATE)
    assert held is not None
    assert held.end <= 82


def test_stillness_is_what_does_not_move() -> None:
    """Noise of a resting face is still; a movement of 5 % within a third of a second is not."""
    signals = at_rest(N)
    signals.shift[:, :, 1] += 0.05 * kept(100, 108, 150, 158)[:, None]
    still = stillness(signals.shift, RATE)
    assert still[10:92].mean() > 0.95
    assert still[115:142].mean() > 0.9
    assert not still[101:107].any()
    assert not still[151:157].any()


def held_brow() -> Signals:
    """Return ten seconds in which the brows come down, stay for two and a half, and go up."""
    signals = at_rest(N, FILM)
    pattern = sum(each.pattern for each in sides("AU4", "both"))
    signals.shift[:] += (0.04 * kept(80, 86, 146, 156))[:, None, None] * pattern
    # Elsewhere the face is never still for long.
    sway = 0.01 * np.sin(2 * np.pi * np.arange(N) / 20)
    sway[76:160] = 0.0
    signals.shift[:] += sway[:, None, None]
    return signals


def test_held_brow_is_a_hold_and_a_movement() -> None:
    """Brows kept down for two and a half seconds are told as a movement and as its hold."""
    moments = find_moments(held_brow().motion(), RATE, MomentSettings(), take="x")
    hold = next(moment for moment in moments if moment.kind is Kind.HOLD)
    assert hold.span.start >= 80
    assert hold.span.end <= 156
    assert hold.span.length >= 24
    assert hold.apex in hold.span
    assert hold.movements[0].unit == "AU4"
    assert hold.title == "hold: brows lower"
    assert any(each.kind is not Kind.HOLD and each.span.start < hold.span.start for each in moments)
