"""Text from outside, read within limits: JSON, XML, TOML, and exact numbers.

Every reader of a file, a request or a setting comes through here. Whatever the bytes are,
the answer is a value or `MalformedText`, in time and memory that grow with their number:

* **size**: so many bytes at most (`LARGEST`, unless the caller says another number);
* **depth**: at most `DEEPEST` levels within each other, so that recursion over the value
  is safe;
* **numbers**: finite; a whole number beyond 64 bits becomes a float, as in other readers
  of JSON, and is an error in TOML;
* **entities**: an XML document with an internal subset is refused, and nothing external
  is ever loaded. ``<!DOCTYPE fcpxml>`` alone is allowed where the caller says so.

A caller whose users need another sentence catches `MalformedText` and puts its ``what``
into it.
"""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn, Protocol
from xml.parsers import expat

from takewise.errors import MalformedText

LARGEST = 256 * 1024 * 1024
"""Most bytes of a document; the FCPXML of a feature film has about 100 million."""

LARGEST_SETTINGS = 1024 * 1024
"""Most bytes of a TOML file; ours have some thousand."""

DEEPEST = 200
"""Most levels within each other. A nested sequence takes about six levels of an XML cut."""

_TOO_DEEP = f"it has more than {DEEPEST} levels within each other"

# Characters. Python's TOML reader takes quadratic time for a key of many parts.
_LONGEST_LINE = 4096

# Characters of one thing that is wrong, as far as it is shown.
_LONGEST_SENTENCE = 300

# Characters of an exact number.
_LONGEST_NUMBER = 64

# Whole numbers of JSON and TOML that stay whole, half-open: signed and unsigned 64 bits.
_WHOLE = (-(2**63), 2**64)

# What nests in JSON; brackets within a text do not. A text without an end
# runs to the end of all, so that no place is looked at twice.
_BRACKETS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[][{}]', re.DOTALL)

_EXACT = re.compile(r"([+-]?[0-9]+)(?:/([0-9]+)|\.([0-9]+))?")


def read_bytes(path: Path, *, most: int = LARGEST) -> bytes:
    """Read a file, unless it is too large.

    Raises `MalformedText` if it has more than `most` bytes, or never ends, as a device does; and
    `OSError` as `open` does.
    """
    with path.open("rb") as file:
        content = file.read(most + 1)
    _check_size(content, most, str(path))
    return content


def json_from(data: bytes | str, *, where: str = "", most: int = LARGEST) -> Any:
    """Read a JSON document in UTF-8, with or without a byte-order mark, or UTF-16.

    Numbers are finite. `where` names the document in an error. Raises `MalformedText` if it is no
    JSON, has more than `most` bytes, or is beyond another limit.
    """
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    _check_size(raw, most, where)
    try:
        text = raw.decode(json.detect_encoding(raw), "surrogatepass")
        _check_nesting(text, where)
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_finite,
            parse_constant=_no_constant,
        )
    except RecursionError as error:
        raise MalformedText(_TOO_DEEP, where=where) from error
    except ValueError as error:
        raise MalformedText(_said(error), where=where) from error


def toml_from(data: bytes, *, where: str = "", most: int = LARGEST_SETTINGS) -> dict[str, Any]:
    """Read a TOML document in UTF-8, with or without a byte-order mark.

    Whole numbers have 64 bits at most, others may be infinite or NaN. `where` names the document in
    an error. Raises `MalformedText` if it is no TOML, has more than `most` bytes, or is beyond
    another limit.
    """
    _check_size(data, most, where)
    if any(len(line) > _LONGEST_LINE for line in data.splitlines()):
        raise MalformedText(f"a line has more than {_LONGEST_LINE} characters", where=where)
    try:
        content = tomllib.loads(data.decode("utf-8-sig"))
    except RecursionError as error:
        raise MalformedText(_TOO_DEEP, where=where) from error
    except ValueError as error:
        raise MalformedText(_said(error), where=where) from error
    _check_values(content, where)
    return content


class XmlListener(Protocol):
    """What hears the elements of an XML document, in order."""

    def opened(self, tag: str, attributes: dict[str, str], at: int) -> None:
        """Hear a start tag; ``at`` is the place of its ``<``, bytes from the first."""

    def closed(self, text: str, at: int) -> None:
        """Hear the end of the last open element, with the text directly in it.

        ``at`` is the place of the end tag's ``<``, or behind a tag that closes itself.
        """


def read_xml(
    content: bytes,
    listener: XmlListener | None = None,
    *,
    where: str = "",
    doctype: bool = False,
    most: int = LARGEST,
) -> None:
    """Read an XML document in UTF-8, whatever encoding it declares.

    `listener` receives its elements, and what it raises ends the reading; None only checks the
    document before another library reads it. `doctype` allows a document type without declarations.
    `where` names the document in an error. Raises `MalformedText` if it is no XML in UTF-8, or
    beyond a limit.
    """
    _check_size(content, most, where)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedText("it is not written in UTF-8", where=where) from error
    _XmlParser(listener, where, doctype=doctype).parse(content)


def exact_number(text: str, *, least: Fraction | int, most: Fraction | int) -> Fraction:
    """Read an exact number, such as ``25``, ``23.976`` or ``24000/1001``, from `least` to `most`.

    Both ends are included. Exponents are refused, as a short one can stand for gigabytes of digits.
    Raises `MalformedText` for what is no number or out of range.

    Examples
    --------
    >>> exact_number("24000/1001", least=1, most=1000)
    Fraction(24000, 1001)
    """
    found = _EXACT.fullmatch(text.strip()) if len(text) <= _LONGEST_NUMBER else None
    if found is None or (found[2] and not int(found[2])):
        shown = text if len(text) <= _LONGEST_NUMBER else f"{text[:16]}…"
        raise MalformedText(
            f"{shown!r} is not an exact number", remedy="write 25, 23.976 or 24000/1001"
        )
    value = Fraction(found[0].strip())
    if not least <= value <= most:
        raise MalformedText(
            f"{text.strip()} is out of range", remedy=f"give a number from {least} to {most}"
        )
    return value


def first_few(sentences: Sequence[str], *, most: int = 5) -> str:
    """Join what is wrong with a document into one sentence: the first few, and how many follow.

    Examples
    --------
    >>> first_few(["a", "b", "c"], most=2)
    'a; b; and 1 more'
    """
    shown = [each if len(each) <= _LONGEST_SENTENCE else f"{each[:_LONGEST_SENTENCE]}…"
             for each in sentences[:most]]  # fmt: skip
    more = [f"and {len(sentences) - most} more"] if len(sentences) > most else []
    return "; ".join([*shown, *more])


class _XmlParser:
    """Feeds a listener, and refuses what no document of an editor or a camera has."""

    def __init__(self, listener: XmlListener | None, where: str, *, doctype: bool) -> None:
        self._listener = listener
        self._where = where
        self._texts: list[list[str]] = []
        # Whatever it declares: it was UTF-8 when it came here, though perhaps UTF-16 before.
        parser = expat.ParserCreate("UTF-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._opened
        parser.EndElementHandler = self._closed
        parser.CharacterDataHandler = self._heard
        parser.StartDoctypeDeclHandler = self._doctype if doctype else self._refuse
        parser.EntityDeclHandler = self._refuse
        self._parser = parser

    def parse(self, content: bytes) -> None:
        try:
            self._parser.Parse(content, True)  # noqa: FBT003 - expat has no names
        except expat.ExpatError as error:
            raise MalformedText(_said(error), where=self._where) from error

    def _opened(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self._texts) >= DEEPEST:
            raise MalformedText(_TOO_DEEP, where=self._where)
        self._texts.append([])
        if self._listener:
            self._listener.opened(tag, attributes, self._parser.CurrentByteIndex)

    def _closed(self, tag: str) -> None:
        del tag
        # Joined once: adding piece to piece takes quadratic time.
        text = "".join(self._texts.pop())
        if self._listener:
            self._listener.closed(text, self._parser.CurrentByteIndex)

    def _heard(self, text: str) -> None:
        self._texts[-1].append(text)

    def _doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
        del name, system, public
        if internal:
            self._refuse()

    def _refuse(self, *_: object) -> NoReturn:
        raise MalformedText("it declares a document type of its own", where=self._where)


def _check_size(content: bytes, most: int, where: str) -> None:
    if len(content) > most:
        raise MalformedText(f"it has more than {most // 1024} KiB", where=where)


def _check_nesting(text: str, where: str) -> None:
    depth = 0
    for found in _BRACKETS.finditer(text):
        bracket = found[0]
        if bracket in {"[", "{"}:
            depth += 1
            if depth > DEEPEST:
                raise MalformedText(_TOO_DEEP, where=where)
        elif bracket in {"]", "}"}:
            depth -= 1


def _check_values(content: Mapping[str, Any], where: str) -> None:
    """Refuse what is too deep, and numbers that TOML does not have."""
    waiting: list[tuple[int, Any]] = [(1, content)]
    while waiting:
        depth, value = waiting.pop()
        if depth > DEEPEST:
            raise MalformedText(_TOO_DEEP, where=where)
        if isinstance(value, Mapping):
            waiting += [(depth + 1, each) for each in value.values()]
        elif isinstance(value, list):
            waiting += [(depth + 1, each) for each in value]
        elif isinstance(value, int) and not _WHOLE[0] <= value < 2**63:
            raise MalformedText("a whole number has more than 64 bits", where=where)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Of two fields of one name readers take this one or that one, or die of it.
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("an object has two fields of one name")
    return found


def _whole(text: str) -> int | float:
    # Twenty digits and a sign hold every number of 64 bits.
    value = int(text) if len(text) <= 21 else None
    return _finite(text) if value is None or not _WHOLE[0] <= value < _WHOLE[1] else value


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number is too large")
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


def _said(error: Exception) -> str:
    """Return an error of a library in one line."""
    return " ".join(str(error).split())[:200] or type(error).__name__
