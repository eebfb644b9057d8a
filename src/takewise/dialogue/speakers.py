"""Who says each line: whose mouth moves while there is voice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from takewise.dialogue.mouths import Mouth
from takewise.dialogue.pictures import PictureTimes
from takewise.dialogue.settings import DialogueSettings
from takewise.dialogue.turns import turns_of
from takewise.model import FloatArray
from takewise.model.dialogue import LEVEL_STEP, OFF_CAMERA, UNCLEAR, Heard, Line, Voice

# Times that one mouth must move more than the next.
_MORE = 2.0

# Share of a line in which a mouth must move for the line to be its own, and below which it is
# another's; of an own line 99 % move, of another's 12 %, so the middle separates them.
_OWN, _OTHER = 0.5, 0.35

# Share of a line in which a face must be seen for anything to be said.
_SEEN = 0.5

# Where two mouths move: by how much the better correlation with the sound must win, and how far
# a mouth may be before or behind the sound, seconds.
_MARGIN, _LAGS = 0.15, (-0.05, 0.25)

# Of picture and sound: least correlation, least seconds of own lines, and seconds apart from
# which it is worth a warning.
_SURE, _ENOUGH, _APART, _FAR = 0.5, 10.0, 0.12, 0.5


def spoken_lines(
    heard: Heard, people: Mapping[str, Mouth], pictures: PictureTimes, settings: DialogueSettings
) -> tuple[Line, ...]:
    """Return the lines of a take with their speakers, one for each turn."""
    level = _level(heard, pictures)
    lines: list[Line] = []
    turns = [turn for each in heard.voices for turn in turns_of(each, heard, people, pictures)]
    for voice in turns:
        if not (pictures.start < float(voice.end) and float(voice.start) < pictures.end):
            continue
        speaker = _speaker(voice, people, pictures, level, settings)
        last = lines[-1] if lines else None
        if last and last.speaker == speaker and voice.start - last.end < Fraction(settings.pause):
            lines[-1] = _line(last, voice, speaker)
        else:
            lines.append(_line(voice, voice, speaker))
    return tuple(lines)


def _line(first: Voice | Line, last: Voice, speaker: str) -> Line:
    return Line(
        start=first.start,
        end=last.end,
        start_error=first.start_error,
        end_error=last.end_error,
        speaker=speaker,
    )


def _speaker(
    voice: Voice,
    people: Mapping[str, Mouth],
    pictures: PictureTimes,
    level: FloatArray,
    settings: DialogueSettings,
) -> str:
    """Return whose line it is: one speaker for the whole of it."""
    inside = pictures.within(voice.start, voice.end)
    if not inside.any():
        inside[pictures.row(float(voice.start))] = True
    shown = {name: each for name, each in people.items() if each.face[inside].mean() >= _SEEN}
    if not shown:
        # A face that is lost for a moment may be the speaker's.
        return UNCLEAR if people else OFF_CAMERA
    moves = {name: np.nan_to_num(each.activity[inside]) for name, each in shown.items()}
    hidden = [
        name for name, each in shown.items() if np.isnan(each.activity[inside]).mean() > 1 - _SEEN
    ]
    shares = {name: _share(name, moves, settings.mouth) for name in moves}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] >= _OWN and not hidden:
        return best
    both = [name for name in moves if (moves[name] >= settings.mouth).mean() >= _OWN]
    if len(both) > 1:
        return _by_sound({name: shown[name].gap[inside] for name in both}, level[inside], pictures)
    if both and both[0] not in hidden:
        return both[0]
    if hidden or any((each >= settings.mouth).mean() > _OTHER for each in moves.values()):
        return UNCLEAR
    return OFF_CAMERA


def _share(name: str, moves: Mapping[str, FloatArray], least: float) -> float:
    """Return the share of a line in which one mouth moves, and twice as much as any other."""
    others = [each for other, each in moves.items() if other != name]
    next_ = np.max(others, axis=0) if others else np.zeros(len(moves[name]))
    return float(((moves[name] >= least) & (moves[name] >= _MORE * next_)).mean())


def _by_sound(gaps: Mapping[str, FloatArray], level: FloatArray, pictures: PictureTimes) -> str:
    """Return whose mouth goes with the sound where several move."""
    lags = range(round(_LAGS[0] * pictures.rate), round(_LAGS[1] * pictures.rate) + 1)
    fits = {name: max(_correlation(gap, level, lag) for lag in lags) for name, gap in gaps.items()}
    best, second = sorted(fits, key=lambda name: -fits[name])[:2]
    return best if fits[best] - fits[second] >= _MARGIN else UNCLEAR


def _level(heard: Heard, pictures: PictureTimes) -> FloatArray:
    """Return the sound's amplitude at each picture."""
    if heard.track is None or not len(heard.level):
        return np.zeros(len(pictures.times))
    times = float(heard.track.start) + (np.arange(len(heard.level)) + 0.5) * float(LEVEL_STEP)
    return np.interp(pictures.times, times, 10 ** (heard.level / 40), left=0.0, right=0.0)


def _correlation(gap: FloatArray, level: FloatArray, lag: int) -> float:
    """Return how a mouth goes with a sound that comes so many pictures later."""
    if lag > 0:
        gap, level = gap[:-lag], level[lag:]
    elif lag < 0:
        gap, level = gap[-lag:], level[:lag]
    if len(gap) < 3 or gap.std() < 1e-6 or level.std() < 1e-6:
        return 0.0
    return float(np.corrcoef(gap, level)[0, 1])


def out_of_sync(
    lines: Sequence[Line], heard: Heard, people: Mapping[str, Mouth], pictures: PictureTimes
) -> Iterator[str]:
    """Yield a warning for each person whose picture and sound lie apart, if that can be known."""
    level, reach = _level(heard, pictures), round(_FAR * pictures.rate)
    for name, mouth in people.items():
        own = [each for each in lines if each.speaker == name]
        if sum(float(each.end - each.start) for each in own) < _ENOUGH:
            continue
        spans = [np.flatnonzero(pictures.within(each.start, each.end)) for each in own]
        fits = {lag: _whole_fit(mouth.gap, level, spans, lag) for lag in range(-reach, reach + 1)}
        lag = max(fits, key=lambda each: fits[each])
        seconds = lag / pictures.rate
        if fits[lag] > _SURE and abs(seconds) > _APART:
            late = "after" if seconds > 0 else "before"
            yield (
                f"the sound of person {name}'s lines lies about {abs(seconds):.2f} s {late} the "
                "picture: check the sync, as all times between sound and picture are off by that"
            )


def _whole_fit(
    gap: FloatArray, level: FloatArray, spans: Sequence[npt.NDArray[np.intp]], lag: int
) -> float:
    """Return the correlation over some spans of a mouth and a sound that comes later."""
    moved, sounded = [], []
    for span in spans:
        rows = span[(span + lag >= 0) & (span + lag < len(level))]
        if len(rows) > 2:
            moved.append(gap[rows] - gap[rows].mean())
            sounded.append(level[rows + lag] - level[rows + lag].mean())
    if not moved:
        return 0.0
    return _correlation(np.concatenate(moved), np.concatenate(sounded), 0)
