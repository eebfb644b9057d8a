"""Which files are photographs, and which of them belong to one press of the shutter."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from takewise.errors import MediaError
from takewise.media.folders import files_in, is_endless, is_named_by, named_by_user
from takewise.photo_formats import PHOTO_ENDINGS, RAW_ENDINGS

# The last number of a name: cameras count there.
_NUMBER = re.compile(r"(\d+)(?!.*\d)")


def is_photo(path: str | os.PathLike[str]) -> bool:
    """Return whether a path is named as a photograph; the file is not opened."""
    return Path(path).suffix.lower() in PHOTO_ENDINGS


def is_raw(path: str | os.PathLike[str]) -> bool:
    """Return whether a path is named as a camera raw file."""
    return Path(path).suffix.lower() in RAW_ENDINGS


def file_number(path: str) -> int | None:
    """Find the number at the end of a file's name; None if there is none.

    Examples
    --------
    >>> file_number("day1/IMG_0042.JPG"), file_number("portrait.jpg")
    (42, None)
    """
    found = _NUMBER.search(Path(path).stem)
    return int(found[1]) if found else None


def find_photos(patterns: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Find the photographs that a user names: for each press of the shutter its files.

    Parameters
    ----------
    patterns
        Files, which are taken as they are; folders, which stand for the photographs in them and in
        their folders; glob patterns.

    Returns
    -------
    tuple[tuple[str, ...], ...]
        For each press its files, the one to look at first; sorted by path. A raw file and a picture
        of the same name in the same folder are one press; the picture is looked at, as it holds
        what the camera's owner saw.

    Raises
    ------
    MediaError
        If a path does not exist, or a folder or pattern holds no photograph.
    """
    files: dict[str, str] = {}
    for pattern in named_by_user(patterns):
        found = sorted(_photos_of(pattern))
        if not found:
            raise MediaError(
                "there is no photograph here",
                where=pattern,
                remedy="name JPEG, PNG, TIFF, WebP, HEIC or camera raw files, or their folder",
            )
        for path in found:
            files.setdefault(os.path.normcase(os.path.realpath(path)), path)
    pressed: dict[tuple[str, str], list[str]] = {}
    for path in sorted(files.values()):
        pressed.setdefault(_press(path), []).append(path)
    return tuple(group for each in pressed.values() for group in _together(each))


def _photos_of(pattern: str) -> Iterator[str]:
    if Path(pattern).is_dir():
        yield from (str(path) for path in files_in(pattern) if is_photo(path))
    elif Path(pattern).is_file():
        yield pattern
    else:
        named = glob.glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob knows no absolute pattern
        if not named:
            raise MediaError(
                "there is no such file or folder, and no file matches it as a pattern",
                where=pattern,
                remedy="check the path; put it in quotes if it has spaces",
            )
        fit = (path for path in named if is_photo(path) and is_named_by(path, pattern))
        yield from (path for path in fit if not is_endless(path))


def _press(path: str) -> tuple[str, str]:
    return str(Path(path).parent), Path(path).stem.casefold()


def _together(paths: list[str]) -> Iterator[tuple[str, ...]]:
    """Join one picture and its raw files; several pictures of one name stay apart."""
    raws = [path for path in paths if is_raw(path)]
    pictures = [path for path in paths if not is_raw(path)]
    if len(pictures) == 1 or (raws and not pictures):
        yield (*pictures, *raws) if pictures else tuple(raws)
        return
    yield from ((path,) for path in (*pictures, *raws))
