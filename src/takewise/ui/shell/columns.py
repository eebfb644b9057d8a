"""One part of the window above another."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


def column(upper: QWidget, lower: QWidget) -> QWidget:
    """Return both, the upper one with all the room that is left."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(1)
    layout.addWidget(upper, 1)
    layout.addWidget(lower)
    return column
