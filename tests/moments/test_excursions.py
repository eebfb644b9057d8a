"""Rises and falls of one signal, against those it was made of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.model import FloatArray
from takewise.moments.excursions import Excursion, excursions
from tests.performer.script import swell


def found(signal: FloatArray, rate: float = 24.0, least: float = 0.01) -> tuple[Excursion, ...]:
    """Return the excursions of a signal, without smoothing."""
    return excursions(np.asarray(signal, float), rate, least=least, window=2.4, smooth=0.0)


def ramp(n: int, onset: int, apex: int, offset: int) -> FloatArray:
    """Return a straight rise and fall: 0 before ``onset`` and from ``offset`` on, 1 at the apex."""
    return np.interp(np.arange(n), [onset - 1, apex, offset], [0.0, 1.0, 0.0])


rates = pytest.mark.parametrize("rate", [24.0, 25.0, 30000 / 1001, 48.0, 60.0, 120.0])


@rates
@pytest.mark.parametrize("shape", [swell, ramp])
@pytest.mark.parametrize("length", [0.25, 0.5, 1.2])
def test_onset_apex_and_offset(rate: float, shape: object, length: float) -> None:
    """Cosine or ramp: onset and offset are right to 2 frames or 4 % of it, the apex to one."""
    n, onset = round(5 * rate), round(2 * rate)
    apex, offset = onset + round(0.4 * length * rate), onset + round(length * rate)
    (rise,) = found(shape(n, onset, apex, offset), rate)  # type: ignore[operator]
    near = max(2, 0.04 * length * rate)
    assert abs(rise.onset - onset) <= near
    assert abs(rise.apex - apex) <= 1
    assert abs(rise.offset - offset) <= near
    # The least smoothing takes more of a shorter one's top.
    assert 0.8 < rise.height <= 1.0


@given(
    onset=st.integers(20, 60),
    rise=st.integers(2, 12),
    fall=st.integers(2, 14),
    by=st.integers(1, 60),
)
def test_later_in_time_is_found_later(onset: int, rise: int, fall: int, by: int) -> None:
    """A signal that is shifted by some frames has the same excursions, that much later."""
    signal = swell(200, onset, onset + rise, onset + rise + fall)
    (here,), (there,) = found(signal), found(np.roll(signal, by))
    assert (there.onset - by, there.apex - by, there.offset - by) == (
        here.onset,
        here.apex,
        here.offset,
    )
    assert there.height == pytest.approx(here.height)


@given(
    onset=st.integers(20, 60),
    rise=st.integers(2, 12),
    fall=st.integers(2, 14),
    factor=st.floats(1e-3, 1e3),
)
def test_larger_is_found_alike(onset: int, rise: int, fall: int, factor: float) -> None:
    """A signal and a threshold that grow alike have the same excursions, of larger height."""
    signal = swell(120, onset, onset + rise, onset + rise + fall)
    (one,), (many,) = found(signal, least=0.1), found(signal * factor, least=0.1 * factor)
    assert (one.onset, one.apex, one.offset) == (many.onset, many.apex, many.offset)
    assert many.height == pytest.approx(one.height * factor, rel=1e-6)


@given(
    onset=st.integers(20, 60),
    rise=st.integers(2, 12),
    fall=st.integers(2, 14),
)
def test_played_backward(onset: int, rise: int, fall: int) -> None:
    """A signal played backward has the same excursions backward, to a frame."""
    signal = swell(120, onset, onset + rise, onset + rise + fall)
    (there,), (back,) = found(signal), found(signal[::-1])
    assert abs(120 - back.offset - there.onset) <= 1
    assert abs(120 - back.onset - there.offset) <= 1
    assert 119 - back.apex == there.apex


@given(st.lists(st.floats(-1, 1), max_size=80))
def test_frames_are_in_order(values: list[float]) -> None:
    """Whatever the signal, onset ≤ apex < offset, all inside it, as high as asked, by apex."""
    rises = found(np.array(values), least=0.05)
    for rise in rises:
        assert 0 <= rise.onset <= rise.apex < rise.offset <= len(values)
        assert rise.height >= 0.05
    assert [rise.apex for rise in rises] == sorted(rise.apex for rise in rises)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_too_short_a_signal_has_none(n: int) -> None:
    """In a signal of fewer than three samples nothing rises and falls."""
    assert found(np.ones(n)) == ()


def test_rest_has_none() -> None:
    """A signal that stays at nought, and one below the threshold, have no excursion."""
    assert found(np.zeros(100)) == ()
    assert found(0.009 * swell(100, 40, 50, 60)) == ()


def test_two_are_told_apart() -> None:
    """Two rises with a rest of half a second between them are two, each with its own frames."""
    signal = swell(120, 20, 25, 32) + 0.5 * swell(120, 45, 52, 60)
    first, second = found(signal)
    assert (first.apex, second.apex) == (25, 52)
    assert first.offset <= second.onset
    assert second.height == pytest.approx(0.5, rel=0.1)


@pytest.mark.parametrize("held", [4, 12, 24])
def test_plateau_is_one(held: int) -> None:
    """A rise that is held is one excursion with its apex on the plateau and both ends right."""
    signal = np.interp(np.arange(120), [39, 45, 45 + held, 51 + held], [0, 1, 1, 0])
    (rise,) = found(signal)
    assert 45 <= rise.apex <= 45 + held
    assert abs(rise.onset - 40) <= 2
    assert abs(rise.offset - (51 + held)) <= 2


def test_cut_off_by_the_end() -> None:
    """A rise that the signal's end cuts off counts, and ends there; so at its start."""
    signal = swell(100, 80, 95, 115)
    (rise,) = found(signal)
    assert rise.offset == 100
    assert abs(rise.onset - 80) <= 2
    (fall,) = found(signal[::-1])
    assert fall.onset == 0
    assert abs(fall.offset - 20) <= 2


def test_smoothing_moves_no_foot() -> None:
    """A sudden rise begins where it begins, also in a search that smooths heavily."""
    signal = np.interp(np.arange(120), [39, 41, 90, 92], [0.0, 1.0, 1.0, 0.0])
    (rise,) = excursions(signal, 30.0, least=0.01, window=9.0, smooth=0.08)
    assert abs(rise.onset - 40) <= 1
    assert abs(rise.offset - 92) <= 1


def test_a_dip_on_the_way_is_no_foot() -> None:
    """A dip after a sudden rise does not end it where smoothing sees none."""
    signal = np.interp(np.arange(120), [39, 41, 90, 92], [0.0, 1.0, 1.0, 0.0])
    signal[48] = 0.1
    signal[60] = 1.2
    (rise,) = excursions(signal, 30.0, least=0.5, window=9.0, smooth=0.08)
    assert abs(rise.onset - 40) <= 4
    assert abs(rise.offset - 92) <= 1
