"""The decisions on a frame, drawn small: stars, flag, colour."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from takewise.model.decisions import MOST_STARS, ColourLabel, Decisions, Flag
from takewise.ui.shell import theme

COLOURS: Mapping[ColourLabel, QColor] = MappingProxyType(
    {
        ColourLabel.RED: QColor(214, 72, 72),
        ColourLabel.YELLOW: QColor(226, 190, 62),
        ColourLabel.GREEN: QColor(88, 172, 96),
        ColourLabel.BLUE: QColor(82, 140, 222),
    }
)
"""Colour label to the colour that is drawn."""

FLAGS: Mapping[Flag, tuple[str, QColor]] = MappingProxyType(
    {Flag.PICK: ("✓ pick", QColor(88, 190, 120)), Flag.REJECT: ("✕ reject", QColor(232, 106, 60))}
)
"""Flag to its word and colour."""


def draw_marks(painter: QPainter, at: QPointF, decisions: Decisions, *, size: int) -> float:
    """Draw decisions from a point to the right, and return where they end, pixels from the left.

    `at` is the left end, in the middle of the line; `size` is the height of a star, pixels.
    """
    x = at.x()
    if decisions.flag:
        word, colour = FLAGS[decisions.flag]
        painter.setFont(theme.sans(size, strong=True))
        painter.setPen(colour)
        wide = painter.fontMetrics().horizontalAdvance(word)
        _text(painter, x, at.y(), wide, word)
        x += wide + size
    if decisions.stars:
        painter.setFont(theme.sans(size))
        word = "★" * decisions.stars
        painter.setPen(theme.STAR)
        wide = painter.fontMetrics().horizontalAdvance("★" * MOST_STARS)
        _text(painter, x, at.y(), wide, word)
        x += painter.fontMetrics().horizontalAdvance(word) + size
    if decisions.colour:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(COLOURS[decisions.colour])
        painter.drawRoundedRect(QRectF(x, at.y() - size / 2.6, size * 1.6, size / 1.3), 3, 3)
        x += size * 2.6
    return x


def _text(painter: QPainter, x: float, middle: float, wide: int, words: str) -> None:
    room = QRectF(x, middle - 20, wide + 4, 40)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
