"""Decisions as rows, one for each thing that can change by itself.

A row is (field, item, value): the field's name in the library, the moment or
marker it is about (empty for the take itself), and its value as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, TypeAlias

from takewise.clock import FrameRange
from takewise.errors import ClockError, DecisionError, LibraryError, MalformedText
from takewise.library.converter import FileConverter, frames_made, frames_written
from takewise.model.decisions import ColourLabel, Decisions, Flag, HandMarker, MomentEdit, Verdict
from takewise.untrusted import json_from

FIELDS = (
    "verdict", "stars", "flag", "colour", "note", "tags", "sync", "cues", "rejected",
    "edited", "marker",
)  # fmt: skip
"""What a row can be about, in the order in which an export lists it."""

# Decisions on frames hold in every part that has them; decisions on a take do not,
# as several takes in one file are judged separately.
_OF_FRAMES = ("sync", "cues", "rejected", "edited", "marker")

# Decisions on the take itself: fields of `Decisions`, and their types.
_OF_A_TAKE: Mapping[str, Any] = MappingProxyType(
    {
        "verdict": Verdict,
        "stars": int,
        "flag": Flag,
        "colour": ColourLabel,
        "note": str,
        "tags": tuple[str, ...],
        "sync": int,
        "cues": tuple[int, ...],
    }
)

Place: TypeAlias = tuple[str, str]
"""Field and item."""

Row: TypeAlias = tuple[str, str, str | None]
"""Field, item and JSON; None if the decision was removed."""


def changed_rows(old: Decisions, new: Decisions) -> list[Row]:
    """Return field, item and JSON of each difference between two decisions.

    The JSON is None if `new` has no decision there.
    """
    before, after = _rows(old), _rows(new)
    places = sorted({*before, *after}, key=lambda place: (FIELDS.index(place[0]), place[1]))
    return [(*place, after.get(place)) for place in places if before.get(place) != after.get(place)]


def decisions_of(rows: Iterable[tuple[str, str, str]], *, where: str) -> Decisions:
    """Read decisions from their rows, in any order; fields of later versions are ignored.

    Raises `LibraryError`, which names `where`, if a value is not one that its field can hold.
    """
    try:
        return _decisions({(field, item): json_from(value) for field, item, value in rows})
    except (ValueError, TypeError, ClockError, DecisionError, MalformedText) as error:
        raise LibraryError(
            f"a decision in it is damaged ({error})",
            where=where,
            remedy="`takewise library check` reports more; nothing was changed",
        ) from error


def rows_of_part(
    whole: Iterable[tuple[str, str, str | None]],
    own: Iterable[tuple[str, str, str | None]],
    part: FrameRange,
) -> list[tuple[str, str, str]]:
    """Return the rows of a part of a file, merged with those of the whole file.

    Of the file's rows these are the sync point, markers within the part, and rejected and edited
    moments. Rows of the part override them, also those with None, which removed a decision.
    """
    rows = {(field, item): value for field, item, value in whole if _reaches(field, value, part)}
    rows |= {(field, item): value for field, item, value in own}
    return [(*place, value) for place, value in rows.items() if value is not None]


def _reaches(field: str, value: str | None, part: FrameRange) -> bool:
    if field not in _OF_FRAMES or value is None:
        return False
    try:
        said = json_from(value)
        if field == "sync":
            return said in part
        if field == "cues":
            return any(each in part for each in said)
        return field != "marker" or (part.start <= said["onset"] and said["offset"] <= part.end)
    except (MalformedText, TypeError, KeyError):
        # `decisions_of` reports damage.
        return True


def _rows(decisions: Decisions) -> Mapping[Place, str]:
    write = _converter().unstructure
    rows = {(name, ""): write(getattr(decisions, name)) for name in _OF_A_TAKE}
    rows |= {("rejected", moment): True for moment in decisions.rejected}
    rows |= {
        ("edited", moment): {key: value for key, value in write(edit).items() if value is not None}
        for moment, edit in decisions.edits.items()
        if edit
    }
    rows |= {("marker", id_): write(marker) for id_, marker in decisions.markers.items()}
    return MappingProxyType(
        {place: json.dumps(value) for place, value in rows.items() if value not in (None, "", [])}
    )


def _decisions(values: Mapping[Place, object]) -> Decisions:
    read = _converter().read
    of_take = {field: value for (field, item), value in values.items() if not item}
    items = {
        field: {item: value for (name, item), value in values.items() if name == field and item}
        for field in ("rejected", "edited", "marker")
    }
    return Decisions(
        **{
            field: read(of_take[field], kind, field)
            for field, kind in _OF_A_TAKE.items()
            if of_take.get(field) is not None
        },
        rejected=frozenset(items["rejected"]),
        edits={
            # A value that is not an object is ignored, and no other decision with it.
            item: read(value if isinstance(value, dict) else {}, MomentEdit, f"edited {item}")
            for item, value in sorted(items["edited"].items())
        },
        markers={
            item: read(value, HandMarker, f"marker {item}")
            for item, value in sorted(items["marker"].items())
        },
    )


@cache
def _converter() -> FileConverter:
    """Return the converter of rows' values."""
    converter = FileConverter()
    made = frames_made(converter)
    converter.set_layout(
        HandMarker,
        "title onset offset apex person note",
        made=made,
        written=lambda marker: frames_written(marker.span),
    )
    converter.set_layout(
        MomentEdit,
        "title onset offset apex",
        made={"span": lambda value: made["span"](value) if "onset" in value else None},
        written=lambda edit: frames_written(edit.span) if edit.span else {},
        optional=frozenset(("title", "onset", "offset", "apex")),
    )
    return converter
