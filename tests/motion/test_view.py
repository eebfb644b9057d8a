"""The face-fixed view: the head stands still in it."""

from __future__ import annotations

import cmath

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takewise.model import EYE_CORNERS, FacePoints, FloatArray
from takewise.motion.regions import RIGID
from takewise.motion.view import EYE_WIDTH, SIZE, FaceView, face_view, rest_shape
from tests.motion.surface import painted, surface
from tests.performer import Portrait

turns = st.floats(-60, 60).map(np.radians)
scales = st.floats(25, 400)
places = st.tuples(st.floats(-500, 2500), st.floats(-500, 2500)).map(lambda at: complex(*at))


def shift_between(first: FaceView, second: FaceView) -> FloatArray:
    """Return by how many view pixels one view is shifted against another, (2,)."""
    a, b = (view.grey[8:-8, 8:-8].astype(float) for view in (first, second))
    slope = np.stack([g.ravel() for g in reversed(np.gradient((a + b) / 2))], axis=1)
    return -np.linalg.lstsq(slope, (b - a).ravel(), rcond=None)[0]


def eyes_of(points: FloatArray) -> FloatArray:
    """Return the midpoints of the performer's right and left eye, (2, 2)."""
    return np.array([points[list(pair)].mean(axis=0) for pair in EYE_CORNERS])


@pytest.fixture
def upright(small_performer: Portrait) -> FloatArray:
    """Return the resting shape of the performer's face."""
    return rest_shape(painted(small_performer, (8, 8), 70 + 0j, 0j)[1])


@given(turn=turns, scale=scales, place=places)
def test_rest_shape_has_level_eyes(
    small_performer: Portrait, turn: float, scale: float, place: complex
) -> None:
    """However a face lies in the picture, its resting shape is the same, with level eyes."""
    _, face = painted(small_performer, (4, 4), cmath.rect(scale, turn), place)
    shape = rest_shape(face)
    right, left = (
        shape[[RIGID.index(corner) for corner in pair]].mean(axis=0) for pair in EYE_CORNERS
    )
    assert left - right == pytest.approx([EYE_WIDTH, 0.0], abs=1e-2)
    assert shape == pytest.approx(
        rest_shape(painted(small_performer, (4, 4), 70 + 0j, 0j)[1]), abs=0.02
    )


@given(
    turn=st.floats(-25, 25).map(np.radians),
    scale=st.floats(40, 330),
    x=st.floats(-0.4, 0.4),
    y=st.floats(-0.4, 0.4),
)
@settings(max_examples=25)
def test_similarity_leaves_the_view_unchanged(
    small_performer: Portrait, turn: float, scale: float, x: float, y: float
) -> None:
    """A face that is moved, turned and scaled by up to 330 px looks the same in the view."""
    size = (round(scale * 5), round(scale * 6))
    picture, face = painted(
        small_performer,
        size,
        cmath.rect(scale, turn),
        complex(*size) / 2 + scale * complex(x, y),
    )
    plain_picture, plain = painted(small_performer, (480, 480), EYE_WIDTH + 0j, 240 + 240j)
    shape = rest_shape(plain)
    reference = face_view(plain_picture, plain, shape)
    view = face_view(picture, face, shape)
    assert view.points == pytest.approx(reference.points, abs=0.02)
    assert view.scale == pytest.approx(EYE_WIDTH / face.eye_width, rel=1e-3)
    assert np.abs(shift_between(reference, view)).max() < 0.05
    assert np.abs(view.grey[8:-8, 8:-8].astype(int) - reference.grey[8:-8, 8:-8]).mean() < 1.5


def test_view_shows_the_place_that_its_points_tell(
    small_performer: Portrait, upright: FloatArray
) -> None:
    """A bright dot drawn at a mesh point of a large face lies at that point of the view."""
    picture, face = painted(small_performer, (1200, 1400), cmath.rect(240, 0.2), 600 + 700j)
    dotted = np.full_like(picture, 60)
    x, y = np.meshgrid(np.arange(1200), np.arange(1400))
    for point in (4, 61, 291, 105):
        squared = (x - face.points[point, 0]) ** 2 + (y - face.points[point, 1]) ** 2
        dotted[squared < 8**2] = 250
    view = face_view(dotted, face, upright)
    bright = np.maximum(view.grey.astype(float) - 62, 0)
    for point in (4, 61, 291, 105):
        at = view.points[point]
        down, across = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
        near = bright * (np.hypot(across - at[0], down - at[1]) < 6)
        centre = np.array([(near * across).sum(), (near * down).sum()]) / near.sum()
        assert centre == pytest.approx(at, abs=0.15)


@pytest.mark.parametrize("eye_width", [64.0, 200.0])
def test_edge_of_the_picture_repeats(
    small_performer: Portrait, upright: FloatArray, eye_width: float
) -> None:
    """Each pixel of a cut face's view shows the nearest place that is in the picture."""
    size = (round(eye_width * 5), round(eye_width * 5))
    middle, cut = complex(*size) / 2, round(eye_width * 2.2)
    picture, face = painted(small_performer, size, eye_width + 0j, middle)
    moved = FacePoints(points=face.points - np.float32([cut, 0, 0]), confidence=1.0)
    view = face_view(picture[:, cut:], moved, upright)
    in_view, in_picture = (
        points[:, 0] + 1j * points[:, 1] for points in (view.points, face.points)
    )
    scale, start = np.polyfit(in_view, in_picture, 1)
    x, y = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    seen = (x + 1j * y) * scale + start
    nearest = np.clip(seen.real, cut, size[0] - 1) + 1j * np.clip(seen.imag, 0, size[1] - 1)
    expected = surface((nearest - middle) / eye_width)
    assert (seen.real < cut).mean() > 0.2
    assert np.abs(view.grey - expected).max() < 8
    assert np.abs(view.grey - expected).mean() < 1


@given(place=places, scale=st.floats(5, 600), turn=st.floats(-3.1, 3.1))
@settings(max_examples=40)
def test_any_place_has_a_view(
    small_performer: Portrait, place: complex, scale: float, turn: float
) -> None:
    """A face anywhere, even wholly outside the picture, has a view of the usual size."""
    _, face = painted(small_performer, (2, 2), cmath.rect(scale, turn), place)
    picture = np.full((90, 160, 3), 77, np.uint8)
    view = face_view(picture, face, rest_shape(face))
    assert view.grey.shape == (SIZE[1], SIZE[0])
    assert (view.grey == 77).all()


def test_surface_has_detail() -> None:
    """The painted surface is no even grey, in which nothing could be seen to move."""
    along = surface(np.linspace(0, 3, 200).astype(complex))
    assert along.std() > 20
    assert along.min() >= 19
    assert along.max() <= 237
