"""Region motion of performed takes: what moves, where, and how much."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from weakref import ref

import numpy as np
import pytest

from takewise.model import FacePoints, FloatArray, Picture, RegionMotion, Side, TrackedFrame
from takewise.motion import REGIONS, MotionSettings, measure
from tests.performer import (
    HeadMotion,
    Portrait,
    ScriptedMovement,
    TakeScript,
    head_poses,
    points_at,
    still_script,
)
from tests.performer.portrait import mesh_points
from tests.played import FILM, face_at, played, region, tracked

ONSET, APEX, OFFSET, FRAMES = 14, 20, 28, 44

Measured = Callable[[TakeScript], RegionMotion]


@pytest.fixture(scope="module")
def motion_of(small_performer: Portrait) -> Measured:
    """Return what gives the motion of a performed take; each is played once."""

    @cache
    def measured(script: TakeScript) -> RegionMotion:
        (motion,) = measure(played(small_performer, script), MotionSettings())
        return motion

    return measured


def take(unit: str, side: Side, peak: float = 0.05, sway: float = 0.0) -> TakeScript:
    """Return a take with one movement."""
    movement = ScriptedMovement(
        unit=unit, side=side, onset=ONSET, apex=APEX, offset=OFFSET, peak=peak
    )
    return TakeScript(
        rate=FILM,
        frames=FRAMES,
        movements=(movement,),
        head=HeadMotion(amplitude=sway, seed=1),
        seed=1,
    )


def change(motion: RegionMotion, name: str) -> FloatArray:
    """Return a region's displacement at the apex against the frames before the onset."""
    course = region(motion, name)
    return course[APEX] - np.median(course[: ONSET - 2], axis=0)


def only(frames: Sequence[TrackedFrame]) -> RegionMotion:
    """Return the motion of the one person in some pictures."""
    (motion,) = measure(frames, MotionSettings())
    return motion


@pytest.mark.parametrize("sway", [0.0, 1.0], ids=["still head", "swaying head"])
@pytest.mark.parametrize(
    ("unit", "name", "way"),
    [
        ("AU1", "brow inner", (0.0, -1.0)),
        ("AU2", "brow outer", (0.0, -1.0)),
        ("AU12", "lip corner", (0.6, -0.8)),
        ("AU15", "lip corner", (0.0, 1.0)),
        ("AU20", "lip corner", (1.0, 0.0)),
        ("AU9", "nose wing", (0.0, -1.0)),
    ],
)
def test_moved_region_moves(
    motion_of: Measured, unit: str, name: str, way: tuple[float, float], sway: float
) -> None:
    """A one-sided movement shows on its side at 40 to 125 % of its size, rightly directed."""
    motion = motion_of(take(unit, "left", sway=sway))
    moved, other = (change(motion, f"{name} {side}") for side in ("left", "right"))
    along = float(moved @ way)
    assert 0.4 * 0.05 < along < 1.25 * 0.05
    assert abs(moved @ (-way[1], way[0])) < 0.5 * along
    assert np.hypot(*other) < 0.2 * along


def test_twice_the_movement_reads_twice(motion_of: Measured) -> None:
    """A movement of twice the size reads as 1.6 to 2.4 times the displacement."""
    small, large = (
        change(motion_of(take("AU1", "both", p)), "brow inner left")[1] for p in (0.02, 0.04)
    )
    assert large / small == pytest.approx(2.0, rel=0.2)


def test_motion_follows_the_script_in_time(motion_of: Measured) -> None:
    """The displacement peaks within a frame of the apex and is back at rest after the offset."""
    course = -region(motion_of(take("AU1", "both")), "brow inner right")[:, 1]
    assert abs(int(course.argmax()) - APEX) <= 1
    top = course.max()
    assert np.abs(course[:ONSET]).max() < 0.1 * top
    assert np.abs(course[OFFSET:]).max() < 0.15 * top


@pytest.mark.parametrize("sway", [0.0, 1.0, 2.0])
def test_still_take_stays_still(motion_of: Measured, sway: float) -> None:
    """Where nobody moves a muscle, nine tenths of all displacement is below half a per cent."""
    motion = motion_of(still_script(FILM, 72, amplitude=sway, seed=3))
    sizes = np.hypot(*np.moveaxis(motion.shift, -1, 0))
    assert np.quantile(sizes, 0.9) < 0.005
    assert np.median(sizes) < 0.002


def test_anchors_join_without_a_step(motion_of: Measured) -> None:
    """A movement held for 2 s, four times as long as an anchor lives, stays where it is."""
    up = ScriptedMovement(unit="AU1", side="both", onset=10, apex=14, offset=200, peak=0.05)
    script = TakeScript(rate=FILM, frames=60, movements=(up,), seed=2)
    course = -region(motion_of(script), "brow inner right")[:, 1]
    course -= np.median(course[:8])
    truth = up.curve(60)
    assert course[14] > 0.5 * truth[14]
    assert course[58] / course[14] == pytest.approx(truth[58] / truth[14], abs=0.15)
    assert np.abs(np.diff(course[16:])).max() < 0.1 * course[14]


def test_noise_is_that_of_rest(motion_of: Measured) -> None:
    """The noise tells the trembling of a face at rest, and a movement hardly raises it."""
    still, moving = (motion_of(s).noise for s in (still_script(FILM, FRAMES), take("AU1", "both")))
    course = motion_of(still_script(FILM, FRAMES)).shift
    assert still.shape == (len(REGIONS), 2)
    assert np.median(still) == pytest.approx(np.median(course.std(axis=0)), rel=0.8)
    assert np.median(moving) < 1.5 * np.median(still)


def flipped(picture: Picture) -> Picture:
    """Return a picture with left and right exchanged."""
    return np.ascontiguousarray(picture[:, ::-1])


def test_mirrored_take_has_mirrored_motion(small_performer: Portrait, motion_of: Measured) -> None:
    """Flipping each picture exchanges left and right, and turns round only the way across."""
    script = take("AU12", "left")
    there = motion_of(script)
    shown = [flipped(each.frame.picture) for each in played(small_performer, script)]
    # The mesh of the mirrored face, which moves as the pictures do.
    across = np.array([small_performer.picture.shape[1] - 1, 0.0])
    unmoved = across + mesh_points(flipped(small_performer.picture)) * (-1, 1)
    faces = [
        face_at(across + points_at(small_performer, script, n, unmoved) * (-1, 1))
        for n in range(FRAMES)
    ]
    back = only(tracked(shown, faces))
    for name in ("lip corner", "nasolabial", "upper lip side", "brow inner"):
        for side, other in (("left", "right"), ("right", "left")):
            expected = change(there, f"{name} {side}") * (-1, 1)
            assert change(back, f"{name} {other}") == pytest.approx(expected, abs=0.006)
    assert np.hypot(*change(back, "lip corner right")) > 0.02


def test_unseen_face_gives_nan_rows(small_performer: Portrait) -> None:
    """Frames without the face are NaN throughout; after a long gap the motion starts afresh."""
    frames = played(small_performer, still_script(FILM, 40))
    gone = [replace(f, faces={}) if 5 <= n < 8 or 15 <= n < 30 else f for n, f in enumerate(frames)]
    motion = only(gone)
    seen = np.array([bool(each.faces) for each in gone])
    for signal in (
        motion.shift,
        motion.head,
        motion.eyes,
        motion.gaze,
        motion.mouth,
        motion.legibility,
    ):
        assert len(signal) == 40
        rows = np.isfinite(signal).reshape(40, -1)
        assert (rows == seen[:, None]).all()
    # Three frames are 0.125 s, within the longest gap; fifteen are not.
    assert motion.starts == (0, 30)
    assert motion.times == pytest.approx(np.arange(40) / 24)


def test_late_face_starts_late(small_performer: Portrait) -> None:
    """A person who comes in view in frame 6 starts there, among the frames of the whole take."""
    frames = played(small_performer, still_script(FILM, 12))
    motion = only([replace(f, faces={}) if n < 6 else f for n, f in enumerate(frames)])
    assert motion.starts == (6,)
    assert np.isnan(motion.shift[:6]).all()


def test_nobody_gives_nothing(small_performer: Portrait) -> None:
    """A take without a face, and one without a picture, have no motion."""
    frames = played(small_performer, still_script(FILM, 4))
    assert measure([replace(each, faces={}) for each in frames], MotionSettings()) == ()
    assert measure([], MotionSettings()) == ()


def test_people_are_measured_apart(small_performer: Portrait) -> None:
    """Each person has a motion by name, and sees only their own gaps."""
    frames = played(small_performer, still_script(FILM, 8))
    both = [
        replace(each, faces={"A": each.faces["A"]} | ({"B": each.faces["A"]} if n > 2 else {}))
        for n, each in enumerate(frames)
    ]
    a, b = measure(both, MotionSettings())
    assert (a.person, a.starts) == ("A", (0,))
    assert (b.person, b.starts) == ("B", (3,))


def cut_take(small_performer: Portrait) -> tuple[list[Picture], list[FacePoints | None], int]:
    """Return two shots of one second: the second darker, nearer to the edge, and alive."""
    first = played(small_performer, still_script(FILM, 24))
    second = played(small_performer, take("AU12", "left"))
    shown = [each.frame.picture for each in first]
    shown += [(0.45 * np.roll(each.frame.picture, 60, axis=1)).astype(np.uint8) for each in second]
    faces: list[FacePoints | None] = [each.faces["A"] for each in first]
    faces += [
        FacePoints(points=each.faces["A"].points + np.float32([60, 0, 0]), confidence=1.0)
        for each in second
    ]
    return shown, faces, len(first)


def test_nothing_is_measured_across_a_cut(small_performer: Portrait) -> None:
    """A cut is found; the shot after it is measured as if it stood alone."""
    shown, faces, cut = cut_take(small_performer)
    whole, alone = only(tracked(shown, faces)), only(tracked(shown[cut:], faces[cut:]))
    assert whole.cuts == (cut,)
    assert whole.starts == (0, cut)
    assert alone.cuts == ()
    # Both shots are too short for the pose to be fitted, so nothing else differs.
    assert whole.shift[cut:] == pytest.approx(alone.shift, abs=1e-6)


def test_movement_is_no_cut(motion_of: Measured) -> None:
    """Neither a large movement nor a head that sways much is taken for a cut."""
    for script in (take("AU26", "both", 0.15), still_script(FILM, 60, amplitude=6.0, seed=4)):
        motion = motion_of(script)
        assert motion.cuts == ()
        assert motion.starts == (0,)


def test_pose_follows_the_script(small_performer: Portrait, motion_of: Measured) -> None:
    """Roll and size follow those scripted, the place the eyes; all against the take's median."""
    script = still_script(FILM, 72, amplitude=3.0, seed=5)
    truth, measured = head_poses(script), motion_of(script).head
    for column in (2, 5):
        assert np.corrcoef(truth[:, column], measured[:, column])[0, 1] > 0.9
    assert np.ptp(measured[:, 2]) == pytest.approx(np.ptp(truth[:, 2]), rel=0.15)
    faces = [each.faces["A"] for each in played(small_performer, script)]
    eyes = np.array([each.points[[33, 133, 362, 263], :2].mean(axis=0) for each in faces])
    unit = np.median([each.eye_width for each in faces])
    assert measured[:, 3:5] == pytest.approx((eyes - np.median(eyes, axis=0)) / unit, abs=1e-4)
    assert np.median(measured, axis=0) == pytest.approx(np.zeros(6), abs=1e-6)


def test_frames_are_not_kept(small_performer: Portrait) -> None:
    """While a take is measured, no more than three of its pictures are alive."""
    alive: list[ref[Picture]] = []

    def streamed():
        for each in played(small_performer, still_script(FILM, 12)):
            picture = each.frame.picture.copy()
            alive.append(ref(picture))
            yield replace(each, frame=replace(each.frame, picture=picture))
            del picture
            assert sum(each() is not None for each in alive) <= 3

    measure(streamed(), MotionSettings())
    assert len(alive) == 12
