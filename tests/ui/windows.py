"""The real window, without a screen, worked by its keys."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from takewise.keymap import ReviewSettings
from takewise.pipeline.takes import Request
from takewise.settings import Settings
from takewise.ui.takes.loader import TakeLoader, kept_by
from takewise.ui.takes.speaker import Fill
from takewise.ui.takes.state import ReviewState
from takewise.ui.takes.window.main import ReviewWindow
from tests.ui.faces import AstronautFace
from tests.ui.speakers import Speaker

SHOTS = "TAKEWISE_SCREENSHOTS"
"""Names the folder for pictures of the window; unset for none."""


class Opened:
    """A window with takes in it, and the hand that works it."""

    def __init__(
        self,
        application: QApplication,
        paths: Sequence[Path],
        library: Path,
        folder: Path,
        size: tuple[int, int],
        *,
        real_detector: bool = False,
        **settings: object,
    ) -> None:
        self._application, self.library = application, library
        requests = [Request(path=str(path), library=library, signals=True) for path in paths]
        review = ReviewSettings(**settings)  # type: ignore[arg-type]
        keeper = kept_by(Request(path="", library=library))
        self.speakers: list[Speaker] = []
        finds: dict[str, Any] = {} if real_detector else {"detector": AstronautFace}
        self.window = ReviewWindow(
            Settings(review=review), keeper=keeper, folder=folder, speaker=self._speak, **finds
        )
        self.window.resize(*size)
        self.window.show()
        self.located = 0
        self.window.news.connect(self._count)
        names = [path.name for path in paths]
        self.window.expect(names or ["nothing"])
        # A model takes as long to load as all the rest of a window.
        fake = {} if real_detector else {"detector": lambda _: AstronautFace()}
        self._opening = TakeLoader(requests, names, {}, self.window.news.emit, **fake)  # type: ignore[arg-type]
        self.window.on_close(self._opening.close)
        self.window.on_cancel(self._opening.cancel)
        if requests:
            self._opening.start()
            self.until(lambda: len(self.state.takes) == len(paths))

    @property
    def state(self) -> ReviewState:
        """What is shown."""
        return self.window.session.state

    def until(self, true: Callable[[], object], seconds: float = 60) -> None:
        """Let the window work until something is true."""
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, f"it never came true; {self.state.message}"
            QTest.qWait(10)

    def press(self, *keys: str) -> None:
        """Press keys, as their user says them, and let the window draw."""
        for key in keys:
            pressed = QKeySequence(key)[0]
            QTest.keyClick(self.window, pressed.key(), pressed.keyboardModifiers())
        self._application.processEvents()

    def click(self, widget: QWidget, at: QPoint) -> None:
        """Click somewhere in a part of the window."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)
        self._application.processEvents()

    def drag(self, begin: QPoint, end: QPoint, *, shift: bool = False) -> None:
        """Drag in the curves with the left button, in ten small steps."""
        none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
        held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        self._mouse(QEvent.Type.MouseMove, begin, none, none, held)
        self._mouse(QEvent.Type.MouseButtonPress, begin, left, left, held)
        for step in range(1, 11):
            at = begin + (end - begin) * step / 10
            self._mouse(QEvent.Type.MouseMove, at, none, left, held)
        self._mouse(QEvent.Type.MouseButtonRelease, end, left, none, held)

    def wheel(self, at: QPoint, turned: int) -> None:
        """Turn the wheel over the curves, in eighths of a degree."""
        self.turn(self.window.lanes.surface.viewport(), at, turned)

    def turn(self, surface: QWidget, at: QPoint, turned: int) -> None:
        """Turn the wheel over a part of the window, in eighths of a degree."""
        event = QWheelEvent(
            QPointF(at),
            QPointF(surface.mapToGlobal(at)),
            QPoint(),
            QPoint(0, turned),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 - Qt's own form
        )
        self._application.sendEvent(surface, event)
        self._application.processEvents()

    def _mouse(
        self,
        kind: QEvent.Type,
        at: QPoint,
        button: Qt.MouseButton,
        buttons: Qt.MouseButton,
        held: Qt.KeyboardModifier,
    ) -> None:
        surface = self.window.lanes.surface.viewport()
        place = QPointF(surface.mapToGlobal(at))
        event = QMouseEvent(kind, QPointF(at), place, button, buttons, held)
        self._application.sendEvent(surface, event)
        self._application.processEvents()
        # Two moves within a few milliseconds are one to pyqtgraph.
        time.sleep(0.02)

    def settled(self) -> None:
        """Wait until what the clock asks for is on the screen, and its small pictures too."""

        def there() -> bool:
            shown = [self.window.pictures.frame_shown(place) for place in self.state.shown]
            wanted = [self.state.takes[place].frame_at(self.state.at) for place in self.state.shown]
            return shown == wanted and not self.window.stills_wanted

        self.until(there)
        # The last small picture is on its way from its thread.
        self._application.processEvents()

    def shoot(self, name: str) -> None:
        """Save a picture of the window, where somebody wants to look at it."""
        folder = os.environ.get(SHOTS)
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            assert self.window.grab().save(str(Path(folder) / f"{name}.png"))

    def close(self) -> None:
        """Close the window."""
        self.window.close()
        self._application.processEvents()

    def _speak(self, fill: Fill) -> Speaker:
        self.speakers.append(Speaker(fill))
        return self.speakers[-1]

    def _count(self, news: object) -> None:
        self.located += type(news).__name__ == "Located"
