"""What is written into sidecars, and under which name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from takewise.errors import SettingsError
from takewise.model.decisions import Flag

NAMINGS = ("auto", "adobe", "darktable")

# How fields are named in `flag_pick` and `flag_reject`.
_PICK, _LABEL, _KEYWORD, _RATING = "xmpDM:pick", "label:", "keyword:", "rating"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagFields:
    """Where a flag of the window goes, so that other programs see it."""

    pick: bool = False
    """Whether it goes into `xmpDM:pick`, as Lightroom's flag."""
    label: str | None = None
    """Label that stands for it; None for none."""
    keywords: tuple[str, ...] = ()
    """Keywords that stand for it."""
    rating: bool = False
    """Whether a reject becomes the rating -1, in the place of stars."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SidecarSettings:
    """Which ratings, labels and keywords go into XMP sidecars."""

    stars: tuple[float, ...] = (0.50, 0.60, 0.70, 0.80, 0.90)
    """Lowest score for one, two, three, four and five stars; what is below the first has none."""
    rate_all: bool = False
    """Whether every frame gets stars; else only the picks do."""
    pick_label: str = ""
    """Label of the picks, free text; your editor shows a colour where it is one of its own
    label names, such as "Green". Empty writes none."""
    pick_keywords: tuple[str, ...] = ()
    """Keywords of the picks; removed from frames that are no longer picks."""
    naming: str = "auto"
    """adobe (IMG.xmp), darktable (IMG.CR3.xmp; digiKam's too), or auto: the kind that is
    there already, or IMG.xmp for raw files and IMG.jpg.xmp for others."""
    treat_as_unrated: tuple[int, ...] = ()
    """Stars that count as no rating when another person gave them; [1] for darktable, which gives
    one star to all that it imports."""
    flag_pick: tuple[str, ...] = (_PICK,)
    """How other programs see a pick of the review window (P): any of "xmpDM:pick" (Lightroom's
    flag), "label:Select" and "keyword:picked" with a text of yours. Empty: they do not."""
    flag_reject: tuple[str, ...] = (_PICK,)
    """How they see a reject (X): the same, and "rating", which writes -1 in the place of stars, as
    Bridge and darktable have it. No photograph is ever deleted."""

    def __post_init__(self) -> None:
        """Raise `SettingsError` for stars that do not rise, or an unknown naming or flag field."""
        rising = all(low <= high for low, high in zip(self.stars, self.stars[1:], strict=False))
        if len(self.stars) != 5 or not rising or not all(0 <= each <= 1.01 for each in self.stars):
            raise SettingsError(
                "five scores from 0 to 1 that do not fall are needed",
                where="sidecars.stars",
                remedy="write for instance [0.5, 0.6, 0.7, 0.8, 0.9]",
            )
        if self.naming not in NAMINGS:
            raise SettingsError(
                f"{self.naming!r} is no naming",
                where="sidecars.naming",
                remedy=f"choose {', '.join(NAMINGS)}",
            )

        if wrong := [each for each in self.treat_as_unrated if not 1 <= each <= 5]:
            raise SettingsError(
                f"{wrong[0]} is no number of stars",
                where="sidecars.treat_as_unrated",
                remedy="name 1 to 5, for instance [1]",
            )
        for flag in Flag:
            self.fields_of(flag)

    def fields_of(self, flag: Flag) -> FlagFields:
        """Return the fields that a flag, pick or reject, is written to.

        Raises `SettingsError` if a field of `flag_pick` or `flag_reject` is unknown.
        """
        name = f"flag_{flag.value}"
        found = FlagFields()
        for text in self.flag_pick if flag is Flag.PICK else self.flag_reject:
            if text == _PICK:
                found = replace(found, pick=True)
            elif text.startswith(_LABEL) and text != _LABEL:
                found = replace(found, label=text.removeprefix(_LABEL))
            elif text.startswith(_KEYWORD) and text != _KEYWORD:
                keyword = text.removeprefix(_KEYWORD)
                found = replace(found, keywords=(*found.keywords, keyword))
            elif text == _RATING and flag is Flag.REJECT:
                found = replace(found, rating=True)
            else:
                more = ' or "rating"' if flag is Flag.REJECT else ""
                raise SettingsError(
                    f"{text!r} is no field for a {flag.value}",
                    where=f"sidecars.{name}",
                    remedy=f'write "{_PICK}", "label:NAME", "keyword:NAME"{more}',
                )
        return found

    def rating(self, score: float) -> int:
        """Return the stars for a score of 0 to 1: 0 to 5."""
        return sum(score >= least for least in self.stars)
