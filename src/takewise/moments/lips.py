"""Lips that part as the face moves, or press together, seen by the points of the mesh."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from takewise.model import BoolArray, FloatArray, Side
from takewise.moments.excursions import Excursion, excursions, noise_sd
from takewise.moments.lids import PointMove
from takewise.moments.movements import over_rest
from takewise.moments.noise import restlessness
from takewise.moments.units import units_of

LEAST = 0.03
"""Least gap between the lips that opens, eye-widths: ten times the jitter of closed lips,
and 2 mm on a face (own value)."""

# The same over the gap's own trembling.
_STRENGTH = 7.0

# Units that move the mouth: lips that part with a brow are a word or a breath.
_MOUTH = units_of("mouth")

# The same in the picture: of a smaller gap no one can say that it is one. With 1.5 a head that
# nods, 47 pixels across, parts its lips; on real faces the same is found with both.
_PIXELS = 2.5

THINNER = 0.15
"""Least share of their red that pressed lips lose. Of closed lips that are drawn a third
thinner the mesh shows a quarter; on 21 minutes of the benchmark without pressed lips nothing
reaches 0.1 at the strength below while the mouth does nothing else."""

# The same over the noise of the lips' height.
_PRESSED = 7.5

# Eye-widths between lips that touch: ten times the jitter.
_CLOSED = 0.03

# Seconds, as for the lids.
_SHORTEST, _LONGEST = 0.2, 6.0

# Share of the red that must be lost more for each degree by which the head nods meanwhile:
# seen from below, lips look thinner.
_PER_DEGREE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shape:
    """One thing that a mouth does, as the points of the mesh show it."""

    unit: str
    """FACS code."""
    side: Side
    """The performer's own."""
    signal: FloatArray
    """float (n,), eye-widths; more of it is more of the unit."""
    least: float
    """Least rise that counts, eye-widths."""


def shapes(mouth: FloatArray, corners: FloatArray, eye_width: float) -> tuple[Shape, ...]:
    """Return what the lips do by the points of the mesh: part, narrow the mouth, or go aside.

    `mouth` is finite, float (n, 3), as `RegionMotion.mouth`; `corners` is finite, float (n, 2): how
    far the performer's right and left corner have gone to the picture's right, eye-widths;
    `eye_width` is the size of the face, pixels.
    """
    # By what both go the same way: a corner that is drawn in alone moves no mouth aside.
    alike = np.sign(corners[:, 0]) == np.sign(corners[:, 1])
    aside = np.where(alike, np.sign(corners[:, 0]) * np.abs(corners).min(axis=1), 0.0)
    return (
        Shape(
            unit="AU25",
            side="both",
            signal=mouth[:, 0],
            least=max(LEAST, _PIXELS / max(eye_width, 1.0)),
        ),
        Shape(unit="AU18", side="both", signal=-mouth[:, 2], least=NARROWER),
        Shape(unit="AU30", side="left", signal=aside, least=ASIDE),
        Shape(unit="AU30", side="right", signal=-aside, least=ASIDE),
    )


NARROWER = 0.08
"""Eye-widths, 5 mm, by which a mouth that purses is narrower at least: a pout of the
development clips has 0.08 to 0.25, the rounded lips of the benchmark's speech 0.07."""

ASIDE = 0.04
"""Eye-widths, 2.5 mm, by which both corners of a mouth that is moved aside go at least
(own value)."""


def pressing(
    mouth: FloatArray, pitch: FloatArray, talking: BoolArray, rate: float
) -> Iterator[PointMove]:
    """Find where closed lips press together, in order of time.

    Whether the mouth smiles meanwhile, which thins lips too, is for others to say. `mouth` is
    finite, float (n, 3), as `RegionMotion.mouth`, of one shot; `pitch` is the nod of the head,
    degrees; `talking` are the frames in which the mouth talks.
    """
    gap, height = mouth[:, 0], mouth[:, 1]
    usual = max(float(np.median(height)), 1e-3)
    thinner = 1 - height / usual
    noise = restlessness(thinner, rate)
    least = max(THINNER, _PRESSED * noise)
    level = over_rest(thinner, rate, window=10.0)
    for course in excursions(level, rate, least=least, window=9.0, smooth=0.06):
        within = slice(course.onset, course.offset)
        whole = course.onset > 0 and course.offset < len(height) - 1
        lasts = _SHORTEST <= (course.offset - course.onset) / rate <= _LONGEST
        if not (whole and lasts) or talking[within].any() or gap[within].max() > _CLOSED:
            continue
        if course.height >= least + _PER_DEGREE * float(np.ptp(pitch[within])):
            yield PointMove(
                unit="AU24",
                course=course,
                travel=course.height * usual,
                strength=course.height / noise,
            )


def parting(
    gap: FloatArray,
    course: Excursion,
    units: frozenset[str],
    talking: BoolArray,
    eye_width: float,
) -> float | None:
    """Return by how much the lips part with a movement of the mouth, eye-widths.

    None where the mouth does nothing else, talks, or keeps its gap. `gap` is finite, between the
    lips, eye-widths; `talking` are the frames in which it opens and closes as in speech;
    `eye_width` is the size of the face, pixels.
    """
    if not units & _MOUTH or talking[course.apex]:
        return None
    before = float(np.median(gap[max(0, course.onset - 2) : course.onset + 1]))
    opened = float(np.median(gap[max(0, course.apex - 1) : course.apex + 2])) - before
    least = max(LEAST, _STRENGTH * noise_sd(gap), _PIXELS / max(eye_width, 1.0))
    return opened if opened >= least else None
