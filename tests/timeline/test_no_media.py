"""Titles, generators and stills are worth one note, whatever the format of the cut."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest

from takewise.timeline.cut import Cut
from takewise.timeline.cut_file import read_cut
from takewise.timeline.no_media import is_made, is_still, note_on
from tests.timeline.test_cut import HOUR, clip, cut_of, gap, times
from tests.timeline.test_cut_xml import fcpxml, written_as

BEGIN = "titles, generators and stills do not move, so they are not marked: "


def seen(cut: Cut) -> list[tuple[str, Fraction]]:
    """Return the clips that can be marked, each with its place in frames."""
    return [(each.name, each.record * cut.start.rate) for each in cut.clips]


def generated(name: str, kind: str) -> otio.schema.Clip:
    """Return a clip of 10 frames that the editor makes itself."""
    made = otio.schema.GeneratorReference(name=name, generator_kind=kind)
    return otio.schema.Clip(name=name, source_range=times(0, 10, 24), media_reference=made)


def test_in_opentimelineio(tmp_path: Path) -> None:
    """Resolve and Premiere write titles as generators, and stills as any other file."""
    cut = cut_of(
        tmp_path,
        generated("Text", "Rich"),
        gap(5),
        clip(0, 10, name="logo.png", media="file:///art/logo%201.PNG", known=None),
        clip(HOUR + 90, 60),
        generated("Solid", "SolidColor"),
    )
    assert seen(cut) == [("A", 25)]
    assert cut.notes == (f"{BEGIN}Text, logo.png, Solid",)


def test_in_fcpxml(tmp_path: Path) -> None:
    """A title, a generator, a still with and without a length of its own, and one in a clip."""
    spine = """
        <title ref="r5" name="Main title" offset="3600s" start="3600s" duration="1s"/>
        <video ref="r5" name="Bars" offset="3601s" duration="1s"><timeMap/></video>
        <video ref="r3" name="Photo" offset="3602s" duration="1s"/>
        <clip name="Wrapped" offset="3603s" duration="1s">
            <video ref="r3" name="Inner" offset="0s" duration="1s"/>
        </clip>
        <asset-clip ref="r2" name="A" offset="3604s" duration="1s">
            <title ref="r5" name="Over" lane="1" offset="3600s" duration="1s"/>
        </asset-clip>
        <asset-clip ref="r6" name="logo" offset="3605s" duration="1s"/>
        <asset-clip ref="r4" name="atmo" offset="3606s" duration="1s"/>
        <asset-clip ref="r9" name="lost" offset="3607s" duration="1s"/>
    """
    still = '<asset id="r6" duration="10s" hasVideo="1" src="file:///art/logo.jpg"/>'
    cut = written_as(tmp_path, fcpxml(Fraction(24), spine, start=86400, more=still))
    assert seen(cut) == [("A", 96)]
    first, last = cut.notes
    assert "'lost': the file does not describe its media, so it is not marked" in first
    assert last == f"{BEGIN}Main title, Bars, Photo, Inner, Over, logo"


RATE = "<rate><timebase>24</timebase><ntsc>FALSE</ntsc></rate>"
FILM = f"""<file id="file-1"><name>A001C003.mov</name><pathurl>/rushes/A001C003.mov</pathurl>{RATE}
<duration>240</duration></file>"""


def item(name: str, start: int, content: str, *, tag: str = "clipitem", rate: str = RATE) -> str:
    """Return an item of 10 frames of a sequence."""
    return (
        f'<{tag} id="{name}"><name>{name}</name>{rate}<duration>10</duration>'
        f"<start>{start}</start><end>{start + 10}</end><in>0</in><out>10</out>{content}</{tag}>"
    )


def test_in_premieres_xml(tmp_path: Path) -> None:
    """A graphic, a generator of Final Cut Pro 7, a placeholder at no rate, one without a file."""
    nothing = "<rate><timebase>0</timebase><ntsc>FALSE</ntsc></rate>"
    items = (
        item("Graphic", 0, '<file id="f"><mediaSource>GraphicAndType</mediaSource></file>'),
        item("Slug", 10, "<file><mediaSource>Slug</mediaSource></file>", rate=nothing),
        item(
            "Text",
            20,
            "<effect><name>Text</name><effecttype>generator</effecttype></effect>",
            tag="generatoritem",
        ),
        item("nothing", 30, "<enabled>TRUE</enabled>"),
        item("Logo", 40, f'<file id="l"><pathurl>file:///l.psd</pathurl>{RATE}</file>'),
        item("off", 50, f"<enabled>FALSE</enabled>{FILM}"),
        item("A", 60, FILM),
    )
    cut = written_as(
        tmp_path,
        f'<xmeml version="4"><sequence><name>s</name>{RATE}<media><video><track>'
        f"{''.join(items)}</track></video></media></sequence></xmeml>",
        "edit.xml",
    )
    assert seen(cut) == [("A", 60)]
    assert cut.notes == (f"{BEGIN}Graphic, Slug, Text, nothing, Logo",)


EDL = """TITLE: scene 12

001  BL       V     C        00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00
002  AX       V     C        00:00:00:00 00:00:01:00 01:00:01:00 01:00:02:00
* FROM CLIP NAME: Title 01
003  AX       V     C        00:00:00:00 00:00:01:00 01:00:02:00 01:00:03:00
* FROM CLIP NAME: LOGO.TIF
004  AX       V     C        01:00:00:00 01:00:01:00 01:00:03:00 01:00:04:00
* FROM CLIP NAME: Title sequence.mov
005  TITLE    V     C        01:00:00:00 01:00:01:00 01:00:04:00 01:00:05:00
"""


def test_in_an_edl(tmp_path: Path) -> None:
    """By the name on the auxiliary reel; a tape may be called anything."""
    path = tmp_path / "edit.edl"
    path.write_text(EDL)
    cut = read_cut(path, rate=Fraction(24))
    assert [frame for _, frame in seen(cut)] == [72, 96]
    assert f"{BEGIN}Title 01, LOGO.TIF" in cut.notes


@pytest.mark.parametrize(
    ("path", "still"),
    [
        ("/a/b.jpg", True),
        ("C:\\art\\IMG_0042.HEIC", True),
        ("file:///a/b%20c.Png", True),
        ("shot.%04d.png", False),
        ("shot.####.tif", False),
        ("shot.0001.exr", False),
        ("a.mov", False),
        ("a.gif", False),
        ("jpg", False),
        ("", False),
    ],
)
def test_a_still_is_known_by_its_ending(path: str, *, still: bool) -> None:
    """Sequences of pictures and moving GIFs are none."""
    assert is_still(path) == still


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Title 01", True),
        ("Black Video", True),
        ("Text+", True),
        ("Colour Matte", True),
        ("ADJUSTMENT LAYER 12", True),
        ("Title sequence", False),
        ("Graphic.mov", False),
        ("A001C003", False),
        ("", False),
    ],
)
def test_what_editors_make_has_their_names(name: str, *, made: bool) -> None:
    """With a number or without, and nothing behind it."""
    assert is_made(name) == made


def test_the_note_names_a_few_and_counts_the_rest() -> None:
    """It stays one short line, and is silent where there is nothing to say."""
    assert note_on([]) == ()
    assert note_on(["A", "", "A"]) == (f"{BEGIN}A, one without a name",)
    (many,) = note_on([f"Title {number}" for number in range(20)])
    assert many.endswith("Title 4, Title 5 and 14 more")
