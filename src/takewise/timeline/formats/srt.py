"""SubRip subtitles: the markers over the picture, in any player.

Times are milliseconds from the first picture. A frame is at least eight of them
at 120 frames a second, so each time still means one frame.
"""

from __future__ import annotations

from fractions import Fraction

from takewise.clock import grid_frame
from takewise.model import Marker
from takewise.timeline.losses import Carries, Loss, Rendered, lost, unsupported, worded
from takewise.timeline.marker_format import Format
from takewise.timeline.settings import ExportSettings
from takewise.timeline.timeline import PlacedMarker, Timeline

CARRIES = Carries(
    places=("timeline",), colour=False, start=False, remark="times are to the millisecond"
)
"""What subtitles have room for."""

# Players take <...> and {...} for formatting, and the arrow for a time.
_LOOKALIKES = {"<": "‹", "{": "(", "}": ")", "-->": "→"}


def render(timeline: Timeline, settings: ExportSettings) -> Rendered:
    """Write the markers as subtitles, as `Render` has it: UTF-8, lines end in LF."""
    del settings
    cues = [
        _cue(number, marker, timeline.rate)
        for number, marker in enumerate(timeline.markers, start=1)
    ]
    changed = [loss for marker in timeline.placed for loss in _changes(marker)]
    return Rendered(
        files={"": "\n".join(cues).encode()}, losses=(*changed, *unsupported(timeline, CARRIES))
    )


def _cue(number: int, marker: Marker, rate: Fraction) -> str:
    note = f"{_plain(marker.note)}\n" if marker.note else ""
    times = f"{_time(marker.span.start, rate)} --> {_time(marker.span.end, rate)}"
    return f"{number}\n{times}\n{_plain(marker.label)}\n{note}"


def _time(frame: int, rate: Fraction) -> str:
    seconds, milliseconds = divmod(grid_frame(frame / rate, Fraction(1000)), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02},{milliseconds:03}"


def _plain(text: str) -> str:
    for special, alike in reversed(_LOOKALIKES.items()):
        text = text.replace(special, alike)
    return text


def _changes(marker: PlacedMarker) -> list[Loss]:
    return [
        lost(aspect, "signs of formatting replaced", marker)
        for aspect, text in worded(marker)
        if _plain(text) != text
    ]


FORMAT = Format(
    name="srt",
    suffix=".srt",
    about="subtitles: the markers over the picture, in any player",
    carries=CARRIES,
    render=render,
    markers_only=True,
)
"""The format."""
