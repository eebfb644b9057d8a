"""What of a timeline of OpenTimelineIO is seen, when, and at which speed.

```
 timeline ─► stacks, tracks, items ─► SeenClip: record time ─► media time
             each with its window,    or one sentence: why a clip cannot be marked
             each with its speed
```

* The source range of an item is what of its content is seen, and its duration is what
  it fills in the cut: at another speed, more or less of the content than that.
* An item that plays backwards begins with the end of the range that it plays, whose
  lower end is the start of its source range. OpenTimelineIO leaves it open; so do Raven
  and AYON, which read what editors write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeAlias

import opentimelineio as otio

from takewise.clock import Timecode, grid_frame, snap_rate
from takewise.errors import MediaError
from takewise.timeline.linear_time import LinearTime
from takewise.timeline.markers import one_line

# Names under which editors keep a change of speed as a plain effect.
_SPEED = ("time remap", "timeremap", "speed", "retime")

_ENDLESS = "nothing says how long it is"

# Times the normal speed; beyond it a number is damaged. Editors stop at 100.
_MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Retime:
    """How an item plays."""

    speed: Fraction = Fraction(1)
    """Seconds of its content per second of what holds it; negative in reverse."""
    begin: Fraction | None = None
    """Content time with which it begins, seconds; None where its source range says."""


AS_IT_IS = Retime()
"""At normal speed."""

Speed: TypeAlias = Retime | str
"""How an item plays, or why that is not one constant speed."""

SpeedOf: TypeAlias = Callable[[Any], Speed | None]
"""Returns what the file itself says of an item; None where its effects say all."""

# Frames per second in which a cut counts; a time-lapse may have few, sound has many.
_RATES = (1e-3, 1e6)

# Seconds; a hundred years.
_LONGEST = 3.2e9

BACKWARDS = (
    "a clip plays backwards: it is read as beginning with the end of its source range, as most "
    "editors write it; check its markers"
)
"""What a user should know of reversed clips."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Which item of a cut is meant, as an editor finds it."""

    track: str
    """The track's name or number: ``V1``."""
    order: int
    """Its place among the items on the track, from 1."""

    def named(self, record: Timecode, name: str) -> str:
        """Return a name by which an editor finds it."""
        called = f" '{one_line(name)}'" if one_line(name) else ""
        return f"{self.track} clip {self.order} at {record}{called}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenClip:
    """A clip where it is seen."""

    clip: otio.schema.Clip
    """The clip."""
    spot: Spot
    """Where an editor finds it."""
    start: Fraction
    """Record time from which it is seen, seconds."""
    end: Fraction
    """Record time to which it is seen, seconds."""
    media: LinearTime
    """Its media time, over record time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    """What of a composition is seen, and when."""

    record: LinearTime
    """Record time, over the composition's own time."""
    start: Fraction
    """Record time from which it is seen, seconds."""
    end: Fraction | None
    """Record time to which it is seen, seconds; None to its end."""

    def limited(self, start: Fraction, end: Fraction) -> tuple[Fraction, Fraction]:
        """Return what of a stretch of record time is seen; nothing if it ends before it starts."""
        return max(start, self.start), end if self.end is None else min(end, self.end)


class Walk:
    """Goes through a cut, whose record time 0 is where its trim begins."""

    def __init__(self, start: Timecode, speed_of: SpeedOf) -> None:
        self._start = start
        self._speed_of = speed_of

    def through(self, stack: otio.schema.Stack) -> Iterator[SeenClip | str]:
        """Yield the clips of the whole cut, or why one cannot be marked."""
        retime = self._retime(stack)
        if isinstance(retime, str):
            yield f"the whole timeline: {retime}, so its clips are not marked"
            return
        window = _Window(record=LinearTime(), start=Fraction(0), end=None)
        if stack.source_range is not None or retime != AS_IT_IS:
            end = seconds(stack.trimmed_range().duration)
            record = _whole(stack, retime).inverse()
            window = _Window(record=record, start=Fraction(0), end=end)
        number = 0
        for each in stack:
            if isinstance(each, otio.schema.Track):
                if each.kind != otio.schema.TrackKind.Video:
                    continue
                number += 1
                if each.enabled:
                    yield from self._track(each, window, f"V{number}", None)
            else:
                # A stack may hold clips and stacks at its own time 0, as a track of one item.
                number += 1
                spot = Spot(track=f"V{number}", order=1)
                yield from self._item(each, Fraction(0), window, spot)

    def _track(
        self, track: otio.schema.Track, window: _Window, label: str, spot: Spot | None
    ) -> Iterator[SeenClip | str]:
        """Yield from a track; those of a nested timeline are found where that is."""
        retime = self._retime(track)
        if isinstance(retime, str):
            where = f"track {label}" if spot is None else spot.named(self._at(window.start), "")
            name = f" '{one_line(track.name)}'" if track.name else ""
            yield f"{where}{name}: {retime}, so its clips are not marked"
            return
        inner = self._within_track(track, window, retime)
        at, order = Fraction(0), 0
        for item in track:
            if isinstance(item, otio.schema.Transition):
                continue
            order += not isinstance(item, otio.schema.Gap)
            here = spot or Spot(track=label, order=order)
            try:
                length = seconds(item.trimmed_range().duration)
            except (otio.exceptions.OTIOError, MediaError):
                where = here.named(self._at(max(Fraction(0), inner.record.at(at))), item.name or "")
                yield f"{where}: {_ENDLESS}, so it and the rest are not marked"
                return
            yield from self._item(item, at, inner, here)
            at += length

    def _within_track(self, track: otio.schema.Track, window: _Window, retime: Retime) -> _Window:
        trim = track.source_range
        # An EDL's reader keeps its first record timecode as a negative start.
        begin = max(Fraction(0), seconds(trim.start_time)) if trim else Fraction(0)
        if retime == AS_IT_IS:
            return replace(window, record=window.record.after(LinearTime(origin=-begin)))
        length = seconds(track.trimmed_range().duration)
        content = _content(Fraction(0), begin, length, retime)
        start, end = window.limited(*window.record.span(Fraction(0), length))
        return _Window(record=window.record.after(content.inverse()), start=start, end=end)

    def _item(
        self, item: Any, at: Fraction, window: _Window, spot: Spot
    ) -> Iterator[SeenClip | str]:
        """Yield what is seen of one item that begins at a time of what holds it."""
        try:
            span = item.trimmed_range()
        except otio.exceptions.OTIOError:
            where = spot.named(self._at(max(Fraction(0), window.record.at(at))), item.name or "")
            yield f"{where}: {_ENDLESS}, so it is not marked"
            return
        length = seconds(span.duration)
        start, end = window.limited(*window.record.span(at, at + length))
        if start >= end or isinstance(item, otio.schema.Gap) or not item.enabled:
            return
        retime = self._retime(item)
        if isinstance(retime, str):
            yield f"{spot.named(self._at(start), item.name or '')}: {retime}, so it is not marked"
            return
        try:
            content = _content(at, seconds(span.start_time), length, retime)
        except MediaError as error:
            named = spot.named(self._at(start), item.name or "")
            yield f"{named}: {error.what}, so it is not marked"
            return
        record = window.record.after(content.inverse())
        if isinstance(item, otio.schema.Clip):
            yield SeenClip(clip=item, spot=spot, start=start, end=end, media=record.inverse())
            return
        inner = _Window(record=record, start=start, end=end)
        for each in (item,) if isinstance(item, otio.schema.Track) else item:
            if isinstance(each, otio.schema.Track):
                if each.enabled and each.kind == otio.schema.TrackKind.Video:
                    yield from self._track(each, inner, spot.track, spot)
            else:
                yield from self._item(each, Fraction(0), inner, spot)

    def _retime(self, item: Any) -> Speed:
        said = self._speed_of(item)
        speed = _effects_speed(item) if said is None else said
        return speed if speed == AS_IT_IS or _ends(item) else _ENDLESS

    def _at(self, record: Fraction) -> Timecode:
        return self._start.plus(grid_frame(record, self._start.rate))


def _ends(item: Any) -> bool:
    """Return whether something says how long an item is."""
    try:
        item.trimmed_range()
    except otio.exceptions.OTIOError:
        return False
    return True


def own_time(stack: otio.schema.Stack) -> LinearTime:
    """Return the own time of a whole cut over its record time, which its trim begins."""
    speed = _effects_speed(stack)
    return _whole(stack, speed) if isinstance(speed, Retime) else LinearTime()


def _whole(stack: otio.schema.Stack, retime: Retime) -> LinearTime:
    if stack.source_range is None and retime == AS_IT_IS:
        return LinearTime()
    span = stack.trimmed_range()
    begin, length = seconds(span.start_time), seconds(span.duration)
    return _content(Fraction(0), begin, length, retime)


def _content(at: Fraction, begin: Fraction, length: Fraction, retime: Retime) -> LinearTime:
    """Return the content time of an item that begins at a time of what holds it, over that."""
    if retime.begin is not None:
        return LinearTime.through(at, retime.begin, speed=retime.speed)
    first = at if retime.speed > 0 else at + length
    return LinearTime.through(first, begin, speed=retime.speed)


def _effects_speed(item: Any) -> Speed:
    """Return how an item's effects make it play."""
    speed = Fraction(1)
    for effect in item.effects:
        further = _speed(effect)
        if isinstance(further, str):
            return further
        speed *= further
    return Retime(speed=speed)


def _speed(effect: Any) -> Fraction | str:
    """Return the constant speed of an effect, or why there is none."""
    if isinstance(effect, otio.schema.LinearTimeWarp):
        scalar = effect.time_scalar
        if isinstance(effect, otio.schema.FreezeFrame) or scalar == 0:
            return "it shows one picture (a freeze frame)"
        if abs(scalar) <= _MOST:
            # NaN is refused, too.
            return Fraction(scalar).limit_denominator(100_000) or "its speed is almost 0"
        return f"{scalar} is no speed"
    if isinstance(effect, otio.schema.TimeEffect):
        return "its speed changes while it plays"
    said = f"{effect.name} {effect.effect_name}".casefold()
    return (
        "its speed is changed in an unknown way" if any(w in said for w in _SPEED) else Fraction(1)
    )


def seconds(time: otio.opentime.RationalTime) -> Fraction:
    """Return a time exactly, whole where it means a frame; raises `MediaError` if it is none."""
    # NaN is refused, too.
    if not abs(time.value) <= _LONGEST * _RATES[1]:
        raise MediaError(f"a time in it is {time.value:g} frames")
    whole = round(time.value)
    value = Fraction(whole) if abs(time.value - whole) < 1e-4 else Fraction(time.value)
    # No time is as long at any rate, and some writers give it none.
    return value / exact_rate(time.rate) if value else value


def known_seconds(time: otio.opentime.RationalTime | None) -> Fraction | None:
    """Return a time exactly; None where there is none, or none that counts at a rate."""
    with suppress(MediaError):
        return seconds(time) if time is not None and exact_rate(time.rate) else None
    return None


def exact_rate(rate: float) -> Fraction:
    """Return the rate that a double stands for; raises `MediaError` if it stands for none."""
    if not _RATES[0] <= rate <= _RATES[1]:
        raise MediaError(f"a time in it is counted at {rate:g} frames a second")
    return snap_rate(Fraction(rate).limit_denominator(100_000))
