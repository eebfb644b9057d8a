"""`takewise pick`: the sample burst and a sample take, as a photographer would run it."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cli.calls import call, interrupt, run, start, wait_for

SHARP_SMILE = "P1010009.jpg"
"""The settled smile without a fault, by the burst's truth."""


@pytest.fixture(scope="module")
def burst(sample_media: Path) -> Path:
    """Return the sample burst's folder."""
    return sample_media / "portrait_burst"


@pytest.fixture(scope="module")
def picked(burst: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the document of one run that writes everything."""
    out = tmp_path_factory.mktemp("picked")
    mine = out / "shoot"
    shutil.copytree(burst, mine)
    done = call(
        "pick", mine, "--top", 3, "--sheet", out / "sheet.pdf", "--csv", out / "all.csv",
        "--copy-to", out / "copies", "--xmp", "--json", "--quiet",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    document: dict[str, Any] = json.loads(done.stdout)
    return document | {"out": out}


def test_the_burst_s_truth(burst: Path, picked: dict[str, Any]) -> None:
    """The settled smile is the first pick; no frame with a fault is picked or beats it."""
    truth = json.loads((burst / "truth.json").read_text(encoding="utf-8"))
    faulty = {still["file"] for still in truth["stills"] if still["faults"]}
    frames = {Path(frame["path"]).name: frame for frame in picked["frames"]}
    assert frames[SHARP_SMILE]["pick"] == 1
    assert not [name for name in faulty if frames[name]["pick"]]
    assert len(frames) == len(truth["stills"])
    shut = [still["file"] for still in truth["stills"] if "eyes closed" in still["faults"]]
    assert [frames[name]["rank"] for name in shut] == [len(frames)]
    blinks = [still["file"] for still in truth["stills"] if "half-blink" in still["faults"]]
    assert min(frames[name]["rank"] for name in blinks) > 6


def test_every_term_has_its_reason(picked: dict[str, Any]) -> None:
    """Each frame tells eight terms with value, weight and reason; the weights sum to 1."""
    for frame in picked["frames"]:
        assert len(frame["terms"]) == 8
        assert sum(term["weight"] for term in frame["terms"]) == pytest.approx(1, abs=1e-5)
        assert all(term["because"] for term in frame["terms"])


def test_copies_are_whole_and_nothing_is_moved(burst: Path, picked: dict[str, Any]) -> None:
    """The picks lie in the other folder, equal to the originals, which are still there."""
    copies = sorted((picked["out"] / "copies").iterdir())
    assert len(copies) == 3
    for copy in copies:
        assert copy.read_bytes() == (burst / copy.name).read_bytes()
        assert (picked["out"] / "shoot" / copy.name).exists()


def test_the_table_as_csv(picked: dict[str, Any]) -> None:
    """The CSV has every frame, best first, with each term in a column."""
    text = (picked["out"] / "all.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [int(row["rank"]) for row in rows] == list(range(1, 13))
    assert Path(rows[0]["file"]).name == SHARP_SMILE
    assert float(rows[-1]["eyes open"]) == 0


def test_a_table_that_cannot_be_written_costs_neither_ranking_nor_sidecars(
    burst: Path, tmp_path: Path
) -> None:
    """It is one failure among what was done, and status 1."""
    mine, blocked = tmp_path / "shoot", tmp_path / "no folder"
    mine.mkdir()
    shutil.copy(burst / SHARP_SMILE, mine)
    blocked.write_text("a file")
    done = call(
        "pick", mine, "--top", 1, "--csv", blocked / "all.csv", "--xmp", "--json", "--quiet"
    )
    assert done.exit_code == 1, done.output
    document = json.loads(done.stdout)
    assert [Path(each).name for each in document["written"]] == [f"{SHARP_SMILE}.xmp"]
    assert (mine / f"{SHARP_SMILE}.xmp").exists()
    assert "cannot be written" in document["failures"][0]["error"]
    assert len(document["frames"]) == 1


def test_a_sheet_replaces_only_a_sheet(sample_media: Path, tmp_path: Path) -> None:
    """A photograph of that name is kept, and that is an error; an earlier sheet is replaced."""
    photo = sample_media / "portrait_burst" / "P1010001.jpg"
    for name in ("P1010001.jpg", "mine.png"):
        shutil.copy(photo, tmp_path / name)
    done = call("pick", photo, "--sheet", tmp_path / "mine.png", "--quiet")
    assert done.exit_code == 1
    assert "is not a contact sheet of Takewise; it is kept" in done.stderr
    assert (tmp_path / "mine.png").read_bytes() == photo.read_bytes()
    for _ in range(2):
        assert call("pick", photo, "--sheet", tmp_path / "sheet.png", "--quiet").exit_code == 0


def test_json_is_printed_where_nothing_could_be_ranked(tmp_path: Path) -> None:
    """As by the commands for takes: a program that reads it need not know the status."""
    damaged = tmp_path / "a.jpg"
    damaged.write_bytes(b"no picture")
    for named in (damaged, tmp_path / "gone"):
        done = call("pick", named, "--json", "--quiet")
        assert done.exit_code == 3
        document = json.loads(done.stdout)
        assert document["frames"] == document["written"] == []
        assert document["failures"][0]["path"] == str(named)


def test_sidecars_of_the_picks_alone(picked: dict[str, Any]) -> None:
    """Each pick has a sidecar with its stars; no other frame has one."""
    sidecars = sorted((picked["out"] / "shoot").glob("*.xmp"))
    names = {Path(frame["path"]).name for frame in picked["frames"] if frame["pick"]}
    assert {path.name for path in sidecars} == {f"{name}.xmp" for name in names}
    assert all(b'xmp:Rating="' in path.read_bytes() for path in sidecars)


def test_the_sheet_is_there(picked: dict[str, Any]) -> None:
    """The contact sheet is a PDF of one page."""
    content = (picked["out"] / "sheet.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page ") <= 2


def test_a_second_run_changes_nothing(picked: dict[str, Any]) -> None:
    """The same command again leaves every file as it is."""
    out = picked["out"]
    before = {path: path.stat().st_mtime_ns for path in (out / "shoot").iterdir()}
    done = call("pick", out / "shoot", "--top", 3, "--copy-to", out / "copies", "--xmp", "--quiet")
    assert done.exit_code == 0
    assert {path: path.stat().st_mtime_ns for path in (out / "shoot").iterdir()} == before
    assert "3 sidecars needed no change" in done.stderr


def test_another_file_of_that_name_is_kept(burst: Path, tmp_path: Path) -> None:
    """A copy never takes the place of another file; that is an error of that pick alone."""
    (tmp_path / SHARP_SMILE).write_text("mine")
    done = call("pick", burst, "--top", 2, "--copy-to", tmp_path, "--quiet")
    assert done.exit_code == 1
    assert "another file of this name exists" in done.stderr
    assert (tmp_path / SHARP_SMILE).read_text() == "mine"
    assert len(list(tmp_path.glob("*.jpg"))) == 2
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]


def test_frames_of_a_clip(sample_media: Path, tmp_path: Path) -> None:
    """Of a clip the best frames are written in full size, with timecode, apart in time."""
    done = call(
        "pick", sample_media / "scene12_take1.mov", "--top", 2, "--copy-to", tmp_path / "frames",
        "--frames", "tiff", "--sheet", tmp_path / "sheet.png", "--json", "--quiet",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    frames = sorted((tmp_path / "frames").iterdir())
    assert len(frames) == 2
    assert all(path.name.startswith("scene12_take1_01-00-0") for path in frames)
    with Image.open(frames[0]) as image:
        assert image.size == (960, 540)
        assert "Timecode 01:00:0" in image.getexif()[270]
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.size == (2340, 1654)


def test_a_damaged_photograph_ends_itself_alone(burst: Path, tmp_path: Path) -> None:
    """A file that cannot be read is told and left out; the rest is ranked."""
    for name in ("P1010001.jpg", "P1010009.jpg"):
        shutil.copy(burst / name, tmp_path)
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing")
    done = call("pick", tmp_path, "--json", "--quiet")
    assert done.exit_code == 1
    document = json.loads(done.stdout)
    assert len(document["frames"]) == 2
    assert [failure["path"] for failure in document["failures"]] == [str(tmp_path / "broken.jpg")]


@pytest.mark.parametrize(
    "wrong",
    [
        ("--top", 2, "--per-burst", 1),
        ("--sheet", "a.gif"),
        ("--naming", "adobe"),
        ("--person", "B=2"),
    ],
)
def test_wrong_usage(burst: Path, wrong: tuple[object, ...]) -> None:
    """Options that contradict each other are refused before any work."""
    assert call("pick", burst, *wrong).exit_code == 2


def test_nothing_there(tmp_path: Path) -> None:
    """A folder without pictures is status 3 and one sentence."""
    done = call("pick", tmp_path)
    assert done.exit_code == 3
    assert done.stderr.startswith("Error: ")


def test_ctrl_c_leaves_nothing_half_done(burst: Path, tmp_path: Path) -> None:
    """Broken off, it ends with 130 and has written nothing."""
    for copy in range(40):
        shutil.copy(burst / "P1010001.jpg", tmp_path / f"IMG_{copy:04}.jpg")
    out = tmp_path / "out"
    with start("pick", tmp_path, "--sheet", out / "s.pdf", "--copy-to", out / "c") as process:
        wait_for(process.stderr, "1 of 40 looked at")
        interrupt(process)
        process.communicate(timeout=60)
    assert process.returncode == 130
    assert not out.exists()


def test_help_has_examples() -> None:
    """The help shows how it is used."""
    assert "takewise pick shoot/ --top 12 --sheet picks.pdf" in run("pick", "--help").stdout
