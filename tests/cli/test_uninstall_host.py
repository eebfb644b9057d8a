"""``takewise install-host --uninstall``: what is ours goes, whatever happened since."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from takewise.app.host_paths import HOSTS, Host
from tests.cli.calls import call
from tests.cli.test_install_host import files

LINE = "import nuke; nuke.pluginAddPath({!r})"


@pytest.mark.parametrize("mine", ["# mine\n", "# mine\r\nimport os\r\n", ""])
def test_nukes_own_start_file_is_the_users(home: Path, mine: str) -> None:
    """An init.py that is there is left alone; the line is told, to add and to take out."""
    start, line = home / ".nuke" / "init.py", LINE.format(str(home / ".nuke" / "takewise"))
    start.parent.mkdir()
    start.write_bytes(mine.encode())
    told = json.loads(call("install-host", "nuke", "--json").stdout)
    assert start.read_bytes() == mine.encode()
    assert told["next"][0] == f"Add this line to {start}: {line}"
    start.write_bytes(f"{mine}{line}\n".encode())
    assert "Add this line" not in call("install-host", "nuke").stdout
    told = json.loads(call("install-host", "nuke", "--uninstall", "--json").stdout)
    assert start.read_bytes() == f"{mine}{line}\n".encode()
    assert told["next"] == [f"Remove this line from {start}: {line}"]
    assert told["cut"] == []


def test_our_line_leaves_a_start_file_that_somebody_wrote_on_in(home: Path) -> None:
    """Of an init.py of ours that was edited, our line alone goes; a later install knows it."""
    start = home / ".nuke" / "init.py"
    call("install-host", "nuke")
    ours = start.read_bytes()
    start.write_bytes(b"# \xe4 mine\r\n" + ours.rstrip() + b"\r\nimport mine\n")
    start.chmod(0o600)
    assert call("install-host", "nuke").exit_code == 0
    dry = call("install-host", "nuke", "--uninstall", "--dry-run").stdout
    assert "1 file of yours would be changed: our line removed" in dry
    told = json.loads(call("install-host", "nuke", "--uninstall", "--json").stdout)
    assert (told["cut"], told["left"], told["next"]) == ([str(start)], [], [])
    assert files(home) == {".nuke/init.py": b"# \xe4 mine\r\nimport mine\n"}
    assert start.stat().st_mode & 0o777 == 0o600


def test_a_start_file_behind_a_link_is_told(home: Path) -> None:
    """Where the user made a link of init.py, nothing is written through it."""
    start, real = home / ".nuke" / "init.py", home / "dotfiles.py"
    call("install-host", "nuke")
    start.rename(real)
    start.symlink_to(real)
    before = real.read_bytes()
    told = json.loads(call("install-host", "nuke", "--uninstall", "--json").stdout)
    assert (told["left"], real.read_bytes(), start.is_symlink()) == ([str(start)], before, True)
    assert "Remove this line" in told["next"][0]


@pytest.mark.parametrize("host", HOSTS)
def test_what_python_made_of_our_modules_goes_too(host: Host, home: Path) -> None:
    """Bytecode of our modules goes with them; that of the user's stays, with its folder."""
    mine = home / ".nuke" / "Python" / "StartupUI" / "__pycache__" / "mine.cpython-311.pyc"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"mine")
    call("install-host", host)
    for path in list(home.rglob("*.py")):
        cache = path.parent / "__pycache__"
        cache.mkdir(exist_ok=True)
        (cache / f"{path.stem}.cpython-310.pyc").write_bytes(b"made")
        (cache / f"{path.stem}.cpython-311.opt-1.pyc").write_bytes(b"made")
    call("install-host", host, "--uninstall")
    assert files(home) == {str(mine.relative_to(home)): b"mine"}
    left = {str(p.relative_to(home)) for p in home.rglob("*") if p.is_dir()}
    assert left == {str(each) for each in mine.relative_to(home).parents} - {"."}


KILLED = """
import os, sys
from takewise.app import installer as host_files
from takewise.cli import takewise
whole, left = host_files.write_bytes, [int(sys.argv.pop(1))]
def write(path, content):
    if not left[0]:
        os._exit(9)
    left[0] -= 1
    whole(path, content)
host_files.write_bytes = write
takewise()
"""


@pytest.mark.parametrize("writes", [1, 2, 9])
def test_an_install_that_was_killed_is_known(home: Path, writes: int) -> None:
    """Killed after whichever file, it can be taken away, or finished, and then taken away."""
    mine = home / ".nuke" / "mine.py"
    mine.parent.mkdir()
    mine.write_text("# mine")
    before = files(home)
    for again in ([], ["install-host", "nuke"]):
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(writes), "install-host", "nuke"],
            capture_output=True,
            check=False,
        )
        assert done.returncode == 9, done.stderr
        assert len(files(home)) == len(before) + writes
        if again:
            assert call(*again).exit_code == 0
        assert call("install-host", "nuke", "--uninstall").exit_code == 0
        assert files(home) == before
        assert not (home / ".nuke" / "takewise").exists()


def test_an_update_that_was_killed_is_known(home: Path) -> None:
    """Files that a killed update had written are ours to the next version, too."""
    call("install-host", "nuke")
    note = home / ".nuke/takewise/takewise-host.json"
    manifest = home / ".nuke/takewise/takewise-manifest.json"
    document = json.loads(manifest.read_text(encoding="utf-8"))
    digest = hashlib.sha256(b"half of an update").hexdigest()
    document["files"][str(note)].append(f"sha256:{digest}")
    manifest.write_text(json.dumps(document))
    note.write_bytes(b"half of an update")
    assert call("install-host", "nuke").exit_code == 0
    assert json.loads(note.read_text(encoding="utf-8"))["core"]
    call("install-host", "nuke", "--uninstall")
    assert files(home) == {}
