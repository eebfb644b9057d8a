"""A rating given by hand in our window is a human's: the machine's ranking leaves it."""

from __future__ import annotations

from takewise.sidecars import Facts, RatingRules
from takewise.sidecars.merging import merge, new_packet

REPLACE = RatingRules(ratings=True)
START = new_packet("NEF")


def test_the_machine_leaves_a_rating_given_by_hand() -> None:
    """Also one that replaced the machine's own with the same number of stars."""
    ranked = merge(START, Facts(rating=3), where="x").content
    said = merge(ranked, Facts(rating=3, by_hand=True), where="x")
    assert not said.kept_rating
    later = merge(said.content, Facts(rating=5), where="x")
    assert later.kept_rating
    assert b'xmp:Rating="3"' in later.content


def test_a_hand_may_change_its_mind() -> None:
    """A second rating by hand replaces the first."""
    once = merge(START, Facts(rating=2, label="Red", by_hand=True), where="x").content
    again = merge(once, Facts(rating=4, label="Blue", by_hand=True), where="x")
    assert not again.kept_rating
    assert b'xmp:Rating="4"' in again.content
    assert b'xmp:Label="Blue"' in again.content


def test_a_rating_of_another_program_stays_unless_asked() -> None:
    """By hand as well as by rank."""
    theirs = START.replace(b"photoshop:Sidecar", b'xmp:Rating="1" photoshop:Sidecar')
    kept = merge(theirs, Facts(rating=4, by_hand=True), where="x")
    assert kept.kept_rating
    assert b'xmp:Rating="1"' in kept.content
    forced = merge(theirs, Facts(rating=4, by_hand=True), where="x", rules=REPLACE)
    assert b'xmp:Rating="4"' in forced.content
