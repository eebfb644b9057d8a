"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from takewise.errors import OutputError
from takewise.leftovers import temporary_file


def write_bytes(path: Path, content: bytes, *, confirm: Callable[[], None] | None = None) -> None:
    """Put content at a path, so that a reader sees the old file or the new one.

    The content goes to a temporary file in the same folder, which is made if it is missing, is
    flushed to the disk and then takes the name in one step. `confirm` is called right before that,
    and what it raises leaves the older file. On failure nothing is left behind and an older file of
    that name is untouched; `OutputError` says that the folder cannot be made or written, or that
    the disk is full.
    """
    with output_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary_file(path.parent) as (file, temporary):
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            if sys.platform == "win32":
                # It renames no open file; elsewhere it stays locked until it has its name.
                file.close()
            # mkstemp makes the file private; a result should be as readable as any.
            temporary.chmod(_mode(path))
            if confirm:
                confirm()
            temporary.replace(path)


@contextmanager
def output_errors(path: Path) -> Iterator[None]:
    """Report an `OSError` of the block as an `OutputError`: the path cannot be written."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"cannot be written ({error.strerror or error})",
            where=str(path),
            remedy="check the folder's permissions and the free space, or write to another folder",
        ) from error


def _mode(path: Path) -> int:
    """Return who may read and write: as for the older file, or as for any new one."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
