"""One take's curves and moments, drawn into a lane."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from takewise.model import FloatArray
from takewise.ui.shell import theme
from takewise.ui.takes.curves import Curves
from takewise.ui.takes.moment_list import Row
from takewise.ui.takes.state import ReviewState, ShownTake

# Top of a lane at the least, times the noise: a still face must look still.
_LEAST_TOP = 20.0

# Least height at which eyes, mouth and head have rows of their own.
_ROWED = 90

# Height of such a row.
_ROW = 13

# Opacity of the curves of the others while a person is chosen.
_BEHIND = 0.25

_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 3600)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How time and strength become pixels."""

    width: int
    """Of the lane, pixels."""
    window: tuple[float, float]
    """Common times at the left and at the right edge, seconds."""
    top: float
    """Strength at the top of a lane, in units of the noise."""

    def x(self, at: float) -> float:
        """Return the pixel of a common time."""
        begin, end = self.window
        return theme.GAP + (at - begin) / (end - begin) * (self.width - 2 * theme.GAP)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lane:
    """What one lane shows, and where."""

    room: QRectF
    """Where."""
    place: int
    """Place of the take in `State.takes`."""
    take: ShownTake
    """The take."""
    active: bool
    """Whether decisions are about it."""
    curves: tuple[Curves, ...]
    """Of its people."""
    rows: tuple[Row, ...]
    """Its moments, also those that are not kept."""
    scale: Scale
    """How time and strength become pixels."""

    @property
    def field(self) -> QRectF:
        """Where the movements are drawn."""
        rows = 3 * _ROW + 4 if self.room.height() >= _ROWED else 0
        return self.room.adjusted(0, 6, 0, -rows - 2)

    def y_of(self, strength: float) -> float:
        """Return the height of a strength: a root, so weak moments show next to strong ones."""
        share = min(max(strength, 0.0) / self.scale.top, 1.0) ** 0.5
        return self.field.bottom() - share * self.field.height()

    def strength_at(self, y: float) -> float:
        """Return the strength at a height; 0 below the lowest pixels."""
        share = (self.field.bottom() - y) / self.field.height()
        return 0.0 if share < 0.04 else min(share, 1.0) ** 2 * self.scale.top

    def begins(self, row: Row) -> float:
        """Return the common time of a moment's onset."""
        return float(self.take.common(row.moment.span.start))

    def ends(self, row: Row) -> float:
        """Return the common time at which a moment is over."""
        after = self.take.common(row.moment.span.end - 1) + 1 / self.take.times.rate
        return float(after)


def top_of(curves: Mapping[int, Sequence[Curves]], rows: Sequence[Row]) -> float:
    """Return the strength that the lanes show at the most, the same for all takes."""
    strengths = [row.moment.strength for row in rows]
    levels = [
        float(np.nanpercentile(each.movement, 99))
        for people in curves.values()
        for each in people
        if np.isfinite(each.movement).any()
    ]
    return max([_LEAST_TOP, *(1.1 * each for each in (*strengths, *levels))])


def ruler_steps(length: float, width: int) -> float:
    """Return the seconds between two marks of a ruler, so that their words have room."""
    least = 70 * length / max(1, width)
    return next((step for step in _STEPS if step >= least), _STEPS[-1])


def draw_lane(painter: QPainter, lane: Lane, state: ReviewState) -> None:
    """Draw a lane; the state has the threshold and the chosen moment."""
    painter.save()
    painter.setClipRect(lane.room)
    left, right = (lane.scale.x(float(lane.take.common(frame))) for frame in _ends(lane.take))
    reach = QRectF(left, lane.room.top(), right - left, lane.room.height())
    painter.fillRect(reach, theme.faded(theme.TEXT, 0.05 if lane.active else 0.025))
    person = _person(lane, state)
    for each in lane.curves:
        _draw_movement(painter, lane, each, behind=person not in {None, each.person})
    if lane.room.height() >= _ROWED:
        for number, name in enumerate(("eyes", "mouth", "head")):
            _draw_small(painter, lane, name, number, person)
    for row in lane.rows:
        _draw_row(painter, lane, row, chosen=(row.take, row.moment.id) == state.selected)
    _draw_threshold(painter, lane, state.choice.threshold)
    _draw_sync(painter, lane)
    _draw_words(painter, lane)
    painter.setPen(theme.LINE)
    painter.drawLine(lane.room.bottomLeft(), lane.room.bottomRight())
    painter.restore()


def _person(lane: Lane, state: ReviewState) -> str | None:
    """Return the person whose curves stand out: the one chosen, or of the chosen moment."""
    if state.choice.person:
        return state.choice.person
    chosen = next((row for row in lane.rows if (row.take, row.moment.id) == state.selected), None)
    people = {each.person for each in lane.curves}
    return chosen.moment.person if chosen and chosen.moment.person in people else None


def _ends(take: ShownTake) -> tuple[int, int]:
    return take.times.frames.start, take.times.last


def _points(lane: Lane, values: FloatArray, y_of: Callable[[float], float]) -> list[QPolygonF]:
    """Return the lines of a curve; it breaks where nothing was seen."""
    first = lane.take.times.frames.start
    # One point per pixel at the most: others could not be seen.
    stride = max(1, len(values) // max(1, 2 * lane.scale.width))
    lines, line = [], QPolygonF()
    for number in range(0, len(values), stride):
        value = values[number : number + stride]
        seen = value[np.isfinite(value)]
        if len(seen):
            x = lane.scale.x(float(lane.take.common(first + number)))
            line.append(QPointF(x, y_of(float(seen.max()))))
        elif not line.isEmpty():
            lines.append(line)
            line = QPolygonF()
    return lines if line.isEmpty() else [*lines, line]


def _draw_movement(painter: QPainter, lane: Lane, curves: Curves, *, behind: bool) -> None:
    bottom = lane.field.bottom()
    for line in _points(lane, curves.movement, lane.y_of):
        if behind:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.faded(theme.TEXT, _BEHIND), 1.0))
            painter.drawPolyline(line)
            continue
        area = QPolygonF(line)
        area.append(QPointF(line.last().x(), bottom))
        area.append(QPointF(line.first().x(), bottom))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.faded(theme.TEXT, 0.10))
        painter.drawPolygon(area)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.faded(theme.TEXT, 0.55), 1.2))
        painter.drawPolyline(line)


def _draw_small(painter: QPainter, lane: Lane, name: str, number: int, person: str | None) -> None:
    """Draw one of the rows below the movements."""
    top = lane.field.bottom() + 5 + number * _ROW
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for curves in lane.curves:
        behind = person not in {None, curves.person}
        painter.setPen(QPen(theme.faded(theme.DIM, _BEHIND if behind else 0.8), 1.0))
        values = getattr(curves, name)
        seen = values[np.isfinite(values)]
        if not len(seen):
            continue
        low, high = np.percentile(seen, (0.5, 99.5))
        extent = max(float(high - low), _least_extent(name))

        def y_of(value: float, low: float = low, extent: float = extent, top: float = top) -> float:
            return top + (_ROW - 3) * (1 - min(max((value - low) / extent, 0.0), 1.0))

        for line in _points(lane, values, y_of):
            painter.drawPolyline(line)


def _least_extent(name: str) -> float:
    """Return the change that fills a row at the least: noise must not look like acting."""
    return {"eyes": 0.15, "mouth": 0.10, "head": 5.0}[name]


def _draw_row(painter: QPainter, lane: Lane, row: Row, *, chosen: bool) -> None:
    left, right = lane.scale.x(lane.begins(row)), lane.scale.x(lane.ends(row))
    by_hand = not row.moment.strength
    top = lane.field.top() if by_hand else lane.y_of(row.moment.strength)
    bar = QRectF(left, top, max(3.0, right - left), lane.field.bottom() - top)
    colour = theme.KINDS[row.moment.kind]
    if not row.kept or row.rejected:
        painter.setPen(QPen(theme.faded(colour, 0.35), 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.faded(colour, 0.5 if chosen else 0.26))
    painter.drawRect(bar)
    painter.fillRect(QRectF(bar.left(), bar.top(), bar.width(), 2.5), colour)
    x = lane.scale.x(float(row.at))
    painter.setPen(QPen(colour, 1.4))
    painter.drawLine(QPointF(x, bar.top()), QPointF(x, bar.bottom()))
    if chosen:
        painter.setPen(QPen(theme.TEXT, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar.adjusted(-2, -2, 2, 1))


def _draw_threshold(painter: QPainter, lane: Lane, threshold: float) -> None:
    y = lane.y_of(threshold)
    colour = theme.ACCENT if threshold else theme.faded(theme.ACCENT, 0.45)
    painter.setPen(QPen(colour, 1, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(0, y), QPointF(lane.room.width(), y))
    if threshold:
        painter.setFont(theme.mono(10))
        text = f"≥ {threshold:.3g}×"
        width = QFontMetrics(painter.font()).horizontalAdvance(text) + 10
        tag = QRectF(lane.room.width() - width - 6, y - 8, width, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.ACCENT)
        painter.drawRoundedRect(tag, 3, 3)
        painter.setPen(theme.ROOM)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)


def _draw_sync(painter: QPainter, lane: Lane) -> None:
    """Mark where a sync point was set."""
    if lane.take.decisions.sync is None:
        return
    x, y = lane.scale.x(0.0), lane.room.bottom() - 6
    painter.setPen(QPen(theme.faded(theme.ACCENT, 0.8), 1))
    painter.drawLine(QPointF(x, lane.room.top()), QPointF(x, lane.room.bottom()))
    painter.setBrush(theme.ACCENT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(
        QPolygonF([QPointF(x, y - 5), QPointF(x + 5, y), QPointF(x, y + 5), QPointF(x - 5, y)])
    )


def _draw_words(painter: QPainter, lane: Lane) -> None:
    """Name the lane and its rows, where the names cannot be confused with curves."""
    colour = theme.ACCENT if lane.active else theme.DIM
    _tag(painter, QPointF(10, lane.room.top() + 16), str(lane.place + 1), colour)
    if not lane.curves:
        words = lane.take.trouble or _why_no_curves(lane.take)
        painter.setPen(theme.DIM)
        painter.setFont(theme.sans(12))
        painter.drawText(lane.room, Qt.AlignmentFlag.AlignCenter, words)
        return
    if lane.room.height() >= _ROWED:
        for number, name in enumerate(("eyes", "mouth", "head")):
            top = lane.field.bottom() + 5 + number * _ROW
            _tag(painter, QPointF(10, top + 9), name, theme.FAINT)


def _why_no_curves(take: ShownTake) -> str:
    if take.analysis is None:
        return "waiting to be analysed …"
    if not take.analysis.people:
        return "no face was found, so there are no moments"
    return "the curves of this take were not kept"


def _tag(painter: QPainter, at: QPointF, text: str, colour: QColor) -> None:
    painter.setFont(theme.sans(10, strong=True))
    width = QFontMetrics(painter.font()).horizontalAdvance(text)
    painter.fillRect(QRectF(at.x() - 3, at.y() - 10, width + 6, 13), theme.faded(theme.PANEL, 0.75))
    painter.setPen(colour)
    painter.drawText(at, text)
