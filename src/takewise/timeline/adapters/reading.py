"""Anybody's OpenTimelineIO timeline as one of ours, for its markers alone."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import opentimelineio as otio

from takewise.clock import FrameRange, Timecode, drops, snap_rate
from takewise.model import Colour, Marker, MediaInfo
from takewise.timeline.losses import Rendered
from takewise.timeline.markers import one_line
from takewise.timeline.timeline import PlacedTake, Take, Timeline

# The nearest of those that all hosts have; black and white become the host's usual blue.
_COLOURS = {
    **{colour.value: colour for colour in Colour},
    "PINK": Colour.RED,
    "ORANGE": Colour.YELLOW,
    "PURPLE": Colour.BLUE,
    "MAGENTA": Colour.RED,
}


def timeline_of(value: otio.core.SerializableObject, *, drop_frame: bool | None) -> Timeline:
    """Return the markers of a timeline: of its stack, its tracks and its clips.

    They are on one take without media, as long as the timeline. `drop_frame` is how its timecode
    counts; the file itself does not say, so None takes what Takewise wrote into it, or
    non-drop-frame. Raises OpenTimelineIO's `NotSupportedError` for what is no timeline, or holds
    nothing.
    """
    if not isinstance(value, otio.schema.Timeline) or not value.duration().value:
        raise otio.exceptions.NotSupportedError("only a timeline with clips has markers in time")
    first = value.global_start_time or otio.opentime.RationalTime(0, value.duration().rate)
    rate = snap_rate(Fraction(first.rate).limit_denominator(100_000))
    counted = value.metadata.get("takewise", {}).get("drop_frame", False)
    drop = bool(counted if drop_frame is None else drop_frame) and drops(rate)
    start = Timecode(0, rate, drop_frame=drop).plus(_frame(first, rate))
    length = _frame(value.duration(), rate)
    found = tuple(sorted(_markers(value, rate, length), key=lambda marker: marker.span))
    name = one_line(value.name) or "timeline"
    take = Take(name=name, info=_no_media(start), length=length, markers=found)
    placed = PlacedTake(take=take, span=FrameRange(0, length), markers=found)
    return Timeline(name=name, start=start, takes=(placed,))


def text_of(rendered: Rendered) -> str:
    """Return the text of the only file that a writer returned.

    Raises OpenTimelineIO's `NotSupportedError` if there are several.
    """
    if len(rendered.files) > 1:
        raise otio.exceptions.NotSupportedError(
            f"the markers fill {len(rendered.files)} files; `takewise markers` writes them all"
        )
    (content,) = rendered.files.values()
    return content.decode()


def _markers(value: otio.schema.Timeline, rate: Fraction, length: int) -> Iterator[Marker]:
    for owner in (value.tracks, *value.tracks, *value.find_clips()):
        shown = owner.trimmed_range()
        for marker in owner.markers:
            # A clip's markers are in its media's time; what is cut off is not in the timeline.
            if shown.contains(marker.marked_range.start_time) or owner is value.tracks:
                span = owner.transformed_time_range(marker.marked_range, value.tracks)
                yield _marker(marker, span, rate, length)


def _marker(
    marker: otio.schema.Marker, span: otio.opentime.TimeRange, rate: Fraction, length: int
) -> Marker:
    first = min(max(0, _frame(span.start_time, rate)), length - 1)
    note = marker.metadata.get("Resolve_OTIO", {}).get("Note") or marker.comment
    label = one_line(marker.name or note or "marker")
    return Marker(
        id="",
        span=FrameRange(first, first + max(1, _frame(span.duration, rate))),
        apex=first,
        label=label,
        note=one_line(note).removeprefix(f"{label} - "),
        colour=_COLOURS.get(str(marker.color), Colour.BLUE),
        category="marker",
    )


def _frame(time: otio.opentime.RationalTime, rate: Fraction) -> int:
    # Rounded, as the library's own to_frames() cuts off what a double is short of.
    return round(time.value_rescaled_to(float(rate)))


def _no_media(start: Timecode) -> MediaInfo:
    return MediaInfo(
        path="",
        width=0,
        height=0,
        rate=start.rate,
        time_base=1 / start.rate,
        codec="",
        start_timecode=start,
        reel=None,
        frame_count=None,
        variable_rate=False,
        interlaced=False,
        rotation=0,
        has_sound=False,
        digest="",
    )
