"""Every detector on a portrait, on nothing, and without their models."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil
from pathlib import Path

import numpy as np
import pytest
from skimage import data
from skimage.transform import resize, rotate

from takewise.errors import DetectorError
from takewise.faces import (
    DEFAULT_DETECTOR,
    DETECTORS,
    FaceDetector,
    describe_detector,
    open_detector,
)
from takewise.faces.following import window_around
from takewise.faces.landmarker import MODEL_VARIABLE
from takewise.faces.mesh import coordinates
from takewise.faces.search import lent
from takewise.model import FacePoints, Picture
from tests.libraries import needs_graphs

OUTER_CORNERS = {33: (195.2, 100.9), 263: (255.8, 104.3)}
# Pixels in skimage's astronaut, by MediaPipe's own FaceMesh (mediapipe 0.10.21).

LANDMARKER_SHA256 = "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff"
# Google's face_landmarker.task (float16), version 1.


@pytest.fixture(params=["litert", pytest.param("mesh", marks=needs_graphs)])
def mesh(request: pytest.FixtureRequest) -> Iterator[FaceDetector]:
    """Return each detector that runs the mesh."""
    with open_detector(request.param) as detector:
        yield detector


@pytest.fixture(
    params=[
        pytest.param(name, marks=needs_graphs) if name == "mesh" else name for name in DETECTORS
    ]
)
def detector(request: pytest.FixtureRequest) -> Iterator[FaceDetector]:
    """Return each detector in turn."""
    model = None
    if request.param == "landmarker":
        model = str(request.getfixturevalue("landmarker_model"))
    with open_detector(request.param, model=model) as opened:
        yield opened


def assert_eye_corners_where_they_are(face: FacePoints, x: float = 0, y: float = 0) -> None:
    """Fail unless the outer eye corners are within 2 pixels of the astronaut's."""
    for index, corner in OUTER_CORNERS.items():
        assert np.hypot(*(face.points[index, :2] - corner - (x, y))) < 2


def test_the_portrait_has_one_face_with_its_eyes_in_place(detector: FaceDetector) -> None:
    """The eye corners of the astronaut lie within 2 pixels of the golden ones."""
    (face,) = detector.detect(data.astronaut(), 0.0)
    assert face.points.shape == (478, 3)
    assert face.points.dtype == np.float32
    assert_eye_corners_where_they_are(face)
    assert 0.9 < face.confidence <= 1


def test_depth_is_in_pixels_and_negative_toward_the_camera(detector: FaceDetector) -> None:
    """The nose tip stands out by 20 to 60 % of the face's width before the ears."""
    (face,) = detector.detect(data.astronaut(), 0.0)
    nose, ears = face.points[1, 2], face.points[[127, 356], 2].mean()
    width = np.hypot(*(face.points[356, :2] - face.points[127, :2]))
    assert 0.2 < (ears - nose) / width < 0.9


def test_noise_and_blank_pictures_have_no_face(detector: FaceDetector) -> None:
    """Neither plain noise nor plain grey nor black is a face."""
    noise = np.random.default_rng(7).integers(0, 256, (360, 640, 3), dtype=np.uint8)
    for i, picture in enumerate((noise, np.full_like(noise, 128), np.zeros_like(noise))):
        assert detector.detect(picture, i / 25) == ()


def test_a_picture_need_not_lie_in_one_piece(detector: FaceDetector) -> None:
    """A crop and a mirrored mirror, both without own memory, are read as they look."""
    wide = np.tile(data.astronaut(), (1, 2, 1))
    (face,) = detector.detect(wide[:, :512], 0.0)
    assert_eye_corners_where_they_are(face)
    twice_mirrored = np.ascontiguousarray(data.astronaut()[:, ::-1])[:, ::-1]
    (face,) = detector.detect(twice_mirrored, 9.0)
    assert_eye_corners_where_they_are(face)


def test_the_detector_says_what_it_is(detector: FaceDetector) -> None:
    """The info names the detector, the library and a digest of 64 hexadecimal digits."""
    assert detector.info.name in DETECTORS
    assert detector.info.model.startswith(("mediapipe ", "ai-edge-litert "))
    kind, _, digest = detector.info.digest.partition(":")
    assert kind == "sha256"
    assert len(bytes.fromhex(digest)) == 32


def test_two_runs_over_the_same_pictures_agree(detector: FaceDetector) -> None:
    """Unrelated stills, seconds apart, give equal points whatever was seen before."""
    (first,) = detector.detect(data.astronaut(), 0.0)
    detector.detect(np.roll(data.astronaut(), 60, axis=1), 5.0)
    (again,) = detector.detect(data.astronaut(), 10.0)
    np.testing.assert_array_equal(first.points, again.points)


def test_the_mesh_follows_a_face_that_moves(mesh: FaceDetector) -> None:
    """The points go with a face that steps 8 pixels a picture, with no lag."""
    for i in range(6):
        moved = np.roll(data.astronaut(), 8 * i, axis=1)
        (face,) = mesh.detect(moved, i / 24)
        assert_eye_corners_where_they_are(face, x=8 * i)


def test_the_mesh_follows_a_face_that_jumps_away(mesh: FaceDetector) -> None:
    """A cut to another place is found in its first picture."""
    mesh.detect(data.astronaut(), 0.0)
    (face,) = mesh.detect(np.roll(data.astronaut(), 230, axis=1), 1 / 24)
    assert_eye_corners_where_they_are(face, x=230)


@pytest.mark.parametrize("rate", [24, 50])
def test_the_mesh_finds_a_second_person_within_four_tenths_of_a_second(
    mesh: FaceDetector, rate: int
) -> None:
    """Who comes in while somebody is followed is found as soon at every rate, and not before."""
    one = np.hstack([data.astronaut(), np.zeros((512, 512, 3), np.uint8)])
    both = np.hstack([data.astronaut(), data.astronaut()])
    soon = ceil(0.4 * rate)
    pictures = [one] * 3 + [both] * (soon - 2)
    counts = [len(mesh.detect(picture, i / rate)) for i, picture in enumerate(pictures)]
    assert counts == [1] * soon + [2]


@needs_graphs
def test_points_are_read_as_protobuf_tells_them() -> None:
    """Points read as they are stored are those that the message names one by one, 0 too."""
    from mediapipe.framework.formats.landmark_pb2 import NormalizedLandmarkList

    rng = np.random.default_rng(3)
    named = rng.normal(0, 1, (478, 3)).astype(np.float32)
    named[5] = 0
    marks = NormalizedLandmarkList()
    for x, y, z in named.tolist():
        marks.landmark.add(x=x, y=y, z=z)
    np.testing.assert_array_equal(coordinates(marks), named)


def test_a_picture_is_lent_and_stays_writable(mesh: FaceDetector) -> None:
    """What the detector makes read-only is its own view of a picture, not the caller's picture."""
    picture = data.astronaut().copy()
    before = picture.copy()
    mesh.detect(picture, 0.0)
    np.testing.assert_array_equal(picture, before)
    picture[0, 0] = 0
    assert not lent(picture).flags.writeable
    assert np.shares_memory(lent(picture), picture)


def test_the_mesh_window_turns_with_the_head() -> None:
    """A head turned clockwise by 30 degrees gets a window turned as much."""
    points = np.random.default_rng(1).uniform(0, 100, (478, 3))
    points[33], points[263] = (30, 40, 0), (30 + 60 * np.cos(0.5236), 40 + 60 * np.sin(0.5236), 0)
    window = window_around(points)
    assert window.angle == pytest.approx(np.radians(30), abs=1e-4)
    assert window.side == pytest.approx(150, abs=3)
    assert (window.x, window.y) == pytest.approx((50, 50), abs=2)


@pytest.mark.parametrize("turn", [20, -20])
def test_the_mesh_finds_a_tilted_head(mesh: FaceDetector, turn: int) -> None:
    """The eyes of a portrait that is turned by 20 degrees slope by 20 degrees more."""
    tilted: Picture = (rotate(data.astronaut(), turn) * 255).astype(np.uint8)
    (face,) = mesh.detect(tilted, 0.0)
    eyes = face.points[263, :2] - face.points[33, :2]
    upright = np.subtract(OUTER_CORNERS[263], OUTER_CORNERS[33])
    angle = np.degrees(np.arctan2(eyes[1], eyes[0]) - np.arctan2(upright[1], upright[0]))
    # skimage turns counter-clockwise; y points down.
    assert angle == pytest.approx(-turn, abs=2)


def test_a_face_at_the_edge_is_found_while_half_of_it_is_inside(mesh: FaceDetector) -> None:
    """A portrait cropped through the cheek still has its face, with sane points."""
    (face,) = mesh.detect(data.astronaut()[:, 180:], 0.0)
    assert_eye_corners_where_they_are(face, x=-180)


@pytest.mark.parametrize("at", [(30, 20), (1500, 20), (800, 700)])
def test_a_small_face_in_a_large_picture_is_found(mesh: FaceDetector, at: tuple[int, int]) -> None:
    """Eyes 31 pixels apart are found anywhere in 1920 by 1080."""
    small = (resize(data.astronaut(), (380, 380), anti_aliasing=True) * 255).astype(np.uint8)
    large = np.full((1080, 1920, 3), 110, np.uint8)
    x, y = at
    large[y : y + 380, x : x + 380] = small
    (face,) = mesh.detect(large, 0.0)
    for index, corner in OUTER_CORNERS.items():
        assert np.hypot(*(face.points[index, :2] - at - np.array(corner) * 380 / 512)) < 2


def test_a_face_is_found_in_a_tall_picture(mesh: FaceDetector) -> None:
    """Pictures of a telephone held upright are searched like others."""
    tall = np.full((1500, 512, 3), 110, np.uint8)
    tall[900:1412] = data.astronaut()
    (face,) = mesh.detect(tall, 0.0)
    assert_eye_corners_where_they_are(face, y=900)


def test_each_detector_is_described_in_one_sentence() -> None:
    """The help puts the sentences together; the first is the default."""
    assert next(iter(DETECTORS)) == DEFAULT_DETECTOR == "litert"
    for name, about in DETECTORS.items():
        assert name in about.casefold()
        assert about.endswith(".")
        assert "\n" not in about


def test_the_description_is_that_of_the_open_detector(mesh: FaceDetector) -> None:
    """What is told without loading the models is what the loaded ones tell."""
    assert describe_detector(mesh.info.name) == mesh.info


def test_the_landmarker_is_described_without_being_loaded(
    landmarker_model: Path, tmp_path: Path
) -> None:
    """The digest is the file's; a damaged file is only noticed on opening."""
    described = describe_detector("landmarker", model=str(landmarker_model))
    assert described.digest == f"sha256:{LANDMARKER_SHA256}"
    damaged = tmp_path / "damaged.task"
    damaged.write_bytes(b"")
    assert describe_detector("landmarker", model=str(damaged)).digest != described.digest


@pytest.mark.parametrize("use", [open_detector, describe_detector])
def test_an_unknown_name_is_refused(use: Callable[[str], object]) -> None:
    """The error names every detector."""
    with pytest.raises(DetectorError, match="choose litert, mesh or landmarker"):
        use("retina")


def test_the_landmarker_without_a_model_says_how_to_name_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Neither option nor variable: the remedy names both."""
    monkeypatch.delenv(MODEL_VARIABLE, raising=False)
    with pytest.raises(DetectorError, match=f"model option or in {MODEL_VARIABLE}"):
        open_detector("landmarker")


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A missing file is an error that names the file."""
    with pytest.raises(DetectorError, match=r"absent\.task: the face model cannot be read"):
        open_detector("landmarker", model=str(tmp_path / "absent.task"))


@pytest.mark.parametrize("content", [b"", b"not a model" * 1000])
def test_a_damaged_model_is_named(tmp_path: Path, content: bytes) -> None:
    """An empty or foreign file is an error that names the file."""
    model = tmp_path / "broken.task"
    model.write_bytes(content)
    with pytest.raises(DetectorError, match=r"broken\.task: this is not a face landmarker model"):
        open_detector("landmarker", model=str(model))


def test_the_model_can_be_named_by_the_environment(
    landmarker_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variable is enough, and the digest is the file's."""
    monkeypatch.setenv(MODEL_VARIABLE, str(landmarker_model))
    with open_detector("landmarker") as detector:
        assert detector.info.digest == f"sha256:{LANDMARKER_SHA256}"
