"""Action units as displacement patterns, and the words for them.

What each unit does to the skin is after the Facial Action Coding System (Ekman,
Friesen and Hager 2002), reduced to the regions that `takewise.model.RegionMotion`
measures; the shares of forehead, glabella, inner brow, lower lip and corners were set
halfway to what a ridge regression of five real faces' regions on their blendshapes
gives. A pattern gives, per region, the direction and the share of the unit's
displacement that the region shows; the leading region has length 1. *Inward* is
toward the midline, so that one table serves both sides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal, TypeAlias

import numpy as np

from takewise.model import FloatArray, Side

Zone: TypeAlias = Literal["brows", "eyes", "mouth"]
"""Part of the face: what moves together and what disturbs it differ by zone."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unit:
    """One action unit as a pattern of displacement on one side of the face."""

    code: str
    """FACS code, e.g. ``"AU12"``."""
    name: str
    """FACS name."""
    zone: Zone
    """Part of the face."""
    seen: float
    """Share of the true displacement that the regions show: windows are wider than the
    movement's top, and flow is smooth. Medians of the moments of the benchmark's
    development faces in views of 64 pixels, less the 3.5 % that views of 48 show less;
    AU14 and AU26 as the like of them."""
    pattern: dict[str, tuple[float, float]]
    """Region (without its side) to (inward, down), shares of the displacement."""
    part: str
    """What moves, singular: ``"lip corner"``."""
    parts: str
    """The same for both sides: ``"lip corners"``."""
    verb: tuple[str, str]
    """What it does: (one, several): ``("rises", "rise")``."""
    past: str
    """What it did: ``"rose"``."""
    paired: bool = True
    """Whether each side can move alone."""


UNITS: tuple[Unit, ...] = (
    Unit(
        code="AU1", name="inner brow raiser", zone="brows", seen=0.51,
        pattern={
            "brow inner": (0, -1), "brow outer": (0, -0.25), "forehead": (0, -0.6),
            "glabella": (0, -0.4),
        },
        part="inner brow", parts="inner brows", verb=("lifts", "lift"), past="rose",
    ),
    Unit(
        code="AU2", name="outer brow raiser", zone="brows", seen=0.68,
        pattern={"brow outer": (0, -1), "brow inner": (0, -0.4)},
        part="outer brow", parts="outer brows", verb=("lifts", "lift"), past="rose",
    ),
    Unit(
        code="AU4", name="brow lowerer", zone="brows", seen=0.49,
        pattern={"brow inner": (0.6, 0.8), "brow outer": (0.2, 0.35), "glabella": (0, 0.5)},
        part="brow", parts="brows", verb=("lowers", "lower"), past="came down",
    ),
    Unit(
        code="AU6", name="cheek raiser", zone="eyes", seen=0.55,
        pattern={"cheek": (0, -0.9), "infraorbital": (0, -1)},
        part="cheek", parts="cheeks", verb=("lifts", "lift"), past="rose",
    ),
    Unit(
        code="AU9", name="nose wrinkler", zone="eyes", seen=0.50,
        pattern={"nose wing": (0, -1), "nasolabial": (0, -0.5), "nose root": (0, 0.2)},
        part="nose wing", parts="nose wings", verb=("lifts", "lift"), past="rose",
    ),
    Unit(
        code="AU10", name="upper lip raiser", zone="mouth", seen=0.59,
        pattern={"upper lip side": (0, -1), "nasolabial": (0, -0.6)},
        part="upper lip", parts="upper lip", verb=("lifts", "lifts"), past="rose",
    ),
    Unit(
        code="AU12", name="lip corner puller", zone="mouth", seen=0.68,
        pattern={
            "lip corner": (-0.65, -0.75), "nasolabial": (-0.2, -0.3),
            "upper lip side": (-0.25, -0.3), "cheek": (0, -0.25), "below corner": (-0.2, -0.2),
        },
        part="lip corner", parts="lip corners", verb=("rises", "rise"), past="rose",
    ),
    Unit(
        code="AU14", name="dimpler", zone="mouth", seen=0.58,
        pattern={"lip corner": (1, 0), "below corner": (0.5, 0)},
        part="lip corner", parts="lip corners", verb=("tightens", "tighten"), past="drew in",
    ),
    Unit(
        code="AU15", name="lip corner depressor", zone="mouth", seen=0.60,
        pattern={"lip corner": (0, 1), "below corner": (0, 0.6)},
        part="lip corner", parts="lip corners", verb=("drops", "drop"), past="dropped",
    ),
    Unit(
        code="AU17", name="chin raiser", zone="mouth", seen=0.39,
        pattern={"chin": (0, -1), "lower lip": (0, -1)},
        part="chin", parts="chin", verb=("lifts", "lifts"), past="rose", paired=False,
    ),
    Unit(
        code="AU20", name="lip stretcher", zone="mouth", seen=0.57,
        pattern={"lip corner": (-1, 0), "below corner": (-0.5, 0)},
        part="lip corner", parts="lip corners", verb=("stretches", "stretch"), past="stretched",
    ),
    Unit(
        code="AU26", name="jaw drop", zone="mouth", seen=0.58,
        pattern={
            "chin": (0, 1), "lower lip": (0, 1), "below corner": (0, 0.45), "lip corner": (0, 0.3),
        },
        part="jaw", parts="jaw", verb=("drops", "drops"), past="dropped", paired=False,
    ),
)  # fmt: skip
"""The units that region motion can distinguish; lids are read from the mesh points."""

LIDS: tuple[Unit, ...] = (
    Unit(
        code="AU5", name="upper lid raiser", zone="eyes", seen=1.0, pattern={},
        part="upper lid", parts="upper lids", verb=("lifts", "lift"), past="rose",
    ),
    Unit(
        code="AU7", name="lid tightener", zone="eyes", seen=1.0, pattern={},
        part="lids", parts="lids", verb=("tighten", "tighten"), past="drew together",
    ),
    Unit(
        code="AU43", name="eyes closed", zone="eyes", seen=1.0, pattern={},
        part="eye", parts="eyes", verb=("stays closed", "stay closed"), past="closed",
    ),
    Unit(
        code="AU46", name="wink", zone="eyes", seen=1.0, pattern={},
        part="eye", parts="eyes", verb=("winks", "wink"), past="closed by",
    ),
)  # fmt: skip
"""The units of the lids, without a pattern: flow is blind to them."""

LIPS_PART = Unit(
    code="AU25", name="lips part", zone="mouth", seen=1.0, pattern={}, paired=False,
    part="lips", parts="lips", verb=("part", "part"), past="parted",
)  # fmt: skip
"""The one unit that is read from the gap between the lips."""

STRETCH = Unit(
    code="AU27", name="mouth stretch", zone="mouth", seen=1.0, pattern={}, paired=False,
    part="mouth", parts="mouth", verb=("opens wide", "opens wide"), past="opened",
)  # fmt: skip
"""A jaw that drops as far as it goes."""

LIPS_PRESS = Unit(
    code="AU24", name="lip pressor", zone="mouth", seen=1.0, pattern={}, paired=False,
    part="lips", parts="lips", verb=("press together", "press together"), past="grew thinner by",
)  # fmt: skip
"""The one unit that is read from the height of the lips' red."""

BLINK = Unit(
    code="AU45", name="blink", zone="eyes", seen=1.0, pattern={},
    part="eye", parts="eyes", verb=("blinks", "blink"), past="closed",
)  # fmt: skip
"""The one unit that is no gesture; it is read from the lids."""

PUCKER = Unit(
    code="AU18", name="lip pucker", zone="mouth", seen=1.0, pattern={}, paired=False,
    part="lips", parts="lips", verb=("purse", "purse"), past="narrowed by",
)  # fmt: skip
"""Read from the width of the mouth."""

ASIDE = Unit(
    code="AU30", name="jaw sideways", zone="mouth", seen=1.0, pattern={},
    part="mouth", parts="mouth", verb=("moves aside", "moves aside"), past="moved aside by",
)  # fmt: skip
"""Read from both corners of the mouth, which go the same way; FACS has it as AD30."""

ACTION_UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        unit.code: unit
        for unit in (*UNITS, *LIDS, LIPS_PART, STRETCH, LIPS_PRESS, PUCKER, ASIDE, BLINK)
    }
)
"""Every unit by its code: all that a movement can be."""


def units_of(zone: Zone) -> frozenset[str]:
    """Return the codes of the units of a part of the face that region motion shows."""
    return frozenset(unit.code for unit in UNITS if unit.zone == zone)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Channel:
    """One unit on one side, applied to the measured regions."""

    unit: Unit
    """The action unit."""
    side: Side
    """The performer's own; ``"both"`` where the sides cannot move alone."""
    pattern: FloatArray
    """float64 (regions, 2), x right and y down: what the regions show of a
    displacement of 1."""


@cache
def channels(regions: tuple[str, ...]) -> tuple[Channel, ...]:
    """Return every unit on every side as a pattern over the given regions."""
    return tuple(
        Channel(unit=unit, side=side, pattern=unit.seen * _laid_over(unit, side, regions))
        for unit in UNITS
        for side in (_PAIR if unit.paired else _WHOLE)
    )


_PAIR: tuple[Side, ...] = ("right", "left")
_WHOLE: tuple[Side, ...] = ("both",)


def without_side(region: str) -> str:
    """Return a region's name without the side of the face that it is on."""
    return region.removesuffix(" right").removesuffix(" left")


def _laid_over(unit: Unit, side: Side, regions: tuple[str, ...]) -> FloatArray:
    """Place a one-sided pattern; a midline region shares in half of a one-sided unit."""
    pattern = np.zeros((len(regions), 2))
    for name, (inward, down) in unit.pattern.items():
        for each in ("right", "left"):
            if side in (each, "both") and f"{name} {each}" in regions:
                # The performer's right is on the picture's left: inward is +x there.
                sign = 1 if each == "right" else -1
                pattern[regions.index(f"{name} {each}")] = (sign * inward, down)
        if name in regions:
            pattern[regions.index(name)] = (0, down * (0.5 if unit.paired else 1))
    return pattern
