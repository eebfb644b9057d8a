"""What a table (CSV) and data (JSON) say of each marker.

Both say each marker in both countings, its take's and the timeline's, as frame
and as timecode.
"""

from __future__ import annotations

from fractions import Fraction

from takewise.timeline.losses import Carries
from takewise.timeline.timeline import PlacedMarker, Timeline

CARRIES = Carries(
    places=("timeline", "clip"),
    facts=True,
    remark="no editor reads it",
)
"""What a listing has room for: everything."""


def rate_text(rate: Fraction) -> str:
    """Write a rate exactly: ``24000/1001``, ``25/1``."""
    return f"{rate.numerator}/{rate.denominator}"


def facts_of(marker: PlacedMarker, timeline: Timeline) -> dict[str, object]:
    """Return what a listing says of a marker, by the names of its columns."""
    take, source, record = marker.take, marker.source, marker.record
    return {
        "take": take.name,
        "reel": take.reel,
        "id": record.id,
        "kind": record.category,
        "name": record.label,
        "colour": record.colour.value,
        "note": record.note,
        "media_frame": take.first + source.span.start,
        "media_timecode": str(marker.source_start),
        "timeline_frame": record.span.start,
        "timeline_timecode": str(timeline.start.plus(record.span.start)),
        "duration_frames": source.span.length,
        "seconds": round(float((take.first + source.span.start) / take.info.rate), 6),
        "apex_frame": take.first + source.apex,
        "media_rate": rate_text(take.info.rate),
        "media_drop_frame": take.start.drop_frame,
        "timeline_rate": rate_text(timeline.rate),
        "timeline_drop_frame": timeline.start.drop_frame,
    }
