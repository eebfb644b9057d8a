"""Qt without a screen, for what a plugin shows."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

PATIENCE = 20.0
"""Seconds until what has not come true is given up."""


def application() -> Any:
    """Return Qt's one application, made without a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6 import QtWidgets

    return QtWidgets.QApplication.instance() or QtWidgets.QApplication(["takewise"])


def wait_until(true: Callable[[], bool]) -> int:
    """Let Qt work until something is true; return how often it came round.

    Raises what was raised meanwhile where Qt calls Python, which Qt would only print.
    """
    app, rounds = application(), 0
    end = time.monotonic() + PATIENCE
    raised: list[BaseException] = []
    hook, sys.excepthook = sys.excepthook, lambda *told: raised.append(told[1])
    try:
        while not raised and not true():
            assert time.monotonic() < end, "it never came true"
            app.processEvents()
            time.sleep(0.005)
            rounds += 1
    finally:
        sys.excepthook = hook
    if raised:
        raise raised[0]
    return rounds
