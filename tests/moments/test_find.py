"""Moments found in signals whose every movement is known."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takewise.model import Kind, Moment, RegionMotion
from takewise.moments import MomentSettings, find_moments
from tests.moments.made import blink, chew, move, sides, talk
from tests.performer import (
    HeadMotion,
    Portrait,
    ScriptedMovement,
    ScriptedSpeech,
    TakeScript,
    still_script,
)
from tests.played import FILM, Signals, at_rest, played

N = 192


def found(signals: Signals, **change: object) -> tuple[Moment, ...]:
    """Return the moments of signals."""
    return moments_of(signals.motion(), float(signals.rate), **change)


def moments_of(motion: RegionMotion, rate: float = 24.0, **change: object) -> tuple[Moment, ...]:
    """Return the moments of a motion, with the default settings but for some."""
    return find_moments(motion, rate, replace(MomentSettings(), **change), take="sha256:1")


def lively() -> Signals:
    """Return eight seconds with three movements and a blink."""
    signals = move(at_rest(N), "AU1", "both", (30, 36, 44), 0.03)
    move(signals, "AU12", "left", (80, 90, 112), 0.04)
    move(signals, "AU15", "both", (140, 146, 158), 0.03)
    return blink(signals, (60, 62, 67), 0.8)


def test_every_movement_is_found() -> None:
    """Movements and blinks are found with frames, unit, side, size and kind; nothing else is."""
    brows, shut, smile, corners = found(lively())
    for moment, (unit, side), frames in (
        (brows, ("AU1", "both"), (30, 36, 44)),
        (smile, ("AU12", "left"), (80, 90, 112)),
        (corners, ("AU15", "both"), (140, 146, 158)),
    ):
        assert (moment.movements[0].unit, moment.movements[0].side) == (unit, side)
        assert (moment.span.start, moment.apex, moment.span.end) == pytest.approx(frames, abs=2)
    assert brows.movements[0].peak == pytest.approx(0.03, rel=0.15)
    assert (shut.kind, shut.span.start, shut.apex, shut.span.end) == pytest.approx(
        (Kind.BLINK, 60, 62, 67), abs=2
    )
    assert smile.kind is Kind.SUBTLE


def test_still_face_has_no_moment() -> None:
    """In ten seconds of noise alone nothing is found."""
    for seed in range(5):
        assert found(at_rest(240, seed=seed)) == ()


@pytest.mark.parametrize("rate", [Fraction(24), Fraction(60000, 1001), Fraction(120)])
def test_rate_changes_nothing(rate: Fraction) -> None:
    """The same movement is found at any rate, with the same kind and length in seconds."""
    frames = tuple(round(seconds * rate) for seconds in (2.0, 2.12, 2.33))
    (moment,) = found(move(at_rest(round(5 * rate), rate), "AU4", "both", frames, 0.03))
    assert moment.kind is Kind.MICRO
    assert moment.movements[0].unit == "AU4"
    assert moment.span.length / float(rate) == pytest.approx(0.33, abs=0.1)


def test_spans_lie_in_the_take_by_onset() -> None:
    """Moments come by onset, with their apex in their span and their span in the take."""
    moments = found(lively())
    assert [m.span.start for m in moments] == sorted(m.span.start for m in moments)
    for moment in moments:
        assert 0 <= moment.span.start <= moment.apex < moment.span.end <= N
        assert 0.0 < moment.confidence < 1.0
        assert moment.strength > 0
        assert moment.hint is None


def test_ids_are_stable() -> None:
    """Two runs give equal moments, and no two moments have one id."""
    first, second = found(lively()), found(lively())
    assert first == second
    assert len({moment.id for moment in first}) == len(first)
    assert all(moment.id.startswith("m-") for moment in first)


def test_ids_tell_takes_and_people_apart() -> None:
    """The same movement of another person, or in another take, has another id."""
    own = {moment.id for moment in found(lively())}
    other_person = {moment.id for moment in moments_of(lively().motion(person="B"))}
    other_take = {
        moment.id
        for moment in find_moments(lively().motion(), 24.0, MomentSettings(), take="sha256:2")
    }
    assert not own & other_person
    assert not own & other_take


def test_ids_do_not_depend_on_what_else_is_found() -> None:
    """A blink keeps its id when the movements beside it are gone."""
    (alone,) = found(blink(at_rest(N), (60, 62, 67), 0.8))
    assert alone.id in {moment.id for moment in found(lively())}


@given(by=st.integers(1, 60))
@settings(max_examples=10)
def test_later_is_found_later(by: int) -> None:
    """Signals that begin some frames later have the same moments, that much later."""
    here = at_rest(300)
    move(here, "AU12", "both", (60, 70, 84), 0.04)
    there = at_rest(300)
    move(there, "AU12", "both", (60 + by, 70 + by, 84 + by), 0.04)
    (one,), (other,) = found(here), found(there)
    assert abs(other.span.start - one.span.start - by) <= 1
    assert abs(other.apex - one.apex - by) <= 1
    assert abs(other.span.end - one.span.end - by) <= 1
    assert other.movements[0].unit == one.movements[0].unit


def test_larger_is_stronger_and_surer() -> None:
    """A larger movement has at least the strength and the confidence of a smaller one."""
    sizes = [0.015, 0.02, 0.03, 0.05, 0.08]
    moments = [found(move(at_rest(N), "AU12", "both", (80, 90, 104), p))[0] for p in sizes]
    for values in ([m.strength for m in moments], [m.confidence for m in moments]):
        assert values == sorted(values)


def test_thresholds_are_the_settings() -> None:
    """A movement below the least peak, or shorter or longer than asked for, is no moment."""
    signals = move(at_rest(N), "AU12", "both", (80, 90, 104), 0.03)
    assert found(signals, least_peak=0.06) == ()
    assert found(signals, shortest=2.0) == ()
    assert found(signals, longest=0.3) == ()
    assert found(signals, least_strength=1000.0) == ()
    assert len(found(signals)) == 1


@pytest.mark.parametrize("onset", range(40, 60))
def test_half_a_second_is_micro(onset: int) -> None:
    """Wherever it begins, a span of 12 frames at 24 a second is half a second: still micro."""
    (moment,) = found(move(at_rest(N), "AU4", "both", (onset, onset + 4, onset + 10), 0.03))
    assert moment.span.length <= 12
    assert moment.kind is Kind.MICRO


def test_kind_follows_length_and_size() -> None:
    """0.4 s is micro; 1 s is subtle at 3 % and plain at 9 %."""
    brief, small, large = (
        found(move(at_rest(N), "AU12", "both", frames, peak))[0].kind
        for frames, peak in (((80, 84, 89), 0.03), ((80, 90, 104), 0.03), ((80, 90, 104), 0.09))
    )
    assert (brief, small, large) == (Kind.MICRO, Kind.SUBTLE, Kind.EXPRESSION)


def test_sinking_back_is_no_moment() -> None:
    """A movement has one moment: the way back is not found again as the opposite unit."""
    signals = move(at_rest(N), "AU15", "both", (80, 90, 104), 0.04)
    (moment,) = found(signals)
    assert moment.movements[0].unit == "AU15"


def test_shots_are_apart() -> None:
    """A jump where the signals begin afresh is no moment, as it is within one shot."""
    signals = move(at_rest(N), "AU1", "both", (30, 36, 44), 0.03)
    move(signals, "AU15", "both", (140, 146, 158), 0.03)
    signals.shift[96:] += 0.05 * sum(each.pattern for each in sides("AU12", "both"))
    apart = moments_of(signals.motion(starts=(0, 96)))
    assert [moment.movements[0].unit for moment in apart] == ["AU1", "AU15"]
    whole = [moment.movements[0].unit for moment in moments_of(signals.motion())]
    assert "AU12" in whole


def test_gap_is_bridged_and_absence_is_not() -> None:
    """Two unseen frames do not break a movement; frames before the person came are no rest."""
    signals = move(at_rest(N), "AU12", "both", (80, 90, 104), 0.04)
    for each in (signals.shift, signals.eyes, signals.mouth, signals.head):
        each[86:88] = np.nan
        each[:40] = np.nan
    motion = signals.motion(starts=(40,))
    motion.legibility[~np.isfinite(motion.eyes[:, 0])] = np.nan
    (moment,) = moments_of(motion)
    assert (moment.span.start, moment.apex, moment.span.end) == pytest.approx((80, 90, 104), abs=2)


def test_hardly_seen_person_has_no_moment() -> None:
    """A person who is never seen, or in two frames, has no moments."""
    signals = lively()
    for each in (signals.shift, signals.eyes, signals.mouth, signals.head):
        each[2:] = np.nan
    assert found(signals) == ()


@pytest.mark.parametrize(
    ("start", "end", "gap"), [(100, 260, 0.1), (100, 260, 0.2), (60, 160, 0.1), (100, 260, 0.04)]
)
def test_speech_is_no_moment(start: int, end: int, gap: float) -> None:
    """A mouth that talks at four syllables a second has no mouth movements."""
    talking = talk(at_rest(360), start, end, gap)
    assert np.ptp(talking.shift[start:end], axis=0).max() > 0.015
    assert found(talking) == ()


@pytest.mark.parametrize("pace", [1.1, 1.5, 1.9])
def test_chewing_is_no_moment(pace: float) -> None:
    """A jaw that chews behind closed lips has no mouth movements, and a brow above it has."""
    signals = chew(move(at_rest(480), "AU1", "both", (200, 208, 220), 0.03), 96, 360, pace)
    assert [moment.movements[0].unit for moment in found(signals)] == ["AU1"]


def test_brows_are_read_while_talking() -> None:
    """A brow that lifts amid speech is found."""
    signals = move(talk(at_rest(360), 100, 260), "AU1", "both", (150, 160, 176), 0.03)
    assert [moment.movements[0].unit for moment in found(signals)] == ["AU1"]


def test_mouth_is_read_beside_speech() -> None:
    """Lip corners that drop two seconds after the talking are found, and nothing else then."""
    signals = move(talk(at_rest(360), 60, 160), "AU15", "both", (220, 230, 246), 0.03)
    after = [moment for moment in found(signals) if moment.span.start > 170]
    assert [moment.movements[0].unit for moment in after] == ["AU15"]


def test_turning_head_needs_more() -> None:
    """What shows while the head turns at 60 degrees a second is no moment; before it, it is."""
    signals = move(at_rest(N), "AU4", "both", (80, 88, 98), 0.015)
    assert len(found(signals)) == 1
    turning = np.interp(np.arange(N), [70, 110], [0, 100.0])
    signals.head[:, 0] = turning
    assert found(signals) == ()


@pytest.mark.parametrize(("peak", "told"), [(0.020, 0), (0.035, 1)])
def test_turning_twice_as_fast_needs_nearly_three_times(peak: float, told: int) -> None:
    """At 30 degrees a second, twice what is let pass, 1.0 % becomes 2.8 %."""
    signals = move(at_rest(N), "AU4", "both", (80, 88, 98), peak)
    signals.head[:, 0] = np.interp(np.arange(N), [70, 110], [0, 1.2 * 40])
    assert len(found(signals)) == told


def test_brows_that_move_with_the_lids_alone_are_no_moment() -> None:
    """Brows that rise by 5 % and are back as the lids open are the blink's; a smile then is not."""
    signals = blink(move(at_rest(N), "AU1", "both", (60, 62, 67), 0.05), (60, 62, 68), 0.8)
    assert [moment.kind for moment in found(signals)] == [Kind.BLINK]
    smile = blink(move(at_rest(N), "AU12", "both", (60, 62, 67), 0.05), (60, 62, 68), 0.8)
    assert {"AU12", "AU45"} == {moment.movements[0].unit for moment in found(smile)}


def test_what_a_blink_drags_along_is_no_moment() -> None:
    """Brows that come down by 1 % within a blink are the blink's; the same later is a moment."""
    signals = blink(move(at_rest(N), "AU4", "both", (60, 62, 68), 0.010), (60, 62, 67), 0.8)
    assert [moment.kind for moment in found(signals)] == [Kind.BLINK]
    later = blink(move(at_rest(N), "AU4", "both", (100, 103, 110), 0.013), (60, 62, 67), 0.8)
    assert len(found(later)) == 2


def test_a_movement_goes_on_through_a_blink() -> None:
    """Brows that rise for a second with a blink at their top are one movement, hardly less."""
    signals = blink(move(at_rest(N), "AU1", "both", (60, 72, 86), 0.03), (70, 72, 77), 0.8)
    brows, shut = found(signals)
    assert (brows.movements[0].unit, shut.kind) == ("AU1", Kind.BLINK)
    assert (brows.span.start, brows.span.end) == pytest.approx((60, 86), abs=2)
    assert 0.02 < brows.movements[0].peak < 0.033


def test_half_blink_is_called_so() -> None:
    """Lids that close by less than half of what the others do are a half-blink by title."""
    signals = at_rest(N)
    for at, depth in (((40, 42, 47), 0.8), ((90, 92, 97), 0.35), ((140, 142, 147), 0.8)):
        blink(signals, at, depth)
    assert [moment.title for moment in found(signals)] == ["blink", "half-blink", "blink"]


def test_title_and_reason_are_of_the_movement() -> None:
    """The words name the unit, its side, and the length of the span."""
    (moment,) = found(move(at_rest(N), "AU12", "left", (80, 90, 112), 0.04))
    assert moment.title == "left lip corner rises"
    assert moment.because.startswith("left lip corner rose ")
    assert f"in {moment.span.length / 24:.2f} s" in moment.because


def acted(portrait: Portrait, script: TakeScript) -> tuple[Moment, ...]:
    """Return the moments of a performed take."""
    from takewise.motion import MotionSettings, measure

    (motion,) = measure(played(portrait, script), MotionSettings())
    return moments_of(motion, float(script.rate))


def test_performed_speech_is_no_moment(small_performer: Portrait) -> None:
    """On a performer who talks for four seconds with a quiet head, nothing is found."""
    speech = ScriptedSpeech(onset=24, offset=120, peak=0.06)
    assert acted(small_performer, TakeScript(rate=FILM, frames=144, speech=(speech,))) == ()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_performed_stillness_has_no_moment(small_performer: Portrait, seed: int) -> None:
    """On a performer who only sways, nothing is found."""
    assert acted(small_performer, still_script(FILM, 144, amplitude=1.0, seed=seed)) == ()


@pytest.mark.parametrize(
    ("unit", "side"),
    [("AU1", "both"), ("AU4", "both"), ("AU12", "left"), ("AU15", "both"), ("AU9", "both")],
)
def test_performed_movement_is_found(small_performer: Portrait, unit: str, side: str) -> None:
    """A performed movement of 4 % is found alone, named rightly, within two frames."""
    movement = ScriptedMovement(unit=unit, side=side, onset=40, apex=46, offset=56, peak=0.04)
    script = TakeScript(
        rate=FILM, frames=96, movements=(movement,), head=HeadMotion(amplitude=1.0, seed=7), seed=7
    )
    (moment,) = acted(small_performer, script)
    assert (moment.movements[0].unit, moment.movements[0].side) == (unit, side)
    assert (moment.span.start, moment.apex, moment.span.end) == pytest.approx((40, 46, 56), abs=2)
