"""What a kill leaves is cleared by the next run; nothing else ever is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from takewise import leftovers
from takewise.atomic import write_bytes
from takewise.leftovers import clear, temporary_file, temporary_folder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="locks and kills are of POSIX")

HOLDER = """
import sys, time
from pathlib import Path
from takewise.leftovers import temporary_file, temporary_folder
with temporary_file(Path(sys.argv[1])) as (file, _), temporary_folder(Path(sys.argv[1])) as (f, _):
    (f / "inside").write_text("x")
    print("ready", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen[str]:
    """Return a process that holds a temporary file and folder, until it is killed."""
    made = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert made.stdout is not None
    assert made.stdout.readline() == "ready\n"
    return made


def test_what_a_kill_leaves_is_cleared(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    """Not while the process lives; after its end by the next write into the folder."""
    try:
        clear(tmp_path)
        assert len(list(tmp_path.iterdir())) == 2
    finally:
        os.kill(holder.pid, signal.SIGKILL)
        holder.communicate()
    assert len(list(tmp_path.iterdir())) == 2
    leftovers._cleared.discard(tmp_path)
    write_bytes(tmp_path / "x.json", b"{}")
    assert [each.name for each in tmp_path.iterdir()] == ["x.json"]


def test_what_is_not_ours_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other names, other machines, links and other users' files are left alone."""
    others = [".takewise-tmp-00000000-abcdefgh", ".x.json.abcdefgh", ".takewise-tmp"]
    for name in others:
        (tmp_path / name).write_text("kept")
    link = tmp_path / f"{leftovers._PREFIX}abcdefgh"
    link.symlink_to(tmp_path / others[0])
    clear(tmp_path)
    assert {each.name for each in tmp_path.iterdir()} == {*others, link.name}
    link.unlink()
    link.write_text("of another user")
    leftovers._cleared.discard(tmp_path)
    monkeypatch.setattr("os.geteuid", lambda: 12345)
    clear(tmp_path)
    assert link.exists()


def test_nothing_is_left_of_an_error(tmp_path: Path) -> None:
    """A file or folder that is given up is removed."""
    with pytest.raises(KeyboardInterrupt), temporary_file(tmp_path):
        raise KeyboardInterrupt
    with temporary_folder(tmp_path) as (folder, _):
        (folder / "x").touch()
    assert not list(tmp_path.iterdir())
