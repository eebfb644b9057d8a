"""The chosen moment: onset, apex and offset as close-ups, and what was measured."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from takewise.ui.shell import theme
from takewise.ui.takes.moment_list import Row
from takewise.ui.takes.state import ReviewState
from takewise.ui.takes.times import shown_timecode
from takewise.ui.takes.window.tooltips import about_row

_NAMES = ("begins", "peak", "ends")


def stations(row: Row) -> tuple[int, int, int]:
    """Return the frames of a moment's onset, apex and last picture."""
    return row.moment.span.start, row.moment.apex, row.moment.span.end - 1


def _marked(row: Row, state: ReviewState) -> int | None:
    """Return the close-up at the clock."""
    frame = state.takes[row.take].frame_at(state.at)
    return frame if frame in stations(row) else None


class Detail(QWidget):
    """Draws the chosen moment.

    `close_up` returns a picture of a moment by row, frame and proportion (width over height), or
    None until it is ready.
    """

    sought = Signal(object, int)
    """A close-up was clicked; the `Row` and the frame."""

    def __init__(
        self, close_up: Callable[[Row, int, float], QImage | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._close_up = close_up
        self._row: Row | None = None
        self._state = ReviewState()
        self._mark: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt calls it so
        """Return the height of the strip and six lines."""
        return QSize(360, 262)

    def show_row(self, state: ReviewState, row: Row | None) -> None:
        """Show another moment."""
        marked = None if row is None else _marked(row, state)
        if row != self._row:
            self.setToolTip(about_row(row, state.takes[row.take]) if row is not None else "")
        if row != self._row or marked != self._mark:
            self.update()
        self._row, self._state, self._mark = row, state, marked

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt calls it so
        """Draw the strip and the words."""
        with theme.painting(self) as painter:
            painter.fillRect(event.rect(), theme.PANEL)
            painter.fillRect(QRect(0, 0, self.width(), 1), theme.LINE)
            row = self._row
            if row is None:
                painter.setPen(theme.FAINT)
                words = "Press . for the next moment.\nHow it begins, peaks and ends appears here."
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
            else:
                self._draw(painter, row)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """Go to the picture under the mouse."""
        if self._row is None:
            return
        for frame, room in zip(stations(self._row), self._rooms(), strict=True):
            if room.contains(event.position()):
                self.sought.emit(self._row, frame)

    def _rooms(self) -> list[QRectF]:
        wide = (self.width() - 28 - 12) / 3
        return [QRectF(14 + number * (wide + 6), 14, wide, 104) for number in range(3)]

    def _draw(self, painter: QPainter, row: Row) -> None:
        take = self._state.takes[row.take]
        now = take.frame_at(self._state.at)
        for name, frame, room in zip(_NAMES, stations(row), self._rooms(), strict=True):
            path = QPainterPath()
            path.addRoundedRect(room, 4, 4)
            painter.save()
            painter.setClipPath(path)
            painter.fillRect(room, theme.ROOM)
            image = self._close_up(row, frame, room.width() / room.height())
            if image is not None:
                painter.drawImage(room, image)
            painter.restore()
            if frame == now:
                painter.setPen(theme.ACCENT)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(room, 4, 4)
            painter.setPen(theme.DIM)
            painter.setFont(theme.sans(11, strong=name == "peak"))
            below = QRectF(room.left(), room.bottom() + 3, room.width(), 16)
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, name)
            painter.setFont(theme.mono(10))
            painter.setPen(theme.FAINT)
            label = shown_timecode(take.info, take.times, frame)
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, label[-8:])
        self._draw_words(painter, row)

    def _draw_words(self, painter: QPainter, row: Row) -> None:
        moment = row.moment
        room = QRectF(14, 146, self.width() - 28, self.height() - 152)
        painter.setFont(theme.sans(13, strong=True))
        painter.setPen(theme.TEXT)
        title = moment.title[:1].upper() + moment.title[1:]
        sure = f"{100 * moment.confidence:.0f} % sure" if moment.strength else "by hand"
        metrics = QFontMetrics(painter.font())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft, metrics.elidedText(
            title, Qt.TextElideMode.ElideRight, int(room.width()) - 90))  # fmt: skip
        painter.setFont(theme.sans(11))
        painter.setPen(theme.DIM)
        painter.drawText(room, Qt.AlignmentFlag.AlignRight, sure)
        painter.setFont(theme.sans(12))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
        text = moment.reason + (f" — {moment.hint}" if moment.hint else "")
        painter.drawText(room.adjusted(0, 22, 0, 0), flags, text)
