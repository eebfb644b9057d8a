"""All plots of the shown takes, one below the other, and the overview at the bottom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPen

from takewise.model import FloatArray
from takewise.ui.shell import theme
from takewise.ui.takes.curves import CurveName
from takewise.ui.takes.spoken import spoken_in
from takewise.ui.takes.state import ReviewState
from takewise.ui.takes.window.lane_plot import ChosenMoment, Lane, TrackPlot
from takewise.ui.takes.window.plot_parts import (
    AXIS_HEIGHT,
    AXIS_WIDTH,
    LaneBox,
    TimeAxis,
    ValueAxis,
)
from takewise.ui.takes.window.spoken_row import SPOKEN_HEIGHT, SpokenRow

_OVERVIEW = 24

# Pixels between two takes.
_BETWEEN = 7

# Opacity of what is outside of in and out: without and with the loop.
_SHADES = (0.3, 0.6)


class LaneStack(QObject):
    """The plots, and what the mouse does in them."""

    pressed = Signal(object, float)
    """A click: the `Row` of the moment there or None, and the common time."""
    scrubbed = Signal(float)
    """The mouse was dragged to a common time."""
    panned = Signal(float)
    """The plots were dragged by a share of their width."""
    zoomed = Signal(float, float)
    """The wheel was turned: a factor, and the common time under the mouse."""
    threshold_moved = Signal(float)
    """The threshold was dragged to a strength."""
    corrected = Signal(object, object)
    """The edges of a moment were dragged: its `Row` and its new frames."""

    def __init__(self, surface: pg.GraphicsLayoutWidget) -> None:
        super().__init__(surface)
        self.surface = surface
        self.axis = TimeAxis()
        """Above the first plot."""
        self._built: tuple[object, ...] = ()
        self._plots: list[list[TrackPlot]] = []
        self._spoken: dict[int, SpokenRow] = {}
        self._chosen: list[ChosenMoment] = []
        self._thresholds: list[pg.InfiniteLine] = []
        self._marks: list[pg.GraphicsObject] = []
        self._notes: list[pg.TextItem] = []
        self._window = (0.0, 1.0)
        self.layout = surface.ci
        """Where the plots are, top to bottom."""
        self.last_row = 0
        """The row below the last plot."""

    def build(
        self,
        lanes: Sequence[Lane],
        heights: Mapping[CurveName, tuple[float, float]],
        *,
        rebuild: bool,
    ) -> None:
        """Make the plots, unless the present ones can show the same."""
        wanted = (tuple(lane.place for lane in lanes), tuple(heights.items()))
        if wanted == self._built and not rebuild:
            return
        self._built = wanted
        # A layout remembers the heights of rows that are gone.
        layout = self.layout = pg.GraphicsLayout()
        layout.setContentsMargins(0, 0, theme.GAP, 2)
        layout.setSpacing(1)
        self.surface.setCentralItem(layout)
        self.axis = TimeAxis()
        axes = iter((self.axis,))
        self._plots = [
            [TrackPlot(track, lane, height, next(axes, None)) for track, height in heights.items()]
            for lane in lanes
        ]
        row, self._spoken = 0, {}
        for lane, plots in zip(lanes, self._plots, strict=True):
            for plot in plots:
                layout.addItem(plot.item, row, 0)
                row += 1
                self._connect(plot)
            if heard := spoken_in(lane.take):
                spoken = SpokenRow(heard, [each.person for each in lane.curves])
                layout.addItem(spoken.item, row, 0)
                self._spoken[row] = spoken
                row += 1
                self._connect_box(spoken.box)
                spoken.box.pressed.connect(lambda at, _: self.pressed.emit(None, at))
            layout.layout.setRowSpacing(row - 1, _BETWEEN)
        self._thresholds = [self._threshold(plot) for plot in self._all if plot.rooted]
        self._chosen = [self._chosen_of(plots) for plots in self._plots]
        self._notes = [_note(plots[0]) for plots in self._plots]
        self._marks = []
        self.last_row = row

    def show(self, lanes: Sequence[Lane], state: ReviewState) -> None:
        """Show moments, the threshold, marks, and which take and moment are chosen."""
        for lane, plots, chosen, note in zip(
            lanes, self._plots, self._chosen, self._notes, strict=True
        ):
            row = next((r for r in lane.rows if (r.take, r.moment.id) == state.selected), None)
            for plot in plots:
                plot.show_rows(lane.rows, lane)
                plot.show_people(_person(lane, state, row.moment.person if row else None))
            chosen.show_row(lane, row)
            _write_note(note, lane, active=lane.place == state.active)
        for line in self._thresholds:
            line.blockSignals(True)  # noqa: FBT003 - Qt's own form
            line.setValue(max(state.choice.threshold, 0.0) ** 0.5)
            line.label.setVisible(bool(state.choice.threshold))
            line.label.setText(f"≥ {state.choice.threshold:.3g}×")
            line.blockSignals(False)  # noqa: FBT003 - Qt's own form
        self._show_marks(lanes, state)

    def fill(self) -> None:
        """Give the plots the whole surface; movements are twice as high as other curves."""
        count = max(1, len(self._plots))
        room = self.surface.range.height() - AXIS_HEIGHT - _OVERVIEW - count * (_BETWEEN + 2) - 8
        room -= len(self._spoken) * (SPOKEN_HEIGHT + 1)
        shares = sum(1 + plot.rooted for plot in self._all) or 1
        for row in self._spoken:
            self.layout.layout.setRowFixedHeight(row, SPOKEN_HEIGHT)
        rows = (row for row in range(self.last_row) if row not in self._spoken)
        for row, plot in zip(rows, self._all, strict=True):
            height = (1 + plot.rooted) * room / shares - 1
            self.layout.layout.setRowFixedHeight(row, height + (0 if row else AXIS_HEIGHT))
        # While it was built the layout shrank to its least.
        self.layout.setGeometry(self.surface.range)

    def set_window(self, begin: float, end: float) -> None:
        """Show a part of the clock, common times."""
        self._window = (begin, end)
        for plot in self._all:
            plot.box.setXRange(begin, end, padding=0)
        breadth = self.surface.range.width() - AXIS_WIDTH
        for spoken in self._spoken.values():
            spoken.set_window(begin, end, breadth)

    def lane_at(self, point: QPointF) -> Lane | None:
        """Return the lane at a point of the surface; None outside of the plots."""
        plot = self._plot_at(point)
        return plot.lane if plot else None

    def middle_of(self, place: int) -> float:
        """Return the height of the middle of a take's first plot, pixels."""
        plots = next(each for each in self._plots if each[0].lane.place == place)
        return float(plots[0].box.sceneBoundingRect().center().y())

    def height_of(self, strength: float, place: int) -> float:
        """Return the height at which a strength is drawn in a take's lane, pixels."""
        plot = next(each for each in self._all if each.rooted and each.lane.place == place)
        return float(plot.box.mapViewToScene(QPointF(0, plot.y_of(strength))).y())

    def near_threshold(self, point: QPointF, pixels: float) -> bool:
        """Return whether a point is on the line of the threshold."""
        plot = self._plot_at(point)
        if plot is None or not plot.rooted or not self._thresholds:
            return False
        level = self._thresholds[0].value()
        at = plot.box.mapViewToScene(QPointF(0, level)).y()
        return bool(abs(at - point.y()) <= pixels)

    @property
    def _all(self) -> list[TrackPlot]:
        return [plot for plots in self._plots for plot in plots]

    def _plot_at(self, point: QPointF) -> TrackPlot | None:
        boxes = [(plot, plot.item) for plot in self._all]
        # A row of lines is explained as the curves above it.
        for row, spoken in self._spoken.items():
            boxes.append((boxes[self._number_above(row)][0], spoken.item))
        return next(
            (plot for plot, item in boxes if item.sceneBoundingRect().contains(point)), None
        )

    def _number_above(self, row: int) -> int:
        """Return the number of the plot above a row of lines."""
        return row - 1 - sum(each < row for each in self._spoken)

    def _connect(self, plot: TrackPlot) -> None:
        plot.box.pressed.connect(partial(self._press, plot))
        self._connect_box(plot.box)

    def _connect_box(self, box: LaneBox) -> None:
        box.scrubbed.connect(self.scrubbed)
        box.panned.connect(self.panned)
        box.zoomed.connect(self.zoomed)

    def _press(self, plot: TrackPlot, at: float, _height: float) -> None:
        slack = 3 * (self._window[1] - self._window[0]) / 1000
        self.pressed.emit(plot.lane.row_at(at, slack), at)

    def _threshold(self, plot: TrackPlot) -> pg.InfiniteLine:
        line = pg.InfiniteLine(
            angle=0,
            movable=True,
            bounds=(0.0, None),
            pen=QPen(theme.faded(theme.ACCENT, 0.8), 0, Qt.PenStyle.DashLine),
            hoverPen=QPen(theme.ACCENT, 2),
            label="",
            labelOpts={"position": 0.985, "color": theme.ROOM, "fill": theme.ACCENT,
                       "anchors": [(1, 0.5), (1, 0.5)]},
        )  # fmt: skip
        line.label.setFont(theme.mono(10))
        line.setZValue(10)
        plot.item.addItem(line, ignoreBounds=True)
        line.sigDragged.connect(lambda moved: self.threshold_moved.emit(moved.value() ** 2))
        return line

    def _chosen_of(self, plots: Sequence[TrackPlot]) -> ChosenMoment:
        chosen = ChosenMoment(plots)
        for region in chosen.regions:
            region.sigRegionChangeFinished.connect(partial(self._correct, plots[0], chosen))
        return chosen

    def _correct(self, plot: TrackPlot, chosen: ChosenMoment, region: pg.LinearRegionItem) -> None:
        row = chosen.row
        if row is not None:
            span = plot.lane.span_of(*region.getRegion())
            chosen.show_row(plot.lane, row)
            if span != row.moment.span:
                self.corrected.emit(row, span)

    def _show_marks(self, lanes: Sequence[Lane], state: ReviewState) -> None:
        """Shade what the loop leaves out, and mark the sync points and the cues."""
        for mark in self._marks:
            mark.getViewBox().removeItem(mark)
        self._marks = []
        start, end = (float(each) for each in state.reach)
        shade = theme.faded(theme.ROOM, _SHADES[state.loop])
        for at, edges in ((state.mark_in, (start - 9e3, 0)), (state.mark_out, (0, end + 9e3))):
            if at is not None:
                span = (edges[0] or float(at), edges[1] or float(at))
                self._marks += [self._shaded(plot, span, shade) for plot in self._all]
        for lane, plots in zip(lanes, self._plots, strict=True):
            if lane.take.decisions.sync is not None:
                self._marks += [_line_at(plot, 0.0, theme.ACCENT) for plot in plots]
            for frame in lane.take.decisions.cues:
                cue = float(lane.take.common(frame))
                self._marks += [
                    _line_at(plot, cue, theme.STAR, "" if number else "cue")
                    for number, plot in enumerate(plots)
                ]

    def _shaded(
        self, plot: TrackPlot, span: tuple[float, float], shade: object
    ) -> pg.LinearRegionItem:
        region = pg.LinearRegionItem(span, movable=False, brush=shade, pen=QPen(theme.TEXT, 0))
        region.setZValue(8)
        plot.item.addItem(region, ignoreBounds=True)
        return region


class Overview(QObject):
    """All of the clock in one thin row; the part that is shown can be dragged."""

    window_moved = Signal(float, float)
    """Another part of the clock is to be shown: its edges, common times."""

    def __init__(self, stack: LaneStack) -> None:
        super().__init__(stack)
        self._stack = stack
        self._item: pg.PlotItem | None = None

    def show(
        self, lanes: Sequence[Lane], whole: tuple[float, float], window: tuple[float, float]
    ) -> None:
        """Show where there are moments, and which part is shown."""
        self._build()
        kept = [row for lane in lanes for row in lane.rows if row.kept and not row.rejected]
        times = np.array([float(row.at) for row in kept])
        self._density.setData(*_density(times, whole))
        self._box.setXRange(*whole, padding=0)
        self._region.blockSignals(True)  # noqa: FBT003 - Qt's own form
        self._region.setBounds(whole)
        self._region.setRegion(window)
        self._region.blockSignals(False)  # noqa: FBT003 - Qt's own form

    def _build(self) -> None:
        layout = self._stack.layout
        if self._item is not None and self._item in layout.items:
            return
        self._box = LaneBox()
        self._box.setYRange(0, 1, padding=0)
        axis = ValueAxis()
        axis.setStyle(showValues=False, tickLength=0)
        axis.setPen(theme.PANEL)
        self._item = pg.PlotItem(viewBox=self._box, axisItems={"left": axis}, enableMenu=False)
        self._item.hideButtons()
        self._item.hideAxis("bottom")
        self._density = pg.PlotDataItem(
            pen=QPen(theme.FAINT, 0), fillLevel=0, fillBrush=theme.faded(theme.FAINT, 0.4)
        )
        self._item.addItem(self._density)
        self._region = pg.LinearRegionItem(
            swapMode="block",
            brush=theme.faded(theme.TEXT, 0.10),
            hoverBrush=theme.faded(theme.TEXT, 0.16),
            pen=QPen(theme.DIM, 0),
            hoverPen=QPen(theme.TEXT, 2),
        )
        self._item.addItem(self._region, ignoreBounds=True)
        self._region.sigRegionChanged.connect(
            lambda region: self.window_moved.emit(*region.getRegion())
        )
        layout.addItem(self._item, self._stack.last_row, 0)
        layout.layout.setRowFixedHeight(self._stack.last_row, _OVERVIEW)


def _line_at(plot: TrackPlot, at: float, colour: QColor, words: str = "") -> pg.InfiniteLine:
    line = pg.InfiniteLine(
        at,
        angle=90,
        pen=QPen(theme.faded(colour, 0.8), 0),
        label=words or None,
        labelOpts={"position": 0.88, "color": colour, "anchors": [(0, 0.5), (1, 0.5)]},
    )
    if words:
        line.label.setFont(theme.sans(10))
    plot.item.addItem(line, ignoreBounds=True)
    return line


def _density(times: FloatArray, whole: tuple[float, float]) -> tuple[FloatArray, FloatArray]:
    """Return how many moments there are over the clock, as a curve from 0 to 1."""
    counts, edges = np.histogram(times, bins=240, range=(whole[0], max(whole[1], whole[0] + 1e-3)))
    share = counts / max(1, counts.max())
    return (edges[:-1] + edges[1:]) / 2, 0.9 * np.sqrt(share)


def _person(lane: Lane, state: ReviewState, chosen: str | None) -> str | None:
    """Return the person whose curves stand out: the one chosen, or of the chosen moment."""
    if state.choice.person:
        return state.choice.person
    return chosen if chosen in {each.person for each in lane.curves} else None


def _note(plot: TrackPlot) -> pg.TextItem:
    note = pg.TextItem("", anchor=(1, 0))
    note.setFont(theme.sans(10))
    note.setParentItem(plot.box)
    return note


def _write_note(note: pg.TextItem, lane: Lane, *, active: bool) -> None:
    """Name the take and its people in the upper right corner, or say why it has no curves."""
    colour = (theme.ACCENT if active else theme.DIM).name()
    parts = [f"<span style='color:{colour}'><b>{lane.place + 1}</b></span>"]
    if not lane.curves:
        parts.append(f"<span style='color:{theme.DIM.name()}'>{lane.why_empty}</span>")
    elif len(lane.curves) > 1:
        parts += [
            f"<span style='color:{theme.PEOPLE[number % len(theme.PEOPLE)].name()}'>"
            f"<b>{each.person}</b></span>"
            for number, each in enumerate(lane.curves)
        ]
    note.setHtml("&nbsp; ".join(parts))
    room = note.parentItem().boundingRect()
    note.setPos(room.width() - 4, -3)
