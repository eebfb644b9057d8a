"""The window that opens when nothing was named: choose takes or photographs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFontMetrics
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
)

from takewise.ui.shell import theme
from takewise.ui.shell.dropped import local_paths
from takewise.ui.shell.plain_label import PlainLabel
from takewise.ui.shell.recent import recent, recent_words, remember, settings_file

# Pixels that the explanation is wide; it then takes three lines.
_WIDTH = 460

# Openings that are offered.
_RECENT = 5


class WelcomeDialog(QDialog):
    """Lets the user choose files or a folder, by button or by dropping them.

    `samples` is the folder of the sample takes; None if this installation has none. `recent` has
    what was opened lately.
    """

    def __init__(self, samples: Path | None, recent: Sequence[tuple[str, ...]] = ()) -> None:
        super().__init__()
        self.setWindowTitle("Takewise")
        self.setAcceptDrops(True)
        self.chosen: tuple[str, ...] = ()
        """Paths that the user chose; none if the window was closed."""
        title = PlainLabel("Open takes or photographs")
        title.setFont(theme.sans(20, strong=True))
        hint = PlainLabel(
            "Takes open on one clock, up to four side by side. A folder of photographs opens as "
            "film strips.\nFiles and folders can be dropped here too."
        )
        hint.setProperty("role", "dim")
        hint.setWordWrap(True)
        hint.setMinimumWidth(_WIDTH)
        buttons = QHBoxLayout()
        self.open_files = self._button("Open …", role="main")
        self.open_files.clicked.connect(self._choose_files)
        self.open_folder = self._button("Open a folder …")
        self.open_folder.clicked.connect(self._choose_folder)
        for button in (self.open_files, self.open_folder):
            buttons.addWidget(button)
        if samples is not None:
            self.open_samples = self._button("Sample takes")
            self.open_samples.clicked.connect(lambda: self.choose((str(samples),)))
            buttons.addWidget(self.open_samples)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * theme.GAP, 4 * theme.GAP, 4 * theme.GAP, 4 * theme.GAP)
        layout.setSpacing(2 * theme.GAP)
        for widget in (title, hint):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self.recent = [self._recent(entry) for entry in recent[:_RECENT]]
        """A button for each of the last openings."""
        self._lay_out_recent(layout)

    def choose(self, paths: tuple[str, ...]) -> None:
        """Keep what the user chose, and close; do nothing if nothing was chosen."""
        if paths:
            self.chosen = paths
            self.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Accept files of this machine."""
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Open what was dropped."""
        self.choose(local_paths(event.mimeData()))

    def _choose_files(self) -> None:
        paths, _ = QFileDialog.getOpenFileNames(self, "Open takes or photographs")
        self.choose(tuple(paths))

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Open a folder")
        self.choose((folder,) if folder else ())

    def _lay_out_recent(self, layout: QVBoxLayout) -> None:
        if not self.recent:
            return
        heading = PlainLabel("Opened lately")
        heading.setProperty("role", "faint")
        layout.addWidget(heading)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        for button in self.recent:
            rows.addWidget(button)
        layout.addLayout(rows)

    def _recent(self, entry: tuple[str, ...]) -> QPushButton:
        words = QFontMetrics(theme.sans(13)).elidedText(
            recent_words(entry), Qt.TextElideMode.ElideMiddle, _WIDTH - 2 * theme.GAP
        )
        button = self._button(words.replace("&", "&&"))
        button.setToolTip(theme.plain_tip("\n".join(entry)))
        button.setStyleSheet("text-align: left; padding: 4px 0")
        button.clicked.connect(lambda: self.choose(entry))
        return button

    def _button(self, words: str, *, role: str = "") -> QPushButton:
        button = QPushButton(words)
        button.setProperty("role", role or "flat")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button


def ask_for_paths(samples: Path | None) -> tuple[str, ...]:
    """Show the window until paths are chosen; return none if it was closed."""
    # Widgets need an application before the first of them is made.
    _ = theme.application()
    remembered = settings_file()
    dialog = WelcomeDialog(samples, recent(remembered))
    dialog.exec()
    remember(remembered, dialog.chosen)
    return dialog.chosen
