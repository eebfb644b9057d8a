"""Final Cut Pro 7's XML (xmeml 4): Premiere's way in, and Resolve's for a cut.

* A sequence marker counts frames from the sequence's first, a clip marker from
  the file's first; neither counts timecode.
* A marker of one frame ends at -1, which Premiere shows as a point.
* Colours are the numbers that Premiere itself writes (``pproColor``, alpha,
  blue, green, red): a colour that only looks alike is snapped to another. Green
  has no number, as it is what a marker is without one.
* Without a rate in the sequence and a timecode in the file Resolve imports
  nothing, and says nothing.
* Of media at another rate, Premiere and Resolve read a clip's in and out on the
  sequence's grid.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from xml.etree import ElementTree as ET

from takewise.clock import Timecode, grid_frame, nominal_rate
from takewise.errors import OutputError
from takewise.model import Colour, Marker, MediaInfo
from takewise.timeline.losses import Carries, Rendered, unsupported
from takewise.timeline.marker_format import Format
from takewise.timeline.media_paths import file_name, file_url, media_path
from takewise.timeline.settings import ExportSettings
from takewise.timeline.timeline import PlacedTake, Timeline, shifted
from takewise.timeline.xml_file import child, document, text_child

CARRIES = Carries(places=("timeline", "clip"), remark="a marker of one frame becomes a point")
"""What xmeml has room for."""

# As in files that Premiere exported.
_COLOURS = {
    Colour.RED: 4281740498,
    Colour.YELLOW: 4281049552,
    Colour.CYAN: 4292277273,
    Colour.BLUE: 4294741314,
}


def render(timeline: Timeline, settings: ExportSettings) -> Rendered:
    """Write a timeline as xmeml 4 in UTF-8.

    Raises `OutputError` for a rate that xmeml has no words for: it knows whole numbers and those
    times 1000/1001.
    """
    root = ET.Element("xmeml", version="4")
    sequence = child(root, "sequence", {"id": "sequence-1"})
    text_child(sequence, "name", timeline.name)
    text_child(sequence, "duration", timeline.length)
    _rate(sequence, timeline.rate)
    _timecode(sequence, timeline.start)
    video = child(child(sequence, "media", {}), "video", {})
    _characteristics(child(video, "format", {}), timeline.takes[0].take.info, timeline.rate)
    track = child(video, "track", {})
    for number, placed in enumerate(timeline.takes, start=1):
        item = _clip_item(track, number, placed, settings, timeline.rate)
        if settings.on_clips:
            first = placed.take.first
            item.extend(xmeml_markers(shifted(marker, first) for marker in placed.take.markers))
    if settings.on_timeline:
        sequence.extend(xmeml_markers(timeline.markers))
    return Rendered(files={"": document(root, "xmeml")}, losses=unsupported(timeline, CARRIES))


def _clip_item(
    track: ET.Element,
    number: int,
    placed: PlacedTake,
    settings: ExportSettings,
    rate: Fraction,
) -> ET.Element:
    take, span = placed.take, placed.span
    item = child(track, "clipitem", {"id": f"clipitem-{number}"})
    text_child(item, "masterclipid", f"masterclip-{number}")
    text_child(item, "name", take.name)
    text_child(item, "enabled", "TRUE")
    first, whole = (
        grid_frame(frames / take.info.rate, rate)
        for frames in (Fraction(take.first), Fraction(take.file_length))
    )
    text_child(item, "duration", max(whole, first + span.length))
    _rate(item, rate)
    places = {"start": span.start, "end": span.end, "in": first, "out": first + span.length}
    for tag, frame in places.items():
        text_child(item, tag, frame)
    file = child(item, "file", {"id": f"file-{number}"})
    path = media_path(take.info, settings.path_map)
    text_child(file, "name", file_name(path))
    text_child(file, "pathurl", file_url(path, host="localhost"))
    _rate(file, take.info.rate)
    text_child(file, "duration", take.file_length)
    # As the file itself counts, by which hosts find it again: 30 a second on 59.94 pictures.
    counted = take.info.start_timecode or take.file_start
    text_child(child(_timecode(file, counted), "reel", {}), "name", take.reel)
    video = child(child(file, "media", {}), "video", {})
    _characteristics(video, take.info, take.info.rate)
    return item


def xmeml_markers(markers: Iterable[Marker]) -> list[ET.Element]:
    """Write markers, in frames of what they belong to."""
    return [_marker(each) for each in markers]


def _marker(marker: Marker) -> ET.Element:
    element = ET.Element("marker")
    text_child(element, "comment", marker.note)
    text_child(element, "name", marker.label)
    text_child(element, "in", marker.span.start)
    text_child(element, "out", marker.span.end if marker.span.length > 1 else -1)
    if marker.colour in _COLOURS:
        text_child(element, "pproColor", _COLOURS[marker.colour])
    return element


def _rate(parent: ET.Element, rate: Fraction) -> None:
    nominal = nominal_rate(rate)
    if rate not in {Fraction(nominal), Fraction(nominal * 1000, 1001)}:
        raise OutputError(
            f"{float(rate):.6g} frames a second cannot be said in this format",
            where="premiere-xml",
            remedy="write another format, or conform the take first",
        )
    element = child(parent, "rate", {})
    text_child(element, "timebase", nominal)
    text_child(element, "ntsc", "FALSE" if rate == nominal else "TRUE")


def _timecode(parent: ET.Element, start: Timecode) -> ET.Element:
    element = child(parent, "timecode", {})
    _rate(element, start.rate)
    text_child(element, "string", start)
    text_child(element, "frame", start.frame)
    text_child(element, "displayformat", "DF" if start.drop_frame else "NDF")
    return element


def _characteristics(parent: ET.Element, info: MediaInfo, rate: Fraction) -> None:
    element = child(parent, "samplecharacteristics", {})
    _rate(element, rate)
    text_child(element, "width", info.width)
    text_child(element, "height", info.height)
    text_child(element, "pixelaspectratio", "square")


FORMAT = Format(
    name="premiere-xml",
    suffix=".xml",
    about="Final Cut Pro 7's XML: takes with their markers, for Premiere",
    carries=CARRIES,
    render=render,
)
"""The format."""
