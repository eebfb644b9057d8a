"""Displacement between two views, against known shifts."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from takewise.model import FloatArray
from takewise.motion.flow import Anchor
from takewise.motion.regions import PAIRED, REGIONS, centres
from takewise.motion.view import EYE_WIDTH, SIZE, FaceView, face_view, rest_shape
from tests.performer import Portrait
from tests.played import face_at

NAMES = tuple(REGIONS)
UP, OUT = (0.0, -1.0), (1.0, 0.0)


@pytest.fixture(scope="module")
def rest(small_performer: Portrait) -> FaceView:
    """Return the resting performer's view."""
    face = face_at(small_performer.points)
    return face_view(small_performer.picture, face, rest_shape(face))


def warped(view: FaceView, field: FloatArray) -> FaceView:
    """Return a view whose pixels have moved by a field (height, width, 2), pixels."""
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]].astype(np.float32)
    # The field is smooth and small, so its inverse is its negative to second order.
    grey = cv2.remap(
        view.grey,
        x - field[..., 0].astype(np.float32),
        y - field[..., 1].astype(np.float32),
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return FaceView(np.asarray(grey, np.uint8), view.points, view.scale)


def displaced(anchor: Anchor, view: FaceView) -> FloatArray:
    """Return the displacement of every region from an anchor to a view."""
    return anchor.displacement(anchor.flow(view))


def bump(view: FaceView, region: str, shift: tuple[float, float]) -> FloatArray:
    """Return a field that moves the skin around one region by some eye-widths."""
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    middle = centres(view.points)[NAMES.index(region)]
    near = np.exp(-((x - middle[0]) ** 2 + (y - middle[1]) ** 2) / (2 * (0.16 * EYE_WIDTH) ** 2))
    return near[..., None] * np.array(shift) * EYE_WIDTH


def test_equal_views_have_no_displacement(rest: FaceView) -> None:
    """A view against itself gives exactly nought, in every region."""
    assert not displaced(Anchor(rest), rest).any()


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize("name", ["brow inner", "brow outer", "lip corner", "cheek"])
@pytest.mark.parametrize("way", [UP, OUT], ids=["up", "to the right"])
def test_shift_of_a_region_is_measured(
    rest: FaceView, name: str, side: str, way: tuple[float, float]
) -> None:
    """A shift of 1 % of an eye-width, 0.6 pixel, reads as 35 to 125 % of it, the right way."""
    peak = 0.01
    region = f"{name} {side}"
    field = bump(rest, region, (peak * way[0], peak * way[1]))
    moved = displaced(Anchor(rest), warped(rest, field))[NAMES.index(region)]
    along = float(moved @ way) / peak
    assert 0.35 < along < 1.25
    assert np.hypot(*moved) < 1.3 * peak


def test_opposite_shifts_are_told_apart(rest: FaceView) -> None:
    """Up and down by the same amount read as opposite displacements."""
    anchor, at = Anchor(rest), NAMES.index("lip corner left")
    up, down = (
        displaced(anchor, warped(rest, bump(rest, "lip corner left", (0.0, by))))[at]
        for by in (-0.012, 0.012)
    )
    assert up[1] < -0.004
    assert down[1] == pytest.approx(-up[1], rel=0.25)


@pytest.mark.parametrize("name", ["lip corner", "brow outer"])
def test_other_side_stays(rest: FaceView, name: str) -> None:
    """What moves on the performer's left leaves the same region on the right at rest."""
    moved = displaced(Anchor(rest), warped(rest, bump(rest, f"{name} left", (0.0, -0.02))))
    still, moving = (np.hypot(*moved[NAMES.index(f"{name} {side}")]) for side in ("right", "left"))
    assert still < 0.15 * moving


@pytest.mark.parametrize(
    ("turn", "grow", "move"),
    [
        (0.0, 0.0, (0.7, -0.4)),
        (0.6, 0.0, (0.0, 0.0)),
        (0.0, 0.008, (0.0, 0.0)),
        (-0.4, -0.005, (0.5, 0.5)),
    ],
    ids=["move", "turn", "growth", "all"],
)
def test_similarity_of_the_view_is_the_heads(
    rest: FaceView, turn: float, grow: float, move: tuple[float, float]
) -> None:
    """A view moved, turned (degrees) and scaled as a whole has hardly any displacement."""
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    place = x - SIZE[0] / 2 + 1j * (y - SIZE[1] / 2)
    flow = place * ((1 + grow) * np.exp(1j * np.radians(turn)) - 1) + complex(*move)
    field = np.stack((flow.real, flow.imag), axis=-1)
    left = displaced(Anchor(rest), warped(rest, field))
    sizes = np.hypot(*left.T)
    assert np.median(sizes) < 0.0015
    assert sizes.max() < 0.006


def test_every_region_lies_in_the_view(rest: FaceView) -> None:
    """The centre of each region lies in the view, and the sides where they belong."""
    at = centres(rest.points)
    assert ((at > 8) & (at < np.array(SIZE) - 8)).all()
    for name in PAIRED:
        right, left = (at[NAMES.index(f"{name} {side}")] for side in ("right", "left"))
        assert right[0] < SIZE[0] / 2 < left[0]
