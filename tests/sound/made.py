"""Dialogue whose times are known to the sample: lines, pauses, a room, music, a slate."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import wave
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, fftconvolve, lfilter, resample_poly, sosfilt

from tests.spoken import RATE, script, spoken

Samples = npt.NDArray[np.float32]

TEXTS = (
    "I know.",
    "Where were you last night?",
    "Sit down please.",
    "Nobody asked you to come back here.",
    "What do you want me to say?",
    "It was raining when she left the house.",
    "No.",
    "You never told me about the letter.",
)

SPEAKS = shutil.which("espeak-ng") is not None
"""Whether this machine has a voice of its own."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dialogue:
    """Some lines, and when they are said."""

    samples: Samples
    """float32, mono at 16 kHz."""
    lines: tuple[tuple[float, float], ...]
    """Seconds between which a voice is heard."""


@cache
def line(number: int, *, voice: str = "en-us", pitch: int = 50) -> Samples:
    """Say a line; by a machine's voice where there is one, else by buzzes and hisses."""
    if not SPEAKS:
        said = script(number, 1.2)
        whole = sum(each.seconds for each in said[:-1])
        return _trimmed(spoken(said, seed=number, pitch=80 + pitch)[: round(whole * RATE)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "line.wav")
        text = TEXTS[number % len(TEXTS)]
        command = ["espeak-ng", "-v", voice, "-p", str(pitch), "-s", "165", "-w", str(path), text]
        subprocess.run(command, check=True, capture_output=True)
        with wave.open(str(path)) as file:
            rate = file.getframerate()
            raw = np.frombuffer(file.readframes(file.getnframes()), np.int16) / 32768
    return _trimmed(resample_poly(raw, RATE, rate).astype(np.float32))


def _trimmed(sound: Samples) -> Samples:
    """Return a line from its first to its last audible sample, at -20 dB of full scale."""
    loud = np.flatnonzero(np.abs(sound) > 0.01 * np.abs(sound).max())
    cut = sound[loud[0] : loud[-1] + 1]
    level = (cut * 0.1 / np.sqrt((cut**2).mean())).astype(np.float32)
    # It is kept for other tests, so that none may change it.
    level.flags.writeable = False
    return level


def dialogue(seed: int, *, lines: int = 8, pauses: tuple[float, float] = (0.3, 2.5)) -> Dialogue:
    """Say some lines, with pauses between them, drawn evenly."""
    draw = np.random.default_rng(seed)
    voices = [("en-us", 40), ("en-us+f3", 60)]
    pieces: list[Samples] = [np.zeros(round(draw.uniform(0.6, 1.5) * RATE), np.float32)]
    times, reached = [], len(pieces[0])
    for number in range(lines):
        voice, pitch = voices[number % 2]
        said = line(int(draw.integers(len(TEXTS))), voice=voice, pitch=pitch)
        times.append((reached / RATE, (reached + len(said)) / RATE))
        pieces += [said, np.zeros(round(draw.uniform(*pauses) * RATE), np.float32)]
        reached += len(pieces[-1]) + len(said)
    pieces.append(np.zeros(RATE // 2, np.float32))
    return Dialogue(samples=np.concatenate(pieces), lines=tuple(times))


def with_noise(sound: Samples, decibels: float, *, seed: int = 0) -> Samples:
    """Add a room's noise, rarer the higher, this much below the lines at -20 dB."""
    white = np.random.default_rng(seed).normal(size=len(sound))
    pink = lfilter(
        [0.049922, -0.095993, 0.050612, -0.004408], [1, -2.494956, 2.017265, -0.522189], white
    )
    return _added(sound, pink, decibels)


def with_music(sound: Samples, decibels: float, *, seed: int = 0) -> Samples:
    """Add music: chords of plucked strings, this much below the lines."""
    draw, music = np.random.default_rng(seed), np.zeros(len(sound))
    times = np.arange(RATE) / RATE
    for first in range(0, len(sound), RATE // 4):
        for note in draw.choice([0, 3, 5, 7, 10, 12, 15, 19], 3, replace=False):
            hertz = 110 * 2 ** (note / 12)
            rung = sum(np.sin(2 * np.pi * hertz * k * times) / k for k in range(1, 6))
            rung *= np.exp(-times / 0.3)
            music[first : first + RATE] += rung[: len(sound) - first]
    return _added(sound, music, decibels)


def with_echo(sound: Samples, seconds: float, *, seed: int = 0) -> Samples:
    """Put the lines into a room that falls by 60 dB in so many seconds."""
    length = round(seconds * RATE)
    tail = np.random.default_rng(seed).normal(size=length)
    tail *= 10 ** (-3 * np.arange(length) / length)
    tail *= 0.5 / np.sqrt((tail**2).sum())
    tail[0] += 1.0
    return fftconvolve(sound, tail)[: len(sound)].astype(np.float32)


def with_breaths(
    made: Dialogue, level: float, *, seed: int = 0
) -> tuple[Samples, list[tuple[float, float]]]:
    """Draw a breath before each line that has room for it, at a level of full scale."""
    draw, sound = np.random.default_rng(seed), made.samples.copy()
    breaths, free = [], 0.0
    for start, end in made.lines:
        length, away = draw.uniform(0.22, 0.42), draw.uniform(0.03, 0.12)
        begin = start - away - length
        if begin > free + 0.15:
            first = round(begin * RATE)
            air = sosfilt(
                butter(2, (700, 6000), "bandpass", fs=RATE, output="sos"),
                draw.normal(size=round(length * RATE)),
            )
            rise, fall = round(0.08 * RATE), round(0.06 * RATE)
            air[:rise] *= np.linspace(0, 1, rise)
            air[-fall:] *= np.linspace(1, 0, fall)
            sound[first : first + len(air)] += (air / air.std() * 10 ** (level / 20)).astype(
                np.float32
            )
            breaths.append((begin, begin + length))
        free = end
    return sound, breaths


def with_slate(sound: Samples, at: float, *, level: float = 0.7, seed: int = 0) -> Samples:
    """Clap a slate, or slam a door: 20 ms of noise that dies away."""
    length = round(0.3 * RATE)
    ring = np.random.default_rng(seed).normal(size=length) * np.exp(
        -np.arange(length) / (0.02 * RATE)
    )
    struck = sound.copy()
    first = round(at * RATE)
    struck[first : first + length] += (level * ring / np.abs(ring).max()).astype(np.float32)[
        : len(sound) - first
    ]
    return np.clip(struck, -1, 1)


def _added(sound: Samples, other: npt.NDArray[np.float64], decibels: float) -> Samples:
    return (sound + other / other.std() * 0.1 * 10 ** (-decibels / 20)).astype(np.float32)
