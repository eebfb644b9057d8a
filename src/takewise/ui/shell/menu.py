"""The menus: every command with its key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from takewise.ui.shell import theme
from takewise.ui.shell.recent import recent_words

Command = TypeVar("Command")


def menu_bar(
    groups: Mapping[str, Mapping[Command, str]],
    keys: Mapping[Command, str],
    do: Callable[[Command], object],
    parent: QWidget,
) -> QMenuBar:
    """Return a menu for each group of commands; keys are only shown, as the window handles them."""
    bar = QMenuBar(parent)
    bar.setFont(theme.sans(12))
    for name, commands in groups.items():
        menu = bar.addMenu(name)
        for command, words in commands.items():
            # A tab separates the words from the key; & would mark a letter.
            text = f"{words[:1].upper()}{words[1:]}".replace("&", "&&")
            action = menu.addAction(f"{text}\t{keys[command]}")
            action.triggered.connect(partial(_call, do, command))
    return bar


def add_recent(
    bar: QMenuBar,
    entries: Callable[[], Sequence[tuple[str, ...]]],
    open_: Callable[[tuple[str, ...]], object],
) -> QMenu:
    """Add what was opened lately to the last menu; it is read whenever the menu opens."""
    last = bar.findChildren(QMenu)[-1]
    menu = QMenu("Recent", last)
    last.insertMenu(last.actions()[1], menu)

    def fill() -> None:
        menu.clear()
        for entry in entries():
            action = menu.addAction(recent_words(entry).replace("&", "&&"))
            action.triggered.connect(partial(_call, open_, entry))
        menu.setEnabled(not menu.isEmpty())

    last.aboutToShow.connect(fill)
    return menu


def _call(do: Callable[[Command], object], command: Command, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt hands it over
    do(command)
