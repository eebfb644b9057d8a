"""Buttons for everything that the large face can show."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from takewise.keymap import Command
from takewise.ui.takes.look import FaceLook

_UPPER = {
    Command.FLIP: ("Before / after", "As it begins, or at its peak, in place"),
    Command.AUTO_FLIP: ("Flip", "Both take turns, twice a second"),
    Command.LOOK_LOOP: ("Play", "The moment again and again, at the speed that is set below"),
    Command.CHANGE: ("Difference", "What differs between both"),
    Command.OUTLINE: ("Outline", "A line around what moved"),
}

_LOWER = {
    Command.MAGNIFY: ("Magnify", "The movement several times as far as it was"),
    Command.MAGNIFY_LESS: ("−", "Magnify less"),
    Command.MAGNIFY_MORE: ("+", "Magnify more"),
    Command.CLOSER: ("Closer", "What moved, brows, eyes, mouth, whole face"),
    Command.LOOK: ("Close", "Put the large face away"),
}

_CHECKED = {Command.AUTO_FLIP, Command.LOOK_LOOP, Command.CHANGE, Command.OUTLINE, Command.MAGNIFY}


class FaceBar(QWidget):
    """Two rows of buttons; `keys` are for the tooltips."""

    asked = Signal(object)
    """A button was pressed; its `Command`."""

    def __init__(self, keys: Mapping[Command, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._keys = keys
        self._buttons: dict[Command, QPushButton] = {}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(6, 4, 6, 4)
        rows.setSpacing(2)
        for commands in (_UPPER, _LOWER):
            row = QHBoxLayout()
            row.setSpacing(2)
            for command, (words, tip) in commands.items():
                row.addWidget(self._button(command, words, tip))
                if command in {Command.MAGNIFY_MORE, Command.CLOSER}:
                    row.addStretch(1)
            if commands is _UPPER:
                row.addStretch(1)
            rows.addLayout(row)

    def show_look(self, look: FaceLook, *, movable: bool) -> None:
        """Show what is chosen; `movable` is whether the moment can be magnified."""
        chosen = {
            Command.AUTO_FLIP: look.auto and not (look.loop or look.difference),
            Command.LOOK_LOOP: look.loop,
            Command.CHANGE: look.difference,
            Command.OUTLINE: look.outline,
            Command.MAGNIFY: look.magnified and movable,
        }
        for command, on in chosen.items():
            self._buttons[command].setChecked(on)
        for command in (Command.MAGNIFY, Command.MAGNIFY_LESS, Command.MAGNIFY_MORE):
            self._buttons[command].setEnabled(movable)
        self._say(Command.MAGNIFY, f"Magnify ×{look.times}")
        self._say(Command.CLOSER, f"Closer: {look.closer.value}")

    def _say(self, command: Command, words: str) -> None:
        if self._buttons[command].text() != words:
            self._buttons[command].setText(words)

    def _button(self, command: Command, words: str, tip: str) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("role", "segment")
        button.setCheckable(command in _CHECKED)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(f"{tip} ({self._keys[command]})")
        button.clicked.connect(lambda: self.asked.emit(command))
        self._buttons[command] = button
        return button
