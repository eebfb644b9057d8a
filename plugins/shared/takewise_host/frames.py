"""Which frame of a host's clip is which frame of the file.

The core counts the frames of the file from 0. A host may show less than the file: a
subclip, a part of an image sequence. What explains that exactly is followed; anything
else is refused with the two numbers, as markers on wrong frames are worse than none.
"""

from typing import NamedTuple, Optional

from takewise_host.problems import FramesDiffer
from takewise_host.timecodes import frame_of, frames_per_day, nominal


class HostClip(NamedTuple):
    """A clip as its host knows it."""

    key: str
    """The adapter's name for it."""
    name: str
    """What the user calls it."""
    path: str
    """Media file, or image sequence with ``%04d``."""
    frames: Optional[int] = None
    """Number of frames in the host; None if it does not report one."""
    rate: Optional[str] = None
    """Frames per second in the host's words; None if it does not report them."""
    start_timecode: Optional[str] = None
    """Timecode of its first frame; None if the host does not report one."""
    first_number: Optional[int] = None
    """Number of its first picture, of an image sequence."""


class Window(NamedTuple):
    """The part of a file that a host's clip shows."""

    start: int
    """Frame of the file that is the clip's first."""
    length: int
    """Frames of the clip."""

    def frame(self, of_file):
        """Return a frame of the file as one of the clip, from 0; None if it is not in it."""
        frame = of_file - self.start
        return frame if 0 <= frame < self.length else None


def window(clip, media):
    """Return the part of a file that a `HostClip` shows, as a `Window` in frames of the file.

    `media` is that of the core's result. Raises `FramesDiffer`, with both counts, if they differ
    without an explanation.
    """
    total = media["frames"]
    length = total if clip.frames is None else clip.frames
    if clip.first_number is not None and media.get("first_number") is not None:
        start = clip.first_number - media["first_number"]
    elif length == total:
        start = 0
    else:
        start = _later(clip, media)
    if start is None or start < 0 or length < 1 or start + length > total:
        raise FramesDiffer(
            _difference(clip, media, length),
            _hint(media),
        )
    return Window(start, length)


def _later(clip, media):
    """Return by how many frames a clip starts later than its file, by their timecodes."""
    # None without timecodes, or if both start together: then the clip is cut off at its
    # end, or counts at another pace, and it is unknown which.
    per_second = nominal(media["rate"])
    if per_second is None or nominal(media.get("timecode_rate")) != per_second:
        return None
    if clip.rate is not None and nominal(clip.rate) != per_second:
        return None
    here = frame_of(clip.start_timecode, per_second)
    there = frame_of(media.get("start_timecode"), per_second)
    if here is None or there is None:
        return None
    if _drops(clip.start_timecode) != _drops(media["start_timecode"]):
        return None
    return (here - there) % frames_per_day(media["start_timecode"], per_second) or None


def _drops(label):
    return label.strip()[8:9] != ":"


def _difference(clip, media, length):
    total, first = media["frames"], media.get("first_number")
    if clip.first_number is not None and first is not None:
        here = f"pictures {clip.first_number} to {clip.first_number + length - 1} here"
        return f"{clip.name} has {here}, and {first} to {first + total - 1} on the disk"
    return f"{clip.name} has {length} frames here, and {total} in its file"


def _hint(media):
    if media.get("variable_rate"):
        return "its rate varies, so nothing was marked: transcode it to a steady rate"
    return "it may be trimmed, or conformed to another rate, so nothing was marked"
