"""Whether found moments have the right names, and deserve their confidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from takewise.model import Moment, Movement, Side
from takewise.moments.units import UNITS
from tests.benchmarks.figures import Sets
from tests.benchmarks.synthetic import Judged, TrueMoment
from tests.benchmarks.tables import Table, number

_SIDES: tuple[Side, ...] = ("left", "right", "both")
_ZONES = {unit.code: unit.zone for unit in UNITS}
_MIDLINE = frozenset({"AU17", "AU26"})
# Units without sides.


def units(sets: Sets) -> Table:
    """Return, for each true leading unit, how often it is found and what it is called."""
    scenes = [scene for part in sets.values() for scene in part]
    pairs = [pair for scene in scenes for pair in scene.pairs]
    missed = [each for scene in scenes for each in scene.missed]
    codes = sorted({t.movements[0].unit for _, t in pairs} | {t.movements[0].unit for t in missed})
    rows = [
        _unit_row(
            code,
            [pair for pair in pairs if pair[1].movements[0].unit == code],
            sum(true.movements[0].unit == code for true in missed),
        )
        for code in sorted(codes, key=lambda code: int(code[2:]))
    ]
    return Table(
        title="Names of action units",
        columns=(
            "leading unit", "movements", "found", "named first", "every unit named",
            "other names given first",
        ),
        rows=(*rows, _unit_row("all", pairs, len(missed), count_names=False)),
        notes=(
            "Of " + " and ".join(sets) + " together; combinations stand under their "
            "strongest unit. *Named first*: the first name given is one of the true units; *every "
            "unit named*: all of them are given, those of a combination too.",
        ),
    )  # fmt: skip


def _unit_row(
    name: str, pairs: Sequence[tuple[Moment, TrueMoment]], missed: int, *, count_names: bool = True
) -> tuple[str, ...]:
    right, complete, others = 0, 0, Counter[str]()
    for found, true in pairs:
        wanted = {movement.unit for movement in true.movements}
        first = found.movements[0].unit
        right += first in wanted
        complete += wanted <= {movement.unit for movement in found.movements}
        others.update([first] * (first not in wanted))
    count = len(pairs)
    return (
        name,
        str(count + missed),
        number(count / (count + missed) if count + missed else np.nan),
        number(right / count if count else np.nan),
        number(complete / count if count else np.nan),
        ", ".join(f"{unit} {n}" for unit, n in others.most_common(3)) if count_names else "",
    )


def rightness(scenes: Sequence[Judged]) -> tuple[float, float, float]:
    """Return how often the found moments have the right region, unit and side.

    Parameters
    ----------
    scenes
        Judged takes.

    Returns
    -------
    tuple[float, float, float]
        Shares, 0 to 1, NaN if there is none: of all rightly found moments those whose
        first name is of the true leading unit's part of the face, and those whose first
        name is one of the true units; of the rightly named units those on the true side.
    """
    pairs = [pair for scene in scenes for pair in scene.pairs]
    region = [_zone(found.movements[0]) == _zone(true.movements[0]) for found, true in pairs]
    unit = [
        found.movements[0].unit in {each.unit for each in true.movements} for found, true in pairs
    ]
    side = [
        named.side == true.movements[0].side
        for found, true in pairs
        if (named := _same(found, true))
    ]
    return _share(region), _share(unit), _share(side)


def _zone(movement: Movement) -> str:
    return _ZONES[movement.unit]


def _share(truths: Sequence[bool]) -> float:
    return float(np.mean(truths)) if truths else float("nan")


def correctness(sets: Sets) -> Table:
    """Return the shares of `rightness` for each set."""
    return Table(
        title="Region, action unit and side",
        columns=("set", "region right", "unit right", "side right"),
        rows=tuple(
            (name, *(number(share) for share in rightness(scenes))) for name, scenes in sets.items()
        ),
        notes=("Of the moments that were found; regions are brows, middle of the face, mouth.",),
    )


def sides(sets: Sets) -> Table:
    """Return which side is named, against which side moved."""
    pairs = [
        (true.movements[0].side, named.side)
        for part in sets.values()
        for scene in part
        for found, true in scene.pairs
        if (named := _same(found, true))
    ]
    counts = Counter(pairs)
    return Table(
        title="Sides of rightly named units",
        columns=("true side", *(f"found {side}" for side in _SIDES)),
        rows=tuple((true, *(str(counts[true, found]) for found in _SIDES)) for true in _SIDES),
        notes=("The performer's own sides; units on the midline are left out.",),
    )


def _same(found: Moment, true: TrueMoment) -> Movement | None:
    """Return the found movement of the true leading unit, if that has sides."""
    wanted = true.movements[0].unit
    named = (movement for movement in found.movements if movement.unit == wanted)
    return None if wanted in _MIDLINE else next(named, None)


def displacement(sets: Sets) -> Table:
    """Return how large displacements are measured, against how large they are."""
    rows = []
    for name, scenes in sets.items():
        ratios = [
            named.peak / true.movements[0].peak
            for scene in scenes
            for found, true in scene.pairs
            if (named := _same(found, true))
        ]
        low, middle, high = np.percentile(ratios, [10, 50, 90]) if ratios else [np.nan] * 3
        rows.append((name, str(len(ratios)), number(low), number(middle), number(high)))
    return Table(
        title="Measured over true displacement, of rightly named units",
        columns=("set", "moments", "10 %", "median", "90 %"),
        rows=tuple(rows),
    )


def reliability(name: str, scenes: Sequence[Judged]) -> Table:
    """Return how often moments of each confidence are right."""
    said = [(found.confidence, True) for scene in scenes for found, _ in scene.pairs]
    said += [(found.confidence, False) for scene in scenes for found in scene.wrong]
    said.sort()
    confidence = np.array([c for c, _ in said])
    right = np.array([r for _, r in said], float)
    rows, gap = [], 0.0
    for part in np.array_split(np.arange(len(said)), 10):
        if len(part):
            mean, share = confidence[part].mean(), right[part].mean()
            gap += abs(mean - share) * len(part) / len(said)
            rows.append(
                (
                    f"{confidence[part[0]]:.2f}–{confidence[part[-1]]:.2f}",
                    str(len(part)),
                    number(mean),
                    number(share),
                )
            )
    brier = ((confidence - right) ** 2).mean() if said else np.nan
    return Table(
        title=f"What confidence is worth ({name})",
        columns=("confidence, by tenths of the moments", "moments", "mean confidence", "right"),
        rows=tuple(rows),
        notes=(f"Expected calibration error {number(gap)}, Brier score {number(float(brier))}.",),
    )
