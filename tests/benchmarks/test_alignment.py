"""The alignment benchmark knows what is true of the pairs that it makes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from takewise.model.alignment import CANNOT_TELL
from tests.benchmarks.alignment import Laid, accuracy, calibration, lay
from tests.benchmarks.readings import Pair, stretch
from tests.spoken import RATE, clap

LAID = Laid(
    kind="stretched", speech="made", pace=1.1, decibels=10, how="", method="speech",
    sureness=0.9, errors=np.array([0.01, 0.02]),
)  # fmt: skip


def test_stretched_sound_is_where_it_should_be() -> None:
    """A clap of a stretched sound lies at its time multiplied, within 10 ms."""
    for pace in (0.85, 1.15):
        sound = stretch(clap(3.0, 1.0) + clap(3.0, 2.0, seed=1), pace)
        for at in (1.0, 2.0):
            begin = round((at * pace - 0.1) * RATE)
            loud = np.abs(sound[begin : begin + round(0.2 * RATE)])
            onset = begin / RATE + np.flatnonzero(loud > 0.3 * loud.max())[0] / RATE
            assert abs(onset - at * pace) < 0.01


def test_one_place_that_is_wrong_makes_a_pair_wrong() -> None:
    """A pair is right only where each of its places is."""
    assert LAID.right
    assert not replace(LAID, errors=np.array([0.01, 0.081])).right
    assert not replace(LAID, kind="unrelated", errors=np.zeros(0)).right


def test_a_wrong_pair_is_counted_where_it_was_told() -> None:
    """What is wrong and told counts as wrong; what is wrong and said to be unsure does not."""
    wrong = replace(LAID, errors=np.array([0.2]))
    told = accuracy([LAID, wrong]).rows[0]
    assert (told[1], told[2], told[-1]) == ("2", "2", "1")
    unsure = accuracy([LAID, replace(wrong, sureness=CANNOT_TELL - 0.01)]).rows[0]
    assert (unsure[1], unsure[2], unsure[-1]) == ("2", "1", "0")


def test_sureness_is_held_against_what_is_right() -> None:
    """Half right among the sure ones reads as one half, and a told unrelated pair is counted."""
    lie = replace(LAID, kind="unrelated", errors=np.zeros(0))
    table = calibration([LAID, lie])
    assert ("0.80 to 0.95", "2", "0.50") in table.rows
    assert "1 unrelated pairs 1 were" in table.notes[0]


def test_a_pair_is_laid_as_the_commands_do_it() -> None:
    """The true offset of a piece is found through the same door."""
    whole = np.random.default_rng(1).normal(0, 0.1, 8 * RATE).astype(np.float32)
    whole *= np.repeat(np.random.default_rng(2).uniform(0, 1, 80), RATE // 10).astype(np.float32)
    pair = Pair(
        kind="cut", speech="made", pace=1.0, decibels=30, how="", clock=whole,
        take=whole[2 * RATE : 6 * RATE], own=np.zeros(1), truth=np.full(1, 2.0),
    )  # fmt: skip
    assert lay(pair).right
    assert lay(pair).told
