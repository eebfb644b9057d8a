"""Tiny takes with known truth, written by PyAV while the tests run.

Every picture shows its own number: the lower half holds eight bars, the
left one the lowest bit, white for 1. The upper half is red on the left and blue on
the right, so that `corner_is_red` tells whether a picture is upright.

```
 ┌───────┬───────┐
 │  red  │  blue │
 ├─┬─┬─┬─┼─┬─┬─┬─┤
 │1│2│4│8│ … 128 │   bars: the picture's number
 └─┴─┴─┴─┴─┴─┴─┴─┘
```

`write_clip` makes a whole take, `write_sound` and `write_sequence` its relatives; `cut`
and `damage` break one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition
from av.video.stream import VideoStream

from takewise.model import Picture

WIDTH, HEIGHT = 128, 96
BITS = 8


def numbered_picture(number: int, width: int = WIDTH, height: int = HEIGHT) -> Picture:
    """Return the picture that shows a number from 0 to 255."""
    picture = np.zeros((height, width, 3), np.uint8)
    middle = width // 2
    picture[: height // 2, :middle] = (200, 30, 30)
    picture[: height // 2, middle:] = (30, 30, 200)
    for bit in range(BITS):
        if number >> bit & 1:
            picture[height // 2 :, bit * width // BITS : (bit + 1) * width // BITS] = 255
    return picture


def number_in(picture: Picture) -> int:
    """Return the number that an upright picture shows."""
    height, width = picture.shape[:2]
    row = picture[height * 3 // 4 - 2 : height * 3 // 4 + 2]
    centres = [(2 * bit + 1) * width // (2 * BITS) for bit in range(BITS)]
    return sum(1 << bit for bit, x in enumerate(centres) if row[:, x - 2 : x + 2].mean() > 127)


def corner_is_red(picture: Picture) -> bool:
    """Return whether the top left is red and the top right blue: the picture is upright."""
    height, width = picture.shape[:2]
    left = picture[: height // 4, : width // 4].mean(axis=(0, 1))
    right = picture[: height // 4, -width // 4 :].mean(axis=(0, 1))
    return bool(left[0] > left[2] + 80 and right[2] > right[0] + 80)


def require_encoder(codec: str) -> None:
    """Skip the test where this build of PyAV cannot write a codec."""
    try:
        av.Codec(codec, "w")
    except av.FFmpegError as error:
        pytest.skip(f"this PyAV cannot encode {codec}: {error}")


def write_clip(
    path: Path,
    *,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    rate: Fraction = Fraction(25),
    frames: int = 24,
    at: Sequence[int] | None = None,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    rotate: int = 0,
    mirror: bool = False,
    stream_tags: Mapping[str, str] | None = None,
    file_tags: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
    file_options: Mapping[str, str] | None = None,
    sound: bool = False,
) -> Path:
    """Write a take whose pictures show 0, 1, 2, ...; the suffix chooses the container.

    Parameters
    ----------
    path
        The file to write.
    codec, pix_fmt, options
        FFmpeg's names of the encoder, its pixel format and its options; skips
        the test where the encoder is missing.
    rate
        Frames per second.
    frames
        How many pictures, 1 to 256.
    at
        Grid frame at which each picture is shown; a number left out makes the
        rate vary, a first number above 0 makes a late start. Replaces `frames`.
    size
        Stored width and height, pixels.
    rotate
        Clockwise turn that players are told to apply: 0, 90, 180 or 270
        degrees; the stored pictures are turned the other way, so that the
        result shows them upright. MOV and MP4 only.
    mirror
        Whether players are told to exchange left and right.
    stream_tags
        Metadata of the picture stream: ``timecode`` and ``reel_name`` make the
        timecode track of MOV and MP4.
    file_tags
        Metadata of the file: ``timecode`` of MXF, ``TIMECODE`` of MKV.
    file_options
        Options of the muxer, e.g. ``{"movflags": "faststart"}``.
    sound
        Whether to add a second of silence.

    Returns
    -------
    Path
        The same path.
    """
    require_encoder(codec)
    times = range(frames) if at is None else at
    with av.open(str(path), "w", options=dict(file_options or {})) as container:
        container.metadata.update(file_tags or {})
        stream = container.add_stream(codec, rate=rate)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = size
        stream.pix_fmt = pix_fmt
        stream.options = dict(options or {})
        stream.metadata.update(stream_tags or {})
        stream.codec_context.time_base = 1 / rate
        if rotate or mirror:
            if not hasattr(stream, "set_display_rotation"):
                pytest.skip("this PyAV cannot write a display matrix")
            stream.set_display_rotation(-rotate, hflip=mirror)
        if sound:
            _silence(container)
        upright = size if rotate % 180 == 0 else size[::-1]
        for number, time in enumerate(times):
            picture = np.rot90(numbered_picture(number, *upright), rotate // 90)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            frame.pts, frame.time_base = time, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def write_sound(path: Path, *, cover: bool = False) -> Path:
    """Write a second of silence without moving pictures, with a cover if asked (MP4, MP3)."""
    with av.open(str(path), "w") as container:
        if cover:
            stream = container.add_stream("mjpeg", rate=1)
            stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuvj420p"
            try:
                stream.disposition = Disposition.attached_pic
            except TypeError as error:
                pytest.skip(f"this PyAV cannot mark a stream as cover art: {error}")
        _silence(container)
        if cover:
            frame = av.VideoFrame.from_ndarray(numbered_picture(1), format="rgb24")
            container.mux([*stream.encode(frame), *stream.encode(None)])
    return path


def write_sequence(folder: Path, numbers: Sequence[int], name: str = "take.%04d.png") -> Path:
    """Write one still per number and return the pattern that stands for them."""
    for place, number in enumerate(numbers):
        with av.open(str(folder / (name % number)), "w", format="image2") as container:
            stream = container.add_stream("png", rate=24)
            stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "rgb24"
            stream.options = {}
            frame = av.VideoFrame.from_ndarray(numbered_picture(place), format="rgb24")
            container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    return folder / name


def cut(path: Path, share: float) -> Path:
    """Keep only the first part of a file, as a full disk or a pulled card does."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path


def damage(path: Path, packet: int) -> Path:
    """Overwrite the middle of one stored picture with 0xFF; packets count from 0."""
    with av.open(str(path)) as container:
        stored = [p for p in container.demux(container.streams.video[0]) if p.size][packet]
        start, length = stored.pos, stored.size
    assert start is not None
    content = bytearray(path.read_bytes())
    content[start + 4 : start + length] = b"\xff" * (length - 4)
    path.write_bytes(content)
    return path


def _silence(container: av.container.OutputContainer) -> None:
    """Add one second of silent sound."""
    codec = "pcm_s16le" if container.format.name in {"mov", "mxf", "wav"} else "aac"
    stream = container.add_stream(codec, rate=48000)
    stream.layout = "mono"
    for start in range(0, 48000, 1024):
        samples = np.zeros((1, 1024), np.float32 if codec == "aac" else np.int16)
        frame = av.AudioFrame.from_ndarray(
            samples, format="fltp" if codec == "aac" else "s16", layout="mono"
        )
        frame.sample_rate, frame.pts = 48000, start
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
