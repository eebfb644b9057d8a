"""What of a file of Final Cut Pro is seen, when, at which speed, and what has its markers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from takewise.clock import Timecode, drops, frames_per_day, grid_frame
from takewise.errors import MediaError
from takewise.timeline.cut_items import Spot
from takewise.timeline.fcpxml_resources import (
    CLIPS,
    ITEMS,
    Resources,
    are_times_readable,
    read_time,
)
from takewise.timeline.fcpxml_speed import content_time
from takewise.timeline.linear_time import LinearTime
from takewise.timeline.markers import one_line
from takewise.timeline.no_media import NoMedia
from takewise.xml_places import Element

_WHOLE = re.compile(r"-?\d{1,6}")

# Levels of clips within clips.
_DEEPEST = 60

# Clips that are looked at, those in compound clips each time that these are used; a
# feature film has some ten thousand. Compound clips can double them level by level.
_MOST_ITEMS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenMedia:
    """A stretch of media where it is seen."""

    host: Element
    """The item that can have its markers."""
    host_time: LinearTime
    """The host's own time, over seconds from the cut's first frame."""
    asset: Element
    """Its media."""
    name: str
    """What it is called."""
    spot: Spot | None
    """Where an editor finds it; None in a browser."""
    start: Fraction
    """When it is first seen, seconds from the cut's first frame."""
    end: Fraction
    """When it is no longer seen, seconds from the cut's first frame."""
    media: LinearTime
    """Its media's time, over seconds from the cut's first frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What an item is in."""

    record: LinearTime
    """Seconds from the cut's first frame, over the surrounding time."""
    rate: Fraction | None
    """Frames per second of the surroundings; None where the file does not say."""
    start: Fraction | None = None
    """When the surroundings are first seen; None for no limit."""
    end: Fraction | None = None
    """When they are no longer seen; None for no limit."""
    host: Element | None = None
    """The outer clip that has the markers; None where each item has its own."""
    host_time: LinearTime = LinearTime()  # noqa: RUF009 - frozen
    """As that of `SeenMedia`."""
    spot: Spot | None = None
    """Where the outer clip is."""
    lane: int = 0
    """Lane of the storyline; 0 for the primary one."""
    within: tuple[int, ...] = ()
    """Where the clips that it is in stand in the file, bytes."""

    def limited(self, start: Fraction, end: Fraction) -> tuple[Fraction, Fraction]:
        """Return what of a stretch is seen; nothing if it ends before it starts."""
        start = start if self.start is None else max(start, self.start)
        return start, end if self.end is None else min(end, self.end)


class Document:
    """One project, or the clips of a browser, with the resources that they use."""

    def __init__(self, root: Element, path: Path, start: Timecode | None = None) -> None:
        projects = [each for each in root.every("project") if each.child("sequence")]
        self._resources = Resources.of(root)
        self._sequence = next(projects[0].every("sequence")) if len(projects) == 1 else None
        self._loose = [] if projects else list(_loose(root))
        if root.tag != "fcpxml" or not (self._sequence or self._loose):
            raise MediaError(
                f"holds {len(projects) or 'no'} projects"
                f"{'' if projects else ' and no clips'}, and one is needed",
                where=str(path),
                remedy="export one project alone: File > Export XML",
            )
        self.name = projects[0].attributes.get("name", "") if projects else ""
        self.ruled = self._sequence is not None
        self.start = start or self._start(path)
        self._orders: Counter[str] = Counter()
        self._path = path
        self._looked_at = 0

    def seen(self) -> Iterator[SeenMedia | NoMedia | str]:
        """Yield what is seen of media, by track, or why it cannot be marked."""
        self._orders.clear()
        self._looked_at = 0
        if self._sequence:
            origin = read_time(self._sequence.attributes.get("tcStart"))
            around = _Around(record=LinearTime(origin=-origin), rate=self.start.rate)
            yield from self._sequence_items(self._sequence, around)
        for each in self._loose:
            # A browser has no ruler: each clip counts its own time.
            around = _Around(record=LinearTime(), rate=self._resources.rate(each, None))
            chosen = each.children[0] if each.tag == "audition" and each.children else each
            yield from self._item(each, self._resources.begin(chosen), around)

    def _start(self, path: Path) -> Timecode:
        if self._sequence is None:
            rates = (self._resources.rate(each, None) for each in self._loose)
            rate = next((each for each in rates if each), None)
        else:
            rate = self._resources.rate(self._sequence, None)
        if rate is None:
            raise MediaError(
                "the cut has no frame rate",
                where=str(path),
                remedy="choose a video format for the project and export it again",
            )
        if self._sequence is None:
            return Timecode(0, rate, drop_frame=False)
        drop = drops(rate) and self._sequence.attributes.get("tcFormat") == "DF"
        frame = grid_frame(read_time(self._sequence.attributes.get("tcStart")), rate)
        return Timecode(frame % frames_per_day(rate, drop_frame=drop), rate, drop)

    def _sequence_items(
        self, sequence: Element, around: _Around
    ) -> Iterator[SeenMedia | NoMedia | str]:
        for spine in (each for each in sequence.children if each.tag == "spine"):
            yield from self._row(spine.children, around)

    def _row(
        self, items: Sequence[Element], around: _Around
    ) -> Iterator[SeenMedia | NoMedia | str]:
        """Yield from items one after the other; connected ones come with what they hang on."""
        after = Fraction(0)
        for each in items:
            if each.tag in ITEMS and "lane" not in each.attributes:
                offset = read_time(each.attributes.get("offset"), after)
                after = offset + self._resources.duration(each, around.rate)
                yield from self._item(each, offset, around)

    def _item(
        self, item: Element, offset: Fraction, around: _Around
    ) -> Iterator[SeenMedia | NoMedia | str]:
        self._count()
        if item.tag == "audition":
            # What is chosen comes first.
            chosen = replace(around, lane=_lane(item, around.lane))
            yield from self._item(item.children[0], offset, chosen) if item.children else ()
            return
        spot = around.spot or self._next_spot(item, around)
        begin = self._resources.begin(item)
        speed = self._resources.conformed(item, around.rate)
        own = LinearTime.through(offset, begin, speed=speed or Fraction(1))
        record = around.record.after(own.inverse())
        length = self._resources.duration(item, around.rate)
        start, end = around.limited(*around.record.span(offset, offset + length))
        shown = start < end and item.attributes.get("enabled", "1") != "0"
        if shown and self._resources.stands_still(item):
            yield NoMedia(name=_name(item))
        elif shown and not self._resources.is_sound(item):
            content = content_time(item, record.inverse().span(start, end), read_time)
            if item.start in around.within or len(around.within) > _DEEPEST:
                content = "it contains itself or is nested too deeply"
            elif not are_times_readable(item):
                content = "a time of it cannot be read"
            elif speed is None:
                content = "its frame rate is conformed, and the file does not say from which"
            if isinstance(content, str):
                yield f"{self._named(item, spot, start)}: {content}, so it is not marked"
            else:
                inner = _Around(
                    record=record.after(content.inverse()),
                    rate=self._resources.rate(item, around.rate),
                    start=start,
                    end=end,
                    host=around.host or item,
                    host_time=around.host_time if around.host else record.inverse(),
                    spot=spot,
                    within=(*around.within, item.start),
                )
                yield from self._content(item, inner)
        yield from self._connected(item, replace(around, record=record))

    def _count(self) -> None:
        self._looked_at += 1
        if self._looked_at > _MOST_ITEMS:
            raise MediaError(
                f"more than {_MOST_ITEMS} clips are in it, counting compound clips as often "
                "as they are used",
                where=str(self._path),
                remedy="export a part of it",
            )

    def _next_spot(self, item: Element, around: _Around) -> Spot | None:
        """Return where an item is; gaps are not counted."""
        if self._sequence is None:
            return None
        lane = _lane(item, around.lane)
        track = f"V{lane + 1}" if lane >= 0 else f"lane {lane}"
        self._orders[track] += item.tag != "gap"
        return Spot(track=track, order=self._orders[track])

    def _named(self, item: Element, spot: Spot | None, start: Fraction) -> str:
        name = _name(item)
        if spot is None:
            return f"clip '{name}'" if name else "a clip without a name"
        return spot.named(self.start.plus(grid_frame(start, self.start.rate)), name)

    def _content(self, item: Element, inner: _Around) -> Iterator[SeenMedia | NoMedia | str]:
        if item.tag in {"asset-clip", "video"}:
            yield from self._media(item, inner)
        elif item.tag == "ref-clip":
            sequence = self._resources.source(item)
            if sequence and sequence.tag == "sequence":
                yield from self._sequence_items(sequence, inner)
        elif item.tag == "mc-clip":
            yield from self._angle(item, inner)
        elif item.tag in {"clip", "sync-clip"}:
            yield from self._row(item.children, inner)
            for spine in item.children:
                if spine.tag == "spine" and "lane" not in spine.attributes:
                    offset = read_time(spine.attributes.get("offset"))
                    record = inner.record.after(LinearTime(origin=offset))
                    yield from self._row(spine.children, replace(inner, record=record))

    def _angle(self, item: Element, inner: _Around) -> Iterator[SeenMedia | NoMedia | str]:
        """Yield from the angle of a multicam clip whose pictures are seen."""
        multicam = self._resources.source(item)
        angles = [e for e in multicam.children if e.tag == "mc-angle"] if multicam else []
        sources = [each for each in item.children if each.tag == "mc-source"]
        shown = {
            each.attributes.get("angleID")
            for each in sources
            if each.attributes.get("srcEnable", "all") in {"all", "video"}
        }
        active = [each for each in angles if each.attributes.get("angleID") in shown]
        if not sources:
            # Nothing is chosen: the first is seen.
            active = angles[:1]
        if len(active) == 1:
            yield from self._row(active[0].children, inner)
        elif shown or not sources:
            spot, start = inner.spot, inner.start or Fraction(0)
            what = "the file does not say which angle of the multicam clip is seen"
            yield f"{self._named(item, spot, start)}: {what}, so it is not marked"

    def _media(self, item: Element, inner: _Around) -> Iterator[SeenMedia | NoMedia | str]:
        asset = self._resources.source(item)
        if asset is None:
            named = self._named(item, inner.spot, inner.start or Fraction(0))
            yield f"{named}: the file does not describe its media, so it is not marked"
            return
        if inner.start is not None and inner.end is not None:
            yield SeenMedia(
                host=inner.host or item,
                host_time=inner.host_time,
                asset=asset,
                name=_name(item) or _name(asset),
                spot=inner.spot,
                start=inner.start,
                end=inner.end,
                media=inner.record.inverse(),
            )

    def _connected(self, item: Element, around: _Around) -> Iterator[SeenMedia | NoMedia | str]:
        """Yield from what hangs on an item, which may last longer than it."""
        for each in item.children:
            if "lane" not in each.attributes:
                continue
            offset = read_time(each.attributes.get("offset"))
            if each.tag == "spine":
                shifted = around.record.after(LinearTime(origin=offset))
                rate = self._resources.rate(each, around.rate)
                row = replace(around, record=shifted, lane=_lane(each, 0), rate=rate)
                yield from self._row(each.children, row)
            elif each.tag in ITEMS:
                yield from self._item(each, offset, around)


def _loose(root: Element) -> Iterator[Element]:
    """Yield the clips that stand in events, or alone."""
    for each in root.children:
        if each.tag in CLIPS:
            yield each
        elif each.tag in {"library", "event"}:
            yield from _loose(each)


def _lane(item: Element, missing: int) -> int:
    found = _WHOLE.fullmatch(item.attributes.get("lane", ""))
    return int(found[0]) if found else missing


def _name(element: Element) -> str:
    return one_line(element.attributes.get("name", ""))
