"""The chosen moment's face, large: before and after in place, magnified, played, enlarged."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from takewise.model import FloatArray, Picture
from takewise.pipeline.seen_moments import ClipFrame
from takewise.ui.shell import theme
from takewise.ui.takes import look
from takewise.ui.takes.look import Closer, FaceLook
from takewise.ui.takes.moment_list import Row
from takewise.ui.takes.seer import Sight
from takewise.ui.takes.state import ReviewState
from takewise.ui.takes.times import shown_timecode
from takewise.ui.takes.window.caption import SLATE
from takewise.ui.takes.window.pictures import as_image

# Milliseconds for which onset and apex are shown in turn: both twice a second.
_TURN = 250

# Milliseconds between two looks at whether the loop has come to another picture.
_TICK = 10

_OUTLINE = QColor(255, 200, 90)


class LargeFaceView(QWidget):
    """Draws what the look asks for, as far as it is ready."""

    looked = Signal(object)
    """The look is to change; a function from the old one to the new one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ReviewState()
        self._row: Row | None = None
        self._sight = Sight()
        self._turned = False
        self._frame = 0.0
        self._held: QPointF | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setToolTip("Turn the wheel to come closer, drag to move, double-click for all of it.")

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt calls it so
        """Return a size for a face whose small movements can be seen."""
        return QSize(480, 576)

    def show_sight(self, state: ReviewState, row: Row | None, sight: Sight) -> None:
        """Draw another moment, or another look at it."""
        if row != self._row:
            self._turned, self._frame = False, 0.0
        self._state, self._row, self._sight = state, row, sight
        self._set_pace()
        self.update()

    def picture(self) -> Picture | None:
        """Return the picture that is shown now; None while it is not ready."""
        shown, seen = self._look, self._sight.seen
        if seen is None:
            return None
        if shown.difference:
            return self._sight.difference
        if shown.loop:
            clip = self._clip()
            at = clip[int(self._frame) % len(clip)] if clip else None
            if at is not None:
                return at.magnified if self._times else at.plain
        if not self._is_after:
            return seen.onset.picture
        times = self._times
        if times is None:
            return seen.apex.picture
        ready = self._sight.magnified.get(times)
        return ready.picture if ready else seen.apex.picture

    def words(self) -> str:
        """Return what the picture shows, for people."""
        if self._sight.trouble:
            return ""
        if self._sight.seen is None:
            return "finding the face …"
        ready = self._sight.magnified.get(self._times or 0)
        shown = self._look
        if shown.loop and not self._clip():
            return "preparing the moment …"
        if self._times and ready is None:
            return "magnifying …"
        is_after = FaceLook(
            after=self._is_after, magnified=shown.magnified, loop=shown.loop,
            difference=shown.difference,
        )  # fmt: skip
        return look.look_words(is_after, ready.times if ready else None)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt calls it so
        """Draw the face, its outline and the words above it."""
        with theme.painting(self) as painter:
            painter.fillRect(event.rect(), theme.ROOM)
            picture = self.picture()
            room = self.rect().adjusted(0, SLATE, 0, 0)
            if picture is None:
                painter.setPen(theme.DIM)
                painter.setFont(theme.sans(13))
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                words = self._sight.trouble or "finding the face …"
                painter.drawText(room.adjusted(16, 0, -16, 0), flags, words)
            else:
                self._draw(painter, room, picture)
            self._draw_caption(painter)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt calls it so
        """Come closer to the place under the mouse, or go back."""
        steps, at = event.angleDelta().y() / 120, self._share(event.position())
        self.looked.emit(lambda old: look.zoom_face(old, steps, at))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """Grab the face."""
        self._held = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """Move it."""
        if self._held is None:
            return
        way, self._held = event.position() - self._held, event.position()
        room = self._room()
        by = -way.x() / max(1.0, room.width()), -way.y() / max(1.0, room.height())
        self.looked.emit(lambda old: look.pan_face(old, by))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802 - Qt calls it so
        """End the drag."""
        self._held = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802 - Qt calls it so
        """Show all of it."""
        self.looked.emit(look.fit)

    @property
    def _look(self) -> FaceLook:
        return self._state.look

    @property
    def _times(self) -> int | None:
        movable = self._row is not None and bool(self._row.moment.movements)
        return self._look.times if self._look.magnified and movable else None

    @property
    def _is_after(self) -> bool:
        return not self._turned if self._look.auto else self._look.after

    def _clip(self) -> list[ClipFrame]:
        return self._sight.clips.get(self._times or 1, [])

    def _set_pace(self) -> None:
        turning = self._look.auto and not self._look.difference
        pause = _TICK if self._look.loop else _TURN
        if not self.isVisible() or self._row is None or not (turning or self._look.loop):
            self._timer.stop()
        elif not self._timer.isActive() or self._timer.interval() != pause:
            self._timer.start(pause)

    def _tick(self) -> None:
        if not self._look.loop:
            self._turned = not self._turned
            self.update()
            return
        clip = self._clip()
        if not clip or self._row is None:
            return
        before = int(self._frame)
        rate = self._state.takes[self._row.take].info.rate * self._state.pace
        self._frame = (self._frame + float(rate) * _TICK / 1000) % len(clip)
        if int(self._frame) != before:
            self.update()

    def _room(self) -> QRectF:
        return QRectF(self.rect().adjusted(0, SLATE, 0, 0))

    def _share(self, point: QPointF) -> tuple[float, float]:
        room = self._room()
        x, y = (point.x() - room.left()) / room.width(), (point.y() - room.top()) / room.height()
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    def _part(self) -> look.Part:
        closer = self._look.closer
        if closer is Closer.MOVED:
            boxes = tuple(_box(line) for line in self._sight.outline)
            return look.face_part(look.around(boxes), self._look.zoom)
        return look.face_part(look.PARTS[closer], self._look.zoom)

    def _draw(self, painter: QPainter, room: QRect, picture: Picture) -> None:
        image = as_image(picture)
        size = image.size()
        left, top, width, height = self._part()
        wanted = QRectF(left * size.width(), top * size.height(),
                        width * size.width(), height * size.height())  # fmt: skip
        target, source = spread(wanted, QRectF(room), QRectF(image.rect()))
        painter.drawImage(target, image, source)
        if self._look.outline and not self._look.difference and not self._look.loop:
            self._draw_outline(painter, target, source, size)

    def _draw_outline(self, painter: QPainter, target: QRectF, source: QRectF, size: QSize) -> None:
        scale = target.width() / source.width()
        painter.save()
        painter.setClipRect(target)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in self._sight.outline:
            points = [
                QPointF(
                    target.left() + (x * size.width() - source.left()) * scale,
                    target.top() + (y * size.height() - source.top()) * scale,
                )
                for x, y in line.tolist()
            ]
            for colour, width in ((QColor(0, 0, 0, 110), 3.5), (_OUTLINE, 1.5)):
                painter.setPen(QPen(colour, width))
                painter.drawPolygon(QPolygonF(points))
        painter.restore()

    def _draw_caption(self, painter: QPainter) -> None:
        if self._row is None:
            return
        room = QRectF(12, 0, self.width() - 24, SLATE)
        take = self._state.takes[self._row.take]
        moment = self._row.moment
        frame = moment.apex if self._is_after else moment.span.start
        still = not (self._look.loop or self._look.difference)
        painter.fillRect(QRect(0, 0, self.width(), SLATE), theme.PANEL)
        painter.setPen(theme.TEXT)
        painter.setFont(theme.sans(13, strong=True))
        middle = Qt.AlignmentFlag.AlignVCenter
        words = self.words()
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, words)
        painter.setFont(theme.mono(11))
        painter.setPen(theme.DIM)
        label = shown_timecode(take.info, take.times, frame) if still else _speed(self._state)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, label)


def spread(wanted: QRectF, room: QRectF, whole: QRectF) -> tuple[QRectF, QRectF]:
    """Return where to draw what of an image, so that a wanted part of it fits a room.

    What else of the image the room has space for is drawn around it.
    """
    scale = min(room.width() / wanted.width(), room.height() / wanted.height())
    width = min(room.width() / scale, whole.width())
    height = min(room.height() / scale, whole.height())
    source = QRectF(0, 0, width, height)
    source.moveCenter(wanted.center())
    source.moveLeft(min(max(source.left(), 0.0), whole.width() - width))
    source.moveTop(min(max(source.top(), 0.0), whole.height() - height))
    target = QRectF(0, 0, width * scale, height * scale)
    target.moveCenter(room.center())
    return target, source


def _speed(state: ReviewState) -> str:
    return f"{state.pace}× speed" if state.look.loop else ""


def _box(line: FloatArray) -> look.Part:
    low, high = line.min(axis=0).tolist(), line.max(axis=0).tolist()
    return low[0], low[1], high[0] - low[0], high[1] - low[1]
