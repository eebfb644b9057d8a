"""Clips at a constant speed have their markers on the right frames, in every kind of cut.

The expected frames are worked out by hand: a medium of 240 frames from the first hour, a
moment from its frame 100 to 110 with its apex at 105, and a clip that fills 60 frames of
the cut from frame 50 on and plays the medium from frame 90 on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from takewise.clock import FrameRange, Timecode
from takewise.timeline import ExportSettings, MarkerSettings, take
from takewise.timeline.cut import Cut, CutClip, MarkedClip, find_source, on_ruler, place_markers
from takewise.timeline.cut_file import mark_cut, read_cut
from takewise.timeline.linear_time import LinearTime
from tests.timeline.analyses import NTSC, NTSC_FILM, analysis, media_info, moment

BOTH = ExportSettings(markers_on="both")
RATES = (Fraction(24), Fraction(25), NTSC_FILM, NTSC)
HALF, TWICE, THIRD, BACK = Fraction(1, 2), Fraction(2), Fraction(1, 3), Fraction(-1)

# Speed to the frames of the medium that are seen, and the frames of the cut where the
# moment is and its apex.
EXPECTED = {
    HALF: (FrameRange(90, 120), FrameRange(70, 90), 80),
    # Frame 105 is 7.5 frames into the clip, and is seen from the half on.
    TWICE: (FrameRange(90, 210), FrameRange(55, 60), 58),
    THIRD: (FrameRange(90, 110), FrameRange(80, 110), 95),
    # From frame 149 down to 90: 109 is the first that is seen, after 40 others.
    BACK: (FrameRange(90, 150), FrameRange(90, 100), 94),
    Fraction(-2): (FrameRange(90, 210), FrameRange(100, 105), 102),
}


def frames(rate: Fraction) -> int:
    """Return the frames of an hour of timecode that does not drop."""
    return 3600 * round(rate)


def otio_cut(path: Path, rate: Fraction, speed: Fraction) -> Path:
    """Write it as OpenTimelineIO."""

    def times(start: float, length: float) -> otio.opentime.TimeRange:
        at = float(rate)
        return otio.opentime.TimeRange(
            otio.opentime.RationalTime(start, at), otio.opentime.RationalTime(length, at)
        )

    hour = frames(rate)
    clip = otio.schema.Clip(
        name="A",
        source_range=times(hour + 90, 60),
        media_reference=otio.schema.ExternalReference(
            target_url="/rushes/A001C003.mov", available_range=times(hour, 240)
        ),
        effects=[otio.schema.LinearTimeWarp(time_scalar=float(speed))],
    )
    made = otio.schema.Timeline(
        name="scene 12", global_start_time=otio.opentime.RationalTime(hour, float(rate))
    )
    gap = otio.schema.Gap(source_range=times(0, 50))
    made.tracks.append(otio.schema.Track(name="V1", kind="Video", children=[gap, clip]))
    file = path / "edit.otio"
    otio.adapters.write_to_file(made, str(file))
    return file


def exact(time: Fraction) -> str:
    """Write seconds as Final Cut Pro does."""
    return f"{time.numerator}/{time.denominator}s"


def own_frame(speed: Fraction) -> Fraction:
    """Return the frame of the retimed clip with which it begins, counted from its map's start."""
    return 90 / speed if speed > 0 else (240 - 90 - 60 * -speed) / -speed


def fcpxml_cut(path: Path, rate: Fraction, speed: Fraction) -> Path:
    """Write it as FCPXML, with a time map of all of the medium."""
    begin = frames(rate) / rate
    length = 240 / rate
    values = (begin, begin + length) if speed > 0 else (begin + length, begin)
    start = begin + own_frame(speed) / rate
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.11"><resources>
<format id="r1" frameDuration="{exact(1 / rate)}"/>
<asset id="r2" name="A" start="{exact(begin)}" duration="{exact(length)}" hasVideo="1">
<media-rep src="file:///rushes/A001C003.mov"/></asset>
</resources><library><event><project name="scene 12">
<sequence format="r1" tcStart="{exact(begin)}" tcFormat="NDF"><spine>
<gap offset="{exact(begin)}" duration="{exact(50 / rate)}"/>
<asset-clip ref="r2" name="A" offset="{exact(begin + 50 / rate)}" start="{exact(start)}"
 duration="{exact(60 / rate)}"><timeMap>
<timept time="{exact(begin)}" value="{exact(values[0])}" interp="smooth2"/>
<timept time="{exact(begin + length / abs(speed))}" value="{exact(values[1])}" interp="smooth2"/>
</timeMap></asset-clip>
</spine></sequence></project></event></library></fcpxml>
"""
    file = path / "edit.fcpxml"
    file.write_text(text)
    return file


GRAPH = """<parameter><parameterid>graphdict</parameterid><keyframe><when>0</when>
<value>{low}</value></keyframe><keyframe><when>{when}</when><value>{high}</value></keyframe>
</parameter>"""


def xmeml_cut(path: Path, rate: Fraction, speed: Fraction, *, graph: bool = True) -> Path:
    """Write it as Final Cut Pro 7 did: a filter, and `in` in frames as they play."""
    hour, nominal = frames(rate), round(rate)
    said = f"<timebase>{nominal}</timebase><ntsc>{str(rate != nominal).upper()}</ntsc>"
    of_rate = f"<rate>{said}</rate>"
    code = f"<timecode>{of_rate}<string>01:00:00:00</string><frame>{hour}</frame></timecode>"
    first = own_frame(speed)
    low, high = (0, 240) if speed > 0 else (240, 0)
    points = GRAPH.format(low=low, high=high, when=float(240 / abs(speed))) if graph else ""
    file = path / "edit.xml"
    file.write_text(f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE xmeml>
<xmeml version="4"><sequence id="s"><name>scene 12</name><duration>110</duration>{of_rate}{code}
<media><video><track><clipitem id="c1"><name>A</name><duration>240</duration>{of_rate}
<start>50</start><end>110</end><in>{first}</in><out>{first + 60}</out>
<file id="f1"><name>A001C003.mov</name><pathurl>file://localhost/rushes/A001C003.mov</pathurl>
{of_rate}<duration>240</duration>{code}<media><video/></media></file>
<filter><enabled>TRUE</enabled><effect><name>Time Remap</name><effectid>timeremap</effectid>
<parameter><parameterid>variablespeed</parameterid><value>0</value></parameter>
<parameter><parameterid>speed</parameterid><value>{float(100 * speed):.3f}</value></parameter>
<parameter><parameterid>reverse</parameterid><value>{str(speed < 0).upper()}</value></parameter>
{points}</effect></filter></clipitem></track></video></media></sequence></xmeml>
""")
    return file


def xmeml_cut_without_graph(path: Path, rate: Fraction, speed: Fraction) -> Path:
    """Write it as Premiere and others do, who say no more than the speed."""
    return xmeml_cut(path, rate, speed, graph=False)


def edl_cut(path: Path, rate: Fraction, speed: Fraction) -> Path:
    """Write it as an EDL, in frames per second of one decimal."""
    at = [
        str(Timecode(frames(rate) + frame, rate, drop_frame=False))
        for frame in (90, 90 + round(60 * abs(speed)), 0, 50, 110)
    ]
    file = path / "edit.edl"
    file.write_text(
        "TITLE: scene 12\nFCM: NON-DROP FRAME\n\n"
        f"001  BL       V     C        00:00:00:00 00:00:02:02 {at[2]} {at[3]}\n".replace(
            "00:00:02:02", str(Timecode(50, rate, drop_frame=False))
        )
        + f"002  A001     V     C        {at[0]} {at[1]} {at[3]} {at[4]}\n"
        + f"M2   A001       {float(round(rate) * speed):05.1f}                {at[0]}\n"
    )
    return file


WRITERS: dict[str, Callable[[Path, Fraction, Fraction], Path]] = {
    "otio": otio_cut,
    "fcpxml": fcpxml_cut,
    "xmeml": xmeml_cut,
    "xmeml without graph": xmeml_cut_without_graph,
    "edl": edl_cut,
}


def read(file: Path, rate: Fraction) -> Cut:
    """Read a cut; an EDL at its rate."""
    return read_cut(file, rate=rate)


def found_in(cut: Cut, rate: Fraction) -> list[MarkedClip]:
    """Return the clips with the moment."""
    info = media_info(rate=rate, start="01:00:00:00", frame_count=240)
    made = take(analysis(moment(100, 110, apex=105), media=info), MarkerSettings())
    clips = []
    for each in cut.clips:
        source = find_source(each, info)
        assert source
        clips.append(place_markers(cut, each, source, made))
    return clips


@pytest.mark.parametrize("speed", EXPECTED, ids=str)
@pytest.mark.parametrize("rate", RATES, ids=str)
@pytest.mark.parametrize("kind", WRITERS)
def test_a_constant_speed_is_exact(
    tmp_path: Path, kind: str, rate: Fraction, speed: Fraction
) -> None:
    """The same frames of the medium and of the cut, whoever wrote it."""
    cut = read(WRITERS[kind](tmp_path, rate, speed), rate)
    (found,) = found_in(cut, rate)
    assert found.clip.record == 50 / rate
    assert abs(found.clip.speed - speed) < Fraction(1, 500)
    seen, span, apex = EXPECTED[speed]
    assert found.source.span == seen
    (marker,) = on_ruler(cut, [found]).markers
    assert (marker.span, marker.apex) == (span, apex)
    assert found.placed.span == FrameRange(50, 110)


@pytest.mark.parametrize("speed", EXPECTED, ids=str)
@pytest.mark.parametrize("rate", RATES, ids=str)
def test_markers_of_a_retimed_clip_in_otio_lie_in_media_time(
    tmp_path: Path, rate: Fraction, speed: Fraction
) -> None:
    """The clip's on the medium's own frames, the ruler's where OpenTimelineIO puts the clip."""
    cut = read_cut(otio_cut(tmp_path, rate, speed))
    text = mark_cut(cut, found_in(cut, rate), BOTH).files[""].decode()
    made = otio.adapters.read_from_string(text, "otio_json")
    (clip,) = made.find_clips()
    (on_clip,) = clip.markers
    assert on_clip.marked_range.start_time.value == frames(rate) + 100
    assert on_clip.marked_range.duration.value == 10
    (on_stack,) = made.tracks.markers
    _, span, apex = EXPECTED[speed]
    at = on_stack.marked_range
    assert (at.start_time.value, at.duration.value) == (span.start, span.length)
    assert on_stack.metadata["takewise"]["apex"] == apex
    begin = clip.range_in_parent().start_time.value
    assert begin <= at.start_time.value < begin + 60


@pytest.mark.parametrize("speed", EXPECTED, ids=str)
@pytest.mark.parametrize("rate", RATES, ids=str)
def test_markers_of_a_retimed_clip_in_final_cut_lie_in_its_stretched_time(
    tmp_path: Path, rate: Fraction, speed: Fraction
) -> None:
    """Its markers count its own time, which the time map stretches: within what is seen."""
    cut = read_cut(fcpxml_cut(tmp_path, rate, speed))
    root = etree.fromstring(mark_cut(cut, found_in(cut, rate), BOTH).files[""])
    (clip,) = root.iter("asset-clip")
    # A time map comes before the markers.
    assert [each.tag for each in clip] == ["timeMap", "marker", "keyword"]

    def time(element: Any, name: str) -> Fraction:
        return Fraction(element.get(name).removesuffix("s"))

    _, span, _ = EXPECTED[speed]
    (marker,), (keyword,) = clip.iter("marker"), clip.iter("keyword")
    into = (span.start - 50) / rate
    assert time(marker, "start") == time(clip, "start") + into
    assert time(marker, "duration") == 1 / rate
    assert time(keyword, "duration") == span.length / rate


@pytest.mark.parametrize("speed", EXPECTED, ids=str)
def test_markers_of_a_retimed_clip_in_premiere_count_the_media(
    tmp_path: Path, speed: Fraction
) -> None:
    """The clip's in frames of its file, the sequence's in its own."""
    rate = Fraction(25)
    cut = read_cut(xmeml_cut(tmp_path, rate, speed))
    root = etree.fromstring(mark_cut(cut, found_in(cut, rate), BOTH).files[""])
    spans = [(int(each.findtext("in")), int(each.findtext("out"))) for each in root.iter("marker")]
    _, span, _ = EXPECTED[speed]
    assert spans == [(100, 110), (span.start, span.end)]


def test_other_speeds_of_a_filter_are_named(tmp_path: Path) -> None:
    """A ramp, a freeze frame and two filters have no one speed; one that is off is none."""
    file = xmeml_cut(tmp_path, Fraction(25), HALF)
    text = file.read_text()
    speed = "<value>50.000</value>"
    filter_ = text[text.index("<filter>") : text.index("</filter>") + 9]
    for old, new, why in (
        ("<value>0</value>", "<value>1</value>", "its speed changes while it plays"),
        (speed, "<value>0</value>", "it shows one picture (a freeze frame)"),
        (speed, "<value>x</value>", "its speed cannot be read"),
        (speed, "<value>1e9999999999</value>", "its speed cannot be read"),
        (filter_, filter_ * 2, "it has several changes of speed"),
    ):
        file.write_text(text.replace(old, new, 1))
        cut = read_cut(file)
        assert cut.notes == (f"V1 clip 1 at 01:00:02:00 'A': {why}, so it is not marked",)
    file.write_text(text.replace("<filter><enabled>TRUE", "<filter><enabled>FALSE"))
    (clip,) = read_cut(file).clips
    assert (clip.speed, clip.start) == (1, 3600 + Fraction(180, 25))


@pytest.mark.parametrize(("speed", "out"), [(HALF, 120), (TWICE, 210)])
def test_a_writer_that_counts_the_media_is_known_by_its_out(
    tmp_path: Path, speed: Fraction, out: int
) -> None:
    """Where out - in is what is played, and not how long it plays, in is a frame of the file."""
    rate = Fraction(24)
    file = xmeml_cut(tmp_path, rate, speed, graph=False)
    text = re.sub(r"<in>.*</out>", f"<in>90</in><out>{out}</out>", file.read_text())
    file.write_text(text)
    (found,) = found_in(read_cut(file), rate)
    assert found.source.span == EXPECTED[speed][0]


def test_a_filter_of_which_two_decimals_are_kept_follows_its_graph(tmp_path: Path) -> None:
    """33.33 % an hour in would be a picture off; the points of the graph are exact."""
    file = xmeml_cut(tmp_path, Fraction(24), THIRD)
    file.write_text(file.read_text().replace("33.333", "33.33"))
    (clip,) = read_cut(file).clips
    assert clip.speed == THIRD


@pytest.mark.parametrize(
    "point",
    [
        # A straight line of another speed than what is said.
        "<keyframe><when>480.0</when><value>480</value></keyframe>",
        # A point off the line.
        "<keyframe><when>480.0</when><value>240</value></keyframe>"
        "<keyframe><when>200</when><value>150</value></keyframe>",
    ],
)
def test_a_graph_that_does_not_fit_its_speed_is_not_believed(tmp_path: Path, point: str) -> None:
    """What the filter says counts; `in` is 180, frame 90 at half speed."""
    file = xmeml_cut(tmp_path, Fraction(24), HALF)
    old = "<keyframe><when>480.0</when><value>240</value></keyframe>"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, point))
    (clip,) = read_cut(file).clips
    assert (clip.speed, (clip.start - 3600) * 24) == (HALF, 90)


@pytest.mark.parametrize(
    ("event", "motion", "speed", "start"),
    [
        # At -100 % source and record are equally long, which the reader takes for normal.
        ("01:00:01:00 01:00:02:00", "-024.0   01:00:01:00", -1, 1),
        # A source from high to low begins with its first frame, and that is seen.
        ("01:00:02:00 01:00:01:00", "-024.0   01:00:02:00", -1, 1 + Fraction(1, 24)),
        # No timecode at all.
        ("01:00:01:00 01:00:01:12", "012.0", HALF, 1),
    ],
)
def test_a_motion_effect_is_read_as_it_is_meant(
    tmp_path: Path, event: str, motion: str, speed: Fraction, start: Fraction
) -> None:
    """Speed in frames a second, and from which picture on; the .otio that is written says so."""
    file = tmp_path / "edit.edl"
    file.write_text(
        f"TITLE: x\n\n001  A001     V     C        {event} 01:00:00:00 01:00:01:00\n"
        f"M2   A001     {motion}\n* SOMETHING ELSE\n"
    )
    cut = read_cut(file, rate=Fraction(24))
    (clip,) = cut.clips
    assert (clip.speed, clip.start - 3600) == (speed, start)
    assert "TAKEWISE" not in cut.content
    (written,) = otio.adapters.read_from_string(cut.content, "otio_json").find_clips()
    assert [each.time_scalar for each in written.effects] == [float(speed)]
    assert list(written.metadata["cmx_3600"]["comments"]) == ["SOMETHING ELSE"]


def test_a_motion_effect_of_a_drop_frame_cut_is_read(tmp_path: Path) -> None:
    """The signs in its timecode are no fault, and 60 a second is twice the speed at 29.97."""
    file = tmp_path / "edit.edl"
    file.write_text(
        "TITLE: x\nFCM: DROP FRAME\n\n"
        "001  A001     V     C        01:00:01;00 01:00:03;00 01:00:00;00 01:00:01;00\n"
        "M2   A001     060.0   01:00:01;00\n"
    )
    (clip,) = read_cut(file, rate=NTSC).clips
    assert (clip.speed, clip.length) == (2, 30 / NTSC)
    assert clip.end - clip.start == 60 / NTSC


@pytest.mark.parametrize(
    ("motion", "why"),
    [
        ("A001 000.0 01:00:01:00", "it shows one picture (a freeze frame)"),
        ("A001 fast 01:00:01:00", "its speed cannot be read"),
    ],
)
def test_a_motion_effect_without_a_speed_is_named(tmp_path: Path, motion: str, why: str) -> None:
    """And costs its own clip only."""
    file = tmp_path / "edit.edl"
    file.write_text(
        "TITLE: x\n\n"
        "001  A001     V     C        01:00:01:00 01:00:02:00 01:00:00:00 01:00:01:00\n"
        f"M2   {motion}\n"
        "002  A001     V     C        01:00:01:00 01:00:02:00 01:00:01:00 01:00:02:00\n"
    )
    cut = read_cut(file, rate=Fraction(24))
    assert cut.notes == (f"V1 clip 1 at 01:00:00:00 '001': {why}, so it is not marked",)
    assert [each.record for each in cut.clips] == [1]


def held_at(folder: Path, holder: str, speed: Fraction) -> Path:
    """Write a cut of frames 90 on in which a clip, or what holds it, has a speed."""
    rate, hour = 24.0, frames(Fraction(24))

    def times(start: float, length: float) -> otio.opentime.TimeRange:
        return otio.opentime.TimeRange(
            otio.opentime.RationalTime(start, rate), otio.opentime.RationalTime(length, rate)
        )

    clip = otio.schema.Clip(name="A", source_range=times(hour, 240))
    nested = otio.schema.Stack(name="compound")
    track = otio.schema.Track(name="V1", kind="Video")
    made = otio.schema.Timeline(global_start_time=otio.opentime.RationalTime(hour, rate))
    made.tracks.append(track)
    if holder == "nested":
        nested.append(otio.schema.Track(kind="Video", children=[clip]))
    track.append(nested if holder == "nested" else clip)
    item = {"clip": clip, "track": track, "nested": nested, "whole": made.tracks}[holder]
    item.source_range = times(90 + (hour if item is clip else 0), 60)
    item.effects.append(otio.schema.LinearTimeWarp(time_scalar=float(speed)))
    file = folder / "edit.otio"
    otio.adapters.write_to_file(made, str(file))
    return file


@pytest.mark.parametrize("speed", [HALF, TWICE, BACK], ids=str)
@pytest.mark.parametrize("holder", ["clip", "track", "nested", "whole"])
def test_a_speed_holds_for_all_that_is_within(tmp_path: Path, holder: str, speed: Fraction) -> None:
    """On a clip, its track, a nested timeline or the whole one: the same picture, the same time."""
    cut = read_cut(held_at(tmp_path, holder, speed))
    (found,) = found_in(cut, Fraction(24))
    seen, span, apex = EXPECTED[speed]
    assert found.source.span == seen
    (marker,) = found.placed.markers
    assert (marker.span.start + 50, marker.span.end + 50) == (span.start, span.end)
    assert marker.apex + 50 == apex
    text = mark_cut(cut, [found], BOTH).files[""].decode()
    (on_stack,) = otio.adapters.read_from_string(text, "otio_json").tracks.markers
    # A stack's markers count its own time, as a clip's do; at its own speed that is the media's.
    first = 100 if holder == "whole" else span.start - 50
    assert on_stack.marked_range.start_time.value == first


def test_two_speeds_multiply(tmp_path: Path) -> None:
    """Twice as fast on a track at three quarters is one and a half."""
    file = otio_cut(tmp_path, Fraction(24), TWICE)
    made = otio.adapters.read_from_file(str(file))
    made.tracks[0].effects.append(otio.schema.LinearTimeWarp(time_scalar=0.75))
    otio.adapters.write_to_file(made, str(file))
    (clip,) = read_cut(file).clips
    assert clip.speed == Fraction(3, 2)
    # The track's frame 50 is seen after 66 2/3 frames; its own 110 frames of the cut, which
    # OpenTimelineIO leaves as they are, end 43 1/3 later.
    assert clip.record == Fraction(200, 3) / 24
    assert clip.length == Fraction(130, 3) / 24
    assert (clip.start - 3600) * 24 == 90


def test_a_clip_that_plays_backwards_is_mentioned_once(tmp_path: Path) -> None:
    """OpenTimelineIO leaves open with which end it begins."""
    cut = read_cut(otio_cut(tmp_path, Fraction(24), BACK))
    assert [note for note in cut.notes if "backwards" in note] == list(cut.notes)
    assert len(cut.notes) == 1


@given(
    speed=st.fractions(-8, 8, max_denominator=60).filter(
        lambda speed: abs(speed) > Fraction(1, 30)
    ),
    rate=st.sampled_from(RATES),
    media=st.sampled_from(RATES),
    record=st.integers(0, 200_000),
    first=st.integers(0, 100),
    length=st.integers(2, 400),
)
def test_whatever_the_speed_a_marker_shows_its_pictures(
    speed: Fraction, rate: Fraction, media: Fraction, record: int, first: int, length: int
) -> None:
    """Every frame of the ruler within a marker shows a picture of the moment, or the next one."""
    start = Fraction(first) / media
    begin = record / rate
    end = start + length / rate * abs(speed)
    clip = CutClip(
        number=0, name="", media=None, reel=None, start=start, end=end, speed=speed,
        media_start=Fraction(0), record=begin,
    )  # fmt: skip
    info = media_info(rate=media, start=None, frame_count=100_000)
    cut = Cut(
        path=Path("a.otio"), kind="otio", name="", start=Timecode(0, rate, drop_frame=False),
        clips=(clip,), notes=(), original=b"",
    )  # fmt: skip
    source = find_source(clip, info)
    assert source
    middle = (source.span.start + source.span.end) // 2
    span = (max(0, middle - 5), middle + 5)
    made = take(analysis(moment(*span, apex=middle), media=info), MarkerSettings())
    (marker,) = place_markers(cut, clip, source, made).placed.markers
    slack = 1 + abs(speed) * media / rate
    for frame in range(marker.span.start, marker.span.end):
        into = (frame - record + Fraction(1, 2)) / rate
        shown = (start + speed * into if speed > 0 else end + speed * into) * media
        assert span[0] - slack <= shown <= span[1] + slack


@given(
    speed=st.fractions(-8, 8, max_denominator=60).filter(bool),
    origin=st.fractions(-1000, 1000, max_denominator=1001),
    time=st.fractions(-1000, 1000, max_denominator=1001),
)
def test_a_line_and_its_inverse_cancel(speed: Fraction, origin: Fraction, time: Fraction) -> None:
    """Exactly, and in both orders."""
    line = LinearTime(speed=speed, origin=origin)
    assert line.inverse().at(line.at(time)) == time
    assert line.after(line.inverse()) == LinearTime()
    assert line.inverse().after(line) == LinearTime()


def test_slow_motion_shows_the_frames_that_it_begins_and_ends_within() -> None:
    """At a third, from two thirds into a frame to a third into another, both are seen."""
    at, rate = Fraction(1, 24), Fraction(24)
    clip = CutClip(
        number=0,
        name="",
        media=None,
        reel=None,
        start=(100 + Fraction(2, 3)) * at,
        end=(104 + Fraction(1, 3)) * at,
        speed=THIRD,
        media_start=Fraction(0),
        record=Fraction(0),
    )
    info = media_info(rate=rate, start=None)
    source = find_source(clip, info)
    assert source
    assert source.span == FrameRange(100, 105)
    cut = Cut(
        path=Path("a.otio"),
        kind="otio",
        name="",
        start=Timecode(0, rate, drop_frame=False),
        clips=(clip,),
        notes=(),
        original=b"",
    )
    made = take(analysis(moment(100, 102, apex=101), media=info), MarkerSettings())
    (marker,) = place_markers(cut, clip, source, made).placed.markers
    # Of frame 100 a third is seen, of 101 all.
    assert marker.span == FrameRange(0, 4)


@pytest.mark.parametrize("percent", ["33.333", "33.334"])
def test_the_last_decimals_of_a_speed_show_no_further_frame(tmp_path: Path, percent: str) -> None:
    """Whether they fall short of a frame or go beyond it."""
    file = xmeml_cut(tmp_path, Fraction(24), THIRD, graph=False)
    file.write_text(file.read_text().replace("33.333", percent))
    (found,) = found_in(read_cut(file), Fraction(24))
    assert found.source.span == FrameRange(90, 110)


def test_two_speeds_of_one_clip_multiply(tmp_path: Path) -> None:
    """An editor that adds an effect does not take the other away."""
    file = otio_cut(tmp_path, Fraction(24), TWICE)
    made = otio.adapters.read_from_file(str(file))
    (clip,) = made.find_clips()
    clip.effects.append(otio.schema.LinearTimeWarp(time_scalar=0.75))
    otio.adapters.write_to_file(made, str(file))
    (seen,) = read_cut(file).clips
    assert seen.speed == Fraction(3, 2)


def test_what_has_a_speed_and_no_length_is_named(tmp_path: Path) -> None:
    """Where nothing says how long it is, it is not known what is seen of it."""
    track = otio.schema.Track(name="V1", children=[otio.schema.Clip(name="endless")])
    track.effects.append(otio.schema.LinearTimeWarp(time_scalar=2))
    made = otio.schema.Timeline(global_start_time=otio.opentime.RationalTime(0, 24))
    made.tracks.append(track)
    file = tmp_path / "edit.otio"
    otio.adapters.write_to_file(made, str(file))
    assert read_cut(file).notes == (
        "track V1 'V1': nothing says how long it is, so its clips are not marked",
    )


def test_an_event_of_unequal_lengths_costs_itself_only(tmp_path: Path) -> None:
    """Without a motion effect its speed is unknown; the rest of the EDL is read, and in place."""
    file = tmp_path / "edit.edl"
    file.write_text(
        "TITLE: x\n\n"
        "001  A001     V     C        01:00:01:00 01:00:02:00 01:00:00:00 01:00:01:00\n"
        "002  A002     V     C        01:00:01:00 01:00:03:12 01:00:01:00 01:00:02:00\n"
        "* FROM CLIP NAME: FAST\n"
        "003  BL       V     C        00:00:00:00 00:00:00:00 01:00:02:00 01:00:03:00\n"
        "004  A003     V     C        01:00:04:00 01:00:04:00 01:00:03:00 01:00:03:00\n"
        "004  A001     V     D    012 01:00:05:00 01:00:06:00 01:00:03:00 01:00:04:00\n"
        "005  A002     V     C        01:00:01:00 01:00:03:12 01:00:04:00 01:00:05:00\n"
        "M2   A002     fast   01:00:01:00\n"
    )
    cut = read_cut(file, rate=Fraction(24))
    why = "60 frames of its source fill 24 of the cut, and no M2 gives its speed"
    assert cut.notes == (
        f"V1 clip 2 at 01:00:01:00 'FAST': {why}, so it is not marked",
        "V1 clip 5 at 01:00:04:00 '005': its speed cannot be read, so it is not marked",
    )
    assert [(each.reel, each.record, each.start) for each in cut.clips] == [
        ("A001", 0, 3601),
        ("A001", 3, 3605),
    ]
    assert "TAKEWISE" not in cut.content


def test_both_events_of_a_split_may_have_unequal_lengths(tmp_path: Path) -> None:
    """Their two lines stay together, as the reader needs them."""
    file = tmp_path / "edit.edl"
    file.write_text(
        "TITLE: x\n\n"
        "SPLIT:    AUDIO DELAY=  00:00:00:12\n"
        "001  A001     A     C        01:00:01:00 01:00:02:00 01:00:00:00 01:00:01:00\n"
        "002  A001     V     C        01:00:01:00 01:00:02:00 01:00:00:00 01:00:02:00\n"
        "003  A002     V     C        01:00:01:00 01:00:02:00 01:00:02:00 01:00:03:00\n"
    )
    cut = read_cut(file, rate=Fraction(24))
    assert len(cut.notes) == 1
    assert [each.reel for each in cut.clips] == ["A002"]
