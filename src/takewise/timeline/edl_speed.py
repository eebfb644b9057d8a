"""The motion effects of an EDL (its ``M2`` lines), which its reader takes only in part.

The reader wants a timecode that counts with colons, reads an ``M2`` only where source and
record differ in length, so that a clip at -100 % plays forwards, and forgets where the
source ends. So each ``M2`` is read here, and goes through the reader as a remark of its
event.

* An ``M2`` has frames per second, negative in reverse, as editors count: 24 a second is
  normal speed at 23.976 too. Where that and the exact rate differ, the one counts that
  agrees with the lengths of source and record.
* In reverse, a source from low to high is a stretch that plays from its end; a source
  from high to low begins with its first frame.
* Where source and record differ in length and no ``M2`` says why, the reader refuses the
  whole EDL. Such an event gets an ``M2`` of ours, and its speed is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import opentimelineio as otio

from takewise.clock import nominal_rate
from takewise.timeline.cut_items import Retime, Speed, exact_rate, seconds
from takewise.timeline.edl_text import BLACK

# How the remark begins that goes through the reader.
_REMARK = "TAKEWISE M2"

# What it says of a motion effect that cannot be read.
_UNREAD = "?"

# What it says of none: frames of the source, and those that they fill.
_UNSAID = re.compile(r"(-?\d+):(-?\d+)")

_CODE = r"\d\d[:;.,]\d\d[:;.,]\d\d[:;.,]\d\d\d?"
_EVENT = re.compile(rf"\s*(\d+)\s+(\S+)\s.*?({_CODE})\s+({_CODE})\s+({_CODE})\s+({_CODE})\s*$")
_MOTION = re.compile(rf"\s*M2\s+(?:(.*?)\s+)?([+-]?\d{{1,6}}(?:\.\d{{0,6}})?)(?:\s+{_CODE})?\s*$")
_FREEZE = re.compile(r"\s*\* FREEZE FRAME")


def remarked(text: str, rate: Fraction) -> str:
    """Return an EDL whose motion effects are remarks too, which its reader keeps.

    Its timecodes count `rate` without dropping labels.
    """
    groups = list(_groups(text.splitlines()))
    lines = [line for group in groups for line in _with_remarks(group, nominal_rate(rate))]
    return "\n".join(lines) + "\n"


def _groups(lines: Iterable[str]) -> Iterator[list[str]]:
    """Yield the lines of each event, of both in a transition or a split; first the head."""
    group: list[str] = []
    number, split = "", 0
    for line in lines:
        event = _EVENT.match(line)
        begins = line.startswith("SPLIT") or (event and event[1] != number)
        if begins and not split:
            yield group
            group = []
        split = 2 if line.startswith("SPLIT") else max(0, split - bool(event))
        number = event[1] if event else number
        group.append(line)
    yield group


def _with_remarks(group: list[str], nominal: int) -> Iterator[str]:
    """Yield the lines of a group with its motion effects as remarks."""
    events: dict[str, re.Match[str]] = {}
    reel, source_end, said = "", "-", False
    for line in group:
        event, motion = _EVENT.match(line), _MOTION.match(line)
        if event:
            # Of a transition the second counts.
            events[event[1]] = event
            reel, source_end = event[2], event[4]
        unread = motion is None and line.strip().startswith("M2")
        said = said or unread or motion is not None or _FREEZE.match(line) is not None
        if motion:
            yield from _effect(motion[1] or reel, motion[2], motion[2], source_end)
        elif unread:
            yield from _effect(reel, "0", _UNREAD, "-")
        else:
            yield line
    for event in events.values():
        source, record = _length(event[3], event[4], nominal), _length(event[5], event[6], nominal)
        if source != record and not said:
            yield from _effect(event[2], "0", f"{source}:{record}", "-")


def _effect(reel: str, speed: str, said: str, source_end: str) -> Iterator[str]:
    yield f"M2   {reel}   {speed}   00:00:00:00"
    yield f"* {_REMARK} {said} {source_end} {reel}"


def _length(begin: str, end: str, nominal: int) -> int:
    """Return the frames between two timecodes, negative in reverse."""
    (first, first_frame), (last, last_frame) = (_split(each) for each in (begin, end))
    return (last - first) * nominal + last_frame - first_frame


def _split(code: str) -> tuple[int, int]:
    """Return the seconds and the frames of a timecode."""
    hours, minutes, whole, frames = (int(each) for each in re.split("[:;.,]", code))
    return (hours * 60 + minutes) * 60 + whole, frames


def speeds(clips: Iterable[Any]) -> Mapping[int, Speed]:
    """Remove the remarks from clips that were read of a `remarked` EDL, in place.

    Returns how each clip plays, by its `id`; clips without a motion effect are left out.
    """
    found: dict[int, Speed] = {}
    for clip in clips:
        said = list(_said(clip))
        if not said or any(isinstance(each, otio.schema.FreezeFrame) for each in clip.effects):
            continue
        kept = [e for e in clip.effects if not isinstance(e, otio.schema.LinearTimeWarp)]
        speed, source_end = _of_its_reel(said, clip)
        if _UNSAID.fullmatch(speed) and _reel(clip) in BLACK:
            clip.effects[:] = kept
        else:
            found[id(clip)] = _speed(clip, speed, source_end)
            clip.effects[:] = [*kept, *_effects(found[id(clip)])]
    return found


def _effects(how: Speed) -> list[Any]:
    """Return what says in OpenTimelineIO how a clip plays."""
    if isinstance(how, Retime):
        warp = otio.schema.LinearTimeWarp(time_scalar=float(how.speed))
        return [warp] if how.speed != 1 else []
    return [otio.schema.FreezeFrame() if "freeze" in how else otio.schema.TimeEffect(name="M2")]


def _said(clip: Any) -> Iterator[list[str]]:
    """Yield the words of a clip's remarks, and take them out."""
    facts = clip.metadata.get("cmx_3600", {})
    comments = [str(each) for each in facts.get("comments", ())]
    rest = [each for each in comments if not each.startswith(_REMARK)]
    if len(rest) == len(comments):
        return
    facts["comments"] = rest
    if not rest:
        del facts["comments"]
    for each in comments:
        if each.startswith(_REMARK):
            yield each.removeprefix(_REMARK).split(maxsplit=2)


def _of_its_reel(said: list[list[str]], clip: Any) -> tuple[str, str]:
    """Return speed and end of the source; a dissolve has motion effects of two reels."""
    own = [each for each in said if len(each) > 2 and each[2] == _reel(clip)]
    return (*(own or said)[-1][:2],)  # type: ignore[return-value]


def _reel(clip: Any) -> str:
    return str(clip.metadata.get("cmx_3600", {}).get("reel") or "")


def _speed(clip: Any, said: str, source_end: str) -> Speed:
    if said == _UNREAD:
        return "its speed cannot be read"
    if lengths := _UNSAID.fullmatch(said):
        source, record = lengths.groups()
        return f"{source} frames of its source fill {record} of the cut, and no M2 gives its speed"
    a_second = Fraction(said)
    if a_second == 0:
        return "it shows one picture (a freeze frame)"
    span = clip.trimmed_range()
    begin, length = seconds(span.start_time), seconds(span.duration)
    rate = exact_rate(span.duration.rate)
    nominal = a_second / nominal_rate(rate)
    try:
        code = source_end.replace(".", ":").replace(",", ":")
        end = seconds(otio.opentime.from_timecode(code, float(rate)))
    except ValueError:
        return Retime(speed=nominal)
    played = abs(end - begin)
    speed = min((nominal, a_second / rate), key=lambda each: abs(abs(each) * length - played))
    if speed < 0 and end < begin:
        return Retime(speed=speed, begin=begin + 1 / rate)
    return Retime(speed=speed)
