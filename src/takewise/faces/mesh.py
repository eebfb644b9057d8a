"""The default detector: MediaPipe's face mesh, whose models lie inside its wheel.

MediaPipe's own `FaceMesh` searches for faces with a short-range model that
misses small faces and takes a printed skull for one. Here its halves are joined
anew: the full-range model searches, and the mesh with attention (478
points with iris) follows each face from picture to picture, in the square
around its last points, as MediaPipe does. Nothing is smoothed over time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from takewise.errors import DetectorError
from takewise.faces.detector import MAX_FACES, Detector
from takewise.faces.loading import load_mediapipe
from takewise.faces.plausible import plausible
from takewise.faces.quiet import quiet
from takewise.faces.search import MARGIN, FaceSearch, Solution, Window, lent
from takewise.model import DetectorInfo, FacePoints, FloatArray, Picture

SEARCH_EVERY = 0.4
"""Seconds between two searches for further faces while somebody is followed.

Own choice: a second person is found within 0.4 s, one with a small face within
1.2 s. A picture in which nobody is followed, or somebody is lost, is searched at
once. A search takes twice the time of following a face.
"""

FORGET_AFTER = 0.5
"""Seconds without a picture after which no face is followed any more; own choice."""

MIN_PRESENCE = 0.5
"""Lowest face presence score of the mesh model; MediaPipe's default."""

MODELS = (
    "modules/face_landmark/face_landmark_with_attention.tflite",
    "modules/face_detection/face_detection_full_range_sparse.tflite",
    "modules/face_detection/face_detection_short_range.tflite",
)
"""Files inside the mediapipe package that decide what is found."""

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
        self._most = most
        self._info = mesh_info()
        with quiet():
            load_mediapipe()
            self._mesh = _mesh_solution()
            self._search = FaceSearch()
            # The first run of each model chatters too.
            blank = np.zeros((64, 64, 3), np.uint8)
            self._points(blank, Window(x=32, y=32, side=64, angle=0))
            self._search.windows(blank, thorough=False)
        self._followed: tuple[FacePoints, ...] = ()
        self._last_time = self._last_search = -np.inf

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
        afresh = not 0 < time - self._last_time <= FORGET_AFTER
        if afresh:
            self._followed = ()
        self._last_time = time
        height, width = picture.shape[:2]
        faces = [
            face
            for known in self._followed
            if (face := self._points(picture, window_around(known.points)))
        ]
        faces = list(plausible(faces, width, height, most=self._most))
        lost = len(faces) < max(1, len(self._followed))
        due = time - self._last_search >= SEARCH_EVERY and len(faces) < self._most
        if lost or due:
            faces += self._new_faces(picture, faces, thorough=afresh)
            self._last_search = time
        self._followed = plausible(faces, width, height, most=self._most)
        return self._followed

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

    def _new_faces(
        self, picture: Picture, known: list[FacePoints], *, thorough: bool
    ) -> list[FacePoints]:
        """Search the picture; return the faces that are not known, largest first."""
        found: list[FacePoints] = []
        for window in self._search.windows(picture, thorough=thorough):
            if any(window.centred_in(face.points) for face in (*known, *found)):
                continue
            face = self._points(picture, window)
            # Once more in the square that later pictures will use: a mesh in the
            # search's square differs by more than a small movement does.
            face = face and self._points(picture, window_around(face.points))
            if face:
                found.append(face)
        return sorted(found, key=lambda face: -face.eye_width)

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


def window_around(points: FloatArray) -> Window:
    """Return the square in which the mesh looks for a face in the next picture.

    Parameters
    ----------
    points
        (478, 2 or 3), pixels: the face in the last picture.

    Returns
    -------
    Window
        Upright in the head's frame: turned along the line of the outer eye corners.
    """
    low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    eyes = points[263, :2] - points[33, :2]
    return Window(
        x=float(low[0] + high[0]) / 2,
        y=float(low[1] + high[1]) / 2,
        side=MARGIN * float((high - low).max()),
        angle=float(np.arctan2(eyes[1], eyes[0])),
    )


@cache
def _digest() -> str:
    """Return the digest of the bundled models (3.4 MB: about 10 ms)."""
    spec = find_spec("mediapipe")
    home = Path(spec.origin).parent if spec and spec.origin else Path()
    try:
        content = b"".join((home / model).read_bytes() for model in MODELS)
    except OSError as error:
        raise DetectorError(
            "the installed mediapipe carries no face mesh models",
            where=str(home),
            remedy="install mediapipe 0.10.14 to 0.10.21, or choose the landmarker",
        ) from error
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


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
