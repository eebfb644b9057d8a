"""Read nodes: which media they are, and on which frames of the script it is seen."""

import os
import re
from typing import NamedTuple

from takewise_host.asking import sequence_path
from takewise_host.frames import HostClip
from takewise_host.problems import Problem

_NUMBERED = re.compile(r"%\d*d")


class ScriptFrames(NamedTuple):
    """Where a Read's media is in the script."""

    base: int
    """Frame of the script that shows the first picture of the Read's media."""
    first: int
    """First frame of the script with a picture of its own."""
    last: int
    """Last frame of the script with a picture of its own."""


def clip_of(read, root):
    """Return the media of a Read as `HostClip`; `root` has the rate of image sequences.

    The host counts the frames of a movie, and also the numbers of a sequence. Raises `Problem` if
    the Read shows no media.
    """
    said = read["file"].getEvaluatedValue()
    if not said:
        raise Problem(f"{read.name()} has no file", "choose one in its properties")
    path, _ = sequence_path(str(said))
    first, last = int(read["origfirst"].value()), int(read["origlast"].value())
    numbered = _NUMBERED.search(os.path.basename(path)) is not None
    rate = read.metadata("input/frame_rate") or root["fps"].value()
    return HostClip(
        key=read.fullName(),
        name=read.name(),
        path=path,
        frames=last - first + 1,
        rate=str(rate),
        first_number=first if numbered else None,
    )


def script_frames(read):
    """Return where a Read's media is in the script, as `ScriptFrames`.

    Frames are those of the Read node; nodes below it may shift them. Raises `Problem` if it is
    shifted by an unknown number of frames.
    """
    first, last = int(read["first"].value()), int(read["last"].value())
    base = int(read["origfirst"].value())
    mode, text = str(read["frame_mode"].value()), str(read["frame"].value()).strip()
    shift = 0
    if text:
        if "start at" not in mode or re.match(r"-?\d+$", text) is None:
            raise Problem(
                f"{read.name()} shifts its frames by {mode!r} {text!r}, which is not followed",
                "use 'start at', or leave it empty and shift with a TimeOffset below",
            )
        shift = int(text) - first
    return ScriptFrames(base + shift, first + shift, last + shift)
