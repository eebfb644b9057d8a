"""Avid's marker text, as OpenTimelineIO calls an adapter."""

from __future__ import annotations

import opentimelineio as otio

from takewise.timeline.adapters.reading import text_of, timeline_of
from takewise.timeline.formats import avid_markers
from takewise.timeline.settings import AvidColumns, AvidSettings, ExportSettings


def write_to_string(
    input_otio: otio.core.SerializableObject,
    *,
    drop_frame: bool | None = None,
    columns: AvidColumns = 6,
) -> str:
    """Write a timeline's markers, a line each, in 5, 6 or 8 columns.

    `drop_frame` is how its timecode counts; None as `timeline_of` has it.
    """
    settings = ExportSettings(avid=AvidSettings(columns=columns))
    return text_of(avid_markers.render(timeline_of(input_otio, drop_frame=drop_frame), settings))
