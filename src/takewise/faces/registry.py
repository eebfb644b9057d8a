"""Face detectors by name."""

from __future__ import annotations

from takewise.errors import DetectorError
from takewise.faces.detector import FaceDetector
from takewise.faces.landmarker import LandmarkerDetector, landmarker_info
from takewise.faces.litert import LitertDetector, litert_info
from takewise.faces.mesh import MeshDetector, mesh_info
from takewise.model import DetectorInfo

DETECTORS = ("mesh", "landmarker", "litert")
"""Names that `open_detector` knows; the first is the default."""

_REMEDY = f"choose {', '.join(DETECTORS[:-1])} or {DETECTORS[-1]}"


def describe_detector(name: str, *, model: str | None = None) -> DetectorInfo:
    """Tell which detector `open_detector` would open, without loading it.

    Parameters
    ----------
    name, model
        As for `open_detector`.

    Returns
    -------
    DetectorInfo
        The same as the opened detector's ``info``.

    Raises
    ------
    DetectorError
        If there is no such detector, or its model is missing.
    """
    if name == "mesh":
        return mesh_info()
    if name == "landmarker":
        return landmarker_info(model)[0]
    if name == "litert":
        return litert_info()
    raise DetectorError(f"there is no face detector {name!r}", remedy=_REMEDY)


def open_detector(name: str, *, model: str | None = None) -> FaceDetector:
    """Open a face detector.

    Parameters
    ----------
    name
        ``"mesh"``, ``"landmarker"`` or ``"litert"``.
    model
        The landmarker's model file; None takes the one that
        ``TAKEWISE_FACE_MODEL`` names. The others need none.

    Returns
    -------
    FaceDetector
        Ready to use; close it, or use it as a context manager.

    Raises
    ------
    DetectorError
        If there is no such detector, or its model is missing or damaged.
    """
    if name == "mesh":
        return MeshDetector()
    if name == "landmarker":
        return LandmarkerDetector(model)
    if name == "litert":
        return LitertDetector()
    raise DetectorError(f"there is no face detector {name!r}", remedy=_REMEDY)
