"""Units as patterns, and what a displacement is called by them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.model import FloatArray, Movement, Side
from takewise.moments import units
from takewise.moments.excursions import Excursion
from takewise.moments.movements import Gesture, Rise, activity, gestures, name_units
from takewise.moments.units import ACTION_UNITS, UNITS, Channel, Zone
from takewise.motion import REGIONS
from tests import performer
from tests.moments.made import CHANNELS, move
from tests.performer.script import swell
from tests.played import at_rest

NAMES = tuple(REGIONS)
NOISE = np.full((len(NAMES), 2), 0.0005)
COURSE = Excursion(onset=20, apex=26, offset=34, height=0.03)
SIDES: dict[str, tuple[Side, ...]] = {
    unit.code: ("left", "right", "both") if unit.paired else ("both",) for unit in UNITS
}
EVERY = [(unit.code, side) for unit in UNITS for side in SIDES[unit.code]]

each_channel = pytest.mark.parametrize("channel", CHANNELS, ids=lambda c: f"{c.unit.code} {c.side}")
each_unit = pytest.mark.parametrize(("unit", "side"), EVERY)


def mirrored(shift: FloatArray) -> FloatArray:
    """Return the displacement of a mirrored face: the sides change places, x its sign."""
    exchange = {"right": "left", "left": "right"}
    order = [
        NAMES.index(" ".join(exchange.get(word, word) for word in name.split())) for name in NAMES
    ]
    return shift[:, order] * (-1, 1)


def named(shift: FloatArray) -> tuple[Movement, ...]:
    """Return what the face did between the frames of the course."""
    return name_units(shift, COURSE, CHANNELS, NOISE)


def test_no_unit_is_named_that_is_not_in_the_table() -> None:
    """Rules, titles and reasons use codes of the table; the performer plays those of flow."""
    for path in Path(units.__file__).parent.glob("*.py"):
        named = set(re.findall(r'"(AU\d+)"', path.read_text(encoding="utf-8")))
        assert named <= ACTION_UNITS.keys(), path.name
    assert performer.UNITS.keys() == {unit.code for unit in UNITS}
    assert all(code == unit.code for code, unit in ACTION_UNITS.items())
    assert [code for code, unit in ACTION_UNITS.items() if unit.pattern] == [
        unit.code for unit in UNITS
    ]


@each_channel
def test_pattern_leads_with_what_is_seen(channel: Channel) -> None:
    """The region that shows most of a unit shows what flow sees of it, none a tenth more."""
    assert 0.98 <= np.hypot(*channel.pattern.T).max() / channel.unit.seen <= 1.1


@each_channel
def test_pattern_lies_on_its_side(channel: Channel) -> None:
    """A one-sided pattern moves nothing on the other side."""
    other = {"left": "right", "right": "left"}.get(channel.side, "nowhere")
    moved = [NAMES[n] for n in np.flatnonzero(channel.pattern.any(axis=1))]
    assert moved
    assert not any(name.endswith(other) for name in moved)


def test_patterns_mirror() -> None:
    """The pattern of a unit's left side is the mirror of that of its right."""
    for unit in UNITS:
        if unit.paired:
            right, left = (
                next(c.pattern for c in CHANNELS if c.unit is unit and c.side == side)
                for side in ("right", "left")
            )
            assert mirrored(right[None])[0] == pytest.approx(left)


@pytest.mark.parametrize(
    ("unit", "region", "sign"),
    [
        ("AU1", "brow inner right", (0, -1)),
        ("AU4", "brow inner right", (1, 1)),
        ("AU12", "lip corner right", (-1, -1)),
        ("AU2", "brow outer right", (0, -1)),
        ("AU6", "cheek left", (0, -1)),
        ("AU9", "nose wing right", (0, -1)),
        ("AU10", "upper lip side right", (0, -1)),
        ("AU12", "lip corner left", (1, -1)),
        ("AU12", "upper lip side right", (-1, -1)),
        ("AU12", "nasolabial right", (-1, -1)),
        ("AU12", "cheek right", (0, -1)),
        ("AU20", "lip corner left", (1, 0)),
        ("AU14", "lip corner left", (-1, 0)),
        ("AU15", "lip corner left", (0, 1)),
        ("AU26", "chin", (0, 1)),
        ("AU17", "chin", (0, -1)),
    ],
)
def test_patterns_point_where_facs_says(unit: str, region: str, sign: tuple[int, int]) -> None:
    """Each unit pulls its region the way the FACS manual says; x is the picture's right, y down."""
    side = region.rsplit(maxsplit=1)[-1]
    channel = next(c for c in CHANNELS if c.unit.code == unit and c.side in {side, "both"})
    assert tuple(np.sign(channel.pattern[NAMES.index(region)])) == sign


@each_channel
def test_activity_is_the_displacement(channel: Channel) -> None:
    """A face that moves by a unit's pattern times 0.03 has an activity of 0.03 in its channel."""
    course = 0.03 * swell(60, 20, 26, 34)
    shift = course[:, None, None] * channel.pattern
    assert activity(shift, channel) == pytest.approx(course)
    assert activity(-shift, channel) == pytest.approx(-course)


@each_unit
def test_unit_is_named_by_its_own_pattern(unit: str, side: Side) -> None:
    """A movement of 3 % by a unit's pattern is named as that unit on that side, with its size."""
    lead, *rest = named(move(at_rest(60), unit, side, (20, 26, 34), 0.03).shift)
    assert (lead.unit, lead.side) == (unit, side)
    assert lead.peak == pytest.approx(0.03, rel=0.2)
    assert lead.name == next(each.name for each in UNITS if each.code == unit)
    assert rest == []


@each_unit
def test_mirrored_movement_has_the_mirrored_side(unit: str, side: Side) -> None:
    """On a mirrored face the same unit is named on the other side, as large."""
    shift = move(at_rest(60), unit, side, (20, 26, 34), 0.03).shift
    here, there = named(shift)[0], named(mirrored(shift))[0]
    assert there.unit == here.unit
    assert there.side == {"left": "right", "right": "left", "both": "both"}[here.side]
    assert there.peak == pytest.approx(here.peak, rel=1e-6)


@pytest.mark.parametrize(
    ("first", "second"), [("AU1", "AU2"), ("AU6", "AU12"), ("AU1", "AU12"), ("AU4", "AU15")]
)
def test_units_together_are_named_together(first: str, second: str) -> None:
    """Two units that move at once by as much are both named."""
    signals = move(at_rest(60), first, "both", (20, 26, 34), 0.03)
    move(signals, second, "both", (20, 26, 34), 0.03)
    assert {first, second} <= {movement.unit for movement in named(signals.shift)}


@given(st.floats(0.6, 1.0), st.booleans())
def test_nearly_even_sides_are_both(share: float, left: bool) -> None:  # noqa: FBT001
    """A side that moves by 60 % of the other or more moves too: the movement is on both."""
    signals = move(at_rest(60), "AU12", "left", (20, 26, 34), 0.04 * (1.0 if left else share))
    move(signals, "AU12", "right", (20, 26, 34), 0.04 * (share if left else 1.0))
    assert named(signals.shift)[0].side == "both"


@given(st.floats(0.0, 0.25))
def test_uneven_sides_are_the_stronger(share: float) -> None:
    """A side that moves by a quarter of the other or less only follows it."""
    signals = move(at_rest(60), "AU12", "left", (20, 26, 34), 0.04)
    move(signals, "AU12", "right", (20, 26, 34), 0.04 * share)
    assert named(signals.shift)[0].side == "left"


def test_movements_are_strongest_first() -> None:
    """Of two units, the one that moved more comes first."""
    signals = move(at_rest(60), "AU12", "both", (20, 26, 34), 0.03)
    move(signals, "AU1", "both", (20, 26, 34), 0.05)
    peaks = [movement.peak for movement in named(signals.shift)]
    assert peaks == sorted(peaks, reverse=True)
    assert named(signals.shift)[0].unit == "AU1"


def test_nothing_is_named_where_nothing_moved() -> None:
    """A face that does not move at all shows no unit."""
    assert named(np.zeros((60, len(NAMES), 2))) == ()


def rise(zone: Zone, onset: int, apex: int, offset: int, ratio: float) -> Rise:
    """Return a channel's rise."""
    course = Excursion(onset=onset, apex=apex, offset=offset, height=0.01 * ratio)
    return Rise(zone=zone, course=course, noise=0.002, needed=course.height / ratio)


def test_overlapping_rises_of_a_zone_are_one_gesture() -> None:
    """Rises of one part of the face at one time are one gesture, led by the strongest."""
    weak, strong = rise("brows", 10, 14, 20, 1.5), rise("brows", 11, 15, 21, 4.0)
    (gesture,) = gestures((weak, strong))
    assert gesture == Gesture(rises=(strong, weak))
    assert (gesture.lead, gesture.zones) == (strong, {"brows"})


def test_a_movement_after_another_is_no_step_of_it() -> None:
    """Corners that drop as a smile ends, and last as long again, are a gesture of their own."""
    smile, drop = rise("mouth", 10, 18, 30, 4.0), rise("mouth", 24, 32, 38, 1.5)
    assert [each.lead for each in gestures((drop, smile))] == [smile, drop]


def test_a_small_step_within_a_movement_is_part_of_it() -> None:
    """A rise that lies in one more than twice as clear is the same gesture."""
    smile, step = rise("mouth", 10, 18, 60, 4.0), rise("mouth", 30, 34, 40, 1.5)
    assert len(gestures((step, smile))) == 1
    assert len(gestures((replace(step, course=replace(step.course, height=0.03)), smile))) == 2


@pytest.mark.parametrize("zone", get_args(Zone))
def test_rises_apart_in_time_are_two_gestures(zone: Zone) -> None:
    """Rises that do not overlap are gestures of their own, in order of onset."""
    late, early = rise("brows", 40, 44, 50, 4.0), rise(zone, 10, 14, 20, 1.5)
    assert [each.lead for each in gestures((late, early))] == [early, late]


def test_touching_rises_of_a_zone_are_two_gestures() -> None:
    """Rises of one zone that share less than 30 % of the shorter's time stay apart."""
    first, second = rise("mouth", 10, 14, 20, 3.0), rise("mouth", 18, 24, 30, 2.0)
    assert [each.lead for each in gestures((first, second))] == [first, second]


def test_zones_that_peak_together_are_one_gesture() -> None:
    """A brow that peaks within a stronger smile belongs to it; both zones are told."""
    smile, brow = rise("mouth", 10, 18, 30, 4.0), rise("brows", 12, 17, 26, 2.0)
    (gesture,) = gestures((brow, smile))
    assert gesture.lead == smile
    assert gesture.zones == {"mouth", "brows"}


def test_brow_that_peaks_after_a_smile_is_its_own() -> None:
    """A brow that starts within a stronger smile but peaks after it is a gesture of its own."""
    smile, brow = rise("mouth", 10, 18, 30, 4.0), rise("brows", 22, 32, 40, 2.0)
    assert [each.lead for each in gestures((brow, smile))] == [smile, brow]


def test_no_rises_no_gestures() -> None:
    """Where nothing rises there is no gesture."""
    assert gestures(()) == ()
