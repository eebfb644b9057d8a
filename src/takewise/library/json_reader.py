"""One JSON object, read field by field with its types checked."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from takewise.errors import MalformedText
from takewise.untrusted import exact_number

T = TypeVar("T")

# Ticks, frames and pixels beyond it are no file's, and SQLite holds none larger.
_LARGEST_WHOLE = 2**63 - 1

# Numbers that are measured; none comes near.
_LARGEST_NUMBER = 1e18

# Rates and time bases: from a trillionth of a second to a million frames a second.
_LEAST_RATIO = Fraction(1, 10**12)
_LARGEST_RATIO = 10**6


@dataclass(frozen=True, slots=True)
class Block:
    """A JSON object and its place in the file.

    Every reading method takes the name of a field and raises `ValueError`,
    naming the place, where the field is missing or of another type.
    """

    value: object
    """The object, as `json` reads it."""
    place: str = ""
    """Where it stands in the file, e.g. ``"moments[2]"``; empty for the file itself."""

    def text(self, name: str) -> str:
        """Return a string."""
        return _text(self._field(name), self._place(name))

    def one_of(self, name: str, words: Sequence[str]) -> str:
        """Return a string that is one of some words."""
        value = self.text(name)
        if value not in words:
            raise ValueError(f"{self._place(name)} is not one of {', '.join(words)}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of strings."""
        return tuple(_text(item, place) for item, place in self._items(name))

    def whole(self, name: str) -> int:
        """Return a whole number."""
        return _whole(self._field(name), self._place(name))

    def wholes(self, name: str) -> tuple[int, ...]:
        """Return a list of whole numbers."""
        return tuple(_whole(item, place) for item, place in self._items(name))

    def number(self, name: str) -> float:
        """Return a finite number."""
        value = self._field(name)
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            raise ValueError(f"{self._place(name)} is not a number")
        if not math.isfinite(value):
            raise ValueError(f"{self._place(name)} is not a finite number")
        if abs(value) > _LARGEST_NUMBER:
            raise ValueError(f"{self._place(name)} is too large")
        return float(value)

    def flag(self, name: str) -> bool:
        """Return true or false."""
        value = self._field(name)
        if not isinstance(value, bool):
            raise ValueError(f"{self._place(name)} is not true or false")
        return value

    def fraction(self, name: str) -> Fraction:
        """Return an exact number above 0, written as ``"24000/1001"``."""
        try:
            return exact_number(self.text(name), least=_LEAST_RATIO, most=_LARGEST_RATIO)
        except MalformedText as error:
            place = self._place(name)
            raise ValueError(f"{place} is not a fraction such as 24000/1001") from error

    def block(self, name: str) -> Block:
        """Return an object."""
        return Block(self._field(name), self._place(name))

    def blocks(self, name: str) -> tuple[Block, ...]:
        """Return a list of objects."""
        return tuple(Block(item, place) for item, place in self._items(name))

    def optional(self, name: str, read: Callable[[str], T]) -> T | None:
        """Return what another method reads, or None where the field holds null."""
        return None if self._field(name) is None else read(name)

    def anything(self, name: str) -> object:
        """Return what a field holds, whatever it is."""
        return self._field(name)

    def has(self, name: str) -> bool:
        """Tell whether there is such a field, and it holds something."""
        return isinstance(self.value, Mapping) and self.value.get(name) is not None

    def _field(self, name: str) -> object:
        if not isinstance(self.value, Mapping):
            raise ValueError(f"{self.place or 'the whole'} is not an object")
        if name not in self.value:
            raise ValueError(f"{self._place(name)} is missing")
        found: object = self.value[name]
        return found

    def _items(self, name: str) -> list[tuple[object, str]]:
        values = self._field(name)
        if not isinstance(values, list):
            raise ValueError(f"{self._place(name)} is not a list")
        return [(value, f"{self._place(name)}[{i}]") for i, value in enumerate(values)]

    def _place(self, name: str) -> str:
        return f"{self.place}.{name}" if self.place else name


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{place} is not a text")
    return value


def _whole(value: object, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{place} is not a whole number")
    if abs(value) > _LARGEST_WHOLE:
        raise ValueError(f"{place} is too large")
    return value
