"""One converter between the project's values and their JSON: strict types, exact places.

A value that is wrong raises `WrongField`, which names the field by its place in the file,
such as ``moments[2].kind``. Limits of size, depth and numbers are those of
`takewise.untrusted`, which reads the text before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeVar, get_args

from cattrs.errors import (
    BaseValidationError,
    ClassValidationError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from takewise.clock import FrameRange
from takewise.converter import (
    StrictConverter,
    WrongField,
    check_object,
    finite_number,
    is_list,
    text,
)
from takewise.errors import MalformedText
from takewise.model.dialogue import Seconds
from takewise.untrusted import exact_number

T = TypeVar("T")

# Limit of measured numbers; none comes near.
_LARGEST_NUMBER = 1e18

# Rates and time bases: from a trillionth of a second to a million frames a second.
_LEAST_RATIO = Fraction(1, 10**12)
_LARGEST_RATIO = 10**6

# Digits after the point: a millionth of the distance between the eyes is far below any
# noise, and rounding hides the last bits, in which processors differ.
_DIGITS = 6

# Seconds, a year: no take is as long.
_LONGEST_TAKE = 366 * 86400

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class FileConverter(StrictConverter):
    """Structures values from JSON, and unstructures them into what `json` writes."""

    def __init__(self) -> None:
        super().__init__(all_required=True)
        self.register_structure_hook(float, _measured)
        self.register_structure_hook(Fraction, _fraction)
        self.register_structure_hook(Seconds, _instant)
        self.register_unstructure_hook(Seconds, _ratio)
        self.register_unstructure_hook(float, rounded)
        self.register_unstructure_hook(Fraction, _ratio)
        self.register_unstructure_hook_factory(is_list, self._writer_of_list)

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

    def set_layout(
        self,
        kind: type[T],
        keys: str,
        *,
        made: Mapping[str, Callable[[Mapping[str, Any]], object]] = _NOTHING,
        written: Callable[[T], Mapping[str, object]] = lambda _: _NOTHING,
        optional: frozenset[str] = frozenset(),
    ) -> None:
        """Set how a class is written if its fields are not the keys of its JSON object.

        `keys` are the object's keys in order; `made` has functions from the object to a field of
        the class, and `written` returns the keys that replace such fields. `optional` keys may be
        missing or null.
        """
        order = keys.split()
        required = [key for key in order if key not in optional]
        # These values are complete already.
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

    def _writer_of_list(self, kind: Any) -> Callable[[Any], list[Any]]:
        each = get_args(kind)[0]
        if each in {int, str}:
            return list
        hook = self.get_unstructure_hook(each)
        return lambda value: [hook(item) for item in value]


def frames_made(converter: FileConverter) -> dict[str, Callable[[Mapping[str, Any]], object]]:
    """Return a function that makes a span from its onset and offset."""

    def span(value: Mapping[str, Any]) -> FrameRange:
        onset, offset = (converter.field(value, name, int) for name in ("onset", "offset"))
        return FrameRange(onset, offset)

    return {"span": span}


def frames_written(span: FrameRange) -> dict[str, int]:
    """Return a span as its onset and offset."""
    return {"onset": span.start, "offset": span.end}


def rounded(value: float) -> float:
    """Return a measured number with six digits after the point."""
    # Adding 0.0 turns -0.0, which equals 0.0 but is written differently, into 0.0.
    return round(float(value), _DIGITS) + 0.0


def _first(error: Exception) -> Exception:
    """Return the first problem, with its place as far as it is known."""
    if not isinstance(error, (ClassValidationError, IterableValidationError)):
        return error
    noted, others = error.group_exceptions()
    if not noted:
        return _first(others[0])
    found, note = _first(noted[0][0]), noted[0][1]
    if not isinstance(found, WrongField):
        return found
    return found.within(
        f"[{note.index}]" if isinstance(note, IterableValidationNote) else note.name
    )


def _measured(value: Any, kind: type) -> float:
    found = finite_number(value, kind)
    if abs(found) > _LARGEST_NUMBER:
        raise WrongField("is too large")
    return found


def _fraction(value: Any, _: type) -> Fraction:
    try:
        return exact_number(text(value, str), least=_LEAST_RATIO, most=_LARGEST_RATIO)
    except MalformedText as error:
        raise WrongField("is not a fraction such as 24000/1001") from error


def _instant(value: Any, _: Any) -> Seconds:
    try:
        return Seconds(exact_number(text(value, str), least=-_LONGEST_TAKE, most=_LONGEST_TAKE))
    except MalformedText as error:
        raise WrongField("is not a time such as 617/500") from error


def _ratio(value: Fraction) -> str:
    """Write a fraction always as ``n/d``, so that a reader needs one rule only."""
    return f"{value.numerator}/{value.denominator}"
