"""Opening the window, and closing it again."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QProcess, QTimer

from takewise.pipeline.takes import Request, TakeResult
from takewise.settings import Settings
from takewise.ui.offer import Offer
from takewise.ui.shell.net import net_under
from takewise.ui.shell.theme import application
from takewise.ui.takes.loader import TakeLoader, kept_by
from takewise.ui.takes.window.main import ReviewWindow


def show(
    requests: Sequence[Request],
    names: Sequence[str],
    known: dict[int, TakeResult],
    settings: Settings,
    photographs: Offer | None = None,
) -> int:
    """Show takes until the window is closed, and return the exit status."""
    running = application()
    folder = Path(requests[0].path).absolute().parent / "markers"
    window = ReviewWindow(settings, keeper=kept_by(requests[0]), folder=folder)
    window.expect(list(names))
    opening = TakeLoader(requests, names, known, window.news.emit)
    window.on_close(opening.close)
    window.on_cancel(opening.cancel)
    if photographs is not None:
        words = [*photographs.words]
        window.top.offer(
            photographs.label,
            lambda: QProcess.startDetached(sys.executable, words),
        )
    window.resize(1440, 900)
    window.show()
    # The window first, then what takes time to load.
    QTimer.singleShot(0, opening.start)
    with net_under(window):
        return running.exec()
