"""Where the plugins go on each system, by value."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from takewise.app.host_paths import places
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

SCRIPTS = {
    ("Linux", False): "/home/ada/.local/share/DaVinciResolve/Fusion/Scripts/Utility",
    ("Linux", True): "/opt/resolve/Fusion/Scripts/Utility",
    ("Darwin", False): f"/home/ada/Library/Application Support/{_RESOLVE}/Fusion/Scripts/Utility",
    ("Darwin", True): f"/Library/Application Support/{_RESOLVE}/Fusion/Scripts/Utility",
    ("Windows", False): rf"{_APPDATA}\Support\Fusion\Scripts\Utility",
    ("Windows", True): rf"{_PROGRAMDATA}\Fusion\Scripts\Utility",
}
"""From the vendor's README of 21.1, which corrects the Windows path of older ones."""

NUKE = {
    ("Linux", False): "/home/ada/.nuke",
    ("Linux", True): "/opt/takewise/nuke",
    ("Darwin", False): "/home/ada/.nuke",
    ("Darwin", True): "/Library/Application Support/takewise/nuke",
    ("Windows", False): r"C:\Users\ada\.nuke",
    ("Windows", True): r"C:\ProgramData\takewise\nuke",
}
"""Nuke's folder of a user, from Foundry's guide; for all users one that a variable names."""


@pytest.mark.parametrize(("system", "all_users"), SCRIPTS)
def test_resolves_folders(system: str, all_users: bool) -> None:  # noqa: FBT001 - pytest calls it so
    """Resolve's scripts go where its README says, on each system."""
    where = places("resolve", all_users=all_users, system=system, environ=ENVIRON)
    assert str(where.menu) == SCRIPTS[system, all_users]
    assert where.library.name == "Takewise"
    assert where.library.parent == where.menu.parent.parent


def test_resolve_lies_in_one_of_two_places_on_linux() -> None:
    """For all users the scripts go beside the Resolve that is there."""
    for there, menu in (
        ({"/opt/resolve", "/home/resolve"}, "/opt/resolve/Fusion/Scripts/Utility"),
        ({"/home/resolve"}, "/home/resolve/Fusion/Scripts/Utility"),
        (set[str](), "/opt/resolve/Fusion/Scripts/Utility"),
    ):
        where = places(
            "resolve",
            all_users=True,
            system="Linux",
            environ=ENVIRON,
            is_there=lambda path, there=there: str(path) in there,
        )
        assert str(where.menu) == menu


@pytest.mark.parametrize(("system", "all_users"), NUKE)
def test_nukes_folders(system: str, all_users: bool) -> None:  # noqa: FBT001 - pytest calls it so
    """Nuke's and Hiero's go into the user's .nuke, which Windows keeps under USERPROFILE."""
    environ = {k: v for k, v in ENVIRON.items() if system != "Windows" or k != "HOME"}
    how: Any = {"all_users": all_users, "system": system, "environ": environ}
    nuke, hiero = places("nuke", **how), places("hiero", **how)
    root = type(nuke.menu)(NUKE[system, all_users])
    assert (nuke.menu, nuke.library) == (root, root / "takewise")
    assert (hiero.menu, hiero.library) == (
        root / "Python" / "StartupUI",
        root / "takewise-hiero",
    )


def test_a_home_on_windows_comes_before_the_profile() -> None:
    """Where HOME is set on Windows, Nuke looks there; a variable that is missing is named."""
    environ = {**ENVIRON, "HOME": r"D:\ada"}
    where = places("nuke", all_users=False, system="Windows", environ=environ)
    assert str(where.menu) == r"D:\ada\.nuke"
    with pytest.raises(OutputError, match="PROGRAMDATA"):
        places("nuke", all_users=True, system="Windows", environ={})


def test_the_app_stores_resolve_is_pointed_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On macOS the folder of each container is told, with the command for it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    containers, shared = tmp_path / "Library/Containers", "Data/Library/Application Support"
    lite = containers / "com.blackmagic-design.DaVinciResolveLite" / shared
    studio = containers / "com.blackmagic-design.DaVinciResolveAppStore" / shared
    (lite / "Fusion").mkdir(parents=True)
    studio.mkdir(parents=True)
    told = json.loads(call("install-host", "resolve", "--json").stdout)
    assert [each.split("--folder ")[1] for each in told["next"] if "--folder" in each] == [
        f'"{studio}/Blackmagic Design/DaVinci Resolve/Fusion/Scripts"',
        f'"{lite}/Fusion/Scripts"',
    ]
