"""What a host's plugin consists of, and the careful putting and taking away of it.

A manifest beside the modules holds the digest of each file that was written. A file is
replaced or removed only while it is what the manifest says; anything else is somebody
else's, and stays.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import takewise
from takewise.atomic import write_bytes
from takewise.cli.host_places import Host, Places
from takewise.errors import OutputError

MANIFEST = "takewise-manifest.json"
"""File beside the modules: what was written, with digests."""

NOTE = "takewise-host.json"
"""File beside the modules: where this Takewise is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to be done in a host's folders."""

    write: Mapping[Path, bytes]
    """Files to put there: new, or in the place of ours."""
    same: tuple[Path, ...]
    """Files that are there as they should be."""
    remove: tuple[Path, ...]
    """Files of ours that are not wanted any more."""
    theirs: tuple[Path, ...]
    """Files in the way, or changed since, which are not ours."""
    folders: tuple[Path, ...]
    """Folders that were made for it, or must be, the innermost last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an earlier install wrote."""

    files: Mapping[Path, str]
    """Place to digest."""
    folders: tuple[Path, ...]
    """Folders that it made, the innermost last."""


def plugin_files(host: Host, where: Places) -> dict[Path, bytes]:
    """Gather the files of a host's plugin.

    Parameters
    ----------
    host
        Which.
    where
        Where they go.

    Returns
    -------
    dict[Path, bytes]
        Place to content.

    Raises
    ------
    OutputError
        If this installation has no plugins.
    """
    source = _plugins_folder()
    library, menu = Path(where.library), Path(where.menu)
    found = _modules(source / "shared" / "takewise_host", library)
    own = source / ("resolve" if host == "resolve" else "nuke")
    package = own / ("takewise_resolve" if host == "resolve" else "takewise_nuke")
    found |= _modules(package, library)
    note = json.dumps({"core": core_command()}, indent=1)
    found[library / NOTE] = f"{note}\n".encode()
    if host == "resolve":
        found |= _resolve_menu(own, where)
    elif host == "nuke":
        found |= {library / name: (own / name).read_bytes() for name in ("init.py", "menu.py")}
        start = menu / "init.py"
        if not start.exists() or start.read_bytes() == _nuke_start(where):
            found[start] = _nuke_start(where)
    else:
        template = (own / "startup.py").read_text(encoding="utf-8")
        found[menu / "takewise_tags.py"] = _filled(template, LIBRARY=str(where.library))
    return found


def _nuke_start(where: Places) -> bytes:
    return f"{nuke_line(where.library)}\n".encode()


def nuke_line(library: PurePath) -> str:
    """Return the line of Nuke's ``init.py`` by which it finds the plugin."""
    return f"import nuke; nuke.pluginAddPath({library.as_posix()!r})"


def core_command() -> list[str]:
    """Return how to start this Takewise from elsewhere."""
    for name in ("takewise", "takewise.exe"):
        # Not by way of links: the one in the environment's folder belongs to it.
        script = Path(sys.executable).with_name(name)
        if script.is_file():
            return [str(script)]
    return [sys.executable, "-m", "takewise"]


def plan_install(wanted: Mapping[Path, bytes], manifest: Path) -> Change:
    """Find what installing has to do.

    Parameters
    ----------
    wanted
        From `plugin_files`.
    manifest
        Of an earlier install; may not exist.

    Returns
    -------
    Change
        Nothing of it is done yet.
    """
    earlier = read_manifest(manifest)
    ours = earlier.files
    write, same, theirs = {}, [], []
    for path, content in wanted.items():
        there = _digest_of(path)
        if there == _digest(content):
            same.append(path)
        elif there is None or there == ours.get(path):
            write[path] = content
        else:
            theirs.append(path)
    stale = [path for path in ours if path not in wanted]
    remove = tuple(path for path in stale if _digest_of(path) == ours[path])
    made = {each for path in wanted for each in path.parents if not each.exists()}
    return Change(
        write=write,
        same=tuple(same),
        remove=remove,
        theirs=tuple(theirs),
        folders=tuple(sorted(made | set(earlier.folders))),
    )


def plan_uninstall(manifest: Path) -> Change:
    """Find what removing has to do; changed files are somebody else's by now."""
    earlier = read_manifest(manifest)
    ours = earlier.files
    there = {path: _digest_of(path) for path in ours}
    return Change(
        write={},
        same=(),
        remove=tuple(path for path in ours if there[path] == ours[path]),
        theirs=tuple(path for path in ours if there[path] not in {None, ours[path]}),
        folders=earlier.folders,
    )


def install(change: Change, wanted: Mapping[Path, bytes], manifest: Path) -> None:
    """Put a plugin there.

    Parameters
    ----------
    change, wanted
        From `plan_install` and `plugin_files`.
    manifest
        Is written last: what is there as it should be counts as ours the next time.

    Raises
    ------
    OutputError
        If something is in the way; then nothing was changed. Or if a folder cannot be
        written.
    """
    if change.theirs:
        raise OutputError(
            "it is there already, and is not what Takewise wrote; nothing was changed",
            where=", ".join(str(path) for path in change.theirs),
            remedy="move it away, or delete it if it is not needed",
        )
    for path, content in change.write.items():
        write_bytes(path, content)
    _remove(change.remove)
    # In the order of the names, so that equal installs have equal manifests.
    files = {str(path): _digest(content) for path, content in sorted(wanted.items())}
    document = {
        "generator": f"takewise {takewise.__version__}",
        "files": files,
        "folders": [str(folder) for folder in change.folders],
    }
    write_bytes(manifest, f"{json.dumps(document, indent=1)}\n".encode())


def uninstall(change: Change, manifest: Path) -> None:
    """Take a plugin away, with the folders that were made for it and hold nothing else.

    Parameters
    ----------
    change
        From `plan_uninstall`.
    manifest
        Goes as well.
    """
    _remove((*change.remove, manifest))
    for folder in reversed(change.folders):
        # What is not empty cannot be removed so.
        with suppress(OSError):
            folder.rmdir()


def read_manifest(manifest: Path) -> Manifest:
    """Read what an earlier install wrote.

    Parameters
    ----------
    manifest
        May not exist.

    Returns
    -------
    Manifest
        Empty if there is none.

    Raises
    ------
    OutputError
        If it is spoilt: then nobody knows what is whose.
    """
    if not manifest.exists():
        return Manifest(files={}, folders=())
    try:
        document: Any = json.loads(manifest.read_bytes())
        return Manifest(
            files={Path(path): str(digest) for path, digest in document["files"].items()},
            folders=tuple(Path(folder) for folder in document["folders"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise OutputError(
            "the list of what was installed cannot be read",
            where=str(manifest),
            remedy="remove the plugin's files by hand, this one too, and install it anew",
        ) from error


def _plugins_folder() -> Path:
    package = Path(takewise.__file__).parent
    for folder in (package / "plugins", package.parents[1] / "plugins"):
        if (folder / "shared").is_dir():
            return folder
    raise OutputError(
        "this installation has no plugins",
        remedy="install Takewise anew, from its wheel or its repository",
    )


def _modules(package: Path, library: Path) -> dict[Path, bytes]:
    files = sorted(package.glob("*.py"))
    return {library / package.name / file.name: file.read_bytes() for file in files}


def _resolve_menu(own: Path, where: Places) -> dict[Path, bytes]:
    """Return a script for each command; the plugin says which there are."""
    template = (own / "launcher.py").read_text(encoding="utf-8")
    menu = json.loads((own / "menu.json").read_text(encoding="utf-8"))
    return {
        Path(where.menu) / f"{title}.py": _filled(
            template, LIBRARY=str(where.library), COMMAND=command, TITLE=title
        )
        for command, title in menu.items()
    }


def _filled(template: str, **words: str) -> bytes:
    """Fill in a template of Python; a backslash and a quote in a path must survive."""
    for name, word in words.items():
        template = template.replace(f'"@{name}@"', json.dumps(word))
        template = template.replace(f"@{name}@", word)
    return template.encode()


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        with suppress(FileNotFoundError):
            path.unlink()


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _digest_of(path: Path) -> str | None:
    """Return the digest of a file; None where there is none.

    Returns
    -------
    str | None
        Empty for what is no file, or a link: never ours.
    """
    if path.is_symlink() or path.is_dir():
        return ""
    try:
        return _digest(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError:
        return ""
