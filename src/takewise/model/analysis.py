"""Everything found in one take."""

from __future__ import annotations

from dataclasses import dataclass

from takewise.model.dialogue import Dialogue
from takewise.model.face import DetectorInfo, Person
from takewise.model.media import MediaInfo
from takewise.model.moment import Moment
from takewise.model.score import TakeScore


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything found in one take."""

    generator: str
    """Version of Takewise that made it."""
    settings_digest: str
    """``sha256:`` and the digest of the settings that shaped it."""
    media: MediaInfo
    """The file; its `frame_count` is the count of pictures that decoded, of a part of a
    file with those around it by the file's index."""
    detector: DetectorInfo
    """The face detector."""
    people: tuple[Person, ...]
    """In order of first appearance."""
    moments: tuple[Moment, ...]
    """By onset, then person, then id."""
    score: TakeScore
    """The take's score."""
    warnings: tuple[str, ...] = ()
    """What limits this analysis, one sentence each."""
    frame_pts: tuple[int, ...] | None = None
    """Presentation time of every picture of the file where the rate varies, ticks; else None."""
    dialogue: Dialogue | None = None
    """What is said in it; None where an earlier version of Takewise did not listen."""
