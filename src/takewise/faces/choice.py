"""Face detectors by name."""

from __future__ import annotations

from takewise.errors import DetectorError
from takewise.faces.detector import FaceDetector
from takewise.faces.landmarker import LandmarkerDetector
from takewise.faces.mesh import MeshDetector

DETECTORS = ("mesh", "landmarker")
"""Names that `open_detector` knows; the first is the default."""


def open_detector(name: str, *, model: str | None = None) -> FaceDetector:
    """Open a face detector.

    Parameters
    ----------
    name
        ``"mesh"`` or ``"landmarker"``.
    model
        The landmarker's model file; None takes the one that
        ``TAKEWISE_FACE_MODEL`` names. The mesh has its models with it.

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
    raise DetectorError(
        f"there is no face detector {name!r}", remedy=f"choose {' or '.join(DETECTORS)}"
    )
