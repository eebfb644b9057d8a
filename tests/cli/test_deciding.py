"""Decisions count when markers are written, and the review says why it cannot open."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from takewise.clock import FrameRange
from takewise.decisions import Decisions, HandMarker, Verdict
from takewise.library import open_library, to_json
from takewise.model import MediaInfo
from tests.cli.calls import call
from tests.timeline.analyses import analysis, media_info, moment


@pytest.fixture
def two(tmp_path: Path) -> dict[str, MediaInfo]:
    """Return two takes with two moments each, analysed to files."""
    takes = {}
    for name in ("one", "two"):
        info = replace(media_info(path=f"{name}.mov"), digest=f"sha256:{name}")
        made = analysis(moment(45, 50), moment(80, 90, title="2nd look"), media=info)
        (tmp_path / f"{name}.mov.takewise.json").write_bytes(to_json(made))
        takes[name] = info
    return takes


def titles(folder: Path, stem: str) -> list[str]:
    """Return the names of the markers in a CSV file."""
    rows = csv.DictReader(
        (folder / f"{stem}.markers.csv").read_text(encoding="utf-8-sig").splitlines()
    )
    return [row["name"].split(" · ")[0] for row in rows]


def write(folder: Path, library: Path, *options: str) -> object:
    """Write markers as CSV; return what the command said."""
    return call(
        "markers", *sorted(folder.glob("*.takewise.json")), "--to", "csv", "--out", folder / "out",
        "--library", library, *options,
    )  # fmt: skip


def test_rejected_moments_are_left_out(two: dict[str, MediaInfo], tmp_path: Path) -> None:
    """And markers set by hand are among the others."""
    library = tmp_path / "library.db"
    said = Decisions(
        rejected=frozenset({moment(45, 50).id}),
        markers={"h-1": HandMarker(span=FrameRange(60, 61), title="mine")},
    )
    with open_library(library) as kept:
        kept.decide(two["one"], old=Decisions(), new=said)
    write(tmp_path, library)
    assert titles(tmp_path / "out", "one") == ["mine", "2nd look"]
    assert len(titles(tmp_path / "out", "two")) == 2


def test_only_circled(two: dict[str, MediaInfo], tmp_path: Path) -> None:
    """Takes that nobody circled are not written, and where there is none that is said."""
    library = tmp_path / "library.db"
    done = write(tmp_path, library, "--only", "circled")
    assert "no take is circled" in done.stderr  # type: ignore[attr-defined]
    with open_library(library) as kept:
        kept.decide(two["two"], old=Decisions(), new=Decisions(verdict=Verdict.CIRCLED))
    write(tmp_path, library, "--only", "circled")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["two.markers.csv"]


def test_only_is_not_for_cuts(tmp_path: Path) -> None:
    """A cut has made its choice."""
    cut = tmp_path / "cut.otio"
    cut.write_text("{}")
    done = call("markers", "--cut", cut, "--only", "circled", "--out", tmp_path)
    assert done.exit_code == 2
    assert "--cut has made its choice" in done.stderr


def test_the_review_says_where_there_is_no_screen(
    sample_media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one sentence, before anything is decoded."""
    pytest.importorskip("PySide6", exc_type=ImportError)
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    done = call("review", sample_media / "scene12_take1.mov")
    assert done.exit_code == 3
    assert "there is no screen to open a window on" in done.stderr


def test_the_review_says_what_to_install(
    sample_media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Qt is missing."""
    monkeypatch.setattr("takewise.review.starting.find_spec", lambda _: None)
    done = call("review", sample_media / "scene12_take1.mov")
    assert done.exit_code == 3
    assert "pip install 'takewise[review]'" in done.stderr
