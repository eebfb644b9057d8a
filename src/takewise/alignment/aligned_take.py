"""A take on the common clock."""

from __future__ import annotations

from dataclasses import dataclass

from takewise.model import Analysis, Moment, RegionMotion
from takewise.model.alignment import Alignment, frame_time


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AlignedTake:
    """One take on the common clock."""

    name: str
    """What to call it in words."""
    analysis: Analysis
    """What was found in it, and decided of that."""
    signals: tuple[RegionMotion, ...] | None
    """The motion it was found in; None where that is not known."""
    alignment: Alignment
    """How its time maps to the clock."""
    trusted: bool
    """Whether its times there are sure enough to say what came when; if not, a movement may be
    the same beat wherever in the take it comes."""

    def on_clock(self, frame: int) -> float:
        """Return the clock's seconds at a frame."""
        return float(self.alignment.on_clock(frame_time(self.analysis, frame)))

    def time_of(self, frame: int) -> float:
        """Return when a frame is shown, seconds from the file's first picture."""
        return frame_time(self.analysis, frame)

    def lasts(self, moment: Moment) -> float:
        """Return how long a moment is, seconds of the take itself."""
        start, end = moment.span.start, moment.span.end
        return frame_time(self.analysis, end) - frame_time(self.analysis, start)

    @property
    def begins(self) -> float:
        """When what was analysed begins, seconds from the file's first picture."""
        part = self.analysis.media.part
        return frame_time(self.analysis, part.start) if part else 0.0

    def row(self, frame: int) -> int:
        """Return the row of its signals in which a frame of the file is."""
        part = self.analysis.media.part
        return frame - part.start if part else frame

    def motion_of(self, person: str) -> RegionMotion | None:
        """Return how a person moves in it, the only one there is by any letter; None if unknown."""
        known = self.signals or ()
        if self.alone and len(known) == 1:
            return known[0]
        return next((each for each in known if each.person == person), None)

    @property
    def alone(self) -> bool:
        """Whether one person only is seen in it."""
        return len(self.analysis.people) <= 1
