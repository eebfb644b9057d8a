"""`takewise markers`: the moments of takes in files for editors."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest

from takewise.model import Kind
from takewise.timeline import FORMATS, MarkersOn
from tests.cli.calls import call
from tests.cli.films import write_face, write_uneven


def _markers(path: Path) -> list[otio.schema.Marker]:
    timeline = otio.adapters.read_from_file(str(path))
    return list(timeline.tracks.markers)


def test_each_take_has_its_own_file(face: Path, tmp_path: Path) -> None:
    """An .otio and an EDL with the take's moments, named by the take."""
    out = tmp_path / "out"
    done = call("markers", face, "--to", "otio", "--to", "resolve-edl", "--out", out)
    assert done.exit_code == 0, done.stderr
    assert sorted(path.name for path in out.iterdir()) == [
        "A001C001.markers.edl",
        "A001C001.otio",
    ]
    markers = _markers(out / "A001C001.otio")
    assert any(each.metadata["takewise"]["kind"] != Kind.BLINK for each in markers)
    assert (out / "A001C001.markers.edl").read_text().count("|M:") == len(markers)
    said = " ".join(done.stdout.split())
    assert (
        "A001C001.markers.edl: for a timeline of 24 frames a second that starts at 01:00:00:00"
        in said
    )
    assert all(f"  {path}" in done.stdout.splitlines() for path in out.iterdir())


def test_all_takes_lie_on_one_timeline_in_the_order_named(face: Path, tmp_path: Path) -> None:
    """One file, named as asked, that begins at the timecode asked for."""
    (tmp_path / "day1").mkdir()
    first = write_face(tmp_path / "day1" / "B.mov")
    done = call(
        "markers", first, face, "--one-timeline", "--name", "scene 12: night",
        "--start", "10:00:00:00", "--out", tmp_path / "out",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    (path,) = (tmp_path / "out").iterdir()
    assert path.name == "scene 12_ night.otio"
    timeline = otio.adapters.read_from_file(str(path))
    assert timeline.name == "scene 12: night"
    assert [clip.name for clip in timeline.find_clips()] == ["B", "A001C001"]
    assert timeline.global_start_time == otio.opentime.RationalTime(864000, 24)


def test_the_one_timeline_is_named_after_the_folder(tmp_path: Path) -> None:
    """Takes of one folder make a file of its name."""
    (tmp_path / "scene 12").mkdir()
    write_face(tmp_path / "scene 12" / "B.mov", frames=5)
    call("markers", tmp_path / "scene 12", "--one-timeline", "--out", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["scene 12.otio"]


def test_markers_are_made_anew_without_the_media(tmp_path: Path) -> None:
    """An analysis file stands for its take, which may be gone."""
    take = write_face(tmp_path / "B.mov")
    call("analyze", take, "--out", tmp_path / "analysis")
    direct = call("markers", take, "--out", tmp_path / "direct")
    take.unlink()
    kept = call("markers", tmp_path / "analysis" / "*.takewise.json", "--out", tmp_path / "kept")
    assert (direct.exit_code, kept.exit_code) == (0, 0)
    assert "begun" not in kept.stderr
    one, two = (tmp_path / name / "B.otio" for name in ("direct", "kept"))
    assert one.read_bytes() == two.read_bytes()


def test_a_damaged_analysis_file_is_one_sentence(face: Path, tmp_path: Path) -> None:
    """The others are done."""
    (tmp_path / "C.mov.takewise.json").write_text("{")
    done = call("markers", face, tmp_path / "C.mov.takewise.json", "--out", tmp_path / "out", "-q")
    assert done.exit_code == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["A001C001.otio"]
    (line,) = done.stderr.splitlines()
    assert "C.mov.takewise.json: is not a complete analysis file" in line


@pytest.mark.parametrize(
    ("arguments", "kinds"),
    [
        (("--kinds", "hold"), set()),
        (("--min-confidence", "1"), set()),
        (("--kinds", "all", "--max-per-take", "1"), {1}),
    ],
)
def test_the_options_choose_which_moments(
    face: Path, tmp_path: Path, arguments: tuple[str, ...], kinds: set[int]
) -> None:
    """Kinds, confidence and number each leave markers out."""
    assert call("markers", face, *arguments, "--out", tmp_path / "out").exit_code == 0
    assert len(_markers(tmp_path / "out" / "A001C001.otio")) == (max(kinds) if kinds else 0)


@pytest.mark.parametrize("place", MarkersOn.__args__)  # type: ignore[attr-defined]
def test_markers_lie_where_they_are_wanted(face: Path, tmp_path: Path, place: str) -> None:
    """On the timeline, on the clip, or on both."""
    call("markers", face, "--markers-on", place, "--out", tmp_path / "out")
    timeline = otio.adapters.read_from_file(str(tmp_path / "out" / "A001C001.otio"))
    (clip,) = timeline.find_clips()
    assert bool(timeline.tracks.markers) is (place != "clip")
    assert bool(clip.markers) is (place != "timeline")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--kinds", "wink"), "'wink' is not a kind; choose from micro-expression, "),
        (("--start", "soon"), "'soon' is not a timecode; write it as HH:MM:SS:FF"),
        (("--start", "24:00:00:00"), "24:00:00:00 is past the end of the 24-hour clock"),
        (("--to", "vhs"), "'vhs' is not a format; choose from otio, "),
        (("--min-confidence", "2"), "2.0 is not in the range"),
    ],
)
def test_wrong_wishes_end_with_2(arguments: tuple[str, ...], sentence: str) -> None:
    """Before any take begins."""
    done = call("markers", "A.mov", "--out", "x", *arguments)
    assert done.exit_code == 2
    assert sentence in done.stderr


def test_every_format_can_be_asked_for() -> None:
    """The names that are offered instead of a wrong one are all that the stage knows."""
    said = call("markers", "A.mov", "--to", "vhs", "--out", "x").stderr
    assert ", ".join(FORMATS) in said


def test_notes_of_the_timeline_are_shown(tmp_path: Path) -> None:
    """Two rates on one timeline are worth a word, in the text and in the JSON."""
    (tmp_path / "two").mkdir()
    write_face(tmp_path / "two" / "A.mov", frames=5)
    write_face(tmp_path / "two" / "B.mov", frames=5, rate=Fraction(25))
    arguments = ("markers", tmp_path / "two", "--one-timeline", "--out", tmp_path / "out")
    note = "B: 25 frames a second on a timeline of 24"
    assert note in " ".join(call(*arguments).stdout.split())
    document = json.loads(call(*arguments, "--json").stdout)
    assert any(each.startswith(note) for each in document["notes"])
    assert document["files"] == [str(tmp_path / "out" / "two.otio")]


def test_markers_of_uneven_pictures_lie_where_these_are_shown(tmp_path: Path) -> None:
    """Presentation times are the truth: snapped once to the grid, and the analysis says so."""
    gaps = [1, 1, 2, 1, 3, 1]  # frames of 24, and a little off them
    whole = [sum(gaps[place % 6] for place in range(number)) for number in range(30)]
    shake = [Fraction(number * 7 % 5 - 2, 240) for number in range(30)]
    at = [Fraction(frame, 24) + off for frame, off in zip(whole, shake, strict=True)]
    path = write_uneven(tmp_path / "phone.mp4", [time - at[0] for time in at])
    done = call("analyze", path, "--out", tmp_path)
    assert done.exit_code == 0, done.stderr
    document = json.loads((tmp_path / "phone.mp4.takewise.json").read_bytes())
    rate = Fraction(document["media"]["rate"])
    assert document["media"]["variable_rate"]
    said = document["media"]["warnings"]
    assert any(each.startswith("variable frame rate") for each in said)
    done = call("markers", path, "--to", "json", "--kinds", "all", "--out", tmp_path)
    assert done.stdout.count("variable frame rate") == 1
    markers = json.loads((tmp_path / "phone.markers.json").read_bytes())["markers"]
    moments = {each["id"]: each for each in document["moments"]}
    assert markers
    for marker in markers:
        found = moments[marker["id"]]
        for field, picture in (("apex_frame", "apex"), ("media_frame", "onset")):
            shown = (at[found[picture]] - at[0]) * rate
            assert abs(marker[field] - shown) <= Fraction(1, 2)
