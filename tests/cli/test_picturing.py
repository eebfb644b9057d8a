"""`takewise markers --stills`: pictures of the markers, beside them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import opentimelineio as otio
import pytest

from takewise.clock import parse_timecode
from takewise.media import probe, read_frames
from tests.cli.calls import call
from tests.cli.films import FILM, SIZE, write_squeezed
from tests.media.test_still_files import opened


def pictures_of(folder: Path, ending: str) -> list[Path]:
    """Return the pictures beside the markers."""
    return sorted((folder / "A001C001.stills").glob(f"*{ending}"))


def test_each_marker_has_its_apex_in_full_size(face: Path, tmp_path: Path) -> None:
    """The very picture at the timecode in the name, in the file and in the marker."""
    before = hashlib.sha256(face.read_bytes()).hexdigest()
    done = call("markers", face, "--stills", "png", "--out", tmp_path)
    assert done.exit_code == 0, done.stderr
    assert hashlib.sha256(face.read_bytes()).hexdigest() == before
    markers = otio.adapters.read_from_file(str(tmp_path / "A001C001.otio")).tracks.markers
    stills = pictures_of(tmp_path, ".png")
    assert len(stills) == len(markers) > 0
    assert f"  {tmp_path / 'A001C001.stills'}" in done.stdout.splitlines()
    frames = {frame.index: frame.picture for frame in read_frames(probe(str(face)))}
    apexes = {marker.metadata["takewise"]["id"]: marker for marker in markers}
    for still in stills:
        image = opened(still.read_bytes())
        marker = apexes[image.text["Moment"]]
        apex = int(image.text["Frame"])
        assert apex == marker.metadata["takewise"]["apex"]
        assert np.array_equal(np.asarray(image), frames[apex])
        timecode = image.text["Timecode"]
        assert parse_timecode(timecode, FILM).frame == 86400 + apex
        assert still.name.startswith(f"A001C001_{timecode.replace(':', '-')}_")
        assert image.text["Source"] == "A001C001.mov"


def test_stills_of_a_part_are_the_same_pictures(face: Path, tmp_path: Path) -> None:
    """Their timecode is the media's, and their folder is the part's."""
    done = call("markers", f"{face}@2-28", "--stills", "jpg", "--out", tmp_path)
    assert done.exit_code == 0, done.stderr
    folder = tmp_path / "A001C001@000002-000028.stills"
    stills = list(folder.iterdir())
    frames = {frame.index: frame.picture for frame in read_frames(probe(str(face)))}
    assert stills
    for still in stills:
        image = opened(still.read_bytes())
        facts = dict(line.split(": ", 1) for line in image.info["comment"].decode().splitlines())
        assert facts["Timecode"] == f"01:00:{int(facts['Frame']) // 24:02}:" + (
            f"{int(facts['Frame']) % 24:02}"
        )
        shown = np.asarray(image.convert("RGB")).astype(int)
        assert np.abs(shown - frames[int(facts["Frame"])]).mean() < 3


def test_a_strip_shows_the_first_the_apex_and_the_last(face: Path, tmp_path: Path) -> None:
    """Side by side, small enough for a screen."""
    done = call("markers", face, "--strips", "--out", tmp_path)
    assert done.exit_code == 0, done.stderr
    markers = otio.adapters.read_from_file(str(tmp_path / "A001C001.otio")).tracks.markers
    strips = pictures_of(tmp_path, ".strip.png")
    assert len(strips) == len(markers)
    assert pictures_of(tmp_path, ".png") == strips
    frames = {frame.index: frame.picture for frame in read_frames(probe(str(face)))}
    spans = {marker.metadata["takewise"]["id"]: marker.marked_range for marker in markers}
    for strip in strips:
        image = opened(strip.read_bytes())
        assert image.size == (3 * 480, 360)
        span = spans[image.text["Moment"]]
        last = int(span.end_time_inclusive().value)
        shown = [int(span.start_time.value), int(image.text["Frame"]), last]
        wanted = np.hstack([frames[frame] for frame in shown])
        assert np.array_equal(np.asarray(image), wanted)


def test_a_squeezed_take_has_stills_of_the_right_shape(face: Path, tmp_path: Path) -> None:
    """Anamorphic media look as their marker's picture does in a player."""
    path = write_squeezed(tmp_path / "A001C001.mov")
    done = call("markers", path, "--stills", "png", "--strips", "--out", tmp_path)
    assert done.exit_code == 0, done.stderr
    frames = {frame.index: frame.picture for frame in read_frames(probe(str(face)))}
    stills = pictures_of(tmp_path, ".png")
    (still,) = (each for each in stills if not each.name.endswith(".strip.png"))
    image = opened(still.read_bytes())
    assert image.size == SIZE
    wanted = frames[int(image.text["Frame"])].astype(int)
    assert np.abs(np.asarray(image) - wanted).mean() < 4
    (strip,) = pictures_of(tmp_path, ".strip.png")
    assert opened(strip.read_bytes()).size == (3 * SIZE[0], SIZE[1])


def made_up(face: Path, folder: Path, *moments: dict[str, object]) -> Path:
    """Return an analysis of the face with these moments in place of those found."""
    call("analyze", face, "--out", folder)
    (file,) = folder.glob("*.json")
    document = json.loads(file.read_text())
    (one, *_) = (each for each in document["moments"] if each["kind"] != "blink")
    document["moments"] = [{**one, "confidence": 1, **each} for each in moments]
    file.write_text(json.dumps(document))
    return file


def test_strips_of_moments_within_each_other_hold_their_own_pictures(
    face: Path, tmp_path: Path
) -> None:
    """Pictures wait in memory only while a strip needs them, and no strip lacks one."""
    spans = [(0, 3, 30), (1, 2, 3), (2, 9, 10), (3, 9, 28), (9, 9, 10)]
    moments = [
        {"id": f"m-{number}", "onset": onset, "apex": apex, "offset": offset}
        for number, (onset, apex, offset) in enumerate(spans)
    ]
    file = made_up(face, tmp_path / "a", *moments)
    done = call("markers", file, "--strips", "--stills", "jpg", "--out", tmp_path)
    assert done.exit_code == 0, done.stderr
    frames = {frame.index: frame.picture for frame in read_frames(probe(str(face)))}
    strips = {
        opened(strip.read_bytes()).text["Moment"]: strip for strip in pictures_of(tmp_path, ".png")
    }
    assert len(pictures_of(tmp_path, ".jpg")) == len(strips) == len(spans)
    for number, (onset, apex, offset) in enumerate(spans):
        wanted = np.hstack([frames[frame] for frame in (onset, apex, offset - 1)])
        assert np.array_equal(np.asarray(opened(strips[f"m-{number}"].read_bytes())), wanted)


def test_names_of_pictures_fit_every_file_system(face: Path, tmp_path: Path) -> None:
    """Whatever the title, and the words in the file are whole."""
    title = 'jaw drops, "lip" corners < drop: 頭 ' + "x" * 500
    file = made_up(face, tmp_path / "a", {"title": title})
    done = call("markers", file, "--stills", "png", "--out", tmp_path)
    assert done.exit_code == 0, done.stderr
    (still,) = pictures_of(tmp_path, ".png")
    assert "_jaw-drops-lip-corners-drop-頭-xxx" in still.name
    assert len(still.name.encode()) < 255
    assert opened(still.read_bytes()).text["Title"] == title


def test_a_cut_has_stills_too(face: Path, tmp_path: Path) -> None:
    """Of the markers that are seen in it."""
    call("markers", face, "--out", tmp_path)
    done = call(
        "markers", "--cut", tmp_path / "A001C001.otio", "--stills", "png", "--out", tmp_path
    )
    assert done.exit_code == 0, done.stderr
    marked = otio.adapters.read_from_file(str(tmp_path / "A001C001.marked.otio"))
    assert len(pictures_of(tmp_path, ".png")) == len(marked.tracks.markers) > 0


def test_no_pictures_unless_asked_for(face: Path, tmp_path: Path) -> None:
    """Nor an empty folder."""
    call("markers", face, "--out", tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_an_analysis_without_its_media_is_one_failure(face: Path, tmp_path: Path) -> None:
    """The markers are written all the same."""
    call("analyze", face, "--out", tmp_path / "a")
    (file,) = (tmp_path / "a").iterdir()
    file.write_text(file.read_text().replace(str(face), "/nowhere/A001C001.mov"))
    done = call("markers", file, "--stills", "png", "--out", tmp_path / "m")
    assert done.exit_code != 0
    assert "there is no such file" in done.stderr
    assert (tmp_path / "m" / "A001C001.otio").exists()


@pytest.mark.parametrize("kind", ["bmp", "tiff"])
def test_other_kinds_of_file_are_refused(face: Path, tmp_path: Path, kind: str) -> None:
    """Before any work is done."""
    assert call("markers", face, "--stills", kind, "--out", tmp_path).exit_code == 2
