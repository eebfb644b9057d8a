"""Hints: readings by rule, only when asked for, always worded as a resemblance."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.model import Movement, Side
from takewise.moments import MomentSettings, find_moments
from takewise.moments.hints import RULES, hint
from takewise.moments.units import ACTION_UNITS
from tests.moments.made import move
from tests.played import at_rest

CODES = list(ACTION_UNITS)


def shown(*units: str, side: Side = "both") -> tuple[Movement, ...]:
    """Return movements by some units."""
    return tuple(Movement(unit=unit, name="", side=side, peak=0.03) for unit in units)


@pytest.mark.parametrize(("reading", "rule"), RULES)
def test_each_rule_is_told(reading: str, rule: frozenset[str]) -> None:
    """The units of a rule resemble its reading, and the rule is told with it."""
    said = hint(shown(*rule))
    assert said is not None
    assert said.startswith(f"resembles {reading} (rule ")
    assert all(unit in said for unit in rule)


@pytest.mark.parametrize(("reading", "rule"), RULES)
def test_rules_are_of_units_that_are_measured(reading: str, rule: frozenset[str]) -> None:
    """No rule needs a unit that is never measured."""
    assert reading
    assert rule <= set(CODES)


@pytest.mark.parametrize("unit", ["AU12", "AU14"])
def test_one_sided_corner(unit: str) -> None:
    """A lip corner that moves on one side alone has a reading of its own; on both it has none."""
    assert hint(shown(unit, side="left")) == f"resembles contempt (rule {unit} on one side)"
    assert hint(shown(unit)) is None


@given(st.lists(st.sampled_from(CODES), max_size=5, unique=True))
def test_hints_only_resemble(units: list[str]) -> None:
    """Whatever moved, a hint says what it resembles and by which rule, or nothing."""
    said = hint(shown(*units))
    assert said is None or (said.startswith("resembles ") and said.endswith(")"))


@given(st.permutations(["AU1", "AU4", "AU15", "AU20"]))
def test_order_of_units_says_nothing(units: list[str]) -> None:
    """The order of the movements does not change the reading; the most demanding rule wins."""
    assert hint(shown(*units)) == "resembles sadness (rule AU1 + AU4 + AU15)"


def test_hints_are_off_unless_asked_for() -> None:
    """The same take has a hint only with the setting; all else is equal, the id too."""
    signals = move(at_rest(192), "AU12", "left", (80, 90, 104), 0.04)
    plain, asked = (
        find_moments(signals.motion(), 24.0, MomentSettings(hints=hints), take="x")
        for hints in (False, True)
    )
    assert plain[0].hint is None
    assert asked[0].hint == "resembles contempt (rule AU12 on one side)"
    assert replace(asked[0], hint=None) == plain[0]
