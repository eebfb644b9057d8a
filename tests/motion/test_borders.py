"""What the picture does not show is not measured; what it shows is."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from takewise.model import Picture, RegionMotion, TrackedFrame
from takewise.moments import MomentSettings, cover_warnings, find_moments
from takewise.motion import MotionSettings, measure
from takewise.motion.borders import STAYS, Borders
from tests.performer import Portrait, ScriptedMovement, TakeScript
from tests.played import FILM, face_at, played, tracked

SMILE = ScriptedMovement(unit="AU12", side="both", onset=20, apex=26, offset=38, peak=0.08)
BROWS = ScriptedMovement(unit="AU1", side="both", onset=44, apex=50, offset=60, peak=0.06)


@pytest.fixture(scope="module")
def take(small_performer: Portrait) -> tuple[TrackedFrame, ...]:
    """Return a take with a smile, then brows that rise."""
    script = TakeScript(rate=FILM, frames=72, movements=(SMILE, BROWS), noise_sd=1.0, seed=4)
    return played(small_performer, script)


@pytest.fixture
def nostrils(small_performer: Portrait) -> int:
    """Return the row below the nose."""
    return round(float(small_performer.points[2, 1]))


def shown(take: tuple[TrackedFrame, ...], change: object) -> tuple[RegionMotion, ...]:
    """Measure a take whose pictures are changed, and whose points stay where they are."""
    return measure(
        [
            replace(each, frame=replace(each.frame, picture=change(each.frame.picture)))
            for each in take
        ],
        MotionSettings(),
    )


def units(motion: RegionMotion) -> list[set[str]]:
    """Return the units of each moment."""
    moments = find_moments(motion, 24.0, MomentSettings(), take="x")
    return [{each.unit for each in moment.movements} for moment in moments]


def test_the_whole_face_shows_both(take: tuple[TrackedFrame, ...]) -> None:
    """Without an edge across the face nothing is outside."""
    (motion,) = shown(take, np.copy)
    smile, brows = units(motion)
    assert "AU12" in smile
    assert "AU1" in brows
    assert not motion.outside.any()
    assert np.isfinite(motion.mouth).all()


@pytest.mark.parametrize("black", [False, True])
def test_a_close_up_to_the_nostrils_has_no_mouth(
    take: tuple[TrackedFrame, ...], nostrils: int, *, black: bool
) -> None:
    """Below the edge, or in the black of a letterbox, nothing moves; the brows still do."""

    def cut(picture: Picture) -> Picture:
        if not black:
            return picture[:nostrils]
        boxed = picture.copy()
        boxed[nostrils:] = 1
        return boxed

    (motion,) = shown(take, cut)
    out = {name for name, gone in zip(motion.regions, motion.outside.T, strict=True) if gone.all()}
    assert {"lip corner left", "lip corner right", "chin", "lower lip"} <= out
    assert not {"brow inner left", "forehead", "infraorbital right"} & out
    assert np.isnan(motion.mouth).all()
    assert np.isfinite(motion.eyes).all()
    mouth = {"AU10", "AU12", "AU14", "AU15", "AU17", "AU20", "AU25", "AU26"}
    found = units(motion)
    assert not mouth & set().union(*found)
    assert any("AU1" in each for each in found)
    (said,) = cover_warnings([motion], start=100)
    assert "outside the picture" in said
    assert "mouth and chin 100-171" in said
    assert 0.3 < np.median(motion.legibility[:, 3]) < 0.9


def test_a_face_that_touches_the_edge_keeps_its_movements(
    take: tuple[TrackedFrame, ...], small_performer: Portrait
) -> None:
    """Where hair and the edge of the chin are cut off, nothing of what is seen is lost."""
    top = round(float(small_performer.points[10, 1])) + 4
    bottom = round(float(small_performer.points[152, 1])) - 2
    moved = [
        replace(
            each,
            frame=replace(each.frame, picture=each.frame.picture[top:bottom]),
            faces={"A": face_at(each.faces["A"].points - np.float32([0, top, 0]))},
        )
        for each in take
    ]
    (motion,) = measure(moved, MotionSettings())
    assert [{"AU12"} <= each or {"AU1"} <= each for each in units(motion)] == [True, True]


def test_an_eye_outside_the_picture_has_no_lids(
    take: tuple[TrackedFrame, ...], small_performer: Portrait
) -> None:
    """The other eye is measured; where the irises stand is not known."""
    right = round(float(small_performer.points[263, 0])) - 4
    (motion,) = shown(take, lambda picture: picture[:, :right])
    assert np.isfinite(motion.eyes[:, 0]).all()
    assert np.isnan(motion.eyes[:, 1]).all()
    assert np.isnan(motion.gaze).all()
    assert motion.seen.all()


def test_a_turned_picture_has_black_corners() -> None:
    """What is black and hangs together with the edge is border, all else is not."""
    picture = np.full((400, 600, 3), 120, np.uint8)
    picture[150:200, 250:300] = 0
    turn = cv2.getRotationMatrix2D((300, 200), 10, 1.0)
    borders = Borders()
    borders.see(cv2.warpAffine(picture, turn, (600, 400)), cut=False)
    places = np.array([[2.0, 2.0], [597.0, 397.0], [300.0, 200.0], [280.0, 180.0], [-1.0, 200.0]])
    assert borders.unseen(places).tolist() == [True, True, False, False, True]


def test_a_moment_of_darkness_is_no_border() -> None:
    """What goes dark below is unseen only from when it stays so, in a new shot at once."""
    bright = np.full((90, 160, 3), 90, np.uint8)
    dark = bright.copy()
    dark[60:] = 0
    at = np.array([[80.0, 75.0]])
    borders = Borders()
    borders.see(bright, cut=False)
    for _ in range(STAYS - 1):
        borders.see(dark, cut=False)
        assert not borders.unseen(at).any()
    borders.see(dark, cut=False)
    assert borders.unseen(at).all()
    borders.see(bright, cut=False)
    assert not borders.unseen(at).any()
    borders.see(dark, cut=True)
    assert borders.unseen(at).all()


def test_a_timecode_in_the_border_is_no_picture() -> None:
    """Burnt-in figures do not make the black around them a part of the picture."""
    picture = np.full((270, 480, 3), 90, np.uint8)
    picture[:40] = picture[-40:] = 2
    cv2.putText(picture, "01:00:10:12", (180, 255), cv2.FONT_HERSHEY_PLAIN, 1.2, (255,) * 3)
    borders = Borders()
    borders.see(picture, cut=False)
    places = np.array([[240.0, 10.0], [60.0, 260.0], [300.0, 262.0], [240.0, 130.0]])
    assert borders.unseen(places).tolist() == [True, True, True, False]


def test_a_black_picture_has_no_border() -> None:
    """Where nothing is shown, nothing is framed either."""
    borders = Borders()
    borders.see(np.zeros((90, 160, 3), np.uint8), cut=False)
    assert not borders.unseen(np.array([[80.0, 45.0]])).any()


def test_what_comes_into_the_picture_begins_at_rest(
    take: tuple[TrackedFrame, ...], nostrils: int
) -> None:
    """A mouth that comes into sight is measured from the next anchor on, without a jump."""
    half = [
        replace(each, frame=replace(each.frame, picture=each.frame.picture[:nostrils]))
        if n < 10
        else each
        for n, each in enumerate(take)
    ]
    (motion,) = measure(half, MotionSettings())
    corner = motion.outside[:, motion.regions.index("lip corner left")]
    assert corner[:10].all()
    assert not corner[30:].any()
    assert not any({"AU15", "AU20"} & each for each in units(motion))


def test_tracked_pictures_are_plain(small_performer: Portrait) -> None:
    """A face whose points all lie in the picture is inside it as a whole."""
    (motion,) = measure(
        tracked([small_performer.picture] * 4, [face_at(small_performer.points)] * 4),
        MotionSettings(),
    )
    assert motion.legibility[:, 3].tolist() == [1.0] * 4
