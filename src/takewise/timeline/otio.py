"""The `.otio` file: the one form that keeps markers whole.

What each reader takes from it decides the shape:

* Markers on the stack, counted from the timeline's frame 0, are understood by
  all; markers on clips lie in the media's own time, timecode included, as the
  OpenTimelineIO specification has it, which not every host respects.
* Resolve takes timecode-absolute source ranges, a bare path instead of a
  ``file://`` address, and the note from ``metadata.Resolve_OTIO.Note``.
* Kdenlive shows nothing but the comment, so that begins with the label.
* The file stores a rate as a double and no drop-frame flag, so both lie in
  ``metadata.takewise`` exactly.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import opentimelineio as otio

from takewise.clock import FrameRange, Timecode
from takewise.model import Marker
from takewise.timeline.arrangement import PlacedTake, Timeline
from takewise.timeline.export import ExportSettings

_SCHEMA = {"Marker": 2, "Clip": 2}
# What OpenTimelineIO 0.15 to 0.18 read, and so every host; 0.19 writes Marker.3,
# at which 0.18 rejects the whole file.


def render(timeline: Timeline, settings: ExportSettings) -> bytes:
    """Write a timeline as OpenTimelineIO JSON.

    Parameters
    ----------
    timeline
        The takes and their markers.
    settings
        Where the markers go: on the timeline, on the clips, or both.

    Returns
    -------
    bytes
        UTF-8; equal timelines give equal bytes.
    """
    written = otio.schema.Timeline(
        name=timeline.name,
        global_start_time=_time(timeline.start.frame, timeline.rate),
        metadata={
            "Resolve_OTIO": {"Resolve OTIO Meta Version": "1.0"},
            "takewise": _clock_facts(timeline.start),
        },
    )
    track = otio.schema.Track(name="Video 1", kind=otio.schema.TrackKind.Video)
    on_clips = settings.markers_on in {"clip", "both"}
    track.extend([_clip(placed, with_markers=on_clips) for placed in timeline.takes])
    written.tracks.append(track)
    if settings.markers_on in {"timeline", "both"}:
        written.tracks.markers.extend(
            _marker(marker, placed.take.name, 0, timeline.rate)
            for placed in timeline.takes
            for marker in placed.markers
        )
    text: str = otio.core.serialize_json_to_string(
        written, schema_version_targets=_SCHEMA, indent=4
    )
    return f"{text}\n".encode()


def _clip(placed: PlacedTake, *, with_markers: bool) -> otio.schema.Clip:
    take, start = placed.take, placed.take.start
    whole = _range(FrameRange(start.frame, start.frame + take.length), start.rate)
    # Absolute but not resolved: an editor keeps to the links that the facility made.
    path = str(Path(take.info.path).absolute()).encode("utf-8", "replace").decode()
    clip = otio.schema.Clip(
        name=take.name,
        source_range=whole,
        media_reference=otio.schema.ExternalReference(target_url=path, available_range=whole),
        metadata={
            "takewise": {
                "take": take.name,
                "digest": take.info.digest,
                "reel": take.info.reel,
                **_clock_facts(start),
            }
        },
    )
    clip.media_reference.name = Path(path).name
    if with_markers:
        clip.markers.extend(
            _marker(marker, take.name, start.frame, start.rate) for marker in take.markers
        )
    return clip


def _marker(marker: Marker, take: str, origin: int, rate: Fraction) -> otio.schema.Marker:
    """Return a marker whose frames are counted from `origin`, in frames of `rate`."""
    span = FrameRange(origin + marker.span.start, origin + marker.span.end)
    return otio.schema.Marker(
        name=marker.label,
        marked_range=_range(span, rate),
        color=marker.colour.value,
        comment=f"{marker.label} — {marker.note}" if marker.note else marker.label,
        metadata={
            "Resolve_OTIO": {"Keywords": [], "Note": marker.note},
            "takewise": {
                **marker.data,
                "id": marker.id,
                "kind": marker.category,
                "take": take,
                "apex": origin + marker.apex,
            },
        },
    )


def _clock_facts(start: Timecode) -> dict[str, object]:
    return {
        "rate": [start.rate.numerator, start.rate.denominator],
        "drop_frame": start.drop_frame,
        "start_timecode": str(start),
    }


def _range(span: FrameRange, rate: Fraction) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(_time(span.start, rate), _time(span.length, rate))


def _time(frame: int, rate: Fraction) -> otio.opentime.RationalTime:
    return otio.opentime.RationalTime(frame, float(rate))
