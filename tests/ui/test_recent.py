"""What was opened lately is offered again: at the first start, and in the menu."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("PySide6.QtWidgets", exc_type=ImportError)

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from takewise.ui.shell.menu import add_recent, menu_bar
from takewise.ui.shell.recent import MOST, recent, recent_words, remember
from takewise.ui.shell.welcome import WelcomeDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


@pytest.fixture
def file(tmp_path: Path) -> QSettings:
    """Return a file in which nothing is remembered yet."""
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def takes(tmp_path: Path) -> list[str]:
    """Return the paths of more takes than are remembered."""
    paths = [tmp_path / "day 1" / f"take{n}.mov" for n in range(MOST + 2)]
    paths[0].parent.mkdir()
    for each in paths:
        each.touch()
    return [str(each) for each in paths]


def test_the_last_openings_are_remembered_the_newest_first(
    file: QSettings, takes: list[str]
) -> None:
    """The same opening again comes first and is there once; what is gone is not offered."""
    for each in takes:
        remember(file, [each])
    assert recent(file) == tuple((each,) for each in takes[:1:-1])
    remember(file, [takes[5]])
    assert recent(file)[0] == (takes[5],)
    assert len(recent(file)) == MOST
    Path(takes[5]).unlink()
    assert recent(file)[0] == (takes[-1],)


def test_the_takes_of_a_folder_are_the_folder(file: QSettings, takes: list[str]) -> None:
    """A folder that was chosen is not remembered again as its files."""
    folder = str(Path(takes[0]).parent)
    remember(file, [folder])
    remember(file, takes)
    assert recent(file) == ((folder,),)
    remember(file, ())
    assert recent(file) == ((folder,),)


def test_parts_and_sequences_are_remembered(file: QSettings, takes: list[str]) -> None:
    """They are no files of that name."""
    names = [f"{takes[0]}@100-240", str(Path(takes[0]).parent / "shot.%04d.png")]
    remember(file, names)
    assert recent(file) == (tuple(names),)


@pytest.mark.parametrize("damaged", ["", "{", "7", '[7, [], ["/none.mov"], [7]]'])
def test_a_damaged_file_is_an_empty_one(file: QSettings, damaged: str) -> None:
    """No window fails to open because of it."""
    file.setValue("review/recent", damaged)
    assert recent(file) == ()


def test_an_opening_has_words(takes: list[str]) -> None:
    """Its first name, how many more, and the folder."""
    assert recent_words(takes[:1]) == "take0.mov · day 1"
    assert recent_words(takes[:3]) == "take0.mov and 2 more · day 1"


def test_the_first_window_offers_them(application: QApplication, takes: list[str]) -> None:
    """A click opens what was open together."""
    del application
    dialog = WelcomeDialog(None, [tuple(takes[:2]), tuple(takes[3:4])])
    assert [each.text() for each in dialog.recent] == [
        "take0.mov and 1 more · day 1",
        "take3.mov · day 1",
    ]
    dialog.recent[0].click()
    assert dialog.chosen == tuple(takes[:2])


def test_the_menu_offers_them(application: QApplication, takes: list[str]) -> None:
    """It has what was opened since the window was."""
    del application
    opened: list[tuple[str, ...]] = []
    entries: list[tuple[str, ...]] = []
    window = QWidget()
    commands = {"open": "open further takes", "quit": "close"}
    bar = menu_bar({"Window": commands}, {"open": "O", "quit": "Q"}, print, window)
    menu = add_recent(bar, lambda: entries, opened.append)
    entries.append((takes[0],))
    menu.parent().aboutToShow.emit()  # type: ignore[union-attr]
    (action,) = menu.actions()
    action.trigger()
    assert (action.text(), opened) == ("take0.mov · day 1", [(takes[0],)])
