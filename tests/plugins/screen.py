"""Qt without a screen, for what a plugin shows."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any


def application() -> Any:
    """Return Qt's one application, made without a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6 import QtWidgets

    return QtWidgets.QApplication.instance() or QtWidgets.QApplication(["takewise"])


def wait_until(true: Callable[[], bool], seconds: float = 20.0) -> int:
    """Let Qt work until something is true; return how often it came round.

    Raises
    ------
    AssertionError
        If it never is.
    """
    app, rounds = application(), 0
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came true"
        app.processEvents()
        time.sleep(0.005)
        rounds += 1
    return rounds
