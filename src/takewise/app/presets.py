"""Presets: what an editor's host wants, in one word.

```toml
about = "Premiere Pro: takes with their markers"
to = ["premiere-xml"]

[markers]
label = "{title} ({score})"

[export]
markers_on = "both"
```

The tables are those of the settings; a preset may have ``markers`` and
``export``. Those of the user's own folder come first, so that a house can have
its own ``resolve``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from takewise.errors import MalformedText, SettingsError
from takewise.plain_text import nearest
from takewise.timeline.formats import DEFAULT_FORMAT, FORMATS
from takewise.untrusted import LARGEST_SETTINGS, toml_from

_NAME = re.compile(r"[\w-]+")
_SUFFIX = ".toml"
_TABLES = {"markers", "export"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """The formats and settings for one host."""

    name: str
    """Its file's name, without the ending."""
    about: str
    """Its purpose, in one line."""
    to: tuple[str, ...]
    """Formats to write."""
    tables: Mapping[str, Any]
    """Settings that it changes: table name to keys."""


def own_folder() -> Path:
    """Return the folder of the user's own presets, which need not exist."""
    return user_config_path("takewise") / "presets"


def load_preset(name: str) -> Preset:
    """Read a preset, the user's own before one that is shipped; its tables are not yet checked.

    Raises `SettingsError` if no preset has this name, or its file is not a valid preset.
    """
    shipped = files("takewise.timeline") / "presets" / f"{name}{_SUFFIX}"
    own = own_folder() / f"{name}{_SUFFIX}"
    found = next((each for each in (own, shipped) if each.is_file()), None)
    if not _NAME.fullmatch(name) or found is None:
        names = preset_names()
        hint = nearest(name, names)
        known = f"choose from {', '.join(names)}, or put your own into {own_folder()}"
        raise SettingsError(
            f"there is no preset {name!r}", remedy=f"{hint} ({known})" if hint else known
        )
    try:
        with found.open("rb") as file:
            content = toml_from(file.read(LARGEST_SETTINGS + 1))
    except (OSError, MalformedText) as error:
        said = error.what if isinstance(error, MalformedText) else error.strerror
        raise SettingsError(f"this preset cannot be read ({said})", where=str(found)) from error
    about, to = content.pop("about", ""), content.pop("to", [DEFAULT_FORMAT])
    if not isinstance(to, list) or not set(map(str, to)) <= set(FORMATS):
        raise SettingsError(
            f"`to` must list formats, not {to!r}",
            where=str(found),
            remedy="`takewise markers --list-formats` names them",
        )
    unknown = sorted(content.keys() - _TABLES)
    if unknown:
        raise SettingsError(
            f"a preset has no {', '.join(unknown)}",
            where=str(found),
            remedy="it may have about, to, and the tables markers and export",
        )
    return Preset(name=name, about=str(about), to=tuple(to), tables=content)


def preset_names() -> tuple[str, ...]:
    """List the presets that are shipped and the user's own, each name once."""
    folders = (files("takewise.timeline") / "presets", own_folder())
    names = {
        each.name.removesuffix(_SUFFIX)
        for folder in folders
        if folder.is_dir()
        for each in folder.iterdir()
        if each.name.endswith(_SUFFIX)
    }
    return tuple(sorted(names))
