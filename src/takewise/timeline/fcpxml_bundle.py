"""Final Cut Pro's bundle: a folder with ``Info.fcpxml`` and what belongs to it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from takewise.atomic import write_bytes
from takewise.errors import OutputError
from takewise.timeline.cut_fcpxml import IN_BUNDLE


def write_bundle(source: Path, path: Path, content: bytes) -> None:
    """Write a bundle with another ``Info.fcpxml``, and all else that it holds as it is.

    `source` may be the bundle that is written. A reader sees the old bundle or the new one; on
    failure nothing is left behind, and an older bundle of that name is untouched. Raises
    `OutputError` if it cannot be written, or what is there is no bundle.
    """
    if path.exists() and not (path / IN_BUNDLE).is_file():
        raise OutputError(
            "is in the way: it is not a bundle of Final Cut Pro",
            where=str(path),
            remedy="move it, or choose another --out",
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            new, old = Path(folder, "new"), Path(folder, "old")
            shutil.copytree(source, new, symlinks=True)
            write_bytes(new / IN_BUNDLE, content)
            _take_place(new, path, old)
    except OSError as error:
        raise OutputError(
            f"cannot be written ({error.strerror or error})",
            where=str(path),
            remedy="check the folder's permissions and the free space, or choose another --out",
        ) from error


def _take_place(new: Path, path: Path, old: Path) -> None:
    """Give a folder the name of another, which is moved; if it fails, that is moved back."""
    if path.exists():
        path.rename(old)
    try:
        new.rename(path)
    except OSError:
        if old.exists():
            old.rename(path)
        raise
