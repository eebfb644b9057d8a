"""A fault in the window is said and reported, and the window stays open."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import pytest

from takewise.faults import report_folder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

pytestmark = pytest.mark.usefixtures("application")


def _fail() -> None:
    raise ZeroDivisionError("in a slot")


def _fail_twice() -> None:
    raise LookupError("in a thread")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_slots_and_threads_of_a_window_have_a_net(
    application: QApplication, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each sentence once, on the screen and in the terminal; a report for each fault."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QMessageBox, QWidget

    from takewise.ui.shell.net import net_under

    before = sys.excepthook, threading.excepthook
    reports = len(list(report_folder().glob("fault-*.txt")))
    window = QWidget()
    window.show()
    with net_under(window):
        for _ in range(3):
            QTimer.singleShot(0, _fail)
        thread = threading.Thread(target=_fail_twice)
        thread.start()
        thread.join()
        for _ in range(20):
            application.processEvents()
        said = sorted(box.text() for box in window.findChildren(QMessageBox))
        assert window.isVisible()
    assert (sys.excepthook, threading.excepthook) == before
    assert [text.partition(",")[0] for text in said] == [
        "the window failed (LookupError: in a thread",
        "the window failed (ZeroDivisionError: in a slot",
    ]
    assert capsys.readouterr().err.count("Error: the window failed") == 2
    assert len(list(report_folder().glob("fault-*.txt"))) == reports + 2
    window.close()
