"""What is heard of a take: lines, pauses, breaths and loud sounds, on the pictures' clock.

Times are exact seconds from the file's first picture, by the file's own presentation
times; sound that begins before the picture has negative ones. The error next to a time is
how far it can be off, milliseconds, in nine of ten cases; the benchmark of the sound
stage measures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NewType

Seconds = NewType("Seconds", Fraction)
"""Seconds from the file's first picture, exact."""

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
    unknown: tuple[str, ...] = ()
    """What cannot be known from this sound, one sentence each."""
