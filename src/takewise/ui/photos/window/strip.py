"""The film strip: small pictures, burst by burst, with the decisions on each."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from takewise.model.decisions import Decisions, Flag
from takewise.ui.photos.reading import Size
from takewise.ui.photos.state import PhotoState
from takewise.ui.photos.window.marks import FLAGS, draw_marks
from takewise.ui.photos.window.pictures import PictureStore
from takewise.ui.photos.window.view import fit_image
from takewise.ui.shell import theme

_WIDE, _HIGH = 102, 76
_GAP, _BURST_GAP = 4, 22
_TOP = 22


class StillsStrip(QWidget):
    """Draws the strip, the current frame in its middle."""

    chosen = Signal(int)
    """A frame was clicked: its place."""

    def __init__(self, store: PictureStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._state = PhotoState()
        self._lefts: list[float] = []
        self._bursts: tuple[tuple[int, ...], ...] = ()
        self.setFixedHeight(_TOP + _HIGH + 28)

    def show_state(self, state: PhotoState) -> None:
        """Show other frames."""
        self._state = state
        if state.bursts is not self._bursts:
            self._bursts = state.bursts
            self._lefts = _lefts(state.bursts)
        self.update()

    def visible(self) -> list[int]:
        """Return the places whose pictures are seen, from the middle outward."""
        places = self._seen()
        middle = self.width() / 2
        return [place for place, x in sorted(places, key=lambda each: abs(each[1] - middle))]

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt calls it so
        """Look at the frame that was clicked."""
        for place, x in self._seen():
            if x <= event.position().x() < x + _WIDE:
                self.chosen.emit(place)
                return

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt calls it so
        """Draw the visible part of the strip."""
        with theme.painting(self) as painter:
            painter.fillRect(event.rect(), theme.PANEL)
            if not self._state.frames:
                return
            for place, x in self._seen():
                self._draw(painter, place, QRectF(x, _TOP, _WIDE, _HIGH))
            self._draw_heads(painter)

    def _seen(self) -> list[tuple[int, float]]:
        order = self._state.order
        if not order:
            return []
        here = self._lefts[order.index(self._state.at)] + _WIDE / 2
        shift = self.width() / 2 - here
        return [
            (place, left + shift)
            for place, left in zip(order, self._lefts, strict=True)
            if -_WIDE < left + shift < self.width()
        ]

    def _draw_heads(self, painter: QPainter) -> None:
        """Write over each burst how many frames it has."""
        if not self._state.grouped:
            return
        seen = dict(self._seen())
        painter.setFont(theme.sans(11))
        for number, burst in enumerate(self._state.bursts, 1):
            there = [seen[place] for place in burst if place in seen]
            if not there:
                continue
            here = self._state.at in burst
            painter.setPen(theme.DIM if here else theme.FAINT)
            frames = "1 frame" if len(burst) == 1 else f"{len(burst)} frames"
            words = f"burst {number}  ·  {frames}" if len(burst) > 1 else f"{number}"
            left = max(8.0, min(there))
            room = QRectF(left, 2, max(there) + _WIDE + _BURST_GAP / 2 - left, _TOP - 4)
            if len(burst) > 1 and painter.fontMetrics().horizontalAdvance(words) > room.width():
                words = f"{number}"
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

    def _draw(self, painter: QPainter, place: int, room: QRectF) -> None:
        frame = self._state.frames[place]
        image = self._store.best(place, Size.SMALL)
        rejected = frame.decisions.flag is Flag.REJECT
        painter.fillRect(room, theme.ROOM)
        if image is not None:
            painter.setOpacity(0.3 if rejected else 1.0)
            painter.drawImage(fit_image(image, room), image)
            painter.setOpacity(1.0)
        if place in self._state.shown:
            painter.setPen(theme.ACCENT if place == self._state.at else theme.DIM)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(room.adjusted(-1.5, -1.5, 1.5, 1.5))
        ranked = frame.ranked
        alone = (place,) in self._state.bursts
        if ranked and ranked.score.total is not None and ranked.place == 1 and not alone:
            # The first in its burst by the machine's ranking: a ring, which is not a decision.
            painter.setPen(theme.TEXT)
            painter.setBrush(theme.faded(theme.ROOM, 0.6))
            painter.drawEllipse(QPointF(room.right() - 10, room.top() + 10), 4, 4)
        self._draw_foot(painter, room, frame.decisions)

    def _draw_foot(self, painter: QPainter, room: QRectF, said: Decisions) -> None:
        x = room.left() + 2
        if said.flag:
            word, colour = FLAGS[said.flag]
            painter.setFont(theme.sans(12, strong=True))
            painter.setPen(colour)
            painter.drawText(QRectF(x, room.bottom() + 3, 16, 20), word[0])
            x += 16
        draw_marks(painter, QPointF(x, room.bottom() + 13), replace(said, flag=None), size=11)


def _lefts(bursts: tuple[tuple[int, ...], ...]) -> list[float]:
    """Return the left edge of each frame, in the order of shooting."""
    lefts: list[float] = []
    x = 0.0
    for burst in bursts:
        for _ in burst:
            lefts.append(x)
            x += _WIDE + _GAP
        x += _BURST_GAP - _GAP
    return lefts
