"""The default detector: MediaPipe's face mesh, whose models lie inside its wheel.

MediaPipe's own `FaceMesh` searches for faces with a short-range model that
misses small faces and takes a printed skull for one. Here its halves are joined
again: the full-range model searches, and the mesh with attention (478
points with iris) follows each face from picture to picture, in the square
around its last points, as MediaPipe does. Nothing is smoothed over time.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from takewise.errors import DetectorError
from takewise.faces.detector import MAX_FACES, Detector
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


class MeshDetector:
    """Follows up to four faces with the models inside the mediapipe wheel.

    The confidence of a face is the presence score of the mesh model itself.

    Parameters
    ----------
    most
        Most faces of one picture; groups on stills have more than takes do.

    Raises
    ------
    DetectorError
        If the installed mediapipe has no bundled models.
    """

    def __init__(self, *, most: int = MAX_FACES) -> None:
        self._info = mesh_info()
        with quiet():
            load_mediapipe()
            self._mesh = _mesh_solution()
            self._search = FaceSearch(*(SolutionSearch(model) for model in (1, 0)))
            # The first run of each model chatters too.
            blank = np.zeros((64, 64, 3), np.uint8)
            self._points(blank, Window(x=32, y=32, side=64, angle=0))
            self._search.windows(blank, thorough=False)
        self._following = Following(self._points, self._search, most=most)

    @property
    def info(self) -> DetectorInfo:
        """The detector's name, mediapipe's version, the digest of the bundled models."""
        return self._info

    def detect(self, picture: Picture, time: float) -> tuple[FacePoints, ...]:
        """Find the faces in a picture.

        Parameters
        ----------
        picture
            uint8 (height, width, 3), RGB, upright.
        time
            Seconds from the first picture of the take.

        Returns
        -------
        tuple[FacePoints, ...]
            At most as many as are wanted; those followed from the last picture come first.
        """
        return self._following.detect(picture, time)

    def close(self) -> None:
        """Free the models."""
        self._mesh.close()
        self._search.close()

    def __enter__(self) -> MeshDetector:
        """Return the detector itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Free the models."""
        self.close()

    def _points(self, picture: Picture, window: Window) -> FacePoints | None:
        """Run the mesh in a window; None where it sees no face."""
        height, width = picture.shape[:2]
        seen = self._mesh.process(
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
        if not seen.landmarks:
            return None
        points = coordinates(seen.landmarks)
        # MediaPipe gives depth in picture widths.
        points *= (width, height, width)
        return FacePoints(points=points, confidence=min(1.0, float(getattr(seen, _PRESENCE))))


def mesh_info() -> DetectorInfo:
    """Describe the mesh detector without loading it.

    Returns
    -------
    DetectorInfo
        With the digest of the bundled models.

    Raises
    ------
    DetectorError
        If the installed mediapipe has no bundled models.
    """
    return DetectorInfo(name="mesh", model=f"mediapipe {version('mediapipe')}", digest=_digest())


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
            remedy="install mediapipe 0.10.14 to 0.10.21, or choose the landmarker",
        ) from error


def _mesh_solution() -> Solution:
    # Naming the options registers them with protobuf; without it the graph
    # cannot be read back.
    from mediapipe.python.solution_base import SolutionBase  # noqa: PLC0415
    from mediapipe.python.solutions import face_mesh  # noqa: F401, PLC0415

    solution: Solution = SolutionBase(
        graph_config=_GRAPH,
        side_inputs={"with_attention": True},
        calculator_params={"facelandmarkcpu__ThresholdingCalculator.threshold": MIN_PRESENCE},
        outputs=["landmarks", _PRESENCE],
    )
    return solution


def coordinates(marks: Any) -> FloatArray:
    """Read the points of a landmark list all at once.

    Parameters
    ----------
    marks
        A ``NormalizedLandmarkList`` whose points have x, y and z, and nothing else.

    Returns
    -------
    FloatArray
        float32 (points, 3): x, y, z.
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


DETECTOR = Detector(open=lambda _: MeshDetector(), describe=lambda _: mesh_info())
"""It has its models with it."""
