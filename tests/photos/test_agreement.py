"""Pairs shown blind, agreement counted, weights fitted within bounds."""

from __future__ import annotations

import random

import pytest

from takewise.model.photo import RankedShot
from takewise.photos import (
    TERM_KEYS,
    Pair,
    PickLimits,
    PortraitSettings,
    agreement,
    choose_pairs,
    fit_weights,
    rank_photos,
)
from takewise.photos.preferences import MOST_CHANGE
from tests.photos.made import face, shot

SETTINGS = PortraitSettings()


@pytest.fixture(scope="module")
def ranked() -> tuple[RankedShot, ...]:
    """Return a session in which smiles and sharpness vary independently."""
    chance = random.Random(3)
    shots = []
    for n in range(40):
        smile, blur = chance.choice([0.0, 0.05, 0.1]), chance.choice([0.005, 0.012, 0.03])
        made = face(smile=smile, cheeks=0.3 * smile, blur=blur)
        shots.append(shot(n, made, seconds=3.0 * n))
    return rank_photos(shots, PickLimits(), SETTINGS)


def by_score(pairs: tuple[Pair, ...]) -> list[str]:
    """Return the choices of somebody who always takes the higher score."""
    return ["a" if (p.left.score.total or 0) > (p.right.score.total or 0) else "b" for p in pairs]


def by_term(pairs: tuple[Pair, ...], name: str) -> list[str]:
    """Return the choices of somebody who looks at one term alone."""
    choices = []
    for pair in pairs:
        left, right = (
            next(t.value or 0.0 for t in side.score.terms if t.name == name)
            for side in (pair.left, pair.right)
        )
        choices.append("=" if left == right else "a" if left > right else "b")
    return choices


def test_pairs_are_the_same_each_time(ranked: tuple[RankedShot, ...]) -> None:
    """The same session gives the same pairs, each once, whatever order it comes in."""

    def names(pairs: tuple[Pair, ...]) -> list[tuple[str, str]]:
        return [(p.left.measured.shot.name, p.right.measured.shot.name) for p in pairs]

    pairs = names(choose_pairs(ranked, 20))
    assert pairs == names(choose_pairs(ranked[::-1], 20))
    assert len({frozenset(pair) for pair in pairs}) == 20


def test_sides_are_by_chance(ranked: tuple[RankedShot, ...]) -> None:
    """The better frame is now left, now right."""
    choices = by_score(choose_pairs(ranked, 20))
    assert 4 <= choices.count("a") <= 16


def test_agreement_is_counted(ranked: tuple[RankedShot, ...]) -> None:
    """Who takes the higher score agrees always, who takes the lower never; "=" is not counted."""
    pairs = choose_pairs(ranked, 20)
    choices = by_score(pairs)
    assert agreement(pairs, choices, SETTINGS).agreed == 20
    against = ["b" if choice == "a" else "a" for choice in choices]
    assert agreement(pairs, against, SETTINGS).agreed == 0
    assert agreement(pairs, ["="] * 20, SETTINGS).decided == 0


def test_the_interval_is_honest(ranked: tuple[RankedShot, ...]) -> None:
    """Twenty of twenty are not all: the lower end is 84 % (Wilson)."""
    pairs = choose_pairs(ranked, 20)
    low, high = agreement(pairs, by_score(pairs), SETTINGS).interval
    assert low == pytest.approx(0.839, abs=0.001)
    assert high == pytest.approx(1.0)


def test_the_term_that_was_wrong_is_named(ranked: tuple[RankedShot, ...]) -> None:
    """Somebody who cares for smiles alone finds the expression right whenever it takes a side."""
    pairs = choose_pairs(ranked, 60)
    found = agreement(pairs, by_term(pairs, "expression"), SETTINGS)
    sided, right = found.terms["expression"]
    assert sided == right > 20
    sided, right = found.terms["sharp eyes"]
    assert right < sided


def test_weights_move_toward_the_choices(ranked: tuple[RankedShot, ...]) -> None:
    """Choices by sharpness raise its share, and agree better on pairs the fit never saw."""
    pairs = choose_pairs(ranked, 90)
    done = fit_weights(pairs, by_term(pairs, "sharp eyes"), SETTINGS)
    before = SETTINGS.sharp_eyes_weight / SETTINGS.expression_weight
    after = done.settings.sharp_eyes_weight / done.settings.expression_weight
    assert after > 1.5 * before
    assert done.after.agreed > done.before.agreed


def test_weights_stay_within_bounds(ranked: tuple[RankedShot, ...]) -> None:
    """No weight changes by more than the factor, and terms that took no side keep theirs."""
    pairs = choose_pairs(ranked, 30)
    chance = random.Random(1)
    done = fit_weights(pairs, [chance.choice("ab") for _ in pairs], SETTINGS)
    for key in TERM_KEYS.values():
        ratio = getattr(done.settings, key) / getattr(SETTINGS, key)
        assert 1 / MOST_CHANGE - 1e-3 <= ratio <= MOST_CHANGE + 1e-3
    assert done.settings.light_weight == pytest.approx(SETTINGS.light_weight, rel=0.35)
