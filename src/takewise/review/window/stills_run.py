"""Opening the window for photographs, and closing it again."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from takewise.review.photographs.keeping import LibraryKeeper
from takewise.review.photographs.state import StillFrame
from takewise.review.window.look import dress
from takewise.review.window.net import net_under
from takewise.review.window.stills_main import StillsWindow
from takewise.settings import Settings


def show_photographs(
    photos: tuple[tuple[str, ...], ...], settings: Settings, keeper: LibraryKeeper
) -> tuple[StillFrame, ...]:
    """Show photographs until the window is closed.

    Parameters
    ----------
    photos
        For each press of the shutter its files; at least one.
    settings
        Every stage's settings.
    keeper
        Keeps decisions.

    Returns
    -------
    tuple[StillFrame, ...]
        The frames with what was decided about them.
    """
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Takewise")
    dress(application)
    title = Path(photos[0][0]).absolute().parent.name
    window = StillsWindow(photos, settings, keeper=keeper, title=title)
    window.resize(1440, 900)
    window.show()
    with net_under(window):
        application.exec()
    return window.session.state.frames
