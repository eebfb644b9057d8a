"""The core at work in a thread, and its messages on the main thread.

A host's nodes and Qt's widgets must only be touched on the main thread. So the thread
does nothing but fill a queue, and a timer of the main thread empties it.
"""

import threading
from queue import Empty, Queue

from takewise_host.problems import Problem
from takewise_host.run import is_last, messages
from takewise_nuke.qt import QtCore

_LOOK_UP = 50
# Milliseconds between two looks into the queue.


class Job(QtCore.QObject):
    """One request to the core, program and first arguments; it ends with its parent."""

    received = QtCore.Signal(dict)
    """A message of the core; the last is result, error without a key, or cancelled."""

    def __init__(self, core, request, parent=None):
        super().__init__(parent)
        self._queue = Queue()
        self._wished = threading.Event()
        self._thread = threading.Thread(target=self._work, args=(core, request))
        self._thread.daemon = True
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(_LOOK_UP)
        self._timer.timeout.connect(self._tell)

    def start(self):
        """Begin."""
        self._thread.start()
        self._timer.start()

    def cancel(self):
        """Cancel; the last message says so within two seconds."""
        self._wished.set()

    def finish(self):
        """Cancel and wait until the core has ended: the host is closing."""
        self.cancel()
        if self._thread.is_alive():
            self._thread.join(3.0)
        self._timer.stop()

    def _work(self, core, request):
        last = {"type": "error", "key": None, "message": "Takewise ended", "hint": ""}
        try:
            for message in messages(core, request, self._wished.is_set):
                self._queue.put(message)
                last = None
        except Problem as problem:
            last = {"type": "error", "key": None, "message": problem.what, "hint": problem.hint}
        except Exception as error:  # noqa: BLE001 - a thread must not die silently
            last = dict(last or {}, type="error", key=None, hint="", message=repr(error))
        if last is not None:
            self._queue.put(last)

    def _tell(self):
        try:
            while True:
                message = self._queue.get_nowait()
                if is_last(message):
                    self._timer.stop()
                self.received.emit(message)
        except Empty:
            pass
