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
    """Show takes until the window is closed.

    Parameters
    ----------
    requests
        The takes, at least one.
    names
        What each is called on the screen.
    known
        Place to what is known already.
    settings
        Every stage's settings.
    photographs
        Photographs that were named together with the takes; None if none were.

    Returns
    -------
    int
        Exit status.
    """
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
    # First the window, then what makes it wait.
    QTimer.singleShot(0, opening.start)
    with net_under(window):
        return running.exec()
