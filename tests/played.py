"""Takes that the performer plays, with the face points that are known by calculation.

So the motion stage can be tested without a face detector, and to the frame.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from takewise.model import FacePoints, FloatArray, Frame, Picture, RegionMotion, TrackedFrame
from takewise.motion import REGIONS
from tests.performer import Portrait, TakeScript, pictures, points_at
from tests.performer.head import depth

FILM = Fraction(24)


def face_at(
    points: npt.NDArray[np.floating], deep: npt.NDArray[np.floating] | None = None
) -> FacePoints:
    """Return a face at given places, (478, 2) or (478, 3) pixels."""
    flat = points if points.shape[1] == 3 else np.column_stack((points, np.zeros(len(points))))
    if deep is not None:
        flat[:, 2] = -deep
    return FacePoints(points=flat.astype(np.float32), confidence=1.0)


def played(portrait: Portrait, script: TakeScript) -> tuple[TrackedFrame, ...]:
    """Play a script, and tell where person A's face is in every picture."""
    deep = depth(portrait, portrait.points)
    return tracked(
        tuple(pictures(portrait, script)),
        [
            face_at(points_at(portrait, script, n, portrait.points), deep)
            for n in range(script.frames)
        ],
        script.rate,
    )


def tracked(
    shown: Sequence[Picture], faces: Iterable[FacePoints | None], rate: Fraction = FILM
) -> tuple[TrackedFrame, ...]:
    """Return pictures with the face of person A in each; None where it is not seen."""
    return tuple(
        TrackedFrame(
            frame=Frame(index=n, pts=n, time=n / float(rate), picture=picture),
            faces={} if face is None else {"A": face},
        )
        for n, (picture, face) in enumerate(zip(shown, faces, strict=True))
    )


def region(motion: RegionMotion, name: str) -> FloatArray:
    """Return the displacement of one region, (n, 2) eye-widths."""
    return motion.shift[:, motion.regions.index(name)]


@dataclass(frozen=True, kw_only=True)
class Signals:
    """Signals of a face at rest, for a test to write movements into."""

    rate: Fraction
    """Frames per second."""
    shift: FloatArray
    """(n, regions, 2) eye-widths: noise of 0.0004."""
    eyes: FloatArray
    """(n, 2): open by 0.3."""
    mouth: FloatArray
    """(n, 3) eye-widths: closed."""
    head: FloatArray
    """(n, 6): still."""

    def motion(self, *, starts: tuple[int, ...] = (0,), person: str = "A") -> RegionMotion:
        """Return them as a person's motion."""
        n = len(self.shift)
        return RegionMotion(
            person=person,
            times=np.arange(n) / float(self.rate),
            regions=tuple(REGIONS),
            shift=self.shift.astype(np.float32),
            noise=np.full((len(REGIONS), 2), 0.0004, np.float32),
            head=self.head.astype(np.float32),
            eyes=self.eyes.astype(np.float32),
            gaze=np.zeros((n, 2), np.float32),
            mouth=self.mouth.astype(np.float32),
            legibility=np.tile(np.float32([90.0, 1.0, 1.0, 1.0]), (n, 1)),
            starts=starts,
            outside=np.zeros(self.shift.shape[:2], dtype=bool),
        )


def at_rest(n: int, rate: Fraction = FILM, *, seed: int = 0) -> Signals:
    """Return the signals of a face that does nothing for some pictures."""
    random = np.random.default_rng(seed)
    return Signals(
        rate=rate,
        shift=random.normal(0, 0.0004, (n, len(REGIONS), 2)),
        eyes=0.3 + random.normal(0, 0.003, (n, 2)),
        mouth=np.tile([0.005, 0.2, 0.8], (n, 1)),
        head=np.zeros((n, 6)),
    )
