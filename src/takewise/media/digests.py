"""What distinguishes one take from another, wherever it is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from takewise.errors import UnreadableMedia
from takewise.media.folders import refuse_endless
from takewise.media.sequences import find_sequence, is_sequence

_CHUNK = 1 << 20
"""Bytes read at once: 1 MiB, beyond which reading gets no faster."""

_BLOCK = 64 << 10
"""Bytes of one sampled block: 64 KiB."""

_BLOCKS = 64
"""Sampled blocks: with 64 KiB each, files up to 4 MiB are read whole."""


def content_digest(path: str) -> str:
    """Digest the whole content of a take: ``sha256:`` and 64 hexadecimal digits.

    For the pattern of an image sequence it covers the pictures' names, without their folder, and
    contents. Raises `UnreadableMedia` if a file is missing or cannot be read.
    """
    digest = hashlib.sha256()
    for file, named in _files(path):
        if named:
            digest.update(_heading(file))
        for chunk in _reading(file, None):
            digest.update(chunk)
    return f"sha256:{digest.hexdigest()}"


def fingerprint(path: str) -> str:
    """Digest samples of a take: enough to look it up, cheap for a file of any size.

    The answer is ``sample:`` and 64 hexadecimal digits. Of a file, its size and 64 evenly spaced
    blocks of 64 KiB count, up to 4 MiB all of it; of an image sequence, the pictures' names, sizes
    and middle blocks. Two takes with the same fingerprint are the same for all practical purposes,
    but only `content_digest` proves it. Raises `UnreadableMedia` if a file is missing or cannot be
    read.
    """
    digest = hashlib.sha256()
    for file, named in _files(path):
        digest.update(_heading(file) if named else f"{_size(file)}\n".encode())
        for chunk in _reading(file, 1 if named else _BLOCKS):
            digest.update(chunk)
    return f"sample:{digest.hexdigest()}"


def stamp(path: str) -> tuple[int, int]:
    """Read the size of a take in bytes, and its last change in nanoseconds since 1970.

    For an image sequence, the size of all its files together and the latest change of any. Raises
    `UnreadableMedia` if a file is missing.
    """
    sizes, times = [], []
    for file, _ in _files(path):
        sizes.append(_size(file))
        times.append(file.stat().st_mtime_ns)
    return sum(sizes), max(times)


def _files(path: str) -> Iterator[tuple[Path, bool]]:
    """Yield the files of a take, and whether their names count."""
    if is_sequence(path):
        yield from ((file, True) for file in find_sequence(path).files)
    else:
        refuse_endless(path)
        yield Path(path), False


def _heading(file: Path) -> bytes:
    """Return name and size, so that bytes cannot wander from one picture to the next."""
    return f"{file.name}\n{_size(file)}\n".encode(errors="surrogateescape")


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError as error:
        raise _unreadable(file, error) from error


def _reading(file: Path, blocks: int | None) -> Iterator[bytes]:
    """Yield a file's content, or so many evenly spaced blocks of it."""
    try:
        with file.open("rb") as content:
            size = file.stat().st_size
            if blocks is None or size <= blocks * _BLOCK:
                while chunk := content.read(_CHUNK):
                    yield chunk
                return
            for start in _starts(size, blocks):
                content.seek(start)
                yield content.read(_BLOCK)
    except OSError as error:
        raise _unreadable(file, error) from error


def _starts(size: int, blocks: int) -> Iterator[int]:
    """Yield where each block begins: the first at 0, the last at the end; one: in the middle."""
    room = size - _BLOCK
    if blocks == 1:
        yield room // 2
        return
    for place in range(blocks):
        yield room * place // (blocks - 1)


def _unreadable(file: Path, error: OSError) -> UnreadableMedia:
    return UnreadableMedia(
        f"it cannot be read ({error.strerror or error})",
        where=str(file),
        remedy="check the path, the disk and your permission",
    )
