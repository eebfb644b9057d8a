"""What a media file says, and its pictures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from takewise.clock import FrameRange, Timecode
from takewise.model.arrays import Picture


def content_name(digest: str, stream: int | None) -> str:
    """Return what names the pictures of a file: `MediaInfo.content`."""
    return digest if stream is None else f"{digest}#{stream}"


MOST_MEGAPIXELS = 250.0
"""Megapixels of the largest photograph that is read unless the user says more: telephones
take 200."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaInfo:
    """What a media file says about itself, before any picture is decoded."""

    path: str
    """The path as given; ``%04d`` stands for the numbers of an image sequence."""
    width: int
    """Upright picture width, pixels; pixels that are not square are made so."""
    height: int
    """Upright picture height, square pixels."""
    rate: Fraction
    """Frames per second; of the steady grid where the file's rate varies."""
    time_base: Fraction
    """Seconds per tick of the presentation times."""
    codec: str
    """The decoder's name for the picture codec, e.g. ``prores``."""
    start_timecode: Timecode | None
    """Timecode of frame 0, at the rate at which the file counts it, which may be slower
    than the pictures'; None where the file carries none."""
    reel: str | None
    """Reel or tape name; None where the file carries none."""
    frame_count: int | None
    """Pictures in the whole file by its index; None where that is unknown."""
    variable_rate: bool
    """Whether the time between pictures varies."""
    interlaced: bool
    """Whether the pictures are stored as two fields."""
    rotation: int
    """Clockwise turn that makes the stored picture upright: 0, 90, 180 or 270 degrees."""
    has_sound: bool
    """Whether the file has a sound track."""
    digest: str
    """``sha256:`` and the hexadecimal digest of the file's whole content."""
    warnings: tuple[str, ...] = ()
    """What the user should know about the file, one sentence each."""
    part: FrameRange | None = None
    """The frames of it that are meant; None for all. Frames are counted from the file's
    first in either case."""
    camera_time: bool = False
    """Whether `start_timecode` is the clock of a camera that writes no timecode track;
    Final Cut Pro counts such a file from 0."""
    stream: int | None = None
    """Which of the file's streams holds the pictures, where a person chose another than
    the largest; None for the largest."""

    @property
    def content(self) -> str:
        """What names its pictures wherever the file is: the digest, and a chosen stream."""
        return content_name(self.digest, self.stream)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """One decoded picture."""

    index: int
    """0-based, presentation order, counting decoded pictures from the file's first."""
    pts: int
    """Presentation time, ticks of `MediaInfo.time_base`."""
    time: float
    """Seconds from the first picture that is read."""
    picture: Picture
    """uint8 (height, width, 3), RGB, upright."""
