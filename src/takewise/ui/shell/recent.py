"""What was opened lately, and where the windows were: a file of this user."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSettings

MOST = 8
"""Openings that are remembered."""

_KEY = "review/recent"


def settings_file() -> QSettings:
    """Return where the windows remember things."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "takewise", "window")


def recent(file: QSettings) -> tuple[tuple[str, ...], ...]:
    """Return the paths that were opened together, the last first; without what is gone."""
    try:
        known = json.loads(str(file.value(_KEY, "[]")))
    except ValueError:
        return ()
    entries = known if isinstance(known, list) else []
    return tuple(
        tuple(entry)
        for entry in entries
        if isinstance(entry, list) and entry and all(map(_there, entry))
    )


def remember(file: QSettings, paths: Sequence[str]) -> None:
    """Remember paths that are opened together, unless they come from what was opened last."""
    new = tuple(str(Path(path).absolute()) for path in paths)
    before = recent(file)
    if not new or (before and all(_within(path, before[0]) for path in new)):
        return
    kept = [new, *(entry for entry in before if entry != new)][:MOST]
    file.setValue(_KEY, json.dumps(kept))


def recent_words(entry: Sequence[str]) -> str:
    """Return an opening in words: its first name, its folder, and how many more there are."""
    first, others = Path(entry[0]), len(entry) - 1
    more = f" and {others} more" if others else ""
    return f"{first.name}{more} · {first.parent.name or first.parent}"


def _there(path: object) -> bool:
    # A part or an image sequence is no file of that name, but is in a folder.
    return isinstance(path, str) and (Path(path).exists() or _names_more(path))


def _names_more(path: str) -> bool:
    return any(sign in Path(path).name for sign in "@%*") and Path(path).parent.is_dir()


def _within(path: str, entry: Sequence[str]) -> bool:
    return any(Path(each) in (Path(path), *Path(path).parents) for each in entry)
