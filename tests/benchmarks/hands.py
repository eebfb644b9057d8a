"""Scenes in which a hand passes before the face, and what is found in them.

They are played beside the other scenes and counted apart, so that neither changes the
other's figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from takewise.clock import FrameRange
from tests.benchmarks.faces import Face, SetName
from tests.benchmarks.figures import Sets
from tests.benchmarks.scenes import SEEDS, Scene
from tests.benchmarks.synthetic import Judged
from tests.benchmarks.tables import Table, number
from tests.performer import HeadMotion, ScriptedHand, ScriptedMovement, TakeScript

COUNT = 12
"""Scenes of a set in a full run: every other one with movements."""

_SECONDS = 8.0
_RATES = (Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(50))
_LOOKS = (
    # Picture size, eye-width in pixels, crf, times a quiet sitter's sway, sensor noise.
    ((960, 540), 110.0, 20, 1.0, 1.5),
    ((640, 360), 60.0, 26, 0.5, 2.5),
    ((1280, 720), 120.0, 23, 2.0, 0.8),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """One way in which a hand comes before a face; fields as in `ScriptedHand`."""

    place: tuple[float, float]
    comes: float
    goes: float
    points: float
    leaves: tuple[tuple[str, ...], ...]
    """Gestures of the part of the face that stays in sight."""


_BROWS = (("AU1", "AU2"), ("AU4",), ("AU2",))
_MOUTH = (("AU12",), ("AU15",), ("AU17",))

_WAYS = (
    _Way(place=(0.0, 1.7), comes=90.0, goes=90.0, points=5.0, leaves=_BROWS),
    _Way(place=(-1.3, 1.0), comes=120.0, goes=150.0, points=50.0, leaves=_BROWS),
    _Way(place=(1.7, 0.5), comes=20.0, goes=60.0, points=-75.0, leaves=_BROWS),
    _Way(place=(0.2, -2.0), comes=-90.0, goes=-60.0, points=175.0, leaves=_MOUTH),
    _Way(place=(-0.2, 1.3), comes=180.0, goes=0.0, points=20.0, leaves=_BROWS),
    _Way(place=(0.9, 1.9), comes=70.0, goes=90.0, points=-25.0, leaves=_BROWS),
)

_TRAVEL = (0.15, 0.35, 0.8)
"""Seconds of the way in and of the way out."""
_STAY = (0.0, 0.7, 1.4)
"""Seconds before the face."""
_TONES = (0.85, 1.0, 1.1)


def hand_scenes(wanted: SetName, faces: Sequence[Face], count: int) -> tuple[Scene, ...]:
    """Return the scenes of a set with two hands each; equal arguments give equal scenes.

    Parameters
    ----------
    wanted
        The set.
    faces
        Who may play.
    count
        How many scenes; those with odd numbers have movements as well.

    Returns
    -------
    tuple[Scene, ...]
        None if there is no face.
    """
    return tuple(
        _scene(wanted, faces[number % len(faces)], number) for number in range(count) if faces
    )


def _scene(wanted: SetName, face: Face, number: int) -> Scene:
    random = np.random.default_rng([SEEDS[wanted], 88, number])
    size, eye_width, crf, amplitude, noise = _LOOKS[number % len(_LOOKS)]
    rate = _RATES[int(random.integers(len(_RATES)))]
    frames = round(_SECONDS * rate)
    ways = [_WAYS[(2 * number + place) % len(_WAYS)] for place in (0, 1)]
    hands = [
        _hand(random, way, round((0.9 + 3.9 * place) * rate), rate)
        for place, way in enumerate(ways)
    ]
    movements: list[ScriptedMovement] = []
    if number % 2:
        for way, hand in zip(ways, hands, strict=True):
            movements += _gesture(random, way.leaves, hand.arrival - round(0.1 * rate), rate)
        between = hands[0].offset + round(0.4 * rate)
        if between + rate < hands[1].onset:
            movements += _gesture(random, _BROWS + _MOUTH, between, rate)
    return Scene(
        name=f"{wanted[:3]}hand-{number:02d}",
        face=face,
        content="hand",
        size=size,
        eye_width=eye_width,
        crf=crf,
        script=TakeScript(
            rate=rate,
            frames=frames,
            movements=tuple(movements),
            head=HeadMotion(amplitude=amplitude, seed=number),
            noise_sd=noise,
            flicker=0.002,
            light_drift=0.005,
            seed=int(random.integers(1 << 30)),
        ),
        hands=tuple(hands),
    )


def _hand(random: np.random.Generator, way: _Way, onset: int, rate: Fraction) -> ScriptedHand:
    travel, stay = (float(random.choice(levels)) for levels in (_TRAVEL, _STAY))
    arrival = onset + max(2, round(travel * rate))
    leaving = arrival + round(stay * rate)
    place = np.array(way.place) + random.uniform(-0.15, 0.15, 2)
    return ScriptedHand(
        onset=onset,
        arrival=arrival,
        leaving=leaving,
        offset=leaving + max(2, round(travel * rate)),
        place=(round(float(place[0]), 3), round(float(place[1]), 3)),
        comes=way.comes,
        goes=way.goes,
        points=round(way.points + float(random.uniform(-12, 12)), 1),
        tone=float(random.choice(_TONES)),
        seed=int(random.integers(1 << 16)),
    )


def _gesture(
    random: np.random.Generator, choice: tuple[tuple[str, ...], ...], onset: int, rate: Fraction
) -> list[ScriptedMovement]:
    """Write one gesture of both sides that lasts 0.4 to 0.8 s."""
    units = choice[int(random.integers(len(choice)))]
    length = round(float(random.uniform(0.4, 0.8)) * rate)
    peak = round(float(random.uniform(0.025, 0.06)), 4)
    return [
        ScriptedMovement(
            unit=unit, side="both", onset=onset, apex=onset + length // 2,
            offset=onset + length, peak=peak,
        )
        for unit in units
    ]  # fmt: skip


def table(sets: Sets) -> Table:
    """Return what is found while a hand is before the face, and around it."""
    rows = []
    for name, scenes in sets.items():
        for what, part in (
            ("a hand alone", [scene for scene in scenes if not scene.true]),
            ("a hand, and movements", [scene for scene in scenes if scene.true]),
        ):
            rows.append(_row(f"{what} ({name})", part))
    return Table(
        title="A hand before the face",
        columns=(
            "scene (set)", "takes", "minutes", "hands, s", "false moments at a hand",
            "a minute of hands", "other false moments", "movements beside a hand found",
            "other movements found", "false blinks",
        ),
        rows=tuple(rows),
        notes=(
            "The hand is painted, has fingers, texture, a soft edge and a shadow, comes from "
            "six directions in 0.15 to 0.8 s and stays up to 1.4 s; it does not push the "
            "skin. What moves meanwhile stays in sight. At a hand: any shared frame.",
        ),
    )  # fmt: skip


def _row(name: str, part: Sequence[Judged]) -> tuple[str, ...]:
    at_hand = sum(_touches(m.span, _hands(s)) for s in part for m in s.wrong)
    wrong = sum(len(s.wrong) for s in part)
    seconds = sum(span.length / s.rate for s in part for span in _hands(s))
    true = [(t.span, s, any(t is each for _, each in s.pairs)) for s in part for t in s.true]
    beside = [found for span, s, found in true if _touches(span, _hands(s))]
    others = [found for span, s, found in true if not _touches(span, _hands(s))]
    return (
        name,
        str(len(part)),
        f"{sum(s.minutes for s in part):.1f}",
        f"{seconds:.1f}",
        str(at_hand),
        number(60 * at_hand / seconds if seconds else float("nan"), 1),
        str(wrong - at_hand),
        f"{sum(beside)} of {len(beside)}",
        f"{sum(others)} of {len(others)}",
        str(sum(s.blinks.wrong for s in part)),
    )


def _hands(judged: Judged) -> list[FrameRange]:
    return [FrameRange(hand.onset, hand.offset) for hand in judged.scene.hands]


def _touches(span: FrameRange, others: Iterable[FrameRange]) -> bool:
    return any(span.overlap(other) for other in others)
