"""Every command that the manual shows exists, with the options that it shows."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

import click
import pytest
from docs import generate

from takewise.keymap import ReviewSettings, keymap
from takewise.photo_keys import PhotographSettings, photo_keymap
from tests.manual import pages

COMMANDS = dict(generate.commands())


def shown(text: str) -> list[str]:
    """Return the commands of a page, in blocks and in sentences."""
    found = [
        line
        for block in pages.blocks(text, "console", "sh")
        for line in block.splitlines()
        if re.match(r"(?:\$ )?(?:[A-Z_]+=\S+ )?takewise\b", line)
    ]
    plain = " ".join(pages.without_blocks(text).split())
    found += re.findall(r"(?<!`)`(takewise [^`]+)`", plain)
    return [re.sub(r"^(?:\$ )?(?:[A-Z_]+=\S+ )?", "", line) for line in found]


def problems(line: str) -> list[str]:
    """Return the words of a command that do not exist."""
    words = shlex.split(line, comments=True)
    path = ("takewise",)
    while len(words) > 1 and (*path, words[1]) in COMMANDS:
        path = (*path, words.pop(1))
    command = COMMANDS[path]
    if (
        isinstance(command, click.Group)
        and len(words) > 1
        and re.fullmatch("[a-z][a-z-]*", words[1])
    ):
        return [words[1]]
    context = click.Context(command, info_name=path[-1])
    known = {
        option
        for parameter in command.get_params(context)
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    return [word for word in words if word.startswith("-") and word.split("=")[0] not in known]


@pytest.mark.parametrize("path", pages.written())
def test_commands_exist(path: str) -> None:
    """Each command and each of its options is one of the program's."""
    wrong = {line: problems(line) for line in shown(pages.written()[path])}
    assert {line: words for line, words in wrong.items() if words} == {}


def test_the_manual_shows_commands() -> None:
    """Every command is shown somewhere."""
    lines = [line for text in pages.written().values() for line in shown(text)]
    called = {line.split()[1] for line in lines if len(line.split()) > 1}
    assert called >= {path[1] for path in COMMANDS if len(path) == 2}


def test_a_wrong_command_is_found() -> None:
    """A command or option that does not exist is named."""
    assert problems("takewise analyse take.mov") == ["analyse"]
    assert problems("takewise markers take.mov --color red --out x") == ["--color"]
    assert problems("takewise library restore x") == ["restore"]


@pytest.mark.parametrize("path", pages.written())
def test_options_in_sentences_exist(path: str) -> None:
    """An option that a sentence names belongs to some command of the program."""
    known = {
        option
        for command in COMMANDS.values()
        for parameter in command.get_params(click.Context(command))
        for option in (*parameter.opts, *parameter.secondary_opts)
    }
    text = pages.without_blocks(pages.written()[path])
    named = {each.split()[0].split("=")[0] for each in re.findall(r"`(--[a-z][^`]*)`", text)}
    assert named - known - OTHERS == set()


@pytest.mark.parametrize(
    ("page", "known"),
    [
        ("docs/tutorials/director.md", keymap(ReviewSettings())),
        ("docs/tutorials/photographer.md", photo_keymap(PhotographSettings())),
    ],
)
def test_keys_exist(page: str, known: Mapping[str, object]) -> None:
    """Each key in the table of a tutorial does something in the window."""
    rows = re.findall(r"^\| (`[^|]*) \|", pages.written()[page], re.MULTILINE)
    keys = [key for cells in rows for key in re.findall(r"`([^`]+)`", cells)]
    assert len(keys) > 8
    assert [key for key in keys if key not in known] == []


OTHERS = {"--write", "--lower"}
"""Options of the project's own scripts."""
