"""The list of moments: small picture, title, timecode, strength and reason, row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from takewise.model import Kind, Moment
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
from takewise.ui.takes.moment_groups import Entry, Heading, grouped
from takewise.ui.takes.moment_list import Row
from takewise.ui.takes.sizes import size_word
from takewise.ui.takes.state import FEW, Order, ReviewState
from takewise.ui.takes.times import shown_timecode
from takewise.ui.takes.window.confidence_bar import ConfidenceBar
from takewise.ui.takes.window.tooltips import about_kind, about_row, length_of

_ROW, _HEADING = 78, 28
_THUMB = QSize(104, 62)


class MomentsList(QWidget):
    """The list, with its filters and its order above.

    `thumbnail` returns a moment's small picture by proportion (width over height), or None until
    it is ready.
    """

    chosen = Signal(object)
    """A row was clicked; its `Row`."""
    kind_toggled = Signal(object)
    """A kind is to be shown or hidden; its `Kind`."""
    person_chosen = Signal(object)
    """Only this person's moments are to be shown, or with None everyone's."""
    confidence_moved = Signal(float)
    """Only moments with at least this confidence are to be shown, 0 to 1."""
    sort_asked = Signal()
    """The list is to be sorted in the next order."""
    searched = Signal(str)
    """Words were typed that a title must have."""
    few_asked = Signal()
    """Only the most visible moments are to be kept, or all again."""

    def __init__(
        self, thumbnail: Callable[[Row, float], QImage | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._thumbnail = thumbnail
        self._rows: tuple[Row, ...] = ()
        self._state = ReviewState()
        self._model: RowModel[Entry] = RowModel(self, _spoken, self._tip)
        self._view = RowView(self, "moments")
        self._view.setModel(self._model)
        self._view.setItemDelegate(RowPainter(self, self._height, self._draw_row))
        self._view.clicked.connect(lambda index: self._hit(self._model.rows[index.row()]))
        self._count = PlainLabel()
        self._count.setFont(theme.sans(14, strong=True))
        self._sort = flat_button("Change the sort order (T)")
        self._sort.clicked.connect(self.sort_asked)
        self.search = SearchLine("search titles")
        """Words that a title must have."""
        self.search.textChanged.connect(self.searched)
        self._few = flat_button(
            f"Whether only the {FEW} most visible of each take are kept (Shift+T): the clearest by "
            "strength, confidence and what the scene makes of them"
        )
        self._few.clicked.connect(self.few_asked)
        self._person = flat_button("Whose moments are listed; click for the next person's")
        self._person.clicked.connect(self._next_person)
        self._empty = PlainLabel("", self._view)
        self._empty.setProperty("role", "dim")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.confidence = ConfidenceBar()
        """The least confidence, to be dragged."""
        self.confidence.moved.connect(self.confidence_moved)
        self._chips: dict[Kind, QPushButton] = {}
        self._chip_room = QWidget()
        self._lay_out()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The moments that are listed."""
        return self._rows

    def show_state(
        self, state: ReviewState, everything: Sequence[Row], rows: Sequence[Row]
    ) -> None:
        """Show other rows, and how many there are of how many."""
        self._state = state
        # Another moment is chosen far more often than others are listed.
        if rows is self._rows:
            self.redraw()
        else:
            self._list(rows)
        left = len(everything) - len(rows)
        self._few.setText(f"{FEW} most visible" if state.choice.few else "all")
        # Few moments need no help to be found.
        for each in (self.search, self._few):
            each.setVisible(len(everything) > FEW or bool(state.searched))
        least = state.choice.threshold
        strong = f" ≥ {least:.3g}×" if least else ""
        self._count.setText(f"{len(rows)} moment{'s' * (len(rows) != 1)}{strong}")
        self._count.setToolTip(
            f"{left} more are hidden by the threshold and by what is chosen below"
            if left
            else "all that were found"
        )
        self._sort.setText(f"by {state.choice.order.value}")
        self.confidence.show_share(state.choice.min_confidence)
        self._show_chips(state, everything)
        self._show_people(state)
        self._empty.setText(_why_empty(state, everything))
        self._empty.setVisible(not rows)
        # Later: what was written above may have changed the height of the list.
        QTimer.singleShot(0, self._reveal)

    def redraw(self) -> None:
        """Draw the rows again, as small pictures have arrived."""
        self._view.viewport().update()

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt calls it so
        """Keep the words of the empty list in its middle."""
        del event
        self._empty.setGeometry(self._view.rect().adjusted(32, 16, -32, -16))
        self._place_chips({kind for kind, chip in self._chips.items() if not chip.isHidden()})

    def _draw_row(self, painter: QPainter, room: QRect, number: int, hovered: bool) -> None:  # noqa: FBT001 - as Qt has it
        row, state = self._model.rows[number], self._state
        if isinstance(row, Heading):
            _draw_heading(painter, room, row)
            return
        chosen = (row.take, row.moment.id) == state.selected
        draw_background(painter, room, theme.ACCENT if chosen else None, hovered)
        painter.setOpacity(0.4 if row.rejected else 1.0)
        place = QRectF(room.left() + 12, room.top() + 8, _THUMB.width(), _THUMB.height())
        image = self._thumbnail(row, _THUMB.width() / _THUMB.height())
        draw_picture(painter, place, image, theme.KINDS[row.moment.kind])
        _draw_words(painter, room.adjusted(12 + _THUMB.width() + 12, 9, -14, -8), row, state)

    def _list(self, rows: Sequence[Row]) -> None:
        keep = self._view.verticalScrollBar().value()
        self._rows = tuple(rows)
        entries = grouped(self._state, rows)
        self._view.setUniformItemSizes(len(entries) == len(rows))
        self._model.replace(entries)
        self._view.verticalScrollBar().setValue(keep)

    def _height(self, number: int) -> int:
        return _HEADING if isinstance(self._model.rows[number], Heading) else _ROW

    def _hit(self, entry: Entry) -> None:
        if isinstance(entry, Row):
            self.chosen.emit(entry)

    def _tip(self, entry: Entry) -> str:
        if isinstance(entry, Row):
            return about_row(entry, self._state.takes[entry.take])
        return theme.plain_tip(_spoken(entry))

    def _reveal(self) -> None:
        state = self._state
        for number, row in enumerate(self._model.rows):
            if isinstance(row, Row) and (row.take, row.moment.id) == state.selected:
                self._view.scrollTo(self._model.index(number))

    def _show_chips(self, state: ReviewState, everything: Sequence[Row]) -> None:
        present = {row.moment.kind for row in everything}
        for kind, chip in self._chips.items():
            count = sum(row.moment.kind is kind for row in everything)
            chip.setVisible(kind in present)
            chip.setText(f"{theme.KIND_WORDS[kind]} {count}")
            chip.setToolTip(about_kind(kind, count))
            chip.setChecked(kind in {*state.choice.kinds, Kind.MARKER})
        self._place_chips(present)

    def _place_chips(self, present: set[Kind]) -> None:
        """Put the chips next to one another, and go on in the next row where they end."""
        x, y = 12, 4
        for kind, chip in self._chips.items():
            if kind not in present:
                continue
            size = chip.sizeHint()
            if x > 12 and x + size.width() > self.width() - 12:
                x, y = 12, y + size.height() + 6
            chip.setGeometry(x, y, size.width(), size.height())
            x += size.width() + 6
        self._chip_room.setFixedHeight(y + 34 if present else 0)

    def _show_people(self, state: ReviewState) -> None:
        people = {
            person.id
            for place in state.shown
            if (analysis := state.takes[place].analysis)
            for person in analysis.people
        }
        self._people: list[str | None] = [None, *sorted(people)]
        self._person_now = state.choice.person
        self._person.setVisible(len(people) > 1)
        self._person.setText(f"person {state.choice.person}" if state.choice.person else "everyone")

    def _next_person(self) -> None:
        now = self._people.index(self._person_now) if self._person_now in self._people else 0
        self.person_chosen.emit(self._people[(now + 1) % len(self._people)])

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 10, 8, 2)
        head.addWidget(self._count)
        head.addStretch()
        head.addWidget(self._person)
        head.addWidget(self._sort)
        for kind in Kind:
            chip = _chip(kind, self._chip_room)
            chip.clicked.connect(lambda _=False, kind=kind: self.kind_toggled.emit(kind))
            self._chips[kind] = chip
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        finding = QHBoxLayout()
        finding.setContentsMargins(12, 2, 8, 2)
        finding.addWidget(self.search, 1)
        finding.addWidget(self._few)
        layout.addLayout(finding)
        layout.addWidget(self._chip_room)
        layout.addWidget(self.confidence)
        layout.addWidget(self._view, 1)


def _spoken(entry: Entry) -> str:
    if isinstance(entry, Row):
        return f"{entry.moment.title}, {entry.moment.because}"
    return f"{entry.words}: {entry.count} moment{'s' * (entry.count != 1)}"


def _draw_heading(painter: QPainter, room: QRect, heading: Heading) -> None:
    inside = room.adjusted(14, 7, -14, 0)
    painter.setFont(theme.sans(11, strong=True))
    painter.setPen(theme.FAINT)
    count = f"{heading.count}"
    wide = QFontMetrics(painter.font()).horizontalAdvance(count)
    painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, count)
    painter.setPen(theme.DIM)
    _line(painter, inside.adjusted(0, 0, -wide - 8, 0), heading.words)
    painter.fillRect(QRect(room.left() + 14, room.bottom(), room.width() - 28, 1), theme.LINE)


def _draw_words(painter: QPainter, room: QRect, row: Row, state: ReviewState) -> None:
    moment, take = row.moment, state.takes[row.take]
    strength = _sorted_by(moment, state.choice.order)
    painter.setFont(theme.sans(11, strong=True))
    wide = QFontMetrics(painter.font()).horizontalAdvance(strength)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
    painter.setPen(theme.TEXT)
    painter.drawText(room, right, strength)
    font = QFont(theme.sans(13, strong=True))
    font.setStrikeOut(row.rejected)
    painter.setFont(font)
    title = moment.title[:1].upper() + moment.title[1:]
    _line(painter, room.adjusted(0, -1, -wide - 8, 0), title)
    painter.setPen(theme.DIM)
    painter.setFont(theme.mono(11))
    timecode = shown_timecode(take.info, take.times, moment.apex)
    second = room.adjusted(0, 20, 0, 0)
    painter.drawText(second, timecode)
    along = QFontMetrics(painter.font()).horizontalAdvance(timecode) + 10
    painter.setFont(theme.sans(11))
    several = f"take {row.take + 1} · " if len(state.shown) > 1 else ""
    person = f"{moment.person} · " if take.analysis and len(take.analysis.people) > 1 else ""
    length = f"{length_of(moment, take):.2f} s"
    # If room is short, the kind is cut, which the colour shows as well.
    about = f"{length} · {several}{person}{theme.KIND_WORDS[moment.kind]}"
    _line(painter, second.adjusted(along, 0, 0, 0), about)
    painter.setPen(theme.FAINT)
    first, last = (shown_timecode(take.info, take.times, each)[-8:] for each in _ends(moment))
    lasting = f"begins {first}, ends {last}"
    third = moment.because if moment.kind is Kind.MARKER else lasting
    _line(painter, room.adjusted(0, 40, 0, 0), third)


def _sorted_by(moment: Moment, order: Order) -> str:
    """Return the number by which the list is sorted, or else how large the movement is."""
    if order is Order.STRENGTH and moment.strength:
        return f"{moment.strength * moment.confidence:.0f}×"
    return size_word(moment)


def _ends(moment: Moment) -> tuple[int, int]:
    return moment.span.start, moment.span.end - 1


def _line(painter: QPainter, room: QRect, text: str) -> None:
    metrics = QFontMetrics(painter.font())
    elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, elided)


def _chip(kind: Kind, parent: QWidget) -> QPushButton:
    """Return a chip in its kind's colour."""
    chip = QPushButton(parent)
    chip.setCheckable(True)
    chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    chip.setFont(theme.sans(11))
    colour = theme.KINDS[kind].name()
    chip.setStyleSheet(
        f"QPushButton {{ padding: 3px 9px; border-radius: 10px; "
        f"background: transparent; color: {theme.FAINT.name()}; "
        f"border: 1px solid {theme.LINE.name()}; }}"
        f"QPushButton:checked {{ color: {theme.TEXT.name()}; border-color: {colour}; "
        f"background: {theme.RAISED.name()}; }}"
    )
    return chip


def _why_empty(state: ReviewState, everything: Sequence[Row]) -> str:
    if state.searched:
        return "No title has these words."
    if everything:
        return "Nothing passes the threshold and what is chosen above. Press − to lower it."
    takes = [state.takes[place] for place in state.shown]
    if not takes or any(each.analysis is None and not each.trouble for each in takes):
        return "Moments appear here as takes are analysed."
    if all(each.analysis is None for each in takes):
        return "What is shown was not analysed. Press M to add a marker of your own."
    return "Nothing was found in what is shown. Press M to add a marker of your own."
