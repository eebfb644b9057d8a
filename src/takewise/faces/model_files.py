"""Where the model files are.

The wheel of mediapipe 0.10 carries them. Where that package is installed, its own files
are read; elsewhere those that ``takewise models install`` has put into the user's folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

import platformdirs

from takewise.errors import DetectorError

FACE_MODELS = (
    "modules/face_landmark/face_landmark_with_attention.tflite",
    "modules/face_detection/face_detection_full_range_sparse.tflite",
    "modules/face_detection/face_detection_short_range.tflite",
)
"""Files inside the mediapipe package that decide which faces are found: mesh, full-range
search, short-range search."""

MODEL_DIGESTS: Mapping[str, str] = MappingProxyType(
    {
        FACE_MODELS[0]: "e06a804e0144f9929eda782122916b35d60c697c3c9344013ca2bbe76a6ce2b4",
        FACE_MODELS[1]: "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1",
        FACE_MODELS[2]: "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
        "modules/face_landmark/face_landmark.tflite": (
            "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814"
        ),
        "modules/iris_landmark/iris_landmark.tflite": (
            "d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f"
        ),
        "modules/palm_detection/palm_detection_lite.tflite": (
            "e9a4aaddf90dda56a87235303cf00e4c2d3fb28725f68fd88772997dac905c18"
        ),
        "modules/palm_detection/palm_detection_full.tflite": (
            "1b14e9422c6ad006cde6581a46c8b90dd573c07ab7f3934b5589e7cea3f89a54"
        ),
        "modules/hand_landmark/hand_landmark_lite.tflite": (
            "048edd3645c9bf7397d19a9f6e3a42957d6e414c9bea6598030a2e9b624156e6"
        ),
        "modules/hand_landmark/hand_landmark_full.tflite": (
            "11c272b891e1a99ab034208e23937a8008388cf11ed2a9d776ed3d01d0ba00e3"
        ),
        "modules/holistic_landmark/hand_recrop.tflite": (
            "67d996ce96f9d36fe17d2693022c6da93168026ab2f028f9e2365398d8ac7d5d"
        ),
        "modules/pose_detection/pose_detection.tflite": (
            "9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c"
        ),
        "modules/pose_landmark/pose_landmark_full.tflite": (
            "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f"
        ),
        "modules/selfie_segmentation/selfie_segmentation.tflite": (
            "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c"
        ),
        "modules/selfie_segmentation/selfie_segmentation_landscape.tflite": (
            "a77d03f4659b9f6b6c1f5106947bf40e99d7655094b6527f214ea7d451106edd"
        ),
    }
)
"""SHA-256 of each model file in the wheel of mediapipe 0.10.21."""


ModelState: TypeAlias = Literal["works", "differs", "missing"]
"""``differs`` has another content than the model of mediapipe 0.10.21."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownModel:
    """A model file, there or not."""

    name: str
    """Its path inside the mediapipe package."""
    path: Path | None
    """Where it is; None if it is missing."""
    state: ModelState
    """How it is."""


def list_known() -> tuple[KnownModel, ...]:
    """Look for every model file, and read those that are there, in the order of `MODEL_DIGESTS`."""
    return tuple(_known(name, digest) for name, digest in MODEL_DIGESTS.items())


def _known(name: str, digest: str) -> KnownModel:
    path = find_model(name)
    if path is None:
        return KnownModel(name=name, path=None, state="missing")
    try:
        same = hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        same = False
    return KnownModel(name=name, path=path, state="works" if same else "differs")


def installed_folder() -> Path | None:
    """Return the folder of the installed mediapipe package; None where there is none."""
    spec = find_spec("mediapipe")
    return Path(spec.origin).parent if spec and spec.origin else None


def user_folder() -> Path:
    """Return the folder of the user's own model files, which need not exist."""
    return platformdirs.user_data_path("takewise", appauthor=False) / "models"


def find_model(name: str) -> Path | None:
    """Find a model file of `MODEL_DIGESTS`: in the installed mediapipe, then in the user's folder.

    None where it is in neither.
    """
    folders = (installed_folder(), user_folder())
    return next((path for at in folders if at and (path := at / name).is_file()), None)


def read_models(names: Sequence[str]) -> tuple[bytes, ...]:
    """Read model files of `MODEL_DIGESTS`, in the given order.

    Raises `DetectorError` if one is missing or cannot be read.
    """
    return tuple(_content(name) for name in names)


def joined_digest(contents: Sequence[bytes]) -> str:
    """Return ``sha256:`` and the digest of the contents of several files together."""
    return f"sha256:{hashlib.sha256(b''.join(contents)).hexdigest()}"


def _content(name: str) -> bytes:
    path = find_model(name)
    if path is None:
        raise DetectorError(
            f"the model file {Path(name).name} is missing", remedy="run takewise models install"
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise DetectorError(
            f"the model file cannot be read ({error.strerror})",
            where=str(path),
            remedy="check its permissions, or run takewise models install",
        ) from error
