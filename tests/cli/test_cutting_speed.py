"""`takewise markers --cut` of clips at another speed, of bundles, and of clips without a cut."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from lxml import etree

from tests.cli.calls import call
from tests.cli.films import write_face
from tests.timeline.test_cut import HOUR, clip, gap


@pytest.fixture(scope="module")
def take(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a take of 120 pictures, whose brows rise every 58."""
    file = tmp_path_factory.mktemp("rushes") / "A001C001.mov"
    write_face(file, frames=120)
    return str(file)


@pytest.fixture(autouse=True)
def library(take: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the tests here one library, so that the take is analysed once."""
    monkeypatch.setenv("TAKEWISE_LIBRARY", str(Path(take).with_suffix(".db")))
    monkeypatch.delenv("COLUMNS", raising=False)


def found_in(file: Path) -> list[int]:
    """Return the frames of the ruler's markers."""
    made = otio.adapters.read_from_file(str(file))
    return [int(each.marked_range.start_time.value) for each in made.tracks.markers]


def test_a_retimed_clip_has_its_markers_where_the_movement_plays(take: str, tmp_path: Path) -> None:
    """At half speed twice as late, at double half as late, backwards from the other end."""
    seen = {}
    for scalar, length in ((1, 120), (0.5, 240), (2, 60), (-1, 120)):
        item = clip(HOUR, length, media=take, known=(HOUR, 120))
        item.effects.append(otio.schema.LinearTimeWarp(time_scalar=scalar))
        made = otio.schema.Timeline(global_start_time=otio.opentime.RationalTime(HOUR, 24))
        made.tracks.append(otio.schema.Track(kind="Video", children=[gap(10), item]))
        path = tmp_path / f"edit{scalar}.otio"
        otio.adapters.write_to_file(made, str(path))
        done = call("markers", "--cut", path, "--to", "otio", "--out", tmp_path, "--json")
        assert done.exit_code == 0, done.stderr
        assert [each["speed"] for each in json.loads(done.stdout)["clips"]] == [scalar]
        seen[scalar] = found_in(tmp_path / f"edit{scalar}.marked.otio")
    plain = [frame - 10 for frame in seen[1]]
    assert plain
    assert [frame - 10 for frame in seen[0.5]] == [2 * frame for frame in plain]
    assert [frame - 10 for frame in seen[2]] == [(frame + 1) // 2 for frame in plain]
    back = otio.adapters.read_from_file(str(tmp_path / "edit1.marked.otio"))
    ends = [int(each.marked_range.end_time_exclusive().value) - 10 for each in back.tracks.markers]
    assert sorted(seen[-1]) == sorted(10 + 120 - end for end in ends)


def final_cut(media: str, body: str) -> str:
    """Return a file of Final Cut Pro with the take and something made of it."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.11"><resources><format id="r1" frameDuration="1/24s"/>
<asset id="r2" name="A" start="3600s" duration="5s" hasVideo="1" format="r1">
<media-rep src="{media}"/></asset></resources><library><event name="day 3">
{body}</event></library></fcpxml>
"""


PROJECT = """<project name="scene 12"><sequence format="r1" tcStart="3600s"><spine>
<asset-clip ref="r2" name="A" offset="3600s"/></spine></sequence></project>"""


def test_a_bundle_comes_back_as_a_bundle(take: str, tmp_path: Path) -> None:
    """With all that it holds; marked again, it is the same."""
    source, out = tmp_path / "edit.fcpxmld", tmp_path / "out"
    source.mkdir()
    (source / "Info.fcpxml").write_text(final_cut(take, PROJECT))
    (source / "other.bin").write_bytes(b"\0")
    for cut in (source, out / "edit.marked.fcpxmld"):
        done = call("markers", "--cut", cut, "--out", out)
        assert done.exit_code == 0, done.stderr
        assert [each.name for each in out.iterdir()] == ["edit.marked.fcpxmld"]
        (made,) = out.iterdir()
        assert (made / "other.bin").read_bytes() == b"\0"
        assert b"<marker" in (made / "Info.fcpxml").read_bytes()
    assert (source / "Info.fcpxml").read_text() == final_cut(take, PROJECT)


def test_a_folder_that_is_no_bundle_is_a_wrong_use(take: str, tmp_path: Path) -> None:
    """In one sentence that says what is right."""
    done = call("markers", "--cut", tmp_path, take, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "is a folder; --cut needs a file, or a .fcpxmld bundle" in " ".join(done.stderr.split())


def test_a_bundle_without_its_document_is_a_wrong_use(take: str, tmp_path: Path) -> None:
    """In one sentence that says what is missing, and what to do."""
    (tmp_path / "edit.fcpxmld").mkdir()
    done = call("markers", "--cut", tmp_path / "edit.fcpxmld", take, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "edit.fcpxmld has no Info.fcpxml in it; export it again" in " ".join(done.stderr.split())


def test_clips_without_a_project_are_marked_and_have_no_ruler(take: str, tmp_path: Path) -> None:
    """They have no timeline to count from: what needs one is refused, a preset leaves it out."""
    path = tmp_path / "day3.fcpxml"
    path.write_text(final_cut(take, '<asset-clip ref="r2" name="A" format="r1"/>'))
    done = call("markers", "--cut", path, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.stderr
    assert "01:00:00:00" in done.stdout
    root = etree.fromstring((tmp_path / "out" / "day3.marked.fcpxml").read_bytes())
    starts = [Fraction(each.get("start")[:-1]) for each in root.iterfind(".//asset-clip/marker")]
    assert starts
    assert all(3600 <= start < 3605 for start in starts)
    refused = call("markers", "--cut", path, "--out", tmp_path / "no", "--to", "resolve-edl")
    assert refused.exit_code == 3
    said = "holds clips and no project, so resolve-edl has no timeline to count from"
    assert said in " ".join(refused.stderr.split())
    preset = call("markers", "--cut", path, "--out", tmp_path / "avid", "--preset", "avid")
    assert preset.exit_code == 0, preset.stderr
    assert [each.name for each in (tmp_path / "avid").iterdir()] == ["day3.marked.fcpxml"]


@pytest.mark.parametrize("name", ["edit.otio", "edit.fcpxml"])
def test_notes_name_clips_by_the_timecode_that_the_user_gives(
    take: str, tmp_path: Path, name: str
) -> None:
    """With --start, the cut's timecode counts from there in them too."""
    path = tmp_path / name
    hold = '<timeMap><timept time="0s" value="0s"/><timept time="9s" value="0s"/></timeMap>'
    if name == "edit.fcpxml":
        still = f'<asset-clip ref="r2" name="hold" offset="3605s" duration="1s">{hold}</asset-clip>'
        path.write_text(final_cut(take, PROJECT.replace("</spine>", f"{still}</spine>")))
    else:
        frozen = clip(HOUR, 24, name="hold", media=take)
        frozen.effects.append(otio.schema.FreezeFrame())
        made = otio.schema.Timeline(global_start_time=otio.opentime.RationalTime(HOUR, 24))
        first = clip(HOUR, 120, media=take, known=(HOUR, 120))
        made.tracks.append(otio.schema.Track(kind="Video", children=[first, frozen]))
        otio.adapters.write_to_file(made, str(path))
    done = call("markers", "--cut", path, "--start", "10:00:00:00", "--out", tmp_path, "--json")
    notes = json.loads(done.stdout)["notes"]
    assert any(note.startswith("V1 clip 2 at 10:00:05:00 'hold': it shows") for note in notes)
