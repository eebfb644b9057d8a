"""A look tells people apart, and does not change with place, size and light."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skimage import data

from takewise.faces import DEFAULT_DETECTOR, open_detector
from takewise.faces.appearance import difference, look_of
from takewise.model import FacePoints, Picture


@pytest.fixture(scope="module")
def portrait() -> Picture:
    """Return a public-domain NASA portrait, 512 by 512."""
    return data.astronaut()


@pytest.fixture(scope="module")
def face(portrait: Picture) -> FacePoints:
    """Return the face of the portrait."""
    with open_detector(DEFAULT_DETECTOR) as detector:
        (found,) = detector.detect(portrait, 0.0)
    return found


def shifted(face: FacePoints, x: float, y: float) -> FacePoints:
    """Return the face elsewhere in the picture."""
    return FacePoints(points=face.points + np.float32([x, y, 0]), confidence=face.confidence)


def test_a_look_is_the_same_as_itself(portrait: Picture, face: FacePoints) -> None:
    """The difference of a look to itself is nothing but rounding."""
    look = look_of(face, portrait)
    assert difference(look, look) == pytest.approx(0, abs=1e-5)


@given(gain=st.floats(0.5, 1.0))
def test_exposure_does_not_change_a_look(portrait: Picture, face: FacePoints, gain: float) -> None:
    """One stop less light changes a look by less than a quarter of what tells people apart."""
    darker = (portrait * gain).astype(np.uint8)
    assert difference(look_of(face, portrait), look_of(face, darker)) < 0.25


def test_coloured_light_does_not_make_another_person(portrait: Picture, face: FacePoints) -> None:
    """Blue light on the same face stays below the least difference of two people."""
    blue = (portrait * np.array([0.5, 0.6, 1.0])).astype(np.uint8)
    assert difference(look_of(face, portrait), look_of(face, blue)) < 0.5


def test_a_look_does_not_depend_on_the_place(portrait: Picture, face: FacePoints) -> None:
    """A face in another place of a larger picture has the same look."""
    wide = np.zeros((700, 900, 3), np.uint8)
    wide[100:612, 300:812] = portrait
    moved = look_of(shifted(face, 300, 100), wide)
    assert difference(look_of(face, portrait), moved) < 0.05


def test_something_else_under_the_points_is_another_look(
    portrait: Picture, face: FacePoints
) -> None:
    """The suit a hundred pixels lower is not the same look as the face."""
    assert difference(look_of(face, portrait), look_of(shifted(face, 0, 130), portrait)) > 1


def test_a_face_without_light_has_a_finite_look(face: FacePoints) -> None:
    """A black picture gives a look of zeros, at a finite difference to any other."""
    black = look_of(face, np.zeros((512, 512, 3), np.uint8))
    assert not black.brightness.any()
    assert np.isfinite(difference(black, black))
