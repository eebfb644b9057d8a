"""How each line was given: reply delay, pause, breath, hold, eyes and blinks around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from takewise.dialogue.pictures import PictureTimes
from takewise.model import BoolArray, Kind, Moment
from takewise.model.cues import FIRST_REACTION, STILL_KINDS, first_after
from takewise.model.dialogue import (
    UNCLEAR,
    Cue,
    Delivery,
    Dialogue,
    DrawnBreath,
    GazeBefore,
    Line,
    LineEnd,
    LoudOnset,
)

# Seconds before a line in which a loud sound is its cue: a door, an action call.
_LOUD_CUE = 5.0

# Seconds before a line in which the eyes' last travel counts, and around its ends a blink.
_GAZE, _BLINK = 1.5, 1.5

# Seconds after the voice in which a mouth still closes: that is no movement after the line.
_CLOSING = 0.12


def cues_for(
    person: str, lines: Sequence[Line], onsets: Sequence[LoudOnset], by_hand: Sequence[Cue]
) -> tuple[Cue, ...]:
    """Return what a person can answer, by time: others' lines, loud sounds, hand-set cues."""
    others = (
        Cue(at=each.end, error=each.end_error, what="line")
        for each in lines
        if each.speaker not in {person, UNCLEAR}
    )
    loud = (Cue(at=each.at, error=each.error, what="loud sound") for each in onsets)
    return tuple(sorted((*others, *loud, *by_hand), key=lambda cue: cue.at))


def deliveries(
    dialogue: Dialogue,
    cues: Mapping[str, Sequence[Cue]],
    faces: Mapping[str, BoolArray],
    moments: Sequence[Moment],
    pictures: PictureTimes,
) -> tuple[Delivery, ...]:
    """Describe each line of a person in the picture."""
    return tuple(
        _delivery(
            number,
            dialogue,
            _cue(number, dialogue.lines, cues[line.speaker]),
            _Around(line.speaker, faces[line.speaker], moments, dialogue.lines, pictures),
        )
        for number, line in enumerate(dialogue.lines)
        if line.speaker in faces
    )


class _Around:
    """A person's moments, in seconds."""

    def __init__(
        self,
        person: str,
        face: BoolArray,
        moments: Sequence[Moment],
        lines: Sequence[Line],
        pictures: PictureTimes,
    ) -> None:
        own = [each for each in moments if each.person == person]
        spoken = [each for each in lines if each.speaker == person]
        self.pictures = pictures
        self.face = face
        self.moves = [
            each
            for each in own
            if each.kind not in STILL_KINDS and not _articulates(each, spoken, pictures)
        ]
        self.moving = [pictures.time(each.span.start) for each in self.moves]
        self.gazes = [each for each in own if each.kind is Kind.GAZE]
        self.blinks = [pictures.time(each.span.start) for each in own if each.kind is Kind.BLINK]

    def hold(self, start: float, end: float) -> tuple[float | None, bool]:
        """Return how long nothing moves from a time on, and whether it lasts to the end."""
        shown = self.pictures.within(start, end)
        if end <= start or not shown.any() or not self.face[shown].all():
            return None, False
        for each in self.moves:
            first, over = (self.pictures.time(at) for at in (each.span.start, each.span.end))
            if first >= end:
                break
            if over > start + _CLOSING:
                return max(0.0, first - start), False
        return end - start, True

    def gaze(self, at: float) -> GazeBefore | None:
        """Return where the eyes went last before a time."""
        times = [self.pictures.time(each.span.start) for each in self.gazes]
        before = [n for n, each in enumerate(times) if at - _GAZE <= each < at]
        if not before:
            return None
        last = before[-1]
        leaves = times[last + 1] if last + 1 < len(times) else self.pictures.end
        return GazeBefore(
            what=self.gazes[last].title,
            before=at - times[last],
            stay=leaves - times[last],
            moment=self.gazes[last].id,
        )

    def blink(self, start: float, end: float) -> tuple[float | None, LineEnd | None]:
        """Return the nearest blink to an end of a line, and to which."""
        ends: tuple[tuple[float, LineEnd], ...] = ((start, "start"), (end, "end"))
        near = [
            (each - at, name)
            for each in self.blinks
            for at, name in ends
            if abs(each - at) <= _BLINK
        ]
        return min(near, key=lambda found: abs(found[0]), default=(None, None))


# Units of a mouth that talks; what they do alone during an own line is the line.
_TALK = frozenset({"AU10", "AU15", "AU16", "AU17", "AU18", "AU20", "AU23", "AU24", "AU25", "AU26"})


def _articulates(moment: Moment, own: Sequence[Line], pictures: PictureTimes) -> bool:
    """Return whether a movement is of the mouth alone, and of an own line."""
    if not moment.movements or any(each.unit not in _TALK for each in moment.movements):
        return False
    start, end = pictures.time(moment.span.start), pictures.time(moment.span.end)
    return any(float(each.start) < end and start < float(each.end) for each in own)


def _delivery(number: int, dialogue: Dialogue, cue: Cue | None, around: _Around) -> Delivery:
    line = dialogue.lines[number]
    pause = next((each for each in dialogue.pauses if each.end == line.start), None)
    breath = next((each for each in dialogue.breaths if _belongs(each, line)), None)
    start, end = float(line.start), float(line.end)
    own = (each for each in dialogue.lines[number + 1 :] if each.speaker == line.speaker)
    following = next(own, None)
    until = float(following.start) if following else around.pictures.end
    hold, hold_open = around.hold(end, min(until, around.pictures.end))
    blink, blink_end = around.blink(start, end)
    return Delivery(
        line=number,
        person=line.speaker,
        cue=cue,
        reply=float(line.start - cue.at) if cue else None,
        reply_error=together(cue.error, line.start_error) if cue else None,
        pause=float(pause.end - pause.start) if pause else None,
        breath=float(line.start - breath.start) if breath else None,
        hold=hold,
        hold_open=hold_open,
        gaze=around.gaze(start),
        blink=blink,
        blink_end=blink_end,
        blink_cue=first_after(around.blinks, float(cue.at)) if cue else None,
        moved=first_after(around.moving, float(cue.at), FIRST_REACTION) if cue else None,
    )


def together(*errors: int) -> int:
    """Return the error of a difference of times, milliseconds: they are independent."""
    return round(float(np.hypot.reduce(np.array(errors, float))))


def _belongs(breath: DrawnBreath, line: Line) -> bool:
    return breath.person == line.speaker and 0 <= line.start - breath.start <= _BREATH


# Seconds before its line at which a breath begins at the earliest.
_BREATH = 2


def _cue(number: int, lines: Sequence[Line], cues: Sequence[Cue]) -> Cue | None:
    """Return what a line answers: what was given since the person's line before it."""
    line = lines[number]
    before = [each for each in lines[:number] if each.speaker == line.speaker]
    since = before[-1].end if before else None
    given = [each for each in cues if each.at <= line.start and (since is None or each.at > since)]
    for what in ("by hand", "line"):
        if found := [each for each in given if each.what == what]:
            return found[-1]
    loud = [each for each in given if line.start - each.at <= _LOUD_CUE]
    return loud[-1] if loud else None
