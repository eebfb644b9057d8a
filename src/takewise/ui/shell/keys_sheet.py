"""The sheet of all keys, over everything else."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from takewise.keymap import GROUPS, Command, ReviewSettings, keys_of
from takewise.ui.shell import theme

_LINE = 25
_HEAD = 34
_COLUMNS = (("Play",), ("Moments", "Window"), ("The take",), ("Side by side",))
_SIGNS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Return": "⏎"}


class KeysSheet(QWidget):
    """Draws every command with its keys.

    Parameters
    ----------
    settings
        Which keys do what.
    """

    dismissed = Signal()
    """The sheet was clicked away."""

    def __init__(self, settings: ReviewSettings, parent: QWidget) -> None:
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
            room = self._room()
            painter.setPen(theme.LINE)
            painter.setBrush(theme.PANEL)
            painter.drawRoundedRect(QRectF(room), 10, 10)
            painter.setPen(theme.TEXT)
            painter.setFont(theme.sans(18, strong=True))
            painter.drawText(room.adjusted(32, 24, 0, 0), "Keys")
            painter.setPen(theme.FAINT)
            painter.setFont(theme.sans(12))
            words = f"preset {self._settings.keys} · every key can be changed in the settings file"
            painter.drawText(
                room.adjusted(0, 30, -32, 0),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop,
                words,
            )
            wide = (room.width() - 64) // len(_COLUMNS)
            for number, groups in enumerate(_COLUMNS):
                top = room.top() + 66
                for group in groups:
                    column = QRect(room.left() + 32 + number * wide, top, wide - 24, 0)
                    top = self._draw_group(painter, column, group)

    def _room(self) -> QRect:
        lines = max(sum(len(GROUPS[group]) for group in groups) for groups in _COLUMNS)
        heads = max(map(len, _COLUMNS))
        height = 66 + lines * _LINE + heads * (_HEAD + 10)
        room = QRect(0, 0, min(1180, self.width() - 32), min(height, self.height() - 8))
        room.moveCenter(self.rect().center())
        return room

    def _draw_group(self, painter: QPainter, column: QRect, group: str) -> int:
        """Draw a group of commands; return where the next one begins."""
        y = column.top()
        painter.setFont(theme.sans(12, strong=True))
        painter.setPen(theme.ACCENT)
        painter.drawText(QRect(column.left(), y, column.width(), _HEAD), group)
        y += _HEAD - 8
        for command, about in GROUPS[group].items():
            self._draw_line(painter, QRect(column.left(), y, column.width(), _LINE), command, about)
            y += _LINE
        return y + 18

    def _draw_line(self, painter: QPainter, room: QRect, command: Command, about: str) -> None:
        keys = keys_of(self._settings, command)
        painter.setFont(theme.mono(11, strong=True))
        text = said(keys[0]) if keys else "—"
        wide = max(26, QFontMetrics(painter.font()).horizontalAdvance(text) + 14)
        cap = QRectF(room.left(), room.top() + 1, wide, _LINE - 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.RAISED)
        painter.drawRoundedRect(cap, 4, 4)
        painter.setPen(theme.TEXT)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, text)
        painter.setFont(theme.sans(12))
        painter.setPen(theme.DIM)
        left = max(wide, 58) + 10
        painter.drawText(
            QRectF(room.left() + left, room.top(), room.width() - left, _LINE - 3),
            Qt.AlignmentFlag.AlignVCenter,
            about,
        )


def said(key: str) -> str:
    """Write a key as it stands on a keyboard: ``Shift+Left`` as ``⇧←``."""
    parts = key.split("+") if not key.endswith("+") else [*key[:-2].split("+"), "+"]
    *modifiers, name = [part for part in parts if part]
    signs = {"Shift": "⇧", "Ctrl": "Ctrl ", "Alt": "Alt ", "Meta": "Meta "}
    return "".join(signs[each] for each in modifiers) + _SIGNS.get(name, name)
