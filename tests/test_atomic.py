"""Laws of files that are written whole or not at all."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.atomic import write_bytes
from takewise.errors import OutputError

POSIX = os.name == "posix"


@given(content=st.binary(max_size=2000), older=st.none() | st.binary(max_size=2000))
def test_the_content_is_there(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, older: bytes | None
) -> None:
    """After writing, the file holds the content alone, whatever it held before."""
    path = tmp_path_factory.mktemp("out") / "A.mov.takewise.json"
    if older is not None:
        path.write_bytes(older)
    write_bytes(path, content)
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


def test_folders_are_made(tmp_path: Path) -> None:
    """Folders that are missing on the way are made."""
    write_bytes(tmp_path / "day 1" / "cam ä" / "x.json", b"{}")
    assert (tmp_path / "day 1" / "cam ä" / "x.json").read_bytes() == b"{}"


@pytest.mark.skipif(not POSIX, reason="file modes are of POSIX")
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600)])
def test_as_readable_as_any_file(tmp_path: Path, umask: int, mode: int) -> None:
    """The file has the mode that the user's umask gives to new files, and the umask stays."""
    before = os.umask(umask)
    try:
        write_bytes(tmp_path / "x.json", b"{}")
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x.json").stat().st_mode) == mode


@pytest.mark.skipif(not POSIX, reason="an open file cannot be replaced on Windows")
def test_a_reader_keeps_the_old_file(tmp_path: Path) -> None:
    """Whoever has the old file open goes on reading the old content, to its end."""
    path = tmp_path / "x.json"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        write_bytes(path, b"new and longer")
        assert reader.read() == b"old"
    assert path.read_bytes() == b"new and longer"


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    """A folder that cannot be made is an error that names the file and a remedy."""
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match=r"x\.json: cannot be written .*write to another folder"):
        write_bytes(tmp_path / "out" / "x.json", b"{}")
    assert (tmp_path / "out").read_text() == "a file"


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    """Where a folder has the file's name, nothing is left behind, and the folder stays."""
    (tmp_path / "x.json").mkdir()
    (tmp_path / "x.json" / "inside").write_text("kept")
    with pytest.raises(OutputError, match=r"x\.json: cannot be written"):
        write_bytes(tmp_path / "x.json", b"{}")
    assert list(tmp_path.iterdir()) == [tmp_path / "x.json"]
    assert (tmp_path / "x.json" / "inside").read_text() == "kept"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux's file size limit")
def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    """When the disk takes no more, the old file is untouched and nothing is left beside it."""
    path = tmp_path / "x.json"
    path.write_bytes(b"old")
    # A limit on file sizes makes a write fail part-way, as a full disk does.
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from takewise.atomic import write_bytes\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))\n"
        "write_bytes(Path(sys.argv[1]), b'x' * 1_000_000)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False
    )
    assert "OutputError" in ended.stderr
    assert ended.returncode == 1
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [tmp_path / "x.json"]


WRITER = """
import sys
from pathlib import Path
from takewise.atomic import write_bytes

print("ready", flush=True)
for i in range(10**9):
    write_bytes(Path(sys.argv[1]), bytes([65 + i % 26]) * 500_000)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_a_killed_writer_leaves_a_whole_file(tmp_path: Path) -> None:
    """Whenever the writer is killed, the file is one whole version of its content."""
    path = tmp_path / "x.json"
    path.write_bytes(b"A" * 500_000)
    for attempt in range(4):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(0.02 + 0.007 * attempt)
        os.kill(writer.pid, signal.SIGKILL)
        assert writer.wait(timeout=60) == -signal.SIGKILL
        writer.stdout.close()
        content = path.read_bytes()
        assert len(content) == 500_000
        assert len(set(content)) == 1
