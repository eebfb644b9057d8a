"""Titles and reasons: plain sentences of movements, never of feelings."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takewise.model import Kind, Movement, Side
from takewise.moments.units import ACTION_UNITS, UNITS
from takewise.moments.words import (
    because,
    blink_words,
    gaze_title,
    gaze_words,
    head_words,
    hold_words,
    size_kind,
    title,
)

FEELINGS = """
    happy happiness happily joy joyful sad sadness sorrow grief anger angry rage furious
    fear fearful afraid scared anxious anxiety nervous disgust disgusted contempt
    contemptuous surprise surprised amazed shock shocked love hate feel feeling feels
    emotion emotional mood content pleased pleasure pain painful worry worried stress
    stressed bored boredom confused confusion excited excitement calm relief relieved shame
    ashamed guilt guilty proud pride jealous envy embarrassed smile smirk frown grin sneer
    scowl wince deceit deceptive lie lying sincere genuine fake
"""
"""Words that judge a person rather than tell what a picture shows."""

SIDES: tuple[Side, ...] = ("left", "right", "both")

movements = st.builds(
    lambda unit, side, peak: Movement(
        unit=unit.code, name=unit.name, side=side if unit.paired else "both", peak=peak
    ),
    st.sampled_from(UNITS),
    st.sampled_from(SIDES),
    st.floats(0.005, 0.2),
)
several = st.lists(movements, min_size=1, max_size=4, unique_by=lambda each: each.unit).map(tuple)


def one(unit: str, side: Side, peak: float = 0.021) -> Movement:
    """Return a movement."""
    name = ACTION_UNITS[unit].name
    return Movement(unit=unit, name=name, side=side, peak=peak)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ((one("AU1", "both"),), "inner brows lift"),
        ((one("AU2", "right"),), "right outer brow lifts"),
        ((one("AU4", "both"),), "brows lower"),
        ((one("AU12", "left"),), "left lip corner rises"),
        ((one("AU12", "both"),), "lip corners rise"),
        ((one("AU15", "both"),), "lip corners drop"),
        ((one("AU10", "both"),), "upper lip lifts"),
        ((one("AU10", "left"),), "left upper lip lifts"),
        ((one("AU17", "both"),), "chin lifts"),
        ((one("AU26", "both"),), "jaw drops"),
        ((one("AU1", "both"), one("AU2", "both")), "brows lift"),
        ((one("AU2", "left"), one("AU1", "left")), "left brow lifts"),
        ((one("AU12", "both"), one("AU6", "both")), "lip corners and cheeks rise"),
        ((one("AU12", "both"), one("AU4", "left")), "lip corners rise, left brow lowers"),
    ],
)
def test_titles(shown: tuple[Movement, ...], expected: str) -> None:
    """A title names the part, its side and what it does, as one would say it."""
    assert title(shown) == expected


@given(several, st.floats(0.05, 6), st.floats(1, 99), st.floats(0, 40))
def test_words_never_name_a_feeling(
    shown: tuple[Movement, ...], seconds: float, strength: float, speed: float
) -> None:
    """No title or reason has a word of feeling or of judgement in it."""
    said = f"{title(shown)}. {because(shown, seconds, strength, head_words(speed))}"
    said = f"{said}. {hold_words(shown, seconds)}"
    assert not set(re.findall(r"[a-z]+", said.lower())) & set(FEELINGS.split())


@given(several)
def test_titles_fit_a_marker_list(shown: tuple[Movement, ...]) -> None:
    """A title is one short line of lower-case words without a full stop."""
    said = title(shown)
    assert re.fullmatch(r"[a-z ,]+", said)
    assert "  " not in said
    assert len(said) <= 64


@given(several, st.floats(0.05, 6), st.floats(1, 99))
def test_one_and_several_agree(
    shown: tuple[Movement, ...], seconds: float, strength: float
) -> None:
    """Every movement's part and past are in the reason, and a side where there is one."""
    said = because(shown, seconds, strength, "the head was still")
    for movement in shown:
        unit = next(each for each in UNITS if each.code == movement.unit)
        who = unit.parts if movement.side == "both" else f"{movement.side} {unit.part}"
        assert f"{who} {unit.past} {movement.peak * 100:.1f} %" in said


def test_reason_is_a_sentence_of_measures() -> None:
    """The reason tells part, direction, size, length, strength and the head, in this order."""
    said = because((one("AU1", "both", 0.021),), 0.21, 9.4, "the head was still")
    assert said == (
        "inner brows rose 2.1 % of an eye-width in 0.21 s, 9 times the noise, "
        "while the head was still"
    )


def test_further_movements_come_after() -> None:
    """What moved with the leading part is told behind it."""
    shown = (one("AU12", "both", 0.03), one("AU4", "left", 0.02))
    said = because(shown, 0.4, 12, "the head was still")
    assert said.endswith("while the head was still; with it left brow came down 2.0 %")


@pytest.mark.parametrize(
    ("speed", "expected"),
    [(0.0, "still"), (10.0, "slowly"), (40.0, "turning")],
)
def test_head_is_told(speed: float, expected: str) -> None:
    """The words for the head follow its speed."""
    assert expected in head_words(speed)


@pytest.mark.parametrize(
    ("speed", "talks", "expected"),
    [
        (0.0, True, "the head was still and the mouth talked, which makes it less sure"),
        (40.0, False, "the head was turning, which makes it less sure"),
        (40.0, True, "the head was turning and the mouth talked, which makes it less sure"),
    ],
)
def test_doubt_is_said_once(speed: float, expected: str, *, talks: bool) -> None:
    """However much makes a movement less sure, one clause says so."""
    assert head_words(speed, talks=talks) == expected


def test_a_mouth_goes_to_a_side() -> None:
    """Of a mouth that is moved aside the side says where to, not which mouth."""
    shown = (one("AU30", "left", 0.074),)
    assert title(shown) == "mouth moves to the left"
    assert because(shown, 0.4, 12, "the head was still").startswith(
        "mouth moved to the left by 7.4 % of an eye-width"
    )


@given(st.floats(0, 1.4), st.floats(0.06, 0.8))
def test_blinks_are_told_in_per_cent(depth: float, seconds: float) -> None:
    """A blink's reason never says more than 100 %."""
    (share,) = re.findall(
        r"(\d+) %", blink_words(depth, (seconds / 2, 0.0, seconds / 2), half=False)
    )
    assert 0 <= int(share) <= 100


def test_half_blinks_say_so() -> None:
    """The reason of a half-blink holds it against the performer's own."""
    said = blink_words(0.33, (0.08, 0.04, 0.08), half=True)
    assert said == (
        "both lids closed by 33 %, well short of this performer's full blinks, "
        "and opened again in 0.20 s: 0.08 s down, 0.04 s low, 0.08 s up"
    )


@given(st.floats(0.05, 6), st.floats(0.001, 0.2))
def test_kinds(seconds: float, peak: float) -> None:
    """Brief is micro whatever its size; longer is subtle or plain by its size."""
    kind = size_kind(seconds, peak, micro_seconds=0.5, subtle_peak=0.05)
    assert (kind is Kind.MICRO) == (seconds <= 0.5)
    if seconds > 0.5:
        assert kind is (Kind.SUBTLE if peak < 0.05 else Kind.EXPRESSION)


@pytest.mark.parametrize("way", ["left", "right", "up", "down"])
def test_eyes_are_told(way: str) -> None:
    """A shift says where the eyes went and that they stayed, a glance when they were back."""
    assert gaze_title(way, returns=False) == f"eyes go {way}"
    assert gaze_title(way, returns=True) == f"eyes glance {way}"
    went, glanced = (gaze_words(way, 0.3, 0.5, returns=returns) for returns in (False, True))
    assert went == f"both irises moved {way} by 15 % of the eye's length and stayed"
    assert glanced.endswith("and were back after 0.50 s")


def test_hold_is_told() -> None:
    """A hold's reason tells the movement and for how long the face kept still."""
    said = hold_words((one("AU4", "both", 0.03),), 2.5)
    assert said == "brows came down 3.0 % of an eye-width and the face then kept still for 2.50 s"
