"""Pairs of takes whose true places on each other are known: made by us, spoken, and real.

Three kinds of speech: sounds made by `tests.spoken`, sentences that eSpeak NG reads (where
it is installed), and sentences of the GRID corpus (where real media are). From each are made:

* cuts: a piece of the take, each in a noise of its own;
* stretched: the whole take, slower or faster at the same pitch, some with room before it,
  with ends missing, with a pause that the other lacks, or with other words before it;
* readings: the same words by another voice at another pace;
* slates: other words after a clap, as takes without dialogue in common have it;
* unrelated takes, in which other words are said.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.signal import istft, resample_poly, stft

from takewise.media import probe
from takewise.media.sound import first_track
from tests.spoken import (
    RATE,
    Phone,
    clap,
    noisy,
    onsets,
    paced,
    script,
    silence,
    spoken,
    unevenly,
)

Samples: TypeAlias = npt.NDArray[np.float32]
Times: TypeAlias = npt.NDArray[np.float64]
Kind: TypeAlias = Literal["cut", "stretched", "long", "reading", "slate", "unrelated"]

PACES = (0.85, 0.9, 0.95, 1.05, 1.1, 1.15)
"""How long the take is, against the clock's."""

DECIBELS = (30, 20, 10, 5)
"""Speech over the noise, which is each take's own."""

CUT_DECIBELS = (30, 10, 5, 0)

_MINUTES = 6

_SENTENCES = (
    "I told you to leave it where it was.", "Nobody came to the house last night.",
    "Look at me when I am talking to you.", "He said the boat was never his to sell.",
    "Close the door behind you, please.", "You knew about the letter, and you said nothing.",
    "We could still drive down to the coast.", "It was raining when they found the car.",
    "I do not remember what she was wearing.", "Give me one good reason to stay.",
    "The keys are on the table in the kitchen.", "Maybe we should both go home now.",
    "My brother would have laughed at this.", "That is not what the doctor told me.",
    "Put the gun down, and we can talk.", "There is a train at a quarter past nine.",
    "You always do that with your hands.", "I thought you would be happy about it.",
    "They sold the farm when I was a boy.", "Wait, did you hear something outside?",
    "Tomorrow is another day, my friend.", "She never once asked me for money.",
    "So this is how it is going to end.", "Keep your voice down, he is asleep.",
)  # fmt: skip

_VOICES = (("en-gb", 120, 40), ("en-us", 150, 60), ("en-gb+f3", 135, 50), ("en-us+m3", 165, 35))
# Voice, words a minute, pitch (0 to 99).


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Speech:
    """Somebody speaking, and when."""

    samples: Samples
    """float32 mono at 16 kHz."""
    places: Times
    """Places that are compared: of each word or sound its beginning, seconds, rising."""
    words: npt.NDArray[np.intp]
    """Which word or sound of the text begins there, as many as places."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pair:
    """Two takes and the truth."""

    kind: Kind
    speech: str
    """Which kind of speech."""
    pace: float
    """Length of the take against the clock's; 1 for cuts, NaN where nothing is in common."""
    decibels: float
    how: str
    """What else was done to it; empty for nothing."""
    clock: Samples
    take: Samples
    own: Times
    """Seconds of the take."""
    truth: Times
    """Seconds of the clock at them."""


def pairs(media: Path | None, *, seeds: int) -> Iterator[Pair]:
    """Make every pair, for so many seeds of each kind of speech that is to be had."""
    for name, speak in _speakers(media).items():
        for seed in range(seeds):
            yield from _cuts(name, speak(seed, 0), seed)
            yield from _stretched(name, speak, seed)
            yield from _readings(name, speak, seed)
            yield from _slates(name, speak, seed)
            yield from _unrelated(name, speak, seed)
    yield from _long(_MINUTES)


def _cuts(name: str, whole: Speech, seed: int) -> Iterator[Pair]:
    draw = np.random.default_rng((seed, 1))
    seconds = len(whole.samples) / RATE
    for decibels in CUT_DECIBELS:
        for length in (3.0, 6.0):
            begin = draw.uniform(0.2, max(0.3, seconds - length))
            piece = whole.samples[round(begin * RATE) : round((begin + length) * RATE)]
            own = np.linspace(0.0, len(piece) / RATE, 5)
            yield _pair("cut", name, whole, piece, own, own + round(begin * RATE) / RATE,
                        decibels=decibels, how=f"{length:.0f} s", seed=seed)  # fmt: skip


def _stretched(name: str, speak: Callable[[int, int], Speech], seed: int) -> Iterator[Pair]:
    whole = speak(seed, 0)
    before = speak(seed + 500, 0).samples[: 3 * RATE]
    for pace in PACES:
        other = stretch(whole.samples, pace)
        for decibels in DECIBELS:
            yield _pair("stretched", name, whole, other, whole.places * pace, whole.places,
                        pace=pace, decibels=decibels, how="", seed=seed)  # fmt: skip
        for how, change in _CHANGES.items():
            piece, own, truth = change(other, whole.places * pace, whole.places)
            yield _pair("stretched", name, whole, piece, own, truth,
                        pace=pace, decibels=15, how=how, seed=seed)  # fmt: skip
        yield _pair("stretched", name, whole, np.concatenate((before, other)),
                    whole.places * pace + len(before) / RATE, whole.places,
                    pace=pace, decibels=15, how="other words before", seed=seed)  # fmt: skip


def _long(minutes: int) -> Iterator[Pair]:
    """Make takes so long that the way is searched coarsely first."""
    whole = _said(script(77, 60.0 * minutes), 1)
    for pace in (0.85, 1.05, 1.15):
        yield _pair("long", "made", whole, stretch(whole.samples, pace), whole.places * pace,
                    whole.places, pace=pace, decibels=10, how=f"{minutes} minutes",
                    seed=7)  # fmt: skip


def _slates(name: str, speak: Callable[[int, int], Speech], seed: int) -> Iterator[Pair]:
    draw = np.random.default_rng((seed, 2))
    for decibels in DECIBELS:
        at = draw.uniform(0.5, 2.5, 2)
        takes = [
            np.concatenate((clap(3.5, each, seed=number), speak(seed + 100 * number, 0).samples))
            for number, each in enumerate(at)
        ]
        first = Speech(samples=takes[0], places=at[:1], words=np.zeros(1, np.intp))
        yield _pair("slate", name, first, takes[1], at[1:], at[:1], decibels=decibels, how="",
                    seed=seed)  # fmt: skip


def _readings(name: str, speak: Callable[[int, int], Speech], seed: int) -> Iterator[Pair]:
    if name == "GRID":
        return  # Nobody reads the same sentence twice in it.
    clock = speak(seed, 0)
    for voice in (1, 2, 3):
        other = speak(seed, voice)
        # A voice may run two words into one.
        _, ours, theirs = np.intersect1d(clock.words, other.words, return_indices=True)
        truth, own = clock.places[ours], other.places[theirs]
        pace = (own[-1] - own[0]) / (truth[-1] - truth[0])
        for decibels in DECIBELS:
            yield _pair("reading", name, clock, other.samples, own, truth,
                        pace=float(pace), decibels=decibels, how=f"voice {voice}",
                        seed=seed)  # fmt: skip


def _unrelated(name: str, speak: Callable[[int, int], Speech], seed: int) -> Iterator[Pair]:
    clock = speak(seed, 0)
    for other in range(1, 4):
        for decibels in DECIBELS:
            said = speak(seed + 100 * other, other % 2)
            for length in (3.0, 6.0, 30.0):
                piece = said.samples[: round(length * RATE)]
                yield _pair("unrelated", name, clock, piece, np.zeros(0), np.zeros(0),
                            pace=np.nan, decibels=decibels, how=f"{length:.0f} s",
                            seed=seed + other)  # fmt: skip


def _pair(
    kind: Kind, speech: str, clock: Speech, take: Samples, own: Times, truth: Times, *,
    decibels: float, how: str, seed: int, pace: float = 1.0,
) -> Pair:  # fmt: skip
    return Pair(
        kind=kind, speech=speech, pace=pace, decibels=decibels, how=how,
        clock=noisy(clock.samples, decibels, 2 * seed + 1),
        take=noisy(take, decibels, 2 * seed + 2), own=own, truth=truth,
    )  # fmt: skip


def _room(samples: Samples, own: Times, truth: Times) -> tuple[Samples, Times, Times]:
    return np.concatenate((silence(1.7), samples)), own + 1.7, truth


def _trimmed(samples: Samples, own: Times, truth: Times) -> tuple[Samples, Times, Times]:
    begin, end = (round(share * len(samples)) for share in (0.2, 0.85))
    times = own - begin / RATE
    kept = (times >= 0) & (times <= (end - begin) / RATE)
    return samples[begin:end], times[kept], truth[kept]


def _paused(samples: Samples, own: Times, truth: Times) -> tuple[Samples, Times, Times]:
    # Where it is quietest about the middle: nobody pauses within a word.
    third = len(samples) // 3
    loud = np.convolve(samples[third : 2 * third] ** 2, np.ones(800), "same")
    at = third + int(loud.argmin())
    later = own + np.where(own * RATE >= at, 2.0, 0.0)
    return np.concatenate((samples[:at], silence(2.0), samples[at:])), later, truth


_CHANGES = {"room before": _room, "ends missing": _trimmed, "pause of 2 s": _paused}


def stretch(samples: Samples, pace: float) -> Samples:
    """Make sound slower (above 1) or faster at the same pitch: a phase vocoder."""
    size, hop = 512, 64
    _, _, spectra = stft(samples, RATE, nperseg=size, noverlap=size - hop)
    at = np.arange(0, spectra.shape[1] - 1, 1 / pace)
    low = at.astype(int)
    part = at - low
    size_at = np.abs(spectra[:, low]) * (1 - part) + np.abs(spectra[:, low + 1]) * part
    turn = np.angle(spectra[:, 1:]) - np.angle(spectra[:, :-1])
    phase = np.angle(spectra[:, :1]) + np.cumsum(turn[:, low], axis=1) - turn[:, low[:1]]
    _, sound = istft(size_at * np.exp(1j * phase), RATE, nperseg=size, noverlap=size - hop)
    return np.asarray(sound[: round(len(samples) * pace)], np.float32)


def _speakers(media: Path | None) -> dict[str, Callable[[int, int], Speech]]:
    speakers: dict[str, Callable[[int, int], Speech]] = {"made": _made}
    if _library():
        speakers["eSpeak NG"] = _read_out
    if media is not None:
        speakers["GRID"] = lambda seed, _voice: _grid(media, seed)
    return speakers


def _made(seed: int, voice: int) -> Speech:
    said = script(300 + seed, 16)
    if voice:
        said = unevenly(paced(said, (1.0, 0.9, 1.08, 1.15)[voice]), seed, 0.12)
    return _said(said, 1000 * voice + seed, 110.0 + 25 * voice)


def _said(said: tuple[Phone, ...], seed: int, pitch: float = 110.0) -> Speech:
    samples = spoken(said, seed=seed, pitch=pitch)
    voiced = np.array([each.gain > 0 for each in said])
    return Speech(samples=samples, places=onsets(said)[voiced], words=np.flatnonzero(voiced))


@cache
def _grid_clips(media: Path) -> tuple[Samples, ...]:
    clips = []
    for path in sorted((media / "grid-lipnet").glob("*.mpg")):
        with first_track(probe(str(path)), RATE) as track:
            if track is not None:
                clips.append(np.concatenate(list(track.samples)))
    return tuple(clips)


def _grid(media: Path, seed: int) -> Speech:
    """Two to four sentences one after the other; unrelated ones share none."""
    clips = _grid_clips(media)
    order = np.random.default_rng(seed % 100).permutation(len(clips))
    chosen = order[: len(clips) // 2] if seed < 100 else order[len(clips) // 2 :]
    samples = np.concatenate([clips[each] for each in chosen])
    loud = np.sqrt(np.convolve(samples**2, np.ones(400) / 400, "same"))[::800]
    places = np.flatnonzero(loud > 0.15 * loud.max())
    return Speech(samples=samples, places=places * 800 / RATE, words=places)


def _read_out(seed: int, voice: int) -> Speech:
    # What is unrelated has a seed of 100 and more, and no sentence in common.
    ours = _SENTENCES[::2] if seed < 100 else _SENTENCES[1::2]
    order = np.random.default_rng(seed).permutation(len(ours))
    text = " ".join(ours[each] for each in order[:6])
    return _espoken(text, *_VOICES[voice])


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int), ("unique", ctypes.c_uint), ("text_position", ctypes.c_int),
        ("length", ctypes.c_int), ("audio_position", ctypes.c_int), ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p), ("id", ctypes.c_int * 2),
    ]  # fmt: skip


_WORD, _AS_A_WHOLE, _ESPEAK_RATE = 1, 2, 22050
_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@cache
def _library() -> ctypes.CDLL | None:
    name = ctypes.util.find_library("espeak-ng")
    if not name:
        return None
    library = ctypes.CDLL(name)
    return library if library.espeak_Initialize(_AS_A_WHOLE, 0, None, 0) == _ESPEAK_RATE else None


@cache
def _espoken(text: str, voice: str, pace: int, pitch: int) -> Speech:
    """Have eSpeak NG read a text; it tells when each word begins."""
    library = _library()
    assert library is not None
    pieces: list[npt.NDArray[np.int16]] = []
    words: dict[int, float] = {}

    @_Callback
    def take_down(wave: object, count: int, events: object) -> int:
        if wave and count:
            pieces.append(np.ctypeslib.as_array(wave, (count,)).copy())  # type: ignore[arg-type]
        place = 0
        while events[place].type:  # type: ignore[index]
            if events[place].type == _WORD:  # type: ignore[index]
                event = events[place]  # type: ignore[index]
                words[event.text_position] = event.audio_position / 1000
            place += 1
        return 0

    library.espeak_SetSynthCallback(take_down)
    library.espeak_SetVoiceByName(voice.encode())
    library.espeak_SetParameter(1, pace, 0)
    library.espeak_SetParameter(3, pitch, 0)
    spelled = text.encode() + b"\0"
    library.espeak_Synth(spelled, len(spelled), 0, 1, 0, 1, None, None)
    library.espeak_Synchronize()
    samples = np.concatenate(pieces).astype(np.float32) / 32768
    return Speech(
        samples=np.asarray(resample_poly(samples, RATE, _ESPEAK_RATE), np.float32),
        places=np.array(list(words.values())),
        words=np.array(list(words), np.intp),
    )
