"""Settings as a TOML file that explains itself."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import fields
from enum import Enum

from takewise.settings import Settings

_WIDTH = 88


def settings_text(settings: Settings) -> str:
    """Write settings as TOML, each explained by what its source says of it.

    Parameters
    ----------
    settings
        What to write.

    Returns
    -------
    str
        A file that `load_settings` reads as equal settings.
    """
    return "\n".join(_lines(settings))


def _lines(settings: Settings) -> Iterator[str]:
    about_tables = _explanations(Settings)
    for table in fields(Settings):
        values = getattr(settings, table.name)
        yield from _comment(about_tables[table.name])
        yield f"[{table.name}]"
        about = _explanations(type(values))
        for each in fields(values):
            yield from _comment(about.get(each.name, ""))
            value = getattr(values, each.name)
            # TOML cannot say "none": a key that is left out does.
            yield f"# {each.name} is not set" if value is None else f"{each.name} = {_said(value)}"
        yield ""


def _explanations(kind: type) -> Mapping[str, str]:
    """Return the docstring under each field of a class."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    if not isinstance(body, ast.ClassDef):
        return {}
    found = {}
    for field, below in zip(body.body, body.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
        ):
            found[field.target.id] = " ".join(str(below.value.value).split())
    return found


def _comment(text: str) -> Iterator[str]:
    plain = text.replace("``", "").replace("`", "")
    yield from textwrap.wrap(plain, _WIDTH, initial_indent="# ", subsequent_indent="# ")


def _said(value: object) -> str:
    """Write a value as TOML; JSON writes numbers, flags, texts and lists alike."""
    if isinstance(value, tuple):
        return f"[{', '.join(_said(each) for each in value)}]"
    return json.dumps(value.value if isinstance(value, Enum) else value, ensure_ascii=False)
