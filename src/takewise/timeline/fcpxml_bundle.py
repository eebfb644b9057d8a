"""Final Cut Pro's bundle: a folder with ``Info.fcpxml`` and what belongs to it."""

from __future__ import annotations

import shutil
from pathlib import Path

from takewise.atomic import output_errors, write_bytes
from takewise.errors import OutputError
from takewise.leftovers import temporary_folder
from takewise.timeline.cut_fcpxml import IN_BUNDLE


def write_bundle(source: Path, path: Path, content: bytes) -> None:
    """Write a bundle with another ``Info.fcpxml``, and all else that it holds as it is.

    `source` may be the bundle that is written. A reader sees the old bundle or the new one; on
    failure nothing is left behind, and an older bundle of that name is untouched. If the process
    is killed as it exchanges them, the older one is next to the new one, with ``.before`` in its
    name. Raises `OutputError` if it cannot be written, or what is there is no bundle.
    """
    if path.exists() and not (path / IN_BUNDLE).is_file():
        raise OutputError(
            "is in the way: it is not a bundle of Final Cut Pro",
            where=str(path),
            remedy="move it, or choose another --out",
        )
    with output_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary_folder(path.parent) as (folder, _):
            shutil.copytree(source, folder / "new", symlinks=True)
            write_bytes(folder / "new" / IN_BUNDLE, content)
            _take_place(folder, path)


def _take_place(folder: Path, path: Path) -> None:
    """Give ``new`` in a temporary folder the name of a bundle, which becomes ``old`` in it."""
    if not path.exists():
        (folder / "new").rename(path)
        return
    # Next to the bundle until the new one is there: what a killed process leaves in a temporary
    # folder is removed later.
    aside = path.with_name(f"{path.stem}.before{folder.name[-8:]}{path.suffix}")
    path.rename(aside)
    try:
        (folder / "new").rename(path)
    except OSError:
        aside.rename(path)
        raise
    aside.rename(folder / "old")
