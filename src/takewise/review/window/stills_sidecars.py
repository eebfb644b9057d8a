"""Asks before sidecars are written: how many files, and whose ratings stay."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from takewise.review.photographs.writing import SidecarAccount, sidecar_count
from takewise.review.window.plain_label import PlainLabel


class SidecarPanel(QDialog):
    """A dialog that tells what would be written, writes it, and says what was.

    Parameters
    ----------
    write
        Takes whether ratings of another hand are replaced and whether only to count;
        returns what became of the sidecars.
    """

    def __init__(
        self, write: Callable[[bool, bool], SidecarAccount], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._write = write
        self.setWindowTitle("Write sidecars")
        self.setMinimumWidth(480)
        self.about = PlainLabel()
        """What would be written, or was."""
        self.about.setWordWrap(True)
        self.overwrite = QCheckBox("Replace ratings and labels from other programs")
        """Whether they are replaced."""
        self._go = QPushButton("Write")
        self._go.setProperty("role", "main")
        self._go.clicked.connect(self.write)
        close = QPushButton("Close")
        close.clicked.connect(self.reject)
        self.overwrite.toggled.connect(self._tell)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(16)
        layout.addWidget(self.about)
        layout.addWidget(self.overwrite)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self._go)
        layout.addLayout(buttons)
        self._tell()

    def write(self) -> None:
        """Write, and say what was written."""
        done = self._write(self.overwrite.isChecked(), False)  # noqa: FBT003 - two answers
        lines = [f"Written: {sidecar_count(done.written)}.", *done.remarks]
        self.about.setText("\n".join(lines))
        self._go.setEnabled(False)

    def _tell(self) -> None:
        would = self._write(self.overwrite.isChecked(), True)  # noqa: FBT003 - two answers
        if would.written:
            parts = [f"{would.new} new"] if would.new else []
            parts += [f"{would.changed} that exist, merged"] if would.changed else []
            head = f"{sidecar_count(would.written)} would be written: {', '.join(parts)}."
        else:
            head = "No sidecar would change."
        self.about.setText("\n".join([head, *would.remarks]))
        self._go.setEnabled(bool(would.written))
