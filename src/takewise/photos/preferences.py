"""Whether a photographer agrees with the ranking, and weights that are theirs."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from takewise.model import FloatArray
from takewise.model.photo import FrameScore, RankedShot
from takewise.photos.settings import TERM_KEYS, PortraitSettings

# Difference of two scores below which the ranking itself says that they are alike.
_LEAST_GAP = 0.01

# Difference of a term from which it takes a side.
_DIFFERS = 0.05

# How sure a difference of scores is, logits per unit: 0.05 is taken for 73 to 27.
_SHARPNESS = 20.0

# How strongly fitted weights are held to those before, so that few pairs move them little.
_PULL = 0.3

MOST_CHANGE = 3.0
"""Factor by which a fitted weight may differ from the one before."""

# Every third pair takes no part in the fit, and shows whether it helped.
_HELD_BACK = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pair:
    """Two frames to choose from; which of them ranks higher is not shown."""

    left: RankedShot
    """Shown on the left."""
    right: RankedShot
    """Shown on the right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How often the ranking chose as the photographer did."""

    agreed: int
    """Pairs in which both chose the same."""
    decided: int
    """Pairs in which the photographer chose."""
    terms: Mapping[str, tuple[int, int]]
    """Term to the pairs in which it took a side, and those in which it was right."""

    @property
    def interval(self) -> tuple[float, float]:
        """The share that agrees, as sure as 95 in 100: low and high, 0 to 1 (Wilson 1927)."""
        if not self.decided:
            return 0.0, 1.0
        n, share, z = self.decided, self.agreed / self.decided, 1.96
        middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        reach = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - reach), min(1.0, middle + reach)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Weights fitted to one photographer."""

    settings: PortraitSettings
    """With the fitted weights."""
    before: Agreement
    """Of the weights before, on the pairs that were held back."""
    after: Agreement
    """Of the fitted weights, on the same pairs."""


def choose_pairs(ranked: Sequence[RankedShot], many: int) -> tuple[Pair, ...]:
    """Choose at most `many` pairs of frames with the same people, of one burst or scene.

    The same session gives the same pairs: each frame as seldom as possible, small and large
    differences alike, sides by chance.
    """
    able = sorted(
        (each for each in ranked if each.score.total is not None),
        key=lambda each: each.measured.shot.name,
    )
    names = "\n".join(each.measured.shot.name for each in able)
    chance = random.Random(hashlib.sha256(names.encode()).digest())  # noqa: S311 - no secret
    possible = [
        (one, other)
        for number, one in enumerate(able)
        for other in able[number + 1 :]
        if _comparable(one, other)
    ]
    chance.shuffle(possible)
    # A stable sort: bursts before scenes, in the order of chance within each.
    possible.sort(key=lambda pair: pair[0].burst != pair[1].burst)
    used: dict[str, int] = {}
    chosen: list[Pair] = []
    for most in (1, 2, 4, len(able)):
        for one, other in possible:
            ends = [each.measured.shot.name for each in (one, other)]
            if len(chosen) < many and all(used.get(name, 0) < most for name in ends):
                pair = Pair(left=one, right=other)
                if not any({p.left, p.right} == {one, other} for p in chosen):
                    used.update({name: used.get(name, 0) + 1 for name in ends})
                    swap = chance.random() < 0.5
                    chosen.append(Pair(left=other, right=one) if swap else pair)
    return tuple(chosen)


def agreement(
    pairs: Sequence[Pair], choices: Sequence[str], settings: PortraitSettings
) -> Agreement:
    """Compare choices with scores by the weights of settings.

    A choice is ``"a"`` for the left one, ``"b"`` for the right one, and anything else for neither.
    Equal scores agree with neither choice.
    """
    differences, wanted = _decided(pairs, choices, settings)
    weights = _weights(settings)
    agreed = int(np.sum((differences @ weights) * wanted > 0)) if len(wanted) else 0
    terms = {}
    for column, name in enumerate(TERM_KEYS):
        sided = np.abs(differences[:, column]) >= _DIFFERS if len(wanted) else np.zeros(0, bool)
        right = (differences[:, column] * wanted > 0) & sided if len(wanted) else sided
        terms[name] = int(sided.sum()), int(right.sum())
    return Agreement(agreed=agreed, decided=len(wanted), terms=terms)


def fit_weights(pairs: Sequence[Pair], choices: Sequence[str], settings: PortraitSettings) -> Fit:
    """Fit the weights of the terms to a person's choices, as `agreement` takes them.

    No fitted weight differs from the one before by more than `MOST_CHANGE`. The fit has the
    agreement before and after on every third pair, which it did not use.
    """
    from scipy.optimize import minimize  # noqa: PLC0415

    kept = [n for n in range(len(pairs)) if n % _HELD_BACK == _HELD_BACK - 1]
    used = [n for n in range(len(pairs)) if n % _HELD_BACK != _HELD_BACK - 1]
    differences, wanted = _decided([pairs[n] for n in used], [choices[n] for n in used], settings)
    before = _weights(settings)

    def loss(free: FloatArray) -> float:
        logs = free[:-1]
        weights = before * np.exp(logs)
        # How sure the scores are at all is free, too: choices by chance must not move the
        # weights of terms that took no side.
        sure = _SHARPNESS * math.exp(free[-1]) * (differences @ weights) / weights.sum() * wanted
        return float(np.logaddexp(0, -sure).sum() + _PULL * (logs**2).sum())

    reach = np.where(before > 0, math.log(MOST_CHANGE), 0.0)
    bounds = [*((-each, each) for each in reach), (-5.0, 1.0)]
    found = minimize(loss, np.zeros(len(before) + 1), bounds=bounds)
    weights = before * np.exp(found.x[:-1])
    fitted: dict[str, Any] = {
        key: round(float(weight), 4)
        for key, weight in zip(TERM_KEYS.values(), weights, strict=True)
    }
    mine = replace(settings, **fitted)
    unseen = [pairs[n] for n in kept], [choices[n] for n in kept]
    return Fit(
        settings=mine,
        before=agreement(*unseen, settings),
        after=agreement(*unseen, mine),
    )


def _comparable(one: RankedShot, other: RankedShot) -> bool:
    people = [{face.person for face in each.measured.faces} for each in (one, other)]
    gap = abs((one.score.total or 0.0) - (other.score.total or 0.0))
    return one.scene == other.scene and people[0] == people[1] and gap >= _LEAST_GAP


def _decided(
    pairs: Sequence[Pair], choices: Sequence[str], settings: PortraitSettings
) -> tuple[FloatArray, FloatArray]:
    """Return left minus right of each term, (pairs, terms), and 1 or -1 for the choices."""
    rows, wanted = [], []
    for pair, choice in zip(pairs, choices, strict=True):
        if choice in {"a", "b"}:
            left, right = (_values(each.score, settings) for each in (pair.left, pair.right))
            rows.append(left - right)
            wanted.append(1.0 if choice == "a" else -1.0)
    return np.array(rows).reshape(len(rows), len(TERM_KEYS)), np.array(wanted)


def _values(score: FrameScore, settings: PortraitSettings) -> FloatArray:
    return np.array([settings.unknown if t.value is None else t.value for t in score.terms])


def _weights(settings: PortraitSettings) -> FloatArray:
    weights = np.array(list(settings.weights.values()))
    return np.asarray(weights / weights.sum())
