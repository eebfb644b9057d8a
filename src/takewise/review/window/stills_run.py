"""Opening the window for photographs, and closing it again."""

from __future__ import annotations

from pathlib import Path

from takewise.review.photographs.keeping import LibraryKeeper
from takewise.review.photographs.state import StillFrame
from takewise.review.window.look import application
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
    running = application()
    title = Path(photos[0][0]).absolute().parent.name
    window = StillsWindow(photos, settings, keeper=keeper, title=title)
    window.resize(1440, 900)
    window.show()
    with net_under(window):
        running.exec()
    return window.session.state.frames
