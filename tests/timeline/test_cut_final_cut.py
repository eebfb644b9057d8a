"""What of Final Cut Pro's files is seen at which speed, and where its markers lie.

The facts are Apple's: the conform table of its FCPXML reference, and how its own exports
count a retimed clip. Where such an export was the model, the numbers are its own.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from takewise.clock import FrameRange
from takewise.errors import MediaError, OutputError
from takewise.timeline import ExportSettings, MarkerSettings, take
from takewise.timeline.cut import Cut, MarkedClip, find_source, place_markers
from takewise.timeline.cut_file import mark_cut, read_cut
from takewise.timeline.fcpxml_bundle import write_bundle
from tests.timeline.analyses import NTSC, NTSC_FILM, analysis, media_info, moment

BOTH = ExportSettings(markers_on="both")
NTSC_60 = 2 * NTSC

NAMES = {
    "23.98": NTSC_FILM, "24": Fraction(24), "25": Fraction(25), "29.97": NTSC, "30": Fraction(30),
    "50": Fraction(50), "59.94": NTSC_60, "60": Fraction(60),
}  # fmt: skip

# Apple, FCPXML reference, "conform-rate": media, timeline, rate at which it is played.
PLAYED_AS = {
    ("23.98", "24"): "24", ("23.98", "25"): "25", ("23.98", "50"): "25",
    ("24", "23.98"): "23.98", ("24", "25"): "25", ("24", "50"): "25",
    ("25", "23.98"): "23.98", ("25", "24"): "24",
    ("29.97", "30"): "30", ("29.97", "60"): "30",
    ("30", "29.97"): "29.97", ("30", "59.94"): "29.97",
    ("59.94", "30"): "60", ("59.94", "60"): "60",
    ("60", "29.97"): "59.94", ("60", "59.94"): "59.94",
}  # fmt: skip
DOUBLED = {("50", "23.98"): 2 * NTSC_FILM, ("50", "24"): Fraction(48)}


def exact(time: Fraction) -> str:
    """Write seconds as Final Cut Pro does."""
    return f"{time.numerator}/{time.denominator}s"


def seconds(element: Any, name: str) -> Fraction:
    """Read a time of FCPXML."""
    return Fraction(element.get(name).removesuffix("s"))


def project(rate: Fraction, spine: str, more: str = "", start: str = "0s") -> str:
    """Return a project of a medium of 25 frames a second that is 40 s long and begins at 0."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.11"><resources>
<format id="r1" frameDuration="{exact(1 / rate)}"/>
<format id="r9" frameDuration="1/25s"/>
<asset id="r2" name="A" start="0s" duration="40s" hasVideo="1" format="r9">
<media-rep src="file:///rushes/A001C003.mov"/></asset>{more}
</resources><library><event><project name="scene 12">
<sequence format="r1" tcStart="{start}" tcFormat="NDF"><spine>{spine}</spine></sequence>
</project></event></library></fcpxml>
"""


def cut_of(folder: Path, text: str, name: str = "edit.fcpxml") -> Cut:
    """Write it and read it as a cut."""
    file = folder / name
    file.parent.mkdir(exist_ok=True, parents=True)
    file.write_text(text)
    return read_cut(file)


def found_in(
    cut: Cut, *spans: tuple[int, int], rate: Fraction = Fraction(25), start: str | None = None
) -> list[MarkedClip]:
    """Return the clips with moments of a medium."""
    info = media_info(rate=rate, start=start, frame_count=1000)
    moments = [moment(first, end, apex=(first + end) // 2) for first, end in spans]
    made = take(analysis(*moments, media=info), MarkerSettings())
    clips = []
    for each in cut.clips:
        source = find_source(each, info)
        assert source
        clips.append(place_markers(cut, each, source, made))
    return clips


def written(cut: Cut, clips: list[MarkedClip]) -> etree._Element:
    """Return the marked cut as lxml reads it."""
    return etree.fromstring(mark_cut(cut, clips, BOTH).files[""])


@pytest.mark.parametrize("timeline", NAMES)
@pytest.mark.parametrize("media", NAMES)
def test_a_conformed_rate_is_a_speed_only_in_apples_table(
    tmp_path: Path, media: str, timeline: str
) -> None:
    """23.98 in 29.97 or 60 is a choice of frames; 23.98 in 24 or 25 plays faster, exactly."""
    spine = (
        '<asset-clip ref="r2" offset="0s" start="4s" duration="3s">'
        f'<conform-rate srcFrameRate="{media}"/></asset-clip>'
    )
    (clip,) = cut_of(tmp_path, project(NAMES[timeline], spine)).clips
    played = DOUBLED.get((media, timeline)) or NAMES[PLAYED_AS.get((media, timeline), media)]
    factor = played / NAMES[media]
    assert clip.speed == factor
    # What it fills in the timeline is said; how much of the medium that is follows.
    assert (clip.start, clip.end) == (4, 4 + 3 * factor)


def test_a_conformed_rate_that_is_switched_off_is_no_speed(tmp_path: Path) -> None:
    """Frames are chosen by time."""
    spine = (
        '<asset-clip ref="r2" offset="0s" start="4s" duration="3s">'
        '<conform-rate scaleEnabled="0" srcFrameRate="25"/></asset-clip>'
    )
    (clip,) = cut_of(tmp_path, project(Fraction(24), spine)).clips
    assert clip.speed == 1


def test_a_conformed_rate_without_a_source_rate_is_that_of_the_media(tmp_path: Path) -> None:
    """The attribute may be left out."""
    spine = '<asset-clip ref="r2" offset="0s" duration="3s"><conform-rate/></asset-clip>'
    (clip,) = cut_of(tmp_path, project(Fraction(24), spine)).clips
    assert clip.speed == Fraction(24, 25)


def test_the_markers_of_a_conformed_clip_count_its_media(tmp_path: Path) -> None:
    """Those of Final Cut Pro's own export: 25 in 24, clip from 684/25 s, marker at 685/25 s."""
    spine = (
        '<gap offset="0s" duration="10s"/>'
        '<asset-clip ref="r2" offset="10s" name="TestVideo" start="684/25s" duration="9/4s">'
        '<conform-rate srcFrameRate="25"/></asset-clip>'
    )
    cut = cut_of(tmp_path, project(Fraction(24), spine))
    (found,) = found_in(cut, (685, 690))
    # 9/4 s of 24 are 54 frames, and so are they of the medium.
    assert found.source.span == FrameRange(684, 684 + 54)
    assert found.placed.markers[0].span == FrameRange(241, 246)
    (marker,) = written(cut, [found]).iter("marker")
    assert (seconds(marker, "start"), seconds(marker, "duration")) == (
        Fraction(137, 5),
        Fraction(1, 25),
    )


def test_an_unsaid_duration_of_a_conformed_clip_is_its_own(tmp_path: Path) -> None:
    """1000 frames of 25 last as long as 1000 frames of 24; what follows begins after them."""
    spine = (
        '<asset-clip ref="r2"><conform-rate srcFrameRate="25"/></asset-clip>'
        '<asset-clip ref="r2" duration="1s"/>'
    )
    cut = cut_of(tmp_path, project(Fraction(24), spine))
    assert [each.record for each in cut.clips] == [0, Fraction(1000, 24)]


def test_a_retimed_clip_is_read_as_final_cut_pro_writes_it(tmp_path: Path) -> None:
    """Numbers of an export: 206.7 %, its own time from 14.2476 s on, so the media's from 29.4 s."""
    spine = (
        '<asset-clip ref="r2" offset="0s" start="71238/5000s" duration="16800/5000s"><timeMap>'
        '<timept time="0s" value="0s" interp="smooth2"/>'
        '<timept time="4436211/90000s" value="9168210/90000s" interp="smooth2"/>'
        "</timeMap></asset-clip>"
    )
    (clip,) = cut_of(tmp_path, project(Fraction(25), spine)).clips
    speed = Fraction(9168210, 4436211)
    assert clip.speed == speed
    assert clip.start == Fraction(71238, 5000) * speed
    assert clip.end == (Fraction(71238, 5000) + Fraction(16800, 5000)) * speed


MAP = (
    '<timeMap><timept time="0s" value="0s" interp="{0}"/>'
    '<timept time="10s" value="5s" interp="{0}"/>'
    '<timept time="20s" value="0s" interp="{0}"/>'
    '<timept time="25s" value="0s" interp="{0}"/></timeMap>'
)


@pytest.mark.parametrize(
    ("start", "interp", "told"),
    [
        # Apple's example: half speed, then half speed backwards; and a hold.
        (2, "linear", (Fraction(1, 2), 1, Fraction(5, 2))),
        (12, "linear", (Fraction(-1, 2), Fraction(5, 2), 4)),
        (8, "linear", "its speed changes while it plays"),
        (2, "smooth2", "its speed changes while it plays"),
        (21, "linear", "it shows one picture (a hold)"),
    ],
)
def test_a_straight_stretch_of_a_time_map_is_a_constant_speed(
    tmp_path: Path, start: int, interp: str, told: Any
) -> None:
    """A clip that was cut out of a ramp's straight part has one speed."""
    spine = (
        f'<asset-clip ref="r2" name="x" offset="0s" start="{start}s" duration="3s">'
        f"{MAP.format(interp)}</asset-clip>"
    )
    cut = cut_of(tmp_path, project(Fraction(25), spine))
    if isinstance(told, str):
        assert cut.notes == (f"V1 clip 1 at 00:00:00:00 'x': {told}, so it is not marked",)
    else:
        (clip,) = cut.clips
        assert (clip.speed, clip.start, clip.end) == told


def test_what_hangs_on_a_retimed_clip_counts_its_stretched_time(tmp_path: Path) -> None:
    """Apple: a time map changes the offsets of anchored items, and not of contained ones."""
    half = '<timeMap><timept time="0s" value="0s"/><timept time="80s" value="40s"/></timeMap>'
    spine = (
        f'<asset-clip ref="r2" name="slow" offset="0s" start="10s" duration="6s">{half}'
        '<asset-clip ref="r2" lane="1" name="over" offset="12s" start="20s" duration="2s"/>'
        "</asset-clip>"
        f'<sync-clip name="sync" offset="6s" start="10s" duration="6s">{half}'
        '<asset-clip ref="r2" name="in" offset="5s" start="30s" duration="9s"/></sync-clip>'
    )
    cut = cut_of(tmp_path, project(Fraction(25), spine))
    assert [(c.name, c.record, c.start, c.end, c.speed) for c in cut.clips] == [
        ("slow", 0, 5, 8, Fraction(1, 2)),
        ("over", 2, 20, 22, 1),
        ("in", 6, 30, 33, Fraction(1, 2)),
    ]
    sync = written(cut, found_in(cut, (775, 800))).find(".//sync-clip")
    assert sync is not None
    # A second into its media is two seconds into the clip, which begins at 10 s.
    (marker,) = sync.findall("marker")
    assert seconds(marker, "start") == 12


MULTICAM = """<media id="r3" name="Multi"><multicam format="r9" tcStart="0s">
<mc-angle name="A" angleID="aaa"><gap offset="0s" duration="5s"/>
<asset-clip ref="r2" name="A" offset="5s" start="8s" duration="20s"/></mc-angle>
<mc-angle name="B" angleID="bbb">
<asset-clip ref="r2" name="B" start="30s" duration="9s"/></mc-angle></multicam></media>"""


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        ('<mc-source angleID="aaa" srcEnable="all"/>', ("A", 9, 11)),
        (
            '<mc-source angleID="aaa" srcEnable="audio"/><mc-source angleID="bbb" '
            'srcEnable="video"/>',
            ("B", 36, 38),
        ),
        ('<mc-source angleID="aaa"/>', ("A", 9, 11)),
        ("", ("A", 9, 11)),
        ('<mc-source angleID="aaa" srcEnable="audio"/>', None),
        ('<mc-source angleID="zzz" srcEnable="all"/>', "the file does not say which angle"),
    ],
)
def test_the_active_angle_of_a_multicam_clip_is_marked(
    tmp_path: Path, sources: str, told: Any
) -> None:
    """Where its pictures are seen, on the multicam clip itself."""
    spine = f'<mc-clip ref="r3" name="MC" offset="0s" start="6s" duration="2s">{sources}</mc-clip>'
    cut = cut_of(tmp_path, project(Fraction(25), spine, MULTICAM))
    if isinstance(told, tuple):
        (clip,) = cut.clips
        assert (clip.name, clip.start, clip.end) == told
        first = int(clip.start * 25)
        root = written(cut, found_in(cut, (first + 5, first + 9)))
        (marker,) = root.iter("marker")
        parent = marker.getparent()
        assert parent is not None
        assert parent.tag == "mc-clip"
        assert [each.tag for each in parent][-2:] == ["marker", "keyword"]
        assert seconds(marker, "start") == 6 + Fraction(5, 25)
    else:
        assert cut.clips == ()
        assert len(cut.notes) == (told is not None)
        assert all(told in note for note in cut.notes)


CLIPS = """<asset-clip ref="r2" name="one" duration="40s" format="r9"/>
<asset-clip ref="r2" name="two" start="8s" duration="4s" format="r9"/>"""


@pytest.mark.parametrize(
    "around",
    [
        "<library><event>{}</event></library>",
        "<event>{}</event>",
        "<library><event/><event>{}</event></library>",
        "{}",
    ],
)
def test_clips_without_a_project_are_marked_in_their_own_time(tmp_path: Path, around: str) -> None:
    """As a browser shows them: each has all that is seen of its media, and there is no ruler."""
    whole = project(Fraction(24), "")
    begin, end = whole.index("<library>"), whole.index("</fcpxml>")
    text = whole[:begin] + around.format(CLIPS) + whole[end:]
    cut = cut_of(tmp_path, text)
    assert not cut.ruled
    assert [(c.name, c.start, c.end) for c in cut.clips] == [("one", 0, 40), ("two", 8, 12)]
    root = written(cut, found_in(cut, (100, 110), (225, 230)))
    places = [(e.getparent().get("name"), seconds(e, "start")) for e in root.iter("marker")]
    assert places == [("one", 4), ("one", 9), ("two", 9)]


@pytest.mark.parametrize("start", ["soon", "3600/0s", "1e9s", "-", "3600,5s"])
def test_a_clip_whose_time_cannot_be_read_is_named(tmp_path: Path, start: str) -> None:
    """A marker would be on a wrong frame; the other clips are marked."""
    spine = (
        f'<asset-clip ref="r2" name="odd" offset="0s" start="{start}" duration="2s"/>'
        '<asset-clip ref="r2" offset="2s" duration="2s"/>'
    )
    cut = cut_of(tmp_path, project(Fraction(25), spine, ""))
    assert [each.record for each in cut.clips] == [2]
    assert any("'odd': a time of it cannot be read" in note for note in cut.notes)


def test_a_file_of_nothing_is_refused(tmp_path: Path) -> None:
    """It has neither a project nor a clip."""
    with pytest.raises(MediaError, match="holds no projects and no clips"):
        cut_of(tmp_path, "<fcpxml><resources/><library><event/></library></fcpxml>")


def test_a_compound_clip_that_holds_itself_ends(tmp_path: Path) -> None:
    """It is named, and the rest is marked."""
    more = (
        '<media id="r7" name="snake"><sequence format="r1"><spine><ref-clip ref="r7" name="x" '
        'offset="0s" duration="9s"/></spine></sequence></media>'
    )
    spine = (
        '<ref-clip ref="r7" name="x" offset="0s" duration="9s"/>'
        '<asset-clip ref="r2" offset="9s" duration="2s"/>'
    )
    cut = cut_of(tmp_path, project(Fraction(25), spine, more))
    assert [each.record for each in cut.clips] == [9]
    why = "it contains itself or is nested too deeply, so it is not marked"
    assert cut.notes == (f"V1 clip 1 at 00:00:00:00 'x': {why}",)


def test_a_clip_is_named_by_lane_and_place(tmp_path: Path) -> None:
    """As an editor counts: the storyline is V1, a lane above it the next, gaps are none."""
    hold = '<timeMap><timept time="0s" value="0s"/><timept time="9s" value="0s"/></timeMap>'
    spine = (
        '<gap offset="0s" duration="2s"/><asset-clip ref="r2" offset="2s" duration="2s">'
        f'<asset-clip ref="r2" lane="2" name="up" offset="1s" duration="1s">{hold}</asset-clip>'
        f'<asset-clip ref="r2" lane="-1" name="low" offset="1s" duration="1s">{hold}</asset-clip>'
        f'</asset-clip><asset-clip ref="r2" offset="4s" duration="2s">{hold}</asset-clip>'
    )
    cut = cut_of(tmp_path, project(Fraction(25), spine))
    said = "it shows one picture (a hold), so it is not marked"
    assert cut.notes == (
        f"V3 clip 1 at 00:00:03:00 'up': {said}",
        f"lane -1 clip 1 at 00:00:03:00 'low': {said}",
        f"V1 clip 2 at 00:00:04:00: {said}",
    )


def bundle(folder: Path, name: str = "edit.fcpxmld") -> Path:
    """Write a bundle as Final Cut Pro does, with other files in it."""
    spine = '<asset-clip ref="r2" name="A" offset="0s" duration="9s"/>'
    cut_of(folder / name, project(Fraction(25), spine), "Info.fcpxml")
    (folder / name / "Tracking").mkdir()
    (folder / name / "Tracking" / "data.bin").write_bytes(b"\0\1")
    return folder / name


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder."""
    return {
        str(each.relative_to(folder)): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    }


def test_a_bundle_is_read_and_comes_back_as_one(tmp_path: Path) -> None:
    """All that it holds is kept; what was there before is replaced as a whole."""
    source = bundle(tmp_path)
    before = contents(source)
    cut = read_cut(source)
    content = mark_cut(cut, found_in(cut, (100, 110)), BOTH).files[""]
    for _ in range(2):
        write_bundle(source, tmp_path / "out" / "edit.marked.fcpxmld", content)
        assert contents(tmp_path / "out" / "edit.marked.fcpxmld") == {
            **before,
            "Info.fcpxml": content,
        }
    assert contents(source) == before
    write_bundle(source, source, content)
    assert contents(source)["Info.fcpxml"] == content
    assert sorted(each.name for each in tmp_path.iterdir()) == ["edit.fcpxmld", "out"]


def test_what_is_no_bundle_is_not_replaced(tmp_path: Path) -> None:
    """A folder of the user's own that has the name stays."""
    source, own = bundle(tmp_path), tmp_path / "own.fcpxmld"
    own.mkdir()
    (own / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match="not a bundle"):
        write_bundle(source, own, b"")
    assert contents(own) == {"notes.txt": b"mine"}


def test_a_folder_without_its_file_is_no_bundle(tmp_path: Path) -> None:
    """The error names the file that is missing."""
    (tmp_path / "empty.fcpxmld").mkdir()
    with pytest.raises(MediaError, match=r"Info\.fcpxml"):
        read_cut(tmp_path / "empty.fcpxmld")


def test_sound_at_a_changing_speed_is_passed_over(tmp_path: Path) -> None:
    """It has no pictures, so there is nothing to say of it."""
    more = '<asset id="r8" name="song" duration="40s" hasAudio="1" src="file:///song.wav"/>'
    ramp = MAP.format("smooth2")
    spine = (
        '<asset-clip ref="r2" offset="0s" duration="9s">'
        f'<asset-clip ref="r8" lane="-1" offset="0s" duration="9s">{ramp}</asset-clip>'
        f'<asset-clip ref="r2" lane="-2" offset="0s" duration="9s" srcEnable="audio">{ramp}'
        "</asset-clip>"
        f'<clip lane="-3" offset="0s" duration="9s">{ramp}<audio ref="r8" offset="0s"/></clip>'
        "</asset-clip>"
    )
    cut = cut_of(tmp_path, project(Fraction(25), spine, more))
    assert cut.notes == ()
    assert len(cut.clips) == 1


def test_a_nested_sequence_of_premiere_at_half_speed_is_read_so(tmp_path: Path) -> None:
    """Its `in` counts frames as they play, as that of a clip does; its clips are marked once."""
    rate = "<rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate>"
    file = f"""<file id="f1"><name>A.mov</name><pathurl>file://localhost/rushes/A.mov</pathurl>
{rate}<duration>240</duration></file>"""
    inner = f"""<sequence id="n"><name>nest</name><duration>96</duration>{rate}<media><video><track>
<clipitem id="c2"><name>A</name><duration>240</duration>{rate}<start>0</start><end>96</end>
<in>48</in><out>144</out>{file}</clipitem></track></video></media></sequence>"""
    text = f"""<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE xmeml><xmeml version="4">
<sequence id="s"><name>scene</name><duration>72</duration>{rate}
<timecode>{rate}<string>01:00:00:00</string><frame>86400</frame></timecode><media><video><track>
<clipitem id="c1"><name>nest</name><duration>192</duration>{rate}<start>0</start><end>48</end>
<in>24</in><out>72</out>{inner}<filter><effect><name>Time Remap</name>
<effectid>timeremap</effectid><parameter><parameterid>speed</parameterid><value>50</value>
</parameter></effect></filter></clipitem>
<clipitem id="c3"><name>nest</name><duration>96</duration>{rate}<start>48</start><end>72</end>
<in>12</in><out>36</out><sequence id="n"/></clipitem>
</track></video></media></sequence></xmeml>"""
    cut = cut_of(tmp_path, text, "edit.xml")
    assert cut.notes == ()
    slow, plain = cut.clips
    assert (slow.speed, slow.record, slow.length) == (Fraction(1, 2), 0, 2)
    # Frame 12 of the nested sequence is frame 60 of the medium.
    assert (slow.start * 24, slow.end * 24) == (60, 84)
    assert (plain.speed, plain.record * 24, plain.start * 24) == (1, 48, 60)
    root = written(cut, found_in(cut, (70, 74), rate=Fraction(24)))
    on_clips = [
        (each.getparent().get("id"), each.findtext("in"))
        for each in root.iterfind(".//clipitem/marker")
    ]
    assert on_clips == [("c2", "70")]
    assert [each.findtext("in") for each in root.iterfind("sequence/marker")] == ["20", "58"]
