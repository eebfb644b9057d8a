"""Which folders and files in a folder hold what other programs made for themselves."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from takewise.errors import UnreadableMedia

_NOT_THE_USERS = frozenset(
    {
        # Synology: thumbnails, bin, snapshots, work in progress.
        "@eadir", "#recycle", "#snapshot", "@tmp",
        # QNAP: thumbnails, bin, snapshots.
        "@__thumb", "@recycle", "@recently-snapshot",
        # Windows and macOS: bins, and what zip files of a Mac bring.
        "$recycle.bin", "recycler", "system volume information", "__macosx",
        # What a repair of a file system found.
        "lost+found", "lost.dir", "found.000",
        # Thumbnails of Sony's cameras, next to the clips.
        "thmbnl",
    }
)  # fmt: skip

# Catalogues of Lightroom, Photos, Capture One and Final Cut: previews, and copies of what
# the user has as files.
_CATALOGUES = (".lrdata", ".photoslibrary", ".cocatalog", ".fcpcache")


def is_passed_over(name: str) -> bool:
    """Return whether a file or folder is hidden, or another program's own, by its name.

    Examples
    --------
    >>> [is_passed_over(name) for name in ("@eaDir", "._IMG_1.JPG", ".thumbnails", "day1")]
    [True, True, True, False]
    """
    lower = name.casefold()
    return lower.startswith(".") or lower in _NOT_THE_USERS or lower.endswith(_CATALOGUES)


def is_endless(path: str | os.PathLike[str]) -> bool:
    """Return whether a path is a pipe, a socket or a device, which may be read for ever."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - a path may be text
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def refuse_endless(path: str) -> None:
    """Raise `UnreadableMedia` for a pipe, a socket or a device."""
    if is_endless(path):
        raise UnreadableMedia(
            "it is a pipe or a device, and no file", where=path, remedy="write it into a file first"
        )


def files_in(folder: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield the user's own files in a folder and in its folders."""
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not is_passed_over(name)]
        paths = (Path(parent, name) for name in names if not is_passed_over(name))
        yield from (path for path in paths if not is_endless(path))


def named_by_user(paths: Sequence[str]) -> tuple[str, ...]:
    """Return the paths that a user means: a shell's * brings other programs' folders along.

    All of them are meant where nothing but such folders is named.
    """
    kept = [path for path in paths if not (is_passed_over(_name(path)) and Path(path).is_dir())]
    return tuple(kept or paths)


def is_named_by(match: str, pattern: str) -> bool:
    """Return whether a glob pattern means a file that it matches.

    A file in a folder that is passed over is not meant, unless the pattern has that folder's full
    name.
    """
    named = Path(pattern).parts
    return not any(is_passed_over(part) for part in Path(match).parts if part not in named)


def _name(path: str) -> str:
    """Return the last part of a path; none where that is the folder itself or one above."""
    name = Path(path).name
    return "" if name == ".." else name
