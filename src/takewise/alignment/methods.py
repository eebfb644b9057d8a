"""One take's time on another's clock, by the method that is surest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from takewise.alignment.envelope import best_lag
from takewise.alignment.features import accents, loudness
from takewise.alignment.settings import AlignmentSettings
from takewise.alignment.slate import find_clap
from takewise.alignment.speech import by_speech
from takewise.alignment_methods import By, Method
from takewise.model.alignment import BAND_STEP, Alignment, Sound, offset

# Seconds from which on another lag is another place rather than the same syllable.
_RIVAL_APART = 0.2

# Correlations of accents at which the same sound is as good as excluded, and certain; tuned
# on synthetic speech in noise down to 0 dB, and held against GRID sentences.
_LIKELY = (0.45, 0.75)

# Times that the best lag must be better than the next one, likewise.
_AHEAD = (1.15, 2.0)

# Sureness that the same sound is worth more than the rest: that one recording is in both
# takes, untouched, explains all that another pace does, and is exact.
_EVEN = 0.15


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TakeToAlign:
    """What is known of a take before it is aligned on a clock."""

    sound: Sound | None
    """What is heard; None where it has no sound."""
    start: float
    """When the take begins, seconds from its file's first picture; 0 for a whole file."""
    sync: float | None
    """The time of the frame that a person chose, seconds; None where no one did."""


def align(
    clock: TakeToAlign, take: TakeToAlign, *, by: By, settings: AlignmentSettings
) -> Alignment:
    """Align a take with the clock of another.

    ``auto`` takes the frames that a person chose, or the surest of: the same sound, the same words
    at another pace, the slate. ``none`` aligns the starts, and reads no sound. Where nothing else
    can align them, the starts are aligned, `Alignment.told` is false and `Alignment.because` says
    why.
    """
    if by in {"frame", "auto"} and clock.sync is not None and take.sync is not None:
        return offset(
            "frame", clock.sync - take.sync, sureness=1.0, because="sync points that were set"
        )
    if by == "none":
        return _starts(clock, take, "as asked")
    if by == "frame":
        return _starts(clock, take, "no sync point is set in " + _lacking(clock, take))
    if not all(each.sound and each.sound.audible for each in (clock, take)):
        return _starts(clock, take, "there is no sound to go by")
    ways = tuple(HEARD) if by == "auto" else (by,)
    found = [HEARD[way](clock, take, settings) for way in ways]
    aligned = [each for each in found if isinstance(each, Alignment)]
    if aligned and (best := max(aligned, key=_worth)).told:
        return best
    reasons = [each.because if isinstance(each, Alignment) else each for each in found]
    said = (f"{way}: {reason}" for way, reason in zip(ways, reasons, strict=True))
    return _starts(clock, take, "; ".join(said))


def _worth(found: Alignment) -> float:
    return found.sureness + (_EVEN if found.method == "sound" else 0.0)


def _lacking(clock: TakeToAlign, take: TakeToAlign) -> str:
    if clock.sync is None and take.sync is None:
        return "either take"
    return "the take that gives the clock" if clock.sync is None else "this take"


def _starts(clock: TakeToAlign, take: TakeToAlign, why: str) -> Alignment:
    return offset("start", clock.start - take.start, sureness=0.0, because=why)


def _by_sound(
    clock: TakeToAlign, take: TakeToAlign, settings: AlignmentSettings
) -> Alignment | str:
    first, second = _sound(clock), _sound(take)
    lag = best_lag(
        accents(loudness(first.bands)),
        accents(loudness(second.bands)),
        least=round(settings.least_overlap / BAND_STEP),
        apart=round(_RIVAL_APART / BAND_STEP),
    )
    if lag is None:
        return "too little sound in common"
    ahead = lag.likeness / max(lag.rival, 1e-6)
    sure = min(_share(lag.likeness, _LIKELY), _share(ahead, _AHEAD))
    return offset(
        "sound",
        lag.steps * BAND_STEP + first.start - second.start,
        sureness=sure,
        because=f"correlation {lag.likeness:.2f}, elsewhere at most {lag.rival:.2f}",
    )


def _by_words(
    clock: TakeToAlign, take: TakeToAlign, settings: AlignmentSettings
) -> Alignment | str:
    return by_speech(_sound(clock), _sound(take), settings)


def _by_slate(
    clock: TakeToAlign, take: TakeToAlign, settings: AlignmentSettings
) -> Alignment | str:
    first, second = _sound(clock), _sound(take)
    claps = [find_clap(each.level, within=settings.slate_within) for each in (first, second)]
    if claps[0] is None or claps[1] is None:
        return "nothing claps"
    one, other = claps[0].time + first.start, claps[1].time + second.start
    return offset(
        "slate",
        one - other,
        sureness=min(claps[0].sureness, claps[1].sureness),
        because=f"the sharpest sounds at the heads, {one:.2f} s into one take and "
        f"{other:.2f} s into the other",
    )


def _sound(take: TakeToAlign) -> Sound:
    assert take.sound is not None  # noqa: S101 - asked before
    return take.sound


def _share(value: float, ends: tuple[float, float]) -> float:
    return float(np.clip((value - ends[0]) / (ends[1] - ends[0]), 0.0, 1.0))


HEARD: Mapping[Method, Callable[[TakeToAlign, TakeToAlign, AlignmentSettings], Alignment | str]] = (
    MappingProxyType({"sound": _by_sound, "speech": _by_words, "slate": _by_slate})
)
"""The ways that go by what is heard, in the order in which their reasons are given."""
