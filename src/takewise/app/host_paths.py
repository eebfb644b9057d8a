"""Where each host looks for plugins, on each system."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Literal, TypeAlias, get_args

from takewise.errors import OutputError

Host: TypeAlias = Literal["resolve", "nuke", "hiero"]
"""Hosts that have a plugin."""

HOSTS: tuple[Host, ...] = get_args(Host)
"""In the order of the help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a plugin goes."""

    library: PurePath
    """Folder for its modules, which the host does not search by itself."""
    menu: PurePath
    """Folder that the host searches; its scripts call the modules."""


def places(
    host: Host,
    *,
    all_users: bool,
    system: str,
    environ: Mapping[str, str],
    folder: str | None = None,
    is_there: Callable[[PurePath], bool] = lambda path: Path(path).is_dir(),
) -> Places:
    """Return where a host's plugin goes; the folders may not exist yet.

    `system` is as `platform.system` returns it. `folder` replaces the host's own folder:
    Resolve's ``Fusion/Scripts``, Nuke's and Hiero's ``.nuke``. `is_there` checks for a folder:
    Resolve is in one of two places on Linux. Sources: Blackmagic's README of the scripting API
    (21.1) and Foundry's developer guides (15.0). Raises `OutputError` if the environment does not
    name the user's folder.
    """
    kind = PureWindowsPath if system == "Windows" else PurePosixPath
    if folder is not None:
        root: PurePath = kind(folder)
    elif host == "resolve":
        root = _resolve_scripts(kind, all_users=all_users, system=system, environ=environ)
        elsewhere = kind("/home/resolve/Fusion/Scripts")
        if system == "Linux" and all_users and not is_there(root.parents[1]):
            root = elsewhere if is_there(elsewhere.parents[1]) else root
    else:
        root = _nuke_folder(kind, all_users=all_users, system=system, environ=environ)
    if host == "resolve":
        # Next to Scripts, so that the menu does not list the modules.
        return Places(library=root.parent / "Takewise", menu=root / "Utility")
    if host == "nuke":
        return Places(library=root / "takewise", menu=root)
    return Places(library=root / "takewise-hiero", menu=root / "Python" / "StartupUI")


def containers(system: str, environ: Mapping[str, str]) -> list[Path]:
    """Find the Scripts folders of every Resolve from Apple's App Store; none on other systems."""
    if system != "Darwin":
        return []
    found = Path(_of(environ, "HOME")).glob(
        "Library/Containers/com.blackmagic-design.*/Data/Library/Application Support"
    )
    product = Path("Blackmagic Design", "DaVinci Resolve")
    return [
        (each if (each / "Fusion").is_dir() else each / product) / "Fusion" / "Scripts"
        for each in sorted(found)
    ]


def _resolve_scripts(
    kind: type[PurePath], *, all_users: bool, system: str, environ: Mapping[str, str]
) -> PurePath:
    product = ("Blackmagic Design", "DaVinci Resolve")
    if system == "Windows":
        if all_users:
            return kind(_of(environ, "PROGRAMDATA"), *product, "Fusion", "Scripts")
        return kind(_of(environ, "APPDATA"), *product, "Support", "Fusion", "Scripts")
    home = "" if all_users else _of(environ, "HOME")
    if system == "Darwin":
        return kind(f"{home}/Library/Application Support", *product, "Fusion", "Scripts")
    if all_users:
        return kind("/opt/resolve/Fusion/Scripts")
    return kind(home, ".local/share/DaVinciResolve/Fusion/Scripts")


def _nuke_folder(
    kind: type[PurePath], *, all_users: bool, system: str, environ: Mapping[str, str]
) -> PurePath:
    """Return the folder to search; for all users, one that a variable must name."""
    if system == "Windows":
        if all_users:
            return kind(_of(environ, "PROGRAMDATA"), "takewise", "nuke")
        return kind(environ.get("HOME") or _of(environ, "USERPROFILE"), ".nuke")
    if all_users:
        shared = "/Library/Application Support" if system == "Darwin" else "/opt"
        return kind(shared, "takewise", "nuke")
    return kind(_of(environ, "HOME"), ".nuke")


def _of(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name)
    if not value:
        raise OutputError(
            f"the variable {name} is not set, so the host's folder is unknown",
            remedy="name it with --folder",
        )
    return value
