"""Tests of the rule by which found moments are counted."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.clock import FrameRange
from tests.benchmarks.matching import Counts, Rule, iou, match

RULES: tuple[Rule, ...] = ("optimal", "greedy")

spans = st.builds(
    lambda start, length: FrameRange(start, start + length), st.integers(0, 60), st.integers(1, 30)
)
takes = st.lists(spans, max_size=7)


def judged(found: list[FrameRange], true: list[FrameRange]) -> Counts:
    """Count by the optimal rule."""
    pairs = len(match(found, true))
    return Counts(pairs, len(found) - pairs, len(true) - pairs)


@given(spans)
def test_a_range_is_wholly_like_itself(span: FrameRange) -> None:
    """The intersection of a range with itself is its union."""
    assert iou(span, span) == 1.0


@given(spans, spans)
def test_likeness_has_no_direction(one: FrameRange, other: FrameRange) -> None:
    """Intersection over union is the same either way round."""
    assert iou(one, other) == iou(other, one)


def test_half_open_ranges_that_touch_share_nothing() -> None:
    """Frame 10 belongs to one of 0-10 and 10-20 only."""
    assert iou(FrameRange(0, 10), FrameRange(10, 20)) == 0.0


def test_intersection_over_union_is_counted_in_frames() -> None:
    """Ranges 0-10 and 5-15 share 5 frames of 15."""
    assert iou(FrameRange(0, 10), FrameRange(5, 15)) == pytest.approx(1 / 3)


@pytest.mark.parametrize("rule", RULES)
def test_half_of_the_union_is_enough_and_less_is_not(rule: Rule) -> None:
    """5 of 10 shared frames make a pair, 5 of 11 do not."""
    true = [FrameRange(0, 10)]
    assert match([FrameRange(0, 5)], true, rule=rule) == ((0, 0),)
    assert match([FrameRange(5, 11)], true, rule=rule) == ()


@given(st.lists(spans, min_size=1, max_size=7, unique=True))
def test_finding_exactly_what_is_there_is_perfect(true: list[FrameRange]) -> None:
    """Identical spans give an F1 of 1, however they overlap each other."""
    assert judged(true, true).f1 == 1.0


@pytest.mark.parametrize("rule", RULES)
def test_a_moment_that_is_found_twice_is_right_once(rule: Rule) -> None:
    """The second report of one true span is wrong."""
    twice = [FrameRange(0, 10), FrameRange(1, 11)]
    assert match(twice, [FrameRange(0, 10)], rule=rule) == ((0, 0),)


@pytest.mark.parametrize("rule", RULES)
def test_two_true_spans_are_not_found_by_one(rule: Rule) -> None:
    """One report covers one of two true spans, the one it fits better."""
    assert match([FrameRange(1, 11)], [FrameRange(0, 9), FrameRange(1, 12)], rule=rule) == ((0, 1),)


def test_the_rules_differ_where_the_best_pair_costs_another() -> None:
    """The optimal rule gives up the best pair if that makes one pair more."""
    found = [FrameRange(0, 10), FrameRange(4, 12)]
    true = [FrameRange(2, 10), FrameRange(0, 6)]
    assert match(found, true, rule="optimal") == ((0, 1), (1, 0))
    assert match(found, true, rule="greedy") == ((0, 0),)


def test_nothing_found_and_nothing_true_have_no_score() -> None:
    """Shares of nothing are NaN, so that no mean takes them for 0 or 1."""
    empty = judged([], [])
    assert all(math.isnan(value) for value in (empty.f1, empty.precision, empty.recall))


@pytest.mark.parametrize(
    ("found", "true", "counts"),
    [([], [FrameRange(0, 5)], Counts(0, 0, 1)), ([FrameRange(0, 5)], [], Counts(0, 1, 0))],
)
def test_one_side_without_spans_gives_an_f1_of_nought(
    found: list[FrameRange], true: list[FrameRange], counts: Counts
) -> None:
    """All true spans are missed, or all found ones are wrong."""
    assert judged(found, true) == counts
    assert counts.f1 == 0.0


@given(takes, takes)
def test_no_span_is_used_twice(found: list[FrameRange], true: list[FrameRange]) -> None:
    """Every pair reaches the least likeness, with a found and a true span of its own."""
    for rule in RULES:
        pairs = match(found, true, rule=rule)
        assert all(iou(found[i], true[j]) >= 0.5 for i, j in pairs)
        assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


@given(takes, takes)
def test_the_optimal_rule_never_makes_fewer_pairs(
    found: list[FrameRange], true: list[FrameRange]
) -> None:
    """Greedy choices can only lose pairs, and no more than half of them."""
    best, greedy = (len(match(found, true, rule=rule)) for rule in RULES)
    assert greedy <= best <= 2 * greedy


@pytest.mark.parametrize(
    ("share", "value"),
    [
        (lambda counts: counts.precision, 0.6),
        (lambda counts: counts.recall, 0.75),
        (lambda counts: counts.f1, 2 / 3),
    ],
)
def test_shares_are_of_the_pooled_counts(share: Callable[[Counts], float], value: float) -> None:
    """2 right with 2 wrong, pooled with 1 right and 1 missed: 3 right of 5 found and 4 true."""
    assert share(Counts(2, 2, 0) + Counts(1, 0, 1)) == pytest.approx(value)
