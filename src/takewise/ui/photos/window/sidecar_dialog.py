"""Asks before sidecars are written: how many files, and whose ratings stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from takewise.app.rate_photos import PhotosRated
from takewise.sidecars import RatingRules, SidecarSettings
from takewise.ui.photos.sidecars import sidecar_count, sidecar_remarks
from takewise.ui.shell.plain_label import PlainLabel

# Pixels.
_WIDTH, _MARGIN = 560, 24


class SidecarPanel(QDialog):
    """A dialog that lists the files to write, writes them, and reports what was written.

    `write` takes which ratings of other programs to replace and whether only to count; it returns
    the result for the sidecars.
    """

    def __init__(
        self,
        write: Callable[[RatingRules, bool], PhotosRated],
        settings: SidecarSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._write = write
        self._settings = settings
        self._unrated = frozenset(settings.treat_as_unrated)
        self.setWindowTitle("Write sidecars")
        self.setMinimumWidth(480)
        self.about = PlainLabel()
        """The summary of what would be, or was, written."""
        self.about.setWordWrap(True)
        self.overwrite = QCheckBox("Replace ratings and labels from other programs")
        """Whether they are replaced."""
        self.replace_rejected = QCheckBox("Replace rejected (rating -1) too")
        """Whether photographs that are rejected are."""
        self.single = QCheckBox("Count 1 star as no rating (darktable gives it on import)")
        """Whether one star by other programs counts as none."""
        self.single.setChecked(1 in self._unrated)
        self._go = QPushButton("Write")
        self._go.setProperty("role", "main")
        self._go.clicked.connect(self.write)
        close = QPushButton("Close")
        close.clicked.connect(self.reject)
        for box in (self.overwrite, self.replace_rejected, self.single):
            box.toggled.connect(self._tell)
        self._lay_out(close)
        self._tell()

    def _lay_out(self, close: QPushButton) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 20, _MARGIN, 20)
        layout.setSpacing(16)
        layout.addWidget(self.about)
        for box in (self.overwrite, self.replace_rejected, self.single):
            layout.addWidget(box)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self._go)
        layout.addLayout(buttons)

    def write(self) -> None:
        """Write, and report what was written."""
        done = self._write(self._rules(), False)  # noqa: FBT003 - one answer
        head = f"Written: {sidecar_count(len(done.written))}."
        self._show([head, *sidecar_remarks(done, self._settings)])
        self._go.setEnabled(False)

    def _show(self, lines: Sequence[str]) -> None:
        """Show lines, in a window as high as they need."""
        self.about.setText("\n".join(lines))
        self.about.setMinimumHeight(self.about.heightForWidth(_WIDTH - 2 * _MARGIN))
        self.adjustSize()

    def _rules(self) -> RatingRules:
        single = {1} if self.single.isChecked() else set()
        return RatingRules(
            ratings=self.overwrite.isChecked(),
            rejected=self.replace_rejected.isChecked(),
            unrated=self._unrated - {1} | single,
        )

    def _tell(self) -> None:
        would = self._write(self._rules(), True)  # noqa: FBT003 - one answer
        if would.written:
            changed = len(would.written) - would.created
            parts = [f"{would.created} new"] if would.created else []
            parts += [f"{changed} that exist, merged"] if changed else []
            head = f"{sidecar_count(len(would.written))} would be written: {', '.join(parts)}."
        else:
            head = "No sidecar would change."
        self._show([head, *sidecar_remarks(would, self._settings)])
        self._go.setEnabled(bool(would.written))
