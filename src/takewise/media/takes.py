"""From the paths that a user names to the takes that they mean."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from takewise.errors import MediaError
from takewise.media.folders import files_in, is_endless, is_named_by, is_passed_over, named_by_user
from takewise.media.parts import split_part, with_part
from takewise.media.sequences import find_sequence, is_sequence

_SUFFIX = re.compile(
    r"\.(?:3g2|3gp|avi|dv|flv|gif|m2ts?|m2v|m4v|mj2|mjpe?g|mkv|mov|mp4|mpe?g|mts|mxf|nut|ogv|ts|vob"
    r"|webm|wmv|y4m)",
    re.IGNORECASE,
)
"""Endings of moving pictures that FFmpeg reads; only these are taken from a folder."""

_OUR_MARK = ".takewise."
"""Part of the name of every file that Takewise itself writes."""


def find_takes(
    patterns: Sequence[str], *, sequence_rate: Fraction | None = None, stream: int | None = None
) -> tuple[str, ...]:
    """Find the takes that a user names: paths in the order given, each once.

    Parameters
    ----------
    patterns
        Files, which are taken as they are; folders, which stand for the moving pictures in them and
        in their folders, sorted; glob patterns such as ``day1/*.mov``, for shells that do not
        expand them; patterns of image sequences such as ``take.%04d.png`` and ``take.####.png``.
        Any of them may end in a range, ``@100-240`` or in timecode. In folders and globs only names
        that end as moving pictures do are taken, hidden names and Takewise's own results are not.
    sequence_rate, stream
        As for `probe`, for ranges in timecode.

    Returns
    -------
    tuple[str, ...]
        A sequence as ``%04d``, a range in frames of six digits.

    Raises
    ------
    MediaError
        If a path does not exist, or a folder or pattern holds no take.
    """
    takes: dict[str, str] = {}
    for pattern in named_by_user(patterns):
        path, words = split_part(pattern)
        for take in _takes_of(path):
            named = _with_range(take, words, sequence_rate, stream)
            takes.setdefault(os.path.normcase(os.path.realpath(named)), named)
    return tuple(takes.values())


def _with_range(take: str, words: str, sequence_rate: Fraction | None, stream: int | None) -> str:
    """Name a take with the range that the user gave, in frames."""
    if not words:
        return take
    # Deferred: FFmpeg is needed only to find a range, not to find files.
    from takewise.media.probing import named_part  # noqa: PLC0415

    _, part = named_part(f"{take}@{words}", sequence_rate=sequence_rate, stream=stream)
    return with_part(take, part) if part else take


def _takes_of(pattern: str) -> Sequence[str]:
    """Return the takes that one path stands for, sorted where the path does not fix the order.

    Raises `MediaError` if there is none.
    """
    path = Path(pattern)
    if path.is_dir():
        return _some(sorted(_in_folder(path)), pattern, "the folder holds no moving picture")
    if path.exists():
        return [pattern]
    if is_sequence(pattern):
        return [find_sequence(pattern).pattern]
    if glob.has_magic(pattern):
        found = sorted(_matching(pattern))
        return _some(found, pattern, "the pattern matches no moving picture")
    raise MediaError(
        "there is no such file or folder",
        where=pattern,
        remedy="check the path; put it in quotes if it has spaces",
    )


def _some(takes: Sequence[str], pattern: str, nothing: str) -> Sequence[str]:
    if not takes:
        raise MediaError(nothing, where=pattern, remedy="name the takes themselves")
    return takes


def _in_folder(folder: Path) -> Iterator[str]:
    yield from (str(path) for path in files_in(folder) if is_take_name(path.name))


def _matching(pattern: str) -> Iterator[str]:
    for match in glob.iglob(pattern, recursive=True):  # noqa: PTH207 - Path.glob knows no absolute pattern
        if Path(match).is_dir():
            if is_named_by(match, pattern):
                yield from _in_folder(Path(match))
        elif (
            is_take_name(Path(match).name) and is_named_by(match, pattern) and not is_endless(match)
        ):
            yield match


def is_take_name(name: str) -> bool:
    """Return whether a file's name is one that a folder's takes have."""
    known = _SUFFIX.fullmatch(Path(name).suffix) is not None
    return known and not is_passed_over(name) and _OUR_MARK not in name
