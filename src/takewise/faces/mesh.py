"""The second detector: MediaPipe's face mesh, whose models are inside its wheel.

MediaPipe's own `FaceMesh` searches for faces with a short-range model that misses small faces and
takes a printed skull for one. Here its halves are joined again: the full-range model searches, and
the mesh with attention (478 points with iris) follows each face from picture to picture, in the
square around its last points, as MediaPipe does. Nothing is smoothed over time.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from takewise.errors import DetectorError
from takewise.faces.detector import Detector, OpenedDetector
from takewise.faces.following import MIN_PRESENCE, Following
from takewise.faces.loading import load_mediapipe
from takewise.faces.model_files import FACE_MODELS, installed_folder, joined_digest
from takewise.faces.quiet import quiet
from takewise.faces.search import FaceSearch, Solution, SolutionSearch, Window, lent
from takewise.model import DetectorInfo, FacePoints, FloatArray, Picture

_PRESENCE = "facelandmarkcpu__face_presence_score"
# The executor is the thread that asks: a picture of one face leaves nothing to do side by
# side, and to hand it to other threads takes an eighth longer.
_GRAPH = """
input_stream: "image"
input_stream: "window"
input_side_packet: "with_attention"
output_stream: "landmarks"
executor {
  name: ""
  type: "ApplicationThreadExecutor"
}
node {
  calculator: "FaceLandmarkCpu"
  input_stream: "IMAGE:image"
  input_stream: "ROI:window"
  input_side_packet: "WITH_ATTENTION:with_attention"
  output_stream: "LANDMARKS:landmarks"
}
"""


class GraphMesh:
    """The face mesh with attention, run by MediaPipe's own graph."""

    def __init__(self) -> None:
        # Naming the options registers them with protobuf; without it the graph
        # cannot be read back.
        from mediapipe.python.solution_base import SolutionBase  # noqa: PLC0415
        from mediapipe.python.solutions import face_mesh  # noqa: F401, PLC0415

        self._graph: Solution = SolutionBase(
            graph_config=_GRAPH,
            side_inputs={"with_attention": True},
            calculator_params={"facelandmarkcpu__ThresholdingCalculator.threshold": MIN_PRESENCE},
            outputs=["landmarks", _PRESENCE],
        )

    def face(self, picture: Picture, window: Window) -> FacePoints | None:
        """Return the face in a window; None where the model sees none."""
        return self.seen(picture, window)[0]

    def seen(self, picture: Picture, window: Window) -> tuple[FacePoints | None, float]:
        """Return the face in a window, and the presence score, which is its confidence."""
        height, width = picture.shape[:2]
        seen = self._graph.process(
            {
                "image": lent(picture),
                "window": _rectangle(
                    x_center=window.x / width,
                    y_center=window.y / height,
                    width=window.side / width,
                    height=window.side / height,
                    rotation=window.angle,
                ),
            }
        )
        presence = float(getattr(seen, _PRESENCE))
        if not seen.landmarks:
            return None, presence
        points = coordinates(seen.landmarks)
        # MediaPipe gives depth in picture widths.
        points *= (width, height, width)
        return FacePoints(points=points, confidence=min(1.0, presence)), presence

    def close(self) -> None:
        """Free the graph."""
        self._graph.close()


def _open(most: int) -> OpenedDetector:
    info = _described()
    with quiet():
        load_mediapipe()
        mesh = GraphMesh()
        searches = [SolutionSearch(model) for model in (1, 0)]
        search = FaceSearch(*searches)
        # The first run of each model chatters too.
        blank = np.zeros((64, 64, 3), np.uint8)
        mesh.face(blank, Window(x=32, y=32, side=64, angle=0))
        search.windows(blank, thorough=False)
    following = Following(mesh.face, search, most=most)
    return OpenedDetector(
        info, following.detect, free=[mesh.close, *(each.close for each in searches)]
    )


def _described() -> DetectorInfo:
    try:
        model = f"mediapipe {version('mediapipe')}"
    except PackageNotFoundError as error:
        raise DetectorError(
            "MediaPipe is not installed", remedy="choose the detector 'litert'"
        ) from error
    return DetectorInfo(name="mesh", model=model, digest=_digest())


@cache
def _digest() -> str:
    """Return the digest of the bundled models (3.4 MB: about 10 ms)."""
    home = installed_folder() or Path()
    try:
        return joined_digest([(home / model).read_bytes() for model in FACE_MODELS])
    except OSError as error:
        raise DetectorError(
            "the installed mediapipe carries no face mesh models",
            where=str(home),
            remedy="choose the detector 'litert', or install mediapipe 0.10.18 to 0.10.21",
        ) from error


def coordinates(marks: Any) -> FloatArray:
    """Read the points of a ``NormalizedLandmarkList`` all at once: float32 (points, 3), x, y, z.

    Each point must have x, y and z, and nothing else.
    """
    # As stored: to ask each point for each number takes ten times as long, and
    # holds the interpreter meanwhile. In the list's field 1 a point is a message of 15
    # bytes, whose fields 1 to 3 are the numbers (protobuf.dev/programming-guides/encoding).
    stored = np.frombuffer(marks.SerializeToString(), _STORED_POINT)
    return np.column_stack([stored[axis] for axis in "xyz"])


_STORED_POINT = np.dtype(
    [("point", "V2"), *(part for axis in "xyz" for part in ((f"{axis} next", "V1"), (axis, "<f4")))]
)


def _rectangle(**fields: float) -> Mapping[str, float]:
    from mediapipe.framework.formats.rect_pb2 import NormalizedRect  # noqa: PLC0415

    rectangle: Mapping[str, float] = NormalizedRect(**fields)
    return rectangle


DETECTOR = Detector(open=lambda _, most: _open(most), describe=lambda _: _described())
"""It has its models with it."""
