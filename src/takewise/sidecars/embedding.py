"""Ratings inside picture files, by the user's own ExifTool and only when asked for.

Lightroom reads no sidecar of a JPEG. ExifTool keeps the file as it was next to it,
with ``_original`` behind its name. Camera raw files are never written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from takewise.errors import OutputError, TakewiseError
from takewise.photo_formats import PHOTO_FORMATS
from takewise.sidecars.exiftool import find_exiftool, read_on, run_on
from takewise.sidecars.facts import Facts
from takewise.sidecars.stars import Given, RatingRules, percent_of, stars_in, stars_of_percent

_EMBEDDABLE = frozenset[str]().union(*(each.rated_inside for each in PHOTO_FORMATS))

# What ExifTool calls them by their content: a raw file named .tif is none of them.
_KINDS = frozenset[str]().union(*(each.kinds for each in PHOTO_FORMATS))

_XMP_RATING, _XMP_LABEL, _SUBJECT = "XMP-xmp:Rating", "XMP-xmp:Label", "XMP-dc:Subject"
_STARS = (_XMP_RATING, "IFD0:Rating", "ExifIFD:Rating", "XMP-acdsee:Rating")

# ExifTool's names of every field that holds a rating; IFD0's are EXIF 0x4746 and 0x4749.
_PERCENT = ("IFD0:RatingPercent", "ExifIFD:RatingPercent", "XMP-microsoft:RatingPercent")

_READ = ("-n", "-G1", "-FileType", *(f"-{name}" for name in (*_STARS, *_PERCENT)),
         f"-{_XMP_LABEL}", f"-{_SUBJECT}")  # fmt: skip

_NOTHING_REPLACED = RatingRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """What became of ratings in picture files."""

    changed: tuple[str, ...] = ()
    """Files that were written."""
    unchanged: tuple[str, ...] = ()
    """Files that needed no change."""
    kept: Mapping[str, int] = field(default_factory=dict)
    """File to another rating of others that stays, -1 to 5."""
    kept_labels: tuple[str, ...] = ()
    """Files with another label of others that stays."""
    failures: tuple[TakewiseError, ...] = ()
    """What could not be written."""


def embed(
    wanted: Mapping[str, Facts],
    *,
    rules: RatingRules = _NOTHING_REPLACED,
    given: Mapping[str, Given] | None = None,
) -> Embedded:
    """Write ratings, labels and keywords into picture files.

    Every field of a file that holds a rating has the same value afterwards; an error of one file
    leaves the others.

    Parameters
    ----------
    wanted
        Picture file to what it should say; our own properties are not written.
    rules
        Which ratings and labels that are there are replaced.
    given
        Picture file to what others said of it elsewhere, such as in a sidecar.

    Raises
    ------
    MissingExtra
        If there is no ExifTool.
    """
    program = find_exiftool()
    usable = [path for path in wanted if Path(path).suffix.lower() in _EMBEDDABLE]
    before = read_on(program, usable, _READ)
    fit = [path for path in usable if before.get(path, {}).get("File:FileType") in _KINDS]
    asked, kept, kept_labels = {}, {}, []
    for path in fit:
        said = (given or {}).get(path, Given())
        fields, rating, label = _asked(wanted[path], before[path], rules, said)
        asked[path] = fields
        if rating is not None:
            kept[path] = rating
        kept_labels += [path] if label else []
    orders = {
        path: changes
        for path in fit
        if (changes := _changes(asked[path], before[path], wanted[path]))
    }
    run_on(program, {path: ("-P", *changes) for path, changes in orders.items()})
    after = read_on(program, list(orders), _READ)
    changed = [path for path in orders if _says(after.get(path, {}), asked[path], wanted[path])]
    failures = [
        OutputError("nothing is written into such a file", where=path)
        for path in wanted
        if path not in fit
    ]
    failures += [
        OutputError("ExifTool did not write this file", where=path, remedy="check its permissions")
        for path in orders
        if path not in changed
    ]
    return Embedded(
        changed=tuple(changed),
        unchanged=tuple(path for path in fit if path not in orders),
        kept=kept,
        kept_labels=tuple(kept_labels),
        failures=tuple(failures),
    )


def _asked(
    facts: Facts, there: Mapping[str, Any], rules: RatingRules, given: Given
) -> tuple[dict[str, str], int | None, bool]:
    """Return the fields that are to be set, and another rating and label that stay."""
    asked: dict[str, str] = {}
    kept = None
    if facts.rating is not None:
        own = [stars_in(str(there.get(name, ""))) for name in _STARS]
        own += [stars_of_percent(str(there.get(name, ""))) for name in _PERCENT]
        standing = rules.standing((*own, *given.ratings))
        if rules.replaces(standing):
            asked[_XMP_RATING] = str(facts.rating)
            asked |= {name: str(facts.rating) for name in _STARS if name in there}
            asked |= {name: str(percent_of(facts.rating)) for name in _PERCENT if name in there}
        else:
            kept = standing if standing != facts.rating else None
    label = str(there.get(_XMP_LABEL, "")) or given.label
    leave = facts.label is not None and bool(label) and not rules.ratings
    if facts.label is not None and not leave:
        asked[_XMP_LABEL] = facts.label
    return asked, kept, leave and label != facts.label


def _changes(asked: Mapping[str, str], there: Mapping[str, Any], facts: Facts) -> tuple[str, ...]:
    """Return ExifTool's options for what is not so already."""
    changes = [f"-{name}={value}" for name, value in asked.items() if _said(there, name) != value]
    words = _words(there)
    changes += [f"-{_SUBJECT}-={word}" for word in facts.retired if word in words]
    changes += [f"-{_SUBJECT}+={word}" for word in facts.keywords if word not in words]
    return tuple(changes)


def _says(there: Mapping[str, Any], asked: Mapping[str, str], facts: Facts) -> bool:
    written = all(_said(there, name) == value for name, value in asked.items())
    return bool(there) and written and _words(there).issuperset(facts.keywords)


def _said(there: Mapping[str, Any], name: str) -> str:
    return str(there.get(name, ""))


def _words(there: Mapping[str, Any]) -> set[str]:
    subject = there.get(_SUBJECT, [])
    return {str(word) for word in (subject if isinstance(subject, list) else [subject])}
