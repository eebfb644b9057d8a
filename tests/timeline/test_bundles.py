"""OpenTimelineIO for each host, for older releases, and with its media."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import opentimelineio as opentime
import pytest

from takewise.errors import OutputError
from takewise.timeline import (
    FORMATS,
    ExportSettings,
    MarkerSettings,
    OtioSettings,
    Timeline,
    arrange,
    take,
)
from takewise.timeline.settings import OtioSchema
from tests.timeline.analyses import analysis, media_info, moment

FILM = b"not really a film, but copied as if it were one"


def _timeline(*paths: str) -> Timeline:
    return arrange(
        [
            take(
                analysis(moment(45, 50), media=media_info(path=path, rate=Fraction(25))),
                MarkerSettings(),
            )
            for path in paths
        ]
    )


def _value(timeline: Timeline, **chosen: object) -> opentime.schema.Timeline:
    settings = ExportSettings(markers_on="both", otio=OtioSettings(**chosen))
    content = FORMATS["otio"].files("A", timeline, settings)["A.otio"]
    return opentime.adapters.read_from_string(content.decode(), "otio_json")


@pytest.mark.parametrize(
    ("flavour", "url", "on_clip", "host"),
    [
        ("resolve", "/day 1/A#.mov", 1, "Resolve_OTIO"),
        ("kdenlive", "/day 1/A#.mov", 0, None),
        ("premiere", "file:///day%201/A%23.mov", 1, "PremierePro_OTIO"),
        ("strict", "file:///day%201/A%23.mov", 1, None),
    ],
)
def test_each_flavour_is_its_hosts(flavour: str, url: str, on_clip: int, host: str | None) -> None:
    """The address, the place of the markers and the host's own block."""
    value = _value(_timeline("/day 1/A#.mov"), flavour=flavour)
    (clip,) = value.find_clips()
    assert clip.media_reference.target_url == url
    assert clip.media_reference.name == "A#.mov"
    assert (len(value.tracks.markers), len(clip.markers)) == (1, on_clip)
    blocks = {*value.metadata, *value.tracks.metadata} - {"takewise"}
    assert blocks == ({host} if host else set())


def test_premieres_block_has_rate_and_size() -> None:
    """As on the stack of files that Premiere exported."""
    value = _value(_timeline("/A.mov"), flavour="premiere")
    block = value.tracks.metadata["PremierePro_OTIO"]
    assert block["VideoFrameRate"] == 25.0
    assert dict(block["VideoResolution"]) == {"width": 1920, "height": 1080}


def test_an_older_release_gets_its_own_schema() -> None:
    """OpenTimelineIO 0.14 knew Clip.1, with one medium; markers were Marker.2 already."""
    settings = ExportSettings(otio=OtioSettings(schema="0.14"))
    content = FORMATS["otio"].files("A", _timeline("/A.mov"), settings)["A.otio"].decode()
    schemas = {line.split('"')[3] for line in content.splitlines() if '"OTIO_SCHEMA"' in line}
    assert {"Clip.1", "Marker.2"} <= schemas
    (clip,) = json.loads(content)["tracks"]["children"][0]["children"]
    assert clip["media_reference"]["target_url"] == "/A.mov"


AWKWARD = ("A Ü 頭.mov", "A #1.mov", "50% %20?.mov", "a & 'b'.mov", "A_1.mov")


def _read_back(path: Path, into: Path) -> list[Path]:
    """Return the media that the library finds in a bundle, one for each clip."""
    if path.suffix == ".otiod":
        value = opentime.adapters.read_from_file(str(path), absolute_media_reference_paths=True)
        folder = Path("/")
    else:
        value = opentime.adapters.read_from_file(str(path), extract_to_directory=str(into))
        folder = into
    assert [m.marked_range.start_time.value for m in value.tracks.markers][:1] == [45]
    return [
        folder / opentime.url_utils.filepath_from_url(clip.media_reference.target_url)
        for clip in value.find_clips()
    ]


@pytest.mark.parametrize("name", ["otioz", "otiod"])
@pytest.mark.parametrize("schema", ["0.14", "0.18"])
def test_a_bundle_holds_its_media(name: str, schema: OtioSchema, tmp_path: Path) -> None:
    """Whatever they are called, and where a proxy's place is taken by what it is mapped to."""
    (tmp_path / "rushes").mkdir()
    (tmp_path / "in").mkdir()
    for number, each in enumerate(AWKWARD):
        (tmp_path / "rushes" / each).write_bytes(FILM + bytes([number]))
    settings = ExportSettings(
        path_map=(("/proxies", str(tmp_path / "rushes")),), otio=OtioSettings(schema=schema)
    )
    timeline = _timeline(*(f"/proxies/{each}" for each in AWKWARD))
    written = FORMATS[name].write(tmp_path / "out", "day 1", timeline, settings)
    (path,) = written.paths
    assert path == tmp_path / "out" / f"day 1.{name}"
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    media = _read_back(path, tmp_path / "in")
    assert [each.read_bytes() for each in media] == [FILM + bytes([n]) for n in range(5)]
    assert [(each.aspect, each.how) for each in written.losses] == [
        ("media", "A #1.mov is A _1.mov in it"),
        ("media", "50% %20?.mov is 50_ _20_.mov in it"),
    ]


def test_media_of_one_name_lie_side_by_side(tmp_path: Path) -> None:
    """Cards number their files alike."""
    for folder, film in (("a", "A.mov"), ("b", "A.mov"), ("c", "a.MOV")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / film).write_bytes(folder.encode())
    places = (tmp_path / "a" / "A.mov", tmp_path / "b" / "A.mov", tmp_path / "c" / "a.MOV")
    timeline = _timeline(*map(str, places))
    written = FORMATS["otiod"].write(tmp_path, "day", timeline, ExportSettings())
    media = _read_back(written.paths[0], tmp_path)
    assert [each.name for each in media] == ["A.mov", "A-2.mov", "a-3.MOV"]
    assert [each.read_bytes() for each in media] == [b"a", b"b", b"c"]
    assert [each.how for each in written.losses] == [
        "A.mov is A-2.mov in it",
        "a.MOV is a-3.MOV in it",
    ]


def test_equal_timelines_give_equal_bundles(tmp_path: Path) -> None:
    """No date is in them."""
    (tmp_path / "A.mov").write_bytes(FILM)
    timeline = _timeline(str(tmp_path / "A.mov"))
    contents = []
    for name in ("one", "two"):
        written = FORMATS["otioz"].write(tmp_path, name, timeline, ExportSettings())
        contents.append(written.paths[0].read_bytes())
    assert contents[0] == contents[1]


def test_a_bundle_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """Media that are gone are told, and nothing is left."""
    with pytest.raises(OutputError, match=r"/gone/A.mov is no file"):
        FORMATS["otioz"].write(tmp_path / "out", "A", _timeline("/gone/A.mov"), ExportSettings())
    assert not (tmp_path / "out").exists()


def test_one_medium_may_lie_in_it_twice(tmp_path: Path) -> None:
    """Two clips of one file share it."""
    (tmp_path / "A.mov").write_bytes(FILM)
    timeline = _timeline(str(tmp_path / "A.mov"), str(tmp_path / "A.mov"))
    written = FORMATS["otioz"].write(tmp_path, "two", timeline, ExportSettings())
    value = opentime.adapters.read_from_file(str(written.paths[0]))
    assert len({clip.media_reference.target_url for clip in value.find_clips()}) == 1


def test_an_older_bundle_is_replaced_and_a_folder_is_not(tmp_path: Path) -> None:
    """A file as every other result; a folder might hold the only copy of something."""
    (tmp_path / "A.mov").write_bytes(FILM)
    timeline = _timeline(str(tmp_path / "A.mov"))
    for _ in range(2):
        FORMATS["otioz"].write(tmp_path, "A", timeline, ExportSettings())
    FORMATS["otiod"].write(tmp_path, "A", timeline, ExportSettings())
    with pytest.raises(OutputError, match="folder of that name"):
        FORMATS["otiod"].write(tmp_path, "A", timeline, ExportSettings())
