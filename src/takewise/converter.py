"""Values made of what a file or a request holds, with strict types.

cattrs takes the text "no" for true, 2.5 for 2 and a text for a list of its letters; here
each is an error that names its place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Literal, cast, get_args, get_origin

import cattrs
from cattrs.errors import BaseValidationError, IterableValidationError, IterableValidationNote
from cattrs.gen import make_dict_structure_fn
from cattrs.v import format_exception, transform_error

from takewise.errors import SettingsError
from takewise.untrusted import first_few

# Items of one list whose faults are collected.
_MOST_FAULTS = 8
# Characters of a wrong word that are shown.
_SHOWN = 40


class WrongField(ValueError):
    """A field that is missing or of another type."""

    def __init__(self, what: str, place: str = "") -> None:
        super().__init__(f"{place or 'the whole'} {what}")
        self.what = what
        """What is wrong with it, such as ``is not a text``."""
        self.place = place
        """Where it stands; empty for the value itself."""

    def within(self, place: str) -> WrongField:
        """Return the same as seen from what holds the value at a place."""
        dot = "." if self.place and not self.place.startswith("[") else ""
        return WrongField(self.what, f"{place}{dot}{self.place}")


class _NoSuchWord(WrongField):
    """A word that is none of those that there are."""

    def __init__(self, words: Sequence[object], value: object) -> None:
        shown = repr(value[:_SHOWN] if isinstance(value, str) else value)[: _SHOWN + 2]
        super().__init__(f"is not one of {', '.join(map(str, words))}: {shown}")
        self.sentence = f"{shown} is none of {', '.join(map(repr, words))}"


class StrictConverter(cattrs.Converter):
    """Structures values without converting one type to another.

    With `forbid_extra_keys` a key that is no field is an error; with `all_required` a field with a
    default has to be there too.
    """

    def __init__(self, *, forbid_extra_keys: bool = False, all_required: bool = False) -> None:
        super().__init__(forbid_extra_keys=forbid_extra_keys)
        self._all_required = all_required
        self.register_structure_hook(str, text)
        self.register_structure_hook(int, _whole)
        self.register_structure_hook(float, finite_number)
        self.register_structure_hook(bool, _flag)
        self.register_structure_hook_func(_is_literal, _literal)
        self.register_structure_hook_factory(is_list, self._list)
        self.register_structure_hook_factory(is_dataclass, self._object)

    def _object(self, kind: Any) -> Callable[[Any, Any], Any]:
        names = [field.name for field in fields(kind)] if self._all_required else []
        read = make_dict_structure_fn(kind, self)

        def structured(value: Any, _: Any) -> Any:
            check_object(value, names)
            return read(value, kind)

        return structured

    def _list(self, kind: Any) -> Callable[[Any, Any], Any]:
        each = get_args(kind)[0]
        hook = self.get_structure_hook(each)

        def structured(value: Any, _: Any) -> Any:
            if not isinstance(value, (list, tuple)):
                raise WrongField("is not a list")
            done: list[Any] = []
            wrong: list[Exception] = []
            for index, item in enumerate(value):
                try:
                    done.append(hook(item, each))
                except Exception as error:  # noqa: BLE001 - raised below
                    notes = getattr(error, "__notes__", ())
                    note = IterableValidationNote(f"at index {index}", index, each)
                    error.__notes__ = [*notes, note]  # type: ignore[attr-defined,unused-ignore]
                    wrong.append(error)
                    if len(wrong) == _MOST_FAULTS:
                        break
            if wrong:
                raise IterableValidationError("while structuring a list", wrong, kind)
            return tuple(done)

        return structured


def faults_in(error: BaseValidationError, path: str) -> str:
    """Return the first faults of a document with their places, below the name of its whole."""
    return first_few(transform_error(error, path=path, format_exception=_sentence))


def check_object(value: object, names: Iterable[str]) -> None:
    """Raise `WrongField` if a value is no object, or lacks a field."""
    if not isinstance(value, Mapping):
        raise WrongField("is not an object")
    for name in names:
        if name not in value:
            raise WrongField("is missing", name)


def text(value: Any, kind: type[str]) -> str:
    """Return a string, or a member of an enumeration of strings; raises `WrongField`."""
    if not isinstance(value, str):
        raise WrongField("is not a text")
    if kind is str:
        return value
    try:
        return kind(value)
    except ValueError as error:
        words = [each.value for each in cast("Iterable[Enum]", kind)]
        raise _NoSuchWord(words, value) from error


def finite_number(value: Any, _: type) -> float:
    """Return a finite number; raises `WrongField`."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise WrongField("is not a number")
    if not math.isfinite(value):
        raise WrongField("is not a finite number")
    return float(value)


def is_list(kind: Any) -> bool:
    """Return whether a type is a tuple of any length."""
    return get_origin(kind) is tuple and get_args(kind)[1:] == (...,)


def _sentence(error: BaseException, kind: type | None) -> str:
    """Return a stage's own refusal in its own words, and the rest in the library's."""
    if isinstance(error, _NoSuchWord):
        return error.sentence
    return str(error) if isinstance(error, SettingsError) else format_exception(error, kind)


def _is_literal(kind: Any) -> bool:
    return str(get_origin(kind)) == str(Literal)


def _literal(value: Any, kind: Any) -> Any:
    words = get_args(kind)
    if value not in words:
        raise _NoSuchWord(words, value)
    return value


def _whole(value: Any, _: type) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongField("is not a whole number")
    # Ticks, frames and pixels beyond it are no file's, and SQLite holds none larger.
    if abs(value) >= 2**63:
        raise WrongField("is too large")
    return value


def _flag(value: Any, _: type) -> bool:
    if not isinstance(value, bool):
        raise WrongField("is not true or false")
    return value
