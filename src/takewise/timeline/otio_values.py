"""A timeline and its markers as the values of OpenTimelineIO.

What each reader takes from it decides the shape:

* Markers on the stack, counted from the timeline's frame 0, are understood by
  all; markers on clips count in the media's own time, timecode included, as the
  OpenTimelineIO specification has it, which not every host respects. Kdenlive
  adds them to the clip's in-point, so its flavour has none.
* Resolve and Kdenlive take a bare path, and are offline with a ``file://``
  address; Premiere and the specification take the address.
* Resolve takes timecode-absolute source ranges, and a marker's note from
  ``metadata.Resolve_OTIO.Note``.
* Kdenlive shows nothing but the comment, so that begins with the label.
* The file stores a rate as a double and no drop-frame flag, so both are in
  ``metadata.takewise`` exactly.
"""

from __future__ import annotations

from fractions import Fraction

import opentimelineio as otio

from takewise.clock import FrameRange, Timecode
from takewise.model import Marker
from takewise.timeline.markers import comment
from takewise.timeline.media_paths import file_name, file_url, media_path
from takewise.timeline.settings import ExportSettings
from takewise.timeline.timeline import PlacedTake, Timeline

# OpenTimelineIO 0.15 to 0.18 read the former, and so every host of today; 0.19
# writes Marker.3, at which 0.18 rejects the whole file.
_SCHEMAS = {"0.18": {"Marker": 2, "Clip": 2}, "0.14": {"Marker": 2, "Clip": 1}}

# The flavours that take a file:// address.
_ADDRESSED = {"premiere", "strict"}


def written(value: object, settings: ExportSettings) -> bytes:
    """Write any value of the library as JSON in UTF-8, for the release that must read it."""
    text: str = otio.core.serialize_json_to_string(
        value, schema_version_targets=_SCHEMAS[settings.otio.schema], indent=4
    )
    return f"{text}\n".encode()


def build(timeline: Timeline, settings: ExportSettings) -> otio.schema.Timeline:
    """Make the library's own value of a timeline: one video track with a clip for each take."""
    flavour = settings.otio.flavour
    made = otio.schema.Timeline(
        name=timeline.name,
        global_start_time=_time(timeline.start.frame, timeline.rate),
        metadata={"takewise": _clock_facts(timeline.start)},
    )
    if flavour == "resolve":
        made.metadata["Resolve_OTIO"] = {"Resolve OTIO Meta Version": "1.0"}
    if flavour == "premiere":
        made.tracks.metadata["PremierePro_OTIO"] = _premiere_sequence(timeline)
    track = otio.schema.Track(name="Video 1", kind=otio.schema.TrackKind.Video)
    for placed in timeline.takes:
        clip = _clip(placed, settings)
        if settings.on_clips and flavour != "kdenlive":
            start = placed.take.start
            clip.markers.extend(
                marker_on(marker, placed.take.name, start.frame, start.rate)
                for marker in placed.take.markers
            )
        track.append(clip)
    made.tracks.append(track)
    if settings.on_timeline or flavour == "kdenlive":
        made.tracks.markers.extend(
            marker_on(marker.record, marker.take.name, 0, timeline.rate)
            for marker in timeline.placed
        )
    return made


def _premiere_sequence(timeline: Timeline) -> dict[str, object]:
    """Return the facts that Premiere's own files have on the stack."""
    info = timeline.takes[0].take.info
    return {
        "VideoFrameRate": float(timeline.rate),
        "VideoResolution": {"width": info.width, "height": info.height},
    }


def _clip(placed: PlacedTake, settings: ExportSettings) -> otio.schema.Clip:
    take, start = placed.take, placed.take.start
    used = _range(FrameRange(start.frame, start.frame + take.length), start.rate)
    begin = take.file_start.frame
    whole = _range(FrameRange(begin, begin + take.file_length), start.rate)
    path = media_path(take.info, settings.path_map)
    url = file_url(path) if settings.otio.flavour in _ADDRESSED else path
    clip = otio.schema.Clip(
        name=take.name,
        source_range=used,
        media_reference=otio.schema.ExternalReference(target_url=url, available_range=whole),
        metadata={
            "takewise": {
                "take": take.name,
                "digest": take.info.digest,
                "reel": take.info.reel,
                **_clock_facts(start),
            },
            # Where OpenTimelineIO's own writers of EDLs look for it.
            **({"cmx_3600": {"reel": take.reel}} if take.info.reel else {}),
        },
    )
    clip.media_reference.name = file_name(path)
    return clip


def marker_on(marker: Marker, take: str, origin: int, rate: Fraction) -> otio.schema.Marker:
    """Make the library's own value of a marker, with our facts in its metadata.

    `origin` is the frame that the marker's frames are counted from.
    """
    span = FrameRange(origin + marker.span.start, origin + marker.span.end)
    return otio.schema.Marker(
        name=marker.label,
        marked_range=_range(span, rate),
        color=marker.colour.value,
        comment=comment(marker),
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
