"""Which journal a library keeps, on which disk."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import namedtuple
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from takewise.errors import LibraryError
from takewise.library import LibraryMode, open_library
from takewise.library.disks import on_share
from takewise.model.decisions import Decisions
from tests.library.values import PLAIN

Disk = namedtuple("Disk", "device mountpoint fstype opts")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a library may be made."""
    return tmp_path / "library.db"


def journal(path: Path) -> str:
    """Return how a file keeps its journal."""
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA journal_mode").fetchone()[0])


def opened(path: Path, *modes: LibraryMode) -> str:
    """Open a library in one way after the other; return its journal."""
    for mode in modes:
        with open_library(path, mode=mode) as library:
            before = library.decisions(PLAIN.media)
            stars = 1 + (before.stars or 0)
            library.decide(PLAIN.media, old=before, new=Decisions(stars=stars))
    with open_library(path, mode=modes[-1]) as library:
        assert library.decisions(PLAIN.media).stars == len(modes)
    return journal(path)


class TestJournal:
    """The journal that is kept."""

    def test_by_the_mode(self, tmp_path: Path) -> None:
        """A file keeps a log on a local disk and none on a shared one."""
        assert opened(tmp_path / "local.db", "local") == "wal"
        assert opened(tmp_path / "shared.db", "shared") == "delete"

    def test_a_local_file_that_is_shared(self, path: Path) -> None:
        """A file that kept a log turns to a rollback journal where it is shared, whole."""
        assert opened(path, "local", "shared") == "delete"

    def test_once_shared_stays_so(self, path: Path) -> None:
        """A file once shared keeps its journal, whoever opens it, until somebody says local."""
        assert opened(path, "shared", "auto") == "delete"
        assert opened(path.with_name("b.db"), "shared", "local") == "wal"

    def test_a_log_in_use_is_not_taken_away(
        self, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """While another process keeps the log, opening the file as shared is an error."""
        monkeypatch.setattr("takewise.library.opening._PATIENCE", 0.05)
        with open_library(path, mode="local") as library:
            library.decisions(PLAIN.media)
            with pytest.raises(LibraryError, match="locked"):
                open_library(path, mode="shared")
        assert journal(path) == "wal"

    @pytest.mark.parametrize(("mode", "level"), [("local", 2), ("shared", 3)])
    def test_a_decision_is_on_the_disk(self, path: Path, mode: LibraryMode, level: int) -> None:
        """Each transaction is synchronised to the disk before it is told as done."""
        with open_library(path, mode=mode) as library, library.reading() as connection:
            assert connection.execute("PRAGMA synchronous").fetchone() == (level,)

    def test_auto_asks_the_disk(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Of itself it keeps a log on a disk of this machine, and none on a share."""
        assert opened(path, "auto") == "wal"
        monkeypatch.setattr("takewise.library.opening.on_share", lambda _: True)
        assert opened(path.with_name("share.db"), "auto") == "delete"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anything"
)
@pytest.mark.parametrize("mode", ["shared", "local"])
def test_a_file_that_cannot_be_written(path: Path, mode: LibraryMode) -> None:
    """Decisions in a file that cannot be written can be read, and a new one is an error."""
    opened(path, mode)
    path.chmod(0o400)
    with open_library(path, mode=mode) as library:
        said = library.decisions(PLAIN.media)
        assert said.stars == 1
        with pytest.raises(LibraryError, match="readonly"):
            library.decide(PLAIN.media, old=said, new=Decisions(stars=2))
    path.chmod(0o600)


READER = """
import os, sys
# What Python loads late, from where others may not read.
import urllib.parse
from pathlib import Path
from takewise.model.decisions import Decisions
from takewise.errors import LibraryError
from takewise.library import open_library
from tests.library.values import PLAIN

if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with open_library(Path(sys.argv[1])) as library:
    said = library.decisions(PLAIN.media)
    print(said.stars, library.writable)
    try:
        library.decide(PLAIN.media, old=said, new=Decisions(stars=5))
    except LibraryError:
        print("refused")
"""


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="modes are of POSIX")
@pytest.mark.parametrize("kept", ["local", "shared", "with its log"])
def test_a_folder_that_cannot_be_written(kept: str) -> None:
    """A library in it can be read, the last decision too where that is still in the log."""
    # Not pytest's own folder, which another user cannot enter.
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        file = folder / "library.db"
        mode: LibraryMode = "shared" if kept == "shared" else "local"
        with open_library(file, mode=mode) as library:
            library.decide(PLAIN.media, old=Decisions(), new=Decisions(stars=4))
            if kept == "with its log":
                whole = folder / "copied"
                whole.mkdir()
                for each in (file, folder / "library.db-wal"):
                    shutil.copy(each, whole)
                folder, file = whole, whole / "library.db"
        for each in folder.iterdir():
            each.chmod(0o444)
        Path(made).chmod(0o555)
        folder.chmod(0o555)
        before = {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
        done = subprocess.run(
            [sys.executable, "-c", READER, str(file)], capture_output=True, text=True, check=False
        )
        after = {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}
        folder.chmod(0o755)
        Path(made).chmod(0o755)
    assert done.stdout.split() == ["4", "False", "refused"], done.stderr
    assert after == before


class TestDisks:
    """Which folders are shared."""

    @pytest.fixture(autouse=True)
    def disks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Mount disks of several kinds, as psutil tells of them."""
        disks = [
            Disk("/dev/sda", "/", "ext4", "rw"),
            Disk("nas:/x", "/mnt/nas", "nfs4", "rw"),
            Disk("/dev/sdb", "/mnt/nas/local", "ext4", "rw"),
            Disk("me@host:", "/mnt/ssh", "fuse.sshfs", "rw"),
            Disk("/dev/sdc1", "/mnt/stick", "fuseblk", "rw"),
            Disk("/dev/sdd", "/mnt/twice", "ext4", "rw"),
            Disk("//nas/y", "/mnt/twice", "cifs", "rw"),
        ]
        monkeypatch.setattr(psutil, "disk_partitions", lambda **_: disks)

    @pytest.mark.parametrize(
        ("path", "shared"),
        [
            ("/home/me/library.db", False),
            ("/mnt/nas/library.db", True),
            ("/mnt/nasty/library.db", False),
            ("/mnt/nas/local/library.db", False),
            ("/mnt/ssh/deep/down/library.db", True),
            ("/mnt/stick/library.db", False),
            ("/mnt/twice/library.db", True),
        ],
    )
    def test_the_innermost_disk_decides(self, path: str, shared: bool) -> None:  # noqa: FBT001
        """The disk that is mounted nearest above a file, and last there, is its disk."""
        assert on_share(Path(path)) is shared


def test_this_machine(tmp_path: Path) -> None:
    """The folder of these tests is on some disk, and asking for it does not fail."""
    assert on_share(tmp_path / "library.db") in {True, False}
