"""Defaults and choices of settings, for the help of options."""

from __future__ import annotations

from dataclasses import fields
from enum import Enum
from typing import Any, get_args, get_type_hints

import click

from takewise.model import Kind
from takewise.timeline import ExportSettings, MarkerSettings

_TABLES = {"markers": MarkerSettings(), "export": ExportSettings()}


def default_of(*place: str) -> str:
    """Return the default of a setting, named by its tables and key, as an option takes it.

    >>> default_of("export", "resolve_edl", "collision"), default_of("markers", "max_per_take")
    ('merge', 'all')
    """
    owner, key = _held(place)
    value = getattr(owner, key)
    if isinstance(value, tuple):
        return ",".join(_said(each) for each in value)
    return "all" if value is None else _said(value)


def choice_of(*place: str) -> click.Choice:  # type: ignore[type-arg] # click 8.1 has no argument here
    """Return the type of an option that takes what a setting takes."""
    owner, key = _held(place)
    return click.Choice([str(each) for each in get_args(_types(type(owner))[key])])


def left_out() -> str:
    """Return the kinds of moments that are not exported by default."""
    kept = MarkerSettings().kinds
    # A marker set by hand is always kept.
    *others, last = (kind.value for kind in Kind if kind not in kept and kind is not Kind.MARKER)
    return f"{', '.join(others)} and {last}" if others else last


def _held(place: tuple[str, ...]) -> tuple[Any, str]:
    """Return the table that has a key, and the key."""
    table, *between, key = place
    owner: Any = _TABLES[table]
    for name in between:
        owner = getattr(owner, name)
    assert key in {each.name for each in fields(owner)}, place  # noqa: S101 - a name in our code
    return owner, key


def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _said(value: object) -> str:
    return str(value.value).lower() if isinstance(value, Enum) else str(value)
