"""A cut of Premiere: Final Cut Pro 7's XML, given back with markers in it.

* The sequence's markers count its frames from 0, a clip's the frames of its file from
  0; neither counts timecode.
* The adapter that reads the cut keeps each clip's id, by which it is found again here.
* The file's other bytes stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence

import opentimelineio as otio

from takewise.errors import MediaError
from takewise.timeline.arrangement import shifted
from takewise.timeline.cut import Cut, MarkedClip, is_signed, on_ruler, only_timeline, signed
from takewise.timeline.export import ExportSettings
from takewise.timeline.premiere_xml import marker_elements
from takewise.timeline.xml_places import Element, Splice, parse, put_in, spliced, taken_out

_BEFORE_IN_CLIP = {"file", "marker"}
_BEFORE_IN_SEQUENCE = {"timecode", "media", "marker"}
# What Premiere writes before the markers.


def marked(cut: Cut, clips: Sequence[MarkedClip], settings: ExportSettings) -> bytes:
    """Return the file with markers, and every other byte as it was.

    Parameters
    ----------
    cut
        What was read of it.
    clips
        What was found in its clips.
    settings
        Whether clips, the sequence or both have the markers.

    Returns
    -------
    bytes
        Markers that an earlier run left are replaced; those of others stay.

    Raises
    ------
    MediaError
        If it is not in UTF-8.
    """
    content = cut.original
    root = parse(content, cut.path)
    splices = [taken_out(content, each) for each in root.every("marker") if _is_ours(each)]
    if settings.on_clips:
        splices += _in_clips(cut, clips, root)
    if settings.on_timeline and clips:
        ruler = [signed(marker) for marker in on_ruler(cut, clips).markers]
        sequence = _sequence(cut, root)
        before = _kept(sequence, _BEFORE_IN_SEQUENCE)
        splices.append(put_in(content, sequence, before, marker_elements(ruler)))
    return spliced(content, splices)


def _in_clips(cut: Cut, clips: Sequence[MarkedClip], root: Element) -> list[Splice]:
    whole = otio.adapters.read_from_string(cut.content, "otio_json")
    ids = [
        str(clip.metadata.get("fcp_xml", {}).get("@id", ""))
        for clip in only_timeline(whole, cut.path).find_clips()
    ]
    items = {each.attributes.get("id", ""): each for each in root.every("clipitem")}
    splices = []
    for each in clips:
        item = items.get(ids[each.clip.number])
        take = each.placed.take
        if item and take.markers:
            markers = [signed(shifted(marker, take.first)) for marker in take.markers]
            before = _kept(item, _BEFORE_IN_CLIP)
            splices.append(put_in(cut.original, item, before, marker_elements(markers)))
    return splices


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
