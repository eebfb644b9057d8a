"""Names and notes are text in the window, whatever they look like."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def test_a_label_shows_markup_as_text(application: QApplication) -> None:
    """A name that looks like HTML is as wide as its letters are."""
    from takewise.ui.shell.plain_label import PlainLabel

    assert application
    label, bare = PlainLabel("<b>A</b><br>B"), PlainLabel("A")
    assert label.sizeHint().height() == bare.sizeHint().height()
    assert label.sizeHint().width() > 5 * bare.sizeHint().width()


def test_the_window_has_no_other_labels() -> None:
    """Every label is one that shows text as it is."""
    package = find_spec("takewise.ui.takes.window")
    assert package
    assert package.origin
    made = [
        f"{path.name}:{node.lineno}"
        for path in Path(package.origin).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "QLabel"
    ]
    assert not made
