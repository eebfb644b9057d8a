"""The pages of the manual and the README, as the tests read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from docs import generate

from tests.conftest import REPOSITORY

_FENCE = re.compile(r"^```(\S*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@cache
def written() -> Mapping[str, str]:
    """Return the pages that are files: path in the repository to Markdown."""
    paths = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
    return MappingProxyType(
        {
            path.relative_to(REPOSITORY).as_posix(): path.read_text(encoding="utf-8")
            for path in sorted(paths)
        }
    )


@cache
def generated() -> Mapping[str, str]:
    """Return the pages that the manual's build adds."""
    return MappingProxyType({f"docs/{path}": text for path, text in generate.pages().items()})


def blocks(text: str, *languages: str) -> Iterator[str]:
    """Yield the contents of the fenced blocks in some languages."""
    for language, content in _FENCE.findall(text):
        if language in languages:
            yield content


def without_blocks(text: str) -> str:
    """Return a page without its fenced blocks."""
    return _FENCE.sub("", text)


def place(path: str) -> Path:
    """Return the file of a page."""
    return REPOSITORY / path
