"""One take's curves and moments, as plots of pyqtgraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from takewise.clock import FrameRange
from takewise.model import FloatArray
from takewise.ui.shell import theme
from takewise.ui.takes.curves import TRACKS, CurveName, Curves
from takewise.ui.takes.moment_list import Row
from takewise.ui.takes.state import ShownTake
from takewise.ui.takes.window.plot_parts import (
    LaneBox,
    TimeAxis,
    ValueAxis,
    exact,
    name_plot,
)

# More moments than this in a lane are drawn without the line at their apex.
_CROWDED = 400


# Without slots, which leave no room for what is computed once.
@dataclass(frozen=True, kw_only=True, eq=False)
class Lane:
    """What one lane shows."""

    place: int
    """Place of the take in `ReviewState.takes`."""
    take: ShownTake
    """The take."""
    curves: tuple[Curves, ...]
    """Of its people."""
    rows: tuple[Row, ...]
    """Its moments, those that are not kept as well."""

    def begins(self, row: Row) -> float:
        """Return the common time of a moment's onset, seconds."""
        return float(self.take.common(row.moment.span.start))

    def ends(self, row: Row) -> float:
        """Return the common time at which a moment is over, seconds."""
        return float(self.take.common(row.moment.span.end - 1) + 1 / self.take.times.rate)

    def span_of(self, begin: float, end: float) -> FrameRange:
        """Return the frames between two common times, at least one."""
        half = 1 / (2 * self.take.times.rate)
        first = self.take.frame_at(exact(begin) + half)
        return FrameRange(first, max(first, self.take.frame_at(exact(end) - half)) + 1)

    def row_at(self, at: float, slack: float) -> Row | None:
        """Return the kept moment at a common time, give or take `slack` seconds; None without."""
        hits = [
            row
            for row in self.rows
            if row.kept and self.begins(row) - slack <= at <= self.ends(row) + slack
        ]
        return min(hits, key=lambda row: abs(float(row.at) - at), default=None)

    @cached_property
    def seconds(self) -> FloatArray:
        """float64 (n,): common times of all pictures of the take."""
        frames = self.take.times.frames
        return np.array([float(self.take.common(n)) for n in range(frames.start, frames.end)])

    @property
    def why_empty(self) -> str:
        """Why there are no curves."""
        if self.take.trouble:
            return self.take.trouble
        if self.take.analysis is None:
            return "waiting to be analysed …"
        if not self.take.analysis.people:
            return "no face was followed, so there are no moments"
        return "the curves of this take were not kept"


class TrackPlot:
    """One curve of a take's people, with its name, unit and scale.

    `height` has the lowest and the highest value of the axis, in the unit of the track; `times`
    is an axis to show above the plot.
    """

    def __init__(
        self,
        track: CurveName,
        lane: Lane,
        height: tuple[float, float],
        times: TimeAxis | None = None,
    ) -> None:
        self.track, self.lane = track, lane
        self.rooted = track is CurveName.MOVEMENT
        self.box = LaneBox()
        axis = ValueAxis(rooted=self.rooted)
        axes = {"left": axis, "top": times} if times else {"left": axis}
        self.item = pg.PlotItem(viewBox=self.box, axisItems=axes, enableMenu=False)
        self.item.hideButtons()
        self.item.hideAxis("bottom")
        low, high = height
        least, most = self.y_of(low), self.y_of(high)
        # A curve at the top keeps its line whole.
        self.box.setYRange(least - 0.03 * (most - least), most + 0.06 * (most - least), padding=0)
        self._rows: Sequence[Row] = ()
        name_plot(axis, track.value, top=2)
        name_plot(axis, TRACKS[track].unit, top=16, size=10, colour=theme.FAINT)
        self._draw_reach()
        self.bars = pg.BarGraphItem(x0=[], x1=[], y0=0, height=[], pen=None)
        self.dotted = pg.BarGraphItem(x0=[], x1=[], y0=0, height=[], brush=None)
        self.apexes = pg.PlotCurveItem(connect="pairs")
        for each in (self.bars, self.dotted, self.apexes):
            self.item.addItem(each)
        self._lines = [self._line(each, number) for number, each in enumerate(lane.curves)]

    def y_of(self, value: float) -> float:
        """Return the height at which a value is drawn."""
        return max(value, 0.0) ** 0.5 if self.rooted else value

    def show_people(self, person: str | None) -> None:
        """Let the curves of one person stand out; None for all alike."""
        for number, (curves, line) in enumerate(zip(self.lane.curves, self._lines, strict=True)):
            behind = person not in {None, curves.person}
            colour = theme.faded(theme.PEOPLE[number % len(theme.PEOPLE)], 0.25 if behind else 0.9)
            line.setPen(QPen(colour, 0))

    def show_rows(self, rows: Sequence[Row], lane: Lane) -> None:
        """Draw the moments: those that are kept as bars, the others dotted."""
        same = rows == self._rows and lane.take is self.lane.take
        self.lane, self._rows = lane, rows
        # Thousands of bars take long to make.
        if same or not self.rooted:
            return
        kept = [row for row in rows if row.kept and not row.rejected]
        _set_bars(self.bars, lane, kept, [self._top(row) for row in kept], filled=True)
        left = [row for row in rows if not row.kept or row.rejected]
        _set_bars(self.dotted, lane, left, [self._top(row) for row in left], filled=False)
        few = kept if len(kept) <= _CROWDED else []
        x = np.repeat([float(row.at) for row in few], 2)
        y = np.array([each for row in few for each in (0.0, self._top(row))])
        self.apexes.setData(x, y, pen=QPen(theme.faded(theme.TEXT, 0.7), 0))

    def _top(self, row: Row) -> float:
        """Return the height of a moment's bar; one set by hand fills the plot."""
        top: float = self.box.viewRange()[1][1]
        return min(self.y_of(row.moment.strength), top) if row.moment.strength else top

    def _line(self, curves: Curves, number: int) -> pg.PlotDataItem:
        seconds = self.lane.seconds
        values = self._drawn(curves.values[self.track][: len(seconds)])
        colour = theme.PEOPLE[number % len(theme.PEOPLE)]
        line = pg.PlotDataItem(
            seconds[: len(values)], values, pen=QPen(colour, 0), connect="finite"
        )
        line.setDownsampling(auto=True, method="peak")
        line.setClipToView(True)
        self.item.addItem(line)
        return line

    def _drawn(self, values: FloatArray) -> FloatArray:
        return np.sqrt(np.maximum(values, 0)) if self.rooted else values

    def _draw_reach(self) -> None:
        """Show where the take begins and ends."""
        frames = self.lane.take.times.frames
        begin = float(self.lane.take.common(frames.start))
        end = begin + float(self.lane.take.times.length)
        reach = pg.LinearRegionItem(
            (begin, end),
            movable=False,
            brush=theme.faded(theme.TEXT, 0.035),
            pen=QPen(theme.LINE, 0),
        )
        reach.setZValue(-20)
        self.item.addItem(reach, ignoreBounds=True)


class ChosenMoment:
    """The chosen moment over the plots of its lane; its edges can be dragged."""

    def __init__(self, plots: Sequence[TrackPlot]) -> None:
        self.regions = [self._region(plot) for plot in plots]
        self.row: Row | None = None

    def show_row(self, lane: Lane, row: Row | None) -> None:
        """Show a moment; None for none."""
        self.row = row
        for region in self.regions:
            region.setVisible(row is not None)
            if row is not None:
                colour = theme.KINDS[row.moment.kind]
                region.setBrush(theme.faded(colour, 0.22))
                region.setHoverBrush(theme.faded(colour, 0.22))
                for line in region.lines:
                    line.setPen(QPen(colour, 0))
                    line.setHoverPen(QPen(theme.TEXT, 2))
                region.blockSignals(True)  # noqa: FBT003 - Qt's own form
                region.setRegion((lane.begins(row), lane.ends(row)))
                region.blockSignals(False)  # noqa: FBT003 - Qt's own form

    def _region(self, plot: TrackPlot) -> pg.LinearRegionItem:
        region = pg.LinearRegionItem((0, 1), swapMode="block")
        # The moment is taken by its edges only: a drag inside moves the playhead.
        region.movable = False
        region.setZValue(5)
        region.setVisible(False)
        plot.item.addItem(region, ignoreBounds=True)
        return region


def _set_bars(
    bars: pg.BarGraphItem, lane: Lane, rows: Sequence[Row], tops: Sequence[float], *, filled: bool
) -> None:
    bars.setVisible(bool(rows))
    if not rows:
        return
    colours = [theme.KINDS[row.moment.kind] for row in rows]
    bars.setOpts(
        x0=np.array([lane.begins(row) for row in rows]),
        x1=np.array([lane.ends(row) for row in rows]),
        y0=np.zeros(len(rows)),
        height=np.array(tops, dtype=float),
        brushes=[_filling(each) if filled else QColor(0, 0, 0, 0) for each in colours],
        pens=[_outline(each, filled=filled) for each in colours],
    )


def _filling(colour: QColor) -> QColor:
    return theme.faded(colour, 0.34)


def _outline(colour: QColor, *, filled: bool) -> QPen:
    if filled:
        return QPen(theme.faded(colour, 0.9), 0)
    return QPen(theme.faded(colour, 0.4), 0, Qt.PenStyle.DotLine)
