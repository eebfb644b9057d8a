"""Markers as data, for scripts."""

from __future__ import annotations

import json

from takewise.timeline.listings import CARRIES, facts_of, rate_text
from takewise.timeline.losses import Rendered
from takewise.timeline.marker_format import Format
from takewise.timeline.media_paths import media_path
from takewise.timeline.settings import ExportSettings
from takewise.timeline.timeline import PlacedMarker, PlacedTake, Timeline


def render(timeline: Timeline, settings: ExportSettings) -> Rendered:
    """Write a timeline, its takes and their markers in UTF-8; equal timelines give equal bytes."""
    start = timeline.start
    document = {
        "schema": "takewise.markers/1",
        "name": timeline.name,
        "rate": rate_text(timeline.rate),
        "start_timecode": str(start),
        "start_frame": start.frame,
        "drop_frame": start.drop_frame,
        "frames": timeline.length,
        "takes": [_take(placed, settings) for placed in timeline.takes],
        "markers": [_full(marker, timeline) for marker in timeline.placed],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return Rendered(files={"": f"{text}\n".encode()}, losses=())


def _take(placed: PlacedTake, settings: ExportSettings) -> dict[str, object]:
    take = placed.take
    return {
        "name": take.name,
        "path": media_path(take.info, settings.path_map),
        "digest": take.info.digest,
        "reel": take.info.reel,
        "rate": rate_text(take.info.rate),
        "start_timecode": str(take.start),
        "first_frame": take.first,
        "frames": take.length,
        "timeline_frame": placed.span.start,
        "timeline_frames": placed.span.length,
        "score": round(take.score, 6),
    }


def _full(marker: PlacedMarker, timeline: Timeline) -> dict[str, object]:
    return {**facts_of(marker, timeline), "data": dict(marker.record.data)}


FORMAT = Format(
    name="json",
    suffix=".markers.json",
    about="data, for scripts",
    carries=CARRIES,
    render=render,
    markers_only=True,
)
"""The format."""
