"""Whatever a face does at the ends of a shot, its moments are found without a fault."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takewise.model import Kind, Moment, RegionMotion
from takewise.moments import MomentSettings, cover_warnings, find_moments
from takewise.moments.shots import stretches
from takewise.scoring import ScoreSettings, people, score
from tests.moments.made import CHANNELS, blink, move
from tests.performer.script import swell
from tests.played import FILM, Signals, at_rest


def moments_of(motion: RegionMotion, rate: Fraction = FILM) -> tuple[Moment, ...]:
    """Return the moments with the default settings."""
    return find_moments(motion, float(rate), MomentSettings(), take="sha256:1")


def gone(motion: RegionMotion, start: int, end: int) -> RegionMotion:
    """Return a motion in which the face is out of sight from one frame to another."""
    change = {}
    for name in ("shift", "head", "eyes", "gaze", "mouth", "legibility"):
        change[name] = getattr(motion, name).copy()
        change[name][start:end] = np.nan
    return replace(motion, **change)


@pytest.mark.parametrize("end", range(62, 70))
def test_a_blink_at_an_out_point_costs_nothing(end: int) -> None:
    """A shot that ends while the lids are on their way, or down, keeps what came before."""
    signals = move(at_rest(120), "AU1", "both", (20, 26, 34), 0.03)
    blink(signals, (60, 64, 68), 0.9)
    (brows, *_) = moments_of(gone(signals.motion(), end, 120))
    assert brows.movements[0].unit == "AU1"
    cut = Signals(**{
        name: getattr(signals, name)[:end] for name in ("shift", "eyes", "mouth", "head")
    }, rate=FILM)  # fmt: skip
    (same, *_) = moments_of(cut.motion())
    assert (same.span, same.movements[0].unit) == (brows.span, "AU1")


def test_lids_that_are_down_at_the_cut_are_a_blink_up_to_it() -> None:
    """The moment ends with the shot, and its reason has finite seconds."""
    signals = blink(at_rest(120), (60, 64, 68), 0.9)
    (shut,) = moments_of(gone(signals.motion(), 65, 120))
    assert (shut.kind, shut.span.end) == (Kind.BLINK, 65)


@st.composite
def motions(draw: st.DrawFn) -> tuple[RegionMotion, Fraction]:
    """Draw a face that moves, blinks, is covered, is cut and goes out of sight anywhere."""
    rate = draw(st.sampled_from([Fraction(24), Fraction(30000, 1001), Fraction(8), Fraction(100)]))
    n = draw(st.integers(1, 150))
    frame = st.integers(-10, n + 10)
    signals = at_rest(n, rate, seed=draw(st.integers(0, 99)))
    for _ in range(draw(st.integers(0, 3))):
        at = sorted(draw(st.tuples(frame, frame, frame)))
        course = np.interp(np.arange(n), [at[0], at[1] + 1, at[2] + 2], [0, 1, 0])
        each = draw(st.sampled_from(CHANNELS))
        signals.shift[:] += draw(st.floats(0, 0.3)) * course[:, None, None] * each.pattern
    for _ in range(draw(st.integers(0, 3))):
        onset, length = draw(frame), draw(st.integers(3, 40))
        closed = swell(n + 80, onset + 20, onset + 20 + length // 2, onset + 20 + length)
        signals.eyes[:] *= (1 - draw(st.floats(0, 1)) * closed[20 : n + 20])[:, None]
    signals.mouth[:, 0] += draw(st.floats(0, 0.3)) * (np.arange(n) >= draw(frame))
    signals.head[:, 0] = draw(st.floats(0, 40)) * np.sin(np.arange(n) / 10)
    starts = sorted({0, *draw(st.lists(st.integers(0, n - 1), max_size=4))})
    motion = signals.motion(starts=tuple(starts))
    motion.gaze[:, 0] = draw(st.floats(-1, 1)) * (np.arange(n) >= draw(frame))
    spans = st.lists(st.tuples(frame, frame), max_size=3)
    for start, end in draw(spans):
        regions = draw(st.lists(st.integers(0, motion.shift.shape[1] - 1), min_size=1))
        rows = slice(max(0, start), max(0, end))
        motion.shift[rows, regions] = np.nan
        motion.outside[rows, regions] = draw(st.booleans())
    for start, end in draw(spans):
        rows, name = slice(max(0, start), max(0, end)), draw(st.sampled_from(["eyes", "mouth"]))
        getattr(motion, name)[rows, : draw(st.integers(1, 3))] = np.nan
    for start, end in draw(spans):
        motion = gone(motion, max(0, start), max(0, end))
    return motion, rate


@given(made=motions())
@settings(max_examples=150)
def test_any_motion_has_moments_and_a_score(made: tuple[RegionMotion, Fraction]) -> None:
    """Nothing is raised, moments lie in stretches in which the face is seen, all is finite."""
    motion, rate = made
    moments = moments_of(motion, rate)
    list(cover_warnings([motion]))
    shots = tuple(stretches(motion))
    for each in moments:
        assert any(each.span.overlap(shot) == each.span.length for shot in shots)
        assert each.apex in each.span
    seen = people((motion,), ScoreSettings())
    total = score(moments, seen, (motion,), ScoreSettings())
    assert 0.0 <= total.total <= 1.0
