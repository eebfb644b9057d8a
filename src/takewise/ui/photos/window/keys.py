"""The sheet of all keys for photographs, over everything else."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from takewise.photo_keys import GROUPS, PhotographSettings, photo_keys_of
from takewise.ui.shell import theme
from takewise.ui.shell.keys_sheet import said

_LINE = 26
_HEAD = 32
_COLUMNS = (("Move", "Colour"), ("Decide",), ("Look", "Window"))


class StillsKeys(QWidget):
    """Draws every command with its keys.

    Parameters
    ----------
    settings
        Which keys do what.
    """

    dismissed = Signal()
    """The sheet was clicked away."""

    def __init__(self, settings: PhotographSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """Go away."""
        event.accept()
        self.dismissed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt calls it so
        """Draw the sheet over a dimmed window."""
        with theme.painting(self) as painter:
            painter.fillRect(event.rect(), theme.faded(theme.ROOM, 0.78))
            room = QRectF(0, 0, min(980, self.width() - 32), min(500, self.height() - 16))
            room.moveCenter(QRectF(self.rect()).center())
            painter.setPen(theme.LINE)
            painter.setBrush(theme.PANEL)
            painter.drawRoundedRect(room, 10, 10)
            painter.setPen(theme.TEXT)
            painter.setFont(theme.sans(18, strong=True))
            painter.drawText(room.adjusted(32, 24, 0, 0), "Keys")
            painter.setPen(theme.FAINT)
            painter.setFont(theme.sans(12))
            corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            words = "every key can be changed in the settings file"
            painter.drawText(room.adjusted(0, 30, -32, 0), corner, words)
            wide = (room.width() - 64) / len(_COLUMNS)
            for number, groups in enumerate(_COLUMNS):
                top = room.top() + 66
                for group in groups:
                    left = room.left() + 32 + number * wide
                    column = QRectF(left, top, wide - 24, 0)
                    top = self._draw_group(painter, column, group)

    def _draw_group(self, painter: QPainter, column: QRectF, group: str) -> float:
        """Draw a group of commands; return where the next one begins."""
        y = column.top()
        painter.setFont(theme.sans(12, strong=True))
        painter.setPen(theme.ACCENT)
        painter.drawText(QRectF(column.left(), y, column.width(), _HEAD), group)
        y += _HEAD - 8
        for command, about in GROUPS[group].items():
            room = QRectF(column.left(), y, column.width(), _LINE)
            _draw_line(painter, room, photo_keys_of(self._settings, command), about)
            y += _LINE
        return y + 18


def _draw_line(painter: QPainter, room: QRectF, keys: tuple[str, ...], about: str) -> None:
    painter.setFont(theme.mono(11, strong=True))
    text = said(keys[0]) if keys else "–"
    wide = max(26, painter.fontMetrics().horizontalAdvance(text) + 14)
    cap = QRectF(room.left(), room.top() + 1, wide, _LINE - 5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.RAISED)
    painter.drawRoundedRect(cap, 4, 4)
    painter.setPen(theme.TEXT)
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, text)
    painter.setFont(theme.sans(12))
    painter.setPen(theme.DIM)
    line = room.adjusted(max(wide, 58) + 10, 0, 0, -3)
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, about)
