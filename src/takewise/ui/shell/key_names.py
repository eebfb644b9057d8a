"""From Qt's key presses to the words that the keymap compares."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_NAMES = {"Backtab": "Tab", "Enter": "Return", "Delete": "Del"}


def words_of(event: QKeyEvent) -> Iterator[str]:
    """Yield the names that a key press may have, the surest first.

    First the key with its modifiers, then the character that it types: ``?`` is elsewhere on
    every keyboard, and on some the digits need Shift.
    """
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    pressed = QKeyCombination(modifiers, Qt.Key(event.key()))
    text = QKeySequence(pressed).toString(QKeySequence.SequenceFormat.PortableText)
    head, plus, last = text[:-1].rpartition("+")
    name = last + text[-1:]
    yield f"{head}{plus}{_NAMES.get(name, name)}"
    typed = event.text()
    if typed.isprintable() and typed.strip() and not modifiers & _COMMANDING:
        yield typed


_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
