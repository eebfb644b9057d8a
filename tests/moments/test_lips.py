"""Lips that part as the mouth moves."""

from __future__ import annotations

import numpy as np
import pytest

from takewise.model import Moment, Movement
from takewise.moments import MomentSettings, find_moments
from takewise.motion import REGIONS
from tests.moments.made import move, talk
from tests.performer.script import swell
from tests.played import Signals, at_rest

N = 192
SMILE = (60, 72, 96)


def parted(signals: Signals) -> tuple[Movement, ...]:
    """Return the lips that part in the moments of signals."""
    told = find_moments(signals.motion(), float(signals.rate), MomentSettings(), take="sha256:1")
    return tuple(each for moment in told for each in moment.movements if each.unit == "AU25")


def smiling(gap: float) -> Signals:
    """Return eight seconds with a smile in which the lips part."""
    signals = move(at_rest(N), "AU12", "both", SMILE, 0.08)
    signals.mouth[:, 0] += gap * swell(N, *SMILE)
    return signals


@pytest.mark.parametrize("gap", [0.05, 0.2])
def test_lips_that_part_in_a_smile_are_told(gap: float) -> None:
    """A smile that parts the lips says by how much."""
    (lips,) = parted(smiling(gap))
    assert (lips.name, lips.side) == ("lips part", "both")
    assert lips.peak == pytest.approx(gap, rel=0.1)


def test_lips_that_stay_closed_are_not() -> None:
    """A smile with closed lips does not part them, nor does one of a hair's breadth."""
    assert not parted(smiling(0.0))
    assert not parted(smiling(0.015))


def test_a_gap_under_a_pixel_and_a_half_is_not_told() -> None:
    """Of a face too small to show the gap it is not told."""
    small = smiling(0.05).motion()
    small.legibility[:, 0] = 25
    found = find_moments(small, 24.0, MomentSettings(), take="sha256:1")
    assert found
    assert not [each for moment in found for each in moment.movements if each.unit == "AU25"]


def test_lips_that_part_with_the_brows_are_told_with_them() -> None:
    """Lips that part while the brows move are in the same moment."""
    signals = move(at_rest(N), "AU1", "both", SMILE, 0.05)
    signals.mouth[:, 0] += 0.2 * swell(N, *SMILE)
    (moment,) = moments(signals)
    assert {each.unit for each in moment.movements} == {"AU1", "AU25"}


def test_a_mouth_that_purses() -> None:
    """A mouth that grows narrower by 5 mm and more is pursed, on its frames."""
    signals = at_rest(N)
    signals.mouth[:, 2] -= 0.15 * swell(N, *SMILE)
    (pout,) = moments(signals)
    assert (pout.title, pout.span.start) == ("lips purse", pytest.approx(60, abs=2))


@pytest.mark.parametrize(("way", "side"), [(1, "left"), (-1, "right")])
def test_a_mouth_that_is_moved_aside(way: int, side: str) -> None:
    """Both corners that go to one side are one movement, to the performer's own side."""
    signals = at_rest(N)
    for corner in ("right", "left"):
        place = tuple(REGIONS).index(f"lip corner {corner}")
        signals.shift[:, place, 0] += way * 0.08 * swell(N, *SMILE)
    found = [each for moment in moments(signals) for each in moment.movements]
    assert ("AU30", side) in {(each.unit, each.side) for each in found}


def test_syllables_are_no_parted_lips() -> None:
    """Lips of a mouth that talks part at every syllable, which is not told."""
    signals = talk(move(at_rest(N), "AU12", "both", (60, 80, 130), 0.3), 40, 150)
    assert signals.mouth[:, 0].max() > 0.05
    assert not parted(signals)


def test_a_dropping_jaw_keeps_the_title() -> None:
    """Where the jaw drops the title does not say that the lips part as well."""
    signals = move(at_rest(N), "AU26", "both", SMILE, 0.1)
    signals.mouth[:, 0] += 0.2 * swell(N, *SMILE)
    (moment,) = find_moments(signals.motion(), 24.0, MomentSettings(), take="sha256:1")
    assert {"AU25", "AU26"} <= {each.unit for each in moment.movements}
    assert "jaw drops" in moment.title
    assert "part" not in moment.title
    assert "lips parted" in moment.because


PRESS = (60, 70, 84)


def pressed(share: float, *, gap: float = 0.0) -> Signals:
    """Return eight seconds in which the red of the lips grows thinner by a share."""
    signals = at_rest(N)
    signals.mouth[:, 1] += np.random.default_rng(3).normal(0, 0.002, N)
    signals.mouth[:, 1] *= 1 - share * swell(N, *PRESS)
    signals.mouth[:, 0] += gap * swell(N, *PRESS)
    return signals


def moments(signals: Signals) -> tuple[Moment, ...]:
    """Return the moments of signals."""
    return find_moments(signals.motion(), 24.0, MomentSettings(), take="sha256:1")


@pytest.mark.parametrize("share", [0.25, 0.5])
def test_lips_press_together(share: float) -> None:
    """Lips that grow thinner while the mouth does nothing else press together, on their frames."""
    (press,) = moments(pressed(share))
    assert press.title == "lips press together"
    assert [each.unit for each in press.movements] == ["AU24"]
    assert (press.span.start, press.apex, press.span.end) == pytest.approx(PRESS, abs=3)
    assert press.movements[0].peak == pytest.approx(0.2 * share, rel=0.2)
    assert press.because.startswith("lips grew thinner by ")


def test_little_thinner_is_no_press() -> None:
    """A tenth of the red is less than the mesh can be trusted with."""
    assert moments(pressed(0.1)) == ()


def test_open_lips_do_not_press() -> None:
    """Lips that are apart meanwhile look thinner for another reason."""
    (apart,) = moments(pressed(0.4, gap=0.1))
    assert {each.unit for each in apart.movements} == {"AU25"}


def test_a_smile_thins_lips_without_pressing_them() -> None:
    """Corners that rise stretch the red; with a chin that lifts, the press is told with it."""
    (smile,) = moments(move(pressed(0.4), "AU12", "both", PRESS, 0.06))
    assert "AU24" not in {each.unit for each in smile.movements}
    (chin,) = moments(move(pressed(0.4), "AU17", "both", PRESS, 0.06))
    assert {"AU17", "AU24"} <= {each.unit for each in chin.movements}


def test_a_nodding_head_presses_nothing() -> None:
    """A fifth less of the red is what a nod of fifteen degrees takes from them."""
    signals = pressed(0.25)
    signals.head[:, 1] = 15 * swell(N, *PRESS)
    assert moments(signals) == ()
