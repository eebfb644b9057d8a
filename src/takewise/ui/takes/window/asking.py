"""What the window asks the user for: a note, another title, further takes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from takewise.ui.shell.inline_editor import NoteLine
from takewise.ui.takes import decisions
from takewise.ui.takes.session import ReviewSession
from takewise.ui.takes.state import ReviewState


def ask_for_note(session: ReviewSession, line: NoteLine) -> None:
    """Let a note on the active take be written."""
    take = session.state.take
    if take is not None:
        line.ask(
            f"Note on {take.name}",
            take.decisions.note,
            lambda words: session.change(decisions.write_note, words),
        )


def ask_for_title(session: ReviewSession, line: NoteLine) -> None:
    """Let another title of the chosen moment be written."""
    row = session.chosen
    if row is None:
        session.change(ReviewState.saying, "choose a moment first: . and , go to them")
        return
    line.ask(
        "Title of the moment",
        row.moment.title,
        lambda words: session.change(decisions.rename, row.take, row.moment.id, words),
    )


def ask_for_takes(window: QWidget, answer: Callable[[tuple[str, ...]], object]) -> None:
    """Let files be chosen; takes play on behind the dialog."""
    dialog = QFileDialog(window, "Open takes")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda paths: answer(tuple(paths)))
    dialog.open()
