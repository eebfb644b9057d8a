"""What every face detector does, whatever model it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol

from takewise.model import DetectedFrame, DetectorInfo, FacePoints, Frame, Picture


class FaceDetector(Protocol):
    """Finds the faces of one picture after another.

    Pictures come in rising time. A detector may follow a face from one picture
    to the next; after a gap longer than half a second, or a time that does not
    rise, it starts afresh, so unrelated stills are given seconds apart. It is a
    context manager: leaving it frees the model.
    """

    @property
    def info(self) -> DetectorInfo:
        """The detector's name, the library that runs its model, the model's digest."""

    def detect(self, picture: Picture, time: float) -> tuple[FacePoints, ...]:
        """Find the faces in an upright picture, uint8 (height, width, 3), RGB.

        `time` is seconds from the first picture of the take. At most as many faces as were asked
        for, in no particular order.
        """

    def close(self) -> None:
        """Free the model; the detector cannot be used afterwards."""

    def __enter__(self) -> FaceDetector:
        """Return the detector itself."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Free the model."""


class OpenedDetector:
    """A face detector made of its parts; use it from one thread at a time."""

    def __init__(
        self,
        info: DetectorInfo,
        detect: Callable[[Picture, float], tuple[FacePoints, ...]],
        *,
        free: Iterable[Callable[[], None]] = (),
    ) -> None:
        self.info = info
        self._detect = detect
        self._free = tuple(free)

    def detect(self, picture: Picture, time: float) -> tuple[FacePoints, ...]:
        """Find the faces in a picture."""
        return self._detect(picture, time)

    def close(self) -> None:
        """Free the models."""
        for free in self._free:
            free()
        # What is held by nothing else goes with it.
        del self._detect

    def __enter__(self) -> OpenedDetector:
        """Return the detector itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Free the models."""
        self.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Detector:
    """How a face detector is had; its module offers one as ``DETECTOR``."""

    open: Callable[[str | None, int], FaceDetector]
    """Path of a model file, where it needs one, and the most faces of a picture, to the
    detector."""
    describe: Callable[[str | None], DetectorInfo]
    """The path to what the opened detector's ``info`` is, without loading it."""


def detect_faces(frames: Iterable[Frame], detector: FaceDetector) -> Iterator[DetectedFrame]:
    """Find the faces of one picture of a take after another, in order; the detector stays open."""
    for frame in frames:
        yield DetectedFrame(frame=frame, faces=detector.detect(frame.picture, frame.time))
