"""A take's sound, listened to; and what it says of the faces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from takewise import media
from takewise.clock import FrameRange
from takewise.dialogue import DialogueSettings, PictureTimes, find_dialogue, voiced_frames
from takewise.model import Analysis, MediaInfo, RegionMotion
from takewise.model.dialogue import Heard
from takewise.sound import RATE, SoundSettings, listen

_NO_SOUND = "so lines, pauses and breaths cannot be known"


def heard_in(info: MediaInfo, settings: SoundSettings) -> Heard:
    """Listen to a take; of a part of a file to the whole, for a cue may come before it."""
    if not info.has_sound:
        return Heard(track=None, unknown=(f"the take has no sound track, {_NO_SOUND}",))
    with media.first_track(info, RATE) as track:
        if track is None:
            return Heard(track=None, unknown=(f"the sound cannot be decoded, {_NO_SOUND}",))
        return listen(track.samples, start=track.start, channels=track.channels, settings=settings)


def voiced_in(heard: Heard, info: MediaInfo, ticks: Sequence[int]) -> tuple[FrameRange, ...] | None:
    """Return the pictures with voice, from the first that was read; None where it is unknown."""
    pictures = _pictures(info, ticks)
    return voiced_frames(heard, pictures) if pictures else None


def _pictures(info: MediaInfo, ticks: Sequence[int]) -> PictureTimes | None:
    """Return when the pictures that were read are shown; None if there is none."""
    first, after = (info.part.start, info.part.end) if info.part else (0, len(ticks))
    shown = ticks[first:after]
    if not shown:
        return None
    times = (np.array(shown, np.float64) - ticks[0]) * float(info.time_base)
    return PictureTimes(first=first, times=times, rate=float(info.rate))


def with_dialogue(
    analysis: Analysis,
    heard: Heard,
    motions: Sequence[RegionMotion],
    ticks: Sequence[int],
    settings: DialogueSettings,
) -> Analysis:
    """Add the dialogue to an analysis, whose file shows its pictures at these times."""
    info = analysis.media
    pictures = _pictures(info, ticks)
    if pictures is None:
        return analysis
    found = find_dialogue(heard, motions, analysis.moments, pictures, settings, take=info.content)
    moments = sorted(found.moments, key=lambda each: (each.span.start, each.person, each.id))
    # Of a take without a track it is plain.
    said = found.warnings if info.has_sound else ()
    return replace(analysis, dialogue=found.dialogue, moments=tuple(moments), warnings=said)
