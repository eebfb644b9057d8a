"""What the window writes, read back by readers that are not Takewise's: decisions count."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from takewise.ui.takes.marker_export import format_names
from tests.conftest import REPOSITORY
from tests.timeline.readers import READERS, Clock
from tests.ui.conftest import SAMPLES

if TYPE_CHECKING:
    from tests.ui.windows import Opened

Review = Callable[..., "Opened"]

ONE, TWO = (REPOSITORY / "sample_media" / name for name in SAMPLES[:2])

CLOCK = Clock(rate=Fraction(25), start="10:23:45:12")
"""Of the second take's file, and so of a timeline that holds it alone."""


def test_every_format_says_what_the_window_shows(review: Review) -> None:
    """Of the circled take alone; without the rejected moment, with the new title and marker."""
    from PySide6.QtTest import QTest

    window = review(ONE, TWO)
    window.press("Tab", "C", "M")
    rows = {(row.take, row.moment.title): row for row in window.window.session.rows}
    window.window.list.chosen.emit(rows[1, "brows lift"])
    window.press("R")
    window.window.note.line.clear()
    QTest.keyClicks(window.window.note.line, "the doubt")
    QTest.keyClick(window.window.note.line, "\r")
    window.window.list.chosen.emit(rows[1, "lip corners rise"])
    window.press("X")
    panel = window.window.export_panel()
    pytest.importorskip("aaf2")
    panel.choose(*format_names(), only_circled=True)
    panel.write()
    assert panel.said.startswith("Written:"), panel.said
    assert "Not in srt: start timecode, counted from 0 (1×)" in panel.remarks
    readers = READERS | dict.fromkeys(("otioz", "otiod"), READERS["otio"])
    assert readers.keys() | {"avid-ale"} == format_names().keys()
    for name, read in readers.items():
        # Some have room for the length and the reason in the name as well.
        seen = read(_content(panel.export.folder, name), CLOCK)
        titles = [(each.name or "").partition(" · ")[0] for each in seen]
        assert titles == ["marker", "the doubt", "brows lower"], name
    table = (panel.export.folder / "scene12_take2.ale").read_text(encoding="utf-8")
    assert "scene12_take2" in table
    assert "scene12_take1" not in table
    window.press(*["Ctrl+Z"] * 4)
    assert not window.state.takes[1].decisions


def test_an_editor_gets_what_it_imports(review: Review) -> None:
    """The formats of its preset are ticked, and its settings hold; others may be added."""
    window = review(ONE)
    panel = window.window.export_panel()
    panel.choose_editor("resolve")
    assert panel.export.formats == ("otio", "resolve-edl")
    panel.write()
    assert panel.said.startswith("Written:"), panel.said
    written = sorted(path.suffix for path in panel.export.folder.iterdir())
    assert written == [".edl", ".otio"]
    panel.choose_editor("")
    panel.choose("csv")
    assert (panel.export.preset, panel.export.formats) == ("", ("csv",))


def _content(folder: Path, name: str) -> bytes:
    from takewise.timeline import FORMATS

    path = folder / f"scene12_take2{FORMATS[name].suffix}"
    if path.suffix == ".otioz":
        with zipfile.ZipFile(path) as bundle:
            return bundle.read("content.otio")
    return (path / "content.otio" if path.is_dir() else path).read_bytes()
