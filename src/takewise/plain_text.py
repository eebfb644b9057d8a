"""Text of other people's, such as file names and notes, made harmless for where it goes.

A name may hold anything but a slash. In a terminal an escape character moves the cursor
and hides lines, a line break begins a line that looks like ours, and a mark of direction
turns ``fdp.exe`` into ``exe.pdf``. In a spreadsheet an equals sign begins a formula.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches
from fractions import Fraction

# Control characters, format characters (direction, zero width), line and paragraph
# separators, and halves of pairs, by which Python writes bytes that are no UTF-8: Unicode
# Standard 16.0, section 4.5.
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})

_NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}

# Of all others each may be printed.
_SUSPECT = re.compile("[^ -~\u00a1-\u00ac\u00ae-\u02ff]")

_HALF = re.compile("[\ud800-\udfff]")

# What begins a formula: OWASP, "CSV Injection"; the wide forms are read so in Japan.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def visible(text: str) -> str:
    r"""Return text as one line in which nothing acts and nothing is hidden.

    Control characters, direction marks, characters without width and bytes that are no UTF-8 are
    written as escapes, as Python and Bash write them.

    Examples
    --------
    >>> print(visible("a\x1b[2K\nError: b\u202e.mov"), visible("caf\udce9.jpg"))
    a\x1b[2K\nError: b\u202e.mov caf\xe9.jpg
    """
    return _SUSPECT.sub(lambda found: _escaped(found[0]), text)


def encodable(text: str) -> str:
    r"""Return text that every encoding of Unicode can hold.

    Bytes that are no UTF-8, as in some file names, are written as escapes.

    Examples
    --------
    >>> print(encodable("caf\udce9.jpg"))
    caf\xe9.jpg
    """
    return _HALF.sub(lambda found: _escaped(found[0]), text)


def cell(text: str) -> str:
    """Return text for a cell of a CSV file, which no spreadsheet takes for a formula.

    What would begin a formula gets an apostrophe. Do not use it for numbers of ours: they need no
    guard, and would become texts.

    Examples
    --------
    >>> cell("=1+1"), cell("-.jpg"), cell("a-b.jpg")
    ("'=1+1", "'-.jpg", 'a-b.jpg')
    """
    harmless = encodable(text)
    return f"'{harmless}" if harmless.startswith(_FORMULA) else harmless


def count(number: int, noun: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> count(1, "take"), count(3, "take")
    ('1 take', '3 takes')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def decimal(rate: Fraction) -> str:
    """Return a rate as people write it, with at most three digits after the point.

    Examples
    --------
    >>> decimal(Fraction(24000, 1001)), decimal(Fraction(25))
    ('23.976', '25')
    """
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")


def nearest(word: str, names: Sequence[str]) -> str:
    """Return the question whether one of the names was meant; empty if none is near.

    Examples
    --------
    >>> nearest("premiere", ["otio", "premiere-xml"])
    "did you mean 'premiere-xml'?"
    >>> nearest("wav", ["otio", "premiere-xml"])
    ''
    """
    folded = word.casefold()
    near = [name for name in names if name.casefold().startswith(folded)]
    near = near or get_close_matches(folded, names, n=1)
    near = near or [name for name in names if folded in name.casefold()]
    return f"did you mean {near[0]!r}?" if near else ""


def _escaped(character: str) -> str:
    if unicodedata.category(character) not in _UNSEEN:
        return character
    number = ord(character)
    if 0xDC80 <= number <= 0xDCFF:
        # PEP 383: a byte that is no UTF-8, in the upper half of a pair.
        number -= 0xDC00
    if number > 0xFFFF:
        return f"\\U{number:08x}"
    return _NAMED.get(character) or (f"\\u{number:04x}" if number > 0xFF else f"\\x{number:02x}")
