"""Lists whose rows are drawn: what their models, views and painters share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPainterPath
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from takewise.ui.shell import theme

Index = QModelIndex | QPersistentModelIndex
Entry = TypeVar("Entry")


class RowModel(QAbstractListModel, Generic[Entry]):
    """The rows of a list; `words` are for screen readers, `tip` returns rich text."""

    def __init__(
        self, parent: QWidget, words: Callable[[Entry], str], tip: Callable[[Entry], str]
    ) -> None:
        super().__init__(parent)
        self.rows: tuple[Entry, ...] = ()
        self._words, self._tip = words, tip

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own form
        """Count the rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row's words, for its tooltip and for screen readers."""
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(self.rows[index.row()])
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._words(self.rows[index.row()])
        return None

    def replace(self, rows: Sequence[Entry]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()


class RowView(QListView):
    """A list without selection or focus: the state says what is chosen, the window has the keys."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(name)


class RowPainter(QStyledItemDelegate):
    """Draws rows.

    `height` is that of every row, or returns that of a row by its number. `draw` takes a painter,
    the room, the number of the row, and whether the mouse is over it.
    """

    def __init__(
        self,
        parent: QWidget,
        height: int | Callable[[int], int],
        draw: Callable[[QPainter, QRect, int, bool], None],
    ) -> None:
        super().__init__(parent)
        self._height, self._draw = height, draw

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's
        """Return the size of a row."""
        height = self._height if isinstance(self._height, int) else self._height(index.row())
        return QSize(option.rect.width(), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        self._draw(painter, option.rect, index.row(), hovered)
        painter.restore()


def draw_background(painter: QPainter, room: QRect, edge: QColor | None, hovered: bool) -> None:  # noqa: FBT001 - as Qt has it
    """Fill a row: raised with a coloured left edge if it has one, lighter under the mouse."""
    if edge is not None:
        painter.fillRect(room, theme.RAISED)
        painter.fillRect(QRect(room.left(), room.top(), 3, room.height()), edge)
    elif hovered:
        painter.fillRect(room, theme.faded(theme.RAISED, 0.5))


def draw_picture(
    painter: QPainter, place: QRectF, image: QImage | None, line: QColor | None = None
) -> None:
    """Draw a small picture with round corners, with a coloured line at its foot if asked for."""
    path = QPainterPath()
    path.addRoundedRect(place, 4, 4)
    painter.save()
    painter.setClipPath(path)
    painter.fillRect(place, theme.ROOM)
    if image is not None:
        painter.drawImage(place, image)
    if line is not None:
        painter.fillRect(QRectF(place.left(), place.bottom() - 3, place.width(), 3), line)
    painter.restore()


def flat_button(tip: str) -> QPushButton:
    """Return a button without a frame, for the head of a list."""
    button = QPushButton()
    button.setProperty("role", "flat")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setToolTip(tip)
    return button


class SearchLine(QLineEdit):
    """A line for words to search for; Return and Escape give the keys back to the window."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setClearButtonEnabled(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.returnPressed.connect(self.clearFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt calls it so
        """Clear the words by Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.clearFocus()
            return
        super().keyPressEvent(event)
