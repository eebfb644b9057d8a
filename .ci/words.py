"""Find words that make our English hard to read: ``python .ci/words.py [--lower]``.

Prose (the manual, README.md and the like, examples) must have none. What the package says
(docstrings and other string literals) may have of each at most what ``words.json`` counts;
``--lower`` writes the counts of today there where they are lower.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
COUNTS = Path(__file__).with_suffix(".json")

WORDS = {
    "tell": r"\b(?:tell|tells|telling|told)\b",
    "lay": r"\b(?:lay|lays|laid|laying)\b",
    "beside": r"\bbeside\b",
    "anew": r"\banew\b",
    "nobody": r"\b(?:nobody|somebody)\b",
    "no more": r"\bno more\b(?! than)",
    "otherwise": r"\botherwise\b(?= than|[.;:)]|$)",
}
"""What is looked for; "otherwise" only where it stands for "differently"."""

INSTEAD = {
    "tell": "return, report, print, list, know",
    "lay": "align, put",
    "beside": "next to, in addition to",
    "anew": "again",
    "nobody": "no one, a person",
    "no more": "no longer",
    "otherwise": "differently",
}
"""What to write instead."""

# The term of a photo that has no answer is quoted as the program prints it.
_MEANT = re.compile(r"can[’']t tell", re.IGNORECASE)
# Output of the program, and names in code.
_CODE = re.compile(r"^```(?!python).*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
# The glossary's columns and lists of words to avoid.
_LISTED = re.compile(r"\*avoid\*.*|^Avoid\n.*?(?:\n\n|\Z)|Avoid\s.*?\Z", re.DOTALL | re.MULTILINE)


def found_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each word that is found in a text."""
    text = _MEANT.sub(_blank, text)
    for name, pattern in WORDS.items():
        for match in re.finditer(pattern, text, re.IGNORECASE | re.MULTILINE):
            yield text.count("\n", 0, match.start()) + 1, name


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def prose() -> Iterator[tuple[str, int, str]]:
    """Yield place, line and word of what is found in prose."""
    pages = [*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")]
    for path in sorted(pages):
        text = _CODE.sub(_blank, path.read_text(encoding="utf-8"))
        if path.name == "glossary.md":
            text = _LISTED.sub(_blank, text)
        for line, word in found_in(text):
            yield str(path.relative_to(REPOSITORY)), line, word
    for path in sorted([*REPOSITORY.glob("examples/*.py"), *REPOSITORY.glob("docs/*.py")]):
        for line, word in found_in(path.read_text(encoding="utf-8")):
            yield str(path.relative_to(REPOSITORY)), line, word


def package() -> Iterator[tuple[str, int, str]]:
    """Yield place, line and word of what is found in string literals of the package."""
    for path in sorted((REPOSITORY / "src").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for line, word in found_in(node.value):
                    yield str(path.relative_to(REPOSITORY)), node.lineno + line - 1, word


def main(arguments: list[str]) -> int:
    """Print what is wrong; return the exit status."""
    wrong = list(prose())
    places = list(package())
    counted = Counter(word for _, _, word in places)
    allowed = json.loads(COUNTS.read_text(encoding="utf-8")) if COUNTS.is_file() else {}
    if "--lower" in arguments:
        lower = {word: min(counted[word], allowed.get(word, counted[word])) for word in WORDS}
        COUNTS.write_text(json.dumps(lower, indent=2) + "\n", encoding="utf-8")
        allowed = lower
    for word in WORDS:
        if counted[word] > allowed.get(word, 0):
            wrong += [place for place in places if place[2] == word]
            print(f"{counted[word]} times {word!r} in src, {allowed.get(word, 0)} are allowed")
        elif counted[word] < allowed.get(word, 0):
            print(f"fewer times {word!r} in src: run `python .ci/words.py --lower`")
    for path, line, word in wrong:
        print(f"{path}:{line}: {word}: write {INSTEAD[word]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
