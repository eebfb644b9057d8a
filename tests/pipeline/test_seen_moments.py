"""A moment as people see it: whose face, which frames, and what is magnified."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from takewise.clock import FrameRange
from takewise.model import FacePoints, Picture
from takewise.motion import lock_face
from takewise.pipeline.seen_moments import (
    FaceFinder,
    clip_range,
    is_magnifiable,
    magnified_words,
    see_moment,
    seen_clip,
)
from tests.library.values import PLAIN
from tests.performer import HeadMotion, Portrait, ScriptedMovement, TakeScript, astronaut
from tests.played import played
from tests.ui.shown import info, moment


class Known:
    """A detector that knows the faces of every picture."""

    def __init__(self, *faces: FacePoints) -> None:
        self._faces = faces

    def detect(self, picture: Picture, time: float) -> tuple[FacePoints, ...]:
        """Return them."""
        del picture, time
        return self._faces


def moved(face: FacePoints, x: float) -> FacePoints:
    """Return a face further to the right, pixels."""
    points = face.points.copy()
    points[:, 0] += x
    return replace(face, points=points)


@pytest.fixture(scope="module")
def close() -> Portrait:
    """Return the astronaut in a close-up."""
    return astronaut(640, 480, 100.0)


def take(close: Portrait, frames: int = 12) -> list[tuple[int, Picture, FacePoints]]:
    """Return a take in which a lip corner rises and falls."""
    act = ScriptedMovement(unit="AU12", side="left", onset=4, apex=6, offset=8, peak=0.03)
    script = TakeScript(
        rate=Fraction(24), frames=frames, movements=(act,), head=HeadMotion(amplitude=0.0),
        noise_sd=1.0, seed=5,
    )  # fmt: skip
    return [(each.frame.index, each.frame.picture, each.faces["A"])
            for each in played(close, script)]  # fmt: skip


def test_face_is_that_of_the_person(close: Portrait) -> None:
    """Of two faces the one at the person's place is taken; without a place none is."""
    _, picture, face = take(close, 1)[0]
    other = moved(face, -250)
    finder = FaceFinder(Known(other, face))  # type: ignore[arg-type]
    x, y = face.points[[33, 133, 362, 263], :2].mean(axis=0) / (640, 480)
    place = (x - 0.3, y - 0.34, 0.6, 0.87)
    assert finder.find(picture, place) is face
    assert finder.find(picture, None) is None
    far = (x + 0.6, y - 0.34, 0.3, 0.87)
    assert finder.find(picture, far) is None
    assert FaceFinder(Known(face)).find(picture, None) is face  # type: ignore[arg-type]


def test_moment_without_its_face_is_not_seen(close: Portrait) -> None:
    """Where no face is found nothing is shown, rather than the wrong one."""
    _, picture, _ = take(close, 1)[0]
    finder = FaceFinder(Known())  # type: ignore[arg-type]
    assert see_moment(picture, picture, finder, (None, None)) is None


def test_clip_is_magnified_within_its_moment_alone(close: Portrait) -> None:
    """Every picture comes once, in order; far from the moment both pictures are the same."""
    frames = take(close)
    onset = lock_face(frames[3][1], frames[3][2])
    clip = [*seen_clip(onset, frames, FrameRange(4, 8), 4)]
    assert [each.index for each in clip] == [*range(12)]
    apart = [float(np.abs(each.plain.astype(int) - each.magnified).mean()) for each in clip]
    assert apart[0] == apart[11] == 0
    assert max(apart) == max(apart[5:8]) > 0.2


def test_picture_without_a_face_shows_the_one_before(close: Portrait) -> None:
    """A clip keeps its length where the face is not found for a frame."""
    frames = [(n, shown, None if n in {0, 5} else face) for n, shown, face in take(close)]
    onset = lock_face(frames[3][1], take(close)[3][2])
    clip = [*seen_clip(onset, frames, FrameRange(4, 8), 1)]
    assert [each.index for each in clip] == [*range(12)]
    assert np.array_equal(clip[5].plain, clip[4].plain)
    assert np.array_equal(clip[0].plain, onset.picture)


def test_clip_range_has_handles_within_the_take() -> None:
    """Half a second before and after, the ends of the take, and three seconds at the most."""
    media = info("a.mov")
    half = Fraction(1, 2)
    assert clip_range(moment(50, 55, 60), media, half, 143) == FrameRange(38, 72)
    assert clip_range(moment(2, 5, 8), media, half, 10) == FrameRange(0, 11)
    long = clip_range(moment(0, 500, 1000), media, half, 2000)
    assert long == FrameRange(500 - 72, 500 + 73)
    part = replace(media, part=FrameRange(45, 70))
    assert clip_range(moment(50, 55, 60), part, half, 69).start == 45


def test_only_movements_are_magnified() -> None:
    """A hold or a blink has no movement to magnify."""
    assert is_magnifiable(PLAIN.moments[0])
    assert not is_magnifiable(replace(PLAIN.moments[0], movements=()))
    assert magnified_words(2.71) == "moved 2.7 times as far as it did"
