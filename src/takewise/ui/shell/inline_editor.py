"""One line to write a note or a title in, over the foot of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from takewise.ui.shell import theme
from takewise.ui.shell.plain_label import PlainLabel


class NoteLine(QWidget):
    """Edits one line of text; Return keeps it, Escape discards it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(52)
        self._about = PlainLabel()
        self._about.setFont(theme.sans(13, strong=True))
        self.line = QLineEdit()
        """The field for the text."""
        self.line.returnPressed.connect(self._hand_over)
        self._take: Callable[[str], None] = lambda _: None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 16, 0)
        layout.setSpacing(12)
        layout.addWidget(self._about)
        layout.addWidget(self.line, 1)
        hint = PlainLabel("Return keeps it, Escape does not")
        hint.setProperty("role", "faint")
        layout.addWidget(hint)
        self.hide()

    def ask(self, about: str, words: str, take: Callable[[str], None]) -> None:
        """Let the user edit `words`; `take` is called with the result."""
        self._about.setText(about)
        self.line.setText(words)
        self._take = take
        self.show()
        self.raise_()
        self.line.setFocus()
        self.line.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt calls it so
        """Discard the text on Escape; every other key belongs to the field."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()

    def _hand_over(self) -> None:
        self._leave()
        self._take(self.line.text())

    def _leave(self) -> None:
        self.hide()
        parent = self.parentWidget()
        if parent:
            parent.setFocus()
