"""Pictures of a smooth surface that are right at every scale: no picture is resampled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from takewise.model import FacePoints, Picture
from tests.performer import Portrait
from tests.played import face_at


def surface(at: npt.NDArray[np.complex128]) -> npt.NDArray[np.float64]:
    """Return the brightness, 20 to 236, at places on the face given in eye-widths."""
    waves = ((9.0, 2.0, 0.3), (-3.0, 11.0, 1.1), (6.0, -7.0, 2.0), (1.0, 4.0, 0.7))
    bright = sum(np.sin(a * at.real + b * at.imag + phase) for a, b, phase in waves)
    return np.asarray(128 + 27 * bright)


def painted(
    performer: Portrait, size: tuple[int, int], turn: complex, move: complex
) -> tuple[Picture, FacePoints]:
    """Return a picture of the surface and the face in it.

    Parameters
    ----------
    performer
        Whose mesh points lie on the surface.
    size
        Width and height of the picture, pixels.
    turn
        Pixels per eye-width as a length, and the turn, as a complex number.
    move
        Where the middle of the face is, pixels.
    """
    x, y = np.meshgrid(np.arange(size[0]), np.arange(size[1]))
    grey = surface((x + 1j * y - move) / turn).round().astype(np.uint8)
    flat = (performer.points - performer.middle) / performer.eye_width
    moved = (flat[:, 0] + 1j * flat[:, 1]) * turn + move
    return np.dstack([grey] * 3), face_at(np.column_stack((moved.real, moved.imag)))
