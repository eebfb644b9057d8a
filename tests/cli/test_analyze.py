"""`takewise analyze`: every take that can be done is done, and its file is whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from takewise.cli import takewise
from tests.cli.calls import call, check_analysis, run, valid_analysis
from tests.cli.films import write_face
from tests.media.clips import write_clip, write_sequence


def test_a_take_becomes_an_analysis_file(face: Path, tmp_path: Path) -> None:
    """The real command writes a file that its schema accepts, and says what is in it."""
    done = run("analyze", face, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    written = tmp_path / "out" / "A001C001.mov.takewise.json"
    document = valid_analysis(written)
    assert document["media"]["frame_count"] == 30
    assert [each["id"] for each in document["people"]] == ["A"]
    assert str(written) in done.stdout
    assert done.stdout.split("\n")[2].split()[:4] == ["A001C001.mov", "30", "24", "1"]
    assert done.stderr.splitlines()[0] == f"{face}: begun, 1 of 1"
    assert done.stderr.splitlines()[1].startswith(f"{face}: done, ")
    assert len(done.stderr.splitlines()) == 2


def test_what_is_printed_fits_80_columns_and_has_no_colours(face: Path, tmp_path: Path) -> None:
    """Without a terminal nothing but a path is wider than 80 columns or has escape codes."""
    long = write_face(tmp_path / f"{'interior night the kitchen ' * 3}take 1.mov", frames=5)
    done = call("analyze", face, long, "--out", tmp_path / "out")
    assert "\x1b" not in done.output
    table, written = done.stdout.split("\nWritten\n")
    assert all(len(line) <= 80 for line in table.splitlines())
    assert f"  {tmp_path / 'out' / long.name}.takewise.json" in written.splitlines()


def test_a_take_that_was_done_before_comes_from_the_library(face: Path, tmp_path: Path) -> None:
    """The second run says that it analysed nothing, and writes the same bytes."""
    first = call("analyze", face, "--out", tmp_path / "one")
    second = call("analyze", face, "--out", tmp_path / "two")
    assert "library" not in first.stdout
    assert "1 of 1 take reused from the library" in second.stdout
    assert "reused from the library" in second.stderr
    one, two = (tmp_path / name / "A001C001.mov.takewise.json" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_no_cache_leaves_the_library_alone(face: Path, library: Path, tmp_path: Path) -> None:
    """Nothing is kept, so nothing is there afterwards."""
    assert call("analyze", face, "--out", tmp_path / "out", "--no-cache").exit_code == 0
    assert not library.exists()


def test_an_unusable_library_is_a_note(face: Path, tmp_path: Path) -> None:
    """A library that cannot be opened costs a sentence, once, and no take."""
    (tmp_path / "file").touch()
    other = write_face(tmp_path / "B.mov", frames=5)
    done = call(
        "analyze", face, other, "--out", tmp_path / "out", "--library", tmp_path / "file" / "l.db"
    )
    assert done.exit_code == 0
    assert done.stderr.count("the library was not used") == 1


def test_json_is_all_there_is_on_standard_output(face: Path, tmp_path: Path) -> None:
    """It parses, each analysis passes the schema, and the failures are in it too."""
    done = run("analyze", face, "none.mov", "--out", tmp_path / "out", "--json", "--quiet")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    (take,) = document["takes"]
    check_analysis(take["analysis"])
    assert take["path"] == str(face)
    assert take["files"] == [str(tmp_path / "out" / "A001C001.mov.takewise.json")]
    assert [each["path"] for each in document["failures"]] == ["none.mov"]
    assert done.stderr.splitlines() == [
        "Error: none.mov: there is no such file or folder; "
        "check the path; put it in quotes if it has spaces"
    ]


def test_signals_are_written_beside_the_analysis(face: Path, tmp_path: Path) -> None:
    """The curves have a row for each picture, also where the library had the take without."""
    call("analyze", face, "--out", tmp_path / "out")
    done = call("analyze", face, "--out", tmp_path / "out", "--signals")
    assert done.exit_code == 0
    with np.load(tmp_path / "out" / "A001C001.mov.takewise.npz") as signals:
        assert any(30 in signals[name].shape for name in signals.files)


def test_takes_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    """Each file is led by its folder's name and speaks of its own take."""
    for day, frames in (("day1", 3), ("day2", 5)):
        (tmp_path / day).mkdir()
        write_clip(tmp_path / day / "A.mov", frames=frames)
    done = call("analyze", tmp_path / "day1", tmp_path / "day2", "--out", tmp_path / "out")
    assert done.exit_code == 0
    counts = {
        path.name: valid_analysis(path)["media"]["frame_count"]
        for path in (tmp_path / "out").iterdir()
    }
    assert counts == {"day1_A.mov.takewise.json": 3, "day2_A.mov.takewise.json": 5}


def test_a_later_run_does_not_overwrite_another_take(tmp_path: Path) -> None:
    """A name that is taken by another take is left to it; the take's own file is renewed."""
    for day, frames in (("day1", 3), ("day2", 5)):
        (tmp_path / day).mkdir()
        take = write_clip(tmp_path / day / "A.mov", frames=frames)
        for _ in range(2):
            assert call("analyze", take, "--out", tmp_path / "out").exit_code == 0
    counts = {
        path.name: valid_analysis(path)["media"]["frame_count"]
        for path in (tmp_path / "out").iterdir()
    }
    assert counts == {"A.mov.takewise.json": 3, "day2_A.mov.takewise.json": 5}


def test_a_sequence_has_the_rate_that_is_told(tmp_path: Path) -> None:
    """``--rate 23.976`` means 24000/1001, exactly."""
    pattern = write_sequence(tmp_path, range(1001, 1005))
    done = call("analyze", pattern, "--rate", "23.976", "--out", tmp_path / "out", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["takes"][0]["analysis"]["media"]["rate"] == "24000/1001"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Missing argument 'PATH...'"),
        (("A.mov",), "Missing option '--out'"),
        (("A.mov", "--out", "x", "--rate", "fast"), "fast is not a rate; write 24, 23.976 or"),
        (("A.mov", "--out", "x", "--rate", "1/0"), "1/0 is not a rate"),
        (("A.mov", "--out", "x", "--jobs", "0"), "0 is not in the range x>=1"),
        (("A.mov", "--out", "x", "--detector", "eye"), "'eye' is not one of"),
        (("A.mov", "--out", "x", "--settings", "none.toml"), "'none.toml' does not exist"),
    ],
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...], sentence: str) -> None:
    """What is wrong is said, and nothing is begun."""
    done = call("analyze", *arguments)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert done.stdout == ""


def test_a_misspelt_setting_ends_with_2(face: Path, tmp_path: Path) -> None:
    """The key is named, and how to find the right one."""
    (tmp_path / "mine.toml").write_text("[markers]\nmin_confidense = 0.7\n")
    done = call("analyze", face, "--out", tmp_path / "o", "--settings", tmp_path / "mine.toml")
    assert done.exit_code == 2
    assert "min_confidense" in done.stderr
    assert "`takewise settings` lists every key" in done.stderr


def test_nothing_done_ends_with_3(tmp_path: Path) -> None:
    """A take that does not exist leaves nothing to do."""
    done = call("analyze", tmp_path / "none.mov", "--out", tmp_path / "out")
    assert (done.exit_code, done.stdout) == (3, "")
    assert done.stderr.startswith(f"Error: {tmp_path / 'none.mov'}: there is no such file")


def test_a_missing_model_is_said_once(face: Path, tmp_path: Path) -> None:
    """It would fail every take alike, so no take begins."""
    other = write_clip(tmp_path / "B.mov")
    done = call("analyze", face, other, "--out", tmp_path / "out", "--detector", "landmarker")
    assert done.exit_code == 3
    assert done.stderr.count("\n") == 1
    assert "the landmarker needs a model file" in done.stderr


def test_a_file_in_place_of_the_folder_is_told_before_any_work(face: Path, tmp_path: Path) -> None:
    """No take is analysed in vain."""
    (tmp_path / "out").write_text("mine")
    done = call("analyze", face, "--out", tmp_path / "out")
    assert done.exit_code == 3
    assert done.stderr.startswith(f"Error: {tmp_path / 'out'}: cannot be written")
    assert "write to another folder" in done.stderr
    assert "begun" not in done.stderr
    assert (tmp_path / "out").read_text() == "mine"


def test_a_full_disk_leaves_no_half_file(tmp_path: Path) -> None:
    """Each take that cannot be written is one sentence; what was there stays."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here: that needs root")
    try:
        (disk / "rushes").write_bytes(bytes(64 * 1024))
        takes = [write_clip(tmp_path / name) for name in ("A.mov", "B.mov")]
        done = call("analyze", *takes, "--out", disk, "--quiet")
        left = [path.name for path in disk.iterdir()]
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    assert done.exit_code == 3
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == [
        f"{disk}/A.mov.takewise.json",
        f"{disk}/B.mov.takewise.json",
    ]
    assert done.stderr.count("No space left on device") == 2
    assert left == ["rushes"]


def test_a_reader_that_leaves_early_causes_no_traceback(face: Path, tmp_path: Path) -> None:
    """``takewise ... | head`` is nobody's fault."""
    words = f"-m takewise analyze {face} --out {tmp_path / 'out'} --json -q | head -c 1"
    done = subprocess.run(
        ["sh", "-c", f'"$0" {words}', sys.executable],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("{", "")


def test_each_command_has_help_with_two_examples() -> None:
    """Both begin with the program's name, as they are to be typed."""
    for name in takewise.list_commands(None):  # type: ignore[arg-type]
        done = call(name, "--help")
        assert done.exit_code == 0
        assert done.stdout.count(f"\n    takewise {name}") >= 2, name
