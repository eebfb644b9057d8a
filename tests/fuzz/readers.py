"""Every reader of text from outside, with small samples of what it reads.

A reader does what the program does with the bytes, as far as it can without media.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio

from takewise.host.protocol import parse_request
from takewise.library import (
    check_frames,
    decisions_to_json,
    from_json,
    merge_decisions,
    open_library,
    signals_from_npz,
    signals_to_npz,
    to_json,
)
from takewise.model.decisions import Decisions, Verdict
from takewise.settings import load_settings
from takewise.sidecars import Facts, merge
from takewise.timeline import ExportSettings, MarkerSettings, take
from takewise.timeline.cut import find_source, place_markers
from takewise.timeline.cut_file import mark_cut, read_cut
from tests.library.values import PLAIN, signals
from tests.sidecars.packets import PACKETS
from tests.timeline.analyses import analysis, media_info, moment
from tests.timeline.test_cut_xml import fcpxml

_FOLDER = Path(tempfile.mkdtemp())

FACTS = Facts(rating=4, label="Green", keywords=("pick",), retired=("portrait",), ours={"a": "1"})

EDL = b"""TITLE: scene 12
FCM: NON-DROP FRAME

001  A001     V     C        01:00:03:18 01:00:06:06 01:00:00:00 01:00:02:12
* FROM CLIP NAME: A001C003
002  A001     V     D    012 01:00:00:00 01:00:02:00 01:00:02:12 01:00:04:12
M2   A001       048.0                01:00:00:00
* LOC: 01:00:01:00 RED     hello
"""

SETTINGS = b"""[moments]
least_peak = 0.01
[markers]
min_confidence = 0.7
kinds = ["blink"]
[scoring]
moments_weight = 0.6
[alignment]
[export]
markers_on = "both"
"""

REQUEST = b"""{"protocol": "takewise.host/1", "do": "mark", "best": 3, "jobs": 1, "hold": false,
 "takes": [{"key": "1", "path": "/day1/A.mov", "rate": "24000/1001"}, {"key": "2", "path": "B"}],
 "settings": {"markers": {"min_confidence": 0.5}}, "library": null, "thumbnails": "/tmp/t"}"""


def read_settings(data: bytes) -> object:
    """Read a settings file."""
    return load_settings(_written("settings.toml", data)).digest


def read_request(data: bytes) -> object:
    """Read a request, and the rates in it."""
    return [each.exact_rate for each in parse_request(data).takes]


def read_analysis(data: bytes) -> object:
    """Read an analysis, write it, and write its markers in every text format."""
    found = from_json(data)
    check_frames(found, where="a.json")
    made = take(found, MarkerSettings(min_confidence=0.0))
    return to_json(found), made


def read_decisions(data: bytes) -> object:
    """Take decisions over into an empty library, and write them again."""
    with tempfile.TemporaryDirectory() as folder, open_library(Path(folder) / "a.db") as library:
        merge_decisions(library, data, where="decisions.json")
        return decisions_to_json(library)


def read_sidecar(data: bytes) -> object:
    """Merge a rating and keywords into a sidecar."""
    return merge(data, FACTS, where="a.xmp").content


def reader_of_cuts(suffix: str) -> Callable[[bytes], object]:
    """Return what reads a cut and gives it back with markers in its clips."""

    def read(data: bytes) -> object:
        path = _written(f"cut{suffix}", data)
        cut = read_cut(path, rate=Fraction(24) if suffix == ".edl" else None)
        info = media_info(rate=Fraction(24))
        made = take(analysis(moment(95, 105, apex=100), media=info), MarkerSettings())
        found = [(clip, find_source(clip, info)) for clip in cut.clips]
        clips = [place_markers(cut, clip, source, made) for clip, source in found if source]
        return mark_cut(cut, clips, ExportSettings(markers_on="both")).files

    return read


def _written(name: str, data: bytes) -> Path:
    path = _FOLDER / name
    path.write_bytes(data)
    return path


def _timeline() -> otio.schema.Timeline:
    """Return a cut with a gap, a clip, a nested stack and a marker."""

    def times(start: float, length: float) -> otio.opentime.TimeRange:
        return otio.opentime.TimeRange(
            otio.opentime.RationalTime(start, 24), otio.opentime.RationalTime(length, 24)
        )

    def clip(start: float) -> otio.schema.Clip:
        media = otio.schema.ExternalReference(
            "file://localhost/rushes/A%20001.mov", available_range=times(86400, 240)
        )
        return otio.schema.Clip("A001C003", media, times(86400 + start, 60))

    whole = otio.schema.Timeline("scene 12")
    whole.global_start_time = otio.opentime.RationalTime(86400, 24)
    whole.metadata["takewise"] = {"drop_frame": False, "rate": [24, 1]}
    inner = otio.schema.Track(kind="Video", children=[clip(0)])
    nested = otio.schema.Stack("inner", [inner], times(10, 40))
    first = clip(90)
    first.markers.append(otio.schema.Marker("hello", times(86500, 1)))
    first.metadata["Resolve_OTIO"] = {"a": [1, 2.5, None]}
    children = [otio.schema.Gap(source_range=times(0, 50)), first, nested]
    whole.tracks.append(otio.schema.Track(kind="Video", children=children))
    return whole


def _decisions() -> bytes:
    with tempfile.TemporaryDirectory() as folder, open_library(Path(folder) / "a.db") as library:
        decided = Decisions(verdict=Verdict.CIRCLED, stars=4, note="a", tags=("b",), sync=12)
        library.decide(PLAIN.media, old=Decisions(), new=decided)
        return decisions_to_json(library)


def _xmeml() -> bytes:
    text = otio.adapters.write_to_string(_timeline(), "fcp_xml")
    return str(text).encode()


_SPINE = """<gap offset="3600s" duration="2s"/>
<asset-clip ref="r2" name="A" offset="3602s" start="3601s" duration="4s">
 <marker start="3602s" duration="1/24s" value="a" note="b"/>
 <asset-clip ref="r2" lane="1" offset="3602s" start="3600s" duration="1s"/>
</asset-clip>
<ref-clip ref="r9" name="nested" offset="3606s" duration="2s"/>
<title ref="r5" offset="3608s" duration="1s"/>"""
_COMPOUND = """<media id="r9"><sequence format="r1"><spine>
<asset-clip ref="r2" name="B" offset="0s" start="3600s" duration="5s"/></spine></sequence>
</media>"""

READERS: dict[str, tuple[Callable[[bytes], object], tuple[bytes, ...]]] = {
    "settings": (read_settings, (SETTINGS,)),
    "request": (read_request, (REQUEST,)),
    "analysis": (
        read_analysis,
        (to_json(PLAIN), to_json(replace(PLAIN, frame_pts=tuple(range(0, 600, 3))))),
    ),
    "signals": (signals_from_npz, (signals_to_npz([signals(), signals("B")]),)),
    "decisions": (read_decisions, (_decisions(),)),
    "sidecar": (read_sidecar, tuple(PACKETS.values())),
    "otio": (reader_of_cuts(".otio"), (_timeline().to_json_string().encode(),)),
    "premiere": (reader_of_cuts(".xml"), (_xmeml(),)),
    "final cut": (
        reader_of_cuts(".fcpxml"),
        (fcpxml(Fraction(24), _SPINE, start=86400, more=_COMPOUND).encode(),),
    ),
    "edl": (reader_of_cuts(".edl"), (EDL,)),
}
"""Name to what reads, and to samples that it reads."""
