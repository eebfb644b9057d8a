"""Opening the window, and closing it again."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QTimer

from takewise.ui.offer import TakesToReview
from takewise.ui.shell.net import net_under
from takewise.ui.shell.theme import application
from takewise.ui.takes.loader import TakeLoader, kept_by
from takewise.ui.takes.window.main import ReviewWindow


def show(takes: TakesToReview) -> int:
    """Show takes until the window is closed, and return the exit status."""
    running = application()
    first = takes.requests[0]
    folder = Path(first.path).absolute().parent / "markers"
    window = ReviewWindow(takes.settings, keeper=kept_by(first), folder=folder)
    window.expect(list(takes.names))
    opening = TakeLoader(takes.requests, takes.names, takes.known, window.news.emit)
    window.on_close(opening.close)
    window.on_cancel(opening.cancel)
    if takes.photographs is not None:
        words = [*takes.photographs.words]
        window.top.offer(
            takes.photographs.label,
            lambda: QProcess.startDetached(sys.executable, words),
        )
    window.resize(1440, 900)
    window.show()
    # The window first, then what takes time to load.
    QTimer.singleShot(0, opening.start)
    with net_under(window):
        return running.exec()
