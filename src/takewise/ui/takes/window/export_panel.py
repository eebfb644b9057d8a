"""The dialog that exports markers: which files, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from takewise.app.export_markers import MarkerExport
from takewise.errors import TakewiseError
from takewise.plain_text import visible
from takewise.settings import Settings
from takewise.ui.shell import theme
from takewise.ui.shell.plain_label import PlainLabel
from takewise.ui.takes import marker_export
from takewise.ui.takes.marker_export import (
    WindowExport,
    editor_formats,
    editors,
    export_remarks,
    format_names,
)
from takewise.ui.takes.state import ReviewState


class ExportPanel(QDialog):
    """A dialog that writes markers and reports what it wrote.

    `counted` returns how many takes and markers an export would write; `write` writes them.
    """

    def __init__(
        self,
        folder: Path,
        counted: Callable[[WindowExport], tuple[int, int]],
        write: Callable[[WindowExport], MarkerExport],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._counted, self._write = counted, write
        self.setWindowTitle("Export")
        self.setMinimumWidth(560)
        self._folder = QLineEdit(str(folder))
        self._editor = QComboBox()
        self._formats = {name: QCheckBox(name) for name in format_names()}
        self._together = QCheckBox("all takes on one timeline")
        self._circled = QCheckBox("only circled takes")
        self._about = PlainLabel()
        self._said = PlainLabel()
        self._remarks = _remark_box()
        self._go = QPushButton("Write markers")
        self._lay_out()
        for box in (*self._formats.values(), self._together, self._circled):
            box.toggled.connect(self._tell)
        self._tell()

    @property
    def export(self) -> WindowExport:
        """The export that is chosen."""
        return WindowExport(
            folder=Path(self._folder.text()).expanduser(),
            formats=tuple(name for name, box in self._formats.items() if box.isChecked()),
            one_timeline=self._together.isChecked(),
            only_circled=self._circled.isChecked(),
            preset=self._editor.currentData() or "",
        )

    def choose(self, *formats: str, only_circled: bool = False) -> None:
        """Tick formats, and no others."""
        for name, box in self._formats.items():
            box.setChecked(name in formats)
        self._circled.setChecked(only_circled)

    def choose_editor(self, preset: str) -> None:
        """Tick what an editor imports; its settings hold."""
        self._editor.setCurrentIndex(max(0, self._editor.findData(preset)))

    def write(self) -> None:
        """Write the chosen files, and report what was written or why not."""
        try:
            export = self._write(self.export)
        except TakewiseError as error:
            self._remark(())
            self._say(str(error), alert=True)
            return
        files = export.files
        named = ", ".join(path.name for path in files[:4])
        more = f" and {len(files) - 4} more" if len(files) > 4 else ""
        self._say(f"Written: {named}{more}", alert=False)
        self._remark(tuple(export_remarks(export)))

    @property
    def said(self) -> str:
        """The last message of the panel."""
        return self._said.text()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the user should know about what was written last, a line each."""
        return tuple(self._remarks.toPlainText().splitlines())

    def _remark(self, lines: Sequence[str]) -> None:
        self._remarks.setPlainText("\n".join(map(visible, lines)))
        self._remarks.setVisible(bool(lines))

    def _say(self, words: str, *, alert: bool) -> None:
        colour = theme.ALERT if alert else theme.VERDICTS[next(iter(theme.VERDICTS))]
        self._said.setStyleSheet(f"color: {colour.lighter(120).name()}")
        self._said.setText(words)

    def _tell(self) -> None:
        options = self.export
        takes, markers = self._counted(options)
        self._about.setText(
            f"{markers} marker{'s' * (markers != 1)} of {takes} take{'s' * (takes != 1)}: what the "
            "list keeps now, without what you rejected, with what you added."
        )
        self._go.setEnabled(bool(takes and options.formats))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 20)
        layout.setSpacing(12)
        title = PlainLabel("Export what is shown")
        title.setFont(theme.sans(17, strong=True))
        self._about.setProperty("role", "dim")
        self._about.setToolTip(
            "Takes that were analysed, and their moments that pass the threshold, the kinds and "
            "the person chosen in the window; markers set by hand always pass."
        )
        self._about.setWordWrap(True)
        layout.addWidget(title)
        layout.addWidget(self._about)
        layout.addLayout(self._for_editor())
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for number, (name, about) in enumerate(format_names().items()):
            box = self._formats[name]
            box.setToolTip(about)
            grid.addWidget(box, number // 3, number % 3)
        self._formats["otio"].setChecked(True)
        self._together.setChecked(True)
        layout.addLayout(grid)
        row = QHBoxLayout()
        row.addWidget(self._together)
        row.addSpacing(24)
        row.addWidget(self._circled)
        row.addStretch()
        layout.addLayout(row)
        layout.addLayout(self._where())
        self._said.setWordWrap(True)
        layout.addWidget(self._said)
        layout.addWidget(self._remarks)
        layout.addLayout(self._ending())

    def _for_editor(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(PlainLabel("for"))
        self._editor.addItem("the formats below", "")
        for name, about in editors().items():
            self._editor.addItem(about.partition(":")[0], name)
            self._editor.setItemData(self._editor.count() - 1, about, Qt.ItemDataRole.ToolTipRole)
        self._editor.currentIndexChanged.connect(self._tick)
        row.addWidget(self._editor, 1)
        return row

    def _tick(self) -> None:
        preset = self._editor.currentData()
        if preset:
            self.choose(*editor_formats(preset), only_circled=self._circled.isChecked())
        self._tell()

    def _where(self) -> QHBoxLayout:
        row = QHBoxLayout()
        browse = QPushButton("Folder …")
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row.addWidget(self._folder, 1)
        row.addWidget(browse)
        return row

    def _ending(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch()
        close = QPushButton("Close")
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        self._go.setProperty("role", "main")
        self._go.setDefault(True)
        self._go.clicked.connect(self.write)
        row.addWidget(close)
        row.addWidget(self._go)
        return row

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, "Folder for the files", self._folder.text())
        if folder:
            self._folder.setText(folder)

    def keyPressEvent(self, event: object) -> None:  # noqa: N802 - Qt calls it so
        """Close with Escape."""
        if getattr(event, "key", lambda: None)() == Qt.Key.Key_Escape:
            self.reject()


def _remark_box() -> QPlainTextEdit:
    """Return a box for many lines, hidden until there are some."""
    box = QPlainTextEdit()
    box.setReadOnly(True)
    box.setMaximumHeight(140)
    box.setVisible(False)
    return box


def panel_of(state: ReviewState, folder: Path, settings: Settings, parent: QWidget) -> ExportPanel:
    """Return a panel, not yet open, that exports what a state shows."""

    def counted(options: marker_export.WindowExport) -> tuple[int, int]:
        takes = marker_export.exported_takes(state, options)
        markers = [len(marker_export.shown_analysis(each, state.choice).moments) for each in takes]
        return len(takes), sum(markers)

    return ExportPanel(
        folder,
        counted,
        lambda options: marker_export.export_shown(state, options, settings),
        parent,
    )
