"""Final Cut Pro 7's XML made readable: what its reader stumbles over, in the form that it takes.

Nothing of it is written back: a cut keeps its own bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from takewise.splices import Splice
from takewise.timeline.cut_xml import changed_cut, parse_cut
from takewise.xml_places import Element

# What Premiere writes for a clip that it makes itself.
_SLUG = b"<file><mediaSource>Slug</mediaSource></file>"


def readable_xmeml(content: bytes, path: Path) -> str:
    """Return a file's text in the form that the reader of OpenTimelineIO takes.

    A rate of 0, which Premiere writes for placeholders, becomes that of what holds it; a clip that
    has neither a file, a sequence nor a generator gets one without pictures; the tracks of a nested
    sequence go where the reader looks for them. `path` is for error messages. Raises `MediaError`
    for what is no XML in UTF-8.
    """
    root = parse_cut(content, path)
    splices = (*_rates(content, root, b""), *_slugs(root), *_nested(content, root))
    return changed_cut(content, splices, path).decode()


def _rates(content: bytes, element: Element, around: bytes) -> Iterator[Splice]:
    """Yield what gives a rate to each element that has none that counts."""
    rate = element.child("rate")
    if rate and _counts(rate):
        around = content[rate.start : rate.end]
    elif rate and around:
        yield Splice(start=rate.start, end=rate.end, new=around)
    for each in element.children:
        yield from _rates(content, each, around)


def _counts(rate: Element) -> bool:
    try:
        frames = float(rate.said("timebase"))
    except ValueError:
        return False
    return math.isfinite(frames) and frames > 0


def _slugs(root: Element) -> Iterator[Splice]:
    """Yield what gives a file to each clip without anything to show."""
    for each in (*root.every("clipitem"), *root.every("generatoritem")):
        effects = [one.said("effecttype") for one in each.children if one.tag == "effect"]
        made = each.tag == "generatoritem" and "generator" in effects
        if not (each.child("file") or each.child("sequence") or made) and each.children:
            place = each.children[-1].end
            yield Splice(start=place, end=place, new=_SLUG)


def _nested(content: bytes, root: Element) -> Iterator[Splice]:
    """Yield what takes ``media`` from around the tracks of sequences within clips."""
    # The reader looks for them right in such a sequence, and finds none in a real one.
    for item in root.every("clipitem"):
        sequence = item.child("sequence")
        media = sequence.child("media") if sequence else None
        if media and media.children:
            yield Splice(start=media.start, end=media.inside)
            yield Splice(start=content.rindex(b"</", media.inside, media.end), end=media.end)
