"""What lids do besides blinking: they stay closed, open wide, or narrow with a smile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from takewise.clock import FrameRange
from takewise.model import BoolArray, FloatArray, Side
from takewise.moments.blinks import LONGEST, Blink
from takewise.moments.excursions import Excursion, excursions
from takewise.moments.movements import over_rest
from takewise.moments.noise import restlessness

CLOSED = 0.45
"""Share of the usual opening below which lids are closed, or nearly. FACS has them
closed when no iris shows; the mesh rounds a closed eye of a large face to 0.1-0.3, of
a small one to 0.5 (benchmark faces), and lowered eyes that read keep to 0.5 and more."""

LEAST = 0.15
"""Least share of the usual opening by which lids open wider, or narrow: half of what
the lids of real faces do when a brow flies up in surprise (own value)."""

# The same over the opening's own noise, as for the skin.
_STRENGTH = 7.0

# Share of its opening that an eye loses in a wink at least, and of that what the other loses
# at most: in a blink both lose about as much (own values).
_WINK, _OPEN = 0.55, 0.25

# Seconds that a wink lasts at least, as no blink does: the mesh rounds one eye of some faces
# so much that their blinks look like winks.
_WINKS = 0.4

# Share of the opening by which two eyes that do the same differ at most, as a standard
# deviation: eyes that wink all the time are more restless by habit.
_TREMBLES = 0.04

# Share of the opening that must be had more for each degree by which the head turns or
# nods meanwhile: seen from above, an eye looks narrower.
_PER_DEGREE = 0.01

# Seconds of a shot from which what head and opening have in common can be learnt;
# in less of it a single movement would be learnt away.
_ENOUGH = 5.0

# Seconds: shorter, it is the bounce of a blink; longer, another way of looking.
_SHORTEST, _LONGEST = 0.2, 6.0

# Share of the wider-moving eye's change that the other has at least: one alone is a
# wink, or a face seen from the side.
_BOTH = 0.4

# Seconds around a blink in which the lids are on their way.
_BLINK = 0.12

# Units with which the lids narrow: what pushes the lower ones up, and what knits or wrinkles
# above them. Lids that narrow by themselves are not reported: eyes that look aside or down do
# the same, and nothing in the lids shows which it was.
_WITH = frozenset({"AU4", "AU6", "AU9", "AU10", "AU12"})

EYE_LENGTH = 0.48
"""Eye-widths from corner to corner: 30 of 62 mm (Farkas 1994), so that a share of the
opening is reported as a travel of the lids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointMove:
    """What lids, or both lips, do by the points of the mesh."""

    unit: str
    """``"AU5"``, ``"AU7"``, ``"AU43"`` or ``"AU46"`` of the lids, ``"AU24"`` of the lips."""
    course: Excursion
    """When; how much as a share of the usual opening, or of the red's usual height."""
    travel: float
    """By how much that changed; eye-widths."""
    strength: float
    """Change over its noise."""
    side: Side = "both"
    """The performer's own."""

    def closes_over(self, blink: Blink) -> bool:
        """Return whether a blink is but the closing, or the flutter, of lids that stay shut."""
        return self.unit == "AU43" and _touches(self.course, blink.span)


class Lids:
    """How far the lids of one shot are open, apart from blinks and the head's turning.

    Parameters
    ----------
    eyes
        float (n, 2): opening of the right and left eye, height over width; finite.
    head
        float (n, 2 or more): yaw, pitch, degrees; finite.
    blinks
        Those of the shot.
    rate
        Frames per second.
    """

    def __init__(
        self, eyes: FloatArray, head: FloatArray, blinks: tuple[Blink, ...], rate: float
    ) -> None:
        usual = np.maximum(np.percentile(eyes, 80, axis=0), 1e-3)
        opening = eyes / usual
        self._rate, self._pose = rate, head[:, :2]
        self._length = float(usual.mean()) * EYE_LENGTH
        self._lost = 1 - opening
        shut = _closures(opening, rate)
        self._away = [blink.span for blink in blinks] + [FrameRange(*each) for each in shut]
        opened = _bridged(opening, self._away, round(_BLINK * rate))
        self._opening = opened - _with_the_head(opened, self._pose, rate)
        self._noise = restlessness(self._opening.mean(axis=1), rate)
        lost = 1 - opening.mean(axis=1)
        self.closed = tuple(self._closed(lost, *each) for each in shut)
        """Where the eyes stay closed for longer than a blink, in order of time."""

    def winks(self) -> tuple[PointMove, ...]:
        """Find where one eye closes while the other stays open.

        Returns
        -------
        tuple[PointMove, ...]
            In order of time. Of a head that turns one eye alone may look closed: whether
            the face moves with it is for others to say.
        """
        found: list[PointMove] = []
        sides: tuple[Side, ...] = ("right", "left")
        for place, side in enumerate(sides):
            apart = np.maximum(self._lost[:, place] - self._lost[:, 1 - place], 0.0)
            noise = restlessness(apart, self._rate)
            least = max(_WINK * (1 - _OPEN), _STRENGTH * min(noise, _TREMBLES))
            for course in excursions(apart, self._rate, least=least, window=6.0, smooth=0.03):
                if self._is_wink(course, self._lost[course.apex, place], least):
                    move = self._move("AU46", course)
                    found.append(replace(move, side=side, strength=course.height / noise))
        return tuple(sorted(found, key=lambda move: move.course.onset))

    def _is_wink(self, course: Excursion, lost: float, least: float) -> bool:
        """Return whether one eye closes, for a while and by more than the head's turning."""
        if not _WINKS <= (course.offset - course.onset) / self._rate <= _LONGEST:
            return False
        turned = float(np.ptp(self._pose[course.onset : course.offset + 1, 0]))
        enough = course.height >= least + _PER_DEGREE * turned
        return enough and lost >= _WINK and course.height >= (1 - _OPEN) * lost

    def raised(self) -> tuple[PointMove, ...]:
        """Find where both upper lids open wider than this person's usual, in order of time."""
        level = over_rest(self._opening.mean(axis=1), self._rate, window=10.0)
        found = excursions(level, self._rate, least=self._least, window=9.0, smooth=0.04)
        return tuple(self._move("AU5", course) for course in found if self._is_raise(course))

    def narrowed(self, course: Excursion, units: frozenset[str]) -> PointMove | None:
        """Return whether what the face does narrows the eyes.

        Parameters
        ----------
        course
            When the face moves.
        units
            Which action units it shows.

        Returns
        -------
        PointMove | None
            AU7, of the same time; None where the face does nothing that lids narrow with,
            or both stay as they were.
        """
        if not units & _WITH:
            return None
        before = self._opening[max(0, course.onset - 2) : course.onset + 1].mean(axis=0)
        # Half of the way down: a blink at the apex is bridged by what follows it.
        half = max(course.apex + 1, (course.apex + course.offset) // 2)
        lost = before - np.median(self._opening[course.apex : half], axis=0)
        if not self._stands(course, lost):
            return None
        height = float(lost.mean())
        return self._move(
            "AU7",
            Excursion(onset=course.onset, apex=course.apex, offset=course.offset, height=height),
        )

    @property
    def _least(self) -> float:
        return max(LEAST, _STRENGTH * self._noise)

    def _closed(self, lost: FloatArray, start: int, end: int) -> PointMove:
        apex = start + int(np.argmax(lost[start:end]))
        course = Excursion(onset=start, apex=apex, offset=end, height=float(lost[apex]))
        return self._move("AU43", course)

    def _move(self, unit: str, course: Excursion) -> PointMove:
        return PointMove(
            unit=unit,
            course=course,
            travel=course.height * self._length,
            strength=course.height / self._noise,
        )

    def _is_raise(self, course: Excursion) -> bool:
        """Return whether a rise is one of both lids that begins and ends in the shot."""
        if not _SHORTEST <= (course.offset - course.onset) / self._rate <= _LONGEST:
            return False
        if course.onset == 0 or course.offset >= len(self._opening) - 1:
            # There is nothing to hold it against.
            return False
        if any(_touches(course, span) for span in self._away):
            return False
        feet = (self._opening[course.onset] + self._opening[course.offset]) / 2
        return self._stands(course, self._opening[course.apex] - feet)

    def _stands(self, course: Excursion, each: FloatArray) -> bool:
        """Return whether a change, (2,), is one of both eyes and more than the head's."""
        turned = float(np.ptp(self._pose[course.onset : course.offset + 1], axis=0).max())
        enough = float(each.mean()) >= self._least + _PER_DEGREE * turned
        return enough and bool(each.min() >= _BOTH * each.max())


def _closures(opening: FloatArray, rate: float) -> list[tuple[int, int]]:
    """Return the stretches in which both eyes stay closed for longer than a blink."""
    low = np.asarray(opening.max(axis=1) < CLOSED)
    return [run for run in _runs(low) if run[1] - run[0] > LONGEST * rate]


def _runs(truths: BoolArray) -> list[tuple[int, int]]:
    """Return all runs of truths, half-open."""
    steps = np.flatnonzero(np.diff(np.concatenate(([0], truths.astype(int), [0]))))
    return list(zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True))


def _bridged(opening: FloatArray, away: list[FrameRange], margin: int) -> FloatArray:
    """Return the opening as if the lids had not closed, by straight lines."""
    kept = np.ones(len(opening), dtype=bool)
    for span in away:
        kept[max(0, span.start - margin) : span.end + margin] = False
    if not kept.any():
        return np.ones_like(opening)
    at = np.arange(len(opening))
    return np.column_stack([np.interp(at, at[kept], eye[kept]) for eye in opening.T])


def _with_the_head(opened: FloatArray, head: FloatArray, rate: float) -> FloatArray:
    """Return what turning and nodding explain of the opening, (n, 2)."""
    if len(opened) < _ENOUGH * rate:
        return np.zeros_like(opened)
    pose = head - np.median(head, axis=0)
    rest = opened - np.median(opened, axis=0)
    weight = np.ones(len(opened))
    way = np.zeros((2, 2))
    for _ in range(10):
        # Cauchy's weights: what the lids do of their own accord is an outlier.
        # A degree of jitter keeps a still head from explaining anything.
        gram = (pose * weight[:, None]).T @ pose + len(pose) * np.eye(2)
        way = np.linalg.solve(gram, (pose * weight[:, None]).T @ rest)
        weight = 1 / (1 + (np.abs(rest - pose @ way).max(axis=1) / 0.05) ** 2)
    return np.asarray(pose @ way)


def partner(move: PointMove, courses: Sequence[Excursion]) -> int | None:
    """Return which of the face's gestures lids are part of.

    Parameters
    ----------
    move
        What the lids do.
    courses
        The gestures' onsets, apices and offsets.

    Returns
    -------
    int | None
        Index of the one that shares most of their time; None if none shares half of the
        shorter.
    """
    shared = [
        (min(move.course.offset, each.offset) - max(move.course.onset, each.onset), -k)
        for k, each in enumerate(courses)
    ]
    most, at = max(shared, default=(0, 0))
    if most <= 0:
        return None
    shorter = min(each.offset - each.onset for each in (move.course, courses[-at]))
    return -at if most >= 0.5 * shorter else None


def _touches(course: Excursion, span: FrameRange) -> bool:
    return course.onset < span.end and span.start < course.offset
