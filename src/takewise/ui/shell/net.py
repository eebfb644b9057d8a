"""The last net of a window: a fault in it is shown and reported, and the window stays open."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from takewise.faults import foreseen


class Net(QObject):
    """Shows what slots, events and threads of a window did not catch, each sentence once."""

    caught = Signal(str)
    """Emitted with the sentence, from whatever thread."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._said: set[str] = set()
        self.caught.connect(self._say, Qt.ConnectionType.QueuedConnection)

    def hear(self, error: Exception) -> None:
        """Report an error, and show it on the screen and in the terminal."""
        fault = foreseen(error, what="the window")
        if str(fault) not in self._said:
            self._said.add(str(fault))
            print(f"Error: {fault}", file=sys.stderr)  # noqa: T201 - a terminal may be there
            self.caught.emit(str(fault))

    def _say(self, sentence: str) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, "Takewise", sentence, parent=self._window)
        # Names of files are not markup.
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Not exec: work goes on, and a second fault must not wait for the first.
        box.open()


@contextmanager
def net_under(window: QWidget) -> Iterator[Net]:
    """Catch what a window, its slots and its threads raise, until the context is left."""
    net = Net(window)
    before = sys.excepthook, threading.excepthook

    def heard(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            net.hear(error)
        else:
            before[0](kind, error, trace)

    def heard_in_thread(arguments: threading.ExceptHookArgs) -> None:
        if isinstance(arguments.exc_value, Exception):
            net.hear(arguments.exc_value)

    sys.excepthook, threading.excepthook = heard, heard_in_thread
    try:
        yield net
    finally:
        sys.excepthook, threading.excepthook = before
