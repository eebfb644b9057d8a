"""``takewise install-host``: what it writes, and what it never touches."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from takewise.cli.host_places import HOSTS, Host, places
from takewise.errors import OutputError
from tests.cli.calls import call

ENVIRON = {
    "HOME": "/home/ada",
    "APPDATA": r"C:\Users\ada\AppData\Roaming",
    "PROGRAMDATA": r"C:\ProgramData",
    "USERPROFILE": r"C:\Users\ada",
}
_RESOLVE = "Blackmagic Design/DaVinci Resolve"
_APPDATA = r"C:\Users\ada\AppData\Roaming\Blackmagic Design\DaVinci Resolve"
_PROGRAMDATA = r"C:\ProgramData\Blackmagic Design\DaVinci Resolve"

# From the vendor's README of 21.1, which corrects the Windows path of older ones.
SCRIPTS = {
    ("Linux", False): "/home/ada/.local/share/DaVinciResolve/Fusion/Scripts/Utility",
    ("Linux", True): "/opt/resolve/Fusion/Scripts/Utility",
    ("Darwin", False): f"/home/ada/Library/Application Support/{_RESOLVE}/Fusion/Scripts/Utility",
    ("Darwin", True): f"/Library/Application Support/{_RESOLVE}/Fusion/Scripts/Utility",
    ("Windows", False): rf"{_APPDATA}\Support\Fusion\Scripts\Utility",
    ("Windows", True): rf"{_PROGRAMDATA}\Fusion\Scripts\Utility",
}


def files(folder: Path) -> dict[str, bytes]:
    """Return what lies in a folder: path to content."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home folder of this test's own, whose name is awkward."""
    folder = tmp_path / 'Ada "Späti" 1'
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setattr("platform.system", lambda: "Linux")
    return folder


@pytest.mark.parametrize(("system", "all_users"), SCRIPTS)
def test_resolves_folders(system: str, all_users: bool) -> None:  # noqa: FBT001 - pytest calls it so
    """Resolve's scripts go where its README says, on each system."""
    where = places("resolve", all_users=all_users, system=system, environ=ENVIRON)
    assert str(where.menu) == SCRIPTS[system, all_users]
    assert where.library.name == "Takewise"
    assert where.library.parent == where.menu.parent.parent


def test_nukes_folders() -> None:
    """Nuke's and Hiero's go into the user's .nuke, which Windows keeps under USERPROFILE."""
    windows = {key: value for key, value in ENVIRON.items() if key != "HOME"}
    nuke = places("nuke", all_users=False, system="Windows", environ=windows)
    assert str(nuke.library) == r"C:\Users\ada\.nuke\takewise"
    hiero = places("hiero", all_users=False, system="Linux", environ=ENVIRON)
    assert str(hiero.menu) == "/home/ada/.nuke/Python/StartupUI"
    with pytest.raises(OutputError, match="PROGRAMDATA"):
        places("nuke", all_users=True, system="Windows", environ={})


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
    assert "is not what Takewise wrote" in result.stderr
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
    import hashlib

    for name in ("menu.py", "gone.py"):
        (library / name).write_text("# older")
        digest = hashlib.sha256(b"# older").hexdigest()
        document["files"][str(library / name)] = f"sha256:{digest}"
    manifest.write_text(json.dumps(document))
    told = json.loads(call("install-host", "nuke", "--json").stdout)
    assert (len(told["written"]), len(told["removed"])) == (1, 1)
    assert files(home) == now


def test_nukes_own_start_file_is_the_users(home: Path) -> None:
    """An init.py that is there is left alone, and the line to add is told."""
    start = home / ".nuke" / "init.py"
    start.parent.mkdir()
    start.write_text("# mine\n")
    result = call("install-host", "nuke")
    assert start.read_text() == "# mine\n"
    assert "Add this line" in result.stdout
    assert "pluginAddPath" in result.stdout
    call("install-host", "nuke", "--uninstall")
    assert start.read_text() == "# mine\n"


def test_a_spoilt_list_stops_it(home: Path) -> None:
    """Where the list of what was written cannot be read, nothing is touched."""
    call("install-host", "nuke")
    manifest = home / ".nuke/takewise/takewise-manifest.json"
    manifest.write_text("{ spoilt")
    before = files(home)
    for more in ([], ["--uninstall"]):
        assert call("install-host", "nuke", *more).exit_code == 3
        assert files(home) == before
