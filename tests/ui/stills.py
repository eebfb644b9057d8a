"""The real window for photographs, without a screen, worked by its keys."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from takewise.media import find_photos
from takewise.settings import Settings
from takewise.ui.photos.decision_store import LibraryDecisionStore
from takewise.ui.photos.state import PhotoState
from takewise.ui.photos.window.main import StillsWindow
from tests.ui.windows import SHOTS


class OpenedStills:
    """A window with photographs in it, and the hand that works it."""

    def __init__(self, folder: Path, library: Path, size: tuple[int, int] = (1440, 900)) -> None:
        start = time.perf_counter()
        photos = find_photos((str(folder),))
        keeper = LibraryDecisionStore(library)
        self.window = StillsWindow(photos, Settings(), keeper=keeper, title=folder.name)
        self.window.resize(*size)
        self.window.show()
        self.until(lambda: self.window.view.drawn)
        self.first_picture = time.perf_counter() - start

    @property
    def state(self) -> PhotoState:
        """What is shown."""
        return self.window.session.state

    def until(self, true: Callable[[], object], seconds: float = 60) -> None:
        """Let the window work until something is true."""
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, f"it never came true; {self.state.message}"
            QTest.qWait(5)

    def ranked(self) -> None:
        """Wait for the ranking of the whole session."""
        self.until(lambda: self.state.measured == len(self.state.frames))

    def press(self, *keys: str) -> None:
        """Press keys, as their user says them."""
        for key in keys:
            pressed = QKeySequence(key)[0]
            QTest.keyClick(self.window, pressed.key(), pressed.keyboardModifiers())
        QTest.qWait(1)

    def shoot(self, name: str) -> None:
        """Save a picture of the window, where somebody wants to look at it."""
        folder = os.environ.get(SHOTS)
        if folder:
            QTest.qWait(600)
            Path(folder).mkdir(parents=True, exist_ok=True)
            assert self.window.grab().save(str(Path(folder) / f"{name}.png"))
