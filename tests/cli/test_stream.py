"""`--stream`: which of a file's picture tracks is the take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calls import call
from tests.media.test_tracks import LARGE, SMALL, write_tracks, write_two_rates


@pytest.fixture(autouse=True)
def _library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAKEWISE_LIBRARY", str(tmp_path / "library.db"))


def test_each_stream_is_a_take_of_its_own(tmp_path: Path) -> None:
    """In the library and in the folder; the usual one is the same whether named or not."""
    film = write_tracks(tmp_path / "a.mov", SMALL, LARGE)
    out = tmp_path / "out"

    def analysed(*options: object) -> tuple[str, int, bool]:
        done = call("analyze", film, *options, "--json", "--out", out)
        (take,) = json.loads(done.stdout)["takes"]
        media = take["analysis"]["media"]
        return Path(take["files"][0]).name, media["width"], take["from_library"]

    usual, other = "a.mov.takewise.json", "a.mov@stream0.takewise.json"
    assert analysed() == (usual, LARGE[0], False)
    assert analysed("--stream", "0") == (other, SMALL[0], False)
    assert analysed("--stream", "1") == (usual, LARGE[0], True)
    assert analysed("--stream", "0") == (other, SMALL[0], True)
    # An analysis file opens the pictures that it was made of.
    done = call("report", out / other, "--out", tmp_path / "report.html")
    assert done.exit_code == 0, done.stderr


def test_a_stream_that_is_none_is_refused(tmp_path: Path) -> None:
    """With the streams that hold pictures."""
    film = write_tracks(tmp_path / "a.mov", SMALL, LARGE)
    done = call("analyze", film, "--stream", "5", "--out", tmp_path / "out")
    assert done.exit_code == 3
    assert "256 x 192 (stream 1), 128 x 96 (stream 0): name one by --stream" in " ".join(
        done.stderr.split()
    )


def test_a_range_in_timecode_is_one_of_the_chosen_stream(tmp_path: Path) -> None:
    """Each command finds its takes by the stream that it then opens."""
    film = write_two_rates(tmp_path / "a.mov")
    done = call(
        "analyze", f"{film}@00:00:01:00-00:00:01:05", "--stream", "1", "--json",
        "--out", tmp_path / "out",
    )  # fmt: skip
    (take,) = json.loads(done.stdout)["takes"]
    assert Path(take["files"][0]).name == "a.mov@000050-000055@stream1.takewise.json"
