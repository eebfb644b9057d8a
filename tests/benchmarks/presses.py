"""Takes in which lips press together, and what is found in them.

The red of both lips is drawn thinner, toward the line between them, and the skin beside it
follows. Only faces whose mouth is shut can play.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from takewise.clock import FrameRange
from takewise.model import FloatArray, Picture
from takewise.pipeline.takes import analyze
from tests.benchmarks.faces import Face
from tests.benchmarks.matching import Counts, match
from tests.benchmarks.synthetic import BLINK_IOU
from tests.benchmarks.tables import Table, number
from tests.performer import HeadMotion, TakeScript, pictures, write_film
from tests.performer.render import points_at
from tests.performer.script import swell

SHARES = (0.2, 0.35, 0.5)
"""Shares of their red that lips lose."""

_SHUT = 0.03
# Eye-widths between lips that touch.

_RATES = (Fraction(24), Fraction(30), Fraction(50))
_SIZES = (((960, 540), 110.0), ((640, 360), 60.0), ((960, 540), 90.0))
_SECONDS = 9
_LASTS = (0.4, 0.8, 1.6)
_UNIT = "AU24"


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One take and where lips press in it."""

    face: Face
    """Who plays."""
    share: float
    """Of their red that the lips lose."""
    number: int
    """Which take of this face."""

    @property
    def script(self) -> TakeScript:
        """What else happens: a quiet sitter's sway, and noise."""
        rate = _RATES[self.number % len(_RATES)]
        return TakeScript(
            rate=rate,
            frames=round(_SECONDS * rate),
            head=HeadMotion(amplitude=1.0, seed=self.number),
            noise_sd=1.5,
            seed=self.number,
        )

    @property
    def presses(self) -> tuple[FrameRange, ...]:
        """Three, of different lengths."""
        rate = _RATES[self.number % len(_RATES)]
        starts = (1.2, 3.5, 6.0)
        return tuple(
            FrameRange(round(start * rate), round((start + lasts) * rate))
            for start, lasts in zip(starts, _LASTS, strict=True)
        )


def takes(faces: Sequence[Face]) -> tuple[Take, ...]:
    """Return three takes of every face that keeps its mouth shut."""
    return tuple(
        Take(face=face, share=share, number=number)
        for face in faces
        if _gap(face) <= _SHUT
        for number, share in enumerate(SHARES)
    )


def _gap(face: Face) -> float:
    portrait = face.portrait((960, 540), 90.0)
    return float(np.hypot(*(portrait.points[14] - portrait.points[13]))) / portrait.eye_width


def render(take: Take, into: Path) -> Path:
    """Write a take as H.264, and return the file."""
    size, eye_width = _SIZES[take.number % len(_SIZES)]
    portrait, script = take.face.portrait(size, eye_width), take.script
    thinner = np.zeros(script.frames)
    for span in take.presses:
        middle = (span.start + span.end) // 2
        thinner += take.share * swell(script.frames, span.start, middle, span.end)

    def shown() -> Iterator[Picture]:
        for n, picture in enumerate(pictures(portrait, script)):
            points = points_at(portrait, script, n, portrait.points)
            yield pressed(picture, points, float(thinner[n])) if thinner[n] > 0 else picture

    write_film(into, shown(), script.rate, crf=23)
    return into


def pressed(picture: Picture, points: FloatArray, share: float) -> Picture:
    """Return a picture whose lips are thinner.

    Parameters
    ----------
    picture
        uint8 (height, width, 3).
    points
        Mesh points in it, (478, 2) pixels; the head upright.
    share
        Of their red that both lips lose, 0 to 1.
    """
    height, width = picture.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    centre, line = points[[13, 14]].mean(axis=0)
    half = abs(points[291, 0] - points[61, 0]) / 2
    # At the corners lips have no height to lose.
    here = share * np.clip(1 - ((x - centre) / (1.1 * half)) ** 2, 0, 1)
    below = y - line
    away, back = np.abs(below), np.zeros_like(below)
    for side, red in ((-1, line - points[0, 1]), (1, points[17, 1] - line)):
        reach, edge = _FOLLOWS * red, red * (1 - here)
        skin = red + (away - edge) * (reach - red) / (reach - edge)
        source = np.where(away <= edge, away * red / edge, np.where(away < reach, skin, away))
        back = np.where(np.sign(below) == side, side * source, back)
    return np.asarray(
        cv2.remap(picture, x, (line + back).astype(np.float32), cv2.INTER_CUBIC), np.uint8
    )


_FOLLOWS = 3.0
# Heights of a lip's red up to which the skin beside it follows.


def found(take: Take, work: Path) -> Counts:
    """Return how many presses are told as such; any press told elsewhere is false."""
    analysis = analyze(str(render(take, work / "press.mp4")))
    told = [
        moment.span
        for moment in analysis.moments
        if any(each.unit == _UNIT for each in moment.movements)
    ]
    right = len(match(told, list(take.presses), least=BLINK_IOU))
    return Counts(right, len(told) - right, len(take.presses) - right)


def table(every: Iterable[Take], work: Path) -> Table:
    """Return how many presses are found, by how thin the lips become."""
    sums: dict[float, Counts] = {}
    faces: set[str] = set()
    for take in every:
        sums[take.share] = sums.get(take.share, Counts()) + found(take, work)
        faces.add(take.face.name)
    return Table(
        title="Lips that press together",
        columns=("share of the red that is lost", "presses", "found", "told elsewhere", "F1"),
        rows=tuple(
            (
                f"{share:.0%}",
                str(counts.right + counts.missed),
                str(counts.right),
                str(counts.wrong),
                number(counts.f1),
            )
            for share, counts in sorted(sums.items())
        ),
        notes=(
            f"Presses of 0.4, 0.8 and 1.6 s by {', '.join(sorted(faces))}, the faces whose mouth "
            "is shut. Drawn, not acted: what the mesh makes of real ones is not known.",
        ),
    )
