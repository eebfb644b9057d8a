"""The sheet of all keys, over everything else in a window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from takewise.ui.shell import theme

# Pixels: a line, a heading, the widest column, the rim.
_LINE = 25
_HEAD = 34
_COLUMN = 310
_RIM = 32

Command = TypeVar("Command", bound=Enum)
"""A command, of whichever window."""

_SIGNS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Return": "⏎"}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyGroup:
    """Commands that belong together."""

    heading: str
    """What they are about."""
    lines: tuple[tuple[tuple[str, ...], str], ...]
    """The keys of each command, none if it has none, and what it does."""


def columns_of(
    layout: Sequence[Sequence[str]],
    groups: Mapping[str, Mapping[Command, str]],
    keys_of: Callable[[Command], tuple[str, ...]],
) -> tuple[tuple[KeyGroup, ...], ...]:
    """Return the columns of a `KeysSheet`.

    `layout` names the groups of each column; `groups` has the commands of a group, each with what
    it does; `keys_of` returns the keys of a command, the one to show first.
    """
    return tuple(
        tuple(
            KeyGroup(
                heading=name,
                lines=tuple((keys_of(command), about) for command, about in groups[name].items()),
            )
            for name in column
        )
        for column in layout
    )


class KeysSheet(QWidget):
    """Draws every command with its first key, in columns from the left.

    `remark` is one line about how keys are changed.
    """

    dismissed = Signal()
    """The sheet was clicked away."""

    def __init__(
        self, columns: Sequence[Sequence[KeyGroup]], *, remark: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._columns, self._remark = columns, remark
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """Close the sheet."""
        event.accept()
        self.dismissed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt calls it so
        """Draw the sheet over a dimmed window."""
        with theme.painting(self) as painter:
            painter.fillRect(event.rect(), theme.faded(theme.ROOM, 0.78))
            # All of it, also where the window is small.
            scale = min(1.0, (self.height() - 8) / self._height())
            painter.scale(scale, scale)
            room = self._room(scale)
            painter.setPen(theme.LINE)
            painter.setBrush(theme.PANEL)
            painter.drawRoundedRect(QRectF(room), 10, 10)
            painter.setPen(theme.TEXT)
            painter.setFont(theme.sans(18, strong=True))
            painter.drawText(room.adjusted(_RIM, 24, 0, 0), "Keys")
            painter.setPen(theme.FAINT)
            painter.setFont(theme.sans(12))
            painter.drawText(
                room.adjusted(0, 30, -_RIM, 0),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop,
                self._remark,
            )
            wide = (room.width() - 2 * _RIM) // len(self._columns)
            for number, groups in enumerate(self._columns):
                top = room.top() + 66
                for group in groups:
                    column = QRect(room.left() + _RIM + number * wide, top, wide - 24, 0)
                    top = _draw_group(painter, column, group)

    def _height(self) -> int:
        return 66 + max(
            sum(len(group.lines) * _LINE + _HEAD + 10 for group in groups)
            for groups in self._columns
        )

    def _room(self, scale: float) -> QRect:
        """Return where the sheet is, in the middle of the window."""
        whole = QRect(0, 0, round(self.width() / scale), round(self.height() / scale))
        width = min(len(self._columns) * _COLUMN, whole.width() - 32)
        room = QRect(0, 0, width, self._height())
        room.moveCenter(whole.center())
        return room


def _draw_group(painter: QPainter, column: QRect, group: KeyGroup) -> int:
    """Draw a group, and return where the next one begins."""
    y = column.top()
    painter.setFont(theme.sans(12, strong=True))
    painter.setPen(theme.ACCENT)
    painter.drawText(QRect(column.left(), y, column.width(), _HEAD), group.heading)
    y += _HEAD - 8
    for keys, about in group.lines:
        _draw_line(painter, QRect(column.left(), y, column.width(), _LINE), keys, about)
        y += _LINE
    return y + 18


def _draw_line(painter: QPainter, room: QRect, keys: tuple[str, ...], about: str) -> None:
    painter.setFont(theme.mono(11, strong=True))
    text = shown_key(keys[0]) if keys else "—"
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


def shown_key(key: str) -> str:
    """Write a key as it is printed on a keyboard: ``Shift+Left`` as ``⇧←``."""
    parts = key.split("+") if not key.endswith("+") else [*key[:-2].split("+"), "+"]
    *modifiers, name = [part for part in parts if part]
    signs = {"Shift": "⇧", "Ctrl": "Ctrl ", "Alt": "Alt ", "Meta": "Meta "}
    return "".join(signs[each] for each in modifiers) + _SIGNS.get(name, name)
