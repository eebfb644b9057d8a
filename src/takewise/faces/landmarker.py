"""The second detector: MediaPipe's Face Landmarker, with a model file of the user's.

It runs in IMAGE mode. In VIDEO mode the Landmarker smooths its points when it
follows a single face: a brow raise of 0.1 to 0.2 s then loses 27 to 50 % of its
height and comes 33 to 67 ms late (measured on injected movements). The calls
are those that mediapipe 0.10 and 1.x share.
"""

from __future__ import annotations

import hashlib
import os
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from takewise.errors import DetectorError
from takewise.faces.detector import MAX_FACES, Detector
from takewise.faces.loading import load_mediapipe
from takewise.faces.plausible import inside, plausible
from takewise.faces.quiet import quiet
from takewise.model import DetectorInfo, FacePoints, Picture

MODEL_VARIABLE = "TAKEWISE_FACE_MODEL"
"""Environment variable that names the model file."""

_REMEDY = (
    "name a face_landmarker.task file with the model option or in "
    f"{MODEL_VARIABLE}, or choose the detector 'mesh'"
)


class LandmarkerDetector:
    """Finds up to four faces in each picture by itself.

    The Landmarker gives no score, so the confidence of a face is the share of
    its points that lie inside the picture.

    Parameters
    ----------
    model
        Path of a ``face_landmarker.task`` bundle; None takes the one that
        `MODEL_VARIABLE` names.

    Raises
    ------
    DetectorError
        If there is no model file, or it is damaged.
    """

    def __init__(self, model: str | None = None) -> None:
        self._info, content = landmarker_info(model)
        with quiet():
            try:
                self._landmarker = _open(content)
            except (RuntimeError, ValueError) as error:
                raise DetectorError(
                    "this is not a face landmarker model, or it is damaged",
                    where=model or os.environ.get(MODEL_VARIABLE, ""),
                    remedy="fetch it again",
                ) from error
            # The first run chatters too.
            self.detect(np.zeros((64, 64, 3), np.uint8), 0.0)

    @property
    def info(self) -> DetectorInfo:
        """The detector's name, mediapipe's version, the digest of the model file."""
        return self._info

    def detect(self, picture: Picture, time: float) -> tuple[FacePoints, ...]:  # noqa: ARG002
        """Find the faces in a picture.

        Parameters
        ----------
        picture
            uint8 (height, width, 3), RGB, upright.
        time
            Seconds from the first picture of the take; of no use here.

        Returns
        -------
        tuple[FacePoints, ...]
            At most four faces.
        """
        from mediapipe import Image, ImageFormat  # noqa: PLC0415

        height, width = picture.shape[:2]
        image = Image(image_format=ImageFormat.SRGB, data=np.ascontiguousarray(picture))
        faces = []
        for marks in self._landmarker.detect(image).face_landmarks:
            points = np.array([(p.x, p.y, p.z) for p in marks], np.float32)
            # MediaPipe gives depth in picture widths.
            points *= (width, height, width)
            faces.append(FacePoints(points=points, confidence=inside(points, width, height)))
        return plausible(faces, width, height)

    def close(self) -> None:
        """Free the model."""
        self._landmarker.close()

    def __enter__(self) -> LandmarkerDetector:
        """Return the detector itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Free the model."""
        self.close()


def landmarker_info(model: str | None) -> tuple[DetectorInfo, bytes]:
    """Describe the landmarker without loading it.

    Parameters
    ----------
    model
        As for `LandmarkerDetector`.

    Returns
    -------
    tuple[DetectorInfo, bytes]
        With the digest of the model file; and the file's content.

    Raises
    ------
    DetectorError
        If there is no model file, or it cannot be read.
    """
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
    described = DetectorInfo(
        name="landmarker", model=f"mediapipe {version('mediapipe')}", digest=digest
    )
    return described, content


def _open(content: bytes) -> Any:
    load_mediapipe()
    from mediapipe.tasks.python import BaseOptions, vision  # noqa: PLC0415

    return vision.FaceLandmarker.create_from_options(
        vision.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_buffer=content),
            running_mode=vision.RunningMode.IMAGE,
            num_faces=MAX_FACES,
        )
    )


DETECTOR = Detector(open=LandmarkerDetector, describe=lambda model: landmarker_info(model)[0])
"""It needs a model file."""
