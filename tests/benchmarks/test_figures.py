"""Tests of how scenes are judged and figures are made of it."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction

import pytest

from takewise.clock import FrameRange
from takewise.model import Kind, Moment, Movement, Side
from tests.benchmarks.faces import Face
from tests.benchmarks.figures import false_alarms, overall, timing
from tests.benchmarks.matching import Counts
from tests.benchmarks.naming import reliability, sides, units
from tests.benchmarks.scenes import Scene
from tests.benchmarks.synthetic import Judged
from tests.benchmarks.tables import Table, number, spread
from tests.performer import ScriptedBlink, ScriptedGaze, ScriptedMovement, TakeScript

SMILE = ScriptedMovement(unit="AU12", side="left", onset=20, apex=25, offset=40, peak=0.03)
CHEEK = dataclasses.replace(SMILE, unit="AU6", peak=0.02)
BROW = ScriptedMovement(unit="AU1", side="both", onset=60, apex=65, offset=70, peak=0.02)
BLINK = ScriptedBlink(onset=90, closed=92, offset=96)


def found(
    start: int, end: int, unit: str = "AU12", side: Side = "left", kind: Kind = Kind.MICRO
) -> Moment:
    """Return a found moment whose apex is five frames after its onset."""
    return Moment(
        id=f"m-{start}-{kind}", person="A", kind=kind, span=FrameRange(start, end),
        apex=start + 5, movements=(Movement(unit=unit, name="", side=side, peak=0.015),),
        strength=9.0, confidence=0.8, title="", because="",
    )  # fmt: skip


def judged(*moments: Moment) -> Judged:
    """Judge what was found in a take of a smile, a brow and a blink."""
    scene = Scene(
        name="one",
        face=Face(name="astronaut", file=None, set="development"),
        content="movements",
        size=(960, 540),
        eye_width=90.0,
        crf=20,
        script=TakeScript(
            rate=Fraction(25), frames=150, movements=(SMILE, CHEEK, BROW), blinks=(BLINK,)
        ),
    )
    return Judged(scene=scene, found=moments, people=1)


def cells(table: Table, row: str) -> dict[str, str]:
    """Return the cells of a named row by their column."""
    return next(
        dict(zip(table.columns, each, strict=True)) for each in table.rows if each[0] == row
    )


def test_movements_of_the_same_frames_are_one_moment() -> None:
    """The smile with its cheek is one true moment, strongest first; the brow another."""
    smile, brow = judged().true
    assert [each.unit for each in smile.movements] == ["AU12", "AU6"]
    assert (smile.span, brow.span) == (FrameRange(20, 40), FrameRange(60, 70))


def test_moments_and_blinks_are_counted_apart() -> None:
    """A right smile, a false moment, a missed brow and a right blink."""
    take = judged(found(21, 41), found(110, 120), found(90, 96, kind=Kind.BLINK))
    assert take.counts == Counts(1, 1, 1)
    assert take.blinks == Counts(1, 0, 0)
    assert [each.span.start for each in take.wrong] == [110]
    assert [each.movements[0].unit for each in take.missed] == ["AU1"]


def test_a_blink_in_the_wrong_place_is_invented_and_missed() -> None:
    """Blinks are not paired with moments, nor with blinks elsewhere."""
    assert judged(found(20, 40, kind=Kind.BLINK)).blinks == Counts(0, 1, 1)


def test_a_look_aside_is_found_there_or_back() -> None:
    """One shift during it is enough, two are no fault; one elsewhere is false."""
    take = judged(*(found(start, start + 3, kind=Kind.GAZE) for start in (100, 120, 140)))
    look = ScriptedGaze(onset=100, arrival=102, leaving=120, offset=123, shift=(0.05, 0.0))
    script = dataclasses.replace(take.scene.script, gazes=(look,))
    aside = dataclasses.replace(take, scene=dataclasses.replace(take.scene, script=script))
    assert aside.gazes == Counts(1, 1, 0)
    assert take.gazes == Counts(0, 3, 0)


def test_overall_pools_the_counts_of_all_takes() -> None:
    """Two rights, one false and two missed of two takes: F1 is 4 of 7."""
    sets = {"development": [judged(found(21, 41), found(110, 120)), judged(found(60, 70))]}
    assert cells(overall(sets), "development")["F1 (95 %)"].startswith("0.57 ")


def test_errors_of_time_keep_their_direction_in_the_last_column() -> None:
    """An onset one frame late at 25 frames/s is 40 ms late."""
    row = cells(timing({"development": [judged(found(21, 41))]}), "onset (development)")
    assert row["frames, median / 90 %"] == "1.0 / 1.0"
    assert row["ms, median / 90 %"] == "40 / 40"
    assert row["median late (+) or early (-), frames"] == "1.0"


def test_false_moments_are_counted_by_the_minute() -> None:
    """Two moments in six seconds without movements are 20 a minute."""
    take = judged(found(110, 120), found(130, 140))
    still = dataclasses.replace(
        take,
        scene=dataclasses.replace(
            take.scene, content="stillness", script=TakeScript(rate=Fraction(25), frames=150)
        ),
    )
    row = cells(false_alarms({"final": [still]}), "stillness (final)")
    assert row["per minute"] == "20.0"


def test_a_name_is_right_if_any_true_unit_has_it() -> None:
    """Cheek first is right for a smile with its cheek; chin first is not."""
    right = cells(units({"development": [judged(found(21, 41, "AU6"))]}), "AU12")
    wrong = cells(units({"development": [judged(found(21, 41, "AU17"))]}), "AU12")
    assert (right["named first"], wrong["named first"]) == ("1.00", "0.00")
    assert wrong["other names given first"] == "AU17 1"


def test_a_combination_is_wholly_named_if_every_unit_is() -> None:
    """The smile's cheek is missing in the first, and named in the second."""
    part = found(21, 41)
    cheek = Movement(unit="AU6", name="", side="left", peak=0.01)
    both = dataclasses.replace(part, movements=(*part.movements, cheek))
    rows = [cells(units({"development": [judged(each)]}), "AU12") for each in (part, both)]
    assert [row["every unit named"] for row in rows] == ["0.00", "1.00"]


def test_sides_are_the_true_one_against_the_found_one() -> None:
    """A left smile that is called both-sided stands in the row of the left."""
    row = cells(sides({"development": [judged(found(21, 41, side="both"))]}), "left")
    assert (row["found left"], row["found both"]) == ("0", "1")


def test_reliability_holds_confidence_against_what_was_right() -> None:
    """One right and one wrong at 0.8: half are right, the Brier score is 0.34."""
    table = reliability("development", [judged(found(21, 41), found(110, 120))])
    assert [row[3] for row in table.rows] in (["0.00", "1.00"], ["1.00", "0.00"])
    assert "Brier score 0.34" in table.notes[0]


def test_figures_of_nothing_are_dashes() -> None:
    """Shares of nothing are no figures."""
    assert number(math.nan) == spread([]) == "–"


@pytest.mark.parametrize("rows", [(), (("a", "1"),)])
def test_tables_become_markdown(rows: tuple[tuple[str, ...], ...]) -> None:
    """A table without rows is its title and its notes."""
    text = Table(title="T", columns=("x", "y"), rows=rows, notes=("Said.",)).markdown()
    assert text.startswith("### T\n\nSaid.\n")
    assert ("| a | 1 |" in text) == bool(rows)
