"""``takewise install-desktop``: an entry that starts this Takewise, and what it never touches."""

from __future__ import annotations

import shlex
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from takewise.app import desktop_entry
from tests.cli.calls import call

ENTRY = ".local/share/applications/takewise.desktop"


@pytest.fixture(autouse=True)
def usual_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the folder of data be the usual one."""
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)


def test_it_comes_and_goes(home: Path) -> None:
    """Written twice it is there once; removed it is gone, and removed again it says so."""
    for _ in range(2):
        done = call("install-desktop")
        assert done.exit_code == 0
        assert "takewise.desktop" in done.stdout
    assert (home / ENTRY).is_file()
    assert call("install-desktop", "--remove").stdout.startswith("removed")
    assert not (home / ENTRY).exists()
    assert call("install-desktop", "--remove").stdout == "there is no entry\n"


def test_the_entry_starts_this_takewise(home: Path) -> None:
    """By the program next to this Python."""
    call("install-desktop")
    parser = ConfigParser(interpolation=None)
    parser.read(home / ENTRY, encoding="utf-8")
    entry = dict(parser["Desktop Entry"])
    assert (entry["type"], entry["name"], entry["terminal"]) == ("Application", "Takewise", "false")
    program = shlex.split(entry["exec"])
    assert Path(program[0]).parent == Path(sys.executable).parent
    assert program[0].endswith("takewise") or program[1:] == ["-m", "takewise"]


def test_odd_paths_are_quoted_as_the_specification_has_it() -> None:
    """A backslash before each sign, each backslash twice, and each % twice."""
    assert desktop_entry._quoted('/a "b" $c/100%') == '"/a \\\\"b\\\\" \\\\$c/100%%"'
    assert desktop_entry._quoted("a\\b") == '"a\\\\\\\\b"'


@pytest.mark.parametrize("arguments", [(), ("--remove",)])
def test_an_entry_of_another_hand_stays(home: Path, arguments: tuple[str, ...]) -> None:
    """Also ours, once it was changed."""
    call("install-desktop")
    changed = (home / ENTRY).read_text(encoding="utf-8").replace("camera-video", "mine")
    for text in (changed, "[Desktop Entry]\n"):
        (home / ENTRY).write_text(text, encoding="utf-8")
        done = call("install-desktop", *arguments)
        assert done.exit_code == 3
        assert "move it away" in done.stderr
        assert (home / ENTRY).read_text(encoding="utf-8") == text


def test_the_folder_of_data_may_be_another(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the desktops have it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    call("install-desktop")
    assert (home / "data/applications/takewise.desktop").is_file()


@pytest.mark.parametrize(("system", "says"), [("Darwin", "Automator"), ("Windows", "Shortcut")])
def test_elsewhere_it_says_what_to_do(
    home: Path, monkeypatch: pytest.MonkeyPatch, system: str, says: str
) -> None:
    """With the program's path."""
    del home
    monkeypatch.setattr("platform.system", lambda: system)
    done = call("install-desktop")
    assert done.exit_code == 3
    assert says in done.stderr
    assert str(Path(sys.executable).parent) in done.stderr
