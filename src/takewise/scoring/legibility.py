"""How well each person's face can be read, and what stands in the way."""

from __future__ import annotations

import numpy as np

from takewise.model import FloatArray, Person, RegionMotion
from takewise.scoring.settings import ScoreSettings

_PARTS = ("small face", "soft focus", "poor light on the face", "face partly out of the picture")


def people(
    motions: tuple[RegionMotion, ...], settings: ScoreSettings, *, start: int = 0
) -> tuple[Person, ...]:
    """Describe the people of a take in the order of their motions; who is never seen is left out.

    `start` is the frame of the file with which the motions begin.
    """
    return tuple(_person(motion, settings, start) for motion in motions if motion.seen.any())


def _person(motion: RegionMotion, settings: ScoreSettings, start: int) -> Person:
    seen = motion.seen
    frames = np.flatnonzero(seen)
    parts = _parts(motion, settings)
    return Person(
        id=motion.person,
        first=start + int(frames[0]),
        last=start + int(frames[-1]),
        seen=float(seen.mean()),
        eye_width=float(np.median(motion.legibility[seen, 0])),
        legibility=float(np.median(_together(parts[seen]))),
        because=_reasons(motion, parts, settings, start),
    )


def _parts(motion: RegionMotion, settings: ScoreSettings) -> FloatArray:
    """Return size, sharpness, light and framing of the face, (n, 4), 0 to 1 or NaN."""
    parts = motion.legibility.astype(np.float64)
    span = settings.full_eye_width - settings.least_eye_width
    parts[:, 0] = np.clip((parts[:, 0] - settings.least_eye_width) / span, 0.0, 1.0)
    return parts


def _together(parts: FloatArray) -> FloatArray:
    """Return the geometric mean: one part at 0 makes a face illegible."""
    return np.prod(np.clip(parts, 0.0, 1.0), axis=1) ** (1 / parts.shape[1])


def _reasons(
    motion: RegionMotion, parts: FloatArray, settings: ScoreSettings, start: int
) -> tuple[str, ...]:
    """Name each part that is poor for a tenth of the frames or more, and from when on."""
    seen = motion.seen
    width = float(np.median(motion.legibility[seen, 0]))
    reasons = []
    for column, name in enumerate(_PARTS):
        poor = seen & (np.nan_to_num(parts[:, column], nan=1.0) < settings.poor)
        if poor.sum() < 0.1 * seen.sum():
            continue
        if column == 0:
            reasons.append(f"{name} (eyes {width:.0f} px apart)")
        elif poor.sum() > 0.9 * seen.sum():
            reasons.append(name)
        else:
            onset = start + int(poor.argmax())
            reasons.append(f"{name} in {int(poor.sum())} frames from frame {onset}")
    return tuple(reasons)
