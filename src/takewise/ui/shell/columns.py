"""Parts of a window above one another, and next to one another."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

# Pixels: what the right part has at first, and at the least.
_RIGHT, _NARROWEST = 372, 300


def column(upper: QWidget, lower: QWidget) -> QWidget:
    """Return both, the upper one with all the room that is left."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(1)
    layout.addWidget(upper, 1)
    layout.addWidget(lower)
    return column


def in_a_row(left: QWidget, middle: QWidget, right: QWidget) -> QSplitter:
    """Return three parts with borders to drag; the middle one takes what is left."""
    row = QSplitter(Qt.Orientation.Horizontal)
    row.setHandleWidth(2)
    row.setChildrenCollapsible(False)
    for part in (left, middle, right):
        row.addWidget(part)
    right.setMinimumWidth(_NARROWEST)
    row.setStretchFactor(1, 1)
    row.setSizes([left.sizeHint().width(), 10_000, _RIGHT])
    return row
