"""Every format read back with readers and arithmetic that are not Takewise's.

Timecode is counted by the `timecode` package, XML read by lxml and counted in
exact fractions, OpenTimelineIO and AAF read by their own libraries, marker EDLs
by pycmx, chapters by FFmpeg.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import aaf2
import av
import opentimelineio as opentime
import pycmx
from aaf2.components import DescriptiveMarker
from lxml import etree
from timecode import Timecode as OtherTimecode


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One marker as a reader finds it."""

    frame: int
    """Frames from the first of the timeline, or of the take where it lies on that."""
    length: int | None
    """Frames; None where the format has no room for it."""
    name: str | None
    """None where the format has no room for it."""
    colour: str | None
    """In upper case; None where the format has no room for it."""
    note: str | None
    """None where the format has no room for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What a reader of timecode has to know of a timeline."""

    rate: Fraction
    """Frames per second."""
    start: str
    """Timecode of its first frame."""

    def frame(self, label: str) -> int:
        """Count the frames from the start to a label, past midnight too."""
        drop = ";" in self.start
        return (self.since_midnight(label) - self.since_midnight(self.start)) % self._day(drop=drop)

    def since_midnight(self, label: str) -> int:
        """Count the frames from 00:00:00:00 to a label."""
        # Its count begins at 1.
        drop = ";" in label
        return OtherTimecode(self.rate, label, force_non_drop_frame=not drop).frames - 1

    def _day(self, *, drop: bool) -> int:
        last = f"23:59:59{';' if drop else ':'}{round(self.rate) - 1}"
        return self.since_midnight(last) + 1


def otio(content: bytes, clock: Clock) -> list[Seen]:
    """Read the markers on the stack with OpenTimelineIO."""
    timeline = opentime.adapters.read_from_string(content.decode(), "otio_json")
    return _otio_markers(timeline.tracks.markers, clock, 0)


def otio_clips(content: bytes, clock: Clock) -> list[Seen]:
    """Read the markers on the clips with OpenTimelineIO, from the clip's first frame."""
    timeline = opentime.adapters.read_from_string(content.decode(), "otio_json")
    return [
        seen
        for clip in timeline.find_clips()
        for seen in _otio_markers(clip.markers, clock, clip.source_range.start_time.value)
    ]


def _otio_markers(markers: list[opentime.schema.Marker], clock: Clock, origin: float) -> list[Seen]:
    found = []
    for marker in markers:
        span = marker.marked_range
        assert span.start_time.rate == span.duration.rate == float(clock.rate)
        found.append(
            Seen(
                frame=_whole(span.start_time.value - origin),
                length=_whole(span.duration.value),
                name=marker.name,
                colour=marker.color,
                note=marker.metadata["Resolve_OTIO"]["Note"],
            )
        )
    return found


def resolve_edl(content: bytes, clock: Clock) -> list[Seen]:
    """Read the events with pycmx, and Resolve's fields as they are parted by bars."""
    text = content.decode()
    fields = re.findall(
        r"^(?:(.*) )?\|C:ResolveColor(\w+) \|M:(.*) \|D:(\d+)\r$", text, re.MULTILINE
    )
    return [
        Seen(
            frame=clock.frame(record_in),
            length=int(length),
            name=name,
            colour=colour.upper(),
            note=note,
        )
        for record_in, (note, colour, name, length) in zip(
            _record_ins(text, clock), fields, strict=True
        )
    ]


def _record_ins(text: str, clock: Clock) -> list[str]:
    if clock.rate > 100:
        # pycmx knows no timecode whose frames have three digits.
        return re.findall(r"^\d{3}  001      V     C        \S+ \S+ (\S+) ", text, re.MULTILINE)
    edl = pycmx.parse_cmx3600(io.StringIO(text, newline=None))
    return [edit.record_in for event in edl.events for edit in event.edits]


PPRO = {None: "GREEN", 4281740498: "RED", 4281049552: "YELLOW"} | {
    4292277273: "CYAN",
    4294741314: "BLUE",
}
"""Premiere's numbers, from files that it wrote."""


def premiere_sequence(content: bytes, clock: Clock) -> list[Seen]:
    """Read the sequence's markers."""
    sequence = etree.fromstring(content).find("sequence")
    assert _xmeml_rate(sequence) == clock.rate
    assert sequence.findtext("timecode/string") == clock.start
    return [_xmeml_marker(each) for each in sequence.findall("marker")]


def premiere_clips(content: bytes, clock: Clock) -> list[Seen]:
    """Read the clips' markers, which count from the file's first frame."""
    sequence = etree.fromstring(content).find("sequence")
    assert all(_xmeml_rate(file) == clock.rate for file in sequence.iter("file"))
    return [_xmeml_marker(each) for each in sequence.findall("media/video/track/clipitem/marker")]


def _xmeml_rate(element: etree._Element) -> Fraction:
    nominal = Fraction(element.findtext("rate/timebase"))
    return nominal * Fraction(1000, 1001) if element.findtext("rate/ntsc") == "TRUE" else nominal


def _xmeml_marker(element: etree._Element) -> Seen:
    first, out = int(element.findtext("in")), int(element.findtext("out"))
    colour = element.findtext("pproColor")
    return Seen(
        frame=first,
        length=1 if out == -1 else out - first,
        name=element.findtext("name"),
        colour=PPRO[int(colour) if colour else None],
        note=element.findtext("comment"),
    )


def fcpxml(content: bytes, clock: Clock) -> list[Seen]:
    """Read the clips' markers and, for their length, the keyword of each."""
    root = etree.fromstring(content)
    assert _seconds(root.find(".//format").get("frameDuration")) == 1 / clock.rate
    return [
        _fcpxml_marker(marker, clip, clock)
        for clip in root.iter("asset-clip")
        for marker in clip.findall("marker")
    ]


def _fcpxml_marker(marker: etree._Element, clip: etree._Element, clock: Clock) -> Seen:
    start = _seconds(marker.get("start"))
    keywords = [
        word
        for word in clip.findall("keyword")
        if _seconds(word.get("start")) == start
        and word.get("value") == f"Moment: {marker.get('value')}"
    ]
    spans = [_seconds((word).get("duration")) for word in keywords or [marker]]
    assert _seconds(marker.get("duration")) == 1 / clock.rate
    return Seen(
        frame=_whole((start - _seconds(clip.get("start"))) * clock.rate),
        length=_whole(max(spans) * clock.rate),
        name=marker.get("value"),
        colour=None,
        note=marker.get("note") or "",
    )


def _seconds(text: str) -> Fraction:
    return Fraction(re.fullmatch(r"(\d+(?:/\d+)?)s", text)[1])


def avid_markers(content: bytes, clock: Clock) -> list[Seen]:
    """Read the six columns; the comment is left whole."""
    rows = [line.split("\t") for line in content.decode().split("\n")[:-1]]
    return [
        Seen(
            frame=clock.frame(label),
            length=int(length),
            name=comment,
            colour=colour.upper(),
            note=None,
        )
        for _, label, _, colour, comment, length in rows
    ]


def listing_csv(content: bytes, clock: Clock) -> list[Seen]:
    """Read the table, and hold its frames to its timecodes."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [_listed(row, clock) for row in rows]


def listing_json(content: bytes, clock: Clock) -> list[Seen]:
    """Read the data, and hold its frames to its timecodes."""
    document = json.loads(content)
    assert Fraction(document["rate"]) == clock.rate
    assert document["start_timecode"] == clock.start
    return [_listed(row, clock) for row in document["markers"]]


def _listed(row: Mapping[str, str], clock: Clock) -> Seen:
    frame = int(row["timeline_frame"])
    assert clock.frame(row["timeline_timecode"]) == frame
    assert round(float(row["seconds"]) * Fraction(row["media_rate"])) == int(row["media_frame"])
    assert Fraction(row["timeline_rate"]) == clock.rate
    return Seen(
        frame=frame,
        length=int(row["duration_frames"]),
        name=row["name"],
        colour=row["colour"],
        note=row["note"],
    )


def ffmetadata(content: bytes, clock: Clock) -> list[Seen]:
    """Read the chapters with FFmpeg."""
    with av.open(io.BytesIO(content), format="ffmetadata") as container:
        chapters = container.chapters()
    return [
        Seen(
            frame=_whole(chapter["start"] * chapter["time_base"] * clock.rate),
            length=_whole((chapter["end"] - chapter["start"]) * chapter["time_base"] * clock.rate),
            name=chapter["metadata"]["title"],
            colour=None,
            note=chapter["metadata"].get("comment", ""),
        )
        for chapter in chapters
    ]


def srt(content: bytes, clock: Clock) -> list[Seen]:
    """Read the cues: FFmpeg finds times and text."""
    found = []
    with av.open(io.BytesIO(content), format="srt") as container:
        stream = container.streams.subtitles[0]
        for packet in container.demux(stream):
            if packet.size:
                first = packet.pts * packet.time_base * clock.rate
                last = (packet.pts + packet.duration) * packet.time_base * clock.rate
                name, _, note = bytes(packet).decode().partition("\n")
                found.append(
                    Seen(
                        frame=round(first),
                        length=round(last) - round(first),
                        name=name,
                        colour=None,
                        note=note,
                    )
                )
    return found


GUIDES = {1: "BLUE", 2: "CYAN", 3: "GREEN", 4: "YELLOW", 7: "RED"}
"""Kdenlive's types, as it maps the colours of OpenTimelineIO."""


def kdenlive_guides(content: bytes, clock: Clock) -> list[Seen]:
    """Read the guides; a guide knows no rate."""
    del clock
    return [
        Seen(
            frame=guide["pos"],
            length=None,
            name=guide["comment"],
            colour=GUIDES[guide["type"]],
            note=None,
        )
        for guide in json.loads(content)
    ]


def avid_aaf(content: bytes, clock: Clock) -> list[Seen]:
    """Read the event slot of the sequence with pyaaf2."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "read.aaf")
        path.write_bytes(content)
        with aaf2.open(str(path), "r") as file:
            (sequence,) = file.content.toplevel()
            code = next(s.segment for s in sequence.slots if s.segment.media_kind == "Timecode")
            assert (code.fps, code.drop) == (round(clock.rate), ";" in clock.start)
            assert code.start == clock.since_midnight(clock.start)
            return [
                _aaf_marker(each, slot, clock)
                for slot in sequence.slots
                if slot.segment.media_kind == "DescriptiveMetadata"
                for each in slot.segment.components
            ]


def _aaf_marker(marker: DescriptiveMarker, slot: object, clock: Clock) -> Seen:
    rate = slot["EditRate"].value
    assert Fraction(rate.numerator, rate.denominator) == clock.rate
    said = {tag.name: tag.value for tag in marker["CommentMarkerAttributeList"].value}
    assert said["_ATN_CRM_LENGTH"] == marker["Length"].value
    return Seen(
        frame=marker["Position"].value,
        length=marker["Length"].value,
        name=said["_ATN_CRM_COM"],
        colour=said["_ATN_CRM_COLOR"].upper(),
        note=None,
    )


def _whole(value: float | Fraction) -> int:
    """Return a value that must be whole: a reader does not round."""
    assert value == int(value), value
    return int(value)


READERS: Mapping[str, Callable[[bytes, Clock], list[Seen]]] = {
    "otio": otio,
    "resolve-edl": resolve_edl,
    "premiere-xml": premiere_sequence,
    "fcpxml": fcpxml,
    "avid-markers": avid_markers,
    "avid-aaf": avid_aaf,
    "csv": listing_csv,
    "json": listing_json,
    "ffmetadata": ffmetadata,
    "srt": srt,
    "kdenlive-guides": kdenlive_guides,
}
"""Format to its reader."""

ON_CLIPS: Mapping[str, Callable[[bytes, Clock], list[Seen]]] = {
    "otio": otio_clips,
    "premiere-xml": premiere_clips,
    "fcpxml": fcpxml,
}
"""Format to the reader of what its clips carry."""
