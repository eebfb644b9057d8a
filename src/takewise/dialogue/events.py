"""Pauses, breaths, unspoken words and holds after lines, as moments with names to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from takewise.clock import FrameRange
from takewise.dialogue.mouths import Parting
from takewise.dialogue.pictures import PictureTimes
from takewise.dialogue.places import quoted, whose
from takewise.dialogue.settings import DialogueSettings
from takewise.dialogue.silences import before_own_line
from takewise.model import Kind, Moment
from takewise.model.dialogue import OFF_CAMERA, UNCLEAR, Delivery, Dialogue, Line, Pause

# Chance that a person agrees. Of pauses next to lines whose speaker is known and unknown; of
# breaths that are heard, seen, or both; of lips that part without a word, which may do so for
# any reason. Own values: there is no labelled footage with sound to calibrate them on.
_PAUSE, _PAUSE_UNCLEAR = 0.9, 0.7
_HEARD, _SEEN, _BOTH = 0.8, 0.6, 0.9
_UNSPOKEN, _HOLD = 0.6, 0.8

# Eye-widths by which lips tremble, for the strength.
_TREMBLE = 0.003


def dialogue_moments(
    dialogue: Dialogue,
    silent: Mapping[str, Sequence[Parting]],
    pictures: PictureTimes,
    settings: DialogueSettings,
) -> Iterator[Moment]:
    """Yield what the sound adds to the moments of a take; their ids are to be given."""
    yield from _pauses(dialogue, pictures, settings)
    yield from _breaths(dialogue, pictures)
    yield from _holds(dialogue, pictures, settings)
    for person, partings in silent.items():
        for parting in partings:
            if not before_own_line(parting, person, dialogue.lines):
                yield _unspoken(parting, person, pictures)


def _pauses(
    dialogue: Dialogue, pictures: PictureTimes, settings: DialogueSettings
) -> Iterator[Moment]:
    """Yield the silences before replies, and those between other lines."""
    replies = {dialogue.lines[each.line].start: each for each in dialogue.deliveries if each.cue}
    for pause in dialogue.pauses:
        before = next(each for each in dialogue.lines if each.end == pause.start)
        after = next(each for each in dialogue.lines if each.start == pause.end)
        reply = replies.get(pause.end)
        if reply and reply.cue and reply.cue.what == "by hand":
            continue
        yield _pause(pause, before, after, pictures)
    for start, reply in replies.items():
        cue = reply.cue
        set_apart = cue and (cue.what == "by hand" or not _follows_pause(dialogue, reply))
        if cue and set_apart and reply.reply is not None and reply.reply >= settings.pause:
            yield _moment(
                Kind.PAUSE,
                reply.person,
                pictures.frames(float(cue.at), float(start)),
                (
                    f"reply after {reply.reply:.1f} s",
                    f"{reply.reply:.2f} s from the {_CUES[cue.what]} to the first sound of the "
                    f"line, known to {_seconds(reply.reply_error or 0)}",
                ),
                (1000 * reply.reply / max(1, reply.reply_error or 1), _PAUSE),
            )


_CUES = {"line": "end of the other's line", "loud sound": "loud sound", "by hand": "cue"}


def _follows_pause(dialogue: Dialogue, reply: Delivery) -> bool:
    return any(each.end == dialogue.lines[reply.line].start for each in dialogue.pauses)


def _pause(pause: Pause, before: Line, after: Line, pictures: PictureTimes) -> Moment:
    seconds = float(pause.end - pause.start)
    answers = before.speaker != after.speaker and after.speaker not in {OFF_CAMERA, UNCLEAR}
    unclear = UNCLEAR in {before.speaker, after.speaker}
    person = next(
        (e.speaker for e in (after, before) if e.speaker not in {OFF_CAMERA, UNCLEAR}), ""
    )
    said = f" after {quoted(before)}" if before.words else ""
    return _moment(
        Kind.PAUSE,
        person,
        pictures.frames(float(pause.start), float(pause.end)),
        (
            f"reply after {seconds:.1f} s" if answers else f"pause of {seconds:.1f} s{said}",
            f"silence of {seconds:.2f} s between {_both(before, after)}, known to "
            f"{_seconds(pause.error)}",
        ),
        (1000 * seconds / max(1, pause.error), _PAUSE_UNCLEAR if unclear else _PAUSE),
    )


def _both(before: Line, after: Line) -> str:
    """Name two lines: ``A's line and B's line``, ``two lines of A``."""
    if before.speaker != after.speaker or before.words or after.words:
        return f"{whose(before)} and {whose(after).rstrip(',')}"
    if before.speaker == UNCLEAR:
        return "two lines"
    of = "off camera" if before.speaker == OFF_CAMERA else f"of {before.speaker}"
    return f"two lines {of}"


def _breaths(dialogue: Dialogue, pictures: PictureTimes) -> Iterator[Moment]:
    for each in dialogue.breaths:
        line = next((line for line in dialogue.lines if line.start >= each.start), None)
        if float(each.end) <= pictures.start or float(each.start) >= pictures.end:
            continue
        before = ""
        if line:
            name = whose(line, each.person).rstrip(",")
            before = f" {float(line.start - each.start):.1f} s before {name}"
        how = "heard and seen" if each.heard and each.seen else "heard" if each.heard else "seen"
        seen = ", as lips that part and close without voice" if each.seen else ""
        yield _moment(
            Kind.BREATH,
            "" if each.person in {OFF_CAMERA, UNCLEAR} else each.person,
            pictures.frames(float(each.start), float(each.end)),
            (
                f"breath{before}",
                f"a breath of {float(each.end - each.start):.2f} s is {how}{seen}, its start "
                f"known to {_seconds(each.error)}",
            ),
            (
                1000 * float(each.end - each.start) / max(1, each.error),
                _BOTH if each.heard and each.seen else _HEARD if each.heard else _SEEN,
            ),
        )


def _holds(
    dialogue: Dialogue, pictures: PictureTimes, settings: DialogueSettings
) -> Iterator[Moment]:
    """Yield the faces that stay still after a line."""
    for each in dialogue.deliveries:
        if each.hold is None or each.hold < settings.hold:
            continue
        line = dialogue.lines[each.line]
        until = " and longer" if each.hold_open else ""
        yield _moment(
            Kind.HOLD,
            each.person,
            pictures.frames(float(line.end), float(line.end) + each.hold),
            (
                f"holds {each.hold:.1f} s after {whose(line, each.person)}",
                f"from the end of the voice no movement of the face is found for "
                f"{each.hold:.2f} s{until}; the end is known to {_seconds(line.end_error)}",
            ),
            (1000 * each.hold / max(1, line.end_error), _HOLD),
        )


def _unspoken(parting: Parting, person: str, pictures: PictureTimes) -> Moment:
    return _moment(
        Kind.UNSPOKEN,
        person,
        pictures.frames(parting.start, parting.end),
        (
            "mouth opens, and closes without a word",
            f"the lips parted by {parting.height * 100:.1f} % of an eye-width and closed again "
            f"in {parting.end - parting.start:.2f} s, with no voice",
        ),
        (parting.height / _TREMBLE, _UNSPOKEN),
        apex=pictures.first + pictures.row(parting.apex),
    )


def _moment(
    kind: Kind,
    person: str,
    span: FrameRange,
    words: tuple[str, str],
    sure: tuple[float, float],
    apex: int | None = None,
) -> Moment:
    """Return a moment of (title, reason), (strength, confidence)."""
    return Moment(
        id="",
        person=person,
        kind=kind,
        span=span,
        apex=span.start if apex is None else min(max(apex, span.start), span.end - 1),
        movements=(),
        strength=sure[0],
        confidence=sure[1],
        title=words[0],
        because=words[1],
    )


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.2f} s"
