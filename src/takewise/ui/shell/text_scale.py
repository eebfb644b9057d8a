"""Larger or smaller text in a window that is open."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from takewise.ui.shell import theme

SCALES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.5)
"""Sizes that the keys go through; rows have room for text half as large again."""


def rescale(window: QWidget, steps: int) -> None:
    """Show text one step larger (1) or smaller (-1)."""
    nearest = min(range(len(SCALES)), key=lambda place: abs(SCALES[place] - theme.text_scale()))
    set_scale(window, SCALES[min(max(nearest + steps, 0), len(SCALES) - 1)])


def set_scale(window: QWidget, scale: float) -> None:
    """Show the text of a window so many times as large as it is by default."""
    ratio = scale / theme.text_scale()
    theme.scale_text(scale)
    for widget in (window, *window.findChildren(QWidget)):
        font = widget.font()
        if font.pixelSize() > 0:
            font.setPixelSize(max(1, round(font.pixelSize() * ratio)))
            widget.setFont(font)
    for widget in (window, *window.findChildren(QWidget)):
        # What is placed and drawn by hand follows.
        QApplication.sendEvent(widget, QResizeEvent(widget.size(), widget.size()))
        widget.update()
