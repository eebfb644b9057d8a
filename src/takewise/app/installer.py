"""Installing and removing a plugin's files, with care for the user's own.

A manifest next to the modules holds the digest of each file that was written. A file is
replaced or removed only while it is what the manifest says; anything else is a person
else's, and stays. The manifest is written first, with what is about to come, so that an
install that breaks off is known to the next one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import takewise
from takewise.atomic import write_bytes
from takewise.errors import MalformedText, OutputError
from takewise.untrusted import json_from

MANIFEST = "takewise-manifest.json"
"""File next to the modules: what was written, with digests."""


_NOT_WRITTEN = (
    "check the folder's permissions and the free space (folders for all users need an "
    "administrator), or name another one with --folder"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallPlan:
    """The changes to make in a host's folders."""

    write: Mapping[Path, bytes]
    """Files to write: new, or replacing ours."""
    same: tuple[Path, ...]
    """Files that are up to date."""
    remove: tuple[Path, ...]
    """Files of ours that are no longer wanted, with the bytecode that Python made of them."""
    cut: Mapping[Path, bytes] = field(default_factory=dict)
    """Files that the user has edited, as they are without our line."""
    theirs: tuple[Path, ...]
    """Files in the way, or changed since, which are not ours."""
    folders: tuple[Path, ...]
    """Folders that were, or will be, made for it, the innermost last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an earlier install wrote."""

    files: Mapping[Path, frozenset[str]]
    """Path to digests: several if an install was interrupted."""
    folders: tuple[Path, ...]
    """Folders that it made, the innermost last."""


def plan_install(wanted: Mapping[Path, bytes], earlier: Manifest) -> InstallPlan:
    """Plan an install of the files from `plugin_files`, given what is installed already."""
    ours = earlier.files
    write, same, theirs = {}, [], []
    for path, content in wanted.items():
        there = file_digest(path)
        if there == _digest(content):
            same.append(path)
        elif there is None or there in ours.get(path, ()):
            write[path] = content
        else:
            theirs.append(path)
    stale = [p for p in ours if p not in wanted and file_digest(p) in ours[p]]
    made = {each for path in wanted for each in path.parents if not each.exists()}
    return InstallPlan(
        write=write,
        same=tuple(same),
        remove=tuple(_with_bytecode(stale)),
        theirs=tuple(theirs),
        folders=tuple(sorted(made | set(earlier.folders))),
    )


def plan_uninstall(earlier: Manifest, line: str = "") -> InstallPlan:
    """Plan a removal; files that were changed since are the user's, and stay.

    `line` is what we wrote into a file that may have more in it: only the line is cut out then.
    """
    there = {path: file_digest(path) for path in earlier.files}
    gone = [path for path, digest in there.items() if digest in earlier.files[path]]
    changed = [p for p, digest in there.items() if digest is not None and p not in gone]
    cut = {path: rest for path in changed if (rest := _without(path, line)) is not None}
    removed = tuple(_with_bytecode(gone))
    caches = {path.parent for path in removed if path.suffix == ".pyc"}
    return InstallPlan(
        write={},
        same=(),
        remove=removed,
        cut=cut,
        theirs=tuple(path for path in changed if path not in cut),
        folders=tuple(sorted({*earlier.folders, *caches})),
    )


def put_plugin(
    change: InstallPlan, wanted: Mapping[Path, bytes], earlier: Manifest, manifest: Path
) -> None:
    """Carry out a planned install; the manifest is written first and last.

    Raises `OutputError` if a file is in the way, and then nothing was changed. If a folder cannot
    be written, a first install leaves nothing, and a later one is finished by another try.
    """
    if change.theirs:
        raise OutputError(
            "it exists already, and Takewise did not write it; nothing was changed",
            where=", ".join(str(path) for path in change.theirs),
            remedy="move it away, or delete it if it is not needed",
        )
    # A file that the user changed and that is no longer wanted stays in the list.
    kept = {path: earlier.files[path] for path in earlier.files if path not in change.remove}
    coming = {path: frozenset({_digest(content)}) for path, content in wanted.items()}
    both = {path: kept.get(path, frozenset()) | coming.get(path, frozenset())
            for path in {**kept, **coming}}  # fmt: skip
    try:
        write_bytes(manifest, _manifest(both, change.folders))
        for path, content in change.write.items():
            write_bytes(path, content)
        _remove(change.remove)
        write_bytes(manifest, _manifest({**kept, **coming}, change.folders))
    except BaseException as error:
        if not earlier.files:
            new = Manifest(files={p: coming[p] for p in change.write}, folders=change.folders)
            with suppress(OutputError):
                uninstall(plan_uninstall(new), manifest)
        if isinstance(error, OutputError):
            raise OutputError(error.what, where=error.where, remedy=_NOT_WRITTEN) from error
        raise


def uninstall(change: InstallPlan, manifest: Path) -> None:
    """Carry out a planned removal, with the folders that were made for it and are empty.

    The manifest is removed last. Raises `OutputError` if something cannot be removed; another try
    continues from there.
    """
    for path, rest in change.cut.items():
        write_bytes(path, rest)
    _remove((*change.remove, manifest))
    for folder in reversed(change.folders):
        # This fails for a folder that is not empty.
        with suppress(OSError):
            folder.rmdir()


def read_manifest(manifest: Path) -> Manifest:
    """Read what an earlier install wrote; empty if there is none.

    Raises `OutputError` if the manifest is damaged: then it is unknown which files are ours.
    """
    if not manifest.exists():
        return Manifest(files={}, folders=())
    try:
        document: Any = json_from(manifest.read_bytes())
        return Manifest(
            files={Path(path): frozenset(each) for path, each in document["files"].items()},
            folders=tuple(Path(folder) for folder in document["folders"]),
        )
    except (OSError, MalformedText, KeyError, TypeError, AttributeError) as error:
        raise OutputError(
            "the list of what was installed cannot be read",
            where=str(manifest),
            remedy="remove the plugin's files by hand, this one too, and install it again",
        ) from error


def _manifest(files: Mapping[Path, Iterable[str]], folders: Sequence[Path]) -> bytes:
    """Write a manifest; equal installs have equal ones."""
    document = {
        "generator": f"takewise {takewise.__version__}",
        "files": {str(path): sorted(files[path]) for path in sorted(files)},
        "folders": [str(folder) for folder in folders],
    }
    return f"{json.dumps(document, indent=1)}\n".encode()


def _without(path: Path, line: str) -> bytes | None:
    """Return a file's content without our line; None if it has no such line."""
    if not line or path.is_symlink() or not path.is_file():
        return None
    lines = path.read_bytes().splitlines(keepends=True)
    rest = [each for each in lines if each.rstrip(b"\r\n") != line.encode()]
    return b"".join(rest) if len(rest) < len(lines) else None


def _with_bytecode(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield files, and the bytecode of those that are modules."""
    for path in paths:
        yield path
        if path.suffix == ".py":
            made = re.compile(rf"{re.escape(path.stem)}\.[a-z]+-\d+(\.opt-\d)?\.pyc")
            for each in sorted((path.parent / "__pycache__").glob("*.pyc")):
                if made.fullmatch(each.name):
                    yield each


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        _remove_one(path)


def _remove_one(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"cannot be removed ({error.strerror or error})",
            where=str(path),
            remedy="check the folder's permissions, and try again",
        ) from error


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def file_digest(path: Path) -> str | None:
    """Return the digest of a file, None if it does not exist, or "" for a folder or a link."""
    if path.is_symlink() or path.is_dir():
        return ""
    try:
        return _digest(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError:
        return ""
