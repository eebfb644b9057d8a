"""One converter between the project's values and their JSON: strict types, exact places.

A value that is wrong raises `WrongField`, which names the field by its place in the file,
such as ``moments[2].kind``. Limits of size, depth and numbers are those of
`takewise.untrusted`, which reads the text before.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal, TypeVar, cast, get_args, get_origin

import cattrs
from cattrs.errors import AttributeValidationNote, BaseValidationError, ClassValidationError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from takewise.clock import FrameRange
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

# Digits after the point: a millionth of the distance between the eyes is far below any
# noise, and rounding hides the last bits, in which processors differ.
_DIGITS = 6


_NOTHING: Mapping[str, Any] = MappingProxyType({})


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


class FileConverter(cattrs.Converter):
    """Structures values from JSON, and unstructures them into what `json` writes."""

    def __init__(self) -> None:
        super().__init__()
        for kind, hook in ((str, _text), (int, _whole), (float, _number), (bool, _flag),
                           (Fraction, _fraction)):  # fmt: skip
            self.register_structure_hook(kind, hook)
        self.register_structure_hook_func(_is_literal, _literal)
        self.register_structure_hook_factory(_is_list, self._list)
        self.register_structure_hook_factory(is_dataclass, self._reader)
        self.register_unstructure_hook(float, rounded)
        self.register_unstructure_hook(Fraction, _ratio)
        self.register_unstructure_hook_factory(_is_list, self._writer_of_list)

    def read(self, value: object, kind: type[T], place: str = "") -> T:
        """Structure a value; raises `WrongField`, or what the kind itself raises."""
        try:
            return self.structure(value, kind)
        except (BaseValidationError, WrongField) as error:
            found = _first(error)
            if isinstance(found, WrongField) and place:
                found = found.within(place)
            raise found from error

    def field(self, value: Mapping[str, Any], name: str, kind: Any) -> Any:
        """Structure one field of an object; raises as `read`."""
        check_object(value, (name,))
        return self.read(value[name], kind, name)

    def lay_out(
        self,
        kind: type[T],
        keys: str,
        *,
        made: Mapping[str, Callable[[Mapping[str, Any]], object]] = _NOTHING,
        written: Callable[[T], Mapping[str, object]] = lambda _: _NOTHING,
        optional: frozenset[str] = frozenset(),
    ) -> None:
        """Set how a class is written whose fields are not those of its object.

        Parameters
        ----------
        kind
            The class.
        keys
            Keys of the object in the order in which they are written.
        made
            Field of the class to what makes it of the object.
        written
            What returns the keys that stand for these fields.
        optional
            Keys that may be missing or null.
        """
        order = keys.split()
        required = [key for key in order if key not in optional]
        # These come ready-made.
        ready = {name: override(struct_hook=lambda value, _: value) for name in made}
        omitted = {name: override(omit=True) for name in made}
        read = make_dict_structure_fn(kind, self, **ready)  # type: ignore[arg-type]
        write = make_dict_unstructure_fn(kind, self, **omitted)  # type: ignore[arg-type]

        def structured(value: Any, _: type[T]) -> T:
            check_object(value, required)
            given = value
            if optional:
                given = {k: v for k, v in value.items() if v is not None or k not in optional}
            return read({**given, **{name: make(given) for name, make in made.items()}}, kind)

        def unstructured(value: T) -> dict[str, object]:
            both = {**write(value), **written(value)}
            return {key: both[key] for key in order if key in both}

        self.register_structure_hook(kind, structured)
        self.register_unstructure_hook(kind, unstructured)

    def _reader(self, kind: Any) -> Callable[[Any, Any], Any]:
        names = [field.name for field in fields(kind)]
        read = make_dict_structure_fn(kind, self)

        def structured(value: Any, _: Any) -> Any:
            check_object(value, names)
            return read(value, kind)

        return structured

    def _list(self, kind: Any) -> Callable[[Any, Any], Any]:
        each = get_args(kind)[0]
        hook = self.get_structure_hook(each)

        def structured(value: Any, _: Any) -> Any:
            if not isinstance(value, list):
                raise WrongField("is not a list")
            done: list[Any] = []
            try:
                for item in value:
                    done.append(hook(item, each))  # noqa: PERF401 - its length is the place
            except (BaseValidationError, WrongField) as error:
                found = _first(error)
                if isinstance(found, WrongField):
                    found = found.within(f"[{len(done)}]")
                raise found from error
            return tuple(done)

        return structured

    def _writer_of_list(self, kind: Any) -> Callable[[Any], list[Any]]:
        each = get_args(kind)[0]
        if each in {int, str}:
            return list
        hook = self.get_unstructure_hook(each)
        return lambda value: [hook(item) for item in value]


def frames_made(converter: FileConverter) -> dict[str, Callable[[Mapping[str, Any]], object]]:
    """Return what makes a span of its onset and offset."""

    def span(value: Mapping[str, Any]) -> FrameRange:
        onset, offset = (converter.field(value, name, int) for name in ("onset", "offset"))
        return FrameRange(onset, offset)

    return {"span": span}


def frames_written(span: FrameRange) -> dict[str, int]:
    """Return a span as its onset and offset."""
    return {"onset": span.start, "offset": span.end}


def check_object(value: object, names: Any) -> None:
    """Raise `WrongField` if a value is no object, or lacks a field."""
    if not isinstance(value, Mapping):
        raise WrongField("is not an object")
    for name in names:
        if name not in value:
            raise WrongField("is missing", name)


def rounded(value: float) -> float:
    """Return a measured number with six digits after the point."""
    # Adding 0.0 turns -0.0, which equals 0.0 but is written differently, into 0.0.
    return round(float(value), _DIGITS) + 0.0


def _first(error: Exception) -> Exception:
    """Return what is wrong first, with its place as far as it is known."""
    if isinstance(error, ClassValidationError):
        noted, others = error.group_exceptions()
        if not noted:
            return _first(others[0])
        inner, note = noted[0]
        found = _first(inner)
        named = isinstance(note, AttributeValidationNote)
        return found.within(note.name) if named and isinstance(found, WrongField) else found
    return error


def _is_literal(kind: Any) -> bool:
    return str(get_origin(kind)) == str(Literal)


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[1:] == (...,)


def _text(value: Any, kind: type[str]) -> str:
    """Return a string, or a member of an enumeration of strings."""
    if not isinstance(value, str):
        raise WrongField("is not a text")
    if kind is str:
        return value
    try:
        return kind(value)
    except ValueError as error:
        words = [str(each.value) for each in cast("Iterable[Enum]", kind)]
        raise _none_of(words, value) from error


def _literal(value: Any, kind: Any) -> str:
    words = get_args(kind)
    if _text(value, str) not in words:
        raise _none_of(words, value)
    return cast("str", value)


def _none_of(words: Iterable[str], value: str) -> WrongField:
    return WrongField(f"is not one of {', '.join(words)}: {value[:40]!r}")


def _whole(value: Any, _: type) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongField("is not a whole number")
    if abs(value) > _LARGEST_WHOLE:
        raise WrongField("is too large")
    return value


def _number(value: Any, _: type) -> float:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise WrongField("is not a number")
    if not math.isfinite(value):
        raise WrongField("is not a finite number")
    if abs(value) > _LARGEST_NUMBER:
        raise WrongField("is too large")
    return float(value)


def _flag(value: Any, _: type) -> bool:
    if not isinstance(value, bool):
        raise WrongField("is not true or false")
    return value


def _fraction(value: Any, _: type) -> Fraction:
    try:
        return exact_number(_text(value, str), least=_LEAST_RATIO, most=_LARGEST_RATIO)
    except MalformedText as error:
        raise WrongField("is not a fraction such as 24000/1001") from error


def _ratio(value: Fraction) -> str:
    """Write a fraction always as ``n/d``, so that a reader needs one rule only."""
    return f"{value.numerator}/{value.denominator}"
