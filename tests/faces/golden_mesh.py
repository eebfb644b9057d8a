"""What MediaPipe's own graph finds in the sample media, to compare other runtimes with.

``python -m tests.faces.golden_mesh`` writes `GOLDEN` with the mediapipe that is installed. It
was written with 0.10.21 on Linux x86-64, and must not be written with another library.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import av
import numpy as np
from PIL import Image

from takewise.faces import open_detector
from takewise.faces.following import window_around
from takewise.faces.mesh import GraphMesh
from takewise.faces.search import SolutionSearch, Window
from takewise.model import FloatArray, Picture
from tests.conftest import REPOSITORY

GOLDEN = REPOSITORY / "tests" / "golden" / "faces" / "mesh-0.10.21.npz"

PHOTOS = ("P1010001", "P1010005", "P1010010", "P1010012")
TAKES = {
    "scene12_take1.mov": (0, 31, 67),
    "scene12_take2.mov": (12, 40),
    "scene12_take3.mp4": (50,),
}
"""Frames of each take; eyes closed, open and half-open, with and without moved lips."""

MOVED = (
    (0.0, 0.0, 1.0, 0.0),
    (0.06, -0.04, 1.1, 0.12),
    (-0.1, 0.05, 1.2, -0.2),
    (0.22, 0.1, 0.9, 0.22),
    (3.0, 0.0, 1.0, 0.0),
)
"""Windows: moved by so many sides across and down, so many times as large, turned by so many
radians. The last one shows no face."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Golden:
    """What MediaPipe found in one window of one picture."""

    picture: str
    """Name of the photograph or take."""
    frame: int
    """Frame of the take; -1 for a photograph."""
    window: Window
    """Where the mesh looked."""
    presence: float
    """Score of the face, 0 to 1."""
    points: FloatArray | None
    """float32 (478, 3), pixels; None where the window shows no face."""


@cache
def picture_of(name: str, frame: int) -> Picture:
    """Return a picture of the sample media."""
    folder = REPOSITORY / "sample_media"
    if frame < 0:
        with Image.open(folder / "portrait_burst" / f"{name}.jpg") as opened:
            return np.asarray(opened.convert("RGB"))
    with av.open(str(folder / name)) as media:
        for index, picture in enumerate(media.decode(video=0)):
            if index == frame:
                return picture.to_ndarray(format="rgb24")
    raise AssertionError(f"{name} has no frame {frame}")


def pictures() -> Iterator[tuple[str, int]]:
    """Yield name and frame of each picture."""
    yield from ((name, -1) for name in PHOTOS)
    yield from ((name, frame) for name, frames in TAKES.items() for frame in frames)


def read_golden(path: Path = GOLDEN) -> list[Golden]:
    """Return what was stored."""
    with np.load(path) as stored:
        names, frames, windows = stored["names"], stored["frames"], stored["windows"]
        presence, points = stored["presence"], stored["points"]
    return [
        Golden(
            picture=str(names[i]),
            frame=int(frames[i]),
            window=Window(
                **dict(zip(("x", "y", "side", "angle"), windows[i].tolist(), strict=True))
            ),
            presence=float(presence[i]),
            points=None if np.isnan(points[i]).any() else points[i],
        )
        for i in range(len(names))
    ]


def read_searched(path: Path = GOLDEN) -> list[tuple[str, int, int, FloatArray]]:
    """Return name, frame and model, and what was found: score, x, y, side, angle."""
    with np.load(path) as stored:
        return [
            (name, frame, model, stored[f"search {model} {name} {frame}"])
            for model in (0, 1)
            for name, frame in pictures()
        ]


def _write(path: Path) -> None:
    rows = []
    searched: dict[str, FloatArray] = {}
    searches = [SolutionSearch(model) for model in (0, 1)]
    mesh = GraphMesh()
    with open_detector("mesh") as detector:
        for time, (name, frame) in enumerate(pictures()):
            picture = picture_of(name, frame)
            (face,) = detector.detect(picture, time * 10.0)
            base = window_around(face.points)
            for across, down, larger, turn in MOVED:
                window = Window(
                    x=base.x + across * base.side,
                    y=base.y + down * base.side,
                    side=base.side * larger,
                    angle=base.angle + turn,
                )
                found, presence = mesh.seen(picture, window)
                points = np.full((478, 3), np.nan, np.float32) if found is None else found.points
                at = (window.x, window.y, window.side, window.angle)
                rows.append((name, frame, at, presence, points))
            for model, search in enumerate(searches):
                searched[f"search {model} {name} {frame}"] = np.array(
                    [(s, w.x, w.y, w.side, w.angle) for s, w in search.found(picture)]
                )
    keys = ("names", "frames", "windows", "presence", "points")
    columns = dict(zip(keys, map(np.array, zip(*rows, strict=True)), strict=True))
    np.savez_compressed(path, **columns, **searched)


if __name__ == "__main__":
    _write(GOLDEN)
