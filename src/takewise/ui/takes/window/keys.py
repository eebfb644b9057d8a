"""The keys of the window for takes, as its sheet shows them."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from takewise.keymap import GROUPS, ReviewSettings, keys_of
from takewise.ui.shell.keys_sheet import KeysSheet, columns_of

_COLUMNS = (("Play", "Window"), ("Moments", "Curves"), ("See it", "The take"), ("Side by side",))


def take_sheet(settings: ReviewSettings, parent: QWidget) -> KeysSheet:
    """Return the sheet of all keys for takes, hidden."""
    return KeysSheet(
        columns_of(_COLUMNS, GROUPS, partial(keys_of, settings)),
        remark=f"preset {settings.keys} · every key can be changed in the settings file",
        parent=parent,
    )
