"""OpenTimelineIO with its media, as a folder."""

from __future__ import annotations

from takewise.timeline.formats.otio import CARRIES, render
from takewise.timeline.formats.otioz import write_bundle
from takewise.timeline.marker_format import Format
from takewise.timeline.settings import OtioSettings

FORMAT = Format(
    name="otiod",
    suffix=".otiod",
    about="OpenTimelineIO with a copy of the media, in one folder",
    carries=CARRIES,
    render=render,
    bundle=write_bundle,
    settings=OtioSettings,
)
"""The format."""
