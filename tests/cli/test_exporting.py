"""`takewise markers`: formats, presets, labels, timecode, and the account of what is lost."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import opentimelineio as otio
import pytest
from lxml import etree

from takewise.app.presets import FORMAT_NAMES, load_preset, own_folder, preset_names
from takewise.errors import SettingsError
from takewise.library import to_json
from takewise.settings import Settings, overlaid
from takewise.timeline import FORMATS
from tests.cli.calls import call
from tests.timeline.analyses import NTSC, analysis, media_info, moment


@pytest.fixture
def analysed(tmp_path: Path) -> Path:
    """Return the analysis file of a drop-frame take with two moments on one frame."""
    info = media_info(rate=NTSC, start="10:00:00;00", path="/proxies/day 1/A001C003.mov")
    made = analysis(
        moment(45, 50), moment(45, 60, person="B", title="2nd look"), people=("A", "B"), media=info
    )
    path = tmp_path / "A001C003.mov.takewise.json"
    path.write_bytes(to_json(made))
    return path


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a folder of presets of its own, which does not exist yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return own_folder()


def test_every_format_is_written(analysed: Path, tmp_path: Path) -> None:
    """Each format but those with media gives a file of its ending from one analysis."""
    names = [name for name, each in FORMATS.items() if each.bundle is None]
    wanted = [word for name in names for word in ("--to", name)]
    done = call("markers", analysed, *wanted, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {f"A001C003{FORMATS[name].suffix}" for name in names}


def test_the_names_in_the_help_are_the_formats() -> None:
    """Help need not load the formats, and yet knows them all."""
    assert tuple(FORMATS) == FORMAT_NAMES


def test_formats_and_presets_are_listed(own: Path) -> None:
    """Without a path, and the user's own presets are among them."""
    own.mkdir(parents=True)
    (own / "house.toml").write_text('about = "our house"\nto = ["csv"]\n')
    done = call("markers", "--list-formats")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    for name in FORMATS:
        assert any(line.startswith(f"{name} ") for line in lines)
    assert ["house", "our", "house:", "csv"] in [line.split() for line in lines]
    assert max(map(len, lines[:-1])) <= 80  # the last is a path
    assert "resolve-edl       timeline   yes    yes      yes    yes      -       yes" in [
        line.rstrip() for line in lines
    ]


@pytest.mark.parametrize("name", preset_names())
def test_shipped_presets_are_sound(name: str) -> None:
    """Each says for whom it is, names formats that exist, and changes settings that exist."""
    preset = load_preset(name)
    assert preset.about
    assert set(preset.to) <= set(FORMATS)
    overlaid(Settings(), preset.tables, where=name)


def test_there_is_a_preset_for_each_host() -> None:
    """Resolve, Premiere, Avid, Final Cut Pro, Kdenlive and Nuke Studio."""
    hosts = {"resolve", "premiere", "avid", "final-cut", "kdenlive", "nuke-studio"}
    assert hosts <= set(preset_names())


def test_a_preset_sets_formats_and_options_come_before_it(analysed: Path, tmp_path: Path) -> None:
    """Avid's preset writes its two files with its label, unless told otherwise."""
    call("markers", analysed, "--preset", "avid", "--out", tmp_path / "one")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == ["A001C003.ale", "A001C003.markers.txt"]
    first = (tmp_path / "one" / "A001C003.markers.txt").read_text().splitlines()[0]
    assert first.split("\t")[4].startswith("A: inner brows lift (0.17 s) - ")
    call(
        "markers", analysed, "--preset", "avid", "--label", "{units}", "--avid-columns", "8",
        "--color-by", "person", "--palette", "blue,green", "--out", tmp_path / "two",
    )  # fmt: skip
    lines = (tmp_path / "two" / "A001C003.markers.txt").read_text().splitlines()
    rows = [line.split("\t") for line in lines]
    assert [(row[3], row[4][:8], row[7]) for row in rows] == [
        ("blue", "A: AU1 -", "Blue"),
        ("green", "B: AU1 -", "Green"),
    ]


def test_the_users_preset_comes_before_the_shipped_one(
    analysed: Path, tmp_path: Path, own: Path
) -> None:
    """A house may have its own idea of a host."""
    own.mkdir(parents=True)
    (own / "avid.toml").write_text('to = ["csv"]\n[markers]\nkinds = ["hold"]\n')
    call("markers", analysed, "--preset", "avid", "--out", tmp_path / "out")
    (path,) = (tmp_path / "out").iterdir()
    assert path.name == "A001C003.markers.csv"
    assert len(path.read_text(encoding="utf-8-sig").splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("to = 3", "`to` must list formats"),
        ("[scoring]\n", "a preset has no scoring"),
        ("to = [", "cannot be read"),
    ],
)
def test_a_wrong_preset_is_told_by_its_path(content: str, sentence: str, own: Path) -> None:
    """What is wrong, and in which file."""
    own.mkdir(parents=True)
    (own / "mine.toml").write_text(content)
    with pytest.raises(SettingsError, match=sentence) as caught:
        load_preset("mine")
    assert caught.value.where == str(own / "mine.toml")


def test_a_wrong_key_of_a_preset_ends_with_2(analysed: Path, tmp_path: Path, own: Path) -> None:
    """Its tables are checked as settings are, and its format names as the option's."""
    own.mkdir(parents=True)
    (own / "mine.toml").write_text("[markers]\nlabl = 'x'\n")
    done = call("markers", analysed, "--preset", "mine", "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "labl" in done.stderr
    assert "preset mine" in done.stderr
    (own / "mine.toml").write_text("to = ['vhs']\n")
    done = call("markers", analysed, "--preset", "mine", "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "`to` must list formats, not ['vhs']" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--preset", "vcr"), "there is no preset 'vcr'"),
        (("--preset", "../x"), "there is no preset"),
        (("--palette", "mauve"), "choose from red, green"),
        (("--path-map", "/a"), "write OLD=NEW"),
        (("--label", "{titel}"), "{titel} is not a field"),
        (("--handles", "-1"), "-1 is not in the range"),
    ],
)
def test_wrong_wishes_end_with_2(arguments: tuple[str, ...], sentence: str) -> None:
    """Before any take begins."""
    done = call("markers", "A.mov", "--out", "x", *arguments)
    assert done.exit_code == 2
    assert sentence in done.stderr


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        ((), "10:00:00;00"),
        (("--start-tc", "0"), "00:00:00;00"),
        (("--start-tc", "01:00:00:00"), "01:00:00:00"),
        (("--start-tc", "01:00:00:00", "--drop", "df"), "01:00:00;00"),
        (("--drop", "ndf"), "10:00:00:00"),
        (("--rate", "25"), "10:00:00:00"),
        (("--rate", "59.94"), "10:00:00;00"),
    ],
)
def test_timecode_begins_and_counts_as_wished(
    analysed: Path, tmp_path: Path, arguments: tuple[str, ...], start: str
) -> None:
    """Start, rate and counting are what the file says."""
    call("markers", analysed, *arguments, "--to", "json", "--out", tmp_path / "out")
    document = json.loads((tmp_path / "out" / "A001C003.markers.json").read_bytes())
    assert document["start_timecode"] == start
    assert document["drop_frame"] == (";" in start)


def test_drop_frame_where_there_is_none_is_the_takes_error(analysed: Path, tmp_path: Path) -> None:
    """The rate that was asked for has no drop-frame timecode."""
    done = call(
        "markers", analysed, "--rate", "25", "--drop", "df", "--out", tmp_path / "out", "-q"
    )
    assert done.exit_code == 3
    assert "drop-frame timecode does not exist at 25" in done.stderr


def test_a_timeline_that_no_editor_has_is_refused(analysed: Path, tmp_path: Path) -> None:
    """At once, with the rates that there are, and nothing is written."""
    done = call("markers", analysed, "--rate", "17", "--out", tmp_path / "out")
    assert done.exit_code == 2
    said = " ".join(done.stderr.split())
    assert "editors have no timeline of 17 frames a second; write one of 23.976, 24, 25," in said
    assert not (tmp_path / "out").exists()


def test_paths_are_mapped(analysed: Path, tmp_path: Path) -> None:
    """The editor's file stands where the proxy's was, with the proxy's reel and timecode."""
    call(
        "markers", analysed, "--to", "premiere-xml", "--path-map", "/proxies=/rushes/100 %",
        "--out", tmp_path / "out",
    )  # fmt: skip
    root = etree.parse(tmp_path / "out" / "A001C003.xml")
    assert root.findtext(".//pathurl") == ("file://localhost/rushes/100%20%25/day%201/A001C003.mov")
    assert root.findtext(".//file/timecode/string") == "10:00:00;00"
    assert root.findtext(".//file/timecode/reel/name") == "A001"


def test_points_and_handles(analysed: Path, tmp_path: Path) -> None:
    """A point has one frame; a range with handles is wider on both sides."""
    lengths = []
    for arguments in (("--point",), ("--range", "--handles", "10")):
        call("markers", analysed, *arguments, "--out", tmp_path / "out")
        timeline = otio.adapters.read_from_file(str(tmp_path / "out" / "A001C003.otio"))
        lengths.append([mark.marked_range.duration.value for mark in timeline.tracks.markers])
    assert lengths == [[1, 1], [25, 35]]


def test_nothing_is_lost_silently(analysed: Path, tmp_path: Path) -> None:
    """The table counts what became of what; the report names each marker."""
    report = tmp_path / "losses.json"
    done = call(
        "markers", analysed, "--to", "resolve-edl", "--to", "otio", "--to", "srt",
        "--label", "{title}", "--report", report, "--out", tmp_path / "out",
    )  # fmt: skip
    rows = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "resolve-edl marker merged with the one on its frame 1" in rows
    assert "resolve-edl facts no room for it 2" in rows
    assert "srt colour no room for it 2" in rows
    assert not any(row.startswith("otio ") for row in rows)
    assert str(report) in done.stdout
    document = json.loads(report.read_bytes())
    assert [each["format"] for each in document["written"]] == ["resolve-edl", "otio", "srt"]
    edl, exact, _ = document["written"]
    assert exact["losses"] == []
    assert {
        "aspect": "marker",
        "how": "merged with the one on its frame",
        "marker": "m-B000002d",
        "take": "A001C003",
    } in edl["losses"]


def test_json_counts_what_is_lost(analysed: Path, tmp_path: Path) -> None:
    """For machines the same table."""
    done = call("markers", analysed, "--to", "resolve-edl", "--json", "--out", tmp_path / "out")
    assert {
        "format": "resolve-edl",
        "what": "facts",
        "how": "no room for it",
        "times": 2,
    } in json.loads(done.stdout)["losses"]


def test_a_missing_library_is_told_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No take is opened for an AAF that could not be written."""
    monkeypatch.setitem(sys.modules, "aaf2", None)
    done = call("markers", "no such take.mov", "--to", "avid-aaf", "--out", tmp_path / "out")
    assert done.exit_code == 3
    assert done.stderr.strip() == (
        "Error: an AAF is written with pyaaf2, which is not installed; pip install 'takewise[aaf]'"
    )
