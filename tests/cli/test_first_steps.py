"""The first minutes: no command, a shell pattern, a wrong word."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from takewise.errors import DisplayError
from takewise.media.other_files import is_other_file, pass_over
from takewise.plain_text import nearest
from takewise.timeline import FORMATS
from tests.cli.calls import call


def _no_screen() -> None:
    raise DisplayError("there is no screen")


@pytest.fixture
def without_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no window open."""
    monkeypatch.setattr("takewise.ui.start.check_display", _no_screen)


@pytest.mark.usefixtures("without_screen")
def test_takewise_alone_says_in_five_lines_what_to_type() -> None:
    """And ends well, where there is no screen."""
    done = call()
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert len(lines) == 5
    assert all(line.startswith("takewise ") for line in lines)
    assert done.stderr == ""


def test_takewise_alone_reviews_what_was_chosen(
    sample_media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window that lets files be chosen hands them to the review."""
    asked: list[str] = []
    monkeypatch.setattr("takewise.ui.start.check_display", lambda: None)
    monkeypatch.setattr(
        "takewise.ui.start.choose_paths", lambda _samples: (str(sample_media / "a b.mov"),)
    )
    monkeypatch.setattr(
        "takewise.cli.commands.review._review", lambda paths, *_, **__: asked.extend(paths) or 0
    )
    assert call().exit_code == 0
    assert asked == [str(sample_media / "a b.mov")]


def test_a_word_that_is_nothing_ends_with_2() -> None:
    """A file that does not exist is no command either, and no window opens for it."""
    done = call("not_there.mov")
    assert done.exit_code == 2
    assert "neither a command nor a file 'not_there.mov'" in done.stderr


@pytest.mark.parametrize(
    "name",
    ["notes.json", "notes.md", "cut.xml", "cut.fcpxml", "cut.otio", "cut.edl", "A.wav", "A.mp3",
     "A.m4a", "A.flac", "take.0001.png", "IMG_1.CR3", "A.xmp", "A.mov.takewise.npz", "A.PDF",
     "LUT.cube", "day1.mhl", "A.jpg.xmp.takewise-backup", "A.JPG_original"],
)  # fmt: skip
def test_what_is_no_film_is_known_by_its_ending(name: str) -> None:
    """Text, sound, stills, and what editors, ExifTool and Takewise leave in a folder."""
    assert is_other_file(name)


@pytest.mark.parametrize(
    "name", ["A.mov", "A.MXF", "A.mts", "A.ts", "A.gif", "A.r3d", "A.unknown", "A001C003"]
)
def test_what_may_be_a_film_is_opened(name: str) -> None:
    """Endings of films, of camera files, and those that nothing is known of."""
    assert not is_other_file(name)


def test_a_file_named_alone_is_meant(tmp_path: Path) -> None:
    """Nothing is passed over where nothing would be left."""
    notes, sound = str(tmp_path / "notes.md"), str(tmp_path / "A.wav")
    for path in (notes, sound):
        Path(path).touch()
    assert pass_over([notes]) == ((notes,), ())
    assert pass_over([notes, sound]) == ((notes, sound), ())
    assert pass_over([notes, "A.mov", sound]) == (("A.mov",), (notes, sound))


def test_a_name_that_does_not_exist_is_not_passed_over() -> None:
    """A mistyped name gets its error."""
    assert pass_over(["A.mov", "not_there.md"]) == (("A.mov", "not_there.md"), ())


def test_an_analysis_passes_over_what_is_no_film(face: Path, tmp_path: Path) -> None:
    """`takewise analyze day1/*` ends with 0; a text named alone is an error."""
    day = tmp_path / "day1"
    day.mkdir()
    shutil.copy(face, day / "A001.mov")
    for name in ("notes.md", "A001.xml", "A001.wav", "slate.jpg"):
        (day / name).write_bytes(b"no film")
    done = call("analyze", *sorted(day.iterdir()), "--out", tmp_path / "out")
    assert done.exit_code == 0
    assert "skipped 4 files that are not films: A001.wav, A001.xml, notes.md, slate.jpg" in (
        done.stderr
    )
    alone = call("analyze", day / "notes.md", "--out", tmp_path / "out")
    assert alone.exit_code == 3
    assert f"Error: {day / 'notes.md'}: it cannot be opened as media" in alone.stderr


def test_an_analysis_among_the_paths_stands_for_its_take(face: Path, tmp_path: Path) -> None:
    """Its ending is that of a text, and it is not passed over."""
    out = tmp_path / "out"
    assert call("analyze", face, "--out", out).exit_code == 0
    (analysis,) = out.iterdir()
    done = call("markers", analysis, face, "--to", "csv", "--out", tmp_path / "markers")
    assert done.exit_code == 0
    assert "skipped" not in done.stderr


def test_a_pick_passes_over_what_is_no_photograph(sample_media: Path, tmp_path: Path) -> None:
    """`takewise pick shoot/*` brings the sidecars along."""
    shoot = tmp_path / "shoot"
    shoot.mkdir()
    for name in ("P1010001.jpg", "P1010002.jpg"):
        shutil.copy(sample_media / "portrait_burst" / name, shoot)
    (shoot / "P1010001.jpg.xmp").write_text("<x/>")
    done = call("pick", *sorted(shoot.iterdir()), "--json", "--quiet")
    assert done.exit_code == 0
    assert "skipped 1 file that is not a photograph or clip: P1010001.jpg.xmp" in done.stderr


def test_pairs_of_nothing_that_can_be_read_are_an_error(tmp_path: Path) -> None:
    """`takewise agree` names what cannot be read, and then that there are no pairs."""
    (tmp_path / "IMG.jpg").write_bytes(b"no picture")
    done = call("agree", tmp_path, "--sheet", tmp_path / "pairs.pdf")
    assert done.exit_code == 3
    assert "IMG.jpg: this photograph cannot be read" in done.stderr
    assert "there are not three pairs of frames" in done.stderr


@pytest.mark.parametrize(
    ("word", "meant"),
    [("premiere", "premiere-xml"), ("resolve", "resolve-edl"), ("edl", "resolve-edl"),
     ("OTIO", "otio"), ("fcpxm", "fcpxml"), ("kdenlive", "kdenlive-guides")],
)  # fmt: skip
def test_a_format_that_was_nearly_named_is_offered(word: str, meant: str) -> None:
    """By its beginning, by its likeness, by a part of it."""
    assert nearest(word, tuple(FORMATS)) == f"did you mean {meant!r}?"


def test_an_editor_without_a_plugin_imports_files() -> None:
    """`install-host premiere` says what to do in its place."""
    done = call("install-host", "premiere")
    assert done.exit_code == 2
    assert "takewise markers FILE... --preset premiere --out DIR" in done.stderr


def test_the_doctor_lists_the_optional_parts() -> None:
    """Each with what it is for."""
    done = call("doctor")
    assert done.exit_code == 0
    for name in ("window", "sound", "heif", "raw", "cut", "aaf", "cluster", "ExifTool", "browser"):
        assert any(line.split()[1:2] == [name] for line in done.stdout.splitlines()), name


def test_a_missing_part_is_a_note_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """What Takewise can do without spoils nothing."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("TAKEWISE_BROWSER", "not-there")
    done = call("doctor")
    assert done.exit_code == 0
    assert "note     ExifTool" in done.stdout
    assert "note     browser" in done.stdout
    assert "Takewise has everything that it needs." in done.stdout
