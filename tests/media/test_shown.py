"""Pictures have the colours and the shape that players give them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream

from takewise.media import SeekableTake, pictures_of, probe, read_frames
from takewise.model import Picture
from tests.media.clips import require_encoder

PATCHES = (
    (200, 40, 40), (40, 180, 60), (40, 60, 200), (200, 160, 130),
    (128, 128, 128), (255, 255, 255), (0, 0, 0), (230, 220, 30),
)  # fmt: skip
"""RGB of the bars, from left to right; the fourth is skin."""

WEIGHTS = {
    Colorspace.ITU601: (0.299, 0.114),
    Colorspace.ITU709: (0.2126, 0.0722),
    Colorspace.BT2020: (0.2627, 0.0593),
}
"""Red's and blue's share in luma; ITU-R BT.601-7, BT.709-6 and BT.2020-2, the tables of
signal format."""

HD, SD = (1280, 720), (720, 576)


class Coded(NamedTuple):
    """How a take's colours are stored, and what its file tells of that."""

    size: tuple[int, int]
    matrix: Colorspace
    codec: str = "libx264"
    pix_fmt: str = "yuv420p"
    full: bool = False
    told: bool = False
    """Whether the file names its matrix and range."""
    options: tuple[tuple[str, str], ...] = (("qp", "4"),)


CODED = {
    "untold HD.mp4": Coded(HD, Colorspace.ITU709),
    "told HD.mp4": Coded(HD, Colorspace.ITU709, told=True),
    "untold portrait.mp4": Coded(HD[::-1], Colorspace.ITU709),
    "untold SD.mp4": Coded(SD, Colorspace.ITU601),
    "told SD.mp4": Coded(SD, Colorspace.ITU601, told=True),
    "told otherwise.mp4": Coded(HD, Colorspace.ITU601, told=True),
    "untold 10-bit.mov": Coded(HD, Colorspace.ITU709, "prores_ks", "yuv422p10le", options=()),
    "told 10-bit.mkv": Coded(HD, Colorspace.BT2020, "ffv1", "yuv420p10le", told=True, options=()),
    "interlaced.mov": Coded(
        HD, Colorspace.ITU709, "prores_ks", "yuv422p10le", options=(("flags", "+ildct"),)
    ),
    "told full range.mp4": Coded(HD, Colorspace.ITU709, full=True, told=True),
    "full range by its kind.mp4": Coded(HD, Colorspace.ITU709, "libx264", "yuvj420p", full=True),
    "pictures of JPEG.mov": Coded(
        HD, Colorspace.ITU601, "mjpeg", "yuvj422p", full=True,
        options=(("qmin", "1"), ("qmax", "1")),
    ),
}  # fmt: skip


def levels(colour: tuple[int, int, int], coded: Coded) -> tuple[float, float, float]:
    """Return luma and the two colour differences of a colour, in 8-bit levels."""
    red, green, blue = (level / 255 for level in colour)
    of_red, of_blue = WEIGHTS[coded.matrix]
    luma = of_red * red + (1 - of_red - of_blue) * green + of_blue * blue
    differences = (blue - luma) / (2 - 2 * of_blue), (red - luma) / (2 - 2 * of_red)
    if coded.full:
        return luma * 255, 128 + differences[0] * 255, 128 + differences[1] * 255
    return 16 + luma * 219, 128 + differences[0] * 224, 128 + differences[1] * 224


def write_bars(path: Path, coded: Coded, aspect: Fraction | None = None, turn: int = 0) -> Path:
    """Write two pictures of upright bars, plane by plane, without any converter."""
    require_encoder(coded.codec)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(coded.codec, rate=25)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = coded.size
        stream.pix_fmt, stream.options = coded.pix_fmt, dict(coded.options)
        if coded.told:
            stream.codec_context.colorspace = coded.matrix
            stream.codec_context.color_range = ColorRange.JPEG if coded.full else ColorRange.MPEG
        if aspect:
            stream.codec_context.sample_aspect_ratio = aspect
        if turn:
            stream.set_display_rotation(-turn)
        for time in range(2):
            frame = bars(coded)
            frame.pts, frame.time_base = time, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def bars(coded: Coded) -> av.VideoFrame:
    """Return the stored picture of the bars."""
    frame = av.VideoFrame(*coded.size, coded.pix_fmt)
    deep = "10" in coded.pix_fmt
    colours = np.array([levels(each, coded) for each in PATCHES]) * (4 if deep else 1)
    for plane, values in zip(frame.planes, np.rint(colours.T), strict=True):
        rows = np.frombuffer(plane, np.uint16 if deep else np.uint8).reshape(plane.height, -1)
        rows[:, : plane.width] = values[np.arange(plane.width) * len(PATCHES) // plane.width]
    return frame


def seen(picture: Picture) -> np.ndarray:
    """Return the colour in the middle of each bar."""
    height, width = picture.shape[:2]
    return np.array(
        [picture[height // 2, (2 * n + 1) * width // 16] for n in range(len(PATCHES))], int
    )


@pytest.mark.parametrize("name", CODED)
def test_colours_are_those_that_were_filmed(tmp_path: Path, name: str) -> None:
    """Bars come back within four levels of 255, for the analysis and for a player alike."""
    info = probe(str(write_bars(tmp_path / name, CODED[name])))
    analysed = next(iter(read_frames(info))).picture
    assert np.abs(seen(analysed) - PATCHES).max() <= 4
    with SeekableTake(info) as take:
        ((_, played),) = pictures_of(take, [1], info.width, info.height)
    assert np.abs(seen(played) - PATCHES).max() <= 4


@pytest.mark.parametrize(
    ("name", "size", "aspect", "turn", "shape"),
    [
        ("PAL.mov", SD, Fraction(16, 15), 0, (576, 768, 3)),
        ("wide PAL.mov", SD, Fraction(64, 45), 0, (576, 1024, 3)),
        ("HDV.mp4", (1440, 1080), Fraction(4, 3), 0, (1080, 1920, 3)),
        ("anamorphic.mkv", (960, 720), Fraction(2), 0, (720, 1920, 3)),
        ("narrow.mp4", SD, Fraction(8, 9), 0, (576, 640, 3)),
        ("phone.mov", HD, None, 90, (1280, 720, 3)),
        ("turned wide PAL.mov", SD, Fraction(64, 45), 270, (1024, 576, 3)),
        ("nearly square.mp4", HD, Fraction(1279, 1280), 0, (720, 1280, 3)),
        ("absurd.mp4", SD, Fraction(255, 1), 0, (576, 720, 3)),
    ],
)
def test_pixels_are_made_square(
    tmp_path: Path,
    name: str,
    size: tuple[int, int],
    aspect: Fraction | None,
    turn: int,
    shape: tuple[int, int, int],
) -> None:
    """The stored width is stretched before the turn, in the facts and in every picture."""
    coded = Coded(size, Colorspace.ITU709 if size != SD else Colorspace.ITU601)
    info = probe(str(write_bars(tmp_path / name, coded, aspect, turn)))
    warnings: list[str] = []
    first, second = read_frames(info, warn=warnings.append)
    assert (info.height, info.width, 3) == first.picture.shape == second.picture.shape == shape
    assert np.abs(seen(np.rot90(first.picture, turn // 90)) - PATCHES).max() <= 4
    assert warnings == []
