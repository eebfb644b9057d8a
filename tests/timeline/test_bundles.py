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


@pytest.mark.parametrize("name", ["otioz", "otiod"])
def test_a_bundle_holds_its_media(name: str, tmp_path: Path) -> None:
    """A proxy's place is taken by the file it is mapped to; markers and all are read back."""
    (tmp_path / "rushes").mkdir()
    (tmp_path / "in").mkdir()
    (tmp_path / "rushes" / "A #1 Ü.mov").write_bytes(FILM)
    settings = ExportSettings(path_map=(("/proxies", str(tmp_path / "rushes")),))
    timeline = _timeline("/proxies/A #1 Ü.mov")
    written = FORMATS[name].write(tmp_path / "out", "day 1", timeline, settings)
    (path,) = written.paths
    assert written.losses == ()
    assert path == tmp_path / "out" / f"day 1.{name}"
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    options = (
        {"extract_to_directory": str(tmp_path / "in")}
        if name == "otioz"
        else {"absolute_media_reference_paths": True}
    )
    value = opentime.adapters.read_from_file(str(path), **options)
    (marker,) = value.tracks.markers
    assert marker.marked_range.start_time.value == 45
    folder = tmp_path / "in" if name == "otioz" else path
    assert (folder / "media" / "A #1 Ü.mov").read_bytes() == FILM


def test_a_bundle_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """Media that are gone, two of one name and an older release are told; nothing is left."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "A.mov").write_bytes(FILM)
    twice = _timeline(str(tmp_path / "a" / "A.mov"), str(tmp_path / "b" / "A.mov"))
    old = ExportSettings(otio=OtioSettings(schema="0.14"))
    bundle = FORMATS["otioz"]
    for timeline, settings, sentence in (
        (_timeline("/gone/A.mov"), ExportSettings(), "/gone/A.mov is no file"),
        (twice, ExportSettings(), "2 of its media are called A.mov"),
        (_timeline(str(tmp_path / "a" / "A.mov")), old, "older release"),
    ):
        with pytest.raises(OutputError, match=sentence):
            bundle.write(tmp_path / "out", "A", timeline, settings)
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
