"""The big picture, or two to four next to each other, zoomed and moved together."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from takewise.ui.photos.reading import Size
from takewise.ui.photos.state import PhotoState, StillFrame
from takewise.ui.photos.window.marks import draw_marks
from takewise.ui.photos.window.pictures import PictureStore
from takewise.ui.shell import theme

_CAPTION = 30


class StillsView(QWidget):
    """Draws the shown frames."""

    moved = Signal(float, float)
    """The middle of what is seen when zoomed, shares of width and height."""
    chosen = Signal(int)
    """A frame was clicked: its place."""
    zoom_asked = Signal()
    """A picture was clicked twice."""

    def __init__(self, store: PictureStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._state = PhotoState()
        self._held: tuple[QPointF, tuple[float, float]] | None = None
        self.drawn: set[int] = set()
        """Places whose picture for the window has been on the screen."""
        self.on_drawn: Callable[[], None] = lambda: None
        """Called when a picture is on the screen for the first time."""

    def show_state(self, state: PhotoState) -> None:
        """Show other frames."""
        self._state = state
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt calls it so
        """Draw the pictures."""
        with theme.painting(self) as painter:
            painter.fillRect(event.rect(), theme.ROOM)
            for place, cell in self._cells():
                self._draw(painter, place, cell)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """Choose a frame, or take hold of the zoomed picture."""
        for place, cell in self._cells():
            if cell.contains(event.position()):
                if place != self._state.at:
                    self.chosen.emit(place)
                self._held = (event.position(), self._state.centre)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """Move the zoomed pictures, all at once."""
        if self._held and self._state.zoomed:
            start, centre = self._held
            image = self._store.best(self._state.at, Size.WHOLE, Size.SCREEN)
            if image:
                gone = (event.position() - start) * self.devicePixelRatioF()
                x, y = centre[0] - gone.x() / image.width(), centre[1] - gone.y() / image.height()
                self.moved.emit(x, y)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """End the drag."""
        event.accept()
        self._held = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """Zoom to where it was clicked."""
        for place, cell in self._cells():
            image = self._store.best(place, Size.SCREEN, Size.SMALL)
            if image and cell.contains(event.position()) and not self._state.zoomed:
                room = fit_image(image, cell)
                at = event.position() - room.topLeft()
                self.zoom_asked.emit()
                self.moved.emit(at.x() / room.width(), at.y() / room.height())
                return
        self.zoom_asked.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt calls it so
        """Ignore the wheel: it must not move the picture that is judged."""
        event.accept()

    def _cells(self) -> list[tuple[int, QRectF]]:
        if not self._state.frames:
            return []
        shown = self._state.shown
        columns = 2 if len(shown) == 4 else len(shown)
        rows = -(-len(shown) // columns)
        gap = 6.0 if len(shown) > 1 else 0.0
        wide = (self.width() - gap * (columns - 1)) / columns
        high = (self.height() - gap * (rows - 1)) / rows
        return [
            (place, QRectF(n % columns * (wide + gap), n // columns * (high + gap), wide, high))
            for n, place in enumerate(shown)
        ]

    def _draw(self, painter: QPainter, place: int, cell: QRectF) -> None:
        state, frame = self._state, self._state.frames[place]
        room = cell
        if state.compared:
            room = cell.adjusted(0, 0, 0, -_CAPTION)
            self._draw_caption(painter, place, frame, cell)
        sizes = (Size.WHOLE, Size.SCREEN) if state.zoomed else (Size.SCREEN, Size.WHOLE)
        image = self._store.best(place, *sizes, Size.SMALL)
        if image is None or frame.trouble:
            words = frame.trouble or "…"
            painter.setFont(theme.sans(14))
            painter.setPen(theme.DIM if frame.trouble else theme.FAINT)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room.adjusted(40, 0, -40, 0), flags, words)
            return
        if state.zoomed:
            self._draw_pixels(painter, place, image, room)
        else:
            painter.drawImage(fit_image(image, room), image)
        self._note_drawn(place)

    def _draw_pixels(self, painter: QPainter, place: int, image: QImage, room: QRectF) -> None:
        """Draw one pixel of the picture on one of the screen."""
        ratio = self.devicePixelRatioF()
        wide, high = room.width() * ratio, room.height() * ratio
        x, y = self._state.centre
        left = _kept_inside(x * image.width() - wide / 2, wide, image.width())
        top = _kept_inside(y * image.height() - high / 2, high, image.height())
        source = QRectF(left, top, wide, high).intersected(QRectF(image.rect()))
        target = QRectF(
            room.left() + (source.left() - left) / ratio,
            room.top() + (source.top() - top) / ratio,
            source.width() / ratio,
            source.height() / ratio,
        )
        painter.drawImage(target, image, source)
        if self._store.best(place, Size.WHOLE) is None:
            painter.setFont(theme.sans(12))
            painter.setPen(theme.DIM)
            painter.drawText(room.adjusted(12, 10, 0, 0), "reading the whole picture …")

    def _draw_caption(self, painter: QPainter, place: int, frame: StillFrame, cell: QRectF) -> None:
        active = place == self._state.at
        line = QRectF(cell.left(), cell.bottom() - _CAPTION, cell.width(), _CAPTION)
        if active:
            painter.fillRect(QRectF(line.left(), line.top(), line.width(), 2), theme.ACCENT)
        painter.setFont(theme.sans(12, strong=active))
        painter.setPen(theme.TEXT if active else theme.DIM)
        words = frame.name
        if frame.ranked and frame.ranked.score.total is not None:
            words += f"   ·   {frame.ranked.place}. of its burst"
        painter.drawText(line.adjusted(10, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        wide = painter.fontMetrics().horizontalAdvance(words)
        draw_marks(
            painter, QPointF(line.left() + wide + 26, line.center().y()), frame.decisions, size=13
        )

    def _note_drawn(self, place: int) -> None:
        if place not in self.drawn and self._store.best(place, Size.SCREEN, Size.WHOLE):
            self.drawn.add(place)
            self.on_drawn()


def fit_image(image: QImage, room: QRectF) -> QRectF:
    """Return where an image is drawn that fills a room, its proportions kept."""
    scale = min(room.width() / image.width(), room.height() / image.height())
    wide, high = image.width() * scale, image.height() * scale
    return QRectF(room.center().x() - wide / 2, room.center().y() - high / 2, wide, high)


def _kept_inside(start: float, seen: float, whole: int) -> float:
    """Return where the seen part begins, without empty space where there is a picture."""
    if seen >= whole:
        return (whole - seen) / 2
    return min(max(0.0, start), whole - seen)
