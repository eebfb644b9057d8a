"""What a performer does, and when: the truth of a take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from takewise.model import Side

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


def swell(frames: int, onset: int, apex: int, offset: int) -> npt.NDArray[np.float64]:
    """Return a raised-cosine rise and fall, (frames,), 0 to 1.

    ``onset`` is the first frame above 0, ``apex`` the one frame at 1, ``offset``
    the first frame back at 0.
    """
    if not 0 <= onset <= apex < offset:
        raise ValueError(f"onset {onset}, apex {apex}, offset {offset} are not in order")
    times = np.arange(frames)
    rise = (times - (onset - 1)) / (apex - (onset - 1))
    fall = (offset - times) / (offset - apex)
    return 0.5 - 0.5 * np.cos(np.pi * np.clip(np.minimum(rise, fall), 0.0, 1.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedMovement:
    """One action unit that rises and falls once."""

    unit: str
    """Key of `tests.performer.units.UNITS`."""
    side: Side
    """The performer's own: the performer's right is on the picture's left."""
    onset: int
    """First frame with any displacement."""
    apex: int
    """Frame of greatest displacement."""
    offset: int
    """First frame back at rest."""
    peak: float
    """Displacement of the unit's first site at the apex; eye-widths."""

    def curve(self, frames: int) -> npt.NDArray[np.float64]:
        """Return its displacement over a take, (frames,) eye-widths."""
        return self.peak * swell(frames, self.onset, self.apex, self.offset)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedBlink:
    """Both upper lids come down and go up again."""

    onset: int
    """First frame in which the lids have moved."""
    closed: int
    """Frame in which they are shut most."""
    offset: int
    """First frame with the lids back at rest."""
    closure: float = 1.0
    """How far the lids come down: 1 shuts the eyes, 0.5 is a half-blink."""

    def curve(self, frames: int) -> npt.NDArray[np.float64]:
        """Return the closure over a take, (frames,), 0 to 1."""
        return self.closure * swell(frames, self.onset, self.closed, self.offset)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedGaze:
    """The eyes travel elsewhere, stay there, and come back."""

    onset: int
    """First frame in which they have moved."""
    arrival: int
    """First frame in which they look there."""
    leaving: int
    """First frame in which they are on their way back."""
    offset: int
    """First frame in which they look at the camera again."""
    shift: tuple[float, float]
    """Of the irises, to the picture's right and down; eye-widths."""

    def curve(self, frames: int) -> npt.NDArray[np.float64]:
        """Return the irises' shift over a take, (frames, 2) eye-widths."""
        there = swell(frames, self.onset, self.arrival, self.arrival + 1)
        back = swell(frames, self.leaving - 1, self.leaving - 1, self.offset)
        stay = (np.arange(frames) >= self.arrival) & (np.arange(frames) < self.leaving)
        return np.maximum(np.maximum(there, back), stay)[:, None] * self.shift


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptedSpeech:
    """The jaw goes up and down as in talking; not a movement that should be found."""

    onset: int
    """First frame of talking."""
    offset: int
    """First frame after it."""
    peak: float = 0.06
    """Greatest displacement of the chin; eye-widths."""
    seed: int = 0
    """Which syllables."""

    def curve(self, frames: int, rate: Fraction) -> npt.NDArray[np.float64]:
        """Return the displacement of the chin over a take, (frames,) eye-widths, 0 or more."""
        # Syllables come at 2 to 7 a second (Chandrasekaran et al. 2009, PLoS Comput. Biol. 5:7).
        voices = np.random.default_rng(self.seed).uniform((2, 0), (7, 2 * np.pi), (5, 2))
        times = np.arange(frames) / float(rate)
        wave = np.sin(2 * np.pi * voices[:, :1] * times + voices[:, 1:]).sum(axis=0)
        talking = (np.arange(frames) >= self.onset) & (np.arange(frames) < self.offset)
        wave = np.where(talking, np.maximum(wave, 0.0), 0.0)
        return self.peak * wave / max(float(wave.max()), 1e-9)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadMotion:
    """How much the head sways."""

    amplitude: float
    """Multiple of a quiet sitter's sway; 0 is a statue, 8 turns up to about 15 degrees."""
    seed: int = 0
    """Which way it goes."""
    turned: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Yaw, pitch, roll about which it sways, degrees; signs as in `head.head_poses`."""


STATUE = HeadMotion(amplitude=0.0)
"""A head that does not move."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeScript:
    """Everything that happens in a take."""

    rate: Fraction
    """Frames per second."""
    frames: int
    """Length of the take, pictures."""
    movements: tuple[ScriptedMovement, ...] = ()
    """By onset."""
    blinks: tuple[ScriptedBlink, ...] = ()
    """By onset."""
    gazes: tuple[ScriptedGaze, ...] = ()
    """By onset."""
    speech: tuple[ScriptedSpeech, ...] = ()
    """By onset."""
    head: HeadMotion = STATUE
    """The head's own motion."""
    noise_sd: float = 1.5
    """Standard deviation of the sensor noise, grey levels of 255."""
    flicker: float = 0.0
    """Standard deviation of the light from one picture to the next, share of its mean."""
    light: float = 1.0
    """Mean brightness against the portrait's."""
    light_drift: float = 0.0
    """Standard deviation of the slow changes of light, share of its mean."""
    defocus: float = 0.0
    """Standard deviation of the lens's blur, pixels."""
    seed: int = 0
    """Which noise."""


def truth(script: TakeScript) -> dict[str, Json]:
    """Return what a perfect observer of the take would report, ready for JSON.

    Movements with the same frames are one moment, strongest first.
    """
    spans = sorted({(m.onset, m.apex, m.offset) for m in script.movements})
    moments: list[Json] = [
        {
            "onset": span[0],
            "apex": span[1],
            "offset": span[2],
            "movements": together(
                (m.unit, m.side, m.peak)
                for m in script.movements
                if (m.onset, m.apex, m.offset) == span
            ),
        }
        for span in spans
    ]
    blinks: list[Json] = [
        {"onset": b.onset, "closed": b.closed, "offset": b.offset, "closure": b.closure}
        for b in script.blinks
    ]
    gazes: list[Json] = [
        {
            "onset": g.onset,
            "arrival": g.arrival,
            "leaving": g.leaving,
            "offset": g.offset,
            "shift": [*g.shift],
        }
        for g in script.gazes
    ]
    speech: list[Json] = [{"onset": s.onset, "offset": s.offset} for s in script.speech]
    return {
        "schema": "takewise.truth/1",
        "rate": str(script.rate),
        "frame_count": script.frames,
        "head": {"amplitude": script.head.amplitude, "turned": [*script.head.turned]},
        "moments": moments,
        "blinks": blinks,
        "gazes": gazes,
        "speech": speech,
    }


def together(movements: Iterable[tuple[str, Side, float]]) -> list[Json]:
    """Return simultaneous movements (unit, side, eye-widths), strongest first, ready for JSON."""
    strongest = sorted(movements, key=lambda movement: (-movement[2], movement[0]))
    return [{"unit": unit, "side": side, "peak": peak} for unit, side, peak in strongest]


def still_script(
    rate: Fraction, frames: int, *, amplitude: float = 0.0, seed: int = 0
) -> TakeScript:
    """Return a take in which nobody moves a muscle: whatever is found in it is false.

    Parameters
    ----------
    rate
        Frames per second.
    frames
        Length, pictures.
    amplitude
        Of the head's motion; see `HeadMotion`.
    seed
        Of the head's motion and the noise.
    """
    return TakeScript(
        rate=rate,
        frames=frames,
        head=HeadMotion(amplitude=amplitude, seed=seed),
        flicker=0.002,
        light_drift=0.005,
        seed=seed,
    )


_RANDOM_UNITS: tuple[tuple[str, Side], ...] = (
    ("AU1", "both"),
    ("AU2", "both"),
    ("AU2", "left"),
    ("AU4", "both"),
    ("AU6", "both"),
    ("AU9", "both"),
    ("AU10", "both"),
    ("AU12", "both"),
    ("AU12", "left"),
    ("AU12", "right"),
    ("AU15", "both"),
    ("AU17", "both"),
    ("AU20", "both"),
)


def random_script(
    seed: int,
    rate: Fraction,
    *,
    seconds: float = 12.0,
    peaks: tuple[float, float] = (0.015, 0.06),
    lengths: tuple[float, float] = (0.2, 1.2),
    amplitude: float = 1.0,
) -> TakeScript:
    """Return a take of brief movements and blinks at random places, never overlapping.

    Parameters
    ----------
    seed
        Equal seeds give equal takes.
    rate
        Frames per second.
    seconds
        Length of the take.
    peaks
        Least and greatest size of a movement, eye-widths; drawn evenly in the logarithm.
    lengths
        Least and greatest length of a movement, seconds; drawn evenly in the logarithm.
        The range is that of the micro and brief macro-expressions of SAMM-LV.
    amplitude
        Of the head's motion; see `HeadMotion`.
    """
    random = np.random.default_rng(seed)
    movements: list[ScriptedMovement] = []
    blinks: list[ScriptedBlink] = []
    clock = 0.5 + random.uniform(0, 0.5)
    while clock < seconds - lengths[1] - 0.5:
        onset = round(clock * rate)
        if random.uniform() < 0.25:
            blinks.append(_blink(onset, random.uniform(0.2, 0.35), rate))
            end = blinks[-1].offset
        else:
            unit, side = _RANDOM_UNITS[random.integers(len(_RANDOM_UNITS))]
            length, peak = np.exp(random.uniform(*np.log([lengths, peaks]).T))
            apex = max(onset, onset - 1 + round(length * random.uniform(0.35, 0.5) * rate))
            end = max(apex + 1, onset + round(length * rate))
            movements.append(
                ScriptedMovement(
                    unit=unit,
                    side=side,
                    onset=onset,
                    apex=apex,
                    offset=end,
                    peak=round(float(peak), 4),
                )
            )
        clock = end / float(rate) + random.uniform(0.45, 1.0)
    return TakeScript(
        rate=rate,
        frames=round(seconds * rate),
        movements=tuple(movements),
        blinks=tuple(blinks),
        head=HeadMotion(amplitude=amplitude, seed=seed),
        flicker=0.002,
        light_drift=0.005,
        seed=seed,
    )


def _blink(onset: int, seconds: float, rate: Fraction) -> ScriptedBlink:
    """Return a blink; lids come down in about a third of it (Stern et al. 1984)."""
    closed = onset - 1 + max(2, round(0.35 * seconds * rate))
    return ScriptedBlink(
        onset=onset, closed=closed, offset=max(closed + 2, onset + round(seconds * rate))
    )
