"""The curves under the takes, on one time axis; the playhead and the threshold can be dragged.

The curves are drawn once into an image; while a take plays only the playhead is drawn
over it: 0.16 ms of a core a picture, where a plot of pyqtgraph's with the same curves and
moments took 2.3.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from takewise.ui.shell import theme
from takewise.ui.takes.curves import Curves
from takewise.ui.takes.moment_list import Row
from takewise.ui.takes.state import ReviewState
from takewise.ui.takes.window.lane import Lane, Scale, draw_lane, ruler_steps, top_of
from takewise.ui.takes.window.tooltips import about_axis, about_curves, about_row

_AXIS = 26

# Pixels within which the mouse grabs a line.
_NEAR = 5


class Lanes(QWidget):
    """One lane of curves for each shown take."""

    sought = Signal(object)
    """The playhead was put at a common time, a Fraction."""
    threshold_moved = Signal(float)
    """The threshold was dragged to a strength."""
    chosen = Signal(object)
    """A moment was clicked; its `Row`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ReviewState()
        self._rows: tuple[Row, ...] = ()
        self._curves: Mapping[int, tuple[Curves, ...]] = {}
        self._image: QPixmap | None = None
        self._zoom: tuple[float, float] | None = None
        self._holding = ""
        self.setMouseTracking(True)
        self.setFixedHeight(_AXIS + 150)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def take_room(self, whole: int, pictures: int) -> None:
        """Take the height that the pictures do not need, within reason.

        `whole` is the height of the pictures and the lanes together, `pictures` what the pictures
        can use; pixels.
        """
        count = max(1, len(self._state.shown))
        least, most = {1: (110, 340), 2: (92, 300), 3: (66, 220)}.get(count, (50, 150))
        low, high = _AXIS + least * count, _AXIS + most * count
        height = min(max(whole - pictures, low), high, max(low, whole // 2))
        if height != self.height():
            self.setFixedHeight(height)

    def show_state(
        self, state: ReviewState, rows: Sequence[Row], curves: Mapping[int, tuple[Curves, ...]]
    ) -> None:
        """Draw a state, as far as it differs from what is drawn."""
        before = self._state
        self._state, self._curves = state, curves
        lasting = ("takes", "shown", "choice", "selected", "active", "mark_in", "mark_out", "loop")
        changed = any(getattr(before, each) != getattr(state, each) for each in lasting[1:])
        if changed or before.takes is not state.takes or rows is not self._rows:
            self._rows = tuple(rows)
            self._image = None
            self.update()
        elif before.at != state.at:
            self._follow()
            for at in (before.at, state.at):
                x = round(self._x(float(at)))
                self.update(QRect(x - 8, 0, 17, self.height()))

    def refresh(self) -> None:
        """Draw everything again, as curves have arrived."""
        self._image = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt calls it so
        """Draw the curves as they were drawn before, and the playhead over them."""
        if self._image is None:
            self._image = self._drawn()
        with theme.painting(self) as painter:
            painter.drawPixmap(0, 0, self._image)
            if self._state.takes:
                self._draw_playhead(painter)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt calls it so
        """Draw everything again."""
        super().resizeEvent(event)
        self._image = None

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """Grab the threshold, choose a moment, or move the playhead."""
        point = event.position()
        if self._on_threshold(point):
            self._holding = "threshold"
            return
        row = self.row_at(point)
        if row is not None and point.y() > _AXIS:
            self.chosen.emit(row)
            return
        self._holding = "playhead"
        self.sought.emit(self._time(point.x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """Drag what was grabbed."""
        point = event.position()
        if self._holding == "playhead":
            self.sought.emit(self._time(point.x()))
        elif self._holding == "threshold":
            lane = self._lane_at(point, nearest=True)
            if lane:
                self.threshold_moved.emit(lane.strength_at(point.y()))
        else:
            over = self._on_threshold(point)
            shape = Qt.CursorShape.SizeVerCursor if over else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """End the drag."""
        self._holding = ""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt calls it so
        """Zoom around the mouse; sideways it moves along."""
        begin, end = self._window
        length = end - begin
        turned = event.angleDelta()
        if turned.y():
            centre = float(self._time(event.position().x()))
            factor = 0.85 ** (turned.y() / 120)
            begin, end = centre - (centre - begin) * factor, centre + (end - centre) * factor
        else:
            moved = -turned.x() / 1200 * length
            begin, end = begin + moved, end + moved
        self._show_window(begin, end)

    def event(self, event: QEvent) -> bool:
        """Explain what is under the mouse."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self._explained(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), words, self) if words else QToolTip.hideText()
            return True
        return super().event(event)

    def row_at(self, point: QPointF) -> Row | None:
        """Return the moment that is drawn at a point; None if there is none."""
        lane = self._lane_at(point)
        if lane is None:
            return None
        at = float(self._time(point.x()))
        slack = 3 * (self._window[1] - self._window[0]) / max(1, self.width())
        hits = [
            row
            for row in lane.rows
            if lane.begins(row) - slack <= at <= lane.ends(row) + slack and row.kept
        ]
        return min(hits, key=lambda row: abs(float(row.at) - at), default=None)

    @property
    def _window(self) -> tuple[float, float]:
        """The common times at the left and at the right edge."""
        start, end = (float(each) for each in self._state.reach)
        whole = (start, max(end, start + 0.04))
        return self._zoom or whole

    def _show_window(self, begin: float, end: float) -> None:
        start, finish = (float(each) for each in self._state.reach)
        length = min(max(end - begin, 0.25), finish - start)
        begin = min(max(begin, start), finish - length)
        whole = length >= finish - start
        self._zoom = None if whole else (begin, begin + length)
        self.refresh()

    def _follow(self) -> None:
        """Keep the playhead in sight while the axis is zoomed."""
        if self._zoom is None or self._holding:
            return
        begin, end = self._zoom
        at = float(self._state.at)
        if not begin <= at <= end:
            self._show_window(at - (end - begin) * 0.1, at + (end - begin) * 0.9)

    def _x(self, at: float) -> float:
        begin, end = self._window
        return theme.GAP + (at - begin) / (end - begin) * (self.width() - 2 * theme.GAP)

    def _time(self, x: float) -> Fraction:
        begin, end = self._window
        share = (x - theme.GAP) / max(1, self.width() - 2 * theme.GAP)
        return Fraction(begin + share * (end - begin)).limit_denominator(100_000)

    def lanes(self) -> list[Lane]:
        """Return the lanes, top to bottom."""
        shown = self._state.shown
        height = (self.height() - _AXIS) / max(1, len(shown))
        top = top_of(self._curves, self._rows)
        scale = Scale(width=self.width(), window=self._window, top=top)
        return [
            Lane(
                room=QRectF(0, _AXIS + number * height, self.width(), height - 1),
                place=place,
                take=self._state.takes[place],
                active=place == self._state.active,
                curves=self._curves.get(place, ()),
                rows=tuple(row for row in self._rows if row.take == place),
                scale=scale,
            )
            for number, place in enumerate(shown)
        ]

    def _lane_at(self, point: QPointF, *, nearest: bool = False) -> Lane | None:
        lanes = self.lanes()
        for lane in lanes:
            if lane.room.top() <= point.y() <= lane.room.bottom():
                return lane
        return lanes[0 if point.y() < _AXIS else -1] if lanes and nearest else None

    def _on_threshold(self, point: QPointF) -> bool:
        lane = self._lane_at(point)
        if lane is None:
            return False
        return abs(lane.y_of(self._state.choice.threshold) - point.y()) <= _NEAR

    def _explained(self, point: QPointF) -> str:
        if self._on_threshold(point):
            return (
                "Threshold: drag it up to keep only stronger moments. Strength is the greatest "
                "displacement in units of the noise, which is how much the same skin moves "
                "while the face is still."
            )
        row = self.row_at(point)
        if row is not None and point.y() > _AXIS:
            return about_row(row, self._state.takes[row.take])
        at, lane = self._time(point.x()), self._lane_at(point)
        return about_curves(lane.take, lane.curves, at) if lane else about_axis(at)

    def _drawn(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        image = QPixmap(self.size() * ratio)
        image.setDevicePixelRatio(ratio)
        image.fill(theme.PANEL)
        with theme.painting(image) as painter:
            self._draw_axis(painter)
            for lane in self.lanes():
                draw_lane(painter, lane, self._state)
            self._draw_marks(painter)
        return image

    def _draw_axis(self, painter: QPainter) -> None:
        painter.setFont(theme.mono(10))
        begin, end = self._window
        step = ruler_steps(end - begin, self.width())
        for number in range(math.ceil(begin / step), math.floor(end / step) + 1):
            x = self._x(number * step)
            painter.setPen(theme.LINE)
            painter.drawLine(QPointF(x, _AXIS - 6), QPointF(x, self.height()))
            painter.setPen(theme.FAINT)
            text = f"{number * step:g} s"
            # Next to the playhead's handle; none that the edge would cut.
            if x + 9 + QFontMetrics(painter.font()).horizontalAdvance(text) < self.width():
                painter.drawText(QPointF(x + 9, _AXIS - 9), text)

    def _draw_marks(self, painter: QPainter) -> None:
        """Shade what the loop leaves out, and mark in and out."""
        state = self._state
        for at, side in ((state.mark_in, -1), (state.mark_out, 1)):
            if at is None:
                continue
            x = self._x(float(at))
            painter.setPen(theme.TEXT)
            painter.drawLine(QPointF(x, 4), QPointF(x, self.height()))
            painter.drawLine(QPointF(x, 4), QPointF(x - 5 * side, 4))
            edge = 0.0 if side < 0 else float(self.width())
            left, right = min(x, edge), max(x, edge)
            painter.fillRect(
                QRectF(left, _AXIS, right - left, self.height()),
                theme.faded(theme.ROOM, 0.6 if state.loop else 0.3),
            )

    def _draw_playhead(self, painter: QPainter) -> None:
        x = self._x(float(self._state.at))
        painter.setPen(theme.TEXT)
        painter.drawLine(QPointF(x, _AXIS - 8), QPointF(x, self.height()))
        painter.setBrush(theme.TEXT)
        painter.setPen(Qt.PenStyle.NoPen)
        top = _AXIS - 16
        painter.drawPolygon(
            QPolygonF([QPointF(x - 6, top), QPointF(x + 6, top), QPointF(x, top + 10)])
        )

    def point_of(self, row: Row) -> QPoint:
        """Return where a moment's apex is drawn."""
        lane = next(each for each in self.lanes() if each.place == row.take)
        return QPoint(round(self._x(float(row.at))), round(lane.room.center().y()))
