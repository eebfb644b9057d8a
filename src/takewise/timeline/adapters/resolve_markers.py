"""Resolve's marker EDL, as OpenTimelineIO calls an adapter."""

from __future__ import annotations

import opentimelineio as otio

from takewise.timeline.adapters.reading import text_of, timeline_of
from takewise.timeline.formats import resolve_edl
from takewise.timeline.settings import Collision, ExportSettings, ResolveEdlSettings


def write_to_string(
    input_otio: otio.core.SerializableObject,
    *,
    drop_frame: bool | None = None,
    collision: Collision = "merge",
) -> str:
    """Write a timeline's markers as an EDL, lines ended by LF, as text files of Python are.

    `drop_frame` is how its timecode counts; None as `timeline_of` has it. `collision` is what
    becomes of markers on one frame: ``merge`` or ``shift``.
    """
    settings = ExportSettings(resolve_edl=ResolveEdlSettings(collision=collision))
    timeline = timeline_of(input_otio, drop_frame=drop_frame)
    return text_of(resolve_edl.render(timeline, settings)).replace("\r\n", "\n")
