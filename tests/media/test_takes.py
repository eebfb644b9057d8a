"""The paths that a user names stand for the takes that are meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from takewise.errors import MediaError
from takewise.media import find_takes


@pytest.fixture
def shoot(tmp_path: Path) -> Path:
    """Return a folder as a shoot leaves it."""
    for name in (
        "day1/A002.mov",
        "day1/A001.MXF",
        "day1/notes.txt",
        "day1/.A003.mov",
        "day1/proxy/A001.mp4",
        "day1/.cache/A009.mov",
        "day1/A001.takewise.mov",
        "day2/B[1].mkv",
        "day2/take.0001.png",
        "day2/take.0002.png",
        "empty/readme.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def _names(shoot: Path, *patterns: str) -> list[str]:
    takes = find_takes([str(shoot / pattern) for pattern in patterns])
    return [Path(take).relative_to(shoot).as_posix() for take in takes]


def test_a_folder_stands_for_its_takes_sorted(shoot: Path) -> None:
    """Other files, hidden files and folders, and our own results are passed over."""
    assert _names(shoot, "day1") == ["day1/A001.MXF", "day1/A002.mov", "day1/proxy/A001.mp4"]


def test_a_named_file_is_taken_as_it_is(shoot: Path) -> None:
    """What the user names is not second-guessed by its suffix."""
    assert _names(shoot, "day1/notes.txt", "day1/.A003.mov") == ["day1/notes.txt", "day1/.A003.mov"]


def test_a_glob_is_expanded_for_shells_that_do_not(shoot: Path) -> None:
    """Quoted patterns work, across folders too, and match takes only."""
    assert _names(shoot, "day1/*.mov") == ["day1/A002.mov"]
    assert _names(shoot, "day1/*") == ["day1/A001.MXF", "day1/A002.mov", "day1/proxy/A001.mp4"]
    assert _names(shoot, "**/*.mp4") == ["day1/proxy/A001.mp4"]


def test_what_other_programs_made_for_themselves_is_no_take(tmp_path: Path) -> None:
    """Thumbnails and bins of disks, cameras and systems are passed over, unless named alone."""
    for name in (
        "A.mov", "@eaDir/A.mov", "#recycle/B.mov", "__MACOSX/._A.mov", ".Trash/C.mov",
        ".thumbnails/A.mov", "CLIP/THMBNL/C.mp4", "CLIP/B.mp4", "$RECYCLE.BIN/D.mov", "._A.mov",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    by_shell = sorted(path.name for path in tmp_path.iterdir() if path.name[0] != ".")
    assert _names(tmp_path, ".") == ["A.mov", "CLIP/B.mp4"]
    assert _names(tmp_path, "**/*.mov") == ["A.mov"]
    assert _names(tmp_path, *by_shell) == ["A.mov", "CLIP/B.mp4"]
    assert _names(tmp_path, "@eaDir") == _names(tmp_path, "@eaDir/*.mov") == ["@eaDir/A.mov"]


def test_a_name_with_brackets_is_a_name(shoot: Path) -> None:
    """An existing file is never read as a pattern."""
    assert _names(shoot, "day2/B[1].mkv") == ["day2/B[1].mkv"]


@pytest.mark.parametrize("mark", ["%04d", "####"])
def test_a_sequence_is_one_take(shoot: Path, mark: str) -> None:
    """Both spellings give the same take."""
    assert _names(shoot, f"day2/take.{mark}.png") == ["day2/take.%04d.png"]


def test_the_order_is_kept_and_doubles_are_dropped(shoot: Path) -> None:
    """A take that is named twice, in two spellings, comes once, at its first place."""
    assert _names(shoot, "day2/B[1].mkv", "day1/A002.mov", "day1", "day2/../day1/A002.mov") == [
        "day2/B[1].mkv",
        "day1/A002.mov",
        "day1/A001.MXF",
        "day1/proxy/A001.mp4",
    ]


def test_no_path_is_no_take() -> None:
    """Nothing asked, nothing found; what that means is the caller's to say."""
    assert find_takes([]) == ()


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("day1/A004.mov", "there is no such file or folder; check the path"),
        ("empty", "the folder holds no moving picture; name the takes themselves"),
        ("day1/*.avi", "the pattern matches no moving picture; name the takes themselves"),
    ],
)
def test_a_path_that_means_nothing_is_one_clear_error(
    shoot: Path, pattern: str, words: str
) -> None:
    """The error names the path and a remedy."""
    with pytest.raises(MediaError, match=words) as caught:
        find_takes([str(shoot / pattern)])
    assert str(shoot / pattern) in str(caught.value)
