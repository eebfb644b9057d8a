"""Scenes whose cue, reply and movements are known: sound to hear, and signals of a face."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from takewise.dialogue import (
    DialogueSettings,
    FoundDialogue,
    PictureTimes,
    find_dialogue,
    voiced_frames,
)
from takewise.model import RegionMotion
from takewise.model.dialogue import Heard, Seconds, Track, Voice
from takewise.moments import MomentSettings, find_moments
from takewise.sound import SoundSettings, listen
from tests.moments.made import move, talk
from tests.played import Signals, at_rest
from tests.sound.made import RATE, Samples, line, with_noise, with_slate

FPS = Fraction(25)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scene:
    """One take of a scene with one face."""

    samples: Samples
    """float32, mono at 16 kHz."""
    signals: Signals
    """Of the face."""
    cue: float
    """When the line off camera ends, seconds."""
    line: tuple[float, float]
    """When the reply is said."""
    moves: tuple[float, ...] = field(default=())
    """When movements begin."""


def scene(
    *,
    reply: float,
    hold: float = 1.0,
    reaction: float | None = None,
    seed: int = 0,
    below: float = 50.0,
) -> Scene:
    """Make a take: slate, a line off camera, the reply after some seconds, a hold, a movement."""
    asked = line(seed + 1, voice="en-us+f3", pitch=60)
    answer = line(seed + 3)
    begin = 2.0
    cue = begin + len(asked) / RATE
    start = cue + reply
    end = start + len(answer) / RATE
    seconds = end + hold + 2.0
    samples = np.zeros(round(seconds * RATE), np.float32)
    samples[round(begin * RATE) :][: len(asked)] += asked
    samples[round(start * RATE) :][: len(answer)] += answer
    signals = at_rest(round(seconds * FPS), FPS, seed=seed)
    # Lips move by 0.05 at the pace of syllables, the median of 11 people of GRID.
    talk(signals, round(start * FPS), round(end * FPS), size=0.2)
    after = _move(signals, end + hold)
    moves = (after,)
    if reaction is not None:
        moves = (_move(signals, cue + reaction), after)
    return Scene(
        samples=with_slate(with_noise(samples, below, seed=seed), 0.4),
        signals=signals,
        cue=cue,
        line=(start, end),
        moves=moves,
    )


def _move(signals: Signals, at: float) -> float:
    """Let the brows rise from a time on; return when the first frame shows it."""
    onset = int(np.ceil(at * FPS))
    move(signals, "AU1", "both", (onset, onset + 6, onset + 16), 0.04)
    return float(onset / FPS)


def heard(samples: Samples) -> Heard:
    """Listen to samples that begin with the picture."""
    return listen(iter([samples]), start=Fraction(0), channels=1, settings=SoundSettings())


def voices(*spans: tuple[float, float]) -> Heard:
    """Return what is heard of lines at given times, exactly."""
    found = tuple(
        Voice(start=_seconds(start), end=_seconds(end), start_error=10, end_error=20)
        for start, end in spans
    )
    end = max((end for _, end in spans), default=0.0) + 10
    track = Track(
        start=Seconds(Fraction(0)),
        end=_seconds(end),
        channels=1,
        floor=-70.0,
        voice=-20.0,
        echoes=False,
        clipped=0.0,
    )
    return Heard(track=track, voices=found)


def _seconds(at: float) -> Seconds:
    return Seconds(Fraction(round(at * 1000), 1000))


def found_in(
    heard: Heard, *motions: RegionMotion, settings: DialogueSettings | None = None
) -> FoundDialogue:
    """Find the moments of faces and the dialogue of what is heard with them."""
    times = motions[0].times if motions else np.arange(250) / float(FPS)
    pictures = PictureTimes(first=0, times=np.asarray(times, np.float64), rate=float(FPS))
    voiced = voiced_frames(heard, pictures)
    moments = [
        moment
        for each in motions
        for moment in find_moments(each, float(FPS), MomentSettings(), take="t", voiced=voiced)
    ]
    return find_dialogue(
        heard, motions, moments, pictures, settings or DialogueSettings(), take="t"
    )


def in_scene(made: Scene) -> FoundDialogue:
    """Find the dialogue of a scene."""
    return found_in(heard(made.samples), made.signals.motion())
