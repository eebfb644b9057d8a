"""A layout that breaks its row where the room ends, as words do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Lays widgets out from left to right, and goes on in the next row.

    Parameters
    ----------
    parent
        The widget whose children are laid out.
    gap
        Pixels between two of them.
    margin
        Pixels at the left, top, right and bottom.
    """

    def __init__(self, parent: QWidget, *, gap: int, margin: tuple[int, int, int, int]) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(*margin)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt calls it so
        """Take in one more."""
        self._items.append(item)

    def count(self) -> int:
        """Count them."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem:  # noqa: N802 - Qt calls it so
        """Return one of them; None beyond the last."""
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem:  # noqa: N802 - Qt calls it so
        """Take one of them out."""
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt calls it so
        """Want no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt calls it so
        """Tell that a narrower room makes it higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt calls it so
        """Return the height that a width makes necessary."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, room: QRect) -> None:  # noqa: N802 - Qt calls it so
        """Lay them out."""
        super().setGeometry(room)
        self._arrange(room, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt calls it so
        """Return the least size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt calls it so
        """Return the size of the largest of them."""
        margins = self.contentsMargins()
        sizes = [item.sizeHint() for item in self._items if not item.isEmpty()]
        wide = max((size.width() for size in sizes), default=0)
        high = max((size.height() for size in sizes), default=0)
        return QSize(
            wide + margins.left() + margins.right(), high + margins.top() + margins.bottom()
        )

    def _arrange(self, room: QRect, *, move: bool) -> int:
        """Lay them out, or only tell how high that would be."""
        margins = self.contentsMargins()
        x, y, high = room.left() + margins.left(), room.top() + margins.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if high and x + size.width() > room.right() - margins.right():
                x, y, high = room.left() + margins.left(), y + high + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            high = max(high, size.height())
        return y + high + margins.bottom() - room.top()
