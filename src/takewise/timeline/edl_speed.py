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
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import opentimelineio as otio

from takewise.clock import nominal_rate
from takewise.timeline.cut_items import Retime, Speed, exact_rate, seconds

# How the remark begins that goes through the reader.
_REMARK = "TAKEWISE M2"

_CODE = r"\d\d[:;.,]\d\d[:;.,]\d\d[:;.,]\d\d\d?"
_EVENT = re.compile(rf"\s*\d+\s+(\S+)\s.*?{_CODE}\s+({_CODE})\s+{_CODE}\s+{_CODE}\s*$")
_MOTION = re.compile(rf"\s*M2\s+(?:(.*?)\s+)?([+-]?\d{{1,6}}(?:\.\d{{0,6}})?)(?:\s+{_CODE})?\s*$")


def remarked(text: str) -> str:
    """Return an EDL whose motion effects are remarks too, which its reader keeps."""
    lines: list[str] = []
    reel = source_end = ""
    for line in text.splitlines():
        event, motion = _EVENT.match(line), _MOTION.match(line)
        if event:
            reel, source_end = event[1], event[2]
        if motion:
            lines.append(f"M2   {motion[1] or reel}   {motion[2]}   00:00:00:00")
            lines.append(f"* {_REMARK} {motion[2]} {source_end or '-'} {motion[1] or reel}")
        elif line.strip().startswith("M2"):
            lines.append(f"* {_REMARK} ? - {reel}")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def speeds(clips: Iterable[Any]) -> Mapping[int, Speed]:
    """Remove the remarks from clips that were read of a `remarked` EDL, in place.

    Returns how each clip plays, by its `id`; clips without a motion effect are left out.
    """
    found: dict[int, Speed] = {}
    for clip in clips:
        said = list(_said(clip))
        if not said or any(isinstance(each, otio.schema.FreezeFrame) for each in clip.effects):
            continue
        speed, source_end = _of_its_reel(said, clip)
        found[id(clip)] = _speed(clip, speed, source_end)
        kept = [e for e in clip.effects if not isinstance(e, otio.schema.LinearTimeWarp)]
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
    reel = str(clip.metadata.get("cmx_3600", {}).get("reel") or "")
    own = [each for each in said if len(each) > 2 and each[2] == reel]
    return (*(own or said)[-1][:2],)  # type: ignore[return-value]


def _speed(clip: Any, said: str, source_end: str) -> Speed:
    if said == "?":
        return "its speed cannot be read"
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
