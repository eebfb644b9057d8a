"""Eyes, gaze, mouth and legibility, from points and pictures that are known."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.model import FacePoints, Picture
from takewise.motion.features import eye_openings, gaze, legibility, mouth
from takewise.motion.view import face_view, rest_shape
from tests.performer import Portrait, ScriptedBlink, ScriptedGaze, TakeScript, pictures
from tests.performer.portrait import mesh_points
from tests.played import FILM, face_at

_LIDS = ((160, 159, 158), (144, 145, 153)), ((387, 386, 385), (373, 374, 380))
_IRISES = (*range(468, 473),), (*range(473, 478),)


def similar(face: FacePoints, scale: float, turn: float, x: float, y: float) -> FacePoints:
    """Return a face that is scaled, turned (radians) and moved."""
    flat = (face.points[:, 0] + 1j * face.points[:, 1]) * scale * np.exp(1j * turn) + complex(x, y)
    return face_at(np.column_stack((flat.real, flat.imag)))


def shifted(face: FacePoints, points: tuple[int, ...], x: float, y: float) -> FacePoints:
    """Return a face with some points moved by eye-widths."""
    moved = face.points.copy()
    moved[list(points), :2] += np.float32([x, y]) * face.eye_width
    return replace(face, points=moved)


@pytest.fixture
def rest(small_performer: Portrait) -> FacePoints:
    """Return the performer's face at rest."""
    return face_at(small_performer.points)


def legible(picture: Picture, face: FacePoints) -> np.ndarray:
    """Return the four parts of a face's legibility in a picture."""
    height, width = picture.shape[:2]
    x, y = face.points[:, :2].T
    inside = ((x >= 0) & (x < width) & (y >= 0) & (y < height)).mean()
    return legibility(face_view(picture, face, rest_shape(face)), face, float(inside))


@given(st.floats(0.2, 8), st.floats(-3, 3), st.floats(-900, 900), st.floats(-900, 900))
def test_place_and_size_change_nothing(
    small_performer: Portrait, scale: float, turn: float, x: float, y: float
) -> None:
    """Openings and mouth do not change when the face is moved, turned or scaled."""
    face = face_at(small_performer.points)
    moved = similar(face, scale, turn, x, y)
    assert eye_openings(moved) == pytest.approx(eye_openings(face), rel=0.02)
    assert mouth(moved) == pytest.approx(mouth(face), rel=0.02)


@given(st.floats(-0.6, 0.6))
def test_gaze_turns_with_the_head(small_performer: Portrait, turn: float) -> None:
    """A tilted head looks where it did."""
    face = face_at(small_performer.points)
    assert gaze(similar(face, 2.0, turn, 40, -7)) == pytest.approx(gaze(face), abs=2e-3)


@pytest.mark.parametrize("eye", [0, 1], ids=["right", "left"])
def test_each_eye_has_its_own_opening(rest: FacePoints, eye: int) -> None:
    """Lids that meet on one side close that eye and leave the other as it is."""
    upper, lower = _LIDS[eye]
    points = rest.points.copy()
    points[list(upper)] = points[list(lower)]
    before, after = eye_openings(rest), eye_openings(replace(rest, points=points))
    assert after[eye] == 0.0
    assert after[1 - eye] == before[1 - eye] > 0.15


@pytest.mark.parametrize(
    ("x", "y"),
    [(0.03, 0.0), (-0.03, 0.0), (0.0, 0.02), (0.0, -0.02)],
    ids=["right", "left", "down", "up"],
)
def test_gaze_has_the_sign_of_the_irises(rest: FacePoints, x: float, y: float) -> None:
    """Irises moved right or down in the picture raise x or y, by the same share of the eye."""
    moved = shifted(rest, _IRISES[0] + _IRISES[1], x, y)
    change = np.subtract(gaze(moved), gaze(rest))
    eye_length = np.hypot(*(rest.points[33] - rest.points[133])[:2]) / rest.eye_width
    assert change == pytest.approx(2 * np.array([x, y]) / eye_length, abs=0.06)


def test_mouth_measures_gap_red_and_width(rest: FacePoints) -> None:
    """A lip lowered by 5 % of an eye-width opens the gap by as much, corners drawn apart widen."""
    gap, red, width = mouth(rest)
    opened = mouth(shifted(rest, (14, 17), 0.0, 0.05))
    assert opened[0] == pytest.approx(gap + 0.05, abs=0.012)
    assert opened[1:] == pytest.approx((red, width), abs=1e-4)
    stretched = mouth(shifted(rest, (291,), 0.05, 0.0))
    assert stretched[2] == pytest.approx(width + 0.05, abs=0.005)
    assert stretched[:2] == pytest.approx((gap, red), abs=1e-4)


def test_blink_closes_the_eyes(small_performer: Portrait) -> None:
    """On the mesh of a blinking performer both eyes are less than 60 % as open when shut."""
    script = TakeScript(rate=FILM, frames=4, blinks=(ScriptedBlink(onset=1, closed=2, offset=3),))
    shown = list(pictures(small_performer, script))
    before, shut = (eye_openings(face_at(mesh_points(shown[n]))) for n in (0, 2))
    assert (np.array(shut) < 0.6 * np.array(before)).all()


def test_look_aside_is_seen(small_performer: Portrait) -> None:
    """Gaze rises as the performer looks to the picture's right, and falls leftward."""
    seen = {}
    for way in (-0.06, 0.0, 0.06):
        look = ScriptedGaze(onset=0, arrival=0, leaving=1, offset=2, shift=(way, 0.0))
        script = TakeScript(rate=FILM, frames=1, gazes=(look,), noise_sd=0.0)
        seen[way] = gaze(face_at(mesh_points(next(pictures(small_performer, script)))))[0]
    assert seen[-0.06] < seen[0.0] - 0.05
    assert seen[0.06] > seen[0.0] + 0.05


def test_a_good_picture_is_legible(small_performer: Portrait, rest: FacePoints) -> None:
    """The performer's own portrait has its eye-width, is sharp and lit, and wholly inside."""
    width, sharp, light, inside = legible(small_performer.picture, rest)
    assert width == pytest.approx(small_performer.eye_width)
    assert sharp > 0.7
    assert light > 0.8
    assert inside == 1.0


def test_blur_takes_sharpness(small_performer: Portrait, rest: FacePoints) -> None:
    """Each stronger defocus lowers the sharpness and little else; at 3 pixels below a half."""
    looks = [
        legible(cv2.GaussianBlur(small_performer.picture, (0, 0), sd), rest)
        for sd in (0.01, 1.0, 2.0, 3.0)
    ]
    sharpness = [look[1] for look in looks]
    assert all(after < before for before, after in pairwise(sharpness))
    assert sharpness[-1] < 0.5
    assert looks[-1][2] == pytest.approx(looks[0][2], abs=0.1)


@pytest.mark.parametrize("spoilt", ["dark", "blown", "flat"])
def test_bad_light_is_told(small_performer: Portrait, rest: FacePoints, spoilt: str) -> None:
    """A face that is crushed, blown or without contrast has less than half of the light."""
    picture = small_performer.picture.astype(float)
    change = {
        "dark": 0.12 * picture,
        "blown": np.minimum(4 * picture + 80, 255),
        "flat": 128 + 0.05 * (picture - 128),
    }
    good = legible(small_performer.picture, rest)[2]
    assert legible(change[spoilt].astype(np.uint8), rest)[2] < 0.5 * good


@pytest.mark.parametrize("way", ["left", "right", "top", "bottom"])
def test_half_outside(small_performer: Portrait, rest: FacePoints, way: str) -> None:
    """A face of which the picture's edge cuts off half of the points is half inside."""
    height, width = small_performer.picture.shape[:2]
    x, y = np.median(rest.points[:, :2], axis=0)
    edge = {"left": (-x, 0), "right": (width - x, 0), "top": (0, -y), "bottom": (0, height - y)}
    moved = similar(rest, 1.0, 0.0, *edge[way])
    inside = legible(small_performer.picture, moved)[3]
    assert inside == pytest.approx(0.5, abs=0.02)
