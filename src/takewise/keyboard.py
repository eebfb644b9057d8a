"""Keys in words, and commands on them: the same for every window.

A key is written as its user says it: ``Space``, ``J``, ``Ctrl+Shift+Z``, ``?``. On a
Mac ``Ctrl`` means the command key. The same key in other words (``shift+ctrl+z``)
is the same key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import TypeAlias, TypeVar

from takewise.errors import SettingsError

Given = TypeVar("Given", bound=Enum)
"""A command, of whichever window."""

KeyTable: TypeAlias = Mapping[str, Mapping[Given, tuple[str, tuple[str, ...]]]]
"""Group to its commands, each with what it does and its keys."""

_MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")


def spelt(key: str) -> str:
    """Write a key in the one way that this window compares.

    Modifiers come in the order Ctrl, Alt, Shift, Meta, then the key, its first letter large.

    Examples
    --------
    >>> spelt("shift+ctrl+z"), spelt("?"), spelt("+"), spelt("ctrl++")
    ('Ctrl+Shift+Z', '?', '+', 'Ctrl++')
    """
    head, plus, last = key[:-1].rpartition("+")
    name = last + key[-1:]
    if not plus:
        head = ""
    given = {part.strip().capitalize() for part in head.split("+") if part.strip()}
    parts = [modifier for modifier in _MODIFIERS if modifier in given]
    name = name.strip()
    return "+".join([*parts, name[:1].upper() + name[1:]])


def groups_of(table: KeyTable[Given]) -> Mapping[str, Mapping[Given, str]]:
    """Return each group's commands with what they do."""
    return MappingProxyType(
        {
            group: {each: about for each, (about, _) in lines.items()}
            for group, lines in table.items()
        }
    )


def keys_in(table: KeyTable[Given]) -> Mapping[Given, tuple[str, ...]]:
    """Return the keys of each command."""
    return MappingProxyType(
        {each: keys for lines in table.values() for each, (_, keys) in lines.items()}
    )


def bound(keys: Mapping[Given, tuple[str, ...]]) -> Mapping[str, Given]:
    """Return each key, as `spelt` writes it, with its one command, given each command's keys.

    Raises `SettingsError` if two commands are on one key.
    """
    found: dict[str, Given] = {}
    for command, words in keys.items():
        for key in map(spelt, words):
            if key in found:
                raise SettingsError(
                    f"{key} would both {found[key].value} and {command.value}",
                    where="remap",
                    remedy="give one of them another key",
                )
            found[key] = command
    return found


def remapped(
    remap: Mapping[str, tuple[str, ...]], commands: Iterable[Given]
) -> dict[Given, tuple[str, ...]]:
    """Return the keys of the commands that a user remaps.

    Raises `SettingsError` if one is unknown.
    """
    known = {command.value: command for command in commands}
    if unknown := sorted(remap.keys() - known.keys()):
        raise SettingsError(
            f"{unknown[0]!r} is no command", where="remap", remedy=f"use one of {', '.join(known)}"
        )
    return {known[name]: keys for name, keys in remap.items()}


def over(
    below: Mapping[Given, tuple[str, ...]], above: Mapping[Given, tuple[str, ...]]
) -> dict[Given, tuple[str, ...]]:
    """Return keys of commands, each key removed from the commands below that had it."""
    taken = {spelt(key) for keys in above.values() for key in keys}
    left = {
        command: tuple(key for key in keys if spelt(key) not in taken)
        for command, keys in below.items()
    }
    return left | dict(above)
