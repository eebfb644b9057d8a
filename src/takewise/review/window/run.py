"""Opening the window, and closing it again."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from takewise.pipeline import Request, TakeResult
from takewise.review.opening import Opening, kept_by
from takewise.review.window.look import dress
from takewise.review.window.main import ReviewWindow
from takewise.review.window.net import net_under
from takewise.settings import Settings


def show(
    requests: Sequence[Request],
    names: Sequence[str],
    known: dict[int, TakeResult],
    settings: Settings,
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

    Returns
    -------
    int
        Exit status.
    """
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Takewise")
    dress(application)
    folder = Path(requests[0].path).absolute().parent / "markers"
    window = ReviewWindow(settings, keep=kept_by(requests[0]), folder=folder)
    window.expect(list(names))
    opening = Opening(requests, names, known, window.news.emit)
    window.on_close(opening.close)
    window.on_cancel(opening.cancel)
    window.resize(1440, 900)
    window.show()
    # First the window, then what makes it wait.
    QTimer.singleShot(0, opening.start)
    with net_under(window):
        return application.exec()
