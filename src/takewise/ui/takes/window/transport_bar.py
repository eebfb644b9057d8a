"""The bar below: play and step, where the clock is, and what was done last."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from takewise.keymap import Command
from takewise.model.decisions import Verdict
from takewise.ui.shell import theme
from takewise.ui.shell.plain_label import PlainLabel
from takewise.ui.takes.state import ReviewState
from takewise.ui.takes.times import shown_timecode

_TIPS = {
    Command.PREVIOUS_MOMENT: "Previous moment",
    Command.STEP_BACK: "One frame back",
    Command.REVERSE: "Backward",
    Command.PLAY: "Play, pause",
    Command.STEP_FORWARD: "One frame on",
    Command.NEXT_MOMENT: "Next moment",
}


class TransportBar(QWidget):
    """Buttons for the most used commands, and readouts; `keys` are for the tooltips."""

    asked = Signal(object)
    """A button was pressed; its `Command`."""

    def __init__(self, keys: Mapping[Command, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setFixedHeight(52)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._buttons: dict[Command, QPushButton] = {}
        self._playing: bool | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 14, 0)
        layout.setSpacing(4)
        for command, tip in _TIPS.items():
            layout.addWidget(self._button(command, f"{tip} ({keys[command]})"))
        layout.addSpacing(14)
        self._timecode = _label(theme.mono(20, strong=True), "Source timecode of the active take")
        self._place = _label(theme.mono(12), "Frame of the active take, of how many")
        self._place.setProperty("role", "dim")
        layout.addWidget(self._timecode)
        layout.addSpacing(8)
        layout.addWidget(self._place)
        layout.addSpacing(18)
        self._add_choices(layout, keys)
        self._message = _label(theme.sans(12), "What was done last")
        self._message.setProperty("role", "dim")
        self._message.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # A long sentence is cut, and its tip has all of it; it must not widen the window.
        self._message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.addSpacing(12)
        layout.addWidget(self._message, 1)
        self._cancel = self._choice(
            layout, Command.CANCEL, f"Stop analysing ({keys[Command.CANCEL]})"
        )
        self._cancel.setText("Cancel")
        layout.addSpacing(14)
        self._light = DroppedLight()
        layout.addWidget(self._light)

    def show_state(
        self, state: ReviewState, *, dropped: int, progress: str, sound: tuple[str, str]
    ) -> None:
        """Show the clock, the late pictures, and the progress of background work if any.

        `sound` is what is heard, in a word or three, and why nothing is; empty if nothing is
        wrong.
        """
        heard, trouble = sound
        _say(self._heard, heard)
        tip = theme.plain_tip(trouble) or self._heard_tip
        if self._heard.toolTip() != tip:
            self._heard.setToolTip(tip)
        take = state.take
        if take is not None:
            frame = take.frame_at(state.at)
            _say(self._timecode, shown_timecode(take.info, take.times, frame))
            count = take.times.frames.length
            number = frame - take.times.frames.start
            _say(self._place, f"{number:>{len(str(count))}} / {count}")
        pace = "" if state.pace == 1 else f"{state.pace} "
        shuttle = f"{state.shuttle}× " if abs(state.shuttle) > 1 or state.shuttle < 0 else ""
        _say(self._speed, f"{pace}{shuttle}speed" if pace or shuttle else "1× speed")
        _say(self._loop, "loop on" if state.loop else "loop off")
        self._loop.setChecked(state.loop)
        self._cancel.setVisible(bool(progress))
        words = progress or state.message
        room = self._message.width()
        cut = self._message.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        _say(self._message, cut)
        self._message.setToolTip(f"<span>{escape(words)}</span>" if words else "What was done last")
        self._light.show_dropped(dropped)
        if self._playing != bool(state.shuttle):
            self._playing = bool(state.shuttle)
            shape = "pause" if self._playing else "play"
            self._buttons[Command.PLAY].setIcon(icon(shape, theme.ROOM))

    def _add_choices(self, layout: QHBoxLayout, keys: Mapping[Command, str]) -> None:
        slower, faster = keys[Command.SLOWER], keys[Command.FASTER]
        about = f"Speed; slower {slower}, faster {faster}, 1/6 {keys[Command.SLOW_MOTION]}"
        self._speed = self._choice(layout, Command.SLOWER, about)
        about = f"Loop between in and out ({keys[Command.LOOP]})"
        self._loop = self._choice(layout, Command.LOOP, about)
        self._heard_tip = f"Sound of the active take, at normal speed ({keys[Command.MUTE]})"
        self._heard = self._choice(layout, Command.MUTE, self._heard_tip)

    def _button(self, command: Command, tip: str) -> QPushButton:
        button = QPushButton()
        main = command is Command.PLAY
        button.setIcon(icon(_SHAPES[command], theme.ROOM if main else theme.TEXT))
        button.setIconSize(QSize(18, 18))
        button.setFixedSize(44 if main else 36, 34)
        button.setProperty("role", "main" if main else "flat")
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.asked.emit(command))
        self._buttons[command] = button
        return button

    def _choice(self, layout: QHBoxLayout, command: Command, tip: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("role", "flat")
        button.setToolTip(tip)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self.asked.emit(command))
        layout.addWidget(button)
        return button


def progress_words(progress: Mapping[int, float | None], names: Mapping[int, str]) -> str:
    """Return which take is being analysed, and how far; empty for none."""
    if not progress:
        return ""
    take, share = next(iter(progress.items()))
    words = f"analysing {names.get(take, 'a take')}"
    return f"{words} {100 * share:.0f} %" if share is not None else f"{words} …"


class DroppedLight(QWidget):
    """A light that shows whether pictures came late, with their number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dropped = 0
        self.setFixedSize(96, 24)
        self.show_dropped(0)

    def show_dropped(self, dropped: int) -> None:
        """Show how many pictures were not on the screen when the clock asked for them."""
        if dropped != self._dropped or not self.toolTip():
            self._dropped = dropped
            self.setToolTip(
                "Pictures that were not on the screen when the clock asked for them since playing "
                f"began: {dropped}. The clock never waits for a picture."
            )
            self.update()

    def paintEvent(self, event: object) -> None:  # noqa: N802 - Qt calls it so
        """Draw the light and its words."""
        del event
        with theme.painting(self) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.ALERT if self._dropped else theme.VERDICTS[Verdict.CIRCLED])
            painter.drawEllipse(QPointF(self.width() - 6, 12), 4.5, 4.5)
            painter.setPen(theme.TEXT if self._dropped else theme.FAINT)
            painter.setFont(theme.sans(11))
            words = f"{self._dropped} dropped" if self._dropped else "on time"
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, 0, self.width() - 17, 24), right, words)


def icon(shape: str, colour: QColor) -> QIcon:
    """Draw a small sign: play, pause, back, step-back, step-on, previous or next."""
    image = QPixmap(54, 54)
    image.fill(Qt.GlobalColor.transparent)
    with theme.painting(image) as painter:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.scale(3, 3)
        for points in _SIGNS[shape]:
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    return QIcon(image)


def _say(label: QLabel | QPushButton, text: str) -> None:
    """Change words only if they differ: every change arranges the whole bar again."""
    if label.text() != text:
        label.setText(text)


def _label(font: object, tip: str) -> QLabel:
    label = PlainLabel()
    label.setFont(font)  # type: ignore[arg-type]
    label.setToolTip(tip)
    return label


def _bar(x: float) -> tuple[tuple[float, float], ...]:
    return ((x, 3), (x + 3, 3), (x + 3, 15), (x, 15))


_SIGNS = {
    "play": (((4, 2), (16, 9), (4, 16)),),
    "back": (((14, 2), (2, 9), (14, 16)),),
    "pause": (_bar(4), _bar(11)),
    "step-on": (_bar(3), ((8, 3), (16, 9), (8, 15))),
    "step-back": (_bar(12), ((10, 3), (2, 9), (10, 15))),
    "next": (((2, 3), (9, 9), (2, 15)), ((8, 3), (15, 9), (8, 15)), _bar(14)),
    "previous": (((16, 3), (9, 9), (16, 15)), ((10, 3), (3, 9), (10, 15)), _bar(1)),
}

_SHAPES = {
    Command.PREVIOUS_MOMENT: "previous",
    Command.STEP_BACK: "step-back",
    Command.REVERSE: "back",
    Command.PLAY: "play",
    Command.STEP_FORWARD: "step-on",
    Command.NEXT_MOMENT: "next",
}
