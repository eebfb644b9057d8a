"""Nothing is told of what is covered, and what is cut short says so."""

from __future__ import annotations

import numpy as np
import pytest

from takewise.clock import FrameRange
from takewise.model import Kind, Moment
from takewise.moments import MomentSettings, cover_warnings, find_moments
from takewise.moments.occlusion import covers
from takewise.motion import REGIONS
from tests.moments.made import blink, move
from tests.played import Signals, at_rest

N = 192
NAMES = tuple(REGIONS)
MOUTH = tuple(
    name
    for name in NAMES
    if name.startswith(("lip", "lower lip", "upper lip", "nasolabial", "below", "chin", "nose w"))
)


def hide(signals: Signals, names: tuple[str, ...], start: int, end: int) -> Signals:
    """Cover regions in some frames, and return the signals."""
    signals.shift[start:end, [NAMES.index(name) for name in names]] = np.nan
    return signals


def found(signals: Signals) -> tuple[Moment, ...]:
    """Return the moments of signals."""
    rate = float(signals.rate)
    return find_moments(signals.motion(), rate, MomentSettings(), take="sha256:1")


def test_no_movement_rests_on_what_is_covered() -> None:
    """A smile under a hand is not told, one beside it in time is."""
    signals = move(at_rest(N), "AU12", "both", (40, 48, 60), 0.04)
    move(signals, "AU12", "both", (120, 128, 140), 0.04)
    (smile,) = found(hide(signals, MOUTH, 36, 66))
    assert 115 < smile.span.start < smile.span.end < 145
    assert "cover" not in smile.because


def test_brows_are_told_while_the_mouth_is_covered() -> None:
    """Brows that lift above a covered mouth are found with their frames and unit."""
    signals = hide(move(at_rest(N), "AU1", "both", (80, 88, 100), 0.04), MOUTH, 60, 130)
    (brows,) = found(signals)
    assert brows.movements[0].unit == "AU1"
    assert (brows.span.start, brows.apex, brows.span.end) == pytest.approx((80, 88, 100), abs=2)


@pytest.mark.parametrize("jump", [-0.05, 0.05])
def test_a_jump_under_a_cover_is_no_movement(jump: float) -> None:
    """A mouth that stands elsewhere after the hand than before it has not been seen to move."""
    signals = hide(at_rest(N), MOUTH, 80, 110)
    signals.shift[110:, NAMES.index("lip corner left")] += jump
    assert not found(signals)


def test_a_movement_ends_where_it_is_covered_and_says_so() -> None:
    """A smile that a hand cuts short ends at the hand, with the reason."""
    signals = move(at_rest(N), "AU12", "both", (60, 70, 110), 0.05)
    (smile,) = found(hide(signals, MOUTH, 84, 120))
    assert smile.span == FrameRange(smile.span.start, 84)
    assert smile.apex == pytest.approx(70, abs=2)
    assert smile.because.endswith("; then the mouth was covered")
    assert smile.confidence <= 0.3


def test_a_movement_comes_out_from_behind_a_cover() -> None:
    """A smile whose beginning is covered begins where the hand is gone, and says so."""
    signals = move(at_rest(N), "AU12", "both", (60, 90, 130), 0.06)
    (smile,) = found(hide(signals, MOUTH, 50, 66))
    assert smile.span.start == pytest.approx(66, abs=1)
    assert "it came out from behind what covered the mouth" in smile.because
    assert smile.confidence <= 0.3


def test_beside_a_cover_nothing_is_told_surely() -> None:
    """The same lifted brows are told less surely, and why, while the mouth is covered."""
    bare = move(at_rest(N), "AU1", "both", (80, 88, 100), 0.04)
    (sure,) = found(bare)
    (less,) = found(hide(bare, MOUTH, 60, 130))
    assert less.confidence <= 0.8 < sure.confidence
    assert less.because.endswith("; another part of the face was covered meanwhile")


def test_an_eye_that_is_covered_does_not_blink() -> None:
    """Lids that the mesh makes up under a hand are no blink; seen ones are."""
    signals = blink(blink(at_rest(N), (60, 62, 67), 0.8), (130, 132, 137), 0.8)
    hidden = ("infraorbital right", "brow inner right", "brow outer right")
    (shut,) = found(hide(signals, hidden, 55, 75))
    assert shut.kind is Kind.BLINK
    assert shut.apex == pytest.approx(132, abs=1)


def test_covers_are_named_by_their_parts() -> None:
    """Each cover has its frames and the parts of the face that it lies over."""
    signals = hide(at_rest(N), ("chin", "lower lip"), 20, 40)
    hide(signals, ("brow inner left", "forehead"), 100, 110)
    assert covers(signals.motion()) == (
        (FrameRange(20, 40), "mouth and chin"),
        (FrameRange(100, 110), "brow"),
    )


def test_one_or_two_pictures_are_not_covered() -> None:
    """Nothing is measured in them, which is no sign of a hand."""
    for pictures in (1, 2):
        assert covers(hide(at_rest(pictures), ("chin",), 0, pictures).motion()) == ()


def test_covers_are_in_the_warnings() -> None:
    """The sentence names the person, the parts and the take's own frames, the last one too."""
    motion = hide(at_rest(N), ("chin", "lower lip"), 20, 40).motion()
    (said,) = cover_warnings([motion], start=100)
    assert said.startswith("person A: ")
    assert said.endswith("mouth and chin 120-139")


def test_many_covers_are_counted() -> None:
    """More than six covers are not listed one by one."""
    signals = at_rest(N)
    for start in range(0, 160, 20):
        hide(signals, ("chin",), start, start + 5)
    (said,) = cover_warnings([signals.motion()])
    assert said.endswith("; and 2 times more")


def test_nothing_is_said_of_a_bare_face() -> None:
    """A face without anything before it has no covers and no warning."""
    motion = at_rest(N).motion()
    assert covers(motion) == ()
    assert not list(cover_warnings([motion]))
