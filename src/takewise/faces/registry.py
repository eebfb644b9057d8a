"""Face detectors by name.

To add one, write a module of its name with a ``DETECTOR``, and name it in `DETECTORS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from takewise.errors import DetectorError

if TYPE_CHECKING:
    from takewise.faces.detector import Detector, FaceDetector
    from takewise.model import DetectorInfo

DETECTORS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "litert": "litert runs the face mesh by LiteRT.",
        "mesh": "The mesh runs the same models by MediaPipe, which is slower.",
        "landmarker": "The landmarker is steadier and slower still, and needs --model.",
    }
)
"""Names that `open_detector` knows to one sentence about each; known without loading one."""

DEFAULT_DETECTOR: Final = next(iter(DETECTORS))
"""The one that is used where none is named."""

MAX_FACES: Final = 4
"""Most faces that a detector returns from one picture, unless more are asked for."""


def describe_detector(name: str, *, model: str | None = None) -> DetectorInfo:
    """Return the ``info`` of the detector that `open_detector` would open, without loading it.

    Raises `DetectorError` if there is no such detector, or its model is missing.
    """
    return _load(name).describe(model)


def open_detector(name: str, *, model: str | None = None, most: int = MAX_FACES) -> FaceDetector:
    """Open a face detector; close it, or use it as a context manager.

    Parameters
    ----------
    name
        One of `DETECTORS`.
    model
        The landmarker's model file; None takes the one that ``TAKEWISE_FACE_MODEL`` names. The
        others need none.
    most
        Most faces of one picture; groups on photos have more than takes do.

    Raises
    ------
    DetectorError
        If there is no such detector, or its model is missing or damaged.
    """
    return _load(name).open(model, most)


def _load(name: str) -> Detector:
    if name not in DETECTORS:
        *most, last = DETECTORS
        raise DetectorError(
            f"there is no face detector {name!r}", remedy=f"choose {', '.join(most)} or {last}"
        )
    found: Detector = import_module(f"takewise.faces.{name}").DETECTOR
    return found
