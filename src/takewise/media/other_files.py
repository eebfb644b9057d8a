"""Which files that a shell pattern brought are neither films nor photographs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from mimetypes import MimeTypes
from pathlib import Path

from takewise.media.folders import named_by_user
from takewise.media.photo_names import is_photo
from takewise.media.takes import is_take_name

# The table of Python alone: those of the machine would give another answer on each.
_TYPES = MimeTypes(filenames=())

# Files that stand in a folder of footage and that Python's table does not name.
_OTHER_ENDINGS = frozenset(
    {
        ".aaf", ".ale", ".avb", ".bak", ".cdl", ".csv", ".cube", ".db", ".drp", ".drt", ".edl",
        ".exp", ".flac", ".fcpxml", ".fcpxmld", ".hash", ".ind", ".ini", ".log", ".lut", ".m3u",
        ".m4a", ".m4b", ".md", ".md5", ".mhl", ".nk", ".npz", ".opus", ".oga", ".ogg", ".otio",
        ".otiod", ".otioz", ".prproj", ".rmd", ".rst", ".rtf", ".sha1", ".srt", ".ssa", ".ass",
        ".stc", ".takewise-backup",
        ".thm", ".toml", ".txt", ".vtt", ".wfm", ".xmp", ".xxhash", ".yaml", ".yml",
    }
)  # fmt: skip

# ExifTool keeps a file that it changes as IMG.jpg_original.
_EXIFTOOL_COPY = "_original"


def is_other_file(path: str, *, photographs: bool = False) -> bool:
    """Return whether a file's ending says that it holds no moving picture; the file is not opened.

    False for an unknown ending, and for none: such a file has to be opened. `photographs` says
    whether photographs are wanted as well.

    Examples
    --------
    >>> [is_other_file(name) for name in ("A.mov", "A.wav", "A.json", "A.jpg", "A.unknown")]
    [False, True, True, True, False]
    """
    name = Path(path).name
    if is_take_name(name):
        return False
    if is_photo(name):
        return not photographs
    ending = Path(name).suffix.lower()
    kind, _ = _TYPES.guess_type(f"file{ending}")
    return kind is not None or ending in _OTHER_ENDINGS or ending.endswith(_EXIFTOOL_COPY)


def pass_over(
    paths: Sequence[str],
    *,
    photographs: bool = False,
    keep: Callable[[str], bool] = lambda _: False,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the paths that are meant, and the files that a shell pattern brought along.

    A path named alone is always meant, and so are all where nothing would be left: then each gets
    its own error. `photographs` says whether photographs are wanted as well; `keep` returns whether
    a path is wanted whatever its ending.
    """
    paths = named_by_user(paths)
    others = [
        path
        for path in paths
        if Path(path).is_file() and is_other_file(path, photographs=photographs) and not keep(path)
    ]
    meant = [path for path in paths if path not in others]
    return (tuple(meant), tuple(others)) if meant else (tuple(paths), ())
