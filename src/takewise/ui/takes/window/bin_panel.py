"""The list of all takes: face, name, length, score, and what was said of each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QImage, QMouseEvent, QPainter, QPainterPath
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from takewise.ui.shell import theme
from takewise.ui.shell.plain_label import PlainLabel
from takewise.ui.takes.state import ReviewState
from takewise.ui.takes.take_bin import BinEntry, entries

_WIDTH, _NARROWEST = 248, 190
_ROW = 64
_FACE = QSize(64, 48)

Index = QModelIndex | QPersistentModelIndex


class BinPanel(QWidget):
    """The list of takes, with search, part and order above.

    `face` returns the small picture of a take by proportion (width over height), or None until
    it is ready.
    """

    chosen = Signal(int)
    """A take was clicked: its place."""
    toggled = Signal(int)
    """A take was clicked with Ctrl or Shift: its place."""
    searched = Signal(str)
    """Words were typed that a take must have."""
    order_asked = Signal()
    """The list is to be sorted in the next order."""
    part_asked = Signal()
    """The next part of the takes is to be listed."""

    def __init__(
        self, face: Callable[[BinEntry, float], QImage | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._seen: object = None
        self._model = _Entries(self)
        self.view = _Takes(self)
        """The rows."""
        self.view.setModel(self._model)
        self.view.setItemDelegate(_Painter(self._model, face, self))
        self.view.hit.connect(self._hit)
        self._search = QLineEdit()
        self._search.setPlaceholderText("search takes")
        self._search.setClearButtonEnabled(True)
        self._search.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._search.textChanged.connect(self.searched)
        # The keys of the window work again.
        self._search.returnPressed.connect(self._search.clearFocus)
        self._part = _flat("Which takes are listed; click for the next part of them")
        self._part.clicked.connect(self.part_asked)
        self._order = _flat("How the takes are sorted; click for the next order")
        self._order.clicked.connect(self.order_asked)
        self._empty = PlainLabel("No take is like that.", self.view)
        self._empty.setProperty("role", "dim")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.setMinimumWidth(_NARROWEST)
        self.hide()

    @property
    def entries(self) -> tuple[BinEntry, ...]:
        """The takes that are listed."""
        return self._model.entries

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt calls it so
        """Return the width that it has at first."""
        return QSize(_WIDTH, 400)

    def show_state(self, state: ReviewState) -> bool:
        """Show the list if it is open; return whether it shows anything new."""
        self.setVisible(state.bin_shown)
        # Takes by identity: the values of a whole day are long to compare.
        seen = (id(state.takes), state.shown, state.active, state.bin, state.bin_shown)
        if not state.bin_shown or seen == self._seen:
            return False
        self._seen = seen
        listed = entries(state)
        self._model.replace(listed)
        self._empty.setVisible(not listed)
        count, everything = len(listed), len(state.takes)
        several = f"{count} of {everything}" if count < everything else f"{everything}"
        self._part.setText(f"{state.bin.part.value} · {several}")
        self._order.setText(state.bin.order.value)
        return True

    def redraw(self) -> None:
        """Draw the rows again, as small pictures have arrived."""
        self.view.viewport().update()

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt calls it so
        """Keep the words of the empty list in its middle."""
        del event
        self._empty.setGeometry(self.view.rect().adjusted(8, 24, -8, -24))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(6, 0, 6, 2)
        head.addWidget(self._part)
        head.addStretch()
        head.addWidget(self._order)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._search)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)

    def _hit(self, row: int, several: bool) -> None:  # noqa: FBT001 - a signal has no keywords
        (self.toggled if several else self.chosen).emit(self.entries[row].place)


class _Takes(QListView):
    """The rows; it reports clicks with the keys that are held."""

    hit = Signal(int, bool)
    """A row was clicked: its number, and whether Ctrl or Shift was held."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("takes")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """Report the row under the mouse."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            self.hit.emit(index.row(), bool(event.modifiers() & held))


class _Entries(QAbstractListModel):
    """The takes that are listed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: tuple[BinEntry, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's own form
        """Count the rows."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row's words, for its tip and for whoever cannot see it."""
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return theme.plain_tip(_about(entry))
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{entry.place + 1}, {entry.take.name}, {entry.facts}"
        return None

    def replace(self, listed: tuple[BinEntry, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.entries = listed
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    """Draws a row."""

    def __init__(
        self,
        rows: _Entries,
        face: Callable[[BinEntry, float], QImage | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._rows, self._face = rows, face

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's
        """Return the size of a row."""
        del index
        return QSize(option.rect.width(), _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        entry, room = self._rows.entries[index.row()], option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if entry.shown:
            painter.fillRect(room, theme.RAISED)
            edge = theme.ACCENT if entry.active else theme.FAINT
            painter.fillRect(QRect(room.left(), room.top(), 3, room.height()), edge)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(room, theme.faded(theme.RAISED, 0.5))
        self._draw_face(painter, QRectF(room.left() + 10, room.top() + 8, 64, 48), entry)
        _draw_words(painter, room.adjusted(10 + _FACE.width() + 10, 7, -8, -6), entry)
        painter.restore()

    def _draw_face(self, painter: QPainter, place: QRectF, entry: BinEntry) -> None:
        path = QPainterPath()
        path.addRoundedRect(place, 4, 4)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(place, theme.ROOM)
        image = self._face(entry, _FACE.width() / _FACE.height())
        if image is not None:
            painter.drawImage(place, image)
        painter.restore()


def _draw_words(painter: QPainter, room: QRect, entry: BinEntry) -> None:
    said = entry.take.decisions
    painter.setFont(theme.mono(12, strong=True))
    painter.setPen(theme.ACCENT if entry.active else theme.DIM)
    number = f"{entry.place + 1}"
    wide = QFontMetrics(painter.font()).horizontalAdvance(number) + 7
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft, number)
    painter.setFont(theme.sans(12, strong=True))
    painter.setPen(theme.TEXT)
    metrics = QFontMetrics(painter.font())
    # The end of a name has its take's number.
    name = metrics.elidedText(entry.take.name, Qt.TextElideMode.ElideMiddle, room.width() - wide)
    painter.drawText(room.adjusted(wide, 0, 0, 0), Qt.AlignmentFlag.AlignLeft, name)
    painter.setFont(theme.sans(11))
    painter.setPen(theme.DIM)
    facts = entry.facts + (f" · {entry.stage.value}" if entry.stage.value else "")
    painter.drawText(room.adjusted(0, 19, 0, 0), Qt.AlignmentFlag.AlignLeft, facts)
    third = room.adjusted(0, 35, 0, 0)
    if said.verdict is not None:
        painter.setPen(theme.VERDICTS[said.verdict])
        painter.setFont(theme.sans(11, strong=True))
        painter.drawText(third, Qt.AlignmentFlag.AlignLeft, said.verdict.value)
    if said.stars:
        painter.setPen(theme.STAR)
        painter.drawText(third, Qt.AlignmentFlag.AlignRight, "★" * said.stars)


def _about(entry: BinEntry) -> str:
    said = entry.take.decisions
    parts = [
        f"{entry.take.name}: {entry.facts}; the score, of 100, says how much there is to look at",
        entry.take.trouble,
        f"{said.stars} of 5 stars, given by you" if said.stars else "",
        said.note,
        "Click to see it alone; Ctrl-click to put it next to the others.",
    ]
    return ". ".join(part for part in parts if part)


def _flat(tip: str) -> QPushButton:
    button = QPushButton()
    button.setProperty("role", "flat")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setToolTip(tip)
    return button
