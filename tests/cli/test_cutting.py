"""`takewise markers --cut`: an editor's own cut, given back with markers."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from lxml import etree

from tests.cli.calls import call
from tests.cli.films import write_face
from tests.timeline.test_cut import HOUR, clip, gap, times


@pytest.fixture(scope="module")
def rushes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a take of 290 pictures, whose brows rise every 58."""
    folder = tmp_path_factory.mktemp("rushes")
    write_face(folder / "A001C001.mov", frames=290)
    return folder


@pytest.fixture(autouse=True)
def library(rushes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the tests here one library, so that what all of them cut is analysed once."""
    path = rushes.with_suffix(".db")
    monkeypatch.setenv("TAKEWISE_LIBRARY", str(path))
    monkeypatch.delenv("COLUMNS", raising=False)
    return path


def write_cut(path: Path, *items: otio.schema.Composable) -> Path:
    """Write a timeline that begins at the first hour."""
    made = otio.schema.Timeline(
        name="scene 12", global_start_time=otio.opentime.RationalTime(HOUR, 24)
    )
    made.tracks.append(otio.schema.Track(kind="Video", children=list(items)))
    otio.adapters.write_to_file(made, str(path))
    return path


def two_clips(path: Path, media: str, **known: tuple[float, float] | None) -> Path:
    """Write a cut of frames 0 to 40, a hole, and frames 230 to 270 of a take."""
    return write_cut(
        path,
        clip(HOUR, 40, name="A", media=media, **known),
        gap(24),
        clip(HOUR + 230, 40, name="B", media=media, **known),
    )


def test_a_cut_comes_back_with_markers_on_the_frames_of_the_movement(
    rushes: Path, tmp_path: Path
) -> None:
    """On the clips in the media's time, on the ruler in the cut's; only what is used is read."""
    path = two_clips(tmp_path / "edit.otio", str(rushes / "A001C001.mov"), known=(HOUR, 290))
    before = path.read_bytes()
    done = call("markers", "--cut", path, "--to", "otio", "--to", "resolve-edl", "--no-cache",
        "--out", tmp_path,
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert path.read_bytes() == before
    assert "A001C001.mov@000000-000088: begun" in done.stderr
    assert "A001C001.mov@000182-000290: begun" in done.stderr
    made = otio.adapters.read_from_file(str(tmp_path / "edit.marked.otio"))
    first, second = made.find_clips()
    # The brows rise from frame 8 to 20, and again 232 frames later.
    for each, onset in ((first, HOUR + 8), (second, HOUR + 240)):
        starts = [marker.marked_range.start_time.value for marker in each.markers]
        assert any(abs(start - onset) <= 4 for start in starts), starts
    seen = [marker.marked_range.start_time.value for marker in second.markers]
    ruler = [marker.marked_range.start_time.value for marker in made.tracks.markers]
    assert ruler[-len(seen) :] == [64 + start - HOUR - 230 for start in seen]
    assert len(ruler) == len(first.markers) + len(second.markers)
    events = (tmp_path / "edit.markers.edl").read_text()
    assert events.count("|M:") == len(set(ruler))


def test_missing_media_cost_their_clips_only(rushes: Path, tmp_path: Path) -> None:
    """The clip is named, the rest is done, and the exit status tells."""
    path = write_cut(
        tmp_path / "edit.otio",
        clip(HOUR, 40, name="here", media=str(rushes / "A001C001.mov"), known=None),
        clip(HOUR, 40, name="gone", media="/nowhere/B.mov"),
    )
    done = call("markers", "--cut", path, "--out", tmp_path / "out")
    assert done.exit_code == 1
    said = f"{path}, V1 clip 2 at 01:00:01:16 'gone': its media is missing (/nowhere/B.mov)"
    assert said in " ".join(done.stderr.split())
    made = otio.adapters.read_from_file(str(tmp_path / "out" / "edit.marked.otio"))
    assert [bool(each.markers) for each in made.find_clips()] == [True, False]


def test_media_that_moved_are_found_where_the_user_says(rushes: Path, tmp_path: Path) -> None:
    """By the file's name, whichever system the cut comes from."""
    path = two_clips(tmp_path / "edit.otio", "D:\\day1\\A001C001.mov", known=None)
    done = call("markers", rushes, "--cut", path, "--json", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    document = json.loads(done.stdout)
    assert [(each["clip"], each["first"], each["end"]) for each in document["clips"]] == [
        ("A", 0, 40),
        ("B", 230, 270),
    ]
    assert document["clips"][1]["timecode"] == "01:00:02:16"
    assert document["failures"] == []


REELS = """TITLE: scene 12
FCM: NON-DROP FRAME

001  A001     V     C        01:00:00:00 01:00:01:16 01:00:00:00 01:00:01:16
* FROM CLIP NAME: SHOT 10
002  BL       V     C        00:00:00:00 00:00:01:00 01:00:01:16 01:00:02:16
003  A001C001 V     C        01:00:09:14 01:00:11:06 01:00:02:16 01:00:04:08
004  AX       V     C        01:00:09:14 01:00:11:06 01:00:04:08 01:00:06:00
* FROM CLIP NAME: A001C001.mov
005  AX       V     C        01:00:09:14 01:00:11:06 01:00:06:00 01:00:07:16
* FROM CLIP NAME: SHOT 20
006  A001     V     C        05:00:00:00 05:00:01:16 01:00:07:16 01:00:09:08
"""


def test_an_edl_finds_its_media_by_reel_and_timecode(rushes: Path, tmp_path: Path) -> None:
    """By the file's reel, by the beginning of its name, by the clip's name; else it says so."""
    path = tmp_path / "edit.edl"
    path.write_text(REELS)
    camera = tmp_path / "rushes"
    camera.mkdir()
    (camera / "A001C001_1021_R1AB.mov").symlink_to(rushes / "A001C001.mov")
    out = tmp_path / "out"
    done = call("markers", camera, "--cut", path, "--json", "--out", out)
    assert done.exit_code == 1, done.stderr
    document = json.loads(done.stdout)
    assert [(each["timecode"], each["first"]) for each in document["clips"]] == [
        ("01:00:00:00", 0),
        ("01:00:02:16", 230),
    ]
    errors = " ".join(done.stderr.split())
    assert "V1 clip 4 at 01:00:04:08 'A001C001.mov': its media is missing (A001C001.mov)" in errors
    assert "V1 clip 5 at 01:00:06:00 'SHOT 20': its media is missing (SHOT 20)" in errors
    assert "V1 clip 6 at 01:00:07:16 '006': its media is missing (A001)" in errors
    assert "BL" not in errors
    done = call("markers", rushes, "--cut", path, "--json", "--out", out)
    assert [each["timecode"] for each in json.loads(done.stdout)["clips"]] == [
        "01:00:00:00",
        "01:00:02:16",
        "01:00:04:08",
    ]
    assert (out / "edit.marked.otio").exists()


def test_two_files_that_could_be_the_media_are_none(rushes: Path, tmp_path: Path) -> None:
    """Rather than the wrong one; the one that lies where the cut says is no question."""
    for card in ("card1", "card2"):
        (tmp_path / card).mkdir()
        shutil.copy(rushes / "A001C001.mov", tmp_path / card)
    path = two_clips(tmp_path / "edit.otio", "/nowhere/A001C001.mov", known=None)
    cards = (tmp_path / "card1", tmp_path / "card2")
    done = call("markers", *cards, "--cut", path, "--out", tmp_path / "out")
    assert done.exit_code == 3
    assert "2 files could be its media (/nowhere/A001C001.mov)" in done.stderr
    path = two_clips(tmp_path / "edit.otio", str(cards[1] / "A001C001.mov"), known=None)
    assert call("markers", *cards, "--cut", path, "--out", tmp_path / "out").exit_code == 0


def test_media_that_are_missing_are_found_by_their_own_name(rushes: Path, tmp_path: Path) -> None:
    """As a cut keeps it of media that were offline, and among several of one clip's."""
    media = str(rushes / "A001C001.mov")
    offline, doubled = clip(HOUR, 40, name="SHOT 10"), clip(HOUR, 40, media="/nowhere/A.mov")
    offline.media_reference = otio.schema.MissingReference(name="A001C001.mov")
    proxy = otio.schema.ExternalReference(media, times(HOUR, 290, 24))
    references = {**doubled.media_references(), "proxy": proxy}
    doubled.set_media_references(references, doubled.active_media_reference_key)
    path = write_cut(tmp_path / "edit.otio", offline, doubled)
    done = call("markers", rushes, "--cut", path, "--json", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    assert [each["path"] for each in json.loads(done.stdout)["clips"]] == [media, media]


def test_nothing_is_written_where_no_clip_can_be_marked(tmp_path: Path) -> None:
    """And that is status 3."""
    path = two_clips(tmp_path / "edit.otio", "/nowhere/B.mov")
    done = call("markers", "--cut", path, "--out", tmp_path / "out")
    assert done.exit_code == 3
    assert list((tmp_path / "out").iterdir()) == []


def test_frames_that_the_file_lacks_are_refused(rushes: Path, tmp_path: Path) -> None:
    """Another file of that name must not be marked."""
    path = write_cut(
        tmp_path / "edit.otio",
        clip(HOUR + 5000, 40, name="A", media=str(rushes / "A001C001.mov"), known=None),
    )
    done = call("markers", "--cut", path, "--out", tmp_path / "out")
    assert done.exit_code == 3
    assert "does not have its frames" in done.stderr


def test_our_markers_are_replaced_and_the_users_kept(rushes: Path, tmp_path: Path) -> None:
    """Marked again, the cut is the same; a marker that somebody added stays."""
    media = str(rushes / "A001C001.mov")
    path = two_clips(tmp_path / "edit.otio", media, known=(HOUR, 290))
    call("markers", "--cut", path, "--out", tmp_path)
    result = tmp_path / "edit.marked.otio"
    made = otio.adapters.read_from_file(str(result))
    made.tracks.markers.append(otio.schema.Marker(name="mine", marked_range=times(3, 1, 24)))
    otio.adapters.write_to_file(made, str(result))
    done = call("markers", "--cut", result, "--out", tmp_path)
    assert done.exit_code == 0, done.stderr
    again = otio.adapters.read_from_file(str(result))
    names = [marker.name for marker in again.tracks.markers]
    assert names.count("mine") == 1
    assert len(names) == len(made.tracks.markers)
    assert sorted(path.name for path in tmp_path.glob("*.otio")) == [
        "edit.marked.otio",
        "edit.otio",
    ]


def test_markers_go_where_the_user_says(rushes: Path, tmp_path: Path) -> None:
    """With --markers-on clip the ruler stays empty."""
    path = two_clips(tmp_path / "edit.otio", str(rushes / "A001C001.mov"), known=(HOUR, 290))
    call("markers", "--cut", path, "--markers-on", "clip", "--out", tmp_path)
    made = otio.adapters.read_from_file(str(tmp_path / "edit.marked.otio"))
    assert not made.tracks.markers
    assert any(each.markers for each in made.find_clips())


def final_cut(path: Path, media: str) -> Path:
    """Write the cut of `two_clips` as Final Cut Pro does."""
    path.write_text(
        f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.10">
  <resources>
    <format id="r1" frameDuration="1/24s"/>
    <asset id="r2" start="3600s" duration="290/24s" hasVideo="1"><media-rep src="{media}"/></asset>
  </resources>
  <project name="scene 12"><sequence format="r1" tcStart="3600s"><spine>
    <asset-clip ref="r2" name="A" offset="3600s" start="3600s" duration="40/24s"/>
    <gap offset="86440/24s" duration="1s"/>
    <asset-clip ref="r2" name="B" offset="86464/24s" start="86630/24s" duration="40/24s"/>
  </spine></sequence></project>
</fcpxml>
"""
    )
    return path


def premiere(path: Path, media: str) -> Path:
    """Write the cut of `two_clips` as OpenTimelineIO's adapter does for Premiere."""
    url = f"file://localhost{media}"
    made = otio.adapters.read_from_file(
        str(two_clips(path.with_suffix(".otio"), url, known=(HOUR, 290)))
    )
    otio.adapters.write_to_file(made, str(path), "fcp_xml")
    return path


def seen_in_final_cut(content: bytes) -> list[tuple[str, int, str]]:
    """Return clip, frame of the medium and name of each marker."""
    return [
        (
            each.getparent().get("name"),
            int(Fraction(each.get("start")[:-1]) * 24) - HOUR,
            each.get("value"),
        )
        for each in etree.fromstring(content).iter("marker")
    ]


def seen_in_premiere(content: bytes) -> list[tuple[str, int, str]]:
    """Return clip, frame of the medium and name of each marker."""
    return [
        (each.getparent().findtext("name"), int(each.findtext("in")), each.findtext("name"))
        for each in etree.fromstring(content).iterfind(".//clipitem/marker")
    ]


@pytest.mark.parametrize(
    ("name", "write", "seen"),
    [
        ("edit.fcpxml", final_cut, seen_in_final_cut),
        ("edit.xml", premiere, seen_in_premiere),
    ],
)
def test_other_cuts_come_back_as_what_they_are(
    rushes: Path, tmp_path: Path, name: str, write: Any, seen: Any
) -> None:
    """With the very markers that the same cut has as OpenTimelineIO, and the losses told."""
    media = str(rushes / "A001C001.mov")
    path = write(tmp_path / name, media)
    before = path.read_bytes()
    out = tmp_path / "out"
    report = out / "losses.json"
    done = call("markers", "--cut", path, "--out", out, "--report", report, "--to", "srt")
    assert done.exit_code == 0, done.stderr
    assert [each.name for each in out.iterdir() if each.suffix != ".json"] == ["edit.srt"]
    done = call("markers", "--cut", path, "--out", out, "--report", report)
    assert done.exit_code == 0, done.stderr
    assert path.read_bytes() == before
    kind = {"edit.fcpxml": "fcpxml", "edit.xml": "premiere-xml"}[name]
    assert f"{kind}" in done.stdout
    assert "no room for it" in done.stdout
    assert json.loads(report.read_text())["written"][0]["format"] == kind
    reference = two_clips(tmp_path / "reference.otio", media, known=(HOUR, 290))
    call("markers", "--cut", reference, "--out", tmp_path)
    made = otio.adapters.read_from_file(str(tmp_path / "reference.marked.otio"))
    expected = [
        (clip.name, int(marker.marked_range.start_time.value) - HOUR, marker.name)
        for clip in made.find_clips()
        for marker in clip.markers
    ]
    assert seen((out / name.replace(".", ".marked.")).read_bytes()) == expected


def test_a_preset_gives_what_leaves_a_cut_as_it_is(rushes: Path, tmp_path: Path) -> None:
    """A bin's columns are left out for Avid; with none that fits, the cut's own kind is written."""
    path = two_clips(tmp_path / "edit.otio", str(rushes / "A001C001.mov"), known=(HOUR, 290))
    for preset, files in (("avid", ["edit.markers.txt"]), ("final-cut", ["edit.marked.otio"])):
        out = tmp_path / preset
        done = call("markers", "--cut", path, "--preset", preset, "--out", out)
        assert done.exit_code == 0, done.stderr
        assert [each.name for each in out.iterdir()] == files


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--to", "premiere-xml"), "premiere-xml would write a timeline of its own"),
        (("--one-timeline",), "--one-timeline rearranges takes"),
    ],
)
def test_what_would_undo_the_cut_is_refused(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    """Before any work is done."""
    path = two_clips(tmp_path / "edit.otio", "/nowhere/B.mov")
    done = call("markers", "--cut", path, *options, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())


def test_without_a_cut_a_path_is_needed(tmp_path: Path) -> None:
    """As ever."""
    done = call("markers", "--out", tmp_path)
    assert done.exit_code == 2
    assert "Missing argument 'PATH...'" in done.stderr


def test_a_missing_reader_is_named_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to install."""
    monkeypatch.setattr(otio.adapters, "available_adapter_names", lambda: ["otio_json"])
    path = tmp_path / "edit.edl"
    path.write_text("TITLE: A\n")
    done = call("markers", "--cut", path, "--out", tmp_path / "out")
    assert done.exit_code == 3
    assert 'pip install "takewise[cut]"' in done.stderr


def title(name: str) -> otio.schema.Clip:
    """Return a title of a second."""
    made = otio.schema.GeneratorReference(generator_kind="Rich")
    return otio.schema.Clip(name=name, source_range=times(0, 24, 24), media_reference=made)


def test_a_cut_with_a_title_is_done(rushes: Path, tmp_path: Path) -> None:
    """Nothing failed: one note names titles and stills, and the status is 0."""
    media = str(rushes / "A001C001.mov")
    still = clip(0, 24, name="logo", media="/art/logo.png", known=None)
    shown = clip(HOUR, 40, media=media, known=(HOUR, 290))
    path = write_cut(tmp_path / "edit.otio", title("Act one"), still, shown, title("The end"))
    done = call("markers", "--cut", path, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    assert "Error" not in done.stderr
    said = (
        "titles, generators and stills do not move, so they are not marked: Act one, logo, The end"
    )
    assert said in " ".join(done.stdout.split())


def test_nothing_marked_is_status_3_with_the_reason_of_every_clip(tmp_path: Path) -> None:
    """Titles alone, a changed speed, media that is missing, and a cut without pictures."""
    ramp = clip(HOUR, 40, name="ramp", media="/nowhere/A.mov")
    ramp.effects.append(otio.schema.TimeEffect(effect_name="TimeRemap"))
    gone = clip(HOUR, 40, name="gone", media="/nowhere/B.mov")
    for items, reasons in (
        ([title("Act one")], ["they are not marked: Act one"]),
        ([title("Act one"), ramp], ["they are not marked: Act one", "ramp"]),
        ([title("One"), gone], ["they are not marked: One", "media is missing (/nowhere/B.mov)"]),
        ([gap(24)], ["no clip with pictures is seen in it"]),
    ):
        path = write_cut(tmp_path / "edit.otio", *items)
        for more in ([], ["--json"]):
            done = call("markers", "--cut", path, "--out", tmp_path / "out", *more)
            assert done.exit_code == 3, done.stderr
            errors = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
            assert len(errors) == len(reasons) + 1
            for reason in (*reasons, "no clip could be marked, so nothing was written"):
                assert any(reason in error for error in errors), errors
        assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    "media", ["file:///", "file:///tmp/", "file://[::1/A.mov", "file://a:b/A.mov", "/a\0.mov", "/*"]
)
def test_an_address_that_is_no_file_costs_its_clip_alone(
    rushes: Path, tmp_path: Path, media: str
) -> None:
    """A folder, a bracket, a port, what no name can hold, a pattern: its media is missing."""
    here = clip(HOUR, 40, name="here", media=str(rushes / "A001C001.mov"), known=None)
    gone = clip(HOUR, 40, name="gone", media="/MEDIA", known=None)
    path = write_cut(tmp_path / "edit.otio", here, gone)
    path.write_text(path.read_text().replace('"/MEDIA"', json.dumps(media)))
    done = call("markers", "--cut", path, "--out", tmp_path / "out")
    assert done.exit_code == 1, done.stderr
    (error,) = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert "gone" in error
    assert "its media is missing" in error
