"""A thin row below a take's curves: its lines, pauses, breaths and cues."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor, QPen

from takewise.model import Kind
from takewise.ui.shell import theme
from takewise.ui.takes.spoken import SpokenPart
from takewise.ui.takes.window.plot_parts import LaneBox, ValueAxis, name_plot

SPOKEN_HEIGHT = 18
"""Pixels."""

# Lower and upper edge of each, of a row that is 1 high.
_EDGES = {"line": (0.04, 0.96), "pause": (0.42, 0.58), "breath": (0.2, 0.8)}

# Pixels of a letter and its margins: a shorter bar has none.
_LETTER = 14


class SpokenRow:
    """What is heard of one take, `people` in the order of their colours."""

    def __init__(self, heard: Sequence[SpokenPart], people: Sequence[str]) -> None:
        self._heard, self._people = heard, people
        self.box = LaneBox()
        self.box.setYRange(0, 1, padding=0)
        axis = ValueAxis()
        axis.setStyle(showValues=False, tickLength=0)
        axis.setPen(theme.PANEL)
        name_plot(axis, "lines", top=1)
        self.item = pg.PlotItem(viewBox=self.box, axisItems={"left": axis}, enableMenu=False)
        self.item.hideButtons()
        self.item.hideAxis("bottom")
        for what in ("pause", "breath", "line"):
            self.item.addItem(self._bars([each for each in heard if each.what == what]))
        for each in heard:
            if each.what == "cue":
                pen = QPen(theme.ACCENT, 0)
                self.item.addItem(pg.InfiniteLine(each.begin, pen=pen), ignoreBounds=True)
        self._letters = [self._letter(each) for each in heard if each.letter]

    def set_window(self, begin: float, end: float, pixels: float) -> None:
        """Show a part of the clock in some pixels; bars with no room for a letter have none."""
        self.box.setXRange(begin, end, padding=0)
        scale = pixels / max(end - begin, 1e-6)
        for each, text in self._letters:
            shown = min(end, each.end) - max(begin, each.begin)
            text.setVisible(shown * scale >= _LETTER * max(1, len(each.letter) - 1))
            text.setPos((max(begin, each.begin) + min(end, each.end)) / 2, 0.5)

    def _bars(self, heard: Sequence[SpokenPart]) -> pg.BarGraphItem:
        edges = [_EDGES[each.what] for each in heard]
        return pg.BarGraphItem(
            x0=np.array([each.begin for each in heard]),
            x1=np.array([each.end for each in heard]),
            y0=np.array([low for low, _ in edges]),
            height=np.array([high - low for low, high in edges]),
            brushes=[self._colour(each) for each in heard],
            pen=None,
        )

    def _letter(self, each: SpokenPart) -> tuple[SpokenPart, pg.TextItem]:
        text = pg.TextItem(each.letter, color=theme.ROOM, anchor=(0.5, 0.5))
        text.setFont(theme.sans(9))
        self.item.addItem(text, ignoreBounds=True)
        return each, text

    def _colour(self, each: SpokenPart) -> QColor:
        if each.what == "pause":
            return theme.faded(theme.FAINT, 0.5)
        if each.what == "breath":
            return theme.KINDS[Kind.BREATH]
        if each.person in self._people:
            return theme.PEOPLE[self._people.index(each.person) % len(theme.PEOPLE)]
        return theme.DIM
