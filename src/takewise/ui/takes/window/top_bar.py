"""The bar above: how the takes share the picture, and what opens other windows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from takewise.keymap import Command
from takewise.ui.shell import theme
from takewise.ui.shell.plain_label import PlainLabel
from takewise.ui.takes.state import Layout, ReviewState

_LAYOUTS = {
    Layout.SIDE_BY_SIDE: ("Side by side", Command.SIDE_BY_SIDE),
    Layout.WIPE: ("Wipe", Command.WIPE),
    Layout.OVERLAY: ("Overlay", Command.OVERLAY),
    Layout.DIFFERENCE: ("Difference", Command.DIFFERENCE),
}

_BUTTONS = {
    "Takes": Command.BIN,
    "Open …": Command.OPEN,
    "Undo": Command.UNDO,
    "Keys": Command.KEYS,
}


class TopBar(QWidget):
    """Names what is shown, and lets the layout be chosen; `keys` are for the tooltips."""

    asked = Signal(object)
    """A button was pressed; its `Command`."""

    def __init__(self, keys: Mapping[Command, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(44)
        self._keys = keys
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 10, 0)
        layout.setSpacing(2)
        name = PlainLabel("Takewise")
        name.setFont(theme.sans(13, strong=True))
        self._names = PlainLabel()
        self._names.setProperty("role", "dim")
        self._names.setToolTip(
            "Which takes are shown, counted in the order in which they were named; "
            f"the next four: {keys[Command.NEXT_PAGE]}"
        )
        layout.addWidget(name)
        layout.addSpacing(12)
        layout.addWidget(self._names)
        layout.addStretch(1)
        self._layouts = {
            each: self._segment(words, command) for each, (words, command) in _LAYOUTS.items()
        }
        for button in self._layouts.values():
            layout.addWidget(button)
        layout.addSpacing(14)
        self._face = self._segment("Follow face", Command.FACE_LOCK)
        layout.addWidget(self._face)
        layout.addStretch(1)
        self._offers = QHBoxLayout()
        layout.addLayout(self._offers)
        for words, command in _BUTTONS.items():
            layout.addWidget(self._button(words, command))
        layout.addSpacing(6)
        layout.addWidget(self._button("Export …", Command.EXPORT, role="main"))

    def show_names(self, words: str) -> None:
        """Show which takes are shown."""
        self._names.setText(words)

    def offer(self, words: str, do: Callable[[], object]) -> None:
        """Add a button that opens something outside this window."""
        button = QPushButton(words)
        button.setProperty("role", "flat")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip("They open in a window of their own.")
        button.clicked.connect(lambda _checked: do())
        self._offers.addWidget(button)

    def show_state(self, state: ReviewState) -> None:
        """Show how the takes share the picture."""
        for layout, button in self._layouts.items():
            button.setChecked(layout is state.layout)
            button.setEnabled(layout is Layout.SIDE_BY_SIDE or len(state.shown) > 1)
        self._face.setChecked(state.face_lock)
        if state.takes:
            first, last = state.shown[0] + 1, state.shown[-1] + 1
            which = f"take {first}" if first == last else f"takes {first}–{last}"
            more = f" of {len(state.open)}" if len(state.open) > len(state.shown) else ""
            self.show_names(f"{which}{more}")

    def _segment(self, words: str, command: Command) -> QPushButton:
        button = self._button(words, command, role="segment")
        button.setCheckable(True)
        return button

    def _button(self, words: str, command: Command, *, role: str = "flat") -> QPushButton:
        button = QPushButton(words)
        button.setProperty("role", role)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setToolTip(f"{words.removesuffix(' …')} ({self._keys[command]})")
        button.clicked.connect(lambda: self.asked.emit(command))
        return button
