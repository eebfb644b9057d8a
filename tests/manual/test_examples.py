"""What the manual and the examples show is what happens."""

from __future__ import annotations

import doctest
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from takewise.settings import load_settings
from tests.conftest import REPOSITORY
from tests.libraries import SAME_OPENCV
from tests.manual import pages

ANALYSIS = REPOSITORY / "plugins/acceptance/scene12_take3.mp4.takewise.json"
"""An analysis that stays as it is."""


@pytest.mark.skipif(not SAME_OPENCV, reason="the pages show what the libraries of Python 3.11 give")
@pytest.mark.parametrize(
    "path", [path for path, text in pages.written().items() if "```python\n>>>" in text]
)
def test_python_runs(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of a page gives what the page shows."""
    monkeypatch.chdir(REPOSITORY)
    done = doctest.testfile(str(pages.place(path)), module_relative=False, encoding="utf-8")
    assert done.attempted > 0
    assert done.failed == 0


def test_pages_with_python_are_found() -> None:
    """The README has Python that runs, and no page has any that does not."""
    assert "```python\n>>>" in pages.written()["README.md"]
    for path, text in pages.written().items():
        assert all(each.startswith(">>>") for each in pages.blocks(text, "python")), path


@pytest.mark.parametrize("path", pages.written())
def test_settings_and_json_are_read(path: str, tmp_path: Path) -> None:
    """Settings that a page shows are accepted, and its JSON is JSON."""
    for content in pages.blocks(pages.written()[path], "toml"):
        shown = tmp_path / "shown.toml"
        shown.write_text(content, encoding="utf-8")
        load_settings(shown)
    for content in pages.blocks(pages.written()[path], "json"):
        json.loads(content)


def ran(name: str, *arguments: object, where: Path) -> list[str]:
    """Run an example as a user does; return the lines that it prints."""
    done = subprocess.run(
        [sys.executable, REPOSITORY / "examples" / name, *map(str, arguments)],
        cwd=where,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_moments_are_printed(sample_media: Path, tmp_path: Path) -> None:
    """The moments of a sample take are printed with their reasons."""
    lines = ran("print_moments.py", sample_media / "scene12_take1.mov", where=tmp_path)
    assert lines[0].endswith("24 frames a second")
    assert [line.split(maxsplit=3)[3] for line in lines[1::2]] == [
        "inner brows lift",
        "blink",
        "left lip corner rises",
        "brows lower",
    ]


def test_moments_are_selected(tmp_path: Path) -> None:
    """At most three movements of an analysis are kept."""
    lines = ran("select_moments.py", ANALYSIS, where=tmp_path)
    assert lines[0] == "3 of 8 moments"
    assert len(lines) == 4
    assert all(line.startswith("90% ") for line in lines[1:])


def test_an_analysis_is_read(tmp_path: Path) -> None:
    """The score and the moments of an analysis are printed with the standard library alone."""
    lines = ran("read_analysis.py", ANALYSIS, where=tmp_path)
    assert lines[0].startswith("score ")
    assert sum(" s  " in line for line in lines) == 8


def test_markers_are_written_to_otio(tmp_path: Path) -> None:
    """One timeline has the markers of both takes."""
    lines = ran("markers_to_otio.py", tmp_path / "out", ANALYSIS, ANALYSIS, where=tmp_path)
    assert lines[0].endswith("takes.otio: 16 markers")
    timeline = json.loads((tmp_path / "out/takes.otio").read_text(encoding="utf-8"))
    assert len(timeline["tracks"]["markers"]) == 16


def test_an_own_format_is_printed(tmp_path: Path) -> None:
    """WebVTT has a cue for each marker, with names as text."""
    lines = ran("own_format.py", ANALYSIS, where=tmp_path)
    assert lines[0] == "WEBVTT"
    assert sum(" --> " in line for line in lines) == 8
    assert any("a &lt; b &amp; c" in line for line in lines)


def test_photographs_are_ranked(sample_media: Path, tmp_path: Path) -> None:
    """Twelve photographs are ranked, three picked, the closed eyes last."""
    lines = ran("rank_photos.py", sample_media / "portrait_burst", where=tmp_path)
    assert len(lines) == 12
    assert sum(line.startswith("*") for line in lines) == 3
    assert "P1010004.jpg" in lines[-1]


def test_every_example_is_tested() -> None:
    """Each program in examples/ is run by a test of this module."""
    here = Path(__file__).read_text(encoding="utf-8")
    assert [path.name for path in REPOSITORY.glob("examples/*.py") if path.name not in here] == []


def test_the_words_of_prose_are_plain() -> None:
    """The manual has none of the words that make it hard to read, and such words are found."""
    place = REPOSITORY / ".ci/words.py"
    spec = importlib.util.spec_from_file_location("words", place)
    assert spec
    assert spec.loader
    words = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(words)
    assert list(words.prose()) == []
    text = "It tells nobody.\nLaid beside it anew, no more.\nCounts otherwise than you can't tell."
    assert list(words.found_in(text)) == [
        (1, "tell"), (2, "lay"), (2, "beside"), (2, "anew"), (1, "nobody"), (2, "no more"),
        (3, "otherwise"),
    ]  # fmt: skip
