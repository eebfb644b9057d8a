"""Lids that stay closed, open wide, or narrow with a smile."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takewise.model import Kind, Moment, Side
from takewise.moments import MomentSettings, find_moments
from takewise.moments.lids import EYE_LENGTH
from tests.moments.made import blink, move
from tests.performer.script import swell
from tests.played import Signals, at_rest

N = 240


def found(signals: Signals) -> tuple[Moment, ...]:
    """Return the moments of signals."""
    return find_moments(signals.motion(), float(signals.rate), MomentSettings(), take="sha256:1")


def lively_eyes(seed: int = 3) -> Signals:
    """Return ten seconds of open eyes whose points jitter as the mesh's do."""
    signals = at_rest(N)
    signals.eyes[:] += np.random.default_rng(seed).normal(0, 0.003, signals.eyes.shape)
    return signals


def widened(signals: Signals, at: tuple[int, int, int], share: float) -> Signals:
    """Open both eyes wider by a share of their opening (narrower below 0); return the signals."""
    signals.eyes[:] *= (1 + share * swell(N, *at))[:, None]
    return signals


def shut(signals: Signals, start: int, end: int) -> Signals:
    """Close both eyes from one frame to another; return the signals."""
    signals.eyes[start:end] *= 0.15
    return signals


def test_eyes_that_stay_closed_are_no_blink() -> None:
    """Eyes closed for 1.5 s are one moment, AU43, and not a blink as well."""
    (closed,) = found(shut(lively_eyes(), 90, 126))
    assert [each.unit for each in closed.movements] == ["AU43"]
    assert (closed.span.start, closed.span.end) == pytest.approx((90, 126), abs=1)
    assert closed.span.start <= closed.apex < closed.span.end
    assert closed.title == "eyes stay closed"
    assert closed.because.startswith("both lids closed by 8")
    assert closed.because.endswith("and stayed so for 1.50 s")
    assert closed.kind is Kind.EXPRESSION


def test_a_blink_is_no_closed_eye() -> None:
    """A blink of a third of a second stays a blink."""
    (moment,) = found(blink(lively_eyes(), (100, 103, 108), 0.8))
    assert moment.kind is Kind.BLINK


def test_one_closed_eye_is_not_told() -> None:
    """A wink that is held is not told as closed eyes."""
    signals = lively_eyes()
    signals.eyes[90:126, 0] *= 0.15
    assert "AU43" not in {each.unit for moment in found(signals) for each in moment.movements}


@pytest.mark.parametrize("share", [0.25, 0.35])
def test_raised_upper_lids_are_told_with_their_travel(share: float) -> None:
    """Lids that open wider while the skin rests are a moment of their own, true to size."""
    (raised,) = found(widened(lively_eyes(), (90, 102, 120), share))
    (movement,) = raised.movements
    assert (movement.unit, movement.side) == ("AU5", "both")
    assert movement.peak == pytest.approx(share * 0.3 * EYE_LENGTH, rel=0.2)
    assert (raised.span.start, raised.apex, raised.span.end) == pytest.approx((90, 102, 120), abs=4)
    assert raised.title == "upper lids lift"
    assert "upper lids rose" in raised.because


def test_lids_that_rise_with_the_brows_are_one_moment() -> None:
    """Brows and upper lids that lift together are one moment; alone the brows lack AU5."""
    signals = move(lively_eyes(), "AU1", "both", (88, 101, 121), 0.06)
    (alone,) = found(signals)
    (both,) = found(widened(signals, (90, 102, 120), 0.3))
    assert {each.unit for each in both.movements} == {each.unit for each in alone.movements} | {
        "AU5"
    }
    assert both.span == alone.span
    peaks = [each.peak for each in both.movements]
    assert peaks == sorted(peaks, reverse=True)


def test_a_surprised_face_may_be_read_as_such() -> None:
    """Brows and lids that lift together resemble surprise when readings are asked for."""
    signals = widened(lively_eyes(), (90, 102, 120), 0.3)
    for unit in ("AU1", "AU2"):
        move(signals, unit, "both", (88, 101, 121), 0.06)
    asked = replace(MomentSettings(), hints=True)
    (moment,) = find_moments(signals.motion(), float(signals.rate), asked, take="sha256:1")
    assert moment.hint == "resembles surprise (rule AU1 + AU2 + AU5)"


def test_a_smile_that_narrows_the_eyes_says_so() -> None:
    """With a smile lids that narrow are AU7; without one they are not told."""
    smile = (80, 100, 160)
    narrow = widened(lively_eyes(), smile, -0.3)
    assert not found(narrow)
    (moment,) = found(move(narrow, "AU12", "both", smile, 0.08))
    assert {each.unit for each in moment.movements} == {"AU12", "AU7"}
    assert "lids drew together" in moment.because


def test_a_nod_is_no_lid() -> None:
    """Eyes that look wider because the head tips back are not told."""
    signals = lively_eyes()
    nod = swell(N, 90, 102, 120)
    signals.head[:, 1] -= 20 * nod
    assert not found(widened(signals, (90, 102, 120), 0.3))


def test_one_wide_eye_is_not_told() -> None:
    """An eye that alone grows wider is a face seen from the side."""
    signals = lively_eyes()
    signals.eyes[:, 0] *= 1 + 0.6 * swell(N, 90, 102, 120)
    assert not found(signals)


def test_wide_eyes_at_the_beginning_are_the_usual_ones() -> None:
    """What was there when the shot began was not seen to rise."""
    signals = lively_eyes()
    signals.eyes[:30] *= 1.3
    assert not found(signals)


@given(seed=st.integers(0, 10_000), noise=st.floats(0.0, 0.02))
@settings(max_examples=15, deadline=None)
def test_trembling_points_are_no_lids(seed: int, noise: float) -> None:
    """Noise of the points alone, however much, is never told as a movement of the lids."""
    signals = at_rest(N)
    signals.eyes[:] += np.random.default_rng(seed).normal(0, noise, signals.eyes.shape)
    told = {each.unit for moment in found(signals) for each in moment.movements}
    assert not told & {"AU5", "AU7", "AU43"}


@pytest.mark.parametrize(("place", "side"), [(0, "right"), (1, "left")])
def test_a_wink_is_told_with_the_cheek_that_rises(place: int, side: Side) -> None:
    """One eye that closes for most of a second as the corner rises is a wink of that side."""
    signals = move(at_rest(240), "AU12", side, (60, 72, 96), 0.1)
    signals.eyes[:, place] *= 1 - 0.8 * swell(240, 62, 72, 92)
    winks = [each for moment in found(signals) for each in moment.movements if each.unit == "AU46"]
    assert [each.side for each in winks] == [side]


def test_one_eye_that_closes_alone_is_no_wink() -> None:
    """Nor is a blink of which the mesh shows one eye only."""
    alone = at_rest(240)
    alone.eyes[:, 0] *= 1 - 0.8 * swell(240, 62, 72, 92)
    brief = move(at_rest(240), "AU12", "both", (60, 72, 96), 0.1)
    brief.eyes[:, 0] *= 1 - 0.8 * swell(240, 66, 70, 74)
    for signals in (alone, brief):
        assert "AU46" not in {each.unit for moment in found(signals) for each in moment.movements}
