"""The list of all takes: face, name, length, score, and the decisions on each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from takewise.ui.shell import theme
from takewise.ui.shell.plain_label import PlainLabel
from takewise.ui.shell.rows import (
    RowModel,
    RowPainter,
    RowView,
    SearchLine,
    draw_background,
    draw_picture,
    flat_button,
)
from takewise.ui.takes.state import ReviewState
from takewise.ui.takes.take_bin import BinEntry, entries

_WIDTH, _NARROWEST = 248, 190
_ROW = 64
_FACE = QSize(64, 48)


class BinPanel(QWidget):
    """The list of takes, with search, part and order above.

    `face` returns the small picture of a take by proportion (width over height), or None until
    it is ready.
    """

    chosen = Signal(int)
    """A take was clicked: its place."""
    toggled = Signal(int)
    """A take was clicked with Ctrl or Shift: its place."""
    closed = Signal(int)
    """A take is to be closed: its place."""
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
        self._face = face
        self._model: RowModel[BinEntry] = RowModel(self, _words_of, _tip_of)
        self.view = _Takes(self, "takes")
        """The rows."""
        self.view.setModel(self._model)
        self.view.setItemDelegate(RowPainter(self, _ROW, self._draw_row))
        self.view.hit.connect(self._hit)
        self.view.menu_asked.connect(self._open_menu)
        self._search = SearchLine("search takes")
        self._search.textChanged.connect(self.searched)
        self._part = flat_button("Which takes are listed; click for the next part of them")
        self._part.clicked.connect(self.part_asked)
        self._order = flat_button("How the takes are sorted; click for the next order")
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
        return self._model.rows

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt calls it so
        """Return the width that it has at first."""
        return QSize(_WIDTH, 400)

    def show_state(self, state: ReviewState) -> bool:
        """Show the list if it is open; return whether it shows anything new."""
        self.setVisible(state.bin_shown)
        # Takes by identity: the values of a whole day are long to compare.
        seen = (
            id(state.takes),
            state.closed,
            state.shown,
            state.active,
            state.bin,
            state.bin_shown,
        )
        if not state.bin_shown or seen == self._seen:
            return False
        self._seen = seen
        listed = entries(state)
        self._model.replace(listed)
        self._empty.setVisible(not listed)
        count, everything = len(listed), len(state.open)
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
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(4)
        layout.addWidget(self._search)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)

    def _draw_row(self, painter: QPainter, room: QRect, row: int, hovered: bool) -> None:  # noqa: FBT001 - as Qt has it
        entry = self.entries[row]
        edge = (theme.ACCENT if entry.active else theme.FAINT) if entry.shown else None
        draw_background(painter, room, edge, hovered)
        place = QRectF(room.left() + 10, room.top() + 8, _FACE.width(), _FACE.height())
        draw_picture(painter, place, self._face(entry, _FACE.width() / _FACE.height()))
        _draw_words(painter, room.adjusted(10 + _FACE.width() + 10, 7, -8, -6), entry)

    def _open_menu(self, row: int, at: QPoint) -> None:
        place = self.entries[row].place
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Show it alone").triggered.connect(lambda: self.chosen.emit(place))
        menu.addAction("Close it").triggered.connect(lambda: self.closed.emit(place))
        menu.popup(at)

    def _hit(self, row: int, several: bool) -> None:  # noqa: FBT001 - a signal has no keywords
        (self.toggled if several else self.chosen).emit(self.entries[row].place)


class _Takes(RowView):
    """The rows; it reports clicks with the keys that are held."""

    hit = Signal(int, bool)
    """A row was clicked: its number, and whether Ctrl or Shift was held."""

    menu_asked = Signal(int, QPoint)
    """The other button was pressed on a row: its number, and where on the screen."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt calls it so
        """Report the row that a menu is asked for."""
        index = self.indexAt(event.pos())
        if index.isValid():
            self.menu_asked.emit(index.row(), event.globalPos())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """Report the row under the mouse."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            self.hit.emit(index.row(), bool(event.modifiers() & held))


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


def _words_of(entry: BinEntry) -> str:
    return f"{entry.place + 1}, {entry.take.name}, {entry.facts}"


def _tip_of(entry: BinEntry) -> str:
    said = entry.take.decisions
    parts = [
        f"{entry.take.name}: {entry.facts}; the score, 0 to 1, says how much there is to look at",
        entry.take.trouble,
        f"{said.stars} of 5 stars, given by you" if said.stars else "",
        said.note,
        "Click to see it alone; Ctrl-click to put it next to the others; right-click to close it.",
    ]
    return theme.plain_tip(". ".join(part for part in parts if part))
