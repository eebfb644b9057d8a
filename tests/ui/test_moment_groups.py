"""Headings, search and the most visible moments: a list of a long take."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from takewise.model import Kind, Moment
from takewise.model.decisions import Decisions
from takewise.ui.takes import Order, ReviewState, moment_list, rows_of
from takewise.ui.takes.moment_groups import Heading, grouped
from takewise.ui.takes.moment_list import listed
from takewise.ui.takes.state import FEW
from tests.library.values import SPOKEN
from tests.ui.shown import moment, shown

MINUTES = 3 * 60 * 24
"""Frames of a take of three minutes."""


def long_take(*moments: Moment) -> ReviewState:
    """Return a take of three minutes with these moments."""
    return ReviewState(takes=(shown("long", frames=MINUTES, moments=moments),))


def titled(state: ReviewState) -> list[str]:
    """Return the titles and the headings as they are listed."""
    rows = listed(rows_of(state.takes, state.shown, state.choice), state.searched)
    return [
        f"{each.words} ({each.count})" if isinstance(each, Heading) else each.moment.title
        for each in grouped(state, rows)
    ]


def at_second(second: int, title: str) -> Moment:
    """Return a moment at a second of the take."""
    return moment(second * 24, second * 24 + 2, second * 24 + 9, title=title)


LONG = long_take(at_second(3, "one"), at_second(59, "two"), at_second(130, "three"))


def test_minutes_are_headings_in_a_long_take() -> None:
    """A minute without moments has none."""
    assert titled(LONG) == ["0:00 to 1:00 (2)", "one", "two", "2:00 to 3:00 (1)", "three"]


def test_lines_are_headings_where_they_are_known() -> None:
    """A moment is under the line it comes in or after; moments before all lines come first."""
    (take,) = LONG.takes
    assert take.analysis is not None
    assert SPOKEN.dialogue is not None
    first, second = SPOKEN.dialogue.lines
    later = replace(first, start=Fraction(4)), replace(second, start=Fraction(100))
    spoken = replace(SPOKEN.dialogue, lines=later, deliveries=())
    analysis = replace(take.analysis, dialogue=spoken)
    state = replace(LONG, takes=(replace(take, analysis=analysis),))
    assert titled(state) == [
        "before the first line (1)",
        "one",
        "line 1 · off camera (1)",
        "two",
        "line 2 · A “I know” (1)",
        "three",
    ]


def test_takes_next_to_each_other_are_grouped_by_minute_of_the_clock() -> None:
    """Their sync points, not their beginnings, are on one clock; the first take begins minute 0."""
    (take,) = LONG.takes
    later = replace(take, decisions=Decisions(sync=24))
    state = replace(LONG, takes=(take, later))
    assert titled(state)[0] == "0:00 to 1:00 (3)"


def test_no_headings_in_a_short_take_or_another_order() -> None:
    """The clearest are not in the order of time."""
    assert titled(replace(LONG, choice=replace(LONG.choice, order=Order.STRENGTH)))[0] == "one"
    short = ReviewState(takes=(shown("one"),))
    assert titled(short) == ["brows lift", "lip corners rise", "brows lower"]


def test_the_search_leaves_titles_with_every_word() -> None:
    """Upper and lower case are one; what is exported stays the same."""
    state = moment_list.search(
        long_take(at_second(3, "brows lift"), at_second(9, "brows lower")), " LIFT bro"
    )
    assert titled(state) == ["0:00 to 1:00 (1)", "brows lift"]
    assert sum(row.kept for row in rows_of(state.takes, state.shown, state.choice)) == 2


def test_the_most_visible_are_kept_by_strength_confidence_and_emphasis() -> None:
    """Markers set by hand stay, and so does a lower number in the settings."""
    plain = [at_second(n, f"moment {n}") for n in range(1, 31)]
    doubtful = replace(plain[2], strength=15.0, confidence=plain[2].confidence / 3)
    stressed = replace(plain[3], strength=9.0, emphasis=1.5)
    by_hand = moment(5, 5, 6, kind=Kind.MARKER, strength=0.0, title="mine")
    strong = [replace(each, strength=11.0) for each in plain[4:23]]
    state = long_take(by_hand, doubtful, stressed, *strong, *plain[23:])
    few = moment_list.toggle_few(state)
    left = [each for each in titled(few) if "to" not in each]
    assert left == ["mine", "moment 4", *(f"moment {n}" for n in range(5, 24))]
    assert len(left) == FEW + 1
    assert len(titled(moment_list.toggle_few(few))) > FEW + 1
    three = replace(few, choice=replace(few.choice, most=3))
    assert three.choice.selection.most == 3
