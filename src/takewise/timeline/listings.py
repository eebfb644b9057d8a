"""Markers as a table (CSV) and as data (JSON), for spreadsheets and scripts.

Both say each marker in both countings, its take's and the timeline's, as frame
and as timecode. No editor imports the CSV: Premiere's own "CSV" goes out only.
"""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction

from takewise.plain_text import cell
from takewise.timeline.losses import Carries, Rendered
from takewise.timeline.media_paths import media_path
from takewise.timeline.settings import ExportSettings
from takewise.timeline.timeline import PlacedMarker, PlacedTake, Timeline

CARRIES = Carries(
    places=("timeline", "clip"),
    facts=True,
    remark="no editor reads it",
)
"""What a listing has room for: everything."""

COLUMNS = (
    "take",
    "reel",
    "id",
    "kind",
    "name",
    "colour",
    "note",
    "media_frame",
    "media_timecode",
    "timeline_frame",
    "timeline_timecode",
    "duration_frames",
    "seconds",
    "apex_frame",
    "media_rate",
    "media_drop_frame",
    "timeline_rate",
    "timeline_drop_frame",
    "person",
    "strength",
    "confidence",
    "units",
)
"""Headings of the CSV, in order."""


def render_csv(timeline: Timeline, settings: ExportSettings) -> Rendered:
    """Write one row for each marker.

    Parameters
    ----------
    timeline
        The takes and their markers.
    settings
        Not used.

    Returns
    -------
    Rendered
        One file: UTF-8 with a byte order mark, which spreadsheets need to see, and
        lines that end in CR LF (RFC 4180). Texts that would begin a formula have an
        apostrophe before them.
    """
    del settings
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, extrasaction="ignore", restval="")
    table.writeheader()
    table.writerows(_flat(marker, timeline) for marker in timeline.placed)
    return Rendered(files={"": text.getvalue().encode("utf-8-sig")}, losses=())


def render_json(timeline: Timeline, settings: ExportSettings) -> Rendered:
    """Write the timeline, its takes and their markers.

    Parameters
    ----------
    timeline
        The takes and their markers.
    settings
        Whose paths the files have.

    Returns
    -------
    Rendered
        One file of UTF-8; equal timelines give equal bytes.
    """
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


def rate_text(rate: Fraction) -> str:
    """Write a rate exactly: ``24000/1001``, ``25/1``."""
    return f"{rate.numerator}/{rate.denominator}"


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
    row = _row(marker, timeline)
    return {**row, "data": dict(marker.record.data)}


def _flat(marker: PlacedMarker, timeline: Timeline) -> dict[str, object]:
    values = {**marker.record.data, **_row(marker, timeline)}
    return {
        name: cell(value) if isinstance(value, str) else value for name, value in values.items()
    }


def _row(marker: PlacedMarker, timeline: Timeline) -> dict[str, object]:
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
