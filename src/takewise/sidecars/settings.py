"""What is written into sidecars, and under which name."""

from __future__ import annotations

from dataclasses import dataclass

from takewise.errors import SettingsError

NAMINGS = ("auto", "adobe", "darktable")


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
    """Keywords of the picks; taken away again from frames that are picks no more."""
    naming: str = "auto"
    """adobe (IMG.xmp), darktable (IMG.CR3.xmp; digiKam's too), or auto: whatever is there
    already, else IMG.xmp for raw files and IMG.jpg.xmp for others."""

    def __post_init__(self) -> None:
        """Refuse what cannot be written.

        Raises
        ------
        SettingsError
            If the stars do not rise, or the naming is unknown.
        """
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

    def rating(self, score: float) -> int:
        """Return the stars for a score of 0 to 1: 0 to 5."""
        return sum(score >= least for least in self.stars)
