"""Where a moment lies against the lines, in words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace

from takewise.dialogue.pictures import PictureTimes
from takewise.dialogue.settings import DialogueSettings
from takewise.model import Moment
from takewise.model.dialogue import OFF_CAMERA, UNCLEAR, Line, Pause

# Seconds before a line from which a moment is named by it rather than by the line before.
_NEAR = 1.0

# Seconds, a tenth when rounded, below which there is no before and after.
_AT_ONCE = 0.05

# Words of a line that are quoted.
_QUOTED = 4


def with_places(
    moments: Iterable[Moment],
    lines: Sequence[Line],
    pauses: Sequence[Pause],
    pictures: PictureTimes,
    settings: DialogueSettings,
) -> tuple[Moment, ...]:
    """Return moments with their place; those within a pause count more in the order."""
    if not lines:
        return tuple(moments)
    found = []
    for each in moments:
        start, end = pictures.time(each.span.start), pictures.time(each.span.end)
        inside = any(
            float(pause.start) <= start
            and end <= float(pause.end)
            and pause.end - pause.start >= settings.emphasis_pause
            for pause in pauses
        )
        found.append(
            replace(
                each,
                place=_place(start, each.person, lines).rstrip(","),
                emphasis=settings.emphasis if inside else 1.0,
            )
        )
    return tuple(found)


def _place(at: float, person: str, lines: Sequence[Line]) -> str:
    """Say where a time lies, for a person."""
    number = bisect_right([float(each.start) for each in lines], at) - 1
    before = lines[number] if number >= 0 else None
    after = lines[number + 1] if number + 1 < len(lines) else None
    if before and at < float(before.end):
        return f"during {whose(before, person)}"
    gone = at - float(before.end) if before else None
    left = float(after.start) - at if after else None
    if left is not None and after and (gone is None or (left < gone and left <= _NEAR)):
        answers = before is not None and before.speaker != after.speaker
        named = "the reply" if answers and after.speaker == person else whose(after, person)
        return f"as {named} begins" if left < _AT_ONCE else f"{left:.1f} s before {named}"
    if before is None or gone is None:
        raise ValueError("there is no line")
    if gone < _AT_ONCE:
        return f"as {whose(before, person)} ends"
    silent = "in the silence, " if after else ""
    return f"{silent}{gone:.1f} s after {whose(before, person)}"


def whose(line: Line, person: str = "") -> str:
    """Name a line, for a person: ``the line``, ``B's line``, ``the line off camera``."""
    said = quoted(line)
    if said and line.speaker in {person, UNCLEAR}:
        return said
    if line.speaker in {person, UNCLEAR}:
        return "the line" if line.speaker == person else "a line"
    named = "the line off camera" if line.speaker == OFF_CAMERA else f"{line.speaker}'s line"
    return f"{named}, {said}," if said else named


def quoted(line: Line) -> str:
    """Return the last words of a line in quotes; nothing without a script."""
    if not line.words:
        return ""
    words = line.words.split()
    return f"'{'… ' if len(words) > _QUOTED else ''}{' '.join(words[-_QUOTED:]).rstrip('.,;')}'"
