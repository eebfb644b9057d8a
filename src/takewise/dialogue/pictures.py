"""Which picture is shown when."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from takewise.clock import FrameRange
from takewise.model import BoolArray, FloatArray
from takewise.model.dialogue import Heard


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PictureTimes:
    """When the pictures of a take are shown."""

    first: int
    """Frame of the first picture that was read, from the file's first."""
    times: FloatArray
    """float64 (n,), rising: when each is shown, seconds from the file's first picture; at
    least one."""
    rate: float
    """PictureTimes per second."""

    @property
    def start(self) -> float:
        """When the first one is shown."""
        return float(self.times[0])

    @property
    def end(self) -> float:
        """When the last one is over."""
        return float(self.times[-1]) + 1 / self.rate

    def time(self, frame: int) -> float:
        """Return when a frame, from the file's first, is shown; beyond the last, its end."""
        place = frame - self.first
        return self.end if place >= len(self.times) else float(self.times[max(0, place)])

    def row(self, seconds: float) -> int:
        """Return the number of the picture that is shown at a time, among those that were read."""
        return max(0, int(np.searchsorted(self.times, seconds + 1e-6, side="right")) - 1)

    def frames(self, start: float, end: float) -> FrameRange:
        """Return the frames that are shown from a time to another, at least one."""
        first = self.row(start)
        after = max(first + 1, self.row(end))
        return FrameRange(self.first + first, self.first + after)

    def within(self, start: float | Fraction, end: float | Fraction) -> BoolArray:
        """Return which pictures begin in a span of time, (n,)."""
        return np.asarray((self.times >= float(start)) & (self.times < float(end)))


# Level of full scale, decibels, that a room reaches without a voice in it; production sound
# is set so that voices stand at -30 to -10 (EBU R 128 has programmes at -23). Judgement.
_QUIET_ROOM = -45.0


def voiced_frames(heard: Heard, pictures: PictureTimes) -> tuple[FrameRange, ...] | None:
    """Return the frames with voice, counted from the first picture that was read.

    None where voice is unknown: without sound, on a silent track, and where something loud
    that is no voice, such as music, was put over the picture. In a quiet room where no
    voice is heard no one talks: the answer is empty.
    """
    if heard.track is None or not heard.detects:
        return None
    if heard.track.voice is None:
        return () if heard.track.floor <= _QUIET_ROOM else None
    found = []
    for each in heard.voices:
        if pictures.start < float(each.end) and float(each.start) < pictures.end:
            first = pictures.row(float(each.start))
            found.append(FrameRange(first, max(first, pictures.row(float(each.end))) + 1))
    return tuple(found)
