"""`takewise markers --cut`: an editor's own cut, given back with markers."""

from __future__ import annotations

import json
from pathlib import Path

import opentimelineio as otio
import pytest

from tests.cli.calls import call
from tests.cli.films import write_face
from tests.timeline.test_cut import HOUR, clip, gap, times


@pytest.fixture(scope="module")
def rushes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a take of 290 pictures, whose brows rise every 58."""
    folder = tmp_path_factory.mktemp("rushes")
    write_face(folder / "A001C001.mov", frames=290)
    return folder


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
    done = call("markers", "--cut", path, "--to", "otio", "--to", "resolve-edl", "--out", tmp_path)
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
    said = f"{path}, clip gone: its media is missing (/nowhere/B.mov)"
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


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--to", "premiere-xml"), "premiere-xml would write a timeline of its own"),
        (("--one-timeline",), "--one-timeline arranges takes anew"),
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
