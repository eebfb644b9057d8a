"""Temporary files and folders that a killed process leaves, and the next one clears.

Each is locked by the process that made it, for as long as that runs. Before it
makes one, a process removes those in the same folder that have our name, belong to the same
user and the same machine, and are not locked.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl

# On a network disk a lock may be known to its own machine only.
_MACHINE = hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]

_PREFIX = f".takewise-tmp-{_MACHINE}-"

# As tempfile names them.
_OURS = re.compile(re.escape(_PREFIX) + r"[a-z0-9_]{8}")

# Folders that this process has looked through: once is enough.
_cleared: set[Path] = set()


@contextmanager
def temporary_file(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Make a temporary file, open for writing, in the folder of a file that is to be written.

    Whatever still has that name at the end is removed.
    """
    clear(folder)
    while True:
        handle, name = tempfile.mkstemp(prefix=_PREFIX, dir=folder)
        if _held(handle):
            break
        os.close(handle)
    with os.fdopen(handle, "wb") as file:
        try:
            yield file, Path(name)
        finally:
            if sys.platform == "win32":
                file.close()
            Path(name).unlink(missing_ok=True)


@contextmanager
def temporary_folder(parent: Path) -> Iterator[tuple[Path, int | None]]:
    """Make a temporary folder, of this user alone, that is removed at the end.

    With it comes the descriptor of its lock, which a child process that works in it must inherit;
    None where folders cannot be locked.
    """
    clear(parent)
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
        handle = None if sys.platform == "win32" else os.open(folder, os.O_RDONLY)
        if handle is None or _held(handle):
            break
        os.close(handle)
    try:
        yield folder, handle
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def clear(folder: Path) -> None:
    """Remove what killed processes of this user left in a folder, once in the life of a process."""
    if folder in _cleared:
        return
    _cleared.add(folder)
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _OURS.fullmatch(entry.name):
                with suppress(OSError):
                    _remove_unheld(Path(entry.path))


def _remove_unheld(path: Path) -> None:
    if sys.platform == "win32":
        # An open file cannot be removed there; of a folder nothing can be known.
        if path.is_file():
            path.unlink()
        return
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        found = os.fstat(handle)
        if found.st_uid != os.geteuid():
            return
        # Raises where a living process holds it, or nothing can be locked here.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if stat.S_ISDIR(found.st_mode):
            shutil.rmtree(path, ignore_errors=True)
        elif stat.S_ISREG(found.st_mode):
            path.unlink()
    finally:
        os.close(handle)


def _held(handle: int) -> bool:
    """Lock a file that was just made; return whether it is still there."""
    if sys.platform == "win32":
        return True
    with suppress(OSError):
        fcntl.flock(handle, fcntl.LOCK_EX)
    # Another process may have taken it for a leftover before it was locked.
    return os.fstat(handle).st_nlink > 0
