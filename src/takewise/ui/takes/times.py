"""When each picture of a take is shown, exactly."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction

from takewise.clock import FrameRange, grid_frame
from takewise.model import Analysis, MediaInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeTimes:
    """The pictures of a take, from its first to its last, and when each is shown."""

    frames: FrameRange
    """Numbers of its pictures, counted from the file's first."""
    rate: Fraction
    """Pictures per second; of the steady grid where the rate varies."""
    ticks: tuple[int, ...] | None = None
    """When each picture of the file is shown where the rate varies, ticks; else None."""
    time_base: Fraction = Fraction(1)
    """Seconds per tick."""

    @property
    def last(self) -> int:
        """Number of the last picture."""
        return self.frames.end - 1

    @property
    def begin(self) -> Fraction:
        """Seconds from the file's first picture to the take's."""
        first = self.frames.start
        if self.ticks:
            return (self.ticks[first] - self.ticks[0]) * self.time_base
        return first / self.rate

    @property
    def length(self) -> Fraction:
        """Seconds from the first picture until the last has been shown."""
        return self.time_of(self.last) + 1 / self.rate

    def within(self, frame: int) -> int:
        """Return the nearest picture that the take has."""
        return min(max(frame, self.frames.start), self.last)

    def time_of(self, frame: int) -> Fraction:
        """Return when a picture begins, seconds from the take's first; 0 or more.

        A frame outside of the take stands for the nearest one in it.
        """
        number, first = self.within(frame), self.frames.start
        if self.ticks:
            return (self.ticks[number] - self.ticks[first]) * self.time_base
        return (number - first) / self.rate

    def frame_at(self, seconds: Fraction) -> int:
        """Return the picture that is shown at a time, counted from the file's first picture.

        `seconds` count from the take's first picture; outside of the take, the nearest one is
        returned.
        """
        first = self.frames.start
        if self.ticks:
            tick = (seconds / self.time_base).__floor__() + self.ticks[first]
            return self.within(bisect_right(self.ticks, tick) - 1)
        return self.within((seconds * self.rate).__floor__() + first)

    def grid(self, frame: int) -> int:
        """Return a picture's place on the file's steady grid, which timecode counts."""
        if self.ticks:
            elapsed = (self.ticks[frame] - self.ticks[0]) * self.time_base
            return grid_frame(elapsed, self.rate)
        return frame


def times_of(info: MediaInfo, analysis: Analysis | None, ticks: tuple[int, ...]) -> TakeTimes:
    """Return the times of a take's pictures; the pictures' own where they leave the steady grid.

    `analysis` knows which pictures decode; None before it. `ticks` are the presentation times in
    the file's index.
    """
    known = analysis.frame_pts if analysis else (ticks if info.variable_rate else None)
    count = len(known) if known else (analysis.media if analysis else info).frame_count
    whole = FrameRange(0, max(1, count or len(ticks)))
    part = info.part or whole
    frames = FrameRange(min(part.start, whole.end - 1), max(1, min(part.end, whole.end)))
    return TakeTimes(frames=frames, rate=info.rate, ticks=known, time_base=info.time_base)


def shown_timecode(info: MediaInfo, times: TakeTimes, frame: int) -> str:
    """Write the source timecode of a picture.

    Without timecode it is the time from the file's first picture, such as ``0:04.12``, which
    cannot be mistaken for one.
    """
    place = times.grid(frame)
    if info.start_timecode:
        return str(info.start_timecode.of_picture(place, info.rate))
    # Cut, not rounded: there is no second 60.
    minutes, hundredths = divmod((place * 100 / info.rate).__floor__(), 6000)
    return f"{minutes}:{hundredths // 100:02}.{hundredths % 100:02}"
