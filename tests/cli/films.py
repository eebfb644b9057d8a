"""Short takes with a face, as different devices would have recorded them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import cv2
import numpy as np
from av.video.stream import VideoStream

from takewise.model import Picture
from tests.performer import ScriptedMovement, TakeScript, astronaut, pictures, write_film

FILM = Fraction(24)
SIZE = (480, 360)


@lru_cache(maxsize=1)
def acted() -> tuple[Picture, ...]:
    """Return 30 pictures of a face, 80 px between its eyes, whose brows rise once."""
    rise = ScriptedMovement(unit="AU2", side="both", onset=8, apex=13, offset=20, peak=0.06)
    script = TakeScript(rate=FILM, frames=30, movements=(rise,))
    return tuple(pictures(astronaut(*SIZE, 80.0), script))


def write_face(path: Path, *, frames: int = 30, rate: Fraction = FILM) -> Path:
    """Write the face from its first picture on; longer takes go to and fro."""
    there_and_back = (*acted(), *acted()[-2:0:-1])
    shown = (there_and_back[number % len(there_and_back)] for number in range(frames))
    write_film(path, shown, rate, timecode="01:00:00:00", reel="A001")
    return path


def write_glimpse(path: Path) -> Path:
    """Write a face that is seen in two pictures only, some grey ones apart."""
    face = acted()[0]
    grey = np.full_like(face, 128)
    shown = (face if number in {4, 11} else grey for number in range(16))
    write_film(path, shown, FILM)
    return path


def write_corner(path: Path) -> Path:
    """Write the face small, 30 px between its eyes, in the picture's lower right corner."""
    small = (
        cv2.resize(each, None, fx=3 / 8, fy=3 / 8, interpolation=cv2.INTER_AREA) for each in acted()
    )
    write_film(path, (_in_corner(np.asarray(each, np.uint8)) for each in small), FILM)
    return path


def write_phone(path: Path) -> Path:
    """Write the face lying on its side, with the tag that tells players to turn it upright."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FILM)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = SIZE[1], SIZE[0]
        stream.pix_fmt = "yuv420p"
        stream.set_display_rotation(-90)
        _encode(container, stream, (np.rot90(each) for each in acted()))
    return path


def write_squeezed(path: Path) -> Path:
    """Write the face at half its width, with the tag that tells players to stretch it."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FILM)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = SIZE[0] // 2, SIZE[1]
        stream.pix_fmt, stream.options = "yuv420p", {"crf": "12"}
        stream.codec_context.sample_aspect_ratio = Fraction(2)
        half = (
            cv2.resize(each, None, fx=0.5, fy=1, interpolation=cv2.INTER_AREA) for each in acted()
        )
        _encode(container, stream, (np.asarray(each, np.uint8) for each in half))
    return path


def write_uneven(path: Path, at: Sequence[Fraction]) -> Path:
    """Write the face with each picture shown at its own time, seconds, as a phone does."""
    ticks = 90_000
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FILM)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, ticks)
        for time, picture in zip(at, acted(), strict=True):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            frame.pts, frame.time_base = round(time * ticks), Fraction(1, ticks)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _in_corner(face: Picture) -> Picture:
    picture = np.full((SIZE[1], SIZE[0], 3), 90, np.uint8)
    picture[-face.shape[0] :, -face.shape[1] :] = face
    return picture


def _encode(
    container: av.container.OutputContainer, stream: VideoStream, shown: Iterable[Picture]
) -> None:
    for picture in shown:
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
