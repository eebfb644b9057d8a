"""The one backup of a sidecar, under a name of its own; no other file is ever replaced.

Which file is ours is no matter of its name: the sidecar records the digest of the backup
that was made with it, and only a file of that very content is replaced.
"""

from __future__ import annotations

import hashlib
from itertools import count
from pathlib import Path

from takewise.atomic import write_bytes
from takewise.errors import OutputError
from takewise.sidecars.packet import OURS

BACKUP_SUFFIX = ".takewise-backup"
"""What the backup of a sidecar adds to its name; a number follows where that is taken."""

BACKUP_RECORD = "Backup"
"""Our property in a sidecar: SHA-256 of the backup that was made with it."""


def keep_backup(sidecar: Path, before: bytes) -> str:
    """Keep a sidecar as it was; it replaces the backup before, if that is still ours.

    `before` is its content, which is about to change. Returns what the sidecar records of the
    backup. Raises `OutputError` if it cannot be written.
    """
    record = _digest(before)
    for number in count(1):
        ending = BACKUP_SUFFIX if number == 1 else f"{BACKUP_SUFFIX}-{number}"
        place = sidecar.with_name(sidecar.name + ending)
        there = _content(place)
        if there == before:
            break
        if there is None or _records(before, _digest(there)):
            _write(place, before, there)
            break
    return record


def _write(place: Path, content: bytes, there: bytes | None) -> None:
    def unchanged() -> None:
        if _content(place) != there:
            raise OutputError(
                "another program wrote a file of this name meanwhile; nothing is changed",
                where=str(place),
                remedy="run again once the other program is done",
            )

    write_bytes(place, content, confirm=unchanged)


def _content(place: Path) -> bytes | None:
    """Return a file's content; None where there is no file, empty where it cannot be read."""
    try:
        return place.read_bytes()
    except FileNotFoundError:
        return b"" if place.is_symlink() else None
    except OSError:
        return b""


def _records(sidecar: bytes, digest: str) -> bool:
    """Return whether a sidecar, UTF-8 or UTF-16, says that we made such a backup."""
    return any(
        all(text.encode(encoding) in sidecar for text in (OURS, digest))
        for encoding in ("utf-8", "utf-16-le", "utf-16-be")
    )


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
