"""Files that are dragged into a window."""

from __future__ import annotations

from PySide6.QtCore import QMimeData


def local_paths(dragged: QMimeData) -> tuple[str, ...]:
    """Return the files and folders of this machine among what is dragged."""
    return tuple(url.toLocalFile() for url in dragged.urls() if url.isLocalFile())
