"""The painted hand: where it is, what it leaves alone, and that it is always the same."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from tests.performer import Portrait, ScriptedHand, TakeScript, pictures, with_hands

HAND = ScriptedHand(
    onset=2, arrival=4, leaving=5, offset=8,
    place=(0.0, 1.7), comes=90.0, goes=0.0, points=0.0,
)  # fmt: skip
SCRIPT = TakeScript(rate=Fraction(24), frames=9, noise_sd=0.0)


def film(portrait: Portrait, *hands: ScriptedHand) -> list[np.ndarray]:
    """Return the pictures of a still performer with hands."""
    return list(with_hands(pictures(portrait, SCRIPT), portrait, SCRIPT, hands))


def test_a_hand_is_before_the_mouth_and_not_before_the_eyes(small_performer: Portrait) -> None:
    """At rest below the face its fingers cover the mouth; the eyes stay as they are."""
    bare, seen = film(small_performer)[4], film(small_performer, HAND)[4]
    changed = np.abs(seen.astype(int) - bare).max(axis=2)
    mouth, eye, brow = (
        np.rint(small_performer.points[list(pair)].mean(axis=0)).astype(int)
        for pair in ((13, 14), (33, 133), (105, 52))
    )
    assert changed[mouth[1] - 3 : mouth[1] + 4, mouth[0] - 8 : mouth[0] + 9].mean() > 10
    assert changed[eye[1], eye[0]] == 0
    assert changed[brow[1], brow[0]] == 0


def test_a_hand_is_there_from_its_onset_to_its_offset(small_performer: Portrait) -> None:
    """Before the onset and from the offset on, the film is as without it."""
    bare, seen = film(small_performer), film(small_performer, HAND)
    same = [bool((a == b).all()) for a, b in zip(bare, seen, strict=True)]
    assert all(same[:2])
    assert same[8]
    assert not any(same[4:6])


def test_equal_hands_give_equal_pictures(small_performer: Portrait) -> None:
    """The same hand is painted the same, another seed's differently."""
    again, other = film(small_performer, HAND), film(small_performer, replace(HAND, seed=1))
    assert (film(small_performer, HAND)[4] == again[4]).all()
    assert (other[4] != again[4]).any()


@pytest.mark.parametrize("degrees", [0.0, 90.0, 180.0, -90.0])
def test_a_hand_comes_from_and_goes_where_it_is_told(degrees: float) -> None:
    """It starts far off on one side, is at its place in between, and ends on the other side."""
    course = replace(HAND, comes=degrees, goes=degrees + 180.0).course(9)
    way = np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    assert (course[0] - HAND.place) @ way > 4
    assert np.hypot(*(course[4] - HAND.place)) < 0.2
    assert (course[8] - HAND.place) @ way < -4
