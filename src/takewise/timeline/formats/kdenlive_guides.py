"""Kdenlive's guides: Guides > Import, onto a timeline that is open.

A guide is a frame and a comment, so the comment begins with the name. Its type
is a place in Kdenlive's palette, here the places that Kdenlive gives to the
colours of OpenTimelineIO.
"""

from __future__ import annotations

import json

from takewise.model import Colour
from takewise.timeline.losses import Carries, Rendered, joined, unsupported
from takewise.timeline.marker_format import Format
from takewise.timeline.markers import comment
from takewise.timeline.settings import ExportSettings
from takewise.timeline.timeline import Timeline

CARRIES = Carries(
    places=("timeline",), length=False, start=False, remark="name and note share the comment"
)
"""What guides have room for."""

# As measured with Kdenlive 26.08.
_TYPES = {Colour.BLUE: 1, Colour.CYAN: 2, Colour.GREEN: 3, Colour.YELLOW: 4, Colour.RED: 7}


def render(timeline: Timeline, settings: ExportSettings) -> Rendered:
    """Write the markers as guides, as `Render` has it: UTF-8."""
    del settings
    guides = [
        {
            "comment": comment(marker),
            "pos": marker.span.start,
            "type": _TYPES[marker.colour],
        }
        for marker in timeline.markers
    ]
    text = json.dumps(guides, ensure_ascii=False, indent=1)
    return Rendered(
        files={"": f"{text}\n".encode()},
        losses=(*joined(timeline), *unsupported(timeline, CARRIES)),
    )


FORMAT = Format(
    name="kdenlive-guides",
    suffix=".guides.json",
    about="Kdenlive's Guides > Import: onto an open timeline",
    carries=CARRIES,
    render=render,
    markers_only=True,
)
"""The format."""
