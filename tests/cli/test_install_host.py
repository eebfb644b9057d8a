"""``takewise install-host``: what it writes, and what it never touches."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from takewise.app.host_paths import HOSTS, Host
from takewise.app.plugin_files import _filled
from tests.cli.calls import call


def files(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder: path to content."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("host", HOSTS)
def test_it_comes_and_goes(host: Host, home: Path) -> None:
    """Installed twice is installed once; uninstalled, nothing is left, and nothing else is gone."""
    mine = home / ".nuke" / "Python" / "mine.py"
    mine.parent.mkdir(parents=True)
    mine.write_text("# mine")
    before = files(home)
    told = json.loads(call("install-host", host, "--dry-run", "--json").stdout)
    assert files(home) == before
    assert call("install-host", host).exit_code == 0
    after = files(home)
    assert {str(Path(path).relative_to(home)) for path in told["written"]} <= after.keys()
    again = json.loads(call("install-host", host, "--json").stdout)
    assert (again["written"], again["removed"], again["left"]) == ([], [], [])
    assert files(home) == after
    for name, content in after.items():
        if name.endswith(".py"):
            compile(content, name, "exec")
            assert b"@LIBRARY@" not in content
    assert call("install-host", host, "--uninstall").exit_code == 0
    assert files(home) == before
    assert [p for p in home.rglob("*") if p.is_dir() and "nuke" not in str(p).lower()] == []


def test_the_note_names_this_takewise(home: Path) -> None:
    """The note beside the modules starts this very Takewise."""
    call("install-host", "nuke")
    note = json.loads((home / ".nuke/takewise/takewise-host.json").read_text(encoding="utf-8"))
    assert note["core"][0] in {sys.executable, str(Path(sys.executable).with_name("takewise"))}


def test_a_script_finds_its_modules(home: Path) -> None:
    """A menu script imports its modules from where they were put, whatever the path's letters."""
    call("install-host", "resolve")
    script = next(home.rglob("Takewise - Mark Selected Clips.py"))
    done = subprocess.run(
        [sys.executable, "-I", str(script)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "DaVinci Resolve does not answer to scripts" in done.stdout
    assert "needs DaVinci Resolve Studio" in done.stdout
    assert ".otio" in done.stdout
    assert list(home.rglob("__pycache__")) == []


def test_what_is_in_the_way_stays(home: Path) -> None:
    """A file of that name which somebody else wrote stops the install before it begins."""
    call("install-host", "resolve")
    script = next(home.rglob("Takewise - Pick Best Frames.py"))
    call("install-host", "resolve", "--uninstall")
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text("# mine")
    before = files(home)
    result = call("install-host", "resolve")
    assert result.exit_code == 3
    assert "Takewise did not write it" in result.stderr
    assert files(home) == before


def test_what_was_changed_stays(home: Path) -> None:
    """A file of ours that somebody changed is neither replaced nor removed."""
    call("install-host", "nuke")
    changed = home / ".nuke/takewise/menu.py"
    changed.write_text("# mine now")
    assert call("install-host", "nuke").exit_code == 3
    told = json.loads(call("install-host", "nuke", "--uninstall", "--json").stdout)
    assert told["left"] == [str(changed)]
    assert files(home) == {".nuke/takewise/menu.py": b"# mine now"}


def test_an_older_install_is_brought_up_to_date(home: Path) -> None:
    """Files of an older version are replaced, and those that are no longer needed removed."""
    call("install-host", "nuke")
    library = home / ".nuke/takewise"
    manifest = library / "takewise-manifest.json"
    now = files(home)
    document = json.loads(manifest.read_text(encoding="utf-8"))
    for name in ("menu.py", "gone.py"):
        (library / name).write_text("# older")
        digest = hashlib.sha256(b"# older").hexdigest()
        document["files"][str(library / name)] = [f"sha256:{digest}"]
    manifest.write_text(json.dumps(document))
    told = json.loads(call("install-host", "nuke", "--json").stdout)
    assert (len(told["written"]), len(told["removed"])) == (1, 1)
    assert files(home) == now


def test_a_first_install_that_fails_leaves_nothing(home: Path) -> None:
    """Where one of the folders cannot be made, nothing of the others is left."""
    scripts = home / "Scripts"
    scripts.mkdir()
    (scripts / "Utility").symlink_to("/proc/1")
    before = sorted(home.rglob("*"))
    result = call("install-host", "resolve", "--folder", scripts)
    assert result.exit_code == 3
    said = " ".join(result.stderr.split())
    assert "cannot be written" in said
    assert "need an administrator" in said
    assert "--out" not in said
    assert sorted(home.rglob("*")) == before


def test_a_dry_run_tells_what_is_in_the_way(home: Path) -> None:
    """A dry run of what would stop says so, and does not promise to write."""
    call("install-host", "nuke")
    (home / ".nuke/takewise/menu.py").write_text("# mine now")
    said = call("install-host", "nuke", "--dry-run").stdout
    assert "1 file in the way" in said
    assert "nothing is installed" in said


@pytest.mark.parametrize("host", HOSTS)
def test_it_comes_and_goes_for_all_users(host: Host, home: Path) -> None:
    """For all users it goes where a variable must name it, which is told both ways."""
    how = ("install-host", host, "--all-users", "--folder", home / "everybody")
    told = json.loads(call(*how, "--json").stdout)
    assert told["written"]
    assert all(Path(each).is_relative_to(home) for each in told["written"])
    variable = {"nuke": "NUKE_PATH", "hiero": "HIERO_PLUGIN_PATH"}.get(host, "")
    assert variable in told["next"][0]
    assert variable in call(*how, "--uninstall").stdout
    assert files(home) == {}


def test_a_spoilt_list_stops_it(home: Path) -> None:
    """Where the list of what was written cannot be read, nothing is touched."""
    call("install-host", "nuke")
    manifest = home / ".nuke/takewise/takewise-manifest.json"
    manifest.write_text("{ spoilt")
    before = files(home)
    for more in ([], ["--uninstall"]):
        assert call("install-host", "nuke", *more).exit_code == 3
        assert files(home) == before


@pytest.mark.parametrize(
    "library",
    ["/a \"b\" 'c'", "C:\\new\\x41", "/🎬/é", "/caf\udce9", "/@COMMAND@", "/\n", "/{LIBRARY}\\"],
)
def test_a_template_holds_any_path(library: str) -> None:
    """A script that was filled in is Python, and names the very folder."""
    template = 'LIBRARY = "@LIBRARY@"\nCOMMAND = "@COMMAND@"\n'
    names: dict[str, str] = {}
    exec(_filled(template, LIBRARY=library, COMMAND="mark"), names)  # noqa: S102 - it is ours
    assert (names["LIBRARY"], names["COMMAND"]) == (library, "mark")
