"""Pauses between lines, and breaths before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from takewise.dialogue.deliveries import together
from takewise.dialogue.mouths import Parting
from takewise.model.dialogue import OFF_CAMERA, UNCLEAR, DrawnBreath, Heard, Line, Pause, Seconds

# Seconds before a line in which a parting of the lips is a breath for it.
_BEFORE = 2.0

# Seconds next to voice in which lips that part belong to the line.
_NEXT_TO_VOICE = 0.1

# Milliseconds to which lips that part are seen: two frames at 24 a second.
_SEEN_ERROR = 85


def pauses_between(lines: Sequence[Line], least: float) -> tuple[Pause, ...]:
    """Return the silences between lines that are no shorter than so many seconds."""
    return tuple(
        Pause(
            start=before.end,
            end=after.start,
            error=together(before.end_error, after.start_error),
        )
        for before, after in pairwise(lines)
        if after.start - before.end >= Fraction(least)
    )


def breaths_of(
    heard: Heard, lines: Sequence[Line], silent: Mapping[str, Sequence[Parting]]
) -> tuple[DrawnBreath, ...]:
    """Return the breaths that are heard or seen, one where it is both."""
    found = [
        DrawnBreath(
            start=each.start,
            end=each.end,
            error=each.start_error,
            person=next((line.speaker for line in lines if line.start >= each.start), UNCLEAR),
            heard=True,
            seen=False,
        )
        for each in heard.breaths
    ]
    for person, partings in silent.items():
        for parting in partings:
            if not before_own_line(parting, person, lines):
                continue
            both = next((n for n, each in enumerate(found) if _same(each, parting, person)), None)
            if both is not None:
                found[both] = replace(found[both], seen=True)
            else:
                found.append(_seen(parting, person))
    return tuple(sorted(found, key=lambda each: each.start))


def without_voice(partings: Sequence[Parting], heard: Heard) -> tuple[Parting, ...]:
    """Return the partings of lips in which there is no voice."""
    return tuple(
        each
        for each in partings
        if not any(
            float(voice.start) < each.end - _NEXT_TO_VOICE
            and each.start + _NEXT_TO_VOICE < float(voice.end)
            for voice in heard.voices
        )
    )


def before_own_line(parting: Parting, person: str, lines: Sequence[Line]) -> bool:
    """Return whether lips part for a line: soon, and with no one else speaking before it."""
    following = next((each for each in lines if float(each.start) >= parting.apex), None)
    return (
        following is not None
        and following.speaker == person
        and float(following.start) - parting.start <= _BEFORE
    )


def _same(breath: DrawnBreath, parting: Parting, person: str) -> bool:
    overlaps = float(breath.start) < parting.end and parting.start < float(breath.end)
    return overlaps and breath.person in {person, OFF_CAMERA, UNCLEAR}


def _seen(parting: Parting, person: str) -> DrawnBreath:
    return DrawnBreath(
        start=_seconds(parting.start),
        end=_seconds(parting.end),
        error=_SEEN_ERROR,
        person=person,
        heard=False,
        seen=True,
    )


def _seconds(at: float) -> Seconds:
    """Return a picture's time, to the microsecond."""
    return Seconds(Fraction(round(at * 1_000_000), 1_000_000))
