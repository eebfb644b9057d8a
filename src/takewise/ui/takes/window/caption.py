"""The line above each picture: which take, the decisions on it, and where it is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from takewise.model.decisions import MOST_STARS, Verdict
from takewise.ui.shell import theme
from takewise.ui.takes.state import ShownTake

SLATE = 34
"""Height, pixels."""

_WORDS = {
    Verdict.CIRCLED: "circled",
    Verdict.HOLD: "hold",
    Verdict.NG: "NG",
    Verdict.FALSE_START: "false start",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slate:
    """The content of one slate."""

    number: int
    """The take's number on the screen, from 1."""
    take: ShownTake
    """The take."""
    active: bool
    """Whether decisions are about it."""
    frame: int
    """The picture that is on the screen."""
    timecode: str
    """That picture's source timecode."""
    late: bool
    """Whether another picture should be there."""
    side: str
    """That the take has not begun or is over, or how it was aligned; else empty."""


def draw_slate(painter: QPainter, room: QRect, slate: Slate) -> None:
    """Draw a slate; what does not fit is left out from the right of its left half."""
    painter.fillRect(room, theme.PANEL)
    if slate.active:
        painter.fillRect(QRect(room.left(), room.top(), room.width(), 2), theme.ACCENT)
    right = _draw_place(painter, room, slate)
    left = _draw_number(painter, room, slate)
    name = slate.take.name
    painter.setFont(theme.sans(13, strong=slate.active))
    metrics = QFontMetrics(painter.font())
    whole = metrics.horizontalAdvance(name) + 2
    # One star with a number replaces five if the name has no room without that.
    short = whole + _decided_width(slate, short=False) + 20 > right - left
    decided = _decided_width(slate, short=short)
    width = max(40, min(whole, right - left - decided - 20))
    painter.setPen(theme.TEXT if slate.active else theme.DIM)
    name = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, width)
    _text(painter, QRect(left, room.top(), width, room.height()), name)
    if left + width + decided + 12 < right:
        _draw_decisions(painter, room, left + width + 12, slate, short=short)


def _draw_number(painter: QPainter, room: QRect, slate: Slate) -> int:
    """Draw the number; return where the name begins."""
    painter.setFont(theme.mono(12, strong=True))
    painter.setPen(theme.ACCENT if slate.active else theme.FAINT)
    _text(painter, QRect(room.left() + 12, room.top(), 18, room.height()), str(slate.number))
    return room.left() + 32


def _draw_place(painter: QPainter, room: QRect, slate: Slate) -> int:
    """Draw timecode and frame at the right; return where they begin."""
    right = room.right() - 12
    flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.setFont(theme.mono(11))
    painter.setPen(theme.FAINT)
    frame = f"{slate.frame}"
    width = max(34, QFontMetrics(painter.font()).horizontalAdvance(frame))
    painter.drawText(QRect(right - width, room.top(), width, room.height()), flags, frame)
    right -= width + 10
    painter.setFont(theme.mono(13, strong=True))
    painter.setPen(theme.ALERT if slate.late else theme.TEXT)
    width = QFontMetrics(painter.font()).horizontalAdvance(slate.timecode) + 2
    painter.drawText(QRect(right - width, room.top(), width, room.height()), flags, slate.timecode)
    right -= width + 10
    if slate.side:
        painter.setFont(theme.sans(11))
        painter.setPen(theme.FAINT)
        width = QFontMetrics(painter.font()).horizontalAdvance(slate.side) + 2
        painter.drawText(QRect(right - width, room.top(), width, room.height()), flags, slate.side)
        right -= width + 10
    return right


def _decided_width(slate: Slate, *, short: bool) -> int:
    decisions = slate.take.decisions
    words = _WORDS.get(decisions.verdict, "") if decisions.verdict else ""
    badge = QFontMetrics(theme.sans(11, strong=True)).horizontalAdvance(words) + 30 if words else 0
    stars = (26 if short else 13 * MOST_STARS + 8) if decisions.stars else 0
    return badge + stars


def _draw_decisions(
    painter: QPainter, room: QRect, left: int, slate: Slate, *, short: bool
) -> None:
    """Draw the verdict as a badge with its word, and the stars."""
    decisions = slate.take.decisions
    if decisions.verdict:
        colour, words = theme.VERDICTS[decisions.verdict], _WORDS[decisions.verdict]
        painter.setFont(theme.sans(11, strong=True))
        width = QFontMetrics(painter.font()).horizontalAdvance(words) + 18
        badge = QRectF(left, room.center().y() - 9, width, 19)
        if decisions.verdict is Verdict.CIRCLED:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colour, 1.6))
        else:
            painter.setBrush(theme.faded(colour, 0.18))
            painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(badge, 9.5, 9.5)
        painter.setPen(colour)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, words)
        left += width + 12
    if decisions.stars and short:
        painter.setFont(theme.sans(13))
        painter.setPen(theme.STAR)
        painter.drawText(QPointF(left, room.center().y() + 5.5), f"{decisions.stars}★")
    elif decisions.stars:
        painter.setFont(theme.sans(13))
        for star in range(MOST_STARS):
            given = star < decisions.stars
            painter.setPen(theme.STAR if given else theme.LINE)
            painter.drawText(QPointF(left + 13 * star, room.center().y() + 5.5), "★")


def _text(painter: QPainter, room: QRect, text: str) -> None:
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
