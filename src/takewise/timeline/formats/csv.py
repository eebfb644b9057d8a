"""Markers as a table, for spreadsheets.

No editor imports it: Premiere's own "CSV" goes out only.
"""

from __future__ import annotations

import csv
import io

from takewise.plain_text import cell
from takewise.timeline.listings import CARRIES, facts_of
from takewise.timeline.losses import Rendered
from takewise.timeline.marker_format import Format
from takewise.timeline.settings import ExportSettings
from takewise.timeline.timeline import PlacedMarker, Timeline

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
"""Headings, in order."""


def render(timeline: Timeline, settings: ExportSettings) -> Rendered:
    """Write one row for each marker.

    The file is UTF-8 with a byte order mark, which spreadsheets need to see, and has lines that end
    in CR LF (RFC 4180). Texts that would begin a formula have an apostrophe before them. No setting
    is used.
    """
    del settings
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, extrasaction="ignore", restval="")
    table.writeheader()
    table.writerows(_flat(marker, timeline) for marker in timeline.placed)
    return Rendered(files={"": text.getvalue().encode("utf-8-sig")}, losses=())


def _flat(marker: PlacedMarker, timeline: Timeline) -> dict[str, object]:
    values = {**marker.record.data, **facts_of(marker, timeline)}
    return {
        name: cell(value) if isinstance(value, str) else value for name, value in values.items()
    }


FORMAT = Format(
    name="csv",
    suffix=".markers.csv",
    about="a table, for spreadsheets",
    carries=CARRIES,
    render=render,
    markers_only=True,
)
"""The format."""
