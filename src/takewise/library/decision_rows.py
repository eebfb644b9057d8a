"""Decisions as rows, one for each thing that can change by itself.

A row is (field, item, value): the field's name in the library, the moment or
marker it is about (empty for the take itself), and its value as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from takewise.clock import FrameRange
from takewise.errors import ClockError, DecisionError, LibraryError, MalformedText
from takewise.library.json_reader import Block
from takewise.model.decisions import ColourLabel, Decisions, Flag, HandMarker, MomentEdit, Verdict
from takewise.untrusted import json_from

FIELDS = (
    "verdict", "stars", "flag", "colour", "note", "tags", "sync", "rejected", "edited", "marker",
)  # fmt: skip
"""What a row can be about, in the order in which an export lists it."""

_OF_FRAMES = ("sync", "rejected", "edited", "marker")
# What is said of frames holds in every part that has them; what is said of a take does not,
# for several takes in one file are judged apart.

Place: TypeAlias = tuple[str, str]
"""Field and item."""

Row: TypeAlias = tuple[str, str, str | None]
"""Field, item and JSON; None where nothing is said any longer."""


def changed_rows(old: Decisions, new: Decisions) -> list[Row]:
    """Tell what differs between two decisions.

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
        return field != "marker" or (part.start <= said["onset"] and said["offset"] <= part.end)
    except (MalformedText, TypeError, KeyError):
        # Damage is for `decisions_of` to tell.
        return True


def _rows(decisions: Decisions) -> Mapping[Place, str]:
    rows: dict[Place, object] = {
        ("verdict", ""): decisions.verdict and decisions.verdict.value,
        ("stars", ""): decisions.stars,
        ("flag", ""): decisions.flag and decisions.flag.value,
        ("colour", ""): decisions.colour and decisions.colour.value,
        ("note", ""): decisions.note or None,
        ("tags", ""): list(decisions.tags) or None,
        ("sync", ""): decisions.sync,
    }
    rows |= {("rejected", moment): True for moment in decisions.rejected}
    rows |= {("edited", moment): _edit(edit) for moment, edit in decisions.edits.items() if edit}
    rows |= {("marker", id_): _marker(marker) for id_, marker in decisions.markers.items()}
    return MappingProxyType(
        {place: json.dumps(value) for place, value in rows.items() if value is not None}
    )


def _edit(edit: MomentEdit) -> dict[str, object]:
    written = {"title": edit.title, **_span(edit.span), "apex": edit.apex}
    return {name: value for name, value in written.items() if value is not None}


def _marker(marker: HandMarker) -> dict[str, object]:
    return {
        "title": marker.title,
        **_span(marker.span),
        "apex": marker.apex,
        "person": marker.person,
        "note": marker.note,
    }


def _span(span: FrameRange | None) -> dict[str, int]:
    return {} if span is None else {"onset": span.start, "offset": span.end}


def _decisions(values: Mapping[Place, object]) -> Decisions:
    take = Block({field: value for (field, item), value in values.items() if not item})
    items = {
        field: {item: value for (name, item), value in values.items() if name == field and item}
        for field in ("rejected", "edited", "marker")
    }
    return Decisions(
        verdict=Verdict(take.text("verdict")) if take.has("verdict") else None,
        stars=take.whole("stars") if take.has("stars") else None,
        flag=Flag(take.text("flag")) if take.has("flag") else None,
        colour=ColourLabel(take.text("colour")) if take.has("colour") else None,
        note=take.text("note") if take.has("note") else "",
        tags=take.texts("tags") if take.has("tags") else (),
        sync=take.whole("sync") if take.has("sync") else None,
        rejected=frozenset(items["rejected"]),
        edits={
            item: _edit_of(Block(value, f"edited {item}"))
            for item, value in sorted(items["edited"].items())
        },
        markers={
            item: _marker_of(Block(value, f"marker {item}"))
            for item, value in sorted(items["marker"].items())
        },
    )


def _edit_of(block: Block) -> MomentEdit:
    return MomentEdit(
        title=block.text("title") if block.has("title") else None,
        span=_span_of(block) if block.has("onset") else None,
        apex=block.whole("apex") if block.has("apex") else None,
    )


def _marker_of(block: Block) -> HandMarker:
    return HandMarker(
        span=_span_of(block),
        title=block.text("title"),
        note=block.text("note"),
        person=block.text("person"),
        apex=block.optional("apex", block.whole),
    )


def _span_of(block: Block) -> FrameRange:
    return FrameRange(block.whole("onset"), block.whole("offset"))
