"""A bundle of Final Cut Pro is replaced as a whole, whenever its writer is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from takewise.errors import OutputError
from takewise.timeline.fcpxml_bundle import write_bundle

REPOSITORY = Path(__file__).parents[2]

# Writes a bundle; killed right before it renames something for the given time, or not at all.
_WRITE = """
import os, signal, sys
from pathlib import Path
from takewise.timeline.fcpxml_bundle import write_bundle
source, path, content, last = sys.argv[1:]
seen = 0
def watch(event, arguments):
    global seen
    if event == "os.rename":
        seen += 1
        if seen == int(last):
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
write_bundle(Path(source), Path(path), content.encode())
print(seen)
"""


def _write(source: Path, path: Path, content: str, *, killed_at: int = 0) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-c", _WRITE, str(source), str(path), content, str(killed_at)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY / "src")},
        check=False,
    )
    return done.returncode, done.stdout.strip()


def _bundle(path: Path, content: str) -> Path:
    path.mkdir()
    (path / "Info.fcpxml").write_text(content)
    (path / "data.bin").write_bytes(b"\0\1")
    return path


def _whole(path: Path) -> str:
    """Return what a bundle says, after a look at what else belongs to it."""
    assert sorted(each.name for each in path.iterdir()) == ["Info.fcpxml", "data.bin"]
    return (path / "Info.fcpxml").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="nothing can be locked there")
@pytest.mark.parametrize("killed_at", [1, 2, 3, 4])
def test_a_killed_writer_loses_nothing(tmp_path: Path, killed_at: int) -> None:
    """The older bundle or the new one is there, and the next writer removes the rest."""
    source = _bundle(tmp_path / "edit.fcpxmld", "cut")
    path = _bundle(tmp_path / "edit.marked.fcpxmld", "older")
    killed, _ = _write(source, path, "new", killed_at=killed_at)
    assert killed == -signal.SIGKILL
    found = {each.name: _whole(each) for each in tmp_path.glob("edit.marked*")}
    assert "older" in found.values()
    assert any(each.name.startswith(".takewise-tmp-") for each in tmp_path.iterdir())

    status, renamed = _write(source, path, "newest")
    # Without the older bundle there is one less to move.
    assert (status, renamed) == (0, "2" if killed_at == 3 else "4")
    assert _whole(path) == "newest"
    others = set(tmp_path.iterdir()) - {source, path}
    # Killed between two names of it, the older bundle keeps the second.
    assert [_whole(each) for each in others] == (["older"] if killed_at > 2 else [])
    assert _whole(source) == "cut"


def test_a_bundle_that_cannot_be_written_is_untouched(tmp_path: Path) -> None:
    """Where its source is gone, the older bundle stays, and nothing else is left."""
    path = _bundle(tmp_path / "edit.fcpxmld", "older")
    with pytest.raises(OutputError, match="cannot be written"):
        write_bundle(tmp_path / "gone.fcpxmld", path, b"new")
    assert _whole(path) == "older"
    assert list(tmp_path.iterdir()) == [path]
