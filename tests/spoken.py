"""Speech-like sound, made for tests: syllables whose times are known to the sample.

Each sound of the script is a buzz or a hiss shaped by three resonances, as vowels and
consonants are; pauses lie between phrases. The same script can be spoken at another
pace, evenly or unevenly, and the true times come along.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

from takewise.media.sound import features
from takewise.model.alignment import Sound

RATE = 16000


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """One sound of speech, or a pause."""

    seconds: float
    """How long."""
    voiced: bool
    """A buzz; else a hiss."""
    formants: tuple[float, float, float]
    """Resonances, Hz."""
    gain: float
    """0 for a pause."""


def script(seed: int, seconds: float) -> tuple[Phone, ...]:
    """Write what is said: phrases of syllables, with pauses between them."""
    draw = np.random.default_rng(seed)
    phones: list[Phone] = []
    left = seconds
    while left > 0:
        for _ in range(draw.integers(5, 14)):
            phones.append(_phone(draw, voiced=False, length=(0.03, 0.12), gain=(0.05, 0.4)))
            phones.append(_phone(draw, voiced=True, length=(0.06, 0.22), gain=(0.4, 1.0)))
        phones.append(_phone(draw, voiced=False, length=(0.15, 0.9), gain=(0.0, 0.0)))
        left = seconds - sum(each.seconds for each in phones)
    return tuple(phones)


def paced(said: tuple[Phone, ...], pace: float) -> tuple[Phone, ...]:
    """Say the same at another pace; 1.15 takes 15 % longer."""
    return tuple(replace(each, seconds=each.seconds * pace) for each in said)


def unevenly(said: tuple[Phone, ...], seed: int, spread: float) -> tuple[Phone, ...]:
    """Say the same with each sound longer or shorter at will."""
    draw = np.random.default_rng(seed)
    return tuple(
        replace(each, seconds=each.seconds * float(np.exp(draw.normal(0, spread)))) for each in said
    )


def onsets(said: tuple[Phone, ...]) -> npt.NDArray[np.float64]:
    """Return when each sound begins, seconds."""
    return np.concatenate(([0.0], np.cumsum([each.seconds for each in said])))[:-1]


def spoken(
    said: tuple[Phone, ...], *, seed: int = 0, pitch: float = 110.0
) -> npt.NDArray[np.float32]:
    """Speak it, float32 mono at 16 kHz; another seed is another voice's small differences."""
    draw = np.random.default_rng(seed)
    edges = np.round(np.append(onsets(said), sum(each.seconds for each in said)) * RATE)
    pieces = [
        _voice(each, int(end - begin), draw, pitch)
        for each, begin, end in zip(said, edges, edges[1:], strict=False)
    ]
    return np.concatenate(pieces).astype(np.float32) * 0.3


def noisy(sound: npt.NDArray[np.float32], decibels: float, seed: int) -> npt.NDArray[np.float32]:
    """Add the noise of a room, this much below the mean of the sound."""
    draw = np.random.default_rng(seed)
    noise = lfilter([1.0], [1.0, -0.9], draw.normal(size=len(sound)))
    loud = np.sqrt((sound**2).mean()) / 10 ** (decibels / 20)
    return (sound + noise * loud / noise.std()).astype(np.float32)


def silence(seconds: float) -> npt.NDArray[np.float32]:
    """Say nothing."""
    return np.zeros(round(seconds * RATE), np.float32)


def clap(seconds: float, at: float, *, seed: int = 0) -> npt.NDArray[np.float32]:
    """Clap a slate once in a silence."""
    sound = silence(seconds)
    length = round(0.2 * RATE)
    ring = np.random.default_rng(seed).normal(size=length) * np.exp(
        -np.arange(length) / (0.02 * RATE)
    )
    begin = round(at * RATE)
    sound[begin : begin + length] += (0.25 * ring).astype(np.float32)[: len(sound) - begin]
    return sound


def heard(sound: npt.NDArray[np.float32], *, start: float = 0.0) -> Sound:
    """Return what alignment gets of it."""
    found = features((sound,), start=start)
    assert found is not None
    return found


def _phone(
    draw: np.random.Generator,
    *,
    voiced: bool,
    length: tuple[float, float],
    gain: tuple[float, float],
) -> Phone:
    formants = (draw.uniform(250, 850), draw.uniform(900, 2400), draw.uniform(2500, 5500))
    return Phone(
        seconds=draw.uniform(*length),
        voiced=voiced,
        formants=(float(formants[0]), float(formants[1]), float(formants[2])),
        gain=draw.uniform(*gain),
    )


def _voice(
    phone: Phone, length: int, draw: np.random.Generator, pitch: float
) -> npt.NDArray[np.float64]:
    if phone.gain == 0 or length == 0:
        return np.zeros(length)
    source = draw.normal(size=length) * (0.05 if phone.voiced else 0.3)
    if phone.voiced:
        source[:: max(1, round(RATE / (pitch * draw.uniform(0.95, 1.05))))] += 1.0
    shaped = np.zeros(length)
    for hertz in phone.formants:
        radius = np.exp(-np.pi * 100 / RATE)
        poles = [1.0, -2 * radius * np.cos(2 * np.pi * hertz / RATE), radius**2]
        shaped += lfilter([1 - radius], poles, source)
    ramp = np.minimum(1.0, np.minimum(np.arange(length), np.arange(length)[::-1]) / (0.008 * RATE))
    return shaped * ramp * phone.gain / max(np.abs(shaped).max(), 1e-9)
