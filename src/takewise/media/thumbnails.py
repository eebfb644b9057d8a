"""Small pictures of some frames of a take, for lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from av.codec.context import CodecContext
from av.video.frame import VideoFrame

from takewise.atomic import write_bytes
from takewise.clock import FrameRange
from takewise.media.frames import read_frames
from takewise.model import MediaInfo, Picture

_HEIGHT = 120
# Pixels: a face fills a third of most takes' height, and still shows its features.

_SHORT_DIGEST = 16
# Hexadecimal digits that tell takes apart in a folder.


def write_thumbnails(info: MediaInfo, frames: Sequence[int], folder: Path) -> dict[int, Path]:
    """Write small pictures of some frames, those that are not there yet.

    Parameters
    ----------
    info
        The take.
    frames
        Pictures of the file, counted from its first.
    folder
        Where to; its files are named after the take's content and the frame, so that
        they can stay there and be found again.

    Returns
    -------
    dict[int, Path]
        Frame to JPEG, 120 pixels high; frames that do not decode are left out. Raises
        `UnreadableMedia` if the file cannot be opened, and `OutputError` if the folder
        cannot be written.
    """
    take = info.digest.removeprefix("sha256:")[:_SHORT_DIGEST]
    paths = {frame: folder / f"{take}-{frame:06}.jpg" for frame in frames}
    missing = sorted(frame for frame, path in paths.items() if not path.exists())
    for frame, picture in _pictures(info, missing):
        write_bytes(paths[frame], jpeg(picture, _HEIGHT))
    return {frame: path for frame, path in paths.items() if path.exists()}


def jpeg(picture: Picture, height: int) -> bytes:
    """Make a small JPEG of a picture.

    Parameters
    ----------
    picture
        uint8 (height, width, 3), RGB.
    height
        Pixels of the JPEG; the width follows, both even.

    Returns
    -------
    bytes
        The whole file.
    """
    height -= height % 2
    width = max(2, round(picture.shape[1] * height / picture.shape[0] / 2) * 2)
    codec = CodecContext.create("mjpeg", "w")
    codec.width, codec.height, codec.pix_fmt = width, height, "yuvj420p"
    codec.time_base = Fraction(1, 25)
    frame = VideoFrame.from_ndarray(picture, format="rgb24")
    small = frame.reformat(width=width, height=height, format="yuvj420p")
    packets = [*codec.encode(small), *codec.encode(None)]
    return b"".join(bytes(packet) for packet in packets)


def _pictures(info: MediaInfo, frames: Sequence[int]) -> Iterator[tuple[int, Picture]]:
    """Yield each of some frames, each found on its own: they are few, and far apart."""
    for frame in frames:
        part = replace(info, part=FrameRange(frame, frame + 1))
        for each in read_frames(part):
            yield frame, each.picture
