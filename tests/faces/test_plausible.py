"""Only what can be a face is kept, and each face once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.faces import MAX_FACES
from takewise.faces.plausible import inside, overlap, plausible, touch
from takewise.model import FacePoints

POINTS = np.random.default_rng(478).uniform(-1.0, 1.0, (478, 3))
POINTS[[33, 133, 362, 263]] = [(-0.7, 0, 0), (-0.3, 0, 0), (0.3, 0, 0), (0.7, 0, 0)]


def face_at(x: float, y: float, eye_width: float = 40.0) -> FacePoints:
    """Return a face two eye-widths wide and high."""
    points = (POINTS * eye_width + (x, y, 0)).astype(np.float32)
    return FacePoints(points=points, confidence=1.0)


def test_a_face_in_the_picture_is_kept() -> None:
    """One plain face comes back as it is."""
    face = face_at(100, 100)
    assert plausible([face], 200, 200) == (face,)


def test_two_meshes_on_one_face_become_one() -> None:
    """The earlier of two meshes a tenth of a face apart stays."""
    first, second = face_at(100, 100), face_at(108, 100)
    assert plausible([first, second], 200, 200) == (first,)


def test_cheek_to_cheek_are_two_faces() -> None:
    """Faces whose boxes overlap by a tenth are both kept."""
    faces = (face_at(100, 100), face_at(165, 100))
    assert 0.05 < overlap(faces[0].points, faces[1].points) < 0.15
    assert plausible(faces, 300, 200) == faces


@pytest.mark.parametrize(
    ("face", "kept"),
    [
        (face_at(100, 100, 7.5), False),
        (face_at(100, 100, 8.5), True),
        (face_at(-10, 100), False),
        (face_at(10, 100), True),
        (face_at(100, 210), False),
    ],
)
def test_tiny_faces_and_faces_mostly_outside_are_dropped(face: FacePoints, *, kept: bool) -> None:
    """Eight pixels between the eyes and half of the points inside are the least."""
    assert bool(plausible([face], 200, 200)) is kept


def test_no_more_than_four_faces_are_kept() -> None:
    """The first four of six faces stay, in their order."""
    faces = [face_at(100 + 100 * i, 100) for i in range(6)]
    assert plausible(faces, 800, 200) == tuple(faces[:MAX_FACES])


@given(x=st.floats(-300, 300), y=st.floats(-300, 300), scale=st.floats(10, 80))
def test_overlap_and_touch_agree(x: float, y: float, scale: float) -> None:
    """Overlap lies in 0..1, is symmetric, and boxes that overlap touch."""
    one, other = face_at(0, 0).points, face_at(x, y, scale).points
    shared = overlap(one, other)
    assert 0 <= shared <= 1
    assert shared == pytest.approx(overlap(other, one))
    assert overlap(one, one) == pytest.approx(1)
    assert touch(one, other) or shared == 0
    assert touch(one, other) == touch(other, one)


def test_inside_counts_points() -> None:
    """A face whose centre lies on the left edge is half inside."""
    assert inside(face_at(0, 100).points, 200, 200) == pytest.approx(0.5, abs=0.05)
