"""What the items of a file of Final Cut Pro are by its resources: media, rate, length."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from takewise.clock import snap_rate
from takewise.timeline.fcpxml_speed import clip_start, conformed
from takewise.timeline.no_media import is_still
from takewise.xml_places import Element

# What can stand in an event, or alone in a file, without a project.
CLIPS = ("asset-clip", "clip", "ref-clip", "sync-clip", "mc-clip", "audition")

# What fills time on a timeline; transitions are above it.
ITEMS = {*CLIPS, "video", "gap", "title"}

_TIME = re.compile(r"(-?[0-9]{1,18})(?:/(0*[1-9][0-9]{0,17}))?s?")

_TIME_OR_NONE = re.compile(rf"\s*(?:{_TIME.pattern})?\s*")

# Attributes of an item that are times.
_TIMES = ("offset", "start", "duration")

# Frames per second of a project.
_RATES = (Fraction(1), Fraction(1000))


@dataclass(frozen=True, slots=True)
class Resources:
    """The formats, media and compound clips of a file."""

    by_id: Mapping[str, Element]
    """Each by the id that items refer to."""

    @classmethod
    def of(cls, root: Element) -> Resources:
        """Return those of a file, by its outermost element."""
        found = root.child("resources")
        return cls(
            {each.attributes.get("id", ""): each for each in (found.children if found else ())}
        )

    def source(self, item: Element) -> Element | None:
        """Return an item's asset, or what its compound or multicam clip holds, or None."""
        found = self.by_id.get(item.attributes.get("ref", ""))
        return (found.child("sequence") or found.child("multicam") or found) if found else None

    def rate(self, item: Element, missing: Fraction | None) -> Fraction | None:
        """Return the frame rate of an item's format, or of its media's."""
        source = self.source(item)
        for each in (item, source):
            name = each.attributes.get("format", "") if each else ""
            form = self.by_id.get(name)
            length = read_time(form.attributes.get("frameDuration") if form else None)
            if length > 0 and _RATES[0] <= 1 / length <= _RATES[1]:
                return snap_rate(1 / length)
        return missing

    def conformed(self, item: Element, rate: Fraction | None) -> Fraction | None:
        """Return how fast an item plays where `rate` holds; None if the file does not say."""
        return conformed(item, rate, self.rate(item, None))

    def stands_still(self, item: Element) -> bool:
        """Return whether an item is a title, a generator or a still."""
        if item.tag not in {"asset-clip", "video"}:
            return item.tag == "title"
        source = self.source(item)
        if source is None or source.tag == "effect":
            return source is not None
        medium = source.child("media-rep") or source
        length = source.attributes.get("duration")
        moving = length is None or read_time(length) > 0
        still = not moving or is_still(medium.attributes.get("src", ""))
        return still and _has_pictures(source, item)

    def is_sound(self, item: Element) -> bool:
        """Return whether an item is heard alone: there is nothing to say of its pictures."""
        if item.tag == "clip":
            return all(each.tag not in ITEMS or "lane" in each.attributes for each in item.children)
        source = self.source(item) if item.tag in {"asset-clip", "video"} else None
        return source is not None and not _has_pictures(source, item)

    def begin(self, item: Element) -> Fraction:
        """Return where an item's own time begins: where its media does, unless it says."""
        retimed = clip_start(item, read_time)
        if retimed is not None:
            return read_time(item.attributes.get("start"), retimed)
        source = self.source(item)
        known = source.attributes if source else {}
        missing = read_time(known.get("start", known.get("tcStart")))
        return read_time(item.attributes.get("start"), missing)

    def duration(self, item: Element, rate: Fraction | None) -> Fraction:
        """Return how long an item lasts, in the time of what holds it, at the rate of that."""
        if item.tag == "audition" and item.children:
            return self.duration(item.children[0], rate)
        source = self.source(item)
        known = read_time(source.attributes.get("duration") if source else None)
        speed = self.conformed(item, rate) or Fraction(1)
        return read_time(item.attributes.get("duration"), known / speed)


def _has_pictures(asset: Element, item: Element) -> bool:
    facts = asset.attributes
    pictures = facts.get("hasVideo", "0" if facts.get("hasAudio") == "1" else "1") == "1"
    wanted = item.attributes.get("srcEnable", "all") != "audio"
    return asset.tag == "asset" and pictures and wanted


def are_times_readable(item: Element) -> bool:
    """Return whether each time that an item has is one."""
    return all(_TIME_OR_NONE.fullmatch(item.attributes.get(name, "")) for name in _TIMES)


def read_time(text: str | None, missing: Fraction = Fraction(0)) -> Fraction:
    """Return seconds: ``1001/30000s``, ``5s``."""
    found = _TIME.fullmatch(text.strip()) if text else None
    return Fraction(int(found[1]), int(found[2] or 1)) if found else missing
