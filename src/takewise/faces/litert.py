"""The third detector: the models of the default one, run by LiteRT.

LiteRT needs none of MediaPipe's other packages, runs on newer versions of Python and NumPy,
and takes less time. Faces are searched and followed as by `MeshDetector`, and the points
are the same to a tenth of a pixel.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import TYPE_CHECKING

from takewise.errors import DetectorError
from takewise.faces.detector import MAX_FACES, Detector
from takewise.faces.following import MIN_PRESENCE, Following
from takewise.faces.model_files import FACE_MODELS, joined_digest, read_models
from takewise.faces.quiet import quiet
from takewise.faces.search import FaceSearch, Window
from takewise.model import DetectorInfo, FacePoints, Picture

if TYPE_CHECKING:
    from takewise.faces.flatbuffer_split import SplitMesh

_PACKAGE = "ai-edge-litert"


class LitertDetector:
    """Follows up to four faces; use it from one thread at a time.

    The confidence of a face is the presence score of the mesh model itself.

    Parameters
    ----------
    most
        Most faces of one picture; groups on stills have more than takes do.

    Raises
    ------
    DetectorError
        If LiteRT is not installed, or a model file is missing or damaged.
    """

    def __init__(self, *, most: int = MAX_FACES) -> None:
        self._info, contents = _described()
        # They load LiteRT and OpenCV.
        from takewise.faces.attention_mesh import AttentionMesh  # noqa: PLC0415
        from takewise.faces.box_search import FULL_RANGE, SHORT_RANGE, BoxSearch  # noqa: PLC0415

        mesh, full_range, short_range = contents
        with quiet():
            self._mesh = AttentionMesh(_split(mesh))
            search = FaceSearch(
                BoxSearch(full_range, FULL_RANGE), BoxSearch(short_range, SHORT_RANGE)
            )
        self._following = Following(self._points, search, most=most)

    @property
    def info(self) -> DetectorInfo:
        """The detector's name, LiteRT's version, the digest of the model files."""
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
        del self._mesh, self._following

    def __enter__(self) -> LitertDetector:
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
        points, presence = self._mesh.points(picture, window)
        return FacePoints(points=points, confidence=presence) if presence > MIN_PRESENCE else None


def litert_info() -> DetectorInfo:
    """Describe the detector without loading it.

    Returns
    -------
    DetectorInfo
        With the digest of the model files.

    Raises
    ------
    DetectorError
        If LiteRT is not installed, or a model file is missing.
    """
    return _described()[0]


def _described() -> tuple[DetectorInfo, tuple[bytes, ...]]:
    """Describe the detector; return the content of its model files too."""
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


DETECTOR = Detector(open=lambda _: LitertDetector(), describe=lambda _: litert_info())
"""It reads the models that are installed."""
