"""Write the reference pages of the manual from the program itself.

MkDocs calls this module as a hook. The pages come from the commands, the settings and the
JSON Schemas, so they cannot be out of date; none of them is a file of the repository.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
from click.testing import CliRunner

import takewise
from takewise import keymap, photo_keys
from takewise.cli import takewise as program
from takewise.library import analysis_schema

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

DOCS = Path(__file__).parent
REPOSITORY = DOCS.parent

PICTURE = "sample_media/moments.png"
"""The one picture of the manual, in the repository."""

# A link that leaves docs/, such as [sheet](../plugins/ACCEPTANCE.md).
_OUTSIDE = re.compile(r"(?<!!)\[([^\]]+)\]\(((?:\.\./)+)([^)#]+)(?:#[^)]*)?\)")


def pages() -> dict[str, str]:
    """Return the generated pages: path below docs/ to Markdown."""
    return {
        "reference/commands.md": _joined(_commands()),
        "reference/settings.md": _joined(_settings()),
        "reference/keys.md": _joined(_keys()),
        "reference/formats.md": _joined(_formats()),
        "reference/analysis-file.md": _joined(
            _schema_page(
                "The analysis file",
                "`takewise analyze CLIP --out DIR` writes one JSON file for each take. "
                "This is its JSON Schema, which ships with the package.",
                analysis_schema(),
            )
        ),
        "reference/host-protocol.md": _joined(
            _schema_page(
                "The host protocol",
                "`takewise host` reads one request and answers with JSON lines. "
                "`takewise host --schema` prints this schema.",
                json.loads(printed("host", "--schema")),
            )
        ),
        "reference/python.md": _joined(_python()),
    }


def printed(*arguments: str) -> str:
    """Return what a command prints."""
    done = CliRunner().invoke(program, arguments, prog_name="takewise", env={"COLUMNS": "88"})
    if done.exit_code:
        raise RuntimeError(f"takewise {' '.join(arguments)} failed: {done.output}")
    return done.stdout


def commands(
    command: click.Command = program, path: tuple[str, ...] = ("takewise",)
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with the words that call it, groups before their commands."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=path[-1])
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None:
                yield from commands(found, (*path, name))


def _joined(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _commands() -> Iterator[str]:
    yield "# Commands"
    yield ""
    yield "Generated from the program. `takewise COMMAND --help` prints the same."
    for path, command in commands():
        context = click.Context(command, info_name=" ".join(path), **program.context_settings)
        yield from ("", f"## {' '.join(path)}", "", inspect.cleandoc(command.help or ""), "")
        yield from ("```text", " ".join(command.get_usage(context).split()), "```", "")
        yield from ("| option | meaning |", "|---|---|")
        for parameter in command.get_params(context):
            record = parameter.get_help_record(context)
            # An argument is explained by the usage and the text below.
            if record is not None and record[1]:
                yield f"| `{_cell(record[0])}` | {_cell(_plain(record[1]))} |"
        if command.epilog:
            epilog = inspect.cleandoc(command.epilog.replace("\b", ""))
            yield from ("", "```text", epilog, "```")


def _settings() -> Iterator[str]:
    yield "# Settings"
    yield ""
    yield "Every setting with its default, generated from the program. Keep the lines that you"
    yield "change in a file, and name it with `--settings`."
    about: list[str] = []
    rows = False
    for line in printed("settings").splitlines():
        if line.startswith("# ") and line.endswith(" is not set"):
            yield _row(line.removeprefix("# ").removesuffix(" is not set"), "not set", about)
            about = []
        elif line.startswith("# "):
            about.append(line.removeprefix("# "))
        elif line.startswith("["):
            yield from ("", f"## {line}", "", _plain(" ".join(about)), "")
            about, rows = [], False
        elif " = " in line:
            if not rows:
                yield from ("| setting | default | meaning |", "|---|---|---|")
            rows = True
            key, value = line.split(" = ", 1)
            yield _row(key, value, about)
            about = []


def _row(key: str, value: str, about: list[str]) -> str:
    return f"| `{key}` | `{_cell(value)}` | {_cell(_plain(' '.join(about)))} |"


def _keys() -> Iterator[str]:
    yield from ("# Keys", "")
    yield "Generated from the program; `?` shows them in the window. `keys` under `[review]` of the"
    yield "settings chooses the keys of another editor, and `remap` there or under `[photographs]`"
    yield "gives a command other keys. On a Mac `Ctrl` means the command key."
    yield from ("", "## Takes", "")
    presets = get_args(keymap.Preset)
    yield f"| command | does | {' | '.join(presets)} |"
    yield f"|---|---|{'---|' * len(presets)}"
    settings = [keymap.ReviewSettings(keys=preset) for preset in presets]
    for group in keymap.GROUPS.values():
        for command, about in group.items():
            keys = (_key_cell(keymap.keys_of(each, command)) for each in settings)
            yield f"| `{command.value}` | {_cell(_plain(about))} | {' | '.join(keys)} |"
    yield from ("", "## Photographs", "", "| command | does | keys |", "|---|---|---|")
    for lines in photo_keys.GROUPS.values():
        for still, about in lines.items():
            keys_of_it = photo_keys.photo_keys_of(photo_keys.PhotographSettings(), still)
            yield f"| `{still.value}` | {_cell(_plain(about))} | {_key_cell(keys_of_it)} |"


def _key_cell(keys: tuple[str, ...]) -> str:
    return " ".join(f"`{_cell(key)}`" for key in keys)


def _formats() -> Iterator[str]:
    yield "# Formats and presets"
    yield ""
    yield "What `takewise markers --list-formats` prints. [What survives in each"
    yield "format](../formats.md) has what readers other than ours find in the files."
    yield ""
    yield "```text"
    yield from (line.rstrip() for line in printed("markers", "--list-formats").splitlines())
    yield "```"


def _schema_page(title: str, about: str, schema: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"# {title}", "", about)
    for name, each in _objects("The whole", schema):
        yield from ("", f"## {name}", "", _plain(str(each.get("description", ""))), "")
        fields = each.get("properties", {})
        if fields:
            yield from ("| field | type | meaning |", "|---|---|---|")
        else:
            yield f"Type: {_type(each)}."
        for key, field in fields.items():
            needed = "" if key in each.get("required", ()) else " (may be absent)"
            meaning = _cell(_plain(str(field.get("description", ""))))
            yield f"| `{key}` | {_cell(_type(field))}{needed} | {meaning} |"
    yield from ("", "## The schema", "", "```json", json.dumps(schema, indent=1), "```")


def _objects(name: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield an object of a schema, those within it, and its definitions."""
    yield name, schema
    for key, field in schema.get("properties", {}).items():
        inner = field.get("items", field)
        if isinstance(inner, Mapping) and "properties" in inner:
            yield from _objects(key if schema.get("$defs") else f"{name}.{key}", inner)
    for key, each in schema.get("$defs", {}).items():
        yield from _objects(key, each)


def _type(field: Any) -> str:
    """Return the type of a field in a few words."""
    if not isinstance(field, Mapping):
        return "anything"
    for several in ("anyOf", "oneOf", "allOf"):
        if several in field:
            return " or ".join(_type(each) for each in field[several])
    if "$ref" in field:
        return f"`{str(field['$ref']).rsplit('/', 1)[-1]}`"
    if "const" in field:
        return f"`{json.dumps(field['const'])}`"
    if "enum" in field:
        return ", ".join(f"`{json.dumps(each)}`" for each in field["enum"])
    kind = field.get("type", "anything")
    kind = " or ".join(kind) if isinstance(kind, list) else str(kind)
    return f"list of {_type(field['items'])}" if "items" in field else kind


def _python() -> Iterator[str]:
    yield "# Python"
    yield ""
    yield "The public names of the package `takewise`, generated from their docstrings."
    for name in takewise.__all__:
        value = getattr(takewise, name)
        if callable(value):
            yield from ("", f"## {name}", "", "```text")
            if not isinstance(value, type):
                yield f"{name}{inspect.signature(value)}\n"
            yield from (inspect.getdoc(value) or "", "```", "")
            about = _fields(value) if isinstance(value, type) else {}
            if about:
                yield from ("| field | meaning |", "|---|---|")
            yield from (f"| `{key}` | {_cell(_plain(text))} |" for key, text in about.items())


def _fields(kind: type) -> dict[str, str]:
    """Return the docstring under each field of a class."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    found = {}
    if isinstance(body, ast.ClassDef):
        for field, below in pairwise(body.body):
            match field, below:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(text))),
                ):
                    found[name] = text
    return found


def _plain(text: str) -> str:
    """Return text whose signs Markdown does not take for tags or emphasis."""
    parts = text.replace("``", "`").split("`")
    # Every second part stands between backticks, where signs are only signs.
    parts[::2] = [re.sub(r"([*_])", r"\\\1", part.replace("<", "&lt;")) for part in parts[::2]]
    return "`".join(parts)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages and the picture to the manual."""
    # MkDocs is there when it calls this; the tests of the pages do not need it.
    from mkdocs.structure.files import File  # noqa: PLC0415

    for path, text in pages().items():
        files.append(File.generated(config, path, content=text))
    picture = str(REPOSITORY / PICTURE)
    files.append(File.generated(config, Path(PICTURE).name, abs_src_path=picture))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Name files outside docs/ by their place in the repository."""
    markdown = markdown.replace(f"../{PICTURE}", Path(PICTURE).name)
    depth = page.file.src_uri.count("/") + 1

    def named(link: re.Match[str]) -> str:
        if link[2].count("/") < depth:
            return link[0]
        return f"{link[1]} (`{link[3]}` in the repository)"

    return _OUTSIDE.sub(named, markdown)
