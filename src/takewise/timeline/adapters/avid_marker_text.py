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
    """Write a timeline's markers.

    Parameters
    ----------
    input_otio
        The timeline.
    drop_frame
        How its timecode counts; None as `timeline_of` has it.
    columns
        5, 6 or 8.

    Returns
    -------
    str
        One line for each marker.
    """
    settings = ExportSettings(avid=AvidSettings(columns=columns))
    return text_of(avid_markers.render(timeline_of(input_otio, drop_frame=drop_frame), settings))
