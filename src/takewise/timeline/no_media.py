"""What of a cut has no moving pictures by nature: titles, generators, stills.

Nothing is wrong with it, and nothing in it can move. So it is no error, and all of it
together is worth one note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PureWindowsPath

# Endings of pictures that stand still. Those of DPX and OpenEXR mean a numbered sequence.
_STILLS = frozenset(
    {
        ".ai", ".avif", ".bmp", ".dng", ".eps", ".heic", ".heif", ".jpe", ".jpeg", ".jpg", ".jp2",
        ".pct", ".pdf", ".pict", ".png", ".psb", ".psd", ".svg", ".tga", ".tif", ".tiff", ".webp",
    }
)  # fmt: skip

# What stands for the number of a picture in a sequence.
_PATTERN = re.compile(r"%\d*d|#")

# Names that Premiere and Resolve give to what they make themselves, with or without a number.
_MADE = re.compile(
    r"(?:adjustment (?:clip|layer)|bars and tone|black(?: video)?|colou?r (?:bars|matte)"
    r"|fusion (?:composition|title)|generator|graphic|scroll|slug|smpte(?: colou?r)? bars|solid"
    r"(?: colou?r)?|text\+?|title|transparent video|universal counting leader)(?:[ ._-]*\d+)?",
    re.IGNORECASE,
)

# Names in the note; more would make it too long.
_NAMED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class NoMedia:
    """A clip without moving pictures where it is seen."""

    name: str
    """What it is called."""


def is_still(path: str) -> bool:
    """Return whether a path of any system is that of one picture, not of a sequence.

    Examples
    --------
    >>> is_still("C:/art/logo.PNG"), is_still("plates/shot.%04d.png"), is_still("a.mov")
    (True, False, False)
    """
    place = PureWindowsPath(path)
    return place.suffix.casefold() in _STILLS and _PATTERN.search(place.stem) is None


def is_made(name: str) -> bool:
    """Return whether a clip's name is one that editors give to titles and generators."""
    return _MADE.fullmatch(name.strip()) is not None


def note_on(names: Sequence[str]) -> tuple[str, ...]:
    """Return one sentence on all clips without media, by their names; nothing if there are none."""
    found = list(dict.fromkeys(name or "one without a name" for name in names))
    if not found:
        return ()
    shown = ", ".join(found[:_NAMED])
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return (f"titles, generators and stills do not move, so they are not marked: {shown}{more}",)
