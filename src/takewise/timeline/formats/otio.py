"""The `.otio` file: the one form that keeps markers whole."""

from __future__ import annotations

from takewise.timeline.losses import Carries, Loss, Rendered, unsupported
from takewise.timeline.marker_format import Format
from takewise.timeline.settings import ExportSettings, OtioSettings
from takewise.timeline.timeline import Timeline

CARRIES = Carries(places=("timeline", "clip"), facts=True, remark="hosts may take less")
"""What OpenTimelineIO has room for."""


def render(timeline: Timeline, settings: ExportSettings) -> Rendered:
    """Write a timeline as OpenTimelineIO JSON in UTF-8; equal timelines give equal bytes.

    The settings say where the markers go, which host will read it, and which release must be able
    to.
    """
    # The library takes 80 ms to load, which a list of the formats need not wait for.
    from takewise.timeline.otio_values import build, written  # noqa: PLC0415

    content = written(build(timeline, settings), settings)
    return Rendered(files={"": content}, losses=losses(timeline, settings))


def losses(timeline: Timeline, settings: ExportSettings) -> tuple[Loss, ...]:
    """List what a flavour leaves out."""
    found = unsupported(timeline, CARRIES)
    if settings.otio.flavour == "kdenlive" and settings.on_clips:
        moved = Loss(aspect="marker", how="on the timeline only: Kdenlive misplaces clip markers")
        return (moved, *found)
    return found


FORMAT = Format(
    name="otio",
    suffix=".otio",
    about="OpenTimelineIO: takes with their markers, for Resolve, Kdenlive and others",
    carries=CARRIES,
    render=render,
    settings=OtioSettings,
)
"""The format."""
