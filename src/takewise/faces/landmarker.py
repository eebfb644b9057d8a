"""The third detector: MediaPipe's Face Landmarker, with a model file of the user's.

It runs in IMAGE mode. In VIDEO mode the Landmarker smooths its points when it follows a single
face: a brow raise of 0.1 to 0.2 s then loses 27 to 50 % of its height and comes 33 to 67 ms late
(measured on injected movements). The calls are those that mediapipe 0.10 and 1.x share. The
confidence of a face is the share of its points that are inside the picture.
"""

from __future__ import annotations

import hashlib
import os
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from takewise.errors import DetectorError
from takewise.faces.detector import Detector, OpenedDetector
from takewise.faces.loading import load_mediapipe
from takewise.faces.plausible import inside, plausible
from takewise.faces.quiet import quiet
from takewise.model import DetectorInfo, FacePoints, Picture

MODEL_VARIABLE = "TAKEWISE_FACE_MODEL"
"""Environment variable that names the model file."""

_REMEDY = (
    "name a face_landmarker.task file with the model option or in "
    f"{MODEL_VARIABLE}, or choose the detector 'litert'"
)


def _open(model: str | None, most: int) -> OpenedDetector:
    info, content = _described(model)
    with quiet():
        try:
            landmarker = _landmarker(content, most)
        except (RuntimeError, ValueError) as error:
            raise DetectorError(
                "this is not a face landmarker model, or it is damaged",
                where=model or os.environ.get(MODEL_VARIABLE, ""),
                remedy="fetch it again",
            ) from error
        detect = partial(_faces, landmarker, most)
        # The first run chatters too.
        detect(np.zeros((64, 64, 3), np.uint8), 0.0)
    return OpenedDetector(info, detect, free=[landmarker.close])


def _faces(
    landmarker: Any,
    most: int,
    picture: Picture,
    time: float,  # noqa: ARG001 - each picture is searched by itself
) -> tuple[FacePoints, ...]:
    from mediapipe import Image, ImageFormat  # noqa: PLC0415

    height, width = picture.shape[:2]
    image = Image(image_format=ImageFormat.SRGB, data=np.ascontiguousarray(picture))
    faces = []
    for marks in landmarker.detect(image).face_landmarks:
        points = np.array([(p.x, p.y, p.z) for p in marks], np.float32)
        # MediaPipe gives depth in picture widths.
        points *= (width, height, width)
        faces.append(FacePoints(points=points, confidence=inside(points, width, height)))
    return plausible(faces, width, height, most=most)


def _described(model: str | None) -> tuple[DetectorInfo, bytes]:
    """Describe the landmarker without loading it; return the content of its model file too."""
    path = model or os.environ.get(MODEL_VARIABLE)
    if not path:
        raise DetectorError("the landmarker needs a model file", remedy=_REMEDY)
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise DetectorError(
            f"the face model cannot be read ({error.strerror})", where=path, remedy=_REMEDY
        ) from error
    digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
    return (
        DetectorInfo(name="landmarker", model=f"mediapipe {version('mediapipe')}", digest=digest),
        content,
    )


def _landmarker(content: bytes, most: int) -> Any:
    load_mediapipe()
    from mediapipe.tasks.python import BaseOptions, vision  # noqa: PLC0415

    return vision.FaceLandmarker.create_from_options(
        vision.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_buffer=content),
            running_mode=vision.RunningMode.IMAGE,
            num_faces=most,
        )
    )


DETECTOR = Detector(open=_open, describe=lambda model: _described(model)[0])
"""It needs a model file."""
