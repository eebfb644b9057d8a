"""What a sidecar is to say, and how much of it may be said against what others said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from takewise.sidecars.packet import OURS, Packet
from takewise.sidecars.stars import (
    ACDSEE_FIELD,
    GOOD,
    LABEL,
    PERCENT_FIELD,
    PICK,
    RATING,
    Given,
    Name,
    RatingRules,
    is_strange,
    percent_of,
    stars_in,
    stars_of_percent,
)

_OUR_RATING, _OUR_LABEL = (OURS, "Rating"), (OURS, "Label")
_HAND_RATING, _HAND_LABEL = (OURS, "HandRating"), (OURS, "HandLabel")
_HAND_PICK = (OURS, "HandPick")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a sidecar is to say."""

    rating: int | None = None
    """0 to 5, by hand -1 too; None leaves it."""
    label: str | None = None
    """Free text; None leaves it."""
    pick: int | None = None
    """1 picked, -1 rejected, 0 neither, by hand only; None leaves it."""
    keywords: tuple[str, ...] = ()
    """Keywords that are to be there."""
    retired: tuple[str, ...] = ()
    """Keywords of ours that are to be removed."""
    ours: Mapping[str, str] = field(default_factory=dict)
    """Properties of our own namespace by name: score, rank, reasons."""
    by_hand: bool = False
    """Whether a human gave rating and label in our window: later rankings leave them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What may be set in a packet, and what others said that stays."""

    wanted: Mapping[Name, str]
    """Property to its new value."""
    kept_rating: int | None
    """Another rating that others gave: -1 to 5, 0 for one that is no number; None for none."""
    kept_label: bool
    """Whether another label of others stays."""
    kept_pick: int | None
    """Another pick (1) or reject (-1) of others; None for none."""


def what_may_be_set(packet: Packet, facts: Facts, rules: RatingRules, given: Given) -> Allowed:
    """Return which of the ratings, labels and picks may be set in a packet.

    With it goes our record of what is set, by which it is known as ours later. `given` is what
    others said of the photograph elsewhere.
    """
    wanted: dict[Name, str] = {}
    rating = _put_rating(wanted, packet, facts, rules, given)
    label = _put_label(wanted, packet, facts, rules, given)
    pick = _put_pick(wanted, packet, facts, rules, given)
    return Allowed(wanted=wanted, kept_rating=rating, kept_label=label, kept_pick=pick)


def others_said(packet: Packet, *, by_hand: bool = False) -> Given:
    """Return what others said in a sidecar: all that our own record does not list as ours.

    `by_hand` says whether what a human said in our window counts as ours, or as a human's word.
    """
    mine = _mine(packet, (_OUR_RATING, _HAND_RATING), by_hand=by_hand)
    there = value_of(packet, RATING) or ""
    ratings = [
        stars_of_percent(value_of(packet, PERCENT_FIELD) or ""),
        stars_in(value_of(packet, ACDSEE_FIELD) or ""),
    ]
    if there in mine:
        # What was made to agree with ours is ours.
        ratings = [each for each in ratings if each != stars_in(there)]
    else:
        ratings = [stars_in(there), *ratings]
    label = value_of(packet, LABEL) or ""
    own_labels = _mine(packet, (_OUR_LABEL, _HAND_LABEL), by_hand=by_hand)
    pick = value_of(packet, PICK) or ""
    own_pick = by_hand and pick == value_of(packet, _HAND_PICK)
    return Given(
        ratings=tuple(each for each in ratings if each),
        label="" if label in own_labels else label,
        pick=None if own_pick else stars_in(pick),
    )


def _mine(packet: Packet, records: tuple[Name, Name], *, by_hand: bool) -> set[str | None]:
    ours, hand = records
    return {value_of(packet, ours)} | ({value_of(packet, hand)} if by_hand else set())


def _put_rating(
    wanted: dict[Name, str], packet: Packet, facts: Facts, rules: RatingRules, given: Given
) -> int | None:
    """Ask for the rating where it is allowed; return another rating that stays."""
    rating, kept = facts.rating, None
    if rating is None:
        return None
    there = value_of(packet, RATING) or ""
    if is_strange(there) and not rules.ratings:
        return 0
    if facts.by_hand and not rating and not stars_in(there):
        # A rating that was taken back before it was ever written.
        return None
    others = given.joined(others_said(packet, by_hand=facts.by_hand))
    standing = rules.standing(others.ratings)
    if standing is not None and not rules.replaces(standing):
        kept = standing if standing != rating else None
        mine = _mine(packet, (_OUR_RATING, _HAND_RATING), by_hand=facts.by_hand)
        if there not in mine or stars_in(there) in {None, standing}:
            return kept
        # Ours disagrees with what the photographer says elsewhere: it gives way.
        rating = standing
    wanted[RATING] = wanted[_HAND_RATING if facts.by_hand else _OUR_RATING] = str(rating)
    if facts.by_hand and value_of(packet, _OUR_RATING):
        # It is no longer the machine's, so that the machine leaves it.
        wanted[_OUR_RATING] = ""
    for name, number in ((PERCENT_FIELD, percent_of(rating)), (ACDSEE_FIELD, max(0, rating))):
        if value_of(packet, name) is not None:
            wanted[name] = str(number)
    return kept


def _put_label(
    wanted: dict[Name, str], packet: Packet, facts: Facts, rules: RatingRules, given: Given
) -> bool:
    """Ask for the label where it is allowed; return whether another one stays."""
    label = facts.label
    if label is None or not (label or value_of(packet, LABEL)):
        return False
    theirs = given.joined(others_said(packet, by_hand=facts.by_hand)).label
    if theirs and not rules.ratings:
        kept = theirs != label
        mine = _mine(packet, (_OUR_LABEL, _HAND_LABEL), by_hand=facts.by_hand)
        if (value_of(packet, LABEL) or None) not in mine - {None, "", theirs}:
            return kept
        label = theirs
    else:
        kept = False
    wanted[LABEL] = wanted[_HAND_LABEL if facts.by_hand else _OUR_LABEL] = label
    if facts.by_hand and value_of(packet, _OUR_LABEL):
        wanted[_OUR_LABEL] = ""
    return kept


def _put_pick(
    wanted: dict[Name, str], packet: Packet, facts: Facts, rules: RatingRules, given: Given
) -> int | None:
    """Ask for the pick where it is allowed; return another one that stays."""
    if facts.pick is None:
        return None
    theirs = given.joined(others_said(packet, by_hand=True)).pick
    if not rules.replaces(theirs):
        return theirs if theirs != facts.pick else None
    if not facts.pick and value_of(packet, PICK) is None:
        return None
    wanted[PICK] = wanted[_HAND_PICK] = str(facts.pick)
    if value_of(packet, GOOD) is not None:
        wanted[GOOD] = "true" if facts.pick > 0 else "false"
    return None


def value_of(packet: Packet, name: Name) -> str | None:
    """Return a simple property's value; None where there is none."""
    for description in packet.descriptions:
        for attribute in description.attributes:
            if attribute.name == name:
                return attribute.value
        for child in description.children:
            if child.name == name:
                return child.place.text.strip()
    return None
