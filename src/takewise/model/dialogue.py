"""What is heard of a take: lines, pauses, breaths and loud sounds, on the pictures' clock.

Times are exact seconds from the file's first picture, by the file's own presentation
times; sound that begins before the picture has negative ones. The error next to a time is
how far it can be off, milliseconds, in nine of ten cases; the benchmark of the sound
stage measures it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, NewType, TypeAlias

import numpy as np

from takewise.model.arrays import FloatArray

Seconds = NewType("Seconds", Fraction)
"""Seconds from the file's first picture, exact."""

CueKind: TypeAlias = Literal["line", "loud sound", "by hand"]
"""What a cue is: the end of another's line, a loud sound, or a place that a human set."""

LineEnd: TypeAlias = Literal["start", "end"]
"""One end of a line."""

LEVEL_STEP = Fraction(1, 100)
"""Seconds between two values of `Heard.level`."""

OFF_CAMERA = "off camera"
"""Speaker of a line while no one in the picture moves the mouth."""

UNCLEAR = "unclear"
"""Speaker of a line that may be of several people, or of a person whose mouth is not seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A stretch in which a person speaks, whoever it is."""

    start: Seconds
    """When the voice begins."""
    end: Seconds
    """When it is over."""
    start_error: int
    """Of `start`, milliseconds."""
    end_error: int
    """Of `end`, milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breath:
    """Air drawn in before a line."""

    start: Seconds
    """When it begins."""
    end: Seconds
    """When it is over."""
    start_error: int
    """Of `start`, milliseconds."""
    end_error: int
    """Of `end`, milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoudOnset:
    """A loud sound that begins at once: a slate, a door, a clap."""

    at: Seconds
    """When it begins."""
    error: int
    """Of `at`, milliseconds."""
    rise: float
    """How far it stands above what was before it, decibels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """What a sound track lets one hear."""

    start: Seconds
    """When its first sample is heard."""
    end: Seconds
    """When its last one is over."""
    channels: int
    """Channels of the track; all are heard as one."""
    floor: float
    """Level of the room between the lines, decibels of full scale; at least -100."""
    voice: float | None
    """Level of the voice, decibels of full scale; None where there is no voice."""
    echoes: bool
    """Whether the sound falls more slowly than 60 decibels in 0.3 s after the lines."""
    clipped: float
    """Share of the samples at full scale, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the sound stage hears in a take, before it is known who speaks."""

    track: Track | None
    """None where there is no sound that decodes."""
    voices: tuple[Voice, ...] = ()
    """In order of time, apart from each other."""
    breaths: tuple[Breath, ...] = ()
    """In order of time."""
    onsets: tuple[LoudOnset, ...] = ()
    """In order of time."""
    level: FloatArray = field(default_factory=lambda: np.zeros(0, np.float32), compare=False)
    """float32 (n,): level in each `LEVEL_STEP` from the track's start, decibels of full scale."""
    unknown: tuple[str, ...] = ()
    """What cannot be known from this sound, one sentence each."""
    detects: bool = True
    """Whether a voice would be heard: a silent track has none to hear, and it takes a model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one speaker says without a pause."""

    start: Seconds
    """When the voice begins."""
    end: Seconds
    """When it is over."""
    start_error: int
    """Of `start`, milliseconds."""
    end_error: int
    """Of `end`, milliseconds."""
    speaker: str
    """A person, or `OFF_CAMERA`, or `UNCLEAR`."""
    words: str | None = None
    """What is said, by a script that the user gave; None without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """The silence between two lines."""

    start: Seconds
    """End of the line before it."""
    end: Seconds
    """Start of the line after it."""
    error: int
    """Of its length, milliseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What a person answers or reacts to."""

    at: Seconds
    """When it is given."""
    error: int
    """Of `at`, milliseconds."""
    what: CueKind
    """The end of another's line, a loud sound, or a place that a human set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GazeBefore:
    """The last travel of the eyes in the second and a half before a line."""

    what: str
    """The way, as the moment's title has it: ``"eyes go left"``."""
    before: float
    """Seconds by which the eyes left before the line."""
    stay: float
    """Seconds until they travelled again, or the take was over."""
    moment: str
    """Id of the moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How one line of a performer was given: what came before it, and after."""

    line: int
    """Number of the line among `Dialogue.lines`, from 0."""
    person: str
    """Who says it."""
    cue: Cue | None
    """What it answers; None where nothing was heard or set."""
    reply: float | None
    """Seconds from the cue to the first sound of the line; None without a cue."""
    reply_error: int | None
    """Of `reply`, milliseconds."""
    pause: float | None
    """Seconds of silence before the line; None where it is the first, or there is no pause."""
    breath: float | None
    """Seconds by which a breath that is heard or seen begins before the line; None without."""
    hold: float | None
    """Seconds from the end of the line to the first movement; None where the face is not seen,
    or another line of the person follows at once."""
    hold_open: bool
    """Whether nothing moved until the next line, or the end: the hold is at least so long."""
    gaze: GazeBefore | None
    """Where the eyes went before the line; None where they stayed."""
    blink: float | None
    """Seconds from the nearest end of the line to the nearest blink's closing, negative before
    it; None without a blink within a second and a half."""
    blink_end: LineEnd | None
    """Which end of the line that is."""
    blink_cue: float | None
    """Seconds from the cue to the first blink's closing after it, at most two; None without."""
    moved: float | None
    """Seconds from the cue to the first movement after it, at most two; None without. Whether
    it is more than chance, `Dialogue.reactions` says, or a comparison of takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """The first movement after a cue, where movements follow cues more than by chance."""

    person: str
    """Who reacts."""
    cue: Cue
    """To what."""
    latency: float
    """Seconds from the cue to the first movement."""
    error: int
    """Of `latency`, milliseconds."""
    moment: str
    """Id of the moment that the movement is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnBreath:
    """A breath, and whose it is."""

    start: Seconds
    """When it begins."""
    end: Seconds
    """When it is over."""
    error: int
    """Of `start`, milliseconds."""
    person: str
    """Who is to speak next, or `OFF_CAMERA`, or `UNCLEAR`."""
    heard: bool
    """Whether it is heard."""
    seen: bool
    """Whether the lips part and close again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """What is said in a take, and how it is answered."""

    track: Track | None
    """The sound; None where there is none."""
    lines: tuple[Line, ...] = ()
    """In order of time."""
    pauses: tuple[Pause, ...] = ()
    """Silences of a quarter of a second and more between lines."""
    breaths: tuple[DrawnBreath, ...] = ()
    """In order of time."""
    onsets: tuple[LoudOnset, ...] = ()
    """In order of time."""
    deliveries: tuple[Delivery, ...] = ()
    """One for each line of a person in the picture."""
    reactions: tuple[Reaction, ...] = ()
    """By person, then time."""
    unknown: tuple[str, ...] = ()
    """What cannot be known, one sentence each."""
