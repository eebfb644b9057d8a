"""What is named of a gesture, and how sure that is."""

from __future__ import annotations

import numpy as np
import pytest

from takewise.clock import FrameRange
from takewise.model import Kind, Moment
from takewise.moments import MomentSettings, find_moments
from takewise.motion import REGIONS
from tests.moments.made import move, talk
from tests.performer.script import swell
from tests.played import Signals, at_rest

RATE = 24.0
SMILE = (60, 72, 96)


def moments(signals: Signals, voiced: tuple[FrameRange, ...] | None = None) -> list[Moment]:
    """Return the movements of signals."""
    found = find_moments(signals.motion(), RATE, MomentSettings(), take="x", voiced=voiced)
    return [each for each in found if each.kind not in {Kind.BLINK, Kind.GAZE, Kind.HOLD}]


def test_brows_and_mouth_that_move_together_are_both_named() -> None:
    """Three units of the mouth leave room for those of the brows."""
    signals = at_rest(240)
    for unit, peak in (("AU1", 0.05), ("AU2", 0.05), ("AU12", 0.15), ("AU6", 0.1), ("AU26", 0.15)):
        move(signals, unit, "both", SMILE, peak)
    (found,) = moments(signals)
    assert {"AU1", "AU2", "AU12"} <= {each.unit for each in found.movements}


def test_what_no_unit_explains_is_no_movement() -> None:
    """Below one corner the skin goes its own way, by little: no movement of a face."""
    signals = at_rest(240)
    signals.shift[:, tuple(REGIONS).index("below corner right"), 1] -= 0.014 * swell(240, *SMILE)
    assert moments(signals) == []


def test_a_mouth_that_moves_in_a_silent_take_does_not_talk() -> None:
    """Four pouts in two seconds are speech by the lips alone, and pouts where there is no voice."""
    signals = at_rest(240)
    for onset in (60, 74, 88, 102):
        move(signals, "AU26", "both", (onset, onset + 5, onset + 11), 0.1)
        signals.mouth[:, 0] += 0.15 * swell(240, onset, onset + 5, onset + 11)
    assert moments(signals) == []
    assert len(moments(signals, voiced=())) == 4
    assert len(moments(signals, voiced=(FrameRange(0, 40),))) == 4
    assert moments(signals, voiced=(FrameRange(50, 120),)) == []


def test_a_voice_alone_does_not_talk() -> None:
    """While another speaks a smile is a smile, as sure as ever."""
    signals = move(at_rest(240), "AU12", "both", SMILE, 0.1)
    (heard,) = moments(signals, voiced=(FrameRange(0, 240),))
    assert heard == moments(signals)[0]


def test_a_smile_held_in_speech_is_told_less_surely() -> None:
    """Corners that rise for two seconds of talk are reported, with less confidence, and say so."""
    smile = (80, 100, 150)
    talks = talk(move(at_rest(240), "AU12", "both", smile, 0.2), 40, 200, size=0.06)
    silent = move(at_rest(240), "AU12", "both", smile, 0.2)
    (spoken,), (plain,) = moments(talks), moments(silent)
    assert spoken.movements[0].unit == plain.movements[0].unit == "AU12"
    assert spoken.confidence < plain.confidence
    assert "mouth talked" in spoken.because
    assert "mouth talked" not in plain.because


def test_brows_that_rise_in_speech_say_so() -> None:
    """Brows are as clear in talk as without it."""
    signals = talk(move(at_rest(240), "AU1", "both", SMILE, 0.06), 30, 200)
    (brows,) = moments(signals)
    assert brows.movements[0].unit == "AU1"
    assert brows.span.start == pytest.approx(60, abs=2)
    assert np.isfinite(brows.confidence)


@pytest.mark.parametrize(("gap", "unit"), [(0.3, "AU26"), (0.5, "AU27")])
def test_a_jaw_that_drops_as_far_as_it_goes_stretches_the_mouth(gap: float, unit: str) -> None:
    """Two fingers between the lips are a stretched mouth, which the title says."""
    signals = move(at_rest(240), "AU26", "both", SMILE, 0.3)
    signals.mouth[:, 0] += gap * swell(240, *SMILE)
    (found,) = moments(signals)
    assert unit in {each.unit for each in found.movements}
    assert ("opens wide" in found.title) == (unit == "AU27")


def test_a_mouth_that_purses_draws_in_no_corners() -> None:
    """Both corners come inward as a mouth purses: that is no dimple on either side."""
    signals = move(at_rest(240), "AU14", "both", SMILE, 0.08)
    signals.mouth[:, 2] -= 0.15 * swell(240, *SMILE)
    (pout,) = moments(signals)
    assert {each.unit for each in pout.movements} == {"AU18"}


@pytest.mark.parametrize("side", ["left", "right"])
def test_one_corner_that_is_drawn_in_moves_no_mouth_aside(side: str) -> None:
    """A dimple on one side is named with its side, and not as a mouth that is moved."""
    signals = move(at_rest(240), "AU14", side, SMILE, 0.08)  # type: ignore[arg-type]
    (dimple,) = moments(signals)
    assert ("AU14", side) in {(each.unit, each.side) for each in dimple.movements}
    assert "AU30" not in {each.unit for each in dimple.movements}
