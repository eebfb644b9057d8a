"""Small pictures of some frames of a take, for lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from takewise.atomic import write_bytes
from takewise.clock import FrameRange
from takewise.media.frames import read_frames
from takewise.media.image_writer import encode_still, shrunk
from takewise.model import MediaInfo, Picture

# Pixels: a face fills a third of most takes' height, and still shows its features.
_HEIGHT = 120

# Hexadecimal digits that distinguish takes in a folder.
_SHORT_DIGEST = 16


def write_thumbnails(info: MediaInfo, frames: Sequence[int], folder: Path) -> dict[int, Path]:
    """Write small pictures of some frames of a take to a folder, those that are not there yet.

    Returns frame to JPEG, at most 120 pixels high; frames that do not decode are left out. Files
    are named after the take's content and the frame, so that they can stay there and be found
    again. Raises `UnreadableMedia` if the file cannot be opened, and `OutputError` if the folder
    cannot be written.
    """
    take = info.digest.removeprefix("sha256:")[:_SHORT_DIGEST]
    take += "" if info.stream is None else f"-{info.stream}"
    paths = {frame: folder / f"{take}-{frame:06}.jpg" for frame in frames}
    missing = sorted(frame for frame, path in paths.items() if not path.exists())
    for frame, picture in _pictures(info, missing):
        write_bytes(paths[frame], encode_still(shrunk(picture, height=_HEIGHT), "jpg", {}))
    return {frame: path for frame, path in paths.items() if path.exists()}


def _pictures(info: MediaInfo, frames: Sequence[int]) -> Iterator[tuple[int, Picture]]:
    """Yield each of some frames, each found on its own: they are few, and far apart."""
    for frame in frames:
        part = replace(info, part=FrameRange(frame, frame + 1))
        for each in read_frames(part):
            yield frame, each.picture
