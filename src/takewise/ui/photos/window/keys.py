"""The keys of the window for photographs, as its sheet shows them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from takewise.photo_keys import GROUPS, PhotographSettings, photo_keys_of
from takewise.ui.shell.keys_sheet import KeysSheet, columns_of

_COLUMNS = (("Move", "Colour"), ("Decide",), ("Look", "Window"))


def photo_sheet(settings: PhotographSettings, parent: QWidget) -> KeysSheet:
    """Return the sheet of all keys for photographs, hidden."""
    return KeysSheet(
        columns_of(_COLUMNS, GROUPS, partial(photo_keys_of, settings)),
        remark="every key can be changed in the settings file",
        parent=parent,
    )
