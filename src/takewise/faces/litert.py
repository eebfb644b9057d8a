"""The default detector: MediaPipe's face mesh, run by LiteRT.

LiteRT needs none of MediaPipe's other packages, runs on newer versions of Python and NumPy,
and takes less time. Where it is not installed OpenCV runs the same models. The points are
those of MediaPipe's own graph to a fiftieth of a pixel.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from takewise.faces.detector import Detector, OpenedDetector
from takewise.faces.following import Following
from takewise.faces.lite_model import Runtime, find_runtime
from takewise.faces.model_files import FACE_MODELS, joined_digest, read_models
from takewise.faces.quiet import quiet
from takewise.faces.search import FaceSearch
from takewise.model import DetectorInfo

if TYPE_CHECKING:
    from takewise.faces.flatbuffer_split import SplitMesh


def open_by(runtime: Runtime, most: int) -> OpenedDetector:
    """Open the detector, its models run by a library."""
    info, (mesh, full_range, short_range) = _described(runtime)
    # They load OpenCV.
    from takewise.faces.attention_mesh import AttentionMesh  # noqa: PLC0415
    from takewise.faces.box_search import FULL_RANGE, SHORT_RANGE, BoxSearch  # noqa: PLC0415

    with quiet():
        open_model = runtime.load()
        face = AttentionMesh(_split(mesh), open_model).face
        search = FaceSearch(
            BoxSearch(open_model(full_range), FULL_RANGE),
            BoxSearch(open_model(short_range), SHORT_RANGE),
        )
    return OpenedDetector(info, Following(face, search, most=most).detect)


def _described(runtime: Runtime) -> tuple[DetectorInfo, tuple[bytes, ...]]:
    """Describe the detector; return the content of its model files too."""
    contents = read_models(FACE_MODELS)
    info = DetectorInfo(name="litert", model=runtime.library, digest=joined_digest(contents))
    return info, contents


@cache
def _split(content: bytes) -> SplitMesh:
    """Cut the mesh model, once in a process."""
    from takewise.faces.flatbuffer_split import split_mesh  # noqa: PLC0415 - loads FlatBuffers

    return split_mesh(content)


DETECTOR = Detector(
    open=lambda _, most: open_by(find_runtime(), most),
    describe=lambda _: _described(find_runtime())[0],
)
"""It reads the models that are installed."""
