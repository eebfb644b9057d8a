"""A cut of Final Cut Pro or Premiere comes back as its own file, with markers on the pictures.

What is written is read by lxml and fractions of the tests' own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from takewise.clock import FrameRange, Timecode
from takewise.errors import MediaError
from takewise.splices import spliced
from takewise.timeline import ExportSettings, MarkerSettings, take
from takewise.timeline.cut import Cut, MarkedClip, find_source, place_markers
from takewise.timeline.cut_file import mark_cut, read_cut
from takewise.timeline.cut_xml import changed_cut, parse_cut, put_in, taken_out
from tests.timeline.analyses import NTSC_FILM, analysis, media_info, moment
from tests.timeline.rates import RATES

BOTH = ExportSettings(markers_on="both")
OURS = re.compile(rb'\s*<(?:marker|keyword) [^>]*\[takewise m-\w+\]" />')
OURS_IN_XMEML = re.compile(
    rb"\s*<marker>\s*<comment>[^<]*\[takewise m-\w+\]</comment>.*?</marker>", re.DOTALL
)


class Grid:
    """Writes frames as Final Cut Pro writes times."""

    def __init__(self, rate: Fraction) -> None:
        self.rate = rate

    def __call__(self, frames: int) -> str:
        """Return seconds, exactly."""
        time = frames / self.rate
        return f"{time.numerator}/{time.denominator}s" if time.denominator > 1 else f"{time}s"


def fcpxml(rate: Fraction, spine: str, *, start: int, drop: bool = False, more: str = "") -> str:
    """Return a project of a medium that begins at `start` frames and is 240 long."""
    at = Grid(rate)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>

<!-- kept -->
<fcpxml version="1.10">
    <resources>
        <format id="r1" frameDuration="{at(1)}" width="1920" height="1080"/>
        <asset id="r2" name="A001C003" start="{at(start)}" duration="{at(240)}" hasVideo="1">
            <media-rep kind="original-media" src="file:///rushes/day%203/A001C003.mov"/>
        </asset>
        <asset id="r3" name="still" duration="0s" hasVideo="1" src="file:///a.png"/>
        <asset id="r4" name="atmo" duration="{at(240)}" hasAudio="1" src="file:///a.wav"/>
        <effect id="r5" name="Title" uid=".../Title.moti"/>
        {more}
    </resources>
    <library><event name="day 3"><project name='scene 12 &amp; 13'>
        <sequence format="r1" tcStart="{at(start)}" tcFormat="{"DF" if drop else "NDF"}">
            <spine>
{spine}
            </spine>
        </sequence>
    </project></event></library>
</fcpxml>
"""


def written_as(folder: Path, text: str, name: str = "edit.fcpxml") -> Cut:
    """Write a cut and read it."""
    path = folder / name
    path.write_bytes(text.encode())
    return read_cut(path)


def found_in(cut: Cut, *spans: tuple[int, int], start: int = 3600) -> list[MarkedClip]:
    """Return every clip with the moments of its medium that it shows."""
    rate = cut.start.rate
    begin = str(Timecode(start * round(rate), rate, drop_frame=False)) if start else None
    moments = [moment(first, end, apex=(first + end) // 2) for first, end in spans]
    made = take(analysis(*moments, media=media_info(rate=rate, start=begin)), MarkerSettings())
    clips = []
    for each in cut.clips:
        source = find_source(each, made.info)
        assert source
        clips.append(place_markers(cut, each, source, made))
    return clips


def result(cut: Cut, clips: Sequence[MarkedClip]) -> bytes:
    """Return the marked cut."""
    return mark_cut(cut, clips, BOTH).files[""]


def seconds(text: str) -> Fraction:
    """Read a time of FCPXML."""
    return Fraction(text.removesuffix("s"))


def markers_of(content: bytes, tag: str = "marker") -> list[tuple[str, Fraction, Fraction]]:
    """Return name of the clip, start and duration of each of our markers."""
    return [
        (each.getparent().get("name"), seconds(each.get("start")), seconds(each.get("duration")))
        for each in etree.fromstring(content).iter(tag)
        if "[takewise" in (each.get("note") or "")
    ]


@pytest.mark.parametrize(("rate", "sign"), RATES)
def test_a_marker_lies_in_its_clips_own_time_at_every_rate(
    tmp_path: Path, rate: Fraction, sign: str
) -> None:
    """A moment at frame 100 of a medium that begins at the first hour, 90 frames cut away."""
    at, hour = Grid(rate), 3600 * round(rate)
    spine = f"""<gap offset="{at(hour)}" duration="{at(50)}" name="Gap"/>
        <asset-clip ref="r2" name="A" offset="{at(hour + 50)}" start="{at(hour + 90)}" \
duration="{at(60)}"/>"""
    cut = written_as(tmp_path, fcpxml(rate, spine, start=hour, drop=sign == ";"))
    assert cut.start == Timecode(hour, rate, drop_frame=sign == ";")
    assert cut.name == "scene 12 & 13"
    (only,) = cut.clips
    assert only.media == "/rushes/day 3/A001C003.mov"
    assert only.record == 50 / rate
    content = result(cut, found_in(cut, (100, 110)))
    assert markers_of(content) == [("A", (hour + 100) / rate, 1 / rate)]
    assert markers_of(content, "keyword") == [("A", (hour + 100) / rate, 10 / rate)]


EVERYTHING = """
<asset-clip ref="r2" name="plain" offset="3600s" start="3604s" duration="2s">
    <note>mine</note>
    <asset-clip ref="r2" name="connected" lane="1" offset="3605s" start="3602s" duration="4s"/>
    <spine lane="2" offset="3605s">
        <asset-clip ref="r2" name="second story" offset="1s" start="3600s" duration="2s"/>
    </spine>
    <asset-clip ref="r4" name="sound" lane="-1" offset="3604s" duration="9s"/>
    <title ref="r5" name="lower third" lane="3" offset="3604s" duration="1s"/>
    <marker start="3605s" duration="1/24s" value="mine"/>
    <audio-channel-source srcCh="1"/>
    <filter-video ref="r5"/>
</asset-clip>
<transition name="dissolve" offset="3601s" duration="1s"/>
<clip name="old clip" offset="3602s" start="100s" duration="2s" tcFormat="NDF">
    <video ref="r2" offset="99s" start="3603s" duration="9s"/>
</clip>
<sync-clip name="synced" offset="3604s" start="0s" duration="2s">
    <asset-clip ref="r2" name="inner" offset="-1s" start="3600s" duration="9s"/>
    <sync-source sourceID="storyline"/>
</sync-clip>
<ref-clip ref="r6" name="compound" offset="3606s" start="11s" duration="2s"/>
<asset-clip ref="r2" name="off" offset="3608s" start="3604s" duration="2s" enabled="0"/>
<asset-clip ref="r2" name="slow" offset="3610s" start="3604s" duration="2s">
    <timeMap><timept time="0s" value="0s" interp="smooth2"/></timeMap>
</asset-clip>
<asset-clip ref="r2" name="25 as 24" offset="3612s" start="3604s" duration="2s">
    <conform-rate srcFrameRate="25"/>
</asset-clip>
<mc-clip ref="r7" name="cameras" offset="3614s" duration="2s"/>
<video ref="r3" name="photo" offset="3616s" duration="2s"/>
<audition offset="3618s">
    <asset-clip ref="r2" name="chosen" start="3604s" duration="2s"/>
    <asset-clip ref="r2" name="rejected" start="3600s" duration="2s"/>
</audition>
<asset-clip ref="r2" name="whole"/>
"""
COMPOUND = """<media id="r6" name="compound"><sequence format="r1" tcStart="10s" duration="20s">
    <spine>
        <gap offset="10s" duration="2s"/>
        <asset-clip ref="r2" name="within" offset="12s" start="3604s" duration="9s"/>
    </spine>
</sequence></media>"""


def test_whatever_shows_the_medium_is_found_where_it_is_seen(tmp_path: Path) -> None:
    """Seconds into the cut, and of the medium from where to where; worked out by hand."""
    text = fcpxml(Fraction(24), EVERYTHING, start=86400, more=COMPOUND)
    cut = written_as(tmp_path, text)
    shown = [(c.name, c.record, c.start - 3600, c.end - 3600) for c in cut.clips]
    assert shown == [
        ("plain", 0, 4, 6),
        ("connected", 1, 2, 6),
        ("second story", 2, 0, 2),
        ("A001C003", 2, 4, 6),
        ("inner", 4, 1, 3),
        ("within", 7, 4, 5),
        # In 2 s of 24 pictures a second, 48 pictures of a medium of 25 are seen.
        ("25 as 24", 12, 4, 4 + Fraction(48, 25)),
        ("chosen", 18, 4, 6),
        ("whole", 20, 0, 10),
    ]
    assert cut.notes == (
        "V1 clip 6 at 01:00:10:00 'slow': its speed cannot be read, so it is not marked",
        "V1 clip 8 at 01:00:14:00 'cameras': the file does not say which angle of the multicam "
        "clip is seen, so it is not marked",
        "titles, generators and stills do not move, so they are not marked: lower third, photo",
    )


def test_markers_lie_in_the_outer_clips_own_time(tmp_path: Path) -> None:
    """A moment 4.5 s into the medium, in each clip that shows it; worked out by hand."""
    text = fcpxml(Fraction(24), EVERYTHING, start=86400, more=COMPOUND)
    cut = written_as(tmp_path, text)
    content = result(cut, found_in(cut, (108, 114)))
    half, frame = Fraction(1, 2), Fraction(1, 24)
    assert markers_of(content) == [
        # A clip's markers come after what hangs on it.
        ("connected", 3604 + half, frame),
        ("plain", 3604 + half, frame),
        ("old clip", 100 + half, frame),
        ("compound", 12 + half, frame),
        # On the picture of the timeline that is nearest, in pictures of the medium.
        ("25 as 24", 3604 + Fraction(13, 25), Fraction(1, 25)),
        ("chosen", 3604 + half, frame),
        ("whole", 3604 + half, frame),
    ]
    synced = markers_of(result(cut, found_in(cut, (36, 42))))
    assert ("synced", half, frame) in synced


def test_markers_come_where_the_document_type_has_them(tmp_path: Path) -> None:
    """After connected clips and the user's own markers, before sound and filters."""
    text = fcpxml(Fraction(24), EVERYTHING, start=86400, more=COMPOUND)
    cut = written_as(tmp_path, text)
    root = etree.fromstring(result(cut, found_in(cut, (108, 114))))
    (plain,) = root.iterfind(".//asset-clip[@name='plain']")
    assert [each.tag for each in plain] == [
        *("note", "asset-clip", "spine", "asset-clip", "title"),
        *("marker", "marker", "keyword", "audio-channel-source", "filter-video"),
    ]
    assert plain.find("marker").get("value") == "mine"


def test_every_other_byte_of_a_final_cut_is_as_it_was(tmp_path: Path) -> None:
    """What was put in, taken out again, leaves the file; an empty tag is opened, no more."""
    text = fcpxml(Fraction(24), EVERYTHING, start=86400, more=COMPOUND)
    for spelling in (text, text.replace("\n", "\r\n"), text.replace("\n", "")):
        cut = written_as(tmp_path, spelling)
        content = result(cut, found_in(cut, (108, 114), (30, 40)))
        assert len(OURS.findall(content)) == len(markers_of(content)) * 2
        rest = OURS.sub(b"", content)
        opened = re.compile(rb"(<[\w-]+[^<>]*[^/<>])>\s*</(?:asset|ref|sync)-clip>")
        assert opened.sub(rb"\1/>", rest) == spelling.encode()


def test_a_second_run_on_xml_changes_nothing_and_one_that_finds_less_leaves_less(
    tmp_path: Path,
) -> None:
    """The user's own marker stays throughout."""
    for name, text in (
        ("edit.fcpxml", fcpxml(Fraction(24), EVERYTHING, start=86400, more=COMPOUND)),
        ("edit.xml", XMEML),
    ):
        cut = written_as(tmp_path, text, name)
        first = result(cut, found_in(cut, (108, 114), (122, 126)))
        (tmp_path / name).write_bytes(first)
        again = read_cut(tmp_path / name)
        assert result(again, found_in(again, (108, 114), (122, 126))) == first
        less = result(again, found_in(again, (108, 114)))
        assert less == result(cut, found_in(cut, (108, 114)))
        assert b"mine" in less


XMEML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE xmeml>
<!-- kept -->
<xmeml version="4">
  <sequence id="sequence-1">
    <name>scene 12</name>
    <duration>170</duration>
    <rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate>
    <timecode>
      <rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate>
      <string>01:00:00:00</string><frame>86400</frame><displayformat>NDF</displayformat>
    </timecode>
    <media>
      <video>
        <track>
          <clipitem id="clipitem-1">
            <name>A &amp; B</name>
            <duration>240</duration>
            <rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate>
            <start>50</start><end>110</end><in>90</in><out>150</out>
            <file id="file-1">
              <name>A001C003.mov</name>
              <pathurl>file://localhost/rushes/A001C003.mov</pathurl>
              <rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate>
              <duration>240</duration>
              <timecode>
                <rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate>
                <string>01:00:00:00</string><frame>86400</frame>
                <displayformat>NDF</displayformat>
              </timecode>
              <media><video/></media>
            </file>
            <marker><comment>keep</comment><name>mine</name><in>95</in><out>-1</out></marker>
            <filter><effect><name>Basic Motion</name><effectid>basic</effectid></effect></filter>
            <labels><label2>Iris</label2></labels>
          </clipitem>
          <clipitem id="clipitem-2">
            <name>again</name>
            <duration>240</duration>
            <rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate>
            <start>110</start><end>170</end><in>80</in><out>140</out>
            <file id="file-1"/>
          </clipitem>
        </track>
      </video>
      <audio><track><clipitem id="clipitem-3">
        <name>A</name><duration>240</duration>
        <rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate>
        <start>50</start><end>110</end><in>90</in><out>150</out><file id="file-1"/>
      </clipitem></track></audio>
    </media>
    <marker><comment/><name>mine</name><in>3</in><out>-1</out></marker>
    <labels><label2>Forest</label2></labels>
  </sequence>
</xmeml>
"""


def test_a_premiere_cut_comes_back_with_markers_on_clips_and_sequence(tmp_path: Path) -> None:
    """On clips in frames of the file from 0, on the sequence in its own from 0, as points too."""
    cut = written_as(tmp_path, XMEML, "edit.xml")
    content = result(cut, found_in(cut, (100, 110), (141, 142)))
    root = etree.fromstring(content)
    (sequence,) = root.iterfind("sequence")

    def spans(element: etree._Element) -> list[tuple[str, int, int]]:
        return [
            (each.findtext("name"), int(each.findtext("in")), int(each.findtext("out")))
            for each in element.iterfind("marker")
        ]

    long, short = "inner brows lift · 0.42 s", "inner brows lift · 0.04 s"
    one, other = sequence.iterfind("media/video/track/clipitem")
    assert spans(one) == [("mine", 95, -1), (long, 100, 110), (short, 141, -1)]
    assert spans(other) == [(long, 100, 110)]
    assert spans(sequence) == [
        ("mine", 3, -1),
        (long, 60, 70),
        (short, 101, -1),
        (long, 130, 140),
    ]
    assert [each.tag for each in one][-5:] == ["marker", "marker", "marker", "filter", "labels"]
    assert sequence[-1].tag == "labels"
    assert OURS_IN_XMEML.sub(b"", content) == XMEML.encode()


def test_markers_of_a_premiere_cut_go_where_the_user_says(tmp_path: Path) -> None:
    """On the clips alone, or on the sequence alone."""
    cut = written_as(tmp_path, XMEML, "edit.xml")
    clips = found_in(cut, (100, 110))
    for where, count in (("clip", 2), ("timeline", 2), ("both", 4)):
        content = mark_cut(cut, clips, ExportSettings(markers_on=where)).files[""]  # type: ignore[arg-type]
        assert content.count(b"[takewise m-") == count


@pytest.mark.parametrize("name", ["edit.xml", "edit.fcpxml"])
def test_what_the_format_cannot_say_of_a_cut_is_told(tmp_path: Path, name: str) -> None:
    """As for every other file."""
    text = {"edit.xml": XMEML, "edit.fcpxml": fcpxml(Fraction(24), EVERYTHING, start=86400)}[name]
    cut = written_as(tmp_path, text, name)
    aspects = {each.aspect for each in mark_cut(cut, found_in(cut, (100, 110)), BOTH).losses}
    assert aspects == ({"facts"} if name == "edit.xml" else {"facts", "colour"})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<fcpxml", "cannot be read as a cut"),
        (b"<a/>", "holds no projects"),
        (b"<fcpxml><project><sequence/></project><project><sequence/></project></fcpxml>", "2 pro"),
        (b"<fcpxml><project><sequence/></project></fcpxml>", "has no frame rate"),
        ("<a>é</a>".encode("latin-1"), "is not written in UTF-8"),
        (b"", "cannot be read as a cut"),
    ],
)
def test_what_is_no_final_cut_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    """In one sentence that names the file."""
    path = tmp_path / "a.fcpxml"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=said) as refused:
        read_cut(path)
    assert str(path) in str(refused.value)


def test_final_cut_names_can_hold_any_words(tmp_path: Path) -> None:
    """Signs of XML, quotes and what it cannot hold come through, and the file stays readable."""
    spine = '<asset-clip ref="r2" name="A" offset="3600s" start="3600s" duration="10s"/>'
    cut = written_as(tmp_path, fcpxml(Fraction(24), spine, start=86400))
    title = "a < b & \"c\" 'd' \t 頭 😀 \x00 ]]> --"
    made = take(
        analysis(moment(5, 9, title=title, because=title), media=media_info(rate=Fraction(24))),
        MarkerSettings(label="{title}"),
    )
    (each,) = cut.clips
    clip = place_markers(cut, each, find_source(each, made.info), made)  # type: ignore[arg-type]
    root = etree.fromstring(result(cut, [clip]))
    (found,) = root.iter("marker")
    assert found.get("value") == "a < b & \"c\" 'd' 頭 😀 ]]> --"


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


@given(before=WORDS, inside=WORDS, after=WORDS, quote=st.sampled_from("\"'"))
def test_places_are_those_of_the_bytes(before: str, inside: str, after: str, quote: str) -> None:
    """Whatever stands around an element, taking it out leaves the rest, byte for byte."""
    safe = [re.sub("[<&>\"'\\]\ufffe\uffff]", "-", each) for each in (before, inside, after)]
    one, two, three = safe
    element = f"<b k={quote}{two}>{quote}><c/>{two}</b >"
    text = f"<?xml version='1.0'?><!-- {one.replace('-', '.')} --><a>{one}{element}{three}<d/></a>"
    root = parse_cut(text.encode(), Path("a.xml"))
    (b,) = root.every("b")
    assert text.encode()[b.start : b.end] == element.encode()
    assert b.attributes == {"k": f"{two}>"}
    kept = spliced(text.encode(), [taken_out(text.encode(), b)])
    assert kept == text.replace(element, "").encode()
    (d,) = root.every("d")
    assert text.encode()[d.start : d.end] == b"<d/>"
    assert put_in(text.encode(), d, (), ()).new.endswith(b"</d>")


def test_a_change_within_a_change_is_refused_by_name() -> None:
    """A file whose clip is part of a marker that goes would lose bytes."""
    content = b"<a><marker><clip/></marker></a>"
    root = parse_cut(content, Path("a.xml"))
    marker, clip = next(root.every("marker")), next(root.every("clip"))
    out = taken_out(content, marker)
    assert changed_cut(content, [out, taken_out(content, clip)], Path("a.xml")) == b"<a></a>"
    with pytest.raises(MediaError, match=r"^a\.xml: cannot be read as a cut .*inside each other"):
        changed_cut(content, [out, put_in(content, clip, (), ())], Path("a.xml"))


def test_a_frame_range_of_a_final_cut_is_that_of_its_medium(tmp_path: Path) -> None:
    """A medium without timecode counts from 0, as Final Cut Pro has it."""
    spine = '<asset-clip ref="r2" name="A" offset="0s" duration="1001/400s"/>'
    cut = written_as(tmp_path, fcpxml(NTSC_FILM, spine, start=0))
    (only,) = cut.clips
    source = find_source(only, media_info(start=None))
    assert source
    assert source.span == FrameRange(0, 60)


def test_a_compound_clip_that_contains_itself_ends_in_a_note(tmp_path: Path) -> None:
    """Whatever it holds beside is marked."""
    own = """<media id="r9"><sequence format="r1"><spine>
        <ref-clip ref="r9" name="again" offset="0s" duration="2s"/>
        <ref-clip ref="r9" name="again" offset="2s" duration="2s"/>
    </spine></sequence></media>"""
    spine = """<ref-clip ref="r9" name="outer" offset="3600s" duration="9s"/>
        <asset-clip ref="r2" name="A" offset="3609s" start="3600s" duration="1s"/>"""
    cut = written_as(tmp_path, fcpxml(Fraction(24), spine, start=86400, more=own))
    assert [clip.name for clip in cut.clips] == ["A"]
    assert any("contains itself" in note for note in cut.notes)


def test_compound_clips_that_double_level_by_level_are_refused_soon(tmp_path: Path) -> None:
    """A few kilobytes can stand for more clips than there are atoms."""
    more = "".join(
        f'<media id="m{level}"><sequence format="r1"><spine>'
        + f'<ref-clip ref="m{level + 1}" name="a" offset="0s" duration="9s"/>' * 10
        + "</spine></sequence></media>"
        for level in range(20)
    )
    spine = '<ref-clip ref="m0" name="outer" offset="3600s" duration="9s"/>'
    with pytest.raises(MediaError, match="more than 50000 clips"):
        written_as(tmp_path, fcpxml(Fraction(24), spine, start=86400, more=more))
