"""The fields in which programs keep a rating, and the rules for replacing one.

One photograph may hold its rating in several fields: XMP, EXIF, and what Windows and
ACDSee have of their own. A rating in any of them is its photographer's word.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from takewise.errors import SettingsError
from takewise.sidecars.packet import XMP

Name: TypeAlias = tuple[str, str]
"""Namespace and local name of a property."""

MICROSOFT = "http://ns.microsoft.com/photo/1.0"
ACDSEE = "http://ns.acdsee.com/iptc/1.0/"
DYNAMIC = "http://ns.adobe.com/xmp/1.0/DynamicMedia/"
"""Namespaces; ExifTool's tag names, XMP-microsoft, XMP-acdsee and XMP-xmpDM."""

REJECTED = -1
"""The rating that means rejected: ISO 16684-1:2019, section 8.4."""

RATING, LABEL = (XMP, "Rating"), (XMP, "Label")
PICK, GOOD = (DYNAMIC, "pick"), (DYNAMIC, "good")
"""Lightroom Classic's flag: 1 picked, -1 rejected, 0 neither; and whether it is a keeper. Versions
before 13.2 are said to keep flags in their catalogue alone."""

PERCENT_FIELD, ACDSEE_FIELD = (MICROSOFT, "Rating"), (ACDSEE, "rating")
"""Where Windows and ACDSee keep it in XMP; digiKam writes both."""

# What Windows writes for no to five stars, as EXIF 0x4749 and MicrosoftPhoto:Rating.
_PERCENT = (0, 1, 25, 50, 75, 99)

# Lowest per cent that Windows shows as one to five stars: its property System.Rating.
_LEAST_PERCENT = (1, 13, 38, 63, 88)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What others said of a photograph, inside its files or in another sidecar."""

    ratings: tuple[int, ...] = ()
    """1 to 5, or -1 for rejected, of each field that has one."""
    label: str = ""
    """The colour label's text; empty for none."""
    pick: int | None = None
    """1 picked, -1 rejected (`xmpDM:pick`); None for neither."""

    def joined(self, other: Given) -> Given:
        """Return what two places say together; of labels and picks the first counts."""
        return Given(
            ratings=(*self.ratings, *other.ratings),
            label=self.label or other.label,
            pick=self.pick or other.pick,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingRules:
    """Which ratings of others may be replaced."""

    ratings: bool = False
    """Whether stars, labels and picks that others gave are; a rejected photograph is not."""
    rejected: bool = False
    """Whether rejected ones (-1) are, too."""
    unrated: frozenset[int] = frozenset()
    """Stars that count as no rating: darktable gives 1 to all that it imports."""

    def __post_init__(self) -> None:
        """Raise `SettingsError` if one of `unrated` is not 1 to 5."""
        wrong = [each for each in self.unrated if not 1 <= each <= 5]
        if wrong:
            raise SettingsError(
                f"{wrong[0]} is no number of stars",
                where="treat-as-unrated",
                remedy="name 1 to 5; rejected photographs have --overwrite-rejected",
            )

    def standing(self, ratings: Iterable[int | None]) -> int | None:
        """Return the rating that counts among several: rejected, or the first; None for none."""
        found = [each for each in ratings if each and each not in self.unrated]
        return REJECTED if REJECTED in found else next(iter(found), None)

    def replaces(self, there: int | None) -> bool:
        """Return whether such a rating or pick may be replaced; None is none."""
        if there == REJECTED:
            return self.rejected
        return self.ratings or not there


def stars_in(text: str) -> int | None:
    """Read a number of stars as XMP has it: ``4``, ``4.0``, ``-1``.

    None for 0, which means unrated, and for what is no number of stars.
    """
    number = _number(text)
    if number is None:
        return None
    return REJECTED if number < 0 else min(5, math.ceil(number)) or None


def is_strange(text: str) -> bool:
    """Return whether a rating says something, but no number."""
    return bool(text.strip()) and _number(text) is None


def stars_of_percent(text: str) -> int | None:
    """Read a rating in per cent, as Windows has it; None for none."""
    number = _number(text)
    if number is None:
        return None
    return REJECTED if number < 0 else sum(number >= least for least in _LEAST_PERCENT) or None


def percent_of(stars: int) -> int:
    """Return the per cent that Windows writes for a rating; rejected has none of its own."""
    return _PERCENT[max(0, stars)]


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
