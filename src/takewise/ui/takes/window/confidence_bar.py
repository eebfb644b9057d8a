"""The least confidence of the listed moments, to be dragged."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from takewise.ui.shell.plain_label import PlainLabel

_TIP = (
    "Least confidence: the estimated chance that a person who looks at the frames agrees. "
    "At first it is that of the settings of markers."
)


class ConfidenceBar(QWidget):
    """A slider, and what it stands at in words."""

    moved = Signal(float)
    """It was moved to a confidence, 0 to 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = PlainLabel()
        self._words.setProperty("role", "dim")
        self._words.setToolTip(_TIP)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        """In per cent."""
        self.slider.setRange(0, 99)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.slider.setToolTip(_TIP)
        self.slider.valueChanged.connect(lambda to: self.moved.emit(to / 100))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 2, 14, 4)
        layout.addWidget(self._words)
        layout.addWidget(self.slider, 1)

    def show_share(self, share: float) -> None:
        """Stand at a confidence, 0 to 1."""
        self._words.setText(f"at least {100 * share:.0f} % sure")
        self.slider.blockSignals(True)  # noqa: FBT003 - Qt's own form
        self.slider.setValue(round(100 * share))
        self.slider.blockSignals(False)  # noqa: FBT003 - Qt's own form
