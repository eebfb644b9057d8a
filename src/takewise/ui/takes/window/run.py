"""Opening the window, and closing it again."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QProcess, QSettings, QTimer
from PySide6.QtWidgets import QWidget

from takewise.keymap import ReviewSettings
from takewise.ui.offer import TakesToReview
from takewise.ui.shell.menu import add_recent
from takewise.ui.shell.net import net_under
from takewise.ui.shell.recent import recent, remember, settings_file
from takewise.ui.shell.text_scale import SCALES, set_scale
from takewise.ui.shell.theme import application, text_scale
from takewise.ui.takes.loader import kept_by
from takewise.ui.takes.window.main import ReviewWindow
from takewise.ui.takes.window.takes_opener import TakesOpener

_PLACE, _TEXT = "review/geometry", "review/text"


def show(takes: TakesToReview) -> int:
    """Show takes until the window is closed, and return the exit status."""
    running = application()
    first = takes.requests[0]
    folder = Path(first.path).absolute().parent / "markers"
    window = ReviewWindow(takes.settings, keeper=kept_by(first), folder=folder)
    opener = TakesOpener(window, first)
    if takes.photographs is not None:
        words = [*takes.photographs.words]
        window.top.offer(
            takes.photographs.label,
            lambda: QProcess.startDetached(sys.executable, words),
        )
    remembered = settings_file()
    place_window(window, remembered)
    set_scale(window, _text_scale(takes.settings.review, remembered))
    window.on_close(lambda: remembered.setValue(_TEXT, text_scale()))
    remember(remembered, [request.path for request in takes.requests])
    window.paths_chosen.connect(lambda paths: remember(remembered, paths))
    add_recent(window.menus, lambda: recent(remembered), window.paths_chosen.emit)
    window.on_close(lambda: remembered.setValue(_PLACE, window.saveGeometry()))
    window.show()
    # The window first, then what takes time to load.
    QTimer.singleShot(0, lambda: opener.open(takes.requests, takes.names, takes.known))
    with net_under(window):
        return running.exec()


def place_window(window: QWidget, remembered: QSettings) -> None:
    """Give a window its last size and place, or most of the screen; it never leaves the screen."""
    screen = window.screen().availableGeometry()
    window.resize(min(1440, screen.width()), min(900, screen.height()))
    if isinstance(last := remembered.value(_PLACE), QByteArray):
        window.restoreGeometry(last)
    frame = window.frameGeometry()
    if not screen.intersects(frame):
        window.move(screen.topLeft())


def _text_scale(review: ReviewSettings, remembered: QSettings) -> float:
    """Return how large text is: by the settings, or else as it was left."""
    if review.text_scale is not None:
        return review.text_scale
    try:
        left = float(str(remembered.value(_TEXT, 1)))
    except ValueError:
        return 1.0
    return left if SCALES[0] <= left <= SCALES[-1] else 1.0
