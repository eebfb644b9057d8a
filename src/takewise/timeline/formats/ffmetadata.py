"""Chapters for FFmpeg: ``ffmpeg -i take.mov -i take.ffmeta -map_metadata 1 -codec copy``.

A chapter's times are whole counts of the time base, which is one frame, so they
are exact. They count from the file's first frame, not from midnight.
"""

from __future__ import annotations

import re
from fractions import Fraction

from takewise.model import Marker
from takewise.timeline.losses import Carries, Rendered, unsupported
from takewise.timeline.marker_format import Format
from takewise.timeline.settings import ExportSettings
from takewise.timeline.timeline import Timeline

CARRIES = Carries(
    places=("timeline",),
    colour=False,
    start=False,
    remark="the note is kept by Matroska, not by MP4",
)
"""What FFmpeg's metadata file has room for."""

# What FFmpeg's manual has escaped with a backslash; a newline cannot occur here.
_SPECIAL = re.compile(r"([=;#\\])")


def render(timeline: Timeline, settings: ExportSettings) -> Rendered:
    """Write the markers as chapters, as `Render` has it: UTF-8, lines end in LF."""
    del settings
    parts = [";FFMETADATA1\n", *(_chapter(m, timeline.rate) for m in timeline.markers)]
    return Rendered(files={"": "".join(parts).encode()}, losses=unsupported(timeline, CARRIES))


def _chapter(marker: Marker, rate: Fraction) -> str:
    note = f"comment={_escaped(marker.note)}\n" if marker.note else ""
    return (
        f"[CHAPTER]\nTIMEBASE={rate.denominator}/{rate.numerator}\n"
        f"START={marker.span.start}\nEND={marker.span.end}\n"
        f"title={_escaped(marker.label)}\n{note}"
    )


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


FORMAT = Format(
    name="ffmetadata",
    suffix=".ffmeta",
    about="chapters for FFmpeg, to be put into a copy of the file",
    carries=CARRIES,
    render=render,
    markers_only=True,
)
"""The format."""
