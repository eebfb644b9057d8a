"""From a call to a window, or to a sentence about why there is none."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from takewise.errors import DisplayError
from takewise.library import LibraryMode
from takewise.settings import Settings
from takewise.ui.offer import TakesToReview

if TYPE_CHECKING:
    from takewise.ui.photos.state import StillFrame


def start(takes: TakesToReview) -> int:
    """Show takes in a window until it is closed, and return the exit status.

    Raises `DisplayError` if Qt is not installed or cannot start.
    """
    check_display()
    from takewise.ui.takes.window.run import show  # noqa: PLC0415 - loads Qt

    return show(takes)


def choose_paths(samples: Path | None) -> tuple[str, ...]:
    """Let the user choose takes or photographs in a window; return none if it was closed.

    Raises `DisplayError` as `start` does.
    """
    check_display()
    from takewise.ui.shell.welcome import ask_for_paths  # noqa: PLC0415 - loads Qt

    return ask_for_paths(samples)


def start_photographs(
    photos: tuple[tuple[str, ...], ...],
    settings: Settings,
    library: Path | None,
    mode: LibraryMode,
) -> tuple[StillFrame, ...]:
    """Show photographs in a window until it is closed; return the frames with their decisions.

    `photos` holds, for each press of the shutter, its files; at least one. Raises `DisplayError`
    as `start` does.
    """
    check_display()
    from takewise.ui.photos.decision_store import LibraryDecisionStore  # noqa: PLC0415
    from takewise.ui.photos.window.run import show_photographs  # noqa: PLC0415 - loads Qt

    return show_photographs(photos, settings, LibraryDecisionStore(library, mode))


def check_display() -> None:
    """Raise `DisplayError` if no window can be opened."""
    _forget_opencv()
    try:
        import PySide6.QtWidgets  # noqa: F401 - only to see whether it loads
    except ModuleNotFoundError as error:
        raise DisplayError(
            f"Qt is not installed ({error})", remedy="pip install PySide6-Essentials"
        ) from error
    except ImportError as error:
        raise DisplayError(
            f"Qt cannot start ({error})",
            remedy="on Linux install what it names, such as: apt install libgl1 libegl1 "
            "libxkbcommon0 libxcb-cursor0",
        ) from error
    # Qt would end the whole process without a message of ours.
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    screens = ("DISPLAY", "WAYLAND_DISPLAY")
    if sys.platform.startswith("linux") and not platform and not any(map(os.environ.get, screens)):
        raise DisplayError(
            "there is no screen to open a window on",
            remedy="run it in a desktop session; over ssh, ssh -X",
        )


def _forget_opencv() -> None:
    """Remove the plugin path that importing cv2 sets: it belongs to another Qt."""
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        if "cv2" in os.environ.get(name, ""):
            del os.environ[name]
