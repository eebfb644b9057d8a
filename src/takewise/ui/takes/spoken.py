"""What is heard of a take, where it is drawn below its curves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from takewise.model.dialogue import OFF_CAMERA, UNCLEAR, Dialogue, Line
from takewise.ui.takes.state import ShownTake

What: TypeAlias = Literal["line", "pause", "breath", "cue"]
"""What is heard. A cue has no length; one that is the end of a line is not drawn."""

_LETTERS = {OFF_CAMERA: "off", UNCLEAR: "?"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenPart:
    """One thing that is heard."""

    what: What
    """What it is."""
    begin: float
    """When it begins, common time, seconds."""
    end: float
    """When it is over."""
    person: str
    """Who speaks, or draws breath; empty for a pause and a cue."""
    letter: str
    """The person in short, as it stands in a bar; empty but for a line."""
    words: str
    """What it is, for people."""


def spoken_in(take: ShownTake) -> tuple[SpokenPart, ...]:
    """Return what is heard of a take, by its beginning; nothing where that is not known."""
    dialogue = take.analysis.dialogue if take.analysis else None
    if dialogue is None:
        return ()
    zero = take.times.begin + take.origin
    return tuple(sorted(_spoken(dialogue, zero), key=lambda each: each.begin))


def heard_at(take: ShownTake, at: Fraction) -> str:
    """Return what is heard at a common time, for people; empty if nothing is known there."""
    found = [each for each in spoken_in(take) if each.begin <= at < each.end]
    # A breath comes inside of a pause.
    found.sort(key=lambda each: each.end - each.begin)
    return found[0].words if found else ""


def _spoken(dialogue: Dialogue, zero: Fraction) -> Iterator[SpokenPart]:
    for line in dialogue.lines:
        yield _piece("line", line.start - zero, line.end - zero, line.speaker, _said(line))
    for pause in dialogue.pauses:
        words = f"silence of {float(pause.end - pause.start):.2f} s"
        yield _piece("pause", pause.start - zero, pause.end - zero, "", words)
    for breath in dialogue.breaths:
        how = " and ".join(("heard",) * breath.heard + ("seen",) * breath.seen)
        words = f"a breath of {breath.person}, {how}"
        yield _piece("breath", breath.start - zero, breath.end - zero, breath.person, words)
    cues = {each.cue for each in dialogue.deliveries if each.cue and each.cue.what != "line"}
    for cue in cues:
        yield _piece("cue", cue.at - zero, cue.at - zero, "", f"cue: {cue.what}")


def _piece(what: What, begin: Fraction, end: Fraction, person: str, words: str) -> SpokenPart:
    letter = _LETTERS.get(person, person) if what == "line" else ""
    return SpokenPart(
        what=what, begin=float(begin), end=float(end), person=person, letter=letter, words=words
    )


def _said(line: Line) -> str:
    who = "" if line.speaker == UNCLEAR else f" of {line.speaker}"
    if line.speaker == OFF_CAMERA:
        who = " off camera"
    said = f': "{line.words}"' if line.words else ""
    return f"line{who}, {float(line.end - line.start):.2f} s{said}"
