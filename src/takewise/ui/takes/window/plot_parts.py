"""Parts of the plots: axes with a fixed place, and a box that reports what the mouse does."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsSceneWheelEvent, QGraphicsSimpleTextItem

from takewise.ui.shell import theme

AXIS_WIDTH = 116
"""Pixels left of every plot, for names and scales."""

AXIS_HEIGHT = 24
"""Pixels above the first plot, for the times."""

_STEPS = tuple(a * 10.0**b for b in range(-3, 5) for a in (1, 2, 5))
# Pixels between two ticks at the least, from a number to an edge, and from a time to one.
_APART = 18
_EDGE = 5
_TIME_MARGIN = 40


class ValueAxis(pg.AxisItem):  # type: ignore[misc]
    """A scale left of a plot: few numbers, none of which an edge would cut.

    With `rooted`, values are drawn as their square roots.
    """

    def __init__(self, *, rooted: bool = False) -> None:
        super().__init__("left")
        self._rooted = rooted
        self.setWidth(AXIS_WIDTH)
        self.setStyle(tickLength=-3, tickTextOffset=4, hideOverlappingLabels=True)
        dress_axis(self)

    def tickValues(  # noqa: N802 - pyqtgraph calls it so
        self, low: float, high: float, size: float
    ) -> list[tuple[float | None, list[float]]]:
        """Return where the ticks are, with room for their words."""
        edge, apart = (each * (high - low) / max(1.0, size) for each in (_EDGE, _APART))
        reach = high**2 if self._rooted else high - low
        step = next((each for each in _STEPS if self._wide(each, low, apart)), reach)
        ticks: list[float] = []
        for number in range(1 + int(reach / step)):
            place = self._place(math.ceil(low / step) * step + number * step)
            if low + edge <= place <= high - edge and (not ticks or place - ticks[-1] >= apart):
                ticks.append(place)
        return [(None, ticks)]

    def tickStrings(  # noqa: N802 - pyqtgraph calls it so
        self, values: list[float], scale: float, spacing: float
    ) -> list[str]:
        """Return the values themselves."""
        del scale, spacing
        return [f"{value**2:.0f}" if self._rooted else f"{value:.3g}" for value in values]

    def _place(self, value: float) -> float:
        return max(value, 0.0) ** 0.5 if self._rooted else value

    def _wide(self, step: float, low: float, apart: float) -> bool:
        return self._place(low + step) - self._place(low) >= apart


class TimeAxis(pg.AxisItem):  # type: ignore[misc]
    """The times above the plots, in words of the caller's."""

    def __init__(self) -> None:
        super().__init__("top")
        self.words: Callable[[float], str] = "{:g} s".format
        """Writes a common time, seconds."""
        self.setStyle(tickLength=-5, tickTextOffset=3, hideOverlappingLabels=True)
        self.setHeight(AXIS_HEIGHT)
        dress_axis(self, mono=True)

    def tickValues(  # noqa: N802 - pyqtgraph calls it so
        self, low: float, high: float, size: float
    ) -> list[tuple[float | None, list[float]]]:
        """Return where the ticks are; none whose words an edge would cut."""
        margin = _TIME_MARGIN * (high - low) / max(1.0, size)
        return [
            (spacing, [each for each in values if low + margin <= each <= high - margin])
            for spacing, values in super().tickValues(low, high, size)[:1]
        ]

    def tickStrings(  # noqa: N802 - pyqtgraph calls it so
        self, values: list[float], scale: float, spacing: float
    ) -> list[str]:
        """Return the times in words."""
        del scale, spacing
        return [self.words(value) for value in values]


def dress_axis(axis: pg.AxisItem, *, mono: bool = False) -> None:
    """Give an axis the colours and the font of the window."""
    axis.setPen(theme.LINE)
    axis.setTextPen(theme.FAINT)
    axis.setTickFont(theme.mono(10) if mono else theme.sans(9))


def name_plot(
    axis: pg.AxisItem, text: str, *, top: int, size: int = 11, colour: QColor = theme.TEXT
) -> None:
    """Write what a plot shows left of its scale."""
    word = QGraphicsSimpleTextItem(text, axis)
    word.setFont(theme.sans(size))
    word.setBrush(colour)
    word.setPos(6, top)


class LaneBox(pg.ViewBox):  # type: ignore[misc]
    """The inside of one plot: what the mouse does there is reported, and changes nothing here."""

    pressed = Signal(float, float)
    """A click at a common time and a height of the plot."""
    scrubbed = Signal(float)
    """The mouse was dragged to a common time."""
    panned = Signal(float)
    """The plot was dragged by a share of its width."""
    zoomed = Signal(float, float)
    """The wheel was turned: a factor, and the common time under the mouse."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.setMouseEnabled(x=False, y=False)
        self.disableAutoRange()

    def mouseClickEvent(self, ev: Any) -> None:  # noqa: N802 - pyqtgraph calls it so
        """Report a click."""
        if ev.button() is Qt.MouseButton.LeftButton:
            ev.accept()
            at = self.mapSceneToView(ev.scenePos())
            self.pressed.emit(at.x(), at.y())

    def mouseDragEvent(self, ev: Any, axis: int | None = None) -> None:  # noqa: N802
        """Scrub with the left button; pan with any other, or with Shift."""
        del axis
        ev.accept()
        shifted = bool(ev.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if ev.button() is Qt.MouseButton.LeftButton and not shifted:
            self.scrubbed.emit(self.mapSceneToView(ev.scenePos()).x())
        else:
            moved = ev.scenePos().x() - ev.lastScenePos().x()
            self.panned.emit(-moved / max(1.0, self.width()))

    def wheelEvent(  # noqa: N802 - Qt calls it so
        self, ev: QGraphicsSceneWheelEvent, axis: int | None = None
    ) -> None:
        """Zoom around the mouse; sideways, or with Shift, move along."""
        del axis
        ev.accept()
        sideways = ev.orientation() is Qt.Orientation.Horizontal
        if sideways or ev.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.panned.emit(-ev.delta() / 1200)
        else:
            self.zoomed.emit(0.85 ** (ev.delta() / 120), self.mapSceneToView(ev.scenePos()).x())


def exact(seconds: float) -> Fraction:
    """Return a time that came from a pixel as a fraction that stays short."""
    return Fraction(seconds).limit_denominator(100_000)
