"""A cut of Premiere: Final Cut Pro 7's XML, given back with markers in it.

* The sequence's markers count its frames from 0, a clip's the frames of its file from
  0; neither counts timecode.
* The adapter that reads the cut keeps each clip's id, by which it is found again here.
* The file's other bytes stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import opentimelineio as otio

from takewise.clock import FrameRange
from takewise.errors import MediaError
from takewise.model import Marker
from takewise.splices import Splice
from takewise.timeline.cut import Cut, MarkedClip, is_signed, on_ruler, only_timeline, signed
from takewise.timeline.cut_items import Retime, Speed, SpeedOf, exact_rate, seconds
from takewise.timeline.cut_xml import changed_cut, parse_cut, put_in, taken_out
from takewise.timeline.formats.premiere_xml import xmeml_markers
from takewise.timeline.linear_time import LinearTime
from takewise.timeline.settings import ExportSettings
from takewise.timeline.timeline import shifted
from takewise.timeline.xmeml_speed import remaps
from takewise.xml_places import Element

_BEFORE_IN_CLIP = {"file", "marker"}

# What Premiere writes before the markers.
_BEFORE_IN_SEQUENCE = {"timecode", "media", "marker"}


def mark_xmeml(cut: Cut, clips: Sequence[MarkedClip], settings: ExportSettings) -> bytes:
    """Return the file with markers, and every other byte as it was.

    Markers that an earlier run left are replaced; those of others stay. Raises `MediaError` if it
    is not in UTF-8, or a clip is inside a marker that would be replaced.
    """
    content = cut.original
    root = parse_cut(content, cut.path)
    splices = [taken_out(content, each) for each in root.every("marker") if _is_ours(each)]
    if settings.on_clips:
        splices += _in_clips(cut, clips, root)
    if settings.on_timeline and clips:
        ruler = [signed(marker) for marker in on_ruler(cut, clips).markers]
        sequence = _sequence(cut, root)
        before = _kept(sequence, _BEFORE_IN_SEQUENCE)
        splices.append(put_in(content, sequence, before, xmeml_markers(ruler)))
    return changed_cut(content, splices, cut.path)


def speed_of(path: Path) -> SpeedOf:
    """Return how the clips of a file play, for the items that its reader made.

    Raises `MediaError` if the file is not in UTF-8.
    """
    found = remaps(parse_cut(path.read_bytes(), path))
    return lambda item: _played(item, found.get(str(_facts(item).get("@id", ""))))


def _played(item: Any, frames: LinearTime | str | None) -> Speed | None:
    """Return the speed of an item, whose source range begins with its frame ``in``."""
    if frames is None or isinstance(frames, str):
        return frames
    span = item.trimmed_range()
    media = getattr(item, "media_reference", None)
    known = media.available_range if media is not None else None
    # The reader adds the media's timecode to ``in``.
    origin = seconds(known.start_time) if known else 0
    rate = exact_rate(span.start_time.rate)
    first = frames.at((seconds(span.start_time) - origin) * rate) / rate
    return Retime(speed=frames.speed, begin=origin + first)


def _facts(item: Any) -> Any:
    return getattr(item, "metadata", {}).get("fcp_xml", {})


def _in_clips(cut: Cut, clips: Sequence[MarkedClip], root: Element) -> list[Splice]:
    whole = otio.adapters.read_from_string(cut.content, "otio_json")
    ids = [str(_facts(clip).get("@id", "")) for clip in only_timeline(whole, cut.path).find_clips()]
    items = {each.attributes.get("id", ""): each for each in root.every("clipitem")}
    found: dict[str, dict[str, Marker]] = {}
    for each in clips:
        # A nested sequence may be seen several times, and its clips are there once.
        own = found.setdefault(ids[each.clip.number], {})
        take = each.placed.take
        for marker in take.markers:
            new = signed(shifted(marker, take.first))
            own[marker.id] = _joined(own.get(marker.id), new)
    return [
        put_in(cut.original, item, _kept(item, _BEFORE_IN_CLIP), xmeml_markers(markers.values()))
        for name, markers in found.items()
        if markers and (item := items.get(name))
    ]


def _joined(one: Marker | None, other: Marker) -> Marker:
    """Return a marker that holds all that is seen of a moment in one place or another."""
    if one is None:
        return other
    span = FrameRange(min(one.span.start, other.span.start), max(one.span.end, other.span.end))
    return replace(other, span=span)


def _sequence(cut: Cut, root: Element) -> Element:
    """Return the sequence that is the cut; those within its clips are not."""
    found = [each for each in _outermost(root) if each.child("media")]
    if len(found) != 1:
        raise MediaError(
            f"holds {len(found) or 'no'} sequences, and one is needed",
            where=str(cut.path),
            remedy="export one sequence alone",
        )
    return found[0]


def _outermost(element: Element) -> list[Element]:
    if element.tag == "sequence":
        return [element]
    return [each for child in element.children for each in _outermost(child)]


def _kept(parent: Element, tags: set[str]) -> list[Element]:
    return [each for each in parent.children if each.tag in tags and not _is_ours(each)]


def _is_ours(element: Element) -> bool:
    return element.tag == "marker" and is_signed(element.said("comment"))
