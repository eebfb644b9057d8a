"""Opening the window for photographs, and closing it again."""

from __future__ import annotations

from pathlib import Path

from takewise.settings import Settings
from takewise.ui.photos.decision_store import LibraryDecisionStore
from takewise.ui.photos.state import StillFrame
from takewise.ui.photos.window.main import StillsWindow
from takewise.ui.shell.net import net_under
from takewise.ui.shell.theme import application


def show_photographs(
    photos: tuple[tuple[str, ...], ...], settings: Settings, keeper: LibraryDecisionStore
) -> tuple[StillFrame, ...]:
    """Show photographs until the window is closed, and return the frames with their decisions."""
    running = application()
    title = Path(photos[0][0]).absolute().parent.name
    window = StillsWindow(photos, settings, keeper=keeper, title=title)
    window.resize(1440, 900)
    window.show()
    with net_under(window):
        running.exec()
    return window.session.state.frames
