"""A detector that has seen the sample takes before, and need not load a model."""

from __future__ import annotations

import numpy as np

from takewise.model import FacePoints, Picture


class AstronautFace:
    """Finds the one face of the sample takes where it is."""

    def __enter__(self) -> AstronautFace:
        """Return the detector itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Free nothing."""

    def detect(self, picture: Picture, time: float) -> tuple[FacePoints, ...]:
        """Return the face: eyes at 0.50 and 0.63 of the width, 0.4 of the height."""
        del time
        height, width, _ = picture.shape
        points = np.zeros((478, 3), np.float32)
        for corners, x in (((33, 133), 0.504), ((362, 263), 0.628)):
            points[list(corners), :2] = (x * width, 0.4 * height)
        return (FacePoints(points=points, confidence=1.0),)
