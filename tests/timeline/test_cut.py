"""A cut comes back as it was, with markers on the pictures that they mean."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.clock import FrameRange
from takewise.errors import MediaError
from takewise.model import MediaInfo
from takewise.timeline import ExportSettings, MarkerSettings, OtioSettings, take
from takewise.timeline.cut import (
    Cut,
    MarkedClip,
    find_source,
    joined_spans,
    marked_otio,
    on_ruler,
    place_markers,
)
from takewise.timeline.cut_file import read_cut
from tests.timeline.analyses import NTSC, NTSC_FILM, analysis, media_info, moment

BOTH = ExportSettings(markers_on="both")
HOUR = 86400


def times(start: float, length: float, rate: float) -> otio.opentime.TimeRange:
    """Return a range in frames of a rate."""
    return otio.opentime.TimeRange(
        otio.opentime.RationalTime(start, rate), otio.opentime.RationalTime(length, rate)
    )


def clip(
    start: float,
    length: float,
    rate: float = 24,
    *,
    name: str = "A",
    media: str = "/rushes/A001C003.mov",
    known: tuple[float, float] | None = (HOUR, 240),
) -> otio.schema.Clip:
    """Return a clip of a file that begins at the first hour."""
    return otio.schema.Clip(
        name=name,
        source_range=times(start, length, rate),
        media_reference=otio.schema.ExternalReference(
            target_url=media, available_range=times(*known, rate) if known else None
        ),
        metadata={"user": {"note": "keep"}},
    )


def gap(length: float, rate: float = 24) -> otio.schema.Gap:
    """Return a hole of so many frames."""
    return otio.schema.Gap(source_range=times(0, length, rate))


def cut_of(folder: Path, *items: Any, rate: float = 24, start: int = HOUR) -> Cut:
    """Write a timeline with one video track of some items, and read it as a cut."""
    made = otio.schema.Timeline(
        name="scene 12", global_start_time=otio.opentime.RationalTime(start, rate)
    )
    track = otio.schema.Track(name="V1", kind=otio.schema.TrackKind.Video, children=list(items))
    made.tracks.append(track)
    path = folder / "edit.otio"
    otio.adapters.write_to_file(made, str(path))
    return read_cut(path)


def all_marked(cut: Cut, info: MediaInfo, *spans: tuple[int, int]) -> list[MarkedClip]:
    """Return every clip with the moments of its file that it shows."""
    moments = [moment(start, end, apex=(start + end) // 2) for start, end in spans]
    found = take(analysis(*moments, media=info), MarkerSettings())
    clips = []
    for each in cut.clips:
        source = find_source(each, info)
        assert source
        clips.append(place_markers(cut, each, source, found))
    return clips


def written(cut: Cut, clips: list[MarkedClip], settings: ExportSettings = BOTH) -> Any:
    """Return the marked cut as OpenTimelineIO reads it."""
    return otio.adapters.read_from_string(marked_otio(cut, clips, settings).decode(), "otio_json")


def stripped(document: Any) -> Any:
    """Return a document without the markers that have our metadata."""
    if isinstance(document, list):
        kept = (
            each
            for each in document
            if not (isinstance(each, dict) and "id" in each.get("metadata", {}).get("takewise", {}))
        )
        return [stripped(each) for each in kept]
    if isinstance(document, dict):
        return {key: stripped(value) for key, value in document.items()}
    return document


FILM = media_info(rate=Fraction(24))


def test_markers_lie_in_media_time_on_clips_and_from_0_on_the_ruler(tmp_path: Path) -> None:
    """A moment at frame 100 of the file, in a clip that begins at frame 90, 50 into the cut."""
    cut = cut_of(tmp_path, gap(50), clip(HOUR + 90, 60))
    made = written(cut, all_marked(cut, FILM, (100, 110)))
    (on_clip,) = next(iter(made.find_clips())).markers
    assert on_clip.marked_range == times(HOUR + 100, 10, 24)
    (on_stack,) = made.tracks.markers
    assert on_stack.marked_range == times(60, 10, 24)
    assert on_stack.metadata["takewise"]["apex"] == 65


def test_only_what_is_seen_is_marked(tmp_path: Path) -> None:
    """A moment belongs to the clip that shows its apex, and is cut off where the clip is."""
    cut = cut_of(tmp_path, clip(HOUR + 100, 10), clip(HOUR + 110, 30, name="B"))
    clips = all_marked(cut, FILM, (90, 96), (95, 109), (104, 118), (136, 150))
    assert [[m.span for m in each.placed.markers] for each in clips] == [
        [FrameRange(0, 9)],
        [FrameRange(10, 18)],
    ]


def test_everything_else_is_as_it_was(tmp_path: Path) -> None:
    """Without our markers the file is the original, byte for byte."""
    own = otio.schema.Marker(name="mine", marked_range=times(HOUR + 95, 1, 24), color="PINK")
    first = clip(HOUR + 90, 60)
    first.markers.append(own)
    first.effects.append(otio.schema.Effect(name="grade", effect_name="LUT"))
    first.media_references()
    cut = cut_of(
        tmp_path,
        first,
        otio.schema.Transition(
            name="dissolve", in_offset=otio.opentime.RationalTime(5, 24),
            out_offset=otio.opentime.RationalTime(5, 24),
        ),
        clip(HOUR + 10, 24.0, 23.976024627685547, name="B"),
    )  # fmt: skip
    original = otio.adapters.read_from_file(str(cut.path))
    content = marked_otio(cut, all_marked(cut, FILM, (100, 110), (20, 25)), BOTH)
    assert content.decode().count('"id": "m-') == 4
    canonical = json.loads(
        otio.core.serialize_json_to_string(original, schema_version_targets={"Clip": 2})
    )
    assert json.dumps(stripped(json.loads(content)), sort_keys=True) == json.dumps(
        canonical, sort_keys=True
    )
    assert [m.name for m in next(iter(original.find_clips())).markers] == ["mine"]


def test_a_second_run_replaces_our_markers_and_leaves_the_users(tmp_path: Path) -> None:
    """The same run again changes nothing; a run that finds less leaves less."""
    first = clip(HOUR + 90, 60)
    first.markers.append(otio.schema.Marker(name="mine", marked_range=times(HOUR + 95, 1, 24)))
    cut = cut_of(tmp_path, first)
    content = marked_otio(cut, all_marked(cut, FILM, (100, 110), (120, 130)), BOTH)
    cut.path.write_bytes(content)
    again = read_cut(cut.path)
    assert marked_otio(again, all_marked(again, FILM, (100, 110), (120, 130)), BOTH) == content
    less = written(again, all_marked(again, FILM, (100, 110)))
    assert len(less.tracks.markers) == 1
    assert next(iter(less.find_clips())).markers[0].name == "mine"
    assert len(next(iter(less.find_clips())).markers) == 2


@pytest.mark.parametrize(
    ("effect", "why"),
    [
        (otio.schema.FreezeFrame(), "it shows one picture (a freeze frame)"),
        (otio.schema.LinearTimeWarp(time_scalar=0), "it shows one picture (a freeze frame)"),
        (otio.schema.TimeEffect(), "its speed changes while it plays"),
        (otio.schema.LinearTimeWarp(time_scalar=float("nan")), "nan is no speed"),
        (otio.schema.LinearTimeWarp(time_scalar=1e300), "1e+300 is no speed"),
        (otio.schema.LinearTimeWarp(time_scalar=1e-9), "its speed is almost 0"),
        (
            otio.schema.Effect(name="", effect_name="Time Remap"),
            "its speed is changed in an unknown way",
        ),
    ],
)
def test_a_clip_without_one_speed_is_not_marked(tmp_path: Path, effect: Any, why: str) -> None:
    """It is named by its place in the cut instead; the rest keep their places."""
    slow = clip(HOUR, 48, name="slow")
    slow.effects.append(effect)
    cut = cut_of(tmp_path, clip(HOUR, 10), gap(14), slow, clip(HOUR + 90, 60))
    assert cut.notes == (f"V1 clip 2 at 01:00:01:00 'slow': {why}, so it is not marked",)
    assert [each.record for each in cut.clips] == [0, 3]


def test_a_trimmed_timeline_is_marked_where_it_is_seen(tmp_path: Path) -> None:
    """Its record begins at the trim; OpenTimelineIO itself finds the picture of each marker."""
    made = otio.schema.Timeline(
        name="scene 12", global_start_time=otio.opentime.RationalTime(HOUR, 24)
    )
    first, second = clip(HOUR, 50), clip(HOUR + 90, 60, name="B")
    made.tracks.append(otio.schema.Track(name="V1", children=[first, second]))
    made.tracks.source_range = times(30, 40, 24)
    path = tmp_path / "edit.otio"
    otio.adapters.write_to_file(made, str(path))
    cut = read_cut(path)
    assert [(each.start * 24, each.end * 24, each.record * 24) for each in cut.clips] == [
        (HOUR + 30, HOUR + 50, 0),
        (HOUR + 90, HOUR + 110, 20),
    ]
    clips = all_marked(cut, FILM, (10, 20), (100, 110), (112, 120))
    (placed,) = on_ruler(cut, clips).placed
    assert placed.record.span == FrameRange(30, 40)
    back = written(cut, clips)
    (on_stack,) = back.tracks.markers
    shown = list(back.find_clips())[1]
    assert back.tracks.transformed_time(on_stack.marked_range.start_time, shown) == (
        otio.opentime.RationalTime(HOUR + 100, 24)
    )


def test_a_whole_timeline_without_one_speed_is_not_marked(tmp_path: Path) -> None:
    """It is said, and nothing is misplaced."""
    made = otio.schema.Timeline(global_start_time=otio.opentime.RationalTime(HOUR, 24))
    made.tracks.append(otio.schema.Track(name="V1", children=[clip(HOUR, 50)]))
    made.tracks.effects.append(otio.schema.TimeEffect())
    path = tmp_path / "edit.otio"
    otio.adapters.write_to_file(made, str(path))
    cut = read_cut(path)
    assert cut.clips == ()
    assert cut.notes == (
        "the whole timeline: its speed changes while it plays, so its clips are not marked",
    )


def test_a_warp_that_changes_nothing_is_no_hindrance(tmp_path: Path) -> None:
    """Some editors write one on every clip."""
    plain = clip(HOUR, 48)
    plain.effects.append(otio.schema.LinearTimeWarp(time_scalar=1))
    assert len(cut_of(tmp_path, plain).clips) == 1


def test_sound_and_what_is_switched_off_are_passed_over(tmp_path: Path) -> None:
    """Nobody sees them."""
    off = clip(HOUR, 48, name="off")
    off.enabled = False
    cut = cut_of(tmp_path, off, clip(HOUR, 24))
    made = otio.adapters.read_from_file(str(cut.path))
    made.tracks.append(otio.schema.Track(kind="Audio", children=[clip(HOUR, 24, name="sound")]))
    otio.adapters.write_to_file(made, str(cut.path))
    assert [(each.name, each.record) for each in read_cut(cut.path).clips] == [("A", 2)]


def test_a_nested_timeline_is_marked_where_it_is_seen(tmp_path: Path) -> None:
    """Its clips are cut off by the window through which it is seen."""
    inside = otio.schema.Stack(
        name="compound",
        source_range=times(30, 40, 24),
        children=[
            otio.schema.Track(
                kind="Video",
                children=[clip(HOUR, 50, name="one"), clip(HOUR + 100, 50, name="two")],
            )
        ],
    )
    cut = cut_of(tmp_path, gap(12), inside)
    seen = [
        (each.name, each.record * 24, each.start * 24 - HOUR, each.end * 24 - HOUR)
        for each in cut.clips
    ]
    assert seen == [("one", 12, 30, 50), ("two", 32, 100, 120)]
    found = all_marked(cut, FILM, (32, 36), (104, 110))
    made = written(cut, found)
    assert [m.marked_range.start_time.value for m in made.tracks.markers] == [14, 36]
    assert [len(each.markers) for each in made.find_clips()] == [1, 1]


@pytest.mark.parametrize(
    ("start", "known", "origin"),
    [(HOUR + 90, (HOUR, 240), HOUR), (90, (0, 240), 0), (HOUR + 90, None, HOUR), (90, None, 0)],
)
def test_media_time_begins_where_the_cut_or_the_media_say(
    tmp_path: Path, start: int, known: tuple[int, int] | None, origin: int
) -> None:
    """Hosts count from the media's timecode or from 0; the cut's own word comes first."""
    cut = cut_of(tmp_path, clip(start, 60, known=known))
    source = find_source(cut.clips[0], FILM)
    assert source
    assert source.span == FrameRange(90, 150)
    made = written(cut, all_marked(cut, FILM, (100, 110)))
    (on_clip,) = next(iter(made.find_clips())).markers
    assert on_clip.marked_range.start_time.value == origin + 100


def test_frames_that_the_media_does_not_have_are_not_found(tmp_path: Path) -> None:
    """A proxy of another take must not be marked in its stead."""
    cut = cut_of(tmp_path, clip(5 * HOUR, 60, known=None))
    assert find_source(cut.clips[0], FILM) is None


@given(
    rate=st.sampled_from([NTSC_FILM, Fraction(24), Fraction(25), NTSC]),
    media=st.sampled_from([NTSC_FILM, Fraction(24), Fraction(25), NTSC, Fraction(50)]),
    spelling=st.sampled_from(
        [float, lambda r: round(float(r), 3), lambda r: float(round(r * 2**19)) / 2**19]
    ),
    before=st.lists(st.integers(1, 100_000), max_size=4),
    first=st.integers(0, 400),
)
def test_whatever_the_rates_a_marker_shows_its_picture(
    tmp_path_factory: pytest.TempPathFactory,
    rate: Fraction,
    media: Fraction,
    spelling: Any,
    before: list[int],
    first: int,
) -> None:
    """On the ruler a marker is within half a frame of when its picture plays, hours in."""
    folder = tmp_path_factory.mktemp("cut")
    said, said_media = spelling(rate), spelling(media)
    info = media_info(rate=media, start="01:00:00:00", frame_count=600)
    origin = info.start_timecode.frame if info.start_timecode else 0
    cut = cut_of(
        folder,
        *(gap(length, said) for length in before),
        clip(origin + first, 150, said_media, known=(origin, 600)),
        rate=said,
        start=0,
    )
    assert cut.start.rate == rate
    (found,) = all_marked(cut, info, (first + 40, first + 60))
    assert found.source.span == FrameRange(first, first + 150)
    (marker,) = found.placed.markers
    plays = sum(before) / rate + Fraction(40) / media
    # One rounding for the clip's begin, one for the marker in it.
    assert abs(marker.span.start / rate - plays) <= 1 / rate


def test_an_editor_gets_the_markers_at_record_timecode(tmp_path: Path) -> None:
    """A marker EDL of the cut counts from the timeline's own start, in order of frames."""
    from takewise.timeline import FORMATS

    cut = cut_of(tmp_path, gap(50), clip(HOUR + 90, 60))
    timeline = on_ruler(cut, all_marked(cut, FILM, (120, 125), (100, 110)))
    (content,) = FORMATS["resolve-edl"].render(timeline, BOTH).files.values()
    lines = [line for line in content.decode().splitlines() if line[:3].isdigit()]
    assert [line.split()[4] for line in lines] == ["01:00:02:12", "01:00:03:08"]


def test_kdenlive_gets_no_markers_on_clips(tmp_path: Path) -> None:
    """It misplaces them."""
    cut = cut_of(tmp_path, clip(HOUR + 90, 60))
    settings = replace(BOTH, otio=OtioSettings(flavour="kdenlive"))
    made = written(cut, all_marked(cut, FILM, (100, 110)), settings)
    assert len(made.tracks.markers) == 1
    assert not next(iter(made.find_clips())).markers


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.otio", "{", "cannot be read as a cut"),
        ("a.otio", '{"OTIO_SCHEMA": "SerializableCollection.1", "children": []}', "no timelines"),
        ("a.xml", "<xmeml", "cannot be read as a cut"),
        ("a.txt", "hello", "is not a cut that can be read"),
    ],
)
def test_what_is_no_cut_is_refused(tmp_path: Path, name: str, content: str, said: str) -> None:
    """In one sentence that names the file."""
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(MediaError, match=said) as refused:
        read_cut(path)
    assert str(path) in str(refused.value)


def as_fcp7(path: Path) -> Path:
    """Write a cut as OpenTimelineIO's own writer of Final Cut Pro 7's XML does."""
    made = otio.schema.Timeline(name="scene 12")
    made.global_start_time = otio.opentime.RationalTime(HOUR, 24)
    media = "file://localhost/rushes/A%20001.mov"
    track = otio.schema.Track(kind="Video", children=[gap(50), clip(HOUR + 90, 60, media=media)])
    made.tracks.append(track)
    otio.adapters.write_to_file(made, str(path), "fcp_xml")
    return path


def test_final_cut_pro_7s_xml_is_a_cut(tmp_path: Path) -> None:
    """With the reader of the extra: the same clip on the same frames."""
    cut = read_cut(as_fcp7(tmp_path / "edit.xml"))
    (only,) = cut.clips
    assert only.media == "/rushes/A 001.mov"
    assert only.record == Fraction(50, 24)
    source = find_source(only, FILM)
    assert source
    assert source.span == FrameRange(90, 150)


def test_an_edl_is_a_cut(tmp_path: Path) -> None:
    """It tells no path, but a reel and the source timecode."""
    path = tmp_path / "edit.edl"
    path.write_text(
        "TITLE: scene 12\n\n"
        "001  A001     V     C        01:00:03:18 01:00:06:06 01:00:00:00 01:00:02:12\n"
        "* FROM CLIP NAME: A001C003\n"
        "002  A001     V     C        01:00:00:00 01:00:02:00 01:00:02:12 01:00:03:12\n"
        "M2   A001       048.0                01:00:00:00\n"
    )
    cut = read_cut(path, rate=Fraction(24))
    only, fast = cut.clips
    assert (only.name, only.media, only.reel) == ("A001C003", None, "A001")
    assert len(read_cut(path).notes) == 1
    source = find_source(only, FILM)
    assert source
    assert source.span == FrameRange(90, 150)
    assert cut.notes == ()
    assert str(cut.start) == "01:00:00:00"
    assert only.record == 0
    assert (fast.speed, fast.start, fast.end, fast.record) == (2, 3600, 3602, Fraction(5, 2))


@pytest.mark.parametrize(
    ("rate", "told", "start"),
    [
        (None, Fraction(30000, 1001), "01:00:00;00"),
        (Fraction(60000, 1001), Fraction(60000, 1001), "01:00:00;00"),
    ],
)
def test_an_edl_that_drops_frames_is_read_so(
    tmp_path: Path, rate: Fraction | None, told: Fraction, start: str
) -> None:
    """At 29.97 unless told otherwise, exact to the frame; black is no clip."""
    path = tmp_path / "edit.edl"
    path.write_text(
        "TITLE: scene 12\nFCM: DROP FRAME\n\n"
        "001  BL       V     C        00:00:00;00 00:00:01;00 01:00:00;00 01:00:01;00\n"
        "002  A001     V     C        01:09:59;20 01:10:01;20 01:00:01;00 01:00:03;00\n"
    )
    cut = read_cut(path, rate=rate)
    (only,) = cut.clips
    per = round(told)
    assert (cut.start.rate, str(cut.start)) == (told, start)
    assert only.record * told == per
    # Labels dropped in 69 minutes, but not in each tenth.
    first = (69 * 60 + 59) * per + 20 - per // 15 * (69 - 6)
    assert (only.start * told, only.end * told) == (first, first + 2 * per)
    assert [each for each in cut.notes if "--rate" in each] == (
        [] if rate else ["an EDL has no frame rate: it was read at 29.97; --rate sets another"]
    )


def test_a_collection_with_one_timeline_comes_back_whole(tmp_path: Path) -> None:
    """With what else lies in the bin."""
    cut = cut_of(tmp_path, clip(HOUR + 90, 60))
    bin_ = otio.schema.SerializableCollection(
        name="bin",
        children=[otio.adapters.read_from_file(str(cut.path)), clip(HOUR, 10, name="loose")],
    )
    otio.adapters.write_to_file(bin_, str(cut.path))
    again = read_cut(cut.path)
    content = marked_otio(again, all_marked(again, FILM, (100, 110)), BOTH)
    canonical = otio.core.serialize_json_to_string(bin_, schema_version_targets={"Clip": 2})
    assert stripped(json.loads(content)) == stripped(json.loads(canonical))
    assert content.count(b'"id": "m-') == 2


@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(1, 99)), min_size=1, max_size=8),
    st.integers(0, 60),
)
def test_joined_parts_hold_every_frame_that_is_used_once(
    spans: list[tuple[int, int]], context: int
) -> None:
    """In order, apart, within the file, and with the frames around."""
    used = [FrameRange(start, start + length) for start, length in spans]
    parts = joined_spans(used, context=context, length=1000)
    expected = {
        frame
        for span in used
        for frame in range(max(0, span.start - context), min(1000, span.end + context))
    }
    assert [frame for part in parts for frame in range(part.start, part.end)] == sorted(expected)
    assert all(one.end < other.start for one, other in pairwise(parts))
