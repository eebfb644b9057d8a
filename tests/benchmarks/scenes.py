"""What is played in the benchmark: every scene from a seed.

Each factor that makes a take hard (rate, picture size, framing, compression, head
motion, noise, light) is dealt out evenly and independently of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import cycle, islice
from typing import Literal, TypeAlias, TypeVar

import numpy as np

from takewise.model import Side
from tests.benchmarks.faces import Face, SetName
from tests.performer import (
    HeadMotion,
    ScriptedBlink,
    ScriptedGaze,
    ScriptedHand,
    ScriptedMovement,
    ScriptedSpeech,
    TakeScript,
)

Level = TypeVar("Level")

Content: TypeAlias = Literal["movements", "stillness", "blinks", "speech", "gaze", "light", "hand"]
"""What a scene holds; all but ``"movements"`` and ``"hand"`` have none of the wanted movements."""

SEEDS: dict[SetName, int] = {"development": 11, "validation": 22, "final": 33}
"""One for each set: the scripts differ, too."""

_RATES = (
    Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(30),
    Fraction(50), Fraction(60000, 1001), Fraction(60),
)  # fmt: skip
_SIZES = ((640, 360), (640, 360), (960, 540), (960, 540), (960, 540), (1280, 720), (1920, 1080))
_FRAMINGS = (0.13, 0.17, 0.21)
# Eye-width as a share of the picture's height: medium shot, medium close-up, close-up.
_AMPLITUDES = (0.0, 0.5, 1.0, 1.0, 2.0, 4.0, 8.0)
_COMPRESSION = (18, 20, 23, 26, 28)
_NOISE = (0.8, 1.5, 2.5, 4.0)
_DRIFT = (0.0, 0.005, 0.02)
_FLICKER = (0.0, 0.002, 0.006)
_DEFOCUS = (0.0, 0.0, 0.8)
_CONTENTS: tuple[Content, ...] = (
    "movements", "movements", "stillness", "movements", "movements", "blinks", "movements",
    "speech", "movements", "movements", "gaze", "movements", "movements", "light",
)  # fmt: skip
# Five of fourteen hold nothing that should be found.

_PEAKS = (0.008, 0.09)
_LENGTHS = (0.1, 3.0)
# Eye-widths and seconds: from what the eye just misses to what anyone sees, and from the
# briefest micro-expression to a slow smile; drawn evenly in the logarithm.

_GESTURES: tuple[tuple[str, ...], ...] = (
    ("AU1",), ("AU2",), ("AU4",), ("AU6",), ("AU9",), ("AU10",), ("AU12",), ("AU15",),
    ("AU17",), ("AU20",), ("AU1", "AU2"), ("AU1", "AU4"), ("AU1", "AU2", "AU4"),
    ("AU12", "AU6"), ("AU9", "AU4"), ("AU15", "AU17"), ("AU9", "AU10"),
)  # fmt: skip
# Each unit alone, and the combinations that faces show most (Ekman, Friesen and Hager 2002).
_FROWN = 0.4
# Brows that rise and knit are drawn together, not held back: as displacements add up here,
# a frown as strong as the rise would leave nothing to see.
_ONE_SIDED = frozenset({"AU2", "AU6", "AU10", "AU12", "AU15", "AU20"})
_SPEECH_FREE = frozenset({"AU1", "AU2", "AU4", "AU6", "AU9"})
# What can be told from talking, and may be played during it.


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One take to render and analyse."""

    name: str
    """Names the scene in tables and files."""
    face: Face
    """Who plays."""
    content: Content
    """What it holds."""
    size: tuple[int, int]
    """Width and height, pixels."""
    eye_width: float
    """Of the face, pixels."""
    crf: int
    """Of the H.264 encoder."""
    script: TakeScript
    """What happens."""
    hands: tuple[ScriptedHand, ...] = ()
    """What passes before the face."""


def scenes(wanted: SetName, faces: Sequence[Face], count: int, *, quick: bool) -> tuple[Scene, ...]:
    """Return the scenes of a set; equal arguments give equal scenes.

    Parameters
    ----------
    wanted
        The set.
    faces
        Who may play; each gets its even share.
    count
        How many scenes.
    quick
        Whether they are to be brief, of small pictures and at most 30 frames per second.

    Returns
    -------
    tuple[Scene, ...]
        None if there is no face.
    """
    if not faces:
        return ()
    random = np.random.default_rng([SEEDS[wanted], count])
    contents = tuple(islice(cycle(_CONTENTS), count))
    players = _dealt(random, faces, count)
    rates = _dealt(random, _RATES[:5] if quick else _RATES, count)
    sizes = _dealt(random, _SIZES[:5] if quick else _SIZES, count)
    framings, crfs = _dealt(random, _FRAMINGS, count), _dealt(random, _COMPRESSION, count)
    looks = _looks(random, count)
    return tuple(
        Scene(
            name=f"{wanted[:3]}{count}-{number:02d}",
            face=players[number],
            content=contents[number],
            size=sizes[number],
            eye_width=round(framings[number] * sizes[number][1], 1),
            crf=crfs[number],
            script=_Writer(
                seed=[SEEDS[wanted], count, number],
                rate=rates[number],
                # Large pictures take long to render.
                seconds=6.0 if quick or sizes[number][1] > 720 else 10.0,
            ).script(contents[number], looks[number]),
        )
        for number in range(count)
    )


def _dealt(random: np.random.Generator, levels: Sequence[Level], count: int) -> list[Level]:
    """Deal levels out evenly, in random order."""
    places = random.permutation(np.arange(count) % len(levels))
    order = random.permutation(len(levels))
    return [levels[int(order[place])] for place in places]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """What disturbs a scene; fields as in `HeadMotion` and `TakeScript`."""

    amplitude: float
    noise_sd: float
    light_drift: float
    flicker: float
    defocus: float


def _looks(random: np.random.Generator, count: int) -> list[_Look]:
    columns = (
        _dealt(random, levels, count)
        for levels in (_AMPLITUDES, _NOISE, _DRIFT, _FLICKER, _DEFOCUS)
    )
    return [
        _Look(amplitude=a, noise_sd=n, light_drift=d, flicker=f, defocus=b)
        for a, n, d, f, b in zip(*columns, strict=True)
    ]


class _Writer:
    """Writes one scene's script, event after event."""

    def __init__(self, *, seed: list[int], rate: Fraction, seconds: float) -> None:
        self._random = np.random.default_rng(seed)
        self._seed = int(self._random.integers(1 << 30))
        self._rate, self._frames = rate, round(seconds * rate)
        self._movements: list[ScriptedMovement] = []
        self._blinks: list[ScriptedBlink] = []

    def script(self, content: Content, look: _Look) -> TakeScript:
        """Return the script of a scene with this content."""
        speech = self._speech(content)
        gazes = self._gazes() if content == "gaze" else ()
        if content in {"movements", "blinks"}:
            self._play(speech, moves=content == "movements")
        return TakeScript(
            rate=self._rate,
            frames=self._frames,
            movements=tuple(self._movements),
            blinks=tuple(self._blinks),
            gazes=gazes,
            speech=speech,
            head=HeadMotion(amplitude=look.amplitude, seed=self._seed),
            noise_sd=look.noise_sd,
            flicker=0.01 if content == "light" else look.flicker,
            light=0.6 if content == "light" else 1.0,
            light_drift=0.04 if content == "light" else look.light_drift,
            defocus=look.defocus,
            seed=self._seed,
        )

    def _play(self, speech: tuple[ScriptedSpeech, ...], *, moves: bool) -> None:
        """Fill the scene with movements and blinks, or blinks alone."""
        frame = self._after(0, 0.4, 0.9)
        while frame < self._frames - self._count(0.9):
            if not moves or self._random.uniform() < 0.22:
                frame = self._after(self._blink(frame), 0.4, 1.0 if moves else 2.5)
            else:
                talking = any(each.onset <= frame < each.offset for each in speech)
                frame = self._after(self._gesture(frame, talking=talking), 0.4, 1.0)

    def _gesture(self, onset: int, *, talking: bool) -> int:
        """Write one gesture, now and then with a blink in it; return its offset."""
        room = (self._frames - onset) / float(self._rate) - 0.5
        longest = max(_LENGTHS[0], min(_LENGTHS[1], room))
        seconds, peak = np.exp(self._random.uniform(*np.log([(_LENGTHS[0], longest), _PEAKS]).T))
        length = max(2, round(seconds * self._rate))
        apex = onset + min(length - 1, max(0, round(length * self._random.uniform(0.3, 0.6)) - 1))
        choice = [g for g in _GESTURES if not talking or _SPEECH_FREE.issuperset(g)]
        units = choice[self._random.integers(len(choice))]
        side = self._side(units)
        for place, unit in enumerate(units):
            share = 1.0 if place == 0 else self._random.uniform(0.6, 0.95)
            if unit == "AU4" and "AU1" in units:
                share *= _FROWN
            self._movements.append(
                ScriptedMovement(
                    unit=unit, side=side, onset=onset, apex=apex, offset=onset + length,
                    peak=round(float(peak * share), 4),
                )
            )  # fmt: skip
        if seconds > 0.8 and self._random.uniform() < 0.2:
            self._blink(onset + round(0.3 * length))
        return onset + length

    def _side(self, units: tuple[str, ...]) -> Side:
        if not _ONE_SIDED.issuperset(units) or self._random.uniform() < 0.5:
            return "both"
        return "left" if self._random.uniform() < 0.5 else "right"

    def _blink(self, onset: int) -> int:
        """Write one blink; return its offset."""
        seconds = self._random.uniform(0.15, 0.4)
        # Lids come down in about a third of it (Stern, Walrath and Goldstein 1984).
        closed = onset - 1 + max(2, round(0.35 * seconds * self._rate))
        offset = max(closed + 2, onset + round(seconds * self._rate))
        self._blinks.append(ScriptedBlink(onset=onset, closed=closed, offset=offset))
        return offset

    def _speech(self, content: Content) -> tuple[ScriptedSpeech, ...]:
        """Return a few seconds of talking: always in a scene of it, in some with movements."""
        if content != "speech" and (content != "movements" or self._random.uniform() > 0.25):
            return ()
        start, end = np.sort(self._random.uniform(0.05, 0.95, 2))
        onset, offset = round(start * self._frames), round(max(end, start + 0.2) * self._frames)
        return (
            ScriptedSpeech(
                onset=onset, offset=min(offset, self._frames - 1),
                peak=round(float(self._random.uniform(0.02, 0.08)), 4), seed=self._seed,
            ),
        )  # fmt: skip

    def _gazes(self) -> tuple[ScriptedGaze, ...]:
        """Return two looks aside."""
        looks = []
        for share in (0.15, 0.6):
            onset = round(share * self._frames)
            leaving = onset + self._count(self._random.uniform(0.5, 1.2))
            shift = self._random.choice([-1, 1]) * self._random.uniform(0.04, 0.08)
            looks.append(
                ScriptedGaze(
                    onset=onset, arrival=onset + 2, leaving=leaving, offset=leaving + 3,
                    shift=(round(float(shift), 4), round(float(self._random.normal(0, 0.02)), 4)),
                )
            )  # fmt: skip
        return tuple(looks)

    def _after(self, frame: int, least: float, most: float) -> int:
        """Return a frame some seconds later."""
        return frame + self._count(self._random.uniform(least, most))

    def _count(self, seconds: float) -> int:
        return max(1, round(seconds * float(self._rate)))
