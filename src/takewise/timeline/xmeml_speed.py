"""What Final Cut Pro 7's XML says of the speed of its clips: the filter Time Remap.

* ``in`` and ``out`` of such a clip count frames of the clip as it plays: ``in`` is the
  frame of the media divided by the speed. (Measured by others on files of Premiere:
  OpenTimelineIO, issue 876.) Some other writers count the media's frames there, and
  are known by it, as ``out`` - ``in`` is then as long as what is played.
* ``graphdict`` has the same as points, frames as played to frames of the media; it alone
  says where a clip begins that plays backwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from takewise.timeline.linear_time import LinearTime
from takewise.xml_places import Element

_REMAP = {"time remap", "timeremap", "speed"}

# By how much the points of a graph may differ from the speed, of which some writers keep
# two decimals of a percent only.
_NEAR = Fraction(1, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Range:
    """What a clip says of its frames; in its own rate."""

    start: Fraction
    """First frame in the sequence."""
    end: Fraction
    """First frame after it in the sequence."""
    first: Fraction
    """``in``."""
    last: Fraction
    """``out``."""
    whole: Fraction
    """Frames of all of the media."""


def remaps(root: Element) -> Mapping[str, LinearTime | str]:
    """Return the speed of each ``clipitem`` that has one of its own, by its id.

    It is its media's frames over the frames that ``in`` counts, or why these do not follow from
    each other by one speed.
    """
    files = {each.attributes.get("id", ""): each for each in root.every("file") if each.children}
    found: dict[str, LinearTime | str] = {}
    for item in root.every("clipitem"):
        filters = [
            (each.said("enabled").casefold() != "false", effect)
            for each in item.children
            if each.tag == "filter" and (effect := each.child("effect")) and _is_remap(effect)
        ]
        if filters:
            file = item.child("file")
            known = files.get(file.attributes.get("id", "") if file else "", item)
            effects = [effect for enabled, effect in filters if enabled]
            found[item.attributes.get("id", "")] = _remap(item, effects, known)
    return found


def is_remap(name: str) -> bool:
    """Return whether an effect of such a name is one that `remaps` reads."""
    return name.casefold() in _REMAP


def _is_remap(effect: Element) -> bool:
    return is_remap(effect.said("name")) or is_remap(effect.said("effectid"))


def _remap(item: Element, effects: list[Element], known: Element) -> LinearTime | str:
    if not effects:
        # The filters that it has are switched off.
        return LinearTime()
    if len(effects) > 1:
        return "it has several changes of speed"
    parameters = {
        each.said("parameterid").casefold() or each.said("name").casefold(): each
        for each in effects[0].children
        if each.tag == "parameter"
    }
    speed = _speed(parameters)
    if isinstance(speed, str):
        return speed
    return _graph(parameters.get("graphdict"), speed) or _without_graph(_range(item, known), speed)


def _speed(parameters: Mapping[str, Element]) -> Fraction | str:
    """Return the speed that a filter has, or why it is not one."""
    if _is_true(parameters, "variablespeed"):
        return "its speed changes while it plays"
    percent = _number(_said(parameters, "speed"))
    if percent is None:
        return "its speed cannot be read"
    if percent == 0:
        return "it shows one picture (a freeze frame)"
    return -abs(percent / 100) if _is_true(parameters, "reverse") else percent / 100


def _graph(parameter: Element | None, speed: Fraction) -> LinearTime | None:
    """Return the line through a graph's points; None where they are on none."""
    if parameter is None:
        return None
    points = [
        (when, value)
        for each in parameter.every("keyframe")
        if (when := _number(each.said("when"))) is not None
        and (value := _number(each.said("value"))) is not None
    ]
    points = sorted(set(points))
    if len(points) < 2 or any(one[0] == other[0] for one, other in pairwise(points)):
        return None
    (first, low), (last, high) = points[0], points[-1]
    slope = (high - low) / (last - first)
    line = LinearTime.through(first, low, speed=slope) if slope else None
    if line is None or abs(slope / speed - 1) > _NEAR:
        return None
    return line if all(abs(line.at(when) - value) <= 1 for when, value in points) else None


def _range(item: Element, known: Element) -> _Range:
    numbers = (_number(item.said(tag)) for tag in ("start", "end", "in", "out"))
    start, end, first, last = (each if each is not None else Fraction(-1) for each in numbers)
    whole = _number(known.said("duration")) or _number(item.said("duration")) or Fraction(0)
    return _Range(start=start, end=end, first=first, last=last, whole=whole)


def _without_graph(known: _Range, speed: Fraction) -> LinearTime | str:
    played, shown = known.end - known.start, known.last - known.first
    exact = played * abs(speed)
    if min(known.start, known.end) >= 0 and abs(shown - exact) <= 1 < abs(shown - played):
        # A writer that counts the media's frames.
        begin = known.first if speed > 0 else known.last
        return LinearTime.through(known.first, begin, speed=speed)
    if speed > 0:
        return LinearTime(speed=speed)
    if not known.whole:
        return "it plays backwards, and the file does not say from where"
    return LinearTime(speed=speed, origin=known.whole)


def _said(parameters: Mapping[str, Element], name: str) -> str:
    found = parameters.get(name)
    return found.said("value") if found else ""


def _is_true(parameters: Mapping[str, Element], name: str) -> bool:
    return _said(parameters, name).casefold() in {"1", "true"}


def _number(text: str) -> Fraction | None:
    """Return a plain decimal number; None for anything else."""
    try:
        return Fraction(text) if len(text) <= 40 and "e" not in text.casefold() else None
    except (ValueError, ZeroDivisionError):
        return None
