"""A reply that follows at once: one stretch of voice with two speakers, divided by the mouths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from scipy.ndimage import uniform_filter1d

from takewise.dialogue.mouths import Mouth
from takewise.dialogue.pictures import PictureTimes
from takewise.model.dialogue import LEVEL_STEP, Heard, Seconds, Voice

# Eye-widths from which a mouth speaks; higher than for a whole line, as an instant is less sure:
# half of the spoken frames of 11 people of GRID have .05, 10 % of silent ones .022.
_SPEAKS = 0.025

# Seconds for which a mouth that speaks, and one that is still while another voice speaks, do so
# at the least: in a line a mouth pauses for less than 0.6. The share of it that is one speaker's.
_LEAST, _STILL, _SHARE = 0.3, 0.6, 0.8

# Of no person in the picture.
_NONE = -1

# Seconds from the change of the mouths in which the quietest instant divides the voice: what a
# mouth does is averaged over 0.4 s, so it shows early.
_REACH = (-0.15, 0.3)

# Milliseconds to which that is known (made scenes, see the benchmark).
_ERROR = 120


def turns_of(
    voice: Voice, heard: Heard, people: Mapping[str, Mouth], pictures: PictureTimes
) -> tuple[Voice, ...]:
    """Divide a stretch of voice where the speaker changes; most have one."""
    rows = np.flatnonzero(pictures.within(voice.start, voice.end))
    least, still = (round(each * pictures.rate) for each in (_LEAST, _STILL))
    if not people or len(rows) < 2 * least:
        return (voice,)
    moves = np.array([np.nan_to_num(each.activity[rows]) for each in people.values()])
    speaker = np.where(moves.max(axis=0) >= _SPEAKS, moves.argmax(axis=0), _NONE)
    change = _change(speaker, least, still)
    if change is None:
        return (voice,)
    at = _quietest(heard, float(pictures.times[rows[change]]))
    if not voice.start < at < voice.end:
        return (voice,)
    first = replace(voice, end=at, end_error=_ERROR)
    second = replace(voice, start=at, start_error=_ERROR)
    return (first, *turns_of(second, heard, people, pictures))


def _change(speaker: npt.NDArray[np.intp], least: int, still: int) -> int | None:
    """Return where one speaker is followed by another, each for so many pictures."""
    best, found = 0.0, None
    for place in range(least, len(speaker) - least + 1):
        (one, before), (other, after) = _most(speaker[:place]), _most(speaker[place:])
        longest = place if one == _NONE else len(speaker) - place
        if _NONE in {one, other} and longest < still:
            continue
        if one != other and min(before, after) >= _SHARE and before + after > best:
            best, found = before + after, place
    return found


def _most(speaker: npt.NDArray[np.intp]) -> tuple[int, float]:
    """Return who speaks most, and in which share of it."""
    who, count = np.unique(speaker, return_counts=True)
    return int(who[count.argmax()]), float(count.max() / len(speaker))


def _quietest(heard: Heard, near: float) -> Seconds:
    """Return the quietest instant around a time."""
    if heard.track is None:
        return Seconds(Fraction(near))
    start = float(heard.track.start)
    step = float(LEVEL_STEP)
    first = max(0, round((near + _REACH[0] - start) / step))
    level = uniform_filter1d(heard.level[first : round((near + _REACH[1] - start) / step)], 5)
    quiet = first + (int(level.argmin()) if len(level) else 0)
    return Seconds(heard.track.start + quiet * LEVEL_STEP)
