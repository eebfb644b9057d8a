"""Avid's marker text: Markers window > Import Markers.

```
takewise    01:00:00;10    V1    red    brows lift · 0.21 s - inner brows rose ...    5
```

One line each, tabs between columns, no heading, colours in lower case. There is no column for a
name: the comment begins with it. The timecode must be inside the sequence, or inside the clip that
is loaded where there is one file for each take.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from takewise.clock import Timecode
from takewise.model import Marker
from takewise.timeline.losses import Carries, Rendered, joined, unsupported
from takewise.timeline.marker_format import Format
from takewise.timeline.markers import comment
from takewise.timeline.settings import AvidSettings, ExportSettings
from takewise.timeline.timeline import Timeline

CARRIES = Carries(places=("timeline", "clip"), remark="name and note share the comment")
"""What marker text has room for, with six columns."""


def render(timeline: Timeline, settings: ExportSettings) -> Rendered:
    """Write a timeline's markers as Avid's marker text: one file, or one for each take.

    It is UTF-8 and lines end in LF; takes of one name are numbered.
    """
    avid = settings.avid
    if avid.per == "take":
        files = {
            f"-{number}-{placed.take.name}" if len(timeline.takes) > 1 else "": _text(
                placed.take.markers, placed.take.start, avid
            )
            for number, placed in enumerate(timeline.takes, start=1)
        }
    else:
        files = {"": _text(timeline.markers, timeline.start, avid)}
    carries = replace(CARRIES, length=avid.columns != 5)
    return Rendered(files=files, losses=(*joined(timeline), *unsupported(timeline, carries)))


def _text(markers: Iterable[Marker], start: Timecode, avid: AvidSettings) -> bytes:
    return "".join(f"{_line(marker, start, avid)}\n" for marker in markers).encode()


def _line(marker: Marker, start: Timecode, avid: AvidSettings) -> str:
    colour = marker.colour.value
    columns = [
        avid.user,
        str(start.plus(marker.span.start)),
        avid.track,
        colour.lower(),
        comment(marker),
        str(marker.span.length),
        "",
        colour.title(),
    ]
    return "\t".join(columns[: avid.columns])


FORMAT = Format(
    name="avid-markers",
    suffix=".markers.txt",
    about="Avid's Markers window > Import Markers: onto an open sequence or clip",
    carries=CARRIES,
    render=render,
    markers_only=True,
    settings=AvidSettings,
)
"""The format."""
