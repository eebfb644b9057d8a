"""A cut that an editor made: read, and given back with markers and nothing else changed.

```
 file ─► read_cut ─► Cut ─► find_source ─► place ─► on_ruler ─► any format
                     clips  frames of      markers  Timeline
                            the media      seen   ─► marked ─► the same cut, as .otio
```

* A clip's markers count in its media's own time, the ruler's are on the timeline's stack,
  counted from the timeline's frame 0; each carries our metadata, by which a second
  run knows what to replace.
* Times are exact: a rate that a double or a single stands for is snapped to the
  rate it means before anything is added up.
* A clip's speed is constant: media time and record time follow from each other by one
  function, `CutClip.recorded`. A clip whose speed changes is left alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Literal, TypeAlias

import opentimelineio as otio

from takewise.clock import FrameRange, Timecode, grid_frame
from takewise.errors import MediaError
from takewise.model import Marker, MediaInfo
from takewise.timeline import cut_otio
from takewise.timeline.cut_items import Spot, own_time
from takewise.timeline.linear_time import LinearTime
from takewise.timeline.otio_values import marker_on, written
from takewise.timeline.ruler import Ruler
from takewise.timeline.settings import ExportSettings
from takewise.timeline.timeline import PlacedMarker, PlacedTake, Take, Timeline, excerpt, file_start

OURS = "takewise"
"""Key of the metadata by which our markers are known."""

# Marks our markers where they have no metadata: it follows the note.
_SIGN = re.compile(r" ?\[takewise m-[0-9A-Za-z]+\]$")

# Part of a frame that comes from a speed's last decimals, and is not seen.
_SLIVER = Fraction(1, 100)

CutKind: TypeAlias = Literal["otio", "fcpxml", "premiere-xml"]
"""The format in which a cut is given back: its own, and OpenTimelineIO for an EDL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutClip:
    """A clip of a cut, as far as it is seen."""

    number: int
    """Its place among all clips of the cut, from 0."""
    name: str
    """What it is called; one line."""
    media: str | None
    """Path of its media on this machine; None where the cut gives none."""
    reel: str | None
    """Reel or tape name; None where the cut gives none."""
    start: Fraction
    """Media time of the first frame that it shows, seconds; in reverse, the last that plays."""
    end: Fraction
    """Media time of the first frame after what it shows, seconds."""
    media_start: Fraction | None
    """Media time of the media's first frame, seconds; None where the cut does not say."""
    record: Fraction
    """When it begins, seconds from the cut's first frame."""
    speed: Fraction = Fraction(1)
    """Seconds of its media per second of the cut; not 0, negative in reverse."""
    spot: Spot | None = None
    """Where an editor finds it; None where it is in no track."""

    @property
    def length(self) -> Fraction:
        """How long it lasts in the cut, seconds."""
        return (self.end - self.start) / abs(self.speed)

    @property
    def recorded(self) -> LinearTime:
        """Time from the cut's first frame over media time, seconds."""
        first = self.start if self.speed > 0 else self.end
        return LinearTime.through(first, self.record, speed=1 / self.speed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A timeline that another person made."""

    path: Path
    """The file."""
    kind: CutKind
    """The format in which it is given back."""
    name: str
    """What the timeline is called; one line."""
    start: Timecode
    """Record timecode of its first frame; its rate is the timeline's."""
    clips: tuple[CutClip, ...]
    """What can be marked, by track, then in record order."""
    notes: tuple[str, ...]
    """What cannot, and why, one sentence each."""
    original: bytes
    """The file's content."""
    content: str = ""
    """All that was read, as OpenTimelineIO's JSON; empty where another reader read it."""
    ruled: bool = True
    """Whether it has a ruler; clips of a browser have none, and count their own time."""

    def ruler_rate(self, info: MediaInfo) -> Fraction:
        """Return the frames per second in which the place of a clip of some media counts."""
        return self.start.rate if self.ruled else info.rate

    def named(self, clip: CutClip) -> str:
        """Return a name by which an editor finds a clip."""
        if clip.spot is None:
            return f"clip '{clip.name}'" if clip.name else f"clip {clip.number + 1}"
        frame = grid_frame(clip.record, self.start.rate)
        return clip.spot.named(self.start.plus(frame), clip.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipSource:
    """The frames of its media that a clip shows."""

    span: FrameRange
    """Frames of the media's steady grid, counted from its first picture."""
    origin: Fraction
    """Media time of the media's first picture, seconds, as the cut counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedClip:
    """A clip of a cut with what was found in it."""

    clip: CutClip
    """The clip."""
    source: ClipSource
    """The frames of its media that it shows."""
    placed: PlacedTake
    """The part of the take that is seen, on the cut's ruler."""


def find_source(clip: CutClip, info: MediaInfo) -> ClipSource | None:
    """Find the frames of its media that a clip shows; None for what the media does not have.

    Media time begins where the cut says, or at the media's timecode, or at 0: the first that fits.
    """
    start = file_start(info)
    # The count of uneven pictures does not say how long their steady grid is.
    length = None if info.variable_rate else info.frame_count
    for origin in (clip.media_start, start.frame / start.rate, Fraction(0)):
        if origin is None:
            continue
        first, end = _shown_frames(clip, origin, info.rate)
        if first >= 0 and length is None:
            return ClipSource(span=FrameRange(first, end), origin=origin)
        # Conforming to the timeline's rate may round up the end by one.
        if length is not None and 0 <= first < length and end <= length + 1:
            return ClipSource(span=FrameRange(first, min(end, length)), origin=origin)
    return None


def _shown_frames(clip: CutClip, origin: Fraction, rate: Fraction) -> tuple[int, int]:
    """Return the first frame of the media that a clip shows, and the first after them."""
    # Slow motion may begin and end within a frame, which is seen then.
    start, end = (clip.start - origin) * rate, (clip.end - origin) * rate
    if clip.speed == 1:
        first, last = grid_frame(start, Fraction(1)), grid_frame(end, Fraction(1))
    else:
        first, last = math.floor(start + _SLIVER), math.ceil(end - _SLIVER)
    return first, max(first + 1, last)


def joined_spans(spans: Sequence[FrameRange], *, context: int, length: int) -> list[FrameRange]:
    """Join ranges of a file that touch once each has `context` frames more on both sides.

    They come in order, apart from each other, within the `length` frames of the file.

    Examples
    --------
    >>> joined_spans([FrameRange(50, 60), FrameRange(70, 80)], context=5, length=82)
    [FrameRange(start=45, end=82)]
    """
    joined: list[FrameRange] = []
    for span in sorted(spans):
        wide = FrameRange(max(0, span.start - context), min(length, span.end + context))
        if joined and wide.start <= joined[-1].end:
            wide = FrameRange(joined[-1].start, max(joined.pop().end, wide.end))
        joined.append(wide)
    return joined


def place_markers(cut: Cut, clip: CutClip, source: ClipSource, take: Take) -> MarkedClip:
    """Put what was found in a take on a clip that shows a part of it.

    The take, or a part of it, must hold the clip's first frame; frames that it does not hold have
    no markers. The markers are those whose apex is seen in the clip, cut off at its ends.
    """
    rate, media = cut.ruler_rate(take.info), take.info.rate
    span = source.span
    seen = excerpt(take, FrameRange(span.start, min(span.end, take.first + take.length)))
    first = grid_frame(clip.record, rate)
    there = FrameRange(first, max(first + 1, grid_frame(clip.record + clip.length, rate)))
    origin = source.origin + seen.first / media
    ruler = Ruler(recorded=clip.recorded, origin=origin, media=media, rate=rate)
    markers = tuple(ruler.moved(marker, there) for marker in seen.markers)
    placed = PlacedTake(take=seen, span=there, markers=markers)
    return MarkedClip(clip=clip, source=source, placed=placed)


def on_ruler(cut: Cut, clips: Sequence[MarkedClip]) -> Timeline:
    """Return the cut's ruler with its markers, for formats that have no clips.

    It has the parts of takes that are seen, where they are: with gaps, and over each other. `clips`
    has at least one.
    """
    takes = sorted((each.placed for each in clips), key=lambda placed: placed.span)
    return Timeline(name=cut.name, start=cut.start, takes=tuple(takes), notes=cut.notes)


def signed(marker: Marker) -> Marker:
    """Return a marker that is known as ours by its note."""
    return replace(marker, note=f"{marker.note} [{OURS} {marker.id}]".lstrip())


def is_signed(note: str) -> bool:
    """Return whether a marker with such a note is ours."""
    return bool(_SIGN.search(note))


def marked_otio(cut: Cut, clips: Sequence[MarkedClip], settings: ExportSettings) -> bytes:
    """Return the cut with markers as OpenTimelineIO, and everything else as it was.

    Markers that an earlier run left are replaced; those of others stay. The answer is JSON in
    UTF-8; equal input gives equal bytes. A file of OpenTimelineIO keeps its own bytes, unless an
    older release must read it than the one that wrote it; what was read from another format is
    written whole. Raises `MediaError` if clips are not where they are expected.
    """
    whole = otio.adapters.read_from_string(cut.content, "otio_json")
    timeline = only_timeline(whole, cut.path)
    content = _kept_text(cut, settings) or written(whole, settings)
    if cut_otio.count_clips(content) != len(timeline.find_clips()):
        raise MediaError(
            "its clips are not where they are expected, so it cannot be marked",
            where=str(cut.path),
            remedy="open it in an editor and export it again",
        )
    on_clips: dict[int, list[otio.schema.Marker]] = {}
    if settings.on_clips and settings.otio.flavour != "kdenlive":
        for each in clips:
            on_clips.setdefault(each.clip.number, []).extend(_clip_markers(each))
    ruler: list[otio.schema.Marker] = []
    if settings.on_timeline or settings.otio.flavour == "kdenlive":
        own = own_time(timeline.tracks)
        ruler = [
            _stack_marker(marker, own, cut.start.rate)
            for marker in (on_ruler(cut, clips).placed if clips else ())
        ]
    return cut_otio.marked(content, on_clips, ruler, OURS)


def _kept_text(cut: Cut, settings: ExportSettings) -> bytes:
    """Return the cut's own text; empty where it has none that will be read."""
    if not cut_otio.is_json(cut.original):
        return b""
    content = cut_otio.in_utf8(cut.original)
    too_new = settings.otio.schema == "0.14" and (
        b'"Clip.2"' in content or cut_otio.has_newer_markers(content)
    )
    return b"" if too_new else content


def _stack_marker(placed: PlacedMarker, own: LinearTime, rate: Fraction) -> otio.schema.Marker:
    """Return a marker in the stack's own time: that of its time 0, which a trim may hide."""
    marker = placed.record
    start, end = own.span(marker.span.start / rate, marker.span.end / rate)
    apex, _ = own.span(marker.apex / rate, (marker.apex + 1) / rate)
    # A marker's frames count from 0; those of a stack may not.
    first = grid_frame(start, rate)
    length = max(1, grid_frame(end, rate) - first)
    peak = min(max(0, grid_frame(apex, rate) - first), length - 1)
    there = replace(marker, span=FrameRange(0, length), apex=peak)
    return marker_on(there, placed.take.name, first, rate)


def only_timeline(found: object, path: Path) -> otio.schema.Timeline:
    """Return the timeline that a file holds, alone or in a collection: the very value in it.

    Raises `MediaError` if there is none, or several.
    """
    if isinstance(found, otio.schema.Timeline):
        return found
    held = (
        [each for each in found if isinstance(each, otio.schema.Timeline)]
        if isinstance(found, otio.schema.SerializableCollection)
        else []
    )
    if len(held) != 1:
        raise MediaError(
            f"holds {len(held) or 'no'} timelines, and one is needed",
            where=str(path),
            remedy="export one timeline alone",
        )
    return held[0]


def _clip_markers(each: MarkedClip) -> list[otio.schema.Marker]:
    """Return a clip's markers in its media's time."""
    take, rate = each.placed.take, each.placed.take.info.rate
    origin = grid_frame(each.source.origin, rate) + take.first
    return [marker_on(marker, take.name, origin, rate) for marker in take.markers]
