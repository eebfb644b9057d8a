"""A TensorFlow Lite model, and what can run one: LiteRT, or OpenCV where there is no LiteRT."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol

from takewise.errors import DetectorError
from takewise.model import FloatArray

_LITERT = "ai-edge-litert"

# Distributions that have OpenCV in them; one of them is there.
_OPENCV = (
    "opencv-python",
    "opencv-contrib-python",
    "opencv-python-headless",
    "opencv-contrib-python-headless",
)


class LiteModel(Protocol):
    """A model that runs on the thread that calls it; use it from one thread at a time."""

    def input(self, number: int = 0) -> FloatArray:
        """Return an input to write into, float32; do not keep it."""

    def output(self, number: int) -> FloatArray:
        """Return an output, float32; it is valid until the next run, which keeping it prevents."""

    def run(self) -> None:
        """Work the outputs out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """A library that runs models."""

    library: str
    """Its distribution and version."""
    load: Callable[[], Callable[[bytes], LiteModel]]
    """Loads the library; what it returns opens a model, given its file's content."""


def find_runtime() -> Runtime:
    """Return LiteRT where it is installed, or OpenCV."""
    return litert() or opencv()


def litert() -> Runtime | None:
    """Return LiteRT; None where it is not installed, as on Intel Macs and with musl."""
    if (library := _installed(_LITERT)) is None:
        return None
    return Runtime(library=library, load=_load_litert)


def opencv() -> Runtime:
    """Return OpenCV, which takes nearly twice the time."""
    installed = (library for name in _OPENCV if (library := _installed(name)))
    return Runtime(library=next(installed, "opencv"), load=_load_opencv)


def _installed(distribution: str) -> str | None:
    try:
        return f"{distribution} {version(distribution)}"
    except PackageNotFoundError:
        return None


def _load_litert() -> Callable[[bytes], LiteModel]:
    try:
        from takewise.faces.litert_model import LitertModel  # noqa: PLC0415 - loads LiteRT
    except ImportError as error:
        raise DetectorError(
            f"LiteRT is installed and does not load ({error})",
            remedy=f"pip uninstall {_LITERT}: OpenCV then finds the faces, more slowly",
        ) from error
    return LitertModel


def _load_opencv() -> Callable[[bytes], LiteModel]:
    from takewise.faces.opencv_model import OpencvModel  # noqa: PLC0415 - loads OpenCV

    return OpencvModel
