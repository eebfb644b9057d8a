"""The curves under the takes, on one time axis.

pyqtgraph draws the plots and hears the mouse. What it drew is kept as an image that covers
them; while a take plays, only the playhead is drawn over it: 0.05 ms of a core a picture,
where the plots themselves took 34.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPixmap, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from takewise.ui.shell import theme
from takewise.ui.takes import time_axis
from takewise.ui.takes.curves import CurveName, Curves, extent
from takewise.ui.takes.moment_list import Row
from takewise.ui.takes.spoken import spoken_in
from takewise.ui.takes.state import ReviewState
from takewise.ui.takes.times import shown_timecode
from takewise.ui.takes.window.lane_plot import Lane
from takewise.ui.takes.window.lane_stack import LaneStack, Overview
from takewise.ui.takes.window.plot_parts import AXIS_HEIGHT, AXIS_WIDTH, exact
from takewise.ui.takes.window.spoken_row import SPOKEN_HEIGHT
from takewise.ui.takes.window.tooltips import (
    THRESHOLD_WORDS,
    about_axis,
    about_curves,
    about_row,
)
from takewise.ui.takes.window.track_menu import TrackMenu

# Pixels of a plot at the least, of one with movements, and of the overview.
_ROW, _TALL, _OVERVIEW = 34, 62, 26

# Pixels within which the mouse is on a line.
_NEAR = 5


class Lanes(QWidget):
    """One lane of curves for each shown take."""

    sought = Signal(object)
    """The playhead was put at a common time, a Fraction."""
    threshold_moved = Signal(float)
    """The threshold was dragged to a strength."""
    chosen = Signal(object)
    """A moment was clicked; its `Row`."""
    corrected = Signal(object, object)
    """A moment's edges were dragged: its `Row`, and the `FrameRange` that it now has."""
    window_asked = Signal(object, object)
    """Another part of the clock is to be shown: its edges, common times, Fractions."""
    track_toggled = Signal(object)
    """A curve is to be shown or hidden; its `CurveName`."""
    seconds_toggled = Signal()
    """The axis is to change between timecode and seconds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ReviewState()
        self._rows: tuple[Row, ...] = ()
        self._curves: Mapping[int, tuple[Curves, ...]] = {}
        self.surface = pg.GraphicsLayoutWidget(self)
        """The plots; it hears the mouse."""
        self.surface.setBackground(theme.PANEL)
        self.surface.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.surface.viewport().installEventFilter(self)
        self._extents: dict[CurveName, tuple[float, float]] = {}
        self._extents_of: tuple[int, ...] = ()
        self.times_drawn = 0
        """How often the plots were drawn."""
        self._stack = LaneStack(self.surface)
        self._overview = Overview(self._stack)
        self._still = _Still(self)
        self.menu = TrackMenu(self)
        """Which curves are shown."""
        self.menu.track_toggled.connect(self.track_toggled)
        self.menu.seconds_toggled.connect(self.seconds_toggled)
        self._connect()
        self.setFixedHeight(AXIS_HEIGHT + 150)

    def take_room(self, whole: int, pictures: int) -> None:
        """Take the height that the pictures, `pictures` pixels high, leave of `whole`."""
        count = max(1, len(self._state.shown))
        least = AXIS_HEIGHT + _OVERVIEW + _TALL * min(count, 3) + self._spoken_room
        most = least + (count * len(self._state.tracks) - 1) * 2 * _ROW + _TALL
        height = min(max(whole - pictures, least), most, max(least, whole // 2))
        if height != self.height():
            self.setFixedHeight(height)

    def show_state(
        self, state: ReviewState, rows: Sequence[Row], curves: Mapping[int, tuple[Curves, ...]]
    ) -> None:
        """Draw a state, as far as it differs from what is drawn."""
        before = self._state
        moved, self._state, self._curves = before.at != state.at, state, curves
        lasting = ("shown", "choice", "selected", "active", "mark_in", "mark_out", "loop",
                   "zoom", "tracks", "seconds")  # fmt: skip
        changed = any(getattr(before, each) != getattr(state, each) for each in lasting)
        if changed or before.takes is not state.takes or rows is not self._rows:
            self._rows = tuple(rows)
            self._show(rebuild=before.takes is not state.takes)
        elif moved:
            self._still.move_playhead(*(self._x(float(at)) for at in (before.at, state.at)))

    def refresh(self) -> None:
        """Draw everything again, as curves have arrived."""
        self._show(rebuild=True)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt calls it so
        """Give the plots the whole room, and as many rows as it has place for."""
        super().resizeEvent(event)
        self.surface.setGeometry(self.rect())
        self._still.setGeometry(self.rect())
        self.menu.setGeometry(QRect(2, 1, AXIS_WIDTH - 4, AXIS_HEIGHT - 2))
        self._show(rebuild=True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt calls it so
        """Explain what is under the mouse."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            words = self.explained(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), words, self) if words else QToolTip.hideText()
            return True
        return super().eventFilter(watched, event)

    def lanes(self) -> tuple[Lane, ...]:
        """Return the lanes, top to bottom."""
        return tuple(
            Lane(
                place=place,
                take=self._state.takes[place],
                curves=self._curves.get(place, ()),
                rows=tuple(row for row in self._rows if row.take == place),
            )
            for place in self._state.shown
        )

    def row_at(self, point: QPointF) -> Row | None:
        """Return the kept moment that is drawn at a point; None if there is none."""
        lane = self._stack.lane_at(point)
        if lane is None:
            return None
        at = self.time_at(point.x())
        begin, end = self._window
        return lane.row_at(at, slack=3 * (end - begin) / max(1, self.width()))

    def point_of(self, row: Row) -> QPoint:
        """Return where a moment's apex is drawn."""
        return QPoint(round(self._x(float(row.at))), round(self._stack.middle_of(row.take)))

    def point_at(self, at: float, strength: float, place: int = 0) -> QPoint:
        """Return where a strength at a common time is drawn in a lane."""
        return QPoint(round(self._x(at)), round(self._stack.height_of(strength, place)))

    def time_at(self, x: float) -> float:
        """Return the common time at a place of the axis, seconds."""
        begin, end = self._window
        return begin + (x - AXIS_WIDTH) / max(1, self._breadth) * (end - begin)

    def explained(self, point: QPointF) -> str:
        """Return what is said of the thing at a point."""
        if self._stack.near_threshold(point, _NEAR):
            return THRESHOLD_WORDS
        row = self.row_at(point)
        if row is not None:
            return about_row(row, self._state.takes[row.take])
        at, lane = exact(self.time_at(point.x())), self._stack.lane_at(point)
        if lane is None:
            return about_axis(at)
        return about_curves(lane.take, lane.curves, at, self._state.tracks)

    def _connect(self) -> None:
        self._stack.pressed.connect(self._press)
        self._stack.scrubbed.connect(lambda at: self.sought.emit(exact(at)))
        self._stack.panned.connect(self._pan)
        self._stack.zoomed.connect(self._zoom)
        self._stack.threshold_moved.connect(self.threshold_moved)
        self._stack.corrected.connect(self.corrected)
        self._overview.window_moved.connect(
            lambda begin, end: self.window_asked.emit(exact(begin), exact(end))
        )
        self.surface.scene().changed.connect(self._still.forget)

    def _press(self, row: Row | None, at: float) -> None:
        if row is None:
            self.sought.emit(exact(at))
        else:
            self.chosen.emit(row)

    def _pan(self, share: float) -> None:
        begin, end = self._window
        moved = (end - begin) * share
        self.window_asked.emit(exact(begin + moved), exact(end + moved))

    def _zoom(self, factor: float, centre: float) -> None:
        begin, end = self._window
        self.window_asked.emit(
            exact(centre - (centre - begin) * factor), exact(centre + (end - centre) * factor)
        )

    def _show(self, *, rebuild: bool) -> None:
        """Give the plots what they show; `rebuild` where takes or room have changed."""
        state, lanes = self._state, self.lanes()
        tracks = self._visible_tracks(len(lanes))
        if rebuild or self._extents_of != state.shown:
            self._extents, self._extents_of = {}, state.shown
        heights = {track: self._height(track, lanes) for track in tracks}
        self._stack.build(lanes, heights, rebuild=rebuild)
        self._stack.show(lanes, state)
        begin, end = self._window
        self._stack.axis.words = self._axis_words
        self._stack.set_window(begin, end)
        start, finish = (float(each) for each in state.reach)
        self._overview.show(lanes, (start, finish), (begin, end))
        self._stack.fill()
        self.menu.show_tracks(state.tracks, len(tracks), seconds=state.seconds)
        self._still.forget()

    @property
    def _spoken_room(self) -> int:
        """Pixels of the rows of lines."""
        shown = (self._state.takes[place] for place in self._state.shown)
        return sum(SPOKEN_HEIGHT + 1 for take in shown if spoken_in(take))

    def _visible_tracks(self, count: int) -> tuple[CurveName, ...]:
        """Return the tracks that there is room for, at least the first."""
        room = (self.height() - AXIS_HEIGHT - _OVERVIEW - self._spoken_room) / max(1, count)
        tracks = self._state.tracks
        first = _TALL if tracks[0] is CurveName.MOVEMENT else _ROW
        return tracks[: 1 + max(0, int((room - first) // _ROW))]

    def _height(self, track: CurveName, lanes: Sequence[Lane]) -> tuple[float, float]:
        # Of thousands of pictures; the curves change only with the takes.
        if track not in self._extents:
            self._extents[track] = extent([each for lane in lanes for each in lane.curves], track)
        low, high = self._extents[track]
        if track is CurveName.MOVEMENT:
            high = max([high, *(1.1 * row.moment.strength for row in self._rows)])
        return low, high

    def _axis_words(self, at: float) -> str:
        take = self._state.take
        if self._state.seconds or take is None:
            return f"{at:g} s"
        common = exact(at)
        if not take.plays_at(common):
            # No picture has this timecode; a longer take may go on here.
            return f"{at:g} s"
        return shown_timecode(take.info, take.times, take.frame_at(common))

    @property
    def _window(self) -> tuple[float, float]:
        begin, end = time_axis.window(self._state)
        return float(begin), float(end)

    @property
    def _breadth(self) -> float:
        return self.width() - AXIS_WIDTH - theme.GAP

    def _x(self, at: float) -> float:
        begin, end = self._window
        return AXIS_WIDTH + (at - begin) / (end - begin) * self._breadth

    @property
    def playhead(self) -> float | None:
        """Where the playhead is drawn; None where it is out of sight."""
        x = self._x(float(self._state.at))
        inside = AXIS_WIDTH - 1 <= x <= self.width() - theme.GAP + 1
        return x if self._state.takes and inside else None

    @property
    def foot(self) -> int:
        """Pixels at the bottom that the playhead does not cross."""
        return _OVERVIEW


class _Still(QWidget):
    """What the plots looked like last, and the playhead over it.

    The mouse goes through to the plots.
    """

    def __init__(self, lanes: Lanes) -> None:
        super().__init__(lanes)
        self._lanes = lanes
        self._image: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def forget(self) -> None:
        """Draw the plots again before the next picture."""
        self._image = None
        self.update()

    def move_playhead(self, *places: float) -> None:
        """Draw the playhead where it was, and where it is."""
        for x in places:
            self.update(QRect(round(x) - 8, 0, 17, self.height()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt calls it so
        """Draw the image, and the playhead over it."""
        if self._image is None:
            self._image = self._lanes.surface.grab()
            self._lanes.times_drawn += 1
        with theme.painting(self) as painter:
            painter.drawPixmap(0, 0, self._image)
            x = self._lanes.playhead
            if x is not None:
                _draw_playhead(painter, x, self.height() - self._lanes.foot)
        event.accept()


def _draw_playhead(painter: QPainter, x: float, bottom: int) -> None:
    painter.setPen(theme.TEXT)
    painter.drawLine(QPointF(x, AXIS_HEIGHT - 8), QPointF(x, bottom))
    painter.setBrush(theme.TEXT)
    painter.setPen(Qt.PenStyle.NoPen)
    top = AXIS_HEIGHT - 9
    painter.drawPolygon(QPolygonF([QPointF(x - 5, top), QPointF(x + 5, top), QPointF(x, top + 9)]))
