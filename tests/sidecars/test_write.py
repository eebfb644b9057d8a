"""Sidecar files: whole or untouched, with one backup, whatever happens meanwhile."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from takewise.errors import OutputError
from takewise.sidecars import Facts, SidecarSettings, sidecar_paths, write_sidecar
from tests.conftest import REPOSITORY
from tests.sidecars.flatten import XMP, others, value
from tests.sidecars.packets import LIGHTROOM

RAW = "IMG_0001.CR3"


def test_a_new_sidecar_says_whose_it_is(tmp_path: Path) -> None:
    """A sidecar made from nothing names the raw file's ending, as Adobe's do."""
    path = tmp_path / "IMG_0001.xmp"
    done = write_sidecar(path, ("IMG_0001.JPG", RAW), Facts(rating=3))
    assert done.changed
    assert b'photoshop:SidecarForExtension="CR3"' in path.read_bytes()
    assert value(path.read_bytes(), f"{XMP}Rating") == "3"


def test_one_backup_holds_the_state_before(tmp_path: Path) -> None:
    """The sidecar as it was lies beside it; an equal second run touches neither."""
    path = tmp_path / "IMG_0001.xmp"
    path.write_text(LIGHTROOM, encoding="utf-8")
    path.chmod(0o640)
    write_sidecar(path, (RAW,), Facts(rating=3))
    backup = path.with_name("IMG_0001.xmp.takewise-backup")
    assert backup.read_text(encoding="utf-8") == LIGHTROOM
    assert path.stat().st_mode & 0o777 == 0o640
    stamp = path.stat().st_mtime_ns
    assert not write_sidecar(path, (RAW,), Facts(rating=3)).changed
    assert path.stat().st_mtime_ns == stamp
    assert sorted(each.name for each in tmp_path.iterdir()) == [path.name, backup.name]


def test_a_backup_never_replaces_a_file_that_is_not_ours(tmp_path: Path) -> None:
    """Files of the names that our backups have stay, whoever made them and whenever."""
    path = tmp_path / "IMG_0001.xmp"
    path.write_text(LIGHTROOM, encoding="utf-8")
    theirs = {
        path.with_name("IMG_0001.xmp.bak"): "mine",
        path.with_name("IMG_0001.xmp.takewise-backup"): "mine, of that name",
    }
    for place, text in theirs.items():
        place.write_text(text, encoding="utf-8")
    write_sidecar(path, (RAW,), Facts(rating=3))
    second = path.with_name("IMG_0001.xmp.takewise-backup-2")
    assert second.read_text(encoding="utf-8") == LIGHTROOM
    assert {place: place.read_text(encoding="utf-8") for place in theirs} == theirs


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_our_own_backup_is_replaced(encoding: str, tmp_path: Path) -> None:
    """There is one backup, of the state before the last change, however often we write."""
    path = tmp_path / "IMG_0001.xmp"
    path.write_text(LIGHTROOM, encoding=encoding)
    for rating in (1, 2, 3):
        before = path.read_bytes()
        write_sidecar(path, (RAW,), Facts(rating=rating))
    (backup,) = tmp_path.glob("*backup*")
    assert backup.read_bytes() == before


def test_a_backup_that_its_user_changed_is_theirs(tmp_path: Path) -> None:
    """What somebody wrote into our backup is kept, under its name."""
    path = tmp_path / "IMG_0001.xmp"
    path.write_text(LIGHTROOM, encoding="utf-8")
    write_sidecar(path, (RAW,), Facts(rating=1))
    (backup,) = tmp_path.glob("*backup*")
    backup.write_text("now mine", encoding="utf-8")
    write_sidecar(path, (RAW,), Facts(rating=2))
    write_sidecar(path, (RAW,), Facts(rating=3))
    assert backup.read_text(encoding="utf-8") == "now mine"
    assert len(list(tmp_path.glob("*backup*"))) == 2


def test_a_sidecar_of_another_file_is_refused(tmp_path: Path) -> None:
    """A sidecar for the CR3 is not written for a DNG of the same name."""
    path = tmp_path / "IMG_0001.xmp"
    path.write_text(LIGHTROOM, encoding="utf-8")
    with pytest.raises(OutputError, match="belongs to the CR3 file"):
        write_sidecar(path, ("IMG_0001.DNG",), Facts(rating=3))
    assert path.read_text(encoding="utf-8") == LIGHTROOM


class _Meddler(Mapping[str, str]):
    """Facts during whose reading another program writes the sidecar."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __getitem__(self, key: str) -> str:
        return "1"

    def __iter__(self) -> Iterator[str]:
        self._path.write_text(LIGHTROOM.replace("+0.35", "+0.50"), encoding="utf-8")
        yield "Rank"

    def __len__(self) -> int:
        return 1


def test_a_change_meanwhile_is_not_lost(tmp_path: Path) -> None:
    """Where another program writes between our reading and writing, its version stays."""
    path = tmp_path / "IMG_0001.xmp"
    path.write_text(LIGHTROOM, encoding="utf-8")
    with pytest.raises(OutputError, match="changed the sidecar meanwhile"):
        write_sidecar(path, (RAW,), Facts(rating=3, ours=_Meddler(path)))
    assert "+0.50" in path.read_text(encoding="utf-8")


def test_a_linked_sidecar_stays_a_link(tmp_path: Path) -> None:
    """A sidecar that is a link is written where it points."""
    real = tmp_path / "real.xmp"
    real.write_text(LIGHTROOM, encoding="utf-8")
    link = tmp_path / "IMG_0001.xmp"
    link.symlink_to(real)
    write_sidecar(link, (RAW,), Facts(rating=3))
    assert link.is_symlink()
    assert value(real.read_bytes(), f"{XMP}Rating") == "3"


_LOOP = """
import sys
from pathlib import Path
from takewise.sidecars import Facts, write_sidecar
print("ready", flush=True)
for number in range(10**6):
    write_sidecar(Path(sys.argv[1]), ("IMG_0001.CR3",),
                  Facts(rating=1 + number % 5, ours={"Because": "x" * 4000}))
"""


def test_a_killed_writer_leaves_a_whole_sidecar(tmp_path: Path) -> None:
    """Killed at any time, the writer leaves a sidecar that is whole and lacks nothing."""
    path = tmp_path / "IMG_0001.xmp"
    path.write_text(LIGHTROOM, encoding="utf-8")
    chance = random.Random(4)
    for _ in range(10):
        process = subprocess.Popen(
            [sys.executable, "-c", _LOOP, str(path)],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(REPOSITORY / "src")},
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.01 + 0.05 * chance.random())
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert others(path.read_bytes()) == others(LIGHTROOM.encode())
    assert value(path.read_bytes(), f"{XMP}Rating") in {"1", "2", "3", "4", "5"}


@pytest.mark.parametrize(
    ("naming", "files", "there", "expected"),
    [
        ("adobe", ("a.CR3",), (), ("a.xmp",)),
        ("darktable", ("a.CR3",), (), ("a.CR3.xmp",)),
        ("auto", ("a.CR3",), (), ("a.xmp",)),
        ("auto", ("a.CR3",), ("a.CR3.xmp",), ("a.CR3.xmp",)),
        ("auto", ("a.CR3",), ("a.CR3.xmp", "a.xmp"), ("a.xmp", "a.CR3.xmp")),
        ("auto", ("a.CR3",), ("a.XMP",), ("a.XMP",)),
        ("auto", ("a.jpg",), (), ("a.jpg.xmp",)),
        ("auto", ("a.jpg", "a.CR3"), (), ("a.xmp",)),
        ("darktable", ("a.jpg", "a.CR3"), (), ("a.CR3.xmp",)),
    ],
)
def test_names(
    tmp_path: Path,
    naming: str,
    files: tuple[str, ...],
    there: tuple[str, ...],
    expected: tuple[str, ...],
) -> None:
    """Sidecars are called as Adobe and darktable call them; a pair's is the raw file's."""
    for name in there:
        (tmp_path / name).touch()
    paths = [str(tmp_path / name) for name in files]
    found = sidecar_paths(paths, [path for path in paths if path.endswith("CR3")], naming)
    assert tuple(path.name for path in found) == expected


def test_stars_follow_the_user_s_mapping() -> None:
    """The lowest scores for one to five stars are the user's."""
    mine = SidecarSettings(stars=(0.2, 0.4, 0.6, 0.8, 1.01))
    assert [mine.rating(score) for score in (0.1, 0.2, 0.5, 0.79, 1.0)] == [0, 1, 2, 3, 4]
