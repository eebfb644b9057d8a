"""The takes' pictures: side by side, or one over the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from takewise.model import Picture
from takewise.ui.shell import theme
from takewise.ui.takes.frame_cache import Held
from takewise.ui.takes.look import pan_picture, zoom_picture
from takewise.ui.takes.state import Layout, ReviewState, ShownTake
from takewise.ui.takes.times import shown_timecode
from takewise.ui.takes.window.caption import SLATE, Slate, draw_slate
from takewise.ui.takes.window.tooltips import about_picture

# Pixels between two panes: enough to separate them, as thin as a splice.
_GUTTER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Pane:
    """Where one take is shown."""

    place: int
    """Place of the take in `State.takes`."""
    slate: QRect
    """Where its name, timecode and decisions are drawn."""
    picture: QRect
    """The room for its picture."""


class Pictures(QWidget):
    """Draws the pictures that the clock asks for, each as its take has it ready.

    `held` returns the nearest picture that is ready, by place and frame. `view_of` returns the
    part of it to show, in shares of its width and height; None for all of it.
    """

    activated = Signal(int)
    """A take was clicked; its place."""
    wiped = Signal(float)
    """The wipe's line was dragged to a share of the picture's width."""
    looked = Signal(object)
    """The look is to change; a function from the old one to the new one."""

    def __init__(
        self,
        held: Callable[[int, int], Held | None],
        view_of: Callable[[int, int], QRectF | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._held, self._view_of = held, view_of
        self._state = ReviewState()
        self._frames: dict[int, int] = {}
        self._grabbed: QPointF | None = None
        self.notes: Mapping[int, str] = {}
        """Place of a take to the text in place of its picture."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 135)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_state(self, state: ReviewState) -> None:
        """Draw a state, as far as it differs from what is drawn."""
        frames = {place: state.takes[place].frame_at(state.at) for place in state.shown}
        before = self._state
        self._state = state
        moved = frames != self._frames
        self._frames = frames
        drawn = ("takes", "active", "layout", "wipe", "face_lock", "solo", "page", "look")
        if moved or any(getattr(before, each) is not getattr(state, each) for each in drawn):
            self.update()

    def frame_shown(self, place: int) -> int | None:
        """Return the picture of a take that is on the screen; None if there is none."""
        held = self._held(place, self._frames.get(place, 0))
        return held.frame if held else None

    def wanted_size(self, place: int) -> tuple[int, int]:
        """Return the width and height, device pixels, in which to decode a take's pictures.

        They are no larger than the take's own.
        """
        take = self._state.takes[place]
        pane = next((each for each in self.panes() if each.place == place), None)
        if pane is None:
            return 0, 0
        full = QSize(take.info.width, take.info.height)
        look = self._state.look
        if self._state.face_lock or look.pixels or look.picture.scale > 1:
            return full.width(), full.height()
        ratio = self.devicePixelRatioF()
        fitted = full.scaled(pane.picture.size() * ratio, Qt.AspectRatioMode.KeepAspectRatio)
        small = fitted if fitted.width() < full.width() else full
        return max(2, small.width()), max(2, small.height())

    def ideal_height(self) -> int:
        """Return the height above which the pictures would not grow any more."""
        shown = self._state.shown
        if not shown:
            return 0
        if self._over:
            return SLATE + round(self.width() / self._aspect())
        columns = 2 if len(shown) == 4 else len(shown)
        rows = -(-len(shown) // columns)
        return rows * (SLATE + round(self.width() / columns / self._aspect()))

    def panes(self) -> list[Pane]:
        """Return where each shown take is."""
        shown = self._state.shown
        if self._over and len(shown) > 1:
            room = self.rect().adjusted(0, SLATE, 0, 0)
            half = self.width() // 2
            slates = (QRect(0, 0, half, SLATE), QRect(half, 0, self.width() - half, SLATE))
            pairs = zip(shown[:2], slates, strict=True)
            return [Pane(place=place, slate=slate, picture=room) for place, slate in pairs]
        return _grid(self.rect(), shown, self._aspect())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt calls it so
        """Draw every pane."""
        with theme.painting(self) as painter:
            painter.fillRect(event.rect(), theme.ROOM)
            panes = self.panes()
            if self._over and len(panes) > 1:
                self._draw_over(painter, panes)
            else:
                for pane in panes:
                    self._draw_picture(painter, pane)
            for pane in panes:
                draw_slate(painter, pane.slate, self._slate(pane.place))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """Make the take under the mouse the active one, or grab the wipe."""
        point = event.position().toPoint()
        if self._state.layout is Layout.WIPE and point.y() > SLATE:
            self.wiped.emit(point.x() / max(1, self.width()))
            return
        self._grabbed = event.position()
        for pane in self.panes():
            if pane.slate.contains(point) or (not self._over and pane.picture.contains(point)):
                self.activated.emit(pane.place)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt calls it so
        """Enlarge the picture about the place under the mouse, or go back."""
        point = event.position()
        room = next((each.picture for each in self.panes()
                     if each.picture.contains(point.toPoint())), None)  # fmt: skip
        if room is None or self._state.face_lock:
            return
        steps = event.angleDelta().y() / 120
        at = (point.x() - room.left()) / room.width(), (point.y() - room.top()) / room.height()
        self.looked.emit(lambda old: zoom_picture(old, steps, at))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802 - Qt calls it so
        """Let go of an enlarged picture."""
        self._grabbed = None

    def _drag(self, event: QMouseEvent) -> None:
        """Move an enlarged picture with the mouse."""
        look = self._state.look
        if self._grabbed is None or not (look.pixels or look.picture.scale > 1):
            return
        way, self._grabbed = event.position() - self._grabbed, event.position()
        room = self.panes()[0].picture.size()
        by = -way.x() / max(1, room.width()), -way.y() / max(1, room.height())
        self.looked.emit(lambda old: pan_picture(old, by))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """Drag the wipe."""
        wiping = self._state.layout is Layout.WIPE and len(self._state.shown) > 1
        self.setCursor(Qt.CursorShape.SplitHCursor if wiping else Qt.CursorShape.ArrowCursor)
        if wiping and event.buttons() & Qt.MouseButton.LeftButton:
            self.wiped.emit(event.position().x() / max(1, self.width()))
        elif event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event)

    def event(self, event: QEvent) -> bool:
        """Explain what is under the mouse."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self._explained(event.pos())
            QToolTip.showText(event.globalPos(), words, self) if words else QToolTip.hideText()
            return True
        return super().event(event)

    def _explained(self, point: QPoint) -> str:
        for pane in self.panes():
            if pane.slate.contains(point) or (not self._over and pane.picture.contains(point)):
                due, shown = self._frames.get(pane.place, 0), self.frame_shown(pane.place)
                take = self._state.takes[pane.place]
                return about_picture(take, due if shown is None else shown, due)
        return ""

    @property
    def _over(self) -> bool:
        return self._state.layout is not Layout.SIDE_BY_SIDE and len(self._state.shown) > 1

    def _aspect(self) -> float:
        takes = [self._state.takes[place].info for place in self._state.shown]
        return max((info.width / info.height for info in takes), default=16 / 9)

    def _slate(self, place: int) -> Slate:
        take = self._state.takes[place]
        frame = self.frame_shown(place)
        there = self._frames.get(place, take.times.frames.start)
        return Slate(
            number=place + 1,
            take=take,
            active=place == self._state.active,
            frame=there if frame is None else frame,
            timecode=shown_timecode(take.info, take.times, there if frame is None else frame),
            late=frame is not None and frame != there,
            side=_side(take, self._state),
        )

    def _draw_picture(self, painter: QPainter, pane: Pane) -> None:
        frame = self._frames.get(pane.place, 0)
        held = self._held(pane.place, frame)
        take = self._state.takes[pane.place]
        if held is None:
            words = self.notes.get(pane.place, "opening …")
            painter.setPen(theme.DIM)
            painter.setFont(theme.sans(13))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(pane.picture.adjusted(24, 24, -24, -24), flags, words)
            return
        away = not take.plays_at(self._state.at)
        painter.setOpacity(0.3 if away else 1.0)
        self._draw(painter, pane, held, take)
        painter.setOpacity(1.0)

    def _draw(self, painter: QPainter, pane: Pane, held: Held, take: ShownTake) -> None:
        image = as_image(held.picture)
        view = self._view_of(pane.place, held.frame) if self._state.face_lock else None
        if view is None:
            target, source = self._zoomed(pane.picture, take, image.size())
            painter.drawImage(target, image, source)
            return
        target = QRectF(pane.picture)
        source = filling(view, target.size().toSize(), image.size())
        painter.drawImage(target, image, source)

    def _zoomed(self, room: QRect, take: ShownTake, image: QSize) -> tuple[QRectF, QRectF]:
        """Return where to draw what of a take's picture, as it is enlarged."""
        fitted = QRectF(fit_picture(room, take))
        look = self._state.look
        scale = look.picture.scale
        if look.pixels:
            scale = take.info.width / max(1.0, fitted.width() * self.devicePixelRatioF())
        width, height = fitted.width() * scale, fitted.height() * scale
        target = QRectF(0, 0, min(width, room.width()), min(height, room.height()))
        target.moveCenter(QRectF(room).center())
        wide, high = target.width() / width, target.height() / height
        left = min(max(look.picture.x - wide / 2, 0.0), 1 - wide) * image.width()
        top = min(max(look.picture.y - high / 2, 0.0), 1 - high) * image.height()
        return target, QRectF(left, top, wide * image.width(), high * image.height())

    def _draw_over(self, painter: QPainter, panes: Sequence[Pane]) -> None:
        first, second = panes[0], panes[1]
        self._draw_picture(painter, first)
        painter.save()
        layout = self._state.layout
        if layout is Layout.OVERLAY:
            painter.setOpacity(0.5)
            self._draw_second(painter, second)
        elif layout is Layout.DIFFERENCE:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
            self._draw_second(painter, second)
        else:
            x = round(self._state.wipe * self.width())
            painter.setClipRect(QRect(x, SLATE, self.width() - x, self.height()))
            painter.fillRect(second.picture, theme.ROOM)
            self._draw_second(painter, second)
            painter.setClipping(False)
            painter.setPen(QPen(QColor(255, 255, 255, 200), 1))
            painter.drawLine(x, SLATE, x, self.height())
            painter.setBrush(QColor(255, 255, 255))
            painter.drawEllipse(QPointF(x, SLATE + (self.height() - SLATE) / 2), 5, 5)
        painter.restore()

    def _draw_second(self, painter: QPainter, pane: Pane) -> None:
        held = self._held(pane.place, self._frames.get(pane.place, 0))
        if held is not None:
            self._draw(painter, pane, held, self._state.takes[pane.place])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt calls it so
        """Draw again at the new size."""
        super().resizeEvent(event)
        self.update()


def as_image(picture: Picture) -> QImage:
    """Return a picture for Qt; it shares the memory, so the picture must stay."""
    height, width, _ = picture.shape
    return QImage(picture.data, width, height, 3 * width, QImage.Format.Format_RGB888)


def fit_picture(room: QRect, take: ShownTake) -> QRect:
    """Return the greatest place in a room that has a take's proportions."""
    size = QSize(take.info.width, take.info.height).scaled(
        room.size(), Qt.AspectRatioMode.KeepAspectRatio
    )
    place = QRect(room.topLeft(), size)
    place.moveCenter(room.center())
    return place


def filling(view: QRectF, room: QSize, image: QSize) -> QRectF:
    """Widen a part of an image, in shares of its size, to a room's proportions.

    The result is in pixels, and smaller if the image ends.
    """
    width, height = view.width() * image.width(), view.height() * image.height()
    wanted = room.width() / max(1, room.height())
    width, height = max(width, height * wanted), max(height, width / wanted)
    share = min(1.0, image.width() / width, image.height() / height)
    width, height = width * share, height * share
    part = QRectF(0, 0, width, height)
    centre = view.center()
    part.moveCenter(QPointF(centre.x() * image.width(), centre.y() * image.height()))
    part.moveLeft(min(max(part.left(), 0), max(0.0, image.width() - width)))
    part.moveTop(min(max(part.top(), 0), max(0.0, image.height() - height)))
    return part


def cut_to(view: QRectF, aspect: float, image: QImage) -> QRectF:
    """Return, in pixels, the largest part of a view of an image with a given aspect.

    `view` is in shares of the image's width and height; the result stays within the image if it
    can.
    """
    whole = QRectF(0, 0, 1, 1)
    if view != whole:
        room = QRectF(0, 0, 1000 * aspect, 1000).size().toSize()
        return filling(view, room, image.size())
    width = min(image.width(), image.height() * aspect)
    part = QRectF(0, 0, width, width / aspect)
    part.moveCenter(QRectF(image.rect()).center())
    return part


def _grid(room: QRect, shown: Sequence[int], aspect: float) -> list[Pane]:
    """Arrange panes in the rows and columns that give the pictures most room."""
    count = len(shown)
    if not count:
        return []

    def height_in(columns: int) -> float:
        rows = -(-count // columns)
        return min(room.height() / rows - SLATE, room.width() / columns / aspect)

    columns = max(range(1, count + 1), key=height_in)
    rows = -(-count // columns)
    panes = []
    for number, place in enumerate(shown):
        row, column = divmod(number, columns)
        left, right = (room.width() * each // columns for each in (column, column + 1))
        top, bottom = (room.height() * each // rows for each in (row, row + 1))
        cell = QRect(left, top, right - left - _GUTTER * (column < columns - 1), bottom - top)
        slate = QRect(cell.left(), cell.top(), cell.width(), SLATE)
        panes.append(Pane(place=place, slate=slate, picture=cell.adjusted(0, SLATE, 0, 0)))
    return panes


def _side(take: ShownTake, state: ReviewState) -> str:
    """Return words if a take has not begun, is over, or is aligned by its sound."""
    if take.plays_at(state.at):
        return take.aligned.words if take.aligned and take.decisions.sync is None else ""
    return "not begun" if state.at + take.origin < 0 else "over"
