"""A magnified movement goes as many times as far as it did, and stillness stays still."""

from __future__ import annotations

from fractions import Fraction

import cv2
import numpy as np
import pytest

from takewise.model import FloatArray, Picture, Side
from takewise.motion.locked import LOCKED_SIZE, LOCKED_WIDTH, LockedFace, lock_face, relock
from takewise.motion.magnify import (
    SkinMotion,
    areas,
    calmed,
    magnified,
    moved_outline,
    picture_difference,
    skin_motion,
    unfolded,
)
from tests.performer import HeadMotion, Portrait, ScriptedMovement, TakeScript, astronaut, centre
from tests.played import played

SWAY = HeadMotion(amplitude=0.3, seed=3)


@pytest.fixture(scope="module")
def close() -> Portrait:
    """Return the astronaut in a close-up."""
    return astronaut(640, 480, 100.0)


def pair(
    performer: Portrait, *movements: ScriptedMovement, head: HeadMotion = SWAY, grain: float = 1.0
) -> tuple[LockedFace, LockedFace, SkinMotion]:
    """Return the locked onset and apex of a take, and the motion between them."""
    script = TakeScript(
        rate=Fraction(24), frames=3, movements=movements, head=head, noise_sd=grain, seed=5
    )
    takes = played(performer, script)
    first, last = takes[0], takes[2]
    onset = lock_face(first.frame.picture, first.faces["A"])
    apex = lock_face(last.frame.picture, last.faces["A"], onset)
    motion = skin_motion(onset, apex)
    return onset, relock(last.frame.picture, apex, motion.turn, motion.move), motion


def act(unit: str, side: Side, peak: float) -> ScriptedMovement:
    """Return a movement whose apex is the third picture."""
    return ScriptedMovement(unit=unit, side=side, onset=1, apex=2, offset=4, peak=peak)


def shown_motion(before: Picture, after: Picture, at: complex) -> float:
    """Measure how far a place moved between two pictures, by another flow, eye-widths."""
    dis = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    dis.setFinestScale(0)
    grey = [cv2.cvtColor(each, cv2.COLOR_RGB2GRAY) for each in (before, after)]
    flow = dis.calc(grey[0], grey[1], None)
    x, y = round(at.real), round(at.imag)
    around = flow[y - 3 : y + 4, x - 3 : x + 4].reshape(-1, 2)
    return float(np.hypot(*around.mean(axis=0))) / LOCKED_WIDTH


def place_of(performer: Portrait, unit: str, side: Side, onset: LockedFace) -> complex:
    """Return where the top of a movement is in the view."""
    x, y = centre(performer, unit, "right" if side == "right" else "left")
    return complex(x, y) * onset.turn + onset.move


@pytest.mark.parametrize("times", [2, 4])
@pytest.mark.parametrize(
    ("unit", "side", "peak"),
    [
        ("AU12", "left", 0.03),
        ("AU12", "both", 0.06),
        ("AU1", "both", 0.015),
        ("AU15", "both", 0.03),
    ],
)
def test_skin_moves_so_many_times_as_far(
    close: Portrait, unit: str, side: Side, peak: float, times: int
) -> None:
    """The place that moves most is displayed within 15 % of that many times its true way."""
    onset, apex, motion = pair(close, act(unit, side, peak))
    at = place_of(close, unit, side, onset)
    done = magnified(onset, motion, times, shown=apex.picture)
    assert done.times == times
    assert shown_motion(onset.picture, done.picture, at) == pytest.approx(times * peak, rel=0.15)


def test_onset_can_be_sampled_as_well(close: Portrait) -> None:
    """Without the later picture the onset's own pixels move, as far."""
    onset, _, motion = pair(close, act("AU12", "left", 0.03))
    at = place_of(close, "AU12", "left", onset)
    done = magnified(onset, motion, 4)
    assert shown_motion(onset.picture, done.picture, at) == pytest.approx(0.12, rel=0.15)


@pytest.mark.parametrize("head", [HeadMotion(amplitude=0.0), HeadMotion(amplitude=1.0, seed=3)])
def test_still_face_stays_still(close: Portrait, head: HeadMotion) -> None:
    """Grain and a swaying head move the skin by less than half a pixel at eight times."""
    _, _, motion = pair(close, head=head)
    assert 8 * np.hypot(motion.shift[..., 0], motion.shift[..., 1]).max() < 0.5
    assert moved_outline(motion) == ()


@pytest.mark.parametrize("times", [4, 8])
def test_nothing_folds(close: Portrait, times: int) -> None:
    """However far a large movement goes, no part of the face turns inside out."""
    _, _, motion = pair(close, act("AU1", "both", 0.08), act("AU12", "both", 0.08))
    assert areas(motion.shift, times).min() < 0
    assert areas(unfolded(motion.shift, times), times).min() > 0.25


def test_times_are_those_that_are_shown(close: Portrait) -> None:
    """Where the skin would fold, the answer says how far it truly went."""
    onset, apex, motion = pair(close, act("AU1", "both", 0.08))
    done = magnified(onset, motion, 8, shown=apex.picture)
    assert done.times < 6
    kept = unfolded(motion.shift, 8)
    at = place_of(close, "AU1", "both", onset)
    top = np.hypot(*kept[round(at.imag), round(at.real)]) / LOCKED_WIDTH
    assert 8 * top == pytest.approx(done.times * 0.08, rel=0.2)


def test_outline_is_around_what_moved(close: Portrait) -> None:
    """The corner of a mouth that rises lies inside the outline, the other one outside."""
    onset, _, motion = pair(close, act("AU12", "left", 0.03))
    lines = [(each * np.float32(LOCKED_SIZE)).astype(np.float32) for each in moved_outline(motion)]

    def inside(side: Side) -> bool:
        at = place_of(close, "AU12", side, onset)
        return any(
            cv2.pointPolygonTest(line, (at.real, at.imag), measureDist=False) > 0 for line in lines
        )

    assert inside("left")
    assert not inside("right")


def test_lock_is_the_same_however_the_head_lies(close: Portrait) -> None:
    """A face that is turned and shifted in the picture comes back to the same view."""
    script = TakeScript(rate=Fraction(24), frames=1, head=HeadMotion(amplitude=0.0), noise_sd=0.0)
    shown = played(close, script)[0]
    onset = lock_face(shown.frame.picture, shown.faces["A"])
    turned = np.array([[0.98, -0.17, 40.0], [0.17, 0.98, -30.0]])
    moved = cv2.warpAffine(shown.frame.picture, turned, (640, 480), flags=cv2.INTER_CUBIC)
    points: FloatArray = shown.faces["A"].points.copy()
    points[:, :2] = points[:, :2] @ turned[:, :2].T + turned[:, 2]
    face = type(shown.faces["A"])(points=points, confidence=1.0)
    again = lock_face(moved, face, onset)
    middle = (slice(120, 360), slice(100, 300))
    apart = np.abs(again.picture[middle].astype(int) - onset.picture[middle])
    assert again.points == pytest.approx(onset.points, abs=0.2)
    assert apart.mean() < 3


def test_large_faces_are_shown_twice_as_large() -> None:
    """A face of 240 pixels keeps its detail, and moves as far."""
    performer = astronaut(1400, 1000, 240.0)
    onset, apex, motion = pair(performer, act("AU12", "left", 0.03))
    assert onset.picture.shape == (960, 800, 3)
    done = magnified(onset, motion, 4, shown=apex.picture).picture
    small = [cv2.resize(each, LOCKED_SIZE, interpolation=cv2.INTER_AREA)
             for each in (onset.picture, done)]  # fmt: skip
    at = place_of(performer, "AU12", "left", onset)
    assert shown_motion(small[0], small[1], at) == pytest.approx(0.12, rel=0.15)


def test_calm_motion_is_the_mean_of_neighbours(close: Portrait) -> None:
    """Each motion of a clip is averaged with the one before it and the one after."""
    _, _, motion = pair(close, act("AU12", "left", 0.03))
    still = SkinMotion(shift=np.zeros_like(motion.shift), turn=1 + 0j, move=0j)
    mild = calmed([still, motion, still, still])
    assert mild[1].shift == pytest.approx(motion.shift / 3, abs=1e-5)
    assert mild[3].shift.max() == 0


def test_difference_is_black_where_nothing_changed(close: Portrait) -> None:
    """The mouth that moved is bright, a face compared with itself is black."""
    onset, apex, _ = pair(close, act("AU12", "both", 0.06), grain=0.0)
    assert picture_difference(onset, onset).max() == 0
    at = place_of(close, "AU12", "left", onset)
    corner = picture_difference(onset, apex)[round(at.imag) - 8 : round(at.imag) + 8,
                                     round(at.real) - 8 : round(at.real) + 8]  # fmt: skip
    assert corner.mean() > 20
