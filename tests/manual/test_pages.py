"""The pages of the manual link to what exists, and the manual builds."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path, PurePosixPath

import pytest
import yaml
from docs import generate

from takewise.library import analysis_schema
from takewise.settings import Settings
from tests.conftest import REPOSITORY
from tests.manual import pages

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)

PAGES = {**pages.written(), **pages.generated()}


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as Markdown readers make them."""
    plain = (re.sub(r"[^\w\s-]", "", title.lower()) for title in _HEADING.findall(text))
    return {re.sub(r"[\s]+", "-", title.strip()) for title in plain}


def broken(path: str, text: str) -> list[str]:
    """Return the links of a page that lead nowhere."""
    wrong = []
    for link in _LINK.findall(pages.without_blocks(text)):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        where = _joined(PurePosixPath(path).parent, target) if target else path
        exists = where in PAGES or (REPOSITORY / where).exists()
        has_anchor = not anchor or where not in PAGES or anchor in anchors(PAGES[where])
        if not exists or not has_anchor:
            wrong.append(link)
    return wrong


def _joined(folder: PurePosixPath, target: str) -> str:
    parts: list[str] = list(folder.parts)
    for part in PurePosixPath(target).parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


@pytest.mark.parametrize("path", PAGES)
def test_links_lead_somewhere(path: str) -> None:
    """Every link of a page leads to a file, a page or a heading that exists."""
    assert broken(path, PAGES[path]) == []


def test_a_broken_link_is_found() -> None:
    """A link to a page, a heading or a file that is not there is broken."""
    text = "[a](nowhere.md) [b](glossary.md#nothing) [c](../nothing.txt) [d](glossary.md#footage)"
    assert broken("docs/index.md", text) == ["nowhere.md", "glossary.md#nothing", "../nothing.txt"]


def test_every_page_is_in_the_contents() -> None:
    """The contents of the manual list every page once, and nothing else."""
    contents = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    assert sorted(_leaves(contents)) == sorted(
        path.removeprefix("docs/") for path in PAGES if path.startswith("docs/")
    )


def _leaves(tree: object) -> list[str]:
    if isinstance(tree, str):
        return [tree]
    children = tree.values() if isinstance(tree, dict) else tree
    assert not isinstance(children, int)
    return [leaf for child in children for leaf in _leaves(child)]  # type: ignore[union-attr]


def test_the_manual_builds(tmp_path: Path) -> None:
    """MkDocs builds the manual without a warning; nothing in it loads from the network."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", tmp_path / "site"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "takewise analyze" in (tmp_path / "site/reference/commands.html").read_text("utf-8")
    page = (tmp_path / "site/tutorials/editor.html").read_text("utf-8")
    assert not re.search(r"(?:<script[^>]*src|<link[^>]*stylesheet[^>]*href)=\"https?:", page)


def test_the_reference_is_whole() -> None:
    """The reference has every command, option, setting and field, as of now."""
    commands = PAGES["docs/reference/commands.md"]
    for path, command in generate.commands():
        assert f"\n## {' '.join(path)}\n" in commands
        for option in (each for parameter in command.params for each in parameter.opts):
            assert option in commands or not option.startswith("-")
    settings = PAGES["docs/reference/settings.md"]
    for table in fields(Settings):
        assert f"## [{table.name}]" in settings
        for field in fields(getattr(Settings(), table.name)):
            assert f"`{field.name}`" in settings or f".{field.name}]" in settings
    schema = analysis_schema()
    assert isinstance(schema["properties"], dict)
    for field in schema["properties"]:
        assert f"| `{field}` |" in PAGES["docs/reference/analysis-file.md"]


def test_the_places_that_the_architecture_names_exist() -> None:
    """Each path in the tables of the architecture page is a file or folder."""
    text = PAGES["docs/architecture.md"]
    tables = "\n".join(line for line in text.splitlines() if line.startswith("|"))
    named = [each for each in re.findall(r"`([^`]+)`", tables) if "/" in each or "." in each]
    assert len(named) > 30
    homes = (REPOSITORY / "src/takewise", REPOSITORY)
    assert [name for name in named if not any((home / name).exists() for home in homes)] == []


def test_the_architecture_has_the_layers_of_the_contract() -> None:
    """The layers on the architecture page are those that import-linter enforces."""
    contract = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    layers = re.search(r"layers = \[\n  \"__main__\",\n(.*?)\n\]", contract, re.DOTALL)
    assert layers
    enforced = re.findall(r'"([^"]+)"', layers[1])
    shown = next(
        block.splitlines()
        for block in pages.blocks(PAGES["docs/architecture.md"], "text")
        if block.startswith(enforced[0])
    )
    assert shown == enforced
