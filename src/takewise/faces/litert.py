"""The default detector: MediaPipe's face mesh, run by LiteRT.

LiteRT needs none of MediaPipe's other packages, runs on newer versions of Python and NumPy,
and takes less time. The points are those of MediaPipe's own graph to a fiftieth of a pixel.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from takewise.errors import DetectorError
from takewise.faces.detector import Detector, OpenedDetector
from takewise.faces.following import Following
from takewise.faces.model_files import FACE_MODELS, joined_digest, read_models
from takewise.faces.quiet import quiet
from takewise.faces.search import FaceSearch
from takewise.model import DetectorInfo

if TYPE_CHECKING:
    from takewise.faces.flatbuffer_split import SplitMesh

_PACKAGE = "ai-edge-litert"


def _open(most: int) -> OpenedDetector:
    info, (mesh, full_range, short_range) = _described()
    # They load LiteRT and OpenCV.
    from takewise.faces.attention_mesh import AttentionMesh  # noqa: PLC0415
    from takewise.faces.box_search import FULL_RANGE, SHORT_RANGE, BoxSearch  # noqa: PLC0415

    with quiet():
        points = AttentionMesh(_split(mesh)).face
        search = FaceSearch(BoxSearch(full_range, FULL_RANGE), BoxSearch(short_range, SHORT_RANGE))
    return OpenedDetector(info, Following(points, search, most=most).detect)


def _described() -> tuple[DetectorInfo, tuple[bytes, ...]]:
    """Describe the detector without loading it; return the content of its model files too."""
    try:
        model = f"{_PACKAGE} {version(_PACKAGE)}"
    except PackageNotFoundError as error:
        raise DetectorError(
            "LiteRT is not installed",
            remedy=f"pip install {_PACKAGE}, or choose the detector 'mesh'",
        ) from error
    contents = read_models(FACE_MODELS)
    return DetectorInfo(name="litert", model=model, digest=joined_digest(contents)), contents


@cache
def _split(content: bytes) -> SplitMesh:
    """Cut the mesh model, once in a process: it takes a tenth of a second."""
    from takewise.faces.flatbuffer_split import split_mesh  # noqa: PLC0415 - loads LiteRT

    return split_mesh(content)


DETECTOR = Detector(open=lambda _, most: _open(most), describe=lambda _: _described()[0])
"""It reads the models that are installed."""
