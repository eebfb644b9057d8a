"""How each line of a scene is given in each of its takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Measure: TypeAlias = Literal["reply", "pause", "hold", "breath", "gaze", "blink"]
"""What is measured of a line, as `takewise.model.dialogue.Delivery` has it."""

MEASURES: Mapping[Measure, str] = {
    "reply": "from the cue to the first sound of the line",
    "pause": "silence before the line",
    "hold": "from the end of the line to the first movement",
    "breath": "how long before the line a breath begins",
    "gaze": "how long before the line the eyes leave",
    "blink": "from the nearest end of the line to the nearest blink",
}
"""The measures in the order in which they are shown, each in words. All are seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One measure of one line in one take."""

    seconds: float
    """How long; a blink before the end of the line that it is next to is negative."""
    error: int
    """Of `seconds`, milliseconds, in nine of ten cases."""
    at_least: bool = False
    """Whether it may be longer: nothing moved until the next line, or the end of the take."""
    to: str = ""
    """What it is measured to, where that is not the same in all takes: the kind of cue, the way
    of the eyes, the end of the line."""
    apart: float | None = None
    """Seconds from the median of the takes, if it differs from it; None if it does not, or if
    that cannot be known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneLine:
    """One line of a scene, over the takes that have it."""

    speaker: str
    """Who says it."""
    words: str | None
    """What is said, by a script; None without one."""
    spans: Mapping[int, tuple[float, float]]
    """Number of the take, from 0, to when the line begins and ends there, seconds from the
    file's first picture."""
    measured: Mapping[int, Mapping[Measure, Measured]]
    """Number of the take to what is measured of the line there."""
    medians: Mapping[Measure, float]
    """Of the measures that at least four takes share, seconds."""
    missing: tuple[int, ...]
    """Numbers of takes whose lines are known, but in which none is matched with this one."""

    def by_length(self, measure: Measure) -> tuple[tuple[int, ...], ...]:
        """Return the takes from the shortest to the longest.

        Those that differ by less than their errors stand together.
        """
        found = {take: each[measure] for take, each in self.measured.items() if measure in each}
        groups: list[list[int]] = []
        for take in sorted(found, key=lambda each: found[each].seconds):
            if groups and not _longer(found[take], found[groups[-1][-1]]):
                groups[-1].append(take)
            else:
                groups.append([take])
        return tuple(tuple(each) for each in groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneLines:
    """The lines of a scene over all its takes."""

    lines: tuple[SceneLine, ...] = ()
    """Those of people in the picture that at least two takes have, in the order of the scene."""
    notes: tuple[str, ...] = ()
    """Lines without a match, and takes whose lines are unknown, one sentence each."""


def _longer(one: Measured, other: Measured) -> bool:
    """Return whether one is longer than another by more than their errors."""
    error = (one.error**2 + other.error**2) ** 0.5 / 1000
    return not other.at_least and one.seconds - other.seconds > error
