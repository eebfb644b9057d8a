"""A cut of Final Cut Pro: FCPXML, read exactly, and given back with markers in its clips.

* Times are fractions of a second. A clip's ``offset`` counts in its parent's time, its
  ``start`` begins its own; that of an asset's clip is its media's.
* FCPXML has no ruler: a marker is in a clip, in the clip's own time, which a change
  of speed stretches. Of what is within a compound, synchronized or multicam clip, the
  outer clip has the markers.
* Clips in events without a project are those of a browser: each has its markers, and
  as there is no ruler, nothing else can have them.
* A bundle (``.fcpxmld``) is a folder with the file in it, and comes back whole.
* Markers come after a clip's connected clips and before its filters; the file's other
  bytes stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

from takewise.clock import Timecode
from takewise.errors import MalformedText, MediaError
from takewise.splices import Splice
from takewise.timeline.cut import Cut, CutClip, MarkedClip, is_signed, signed
from takewise.timeline.cut_xml import changed_cut, parse_cut, put_in, taken_out
from takewise.timeline.fcpxml_items import Document, SeenMedia
from takewise.timeline.fcpxml_resources import read_time
from takewise.timeline.formats.fcpxml import fcpxml_markers
from takewise.timeline.markers import one_line
from takewise.timeline.media_paths import local_path
from takewise.timeline.no_media import NoMedia, note_on
from takewise.timeline.timeline import shifted
from takewise.untrusted import read_bytes
from takewise.xml_places import Element

BUNDLE = ".fcpxmld"
"""Ending of a folder that holds the file and what it needs."""

IN_BUNDLE = "Info.fcpxml"
"""Name of the file in a bundle."""

# What the document type has after a clip's markers.
_AFTER = {
    "audio-channel-source", "audio-role-source", "sync-source", "object-tracker",
    "filter-video", "filter-video-mask", "filter-audio", "metadata",
}  # fmt: skip


def read(path: Path, start: Timecode | None = None) -> Cut:
    """Read a cut of Final Cut Pro, or a bundle with it: one project, or clips alone.

    Connected clips, and those in compound clips, are among its clips. `start` is the record
    timecode of the first frame; None takes the cut's own. Raises `MediaError` if it cannot be read,
    holds several projects or nothing, or gives no frame rate.
    """
    file = path / IN_BUNDLE if path.is_dir() else path
    try:
        original = read_bytes(file)
    except OSError as error:
        raise MediaError(f"cannot be read ({error.strerror})", where=str(file)) from error
    except MalformedText as error:
        raise MediaError(f"cannot be read as a cut ({error.what})", where=str(file)) from error
    document = Document(parse_cut(original, path), path, start)
    clips: list[CutClip] = []
    notes: list[str] = []
    idle: list[str] = []
    for each in document.seen():
        if isinstance(each, str):
            notes.append(each)
        elif isinstance(each, NoMedia):
            idle.append(each.name)
        else:
            clips.append(_clip(len(clips), each, file.parent))
    return Cut(
        path=path,
        kind="fcpxml",
        name=one_line(document.name) or path.stem,
        start=document.start,
        clips=tuple(clips),
        notes=tuple(dict.fromkeys((*notes, *note_on(idle)))),
        original=original,
        ruled=document.ruled,
    )


def mark_fcpxml(cut: Cut, clips: Sequence[MarkedClip]) -> bytes:
    """Return the file with markers in its clips, and every other byte as it was.

    Markers that an earlier run left are replaced; those of others stay.
    """
    root = parse_cut(cut.original, cut.path)
    seen = [each for each in Document(root, cut.path).seen() if isinstance(each, SeenMedia)]
    hosts: dict[int, tuple[Element, list[ET.Element]]] = {}
    for each in clips:
        place = seen[each.clip.number]
        _, new = hosts.setdefault(place.host.start, (place.host, []))
        new += _elements(cut, each, place)
    old = [each for name in ("marker", "keyword") for each in root.every(name) if _is_ours(each)]
    return changed_cut(
        cut.original,
        [
            *(taken_out(cut.original, each) for each in old),
            *(_insertion(cut.original, host, new) for host, new in hosts.values() if new),
        ],
        cut.path,
    )


def _clip(number: int, seen: SeenMedia, folder: Path) -> CutClip:
    medium = seen.asset.child("media-rep") or seen.asset
    source = medium.attributes.get("src")
    begin = seen.asset.attributes.get("start")
    start, end = seen.media.span(seen.start, seen.end)
    return CutClip(
        number=number,
        name=one_line(seen.name),
        spot=seen.spot,
        media=str(folder / local_path(source)) if source else None,
        reel=None,
        start=start,
        end=end,
        speed=seen.media.speed,
        media_start=read_time(begin) if begin else None,
        record=seen.start,
    )


def _elements(cut: Cut, each: MarkedClip, place: SeenMedia) -> list[ET.Element]:
    """Return a clip's markers in its host's own time, which may be stretched."""
    markers = [signed(shifted(m, -each.placed.span.start)) for m in each.placed.markers]
    rate: Fraction = cut.ruler_rate(each.placed.take.info) / place.host_time.speed
    return fcpxml_markers(markers, place.host_time.at(place.start), rate)


def _insertion(content: bytes, host: Element, new: list[ET.Element]) -> Splice:
    before = [each for each in host.children if each.tag not in _AFTER and not _is_ours(each)]
    return put_in(content, host, before, new)


def _is_ours(element: Element) -> bool:
    return is_signed(element.attributes.get("note", ""))
