"""Final Cut Pro's FCPXML.

* Times are exact fractions of a second on the grid of the rate; a decimal rate
  is not frame accurate, and the document type does not notice: its times are text.
* A marker is in a clip, in the clip's own time: the media's timecode, in
  seconds since midnight. A timeline has none of its own.
* Final Cut Pro's markers last one frame. A moment's length is a keyword with a
  range next to it.
* There is no colour: it distinguishes standard, to-do and chapter markers.
* A clip's children must come in order: conform-rate, markers and keywords.
* A file without a timecode track counts from 0, whatever else it has: Sony's cameras
  keep their clock in another track, which Final Cut Pro does not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from xml.etree import ElementTree as ET

from takewise.clock import Timecode
from takewise.model import Marker
from takewise.timeline.losses import Carries, Rendered, unsupported
from takewise.timeline.marker_format import Format
from takewise.timeline.media_paths import file_url, media_path
from takewise.timeline.settings import ExportSettings, FcpxmlSettings
from takewise.timeline.timeline import PlacedTake, Take, Timeline
from takewise.timeline.xml_file import child, document

CARRIES = Carries(
    places=("clip",),
    colour=False,
    remark="a marker lasts one frame; a keyword has the moment's length",
)
"""What FCPXML has room for."""

# Rate, width and height: what a format stands for.
_Look = tuple[Fraction, int, int]


def render(timeline: Timeline, settings: ExportSettings) -> Rendered:
    """Write a timeline as FCPXML: a project, or an event with its takes as clips of the browser."""
    takes = tuple(replace(each, take=_as_counted_here(each.take)) for each in timeline.takes)
    timeline = replace(timeline, takes=takes)
    root = ET.Element("fcpxml", version=settings.fcpxml.version)
    resources = child(root, "resources", {})
    first = timeline.takes[0].take.info
    record_look = (timeline.rate, first.width, first.height)
    formats = _formats(resources, timeline, record_look)
    for number, placed in enumerate(timeline.takes, start=1):
        _asset(resources, f"a{number}", placed.take, formats, settings)
    event = child(child(root, "library", {}), "event", {"name": timeline.name})
    if settings.fcpxml.mode == "event":
        for number, placed in enumerate(timeline.takes, start=1):
            whole = _seconds(placed.take.length, placed.take.info.rate)
            _clip(event, f"a{number}", placed, formats, {"duration": whole})
        carried = Carries(places=("clip",), colour=False, start=False)
    else:
        _project(event, timeline, formats, formats[record_look])
        carried = CARRIES
    return Rendered(files={"": document(root, "fcpxml")}, losses=unsupported(timeline, carried))


def _as_counted_here(take: Take) -> Take:
    """Return a take with the timecode that Final Cut Pro sees in its file."""
    if not take.info.camera_time:
        return take
    return replace(take, info=replace(take.info, start_timecode=None, camera_time=False))


def _formats(resources: ET.Element, timeline: Timeline, record_look: _Look) -> dict[_Look, str]:
    """Add a format for each rate and size, the timeline's first; return their ids."""
    looks = dict.fromkeys([record_look, *(_look(placed.take) for placed in timeline.takes)])
    names = {look: f"r{number}" for number, look in enumerate(looks, start=1)}
    for (rate, width, height), name in names.items():
        child(
            resources,
            "format",
            {"id": name, "frameDuration": _seconds(1, rate), "width": width, "height": height},
        )
    return names


def _look(take: Take) -> _Look:
    return take.info.rate, take.info.width, take.info.height


def _asset(
    resources: ET.Element,
    name: str,
    take: Take,
    formats: dict[_Look, str],
    settings: ExportSettings,
) -> None:
    asset = child(
        resources,
        "asset",
        {
            "id": name,
            "name": take.name,
            "start": _seconds(take.file_start.frame, take.info.rate),
            "duration": _seconds(take.file_length, take.info.rate),
            "hasVideo": 1,
            "format": formats[_look(take)],
            "videoSources": 1,
        },
    )
    path = media_path(take.info, settings.path_map)
    child(asset, "media-rep", {"kind": "original-media", "src": file_url(path)})
    if take.info.reel:
        facts = child(asset, "metadata", {})
        child(facts, "md", {"key": "com.apple.proapps.studio.reel", "value": take.reel})


def _project(event: ET.Element, timeline: Timeline, formats: dict[_Look, str], own: str) -> None:
    start, rate = timeline.start, timeline.rate
    project = child(event, "project", {"name": timeline.name})
    sequence = child(
        project,
        "sequence",
        {
            "format": own,
            "duration": _seconds(timeline.length, rate),
            "tcStart": _seconds(start.frame, rate),
            "tcFormat": _counting(start),
        },
    )
    spine = child(sequence, "spine", {})
    for number, placed in enumerate(timeline.takes, start=1):
        place = {
            "offset": _seconds(start.frame + placed.span.start, rate),
            "duration": _seconds(placed.span.length, rate),
        }
        clip = _clip(spine, f"a{number}", placed, formats, place)
        if placed.take.info.rate != rate:
            # Else Final Cut Pro plays 24 pictures a second as 25, and the markers drift.
            clip.insert(0, ET.Element("conform-rate", scaleEnabled="0"))


def _clip(
    parent: ET.Element,
    asset: str,
    placed: PlacedTake,
    formats: dict[_Look, str],
    place: dict[str, str],
) -> ET.Element:
    take = placed.take
    clip = child(
        parent,
        "asset-clip",
        {
            "ref": asset,
            "name": take.name,
            "offset": place.get("offset"),
            "start": _seconds(take.start.frame, take.info.rate),
            "duration": place["duration"],
            "format": formats[_look(take)],
            "tcFormat": _counting(take.start),
        },
    )
    clip.extend(fcpxml_markers(take.markers, take.start.frame / take.info.rate, take.info.rate))
    return clip


def fcpxml_markers(markers: Sequence[Marker], origin: Fraction, rate: Fraction) -> list[ET.Element]:
    """Write markers, then the length of each that is longer than a frame as a keyword.

    `origin` is the time of the clip from which their frames are counted, seconds.
    """
    return [
        *(_said("marker", each, origin, rate, 1) for each in markers),
        *(
            _said("keyword", each, origin, rate, each.span.length)
            for each in markers
            if each.span.length > 1
        ),
    ]


def _said(tag: str, marker: Marker, origin: Fraction, rate: Fraction, frames: int) -> ET.Element:
    """Return what markers and keywords share."""
    holder = ET.Element("holder")
    facts = {
        "start": _exact(origin + marker.span.start / rate),
        "duration": _seconds(frames, rate),
        "value": marker.label if tag == "marker" else f"Moment: {marker.label}",
        "note": marker.note or None,
    }
    return child(holder, tag, facts)


def _counting(start: Timecode) -> str:
    return "DF" if start.drop_frame else "NDF"


def _seconds(frames: int, rate: Fraction) -> str:
    """Write a time as Final Cut Pro does: ``1001/30000s``, ``4s``."""
    return _exact(frames / rate)


def _exact(seconds: Fraction) -> str:
    whole = seconds.denominator == 1
    return f"{seconds.numerator}s" if whole else f"{seconds.numerator}/{seconds.denominator}s"


FORMAT = Format(
    name="fcpxml",
    suffix=".fcpxml",
    about="Final Cut Pro: a project, or clips of the browser, with markers and keywords",
    carries=CARRIES,
    render=render,
    settings=FcpxmlSettings,
)
"""The format."""
