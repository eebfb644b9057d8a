"""Where the pictures of a take are on the ruler of a cut that shows them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from takewise.clock import FrameRange, grid_frame
from takewise.model import Marker
from takewise.timeline.linear_time import LinearTime
from takewise.timeline.markers import at_least_a_frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruler:
    """Turns frames of a take into frames of a ruler."""

    recorded: LinearTime
    """Time on the ruler over media time, seconds."""
    origin: Fraction
    """Media time of the take's first frame, seconds."""
    media: Fraction
    """Frames per second of the media."""
    rate: Fraction
    """Frames per second of the ruler."""

    def moved(self, marker: Marker, within: FrameRange) -> Marker:
        """Return a marker where its pictures play, within what the clip fills."""
        start, end = self._frames(marker.span.start, marker.span.end)
        first = max(0, start - within.start)
        there = at_least_a_frame(first, end - within.start, within.length)
        span = FrameRange(within.start + there.start, within.start + there.end)
        apex, _ = self._frames(marker.apex, marker.apex + 1)
        return replace(marker, span=span, apex=min(max(apex, span.start), span.end - 1))

    def _frames(self, start: int, end: int) -> tuple[int, int]:
        """Return where some of the take's frames begin and end on the ruler."""
        times = (self.origin + frame / self.media for frame in (start, end))
        first, last = self.recorded.span(*times)
        return grid_frame(first, self.rate), grid_frame(last, self.rate)
