"""Settings as a TOML file with explanations."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum

from takewise.settings import Settings

_WIDTH = 88


def settings_text(settings: Settings) -> str:
    """Write settings as TOML, each explained by its docstring; `load_settings` reads them back."""
    return "\n".join(_lines(settings))


def _lines(settings: Settings) -> Iterator[str]:
    about_tables = _explanations(Settings)
    for table in fields(Settings):
        yield from _table(table.name, getattr(settings, table.name), about_tables[table.name])


def _table(name: str, values: object, about_it: str) -> Iterator[str]:
    """Yield a table, its keys first and then the tables within it."""
    yield from _comment(about_it)
    yield f"[{name}]"
    about = _explanations(type(values))
    held = {each.name: getattr(values, each.name) for each in fields(values)}  # type: ignore[arg-type]
    tables = {key: value for key, value in held.items() if is_dataclass(value)}
    for key, value in held.items():
        if key not in tables:
            yield from _comment(about.get(key, ""))
            # TOML has no null: a key that is left out stands for it.
            yield f"# {key} is not set" if value is None else f"{key} = {_said(value)}"
    yield ""
    for key, value in tables.items():
        yield from _table(f"{name}.{key}", value, about.get(key, ""))


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
    if isinstance(value, Mapping):
        pairs = (f"{json.dumps(key)} = {_said(each)}" for key, each in value.items())
        return f"{{{', '.join(pairs)}}}"
    return json.dumps(value.value if isinstance(value, Enum) else value, ensure_ascii=False)
