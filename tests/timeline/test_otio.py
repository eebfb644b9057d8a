"""The `.otio` file, read back with the library and with its command."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from fractions import Fraction
from pathlib import Path

import opentimelineio as opentime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takewise.clock import parse_timecode
from takewise.timeline import ExportSettings, MarkerSettings, Take, Timeline, arrange, take
from takewise.timeline.formats import otio
from tests.timeline.analyses import (
    CLOCKS,
    NTSC,
    NTSC_FILM,
    analysis,
    media_info,
    moment,
    otio_can_count,
)

TIMELINE = ExportSettings()
AWKWARD = ["a | b < c & d", "tab\there\nand line", "2nd look", "眉毛 动", 'quote " back \\ slash']


def _take(*spans: tuple[int, int], **media: object) -> Take:
    return take(
        analysis(*(moment(*span) for span in spans), media=media_info(**media)), MarkerSettings()
    )


def _render(timeline: Timeline, settings: ExportSettings) -> bytes:
    """Return the content of the only file."""
    return otio.render(timeline, settings).files[""]


def _read(content: bytes) -> opentime.schema.Timeline:
    return opentime.adapters.read_from_string(content.decode(), "otio_json")


@pytest.mark.parametrize(("rate", "start"), CLOCKS)
def test_frames_are_exact_at_every_rate_and_start(rate: Fraction, start: str) -> None:
    """Stack markers are counted from 0, clips from midnight, and the start reads as it was."""
    content = _render(
        arrange([_take((0, 1), (45, 50), (239, 240), rate=rate, start=start)]), TIMELINE
    )
    back = _read(content)
    ranges = [marker.marked_range for marker in back.tracks.markers]
    assert [(r.start_time.value, r.duration.value) for r in ranges] == [(0, 1), (45, 5), (239, 1)]
    assert {r.start_time.rate for r in ranges} == {float(rate)}
    facts = back.metadata["takewise"]
    assert Fraction(*facts["rate"]) == rate
    assert facts["drop_frame"] == (";" in start)
    assert facts["start_timecode"] == start
    if otio_can_count(back.global_start_time.value, rate, drop=facts["drop_frame"]):
        # OpenTimelineIO's own clock agrees, given the flag that it cannot store itself.
        assert back.global_start_time.to_timecode(float(rate), facts["drop_frame"]) == start
    (clip,) = back.tracks[0]
    assert clip.source_range == clip.available_range()
    assert clip.source_range.start_time == back.global_start_time
    assert clip.source_range.duration.value == 240


def test_a_marker_arrives_whole() -> None:
    """Name, comment, colour, Resolve's note and our facts are read back."""
    back = _read(_render(arrange([_take((45, 50))]), TIMELINE))
    (marker,) = back.tracks.markers
    note = (
        "inner brows rose 2.1 % of an eye-width in 0.21 s while the head was still; confidence 81 %"
    )
    assert marker.name == "inner brows lift · 0.21 s"
    assert marker.comment == f"inner brows lift · 0.21 s - {note}"
    assert marker.color == opentime.schema.MarkerColor.RED
    assert marker.metadata["Resolve_OTIO"]["Note"] == note
    assert list(marker.metadata["Resolve_OTIO"]["Keywords"]) == []
    assert dict(marker.metadata["takewise"]) == {
        "apex": 45,
        "confidence": 0.81,
        "id": "m-A000002d",
        "kind": "micro-expression",
        "person": "A",
        "strength": 6.4,
        "take": "A001C003",
        "units": "AU1",
    }


@pytest.mark.parametrize(
    ("place", "on_stack", "on_clip"), [("timeline", 1, 0), ("clip", 0, 1), ("both", 1, 1)]
)
def test_markers_lie_where_asked(place: str, on_stack: int, on_clip: int) -> None:
    """Markers lie on the timeline, on the clip or on both."""
    back = _read(_render(arrange([_take((45, 50))]), ExportSettings(markers_on=place)))
    assert len(back.tracks.markers) == on_stack
    assert len(back.tracks[0][0].markers) == on_clip


def test_clip_markers_are_in_media_time() -> None:
    """On a clip a marker counts from midnight at the media's own rate, apex included."""
    start = parse_timecode("01:00:00:00", NTSC_FILM)
    timeline = arrange([_take((48, 50), rate=NTSC, start="10:00:00;00")], start=start)
    back = _read(_render(timeline, ExportSettings(markers_on="both")))
    (clip,) = back.tracks[0]
    (on_clip,), (on_stack,) = clip.markers, back.tracks.markers
    # 10:00:00;00 is ten times 107892 frames; 48 frames more is the marker.
    assert on_clip.marked_range.start_time == opentime.opentime.RationalTime(1078968, 30000 / 1001)
    assert on_clip.metadata["takewise"]["apex"] == 1078968
    # 48 frames at 30000/1001 are 38.4 at 24000/1001.
    assert on_stack.marked_range.start_time.value == 38
    assert on_stack.metadata["takewise"]["apex"] == 38


def test_reel_and_timecode_go_along_to_relink_the_camera_original() -> None:
    """OpenTimelineIO's own writer of EDLs finds both, and so does an editor with the EDL."""
    timeline = _read(_render(arrange([_take((45, 50))]), TIMELINE))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        edl = opentime.adapters.write_to_string(timeline, "cmx_3600")
    (event,) = (line for line in edl.splitlines() if line.startswith("001"))
    assert event.split()[1:6] == ["A001", "V", "C", "01:00:00:00", "01:00:10:00"]


def test_clips_follow_each_other_as_the_library_sees_it() -> None:
    """The library computes the same record frames that the markers are counted by."""
    takes = [_take((5, 9), rate=NTSC, start="01:00:00;00", frame_count=n) for n in (50, 70, 90)]
    timeline = arrange(takes)
    back = _read(_render(timeline, TIMELINE))
    found = [clip.range_in_parent().start_time.value for clip in back.tracks[0]]
    assert found == [placed.span.start for placed in timeline.takes] == [0, 50, 120]


@pytest.mark.parametrize("place", ["timeline", "both"])
def test_schema_stays_what_hosts_read(place: str) -> None:
    """Every marker is Marker.2 and every clip Clip.2, which all hosts of 0.18 read."""
    timeline = arrange([_take((45, 50)), _take((45, 50))])
    content = _render(timeline, ExportSettings(markers_on=place)).decode()
    schemas = {line.split('"')[3] for line in content.splitlines() if '"OTIO_SCHEMA"' in line}
    assert schemas == {
        "Timeline.1",
        "Stack.1",
        "Track.1",
        "Clip.2",
        "Marker.2",
        "ExternalReference.1",
        "RationalTime.1",
        "TimeRange.1",
    }


def test_equal_timelines_give_equal_bytes() -> None:
    """Two renderings are the same bytes, ended by one newline, in plain UTF-8 JSON."""
    first, second = (_render(arrange([_take((45, 50))]), TIMELINE) for _ in range(2))
    assert first == second
    assert first.endswith(b"}\n")
    assert json.loads(first)["name"] == "A001C003"


@pytest.mark.parametrize(
    "path", ["/rushes/day 3/A #1 50%.mov", "/rushes/%20 & <x>.mov", "/镜头/一.mov"]
)
def test_the_media_path_is_bare(path: str) -> None:
    """The media's path is written as it is: no scheme, nothing escaped."""
    back = _read(_render(arrange([_take(path=path)]), TIMELINE))
    reference = back.tracks[0][0].media_reference
    assert reference.target_url == path
    assert reference.name == Path(path).name


def test_a_relative_path_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path given from the current folder is written from the root."""
    monkeypatch.chdir(tmp_path)
    back = _read(_render(arrange([_take(path="A.mov")]), TIMELINE))
    assert back.tracks[0][0].media_reference.target_url == str(tmp_path / "A.mov")


def test_a_path_that_is_not_utf8_can_be_written() -> None:
    """A byte that is no UTF-8 becomes a question mark instead of an error."""
    back = _read(_render(arrange([_take(path="/rushes/\udcff.mov")]), TIMELINE))
    assert back.tracks[0][0].media_reference.target_url == "/rushes/?.mov"


@given(
    titles=st.lists(st.one_of(st.sampled_from(AWKWARD), st.text(max_size=20)), max_size=6),
    clock=st.sampled_from(CLOCKS),
    data=st.data(),
)
@settings(max_examples=60, deadline=None)
def test_what_is_read_back_equals_what_was_written(
    titles: list[str], clock: tuple[Fraction, str], data: st.DataObject
) -> None:
    """Any titles at any frames come back with label, note and span unchanged."""
    moments = []
    for title in titles:
        begin = data.draw(st.integers(0, 238))
        end = data.draw(st.integers(begin + 1, 240))
        moments.append(moment(begin, end, title=title, because=title))
    info = media_info(rate=clock[0], start=clock[1])
    timeline = arrange([take(analysis(*moments, media=info), MarkerSettings())])
    back = _read(_render(timeline, TIMELINE))
    assert [
        (m.name, m.metadata["Resolve_OTIO"]["Note"], *_span(m)) for m in back.tracks.markers
    ] == [(m.label, m.note, m.span.start, m.span.end) for m in timeline.markers]


def _span(marker: opentime.schema.Marker) -> tuple[float, float]:
    span = marker.marked_range
    return span.start_time.value, span.end_time_exclusive().value


def test_a_thousand_markers_fit() -> None:
    """The format has no limit of 999."""
    many = analysis(*(moment(n, n + 1) for n in range(1200)), media=media_info(frame_count=1200))
    back = _read(_render(arrange([take(many, MarkerSettings())]), TIMELINE))
    assert len(back.tracks.markers) == 1200


def test_the_librarys_own_command_lists_the_markers(tmp_path: Path) -> None:
    """`otiotool --list-markers` prints frame 45 at 25 frames/s, with length, colour and name."""
    file = tmp_path / "take.otio"
    timeline = arrange([_take((45, 50), rate=Fraction(25), start="01:00:00:00")])
    file.write_bytes(_render(timeline, TIMELINE))
    run = subprocess.run(
        [sys.executable, "-m", "opentimelineio.console.otiotool", "-i", file, "--list-markers"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert "local: 00:00:01:20 duration: 5.0 color: RED name: inner brows lift" in run.stdout
