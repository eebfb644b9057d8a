"""A cut of Final Cut Pro: FCPXML, read exactly, and given back with markers in its clips.

* Times are fractions of a second. A clip's ``offset`` counts in its parent's time, its
  ``start`` begins its own; that of an asset's clip is its media's.
* FCPXML has no ruler: a marker lies in a clip, in the clip's own time. Of what is
  within a compound or synchronized clip, the outer clip has the markers.
* Markers come after a clip's connected clips and before its filters; the file's other
  bytes stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

from takewise.clock import Timecode, drops, frames_per_day, grid_frame, snap_rate
from takewise.errors import MalformedText, MediaError
from takewise.timeline.arrangement import shifted
from takewise.timeline.cut import Cut, CutClip, MarkedClip, is_signed, signed
from takewise.timeline.fcpxml import marker_elements
from takewise.timeline.markers import one_line
from takewise.timeline.media_paths import local_path
from takewise.timeline.xml_places import Element, Splice, parse, put_in, spliced, taken_out
from takewise.untrusted import read_bytes

_ITEMS = {
    "asset-clip", "clip", "ref-clip", "sync-clip", "mc-clip", "video", "gap", "title", "audition",
}  # fmt: skip
# What lies on a timeline and fills time; transitions lie over it.

_AFTER = {
    "audio-channel-source", "audio-role-source", "sync-source", "object-tracker",
    "filter-video", "filter-video-mask", "filter-audio", "metadata",
}  # fmt: skip
# What the document type has after a clip's markers.

_TIME = re.compile(r"(-?[0-9]{1,18})(?:/([0-9]{1,18}))?s?")

# Clips that are looked at, those in compound clips each time that these are used; a
# feature film has some ten thousand. Compound clips can double them level by level.
_MOST_ITEMS = 50_000

# Levels of items within each other.
_DEEPEST = 60

# Frames per second of a project.
_RATES = (Fraction(1), Fraction(1000))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A stretch of media where it is seen."""

    host: Element
    """The item of the timeline that can have its markers."""
    host_shift: Fraction
    """What turns seconds from the cut's first frame into the host's own time."""
    asset: Element
    """Its media."""
    name: str
    """What it is called."""
    start: Fraction
    """When it is first seen, seconds from the cut's first frame."""
    end: Fraction
    """When it is no longer seen, seconds from the cut's first frame."""
    media_shift: Fraction
    """What turns seconds from the cut's first frame into the media's time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What an item lies in."""

    shift: Fraction
    """What turns the surrounding time into seconds from the cut's first frame."""
    start: Fraction | None = None
    """When the surroundings are first seen; None for no limit."""
    end: Fraction | None = None
    """When they are no longer seen; None for no limit."""
    host: Element | None = None
    """The outer clip that has the markers; None where each item has its own."""
    host_shift: Fraction = Fraction(0)
    """As that of `_Seen`."""
    within: tuple[int, ...] = ()
    """Places of the items that it lies in, the outermost first."""

    def limited(self, start: Fraction, end: Fraction) -> tuple[Fraction, Fraction]:
        """Return what of a stretch is seen; nothing if it ends before it starts."""
        start = start if self.start is None else max(start, self.start)
        return start, end if self.end is None else min(end, self.end)


def read(path: Path) -> Cut:
    """Read a cut of Final Cut Pro.

    Parameters
    ----------
    path
        FCPXML with one project.

    Returns
    -------
    Cut
        With its clips: connected ones, and those in compound clips, too.

    Raises
    ------
    MediaError
        If it cannot be read, holds no project or several, or tells no frame rate.
    """
    try:
        original = read_bytes(path)
    except OSError as error:
        raise MediaError(f"cannot be read ({error.strerror})", where=str(path)) from error
    except MalformedText as error:
        raise MediaError(f"cannot be read as a cut ({error.what})", where=str(path)) from error
    document = _Document(parse(original, path), path)
    clips: list[CutClip] = []
    notes: list[str] = []
    for each in document.seen():
        if isinstance(each, str):
            notes.append(each)
        else:
            clips.append(_clip(len(clips), each, path.parent))
    return Cut(
        path=path,
        kind="fcpxml",
        name=one_line(document.project.attributes.get("name", "")) or path.stem,
        start=document.start,
        clips=tuple(clips),
        notes=tuple(dict.fromkeys(notes)),
        original=original,
    )


def marked(cut: Cut, clips: Sequence[MarkedClip]) -> bytes:
    """Return the file with markers in its clips, and every other byte as it was.

    Parameters
    ----------
    cut
        What `read` returned.
    clips
        What was found in its clips.

    Returns
    -------
    bytes
        Markers that an earlier run left are replaced; those of others stay.
    """
    root = parse(cut.original, cut.path)
    seen = [each for each in _Document(root, cut.path).seen() if isinstance(each, _Seen)]
    hosts: dict[int, tuple[Element, list[ET.Element]]] = {}
    for each in clips:
        place = seen[each.clip.number]
        _, new = hosts.setdefault(place.host.start, (place.host, []))
        new += _elements(cut, each, place)
    old = [each for name in ("marker", "keyword") for each in root.every(name) if _is_ours(each)]
    return spliced(
        cut.original,
        [
            *(taken_out(cut.original, each) for each in old),
            *(_insertion(cut.original, host, new) for host, new in hosts.values() if new),
        ],
    )


class _Document:
    """One project with the resources that it uses."""

    def __init__(self, root: Element, path: Path) -> None:
        projects = [each for each in root.every("project") if each.child("sequence")]
        if root.tag != "fcpxml" or len(projects) != 1:
            raise MediaError(
                f"holds {len(projects) or 'no'} projects, and one is needed",
                where=str(path),
                remedy="export one project alone: File > Export XML",
            )
        self.project = projects[0]
        self._path = path
        self._looked_at = 0
        resources = root.child("resources")
        self._resources: Mapping[str, Element] = {
            each.attributes.get("id", ""): each
            for each in (resources.children if resources else ())
        }
        self._sequence = next(self.project.every("sequence"))
        self.start = self._start(path)

    def seen(self) -> Iterator[_Seen | str]:
        """Yield what is seen of media, by track, or why it cannot be marked."""
        origin = _time(self._sequence.attributes.get("tcStart"))
        yield from self._sequence_items(self._sequence, _Around(shift=-origin))

    def _start(self, path: Path) -> Timecode:
        form = self._resources.get(self._sequence.attributes.get("format", ""))
        length = _time(form.attributes.get("frameDuration") if form else None)
        if length <= 0 or not _RATES[0] <= 1 / length <= _RATES[1]:
            raise MediaError(
                "the cut tells no frame rate",
                where=str(path),
                remedy="choose a video format for the project and export it again",
            )
        rate = snap_rate(1 / length)
        drop = drops(rate) and self._sequence.attributes.get("tcFormat") == "DF"
        frame = grid_frame(_time(self._sequence.attributes.get("tcStart")), rate)
        return Timecode(frame % frames_per_day(rate, drop_frame=drop), rate, drop)

    def _sequence_items(self, sequence: Element, around: _Around) -> Iterator[_Seen | str]:
        for spine in (each for each in sequence.children if each.tag == "spine"):
            yield from self._row(spine.children, around)

    def _row(self, items: Sequence[Element], around: _Around) -> Iterator[_Seen | str]:
        """Yield from items one after the other; connected ones come with what they hang on."""
        after = Fraction(0)
        for each in items:
            if each.tag in _ITEMS and "lane" not in each.attributes:
                offset = _time(each.attributes.get("offset"), after)
                after = offset + self._duration(each)
                yield from self._item(each, offset, around)

    def _item(self, item: Element, offset: Fraction, around: _Around) -> Iterator[_Seen | str]:
        self._looked_at += 1
        if self._looked_at > _MOST_ITEMS:
            raise MediaError(
                f"more than {_MOST_ITEMS} clips are in it, counting compound clips as often "
                "as they are used",
                where=str(self._path),
                remedy="export a part of it",
            )
        if item.start in around.within or len(around.within) >= _DEEPEST:
            within = "it contains itself or is nested too deeply"
            yield f"clip {_name(item)}: {within}, so it is not marked"
            return
        around = replace(around, within=(*around.within, item.start))
        if item.tag == "audition":
            # What is chosen comes first.
            yield from self._item(item.children[0], offset, around) if item.children else ()
            return
        at = offset + around.shift
        begin = self._begin(item)
        start, end = around.limited(at, at + self._duration(item))
        inner = _Around(
            shift=at - begin,
            start=start,
            end=end,
            host=around.host or item,
            host_shift=around.host_shift if around.host else begin - at,
            within=around.within,
        )
        if start < end and item.attributes.get("enabled", "1") != "0":
            yield from self._content(item, inner)
        yield from self._connected(item, replace(around, shift=inner.shift))

    def _content(self, item: Element, inner: _Around) -> Iterator[_Seen | str]:
        hindrance = _hindrance(item)
        if hindrance:
            yield f"clip {_name(item)}: {hindrance}, so it is not marked"
        elif item.tag in {"asset-clip", "video"}:
            yield from self._media(item, inner)
        elif item.tag == "ref-clip":
            sequence = self._source(item)
            if sequence and sequence.tag == "sequence":
                yield from self._sequence_items(sequence, inner)
        elif item.tag in {"clip", "sync-clip"}:
            yield from self._row(item.children, inner)
            for spine in item.children:
                if spine.tag == "spine" and "lane" not in spine.attributes:
                    shift = inner.shift + _time(spine.attributes.get("offset"))
                    yield from self._row(spine.children, replace(inner, shift=shift))

    def _media(self, item: Element, inner: _Around) -> Iterator[_Seen]:
        asset = self._source(item)
        if asset is None or not _has_pictures(asset, item):
            return
        host = inner.host or item
        if inner.start is not None and inner.end is not None:
            yield _Seen(
                host=host,
                host_shift=inner.host_shift,
                asset=asset,
                name=_name(item) or _name(asset),
                start=inner.start,
                end=inner.end,
                media_shift=-inner.shift,
            )

    def _connected(self, item: Element, around: _Around) -> Iterator[_Seen | str]:
        """Yield from what hangs on an item, which may last longer than it."""
        for each in item.children:
            if "lane" not in each.attributes:
                continue
            offset = _time(each.attributes.get("offset"))
            if each.tag == "spine":
                yield from self._row(each.children, replace(around, shift=around.shift + offset))
            elif each.tag in _ITEMS:
                yield from self._item(each, offset, around)

    def _begin(self, item: Element) -> Fraction:
        """Return where an item's own time begins: where its media does, unless it says."""
        source = self._source(item)
        known = source.attributes if source else {}
        return _time(item.attributes.get("start"), _time(known.get("start", known.get("tcStart"))))

    def _duration(self, item: Element) -> Fraction:
        if item.tag == "audition" and item.children:
            return self._duration(item.children[0])
        source = self._source(item)
        known = source.attributes.get("duration") if source else None
        return _time(item.attributes.get("duration"), _time(known))

    def _source(self, item: Element) -> Element | None:
        """Return an item's asset, or the sequence of its compound clip; None if it has neither."""
        found = self._resources.get(item.attributes.get("ref", ""))
        return (found.child("sequence") or found) if found else None


def _has_pictures(asset: Element, item: Element) -> bool:
    facts = asset.attributes
    moving = _time(facts.get("duration")) > 0
    pictures = facts.get("hasVideo", "0" if facts.get("hasAudio") == "1" else "1") == "1"
    wanted = item.attributes.get("srcEnable", "all") != "audio"
    return asset.tag == "asset" and moving and pictures and wanted


def _hindrance(item: Element) -> str:
    """Return why an item cannot be marked; empty where it can."""
    conform = item.child("conform-rate")
    if item.child("timeMap"):
        return "its speed is changed"
    if conform and conform.attributes.get("scaleEnabled", "1") != "0":
        return "its frame rate is conformed by speed"
    return "it is a multicam clip" if item.tag == "mc-clip" else ""


def _clip(number: int, seen: _Seen, folder: Path) -> CutClip:
    medium = seen.asset.child("media-rep") or seen.asset
    source = medium.attributes.get("src")
    begin = seen.asset.attributes.get("start")
    return CutClip(
        number=number,
        name=one_line(seen.name),
        media=str(folder / local_path(source)) if source else None,
        reel=None,
        start=seen.start + seen.media_shift,
        end=seen.end + seen.media_shift,
        media_start=_time(begin) if begin else None,
        record=seen.start,
    )


def _elements(cut: Cut, each: MarkedClip, place: _Seen) -> list[ET.Element]:
    """Return a clip's markers in its host's own time."""
    markers = [signed(shifted(m, -each.placed.span.start)) for m in each.placed.markers]
    return marker_elements(markers, place.start + place.host_shift, cut.start.rate)


def _insertion(content: bytes, host: Element, new: list[ET.Element]) -> Splice:
    before = [each for each in host.children if each.tag not in _AFTER and not _is_ours(each)]
    return put_in(content, host, before, new)


def _is_ours(element: Element) -> bool:
    return is_signed(element.attributes.get("note", ""))


def _name(element: Element) -> str:
    return one_line(element.attributes.get("name", ""))


def _time(text: str | None, missing: Fraction = Fraction(0)) -> Fraction:
    """Return seconds: ``1001/30000s``, ``5s``."""
    found = _TIME.fullmatch(text.strip()) if text else None
    if not found or (found[2] and not int(found[2])):
        return missing
    return Fraction(int(found[1]), int(found[2] or 1))
