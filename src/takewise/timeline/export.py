"""What the user can choose about a file for an editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from takewise.errors import SettingsError

MarkersOn: TypeAlias = Literal["timeline", "clip", "both"]
"""What carries the markers."""

_PLACES = ("timeline", "clip", "both")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSettings:
    """How a timeline is written."""

    markers_on: MarkersOn = "timeline"
    """What carries the markers; the timeline is what every editor reads rightly."""

    def __post_init__(self) -> None:
        """Refuse unknown places.

        Raises
        ------
        SettingsError
            If markers cannot lie there.
        """
        if self.markers_on not in _PLACES:
            raise SettingsError(
                f"markers cannot lie on {self.markers_on!r}",
                where="markers_on",
                remedy=f"use one of {', '.join(_PLACES)}",
            )
