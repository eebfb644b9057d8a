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

# What is said of frames holds in every part that has them; what is said of a take does not,
# for several takes in one file are judged apart.
_OF_FRAMES = ("sync", "cues", "rejected", "edited", "marker")

# What is said of the take itself: fields of `Decisions`, and their types.
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
"""Field, item and JSON; None where nothing is said any longer."""


def changed_rows(old: Decisions, new: Decisions) -> list[Row]:
    """Return what differs between two decisions.

    Parameters
    ----------
    old
        The decisions before.
    new
        The decisions after.

    Returns
    -------
    list[tuple[str, str, str | None]]
        Field, item and JSON of each that differs; None where `new` says nothing.
    """
    before, after = _rows(old), _rows(new)
    places = sorted({*before, *after}, key=lambda place: (FIELDS.index(place[0]), place[1]))
    return [(*place, after.get(place)) for place in places if before.get(place) != after.get(place)]


def decisions_of(rows: Iterable[tuple[str, str, str]], *, where: str) -> Decisions:
    """Read decisions from their rows.

    Parameters
    ----------
    rows
        Field, item and JSON of everything that is decided, in any order; of
        fields that this version does not know nothing is read.
    where
        What to call them in an error.

    Returns
    -------
    Decisions
        What the rows say.

    Raises
    ------
    LibraryError
        If a value is not what its field can hold.
    """
    try:
        return _decisions({(field, item): json_from(value) for field, item, value in rows})
    except (ValueError, TypeError, ClockError, DecisionError, MalformedText) as error:
        raise LibraryError(
            f"a decision in it is damaged ({error})",
            where=where,
            remedy="`takewise library check` tells more; nothing was changed",
        ) from error


def rows_of_part(
    whole: Iterable[tuple[str, str, str | None]],
    own: Iterable[tuple[str, str, str | None]],
    part: FrameRange,
) -> list[tuple[str, str, str]]:
    """Lay what was said of a part over what was said of its whole file.

    Parameters
    ----------
    whole, own
        Rows of the file and of the part; None where something was taken back.
    part
        Which frames it is.

    Returns
    -------
    list[tuple[str, str, str]]
        Of the file's rows the sync point, markers that lie in the part, and what was
        rejected and edited; where the part has its own word, even one that takes it back,
        that one counts.
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
        # Damage is for `decisions_of` to tell.
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
            # What is no object changes nothing: it costs no other decision.
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
    """Return what reads and writes the values of rows."""
    converter = FileConverter()
    made = frames_made(converter)
    converter.lay_out(
        HandMarker,
        "title onset offset apex person note",
        made=made,
        written=lambda marker: frames_written(marker.span),
    )
    converter.lay_out(
        MomentEdit,
        "title onset offset apex",
        made={"span": lambda value: made["span"](value) if "onset" in value else None},
        written=lambda edit: frames_written(edit.span) if edit.span else {},
        optional=frozenset(("title", "onset", "offset", "apex")),
    )
    return converter
