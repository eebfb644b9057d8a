"""Shots and faces made from numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from takewise.model.photo import MARKS, MeasuredShot, PhotoShot, PortraitFace

START = datetime.fromisoformat("2026-05-01T10:00:00")

_GENERATOR = np.random.default_rng(5)
_RIGID = _GENERATOR.normal(size=(17, 3)).astype(np.float32)
_MARKS = _GENERATOR.normal(scale=0.2, size=(len(MARKS), 3)).astype(np.float32)
_SKIN = _GENERATOR.integers(120, 200, (117, 3)).astype(np.uint8)


def face(
    person: str = "A", *, smile: float = 0.0, cheeks: float = 0.0, **changes: object
) -> PortraitFace:
    """Return an open-eyed, sharp, well lit face; lip corners raised by ``smile`` eye-widths."""
    marks = _MARKS.copy()
    marks[0, :2] += (-0.6 * smile, -0.8 * smile)
    marks[1, :2] += (0.6 * smile, -0.8 * smile)
    for name in ("cheek right", "cheek left", "below eye right", "below eye left"):
        marks[MARKS.index(name), 1] -= cheeks
    x = 0.2 + 0.3 * (ord(person) - ord("A"))
    made = PortraitFace(
        person=person, eye_width=120.0, box=(x - 0.12, 0.2, x + 0.12, 0.8),
        eye_places=((x - 0.06, 0.4), (x + 0.06, 0.4)), inside=1.0, eyes=(0.30, 0.30),
        pose=(0.0, 0.0, 0.0), gaze=(0.0, 0.0), blur=0.005, smear=0.006, stops=-1.5, blown=0.0,
        crushed=0.0, contrast=0.15, socket=0.85, rigid=_RIGID, marks=marks, skin=_SKIN,
        confidence=1.0,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def shot(
    index: int, *faces: PortraitFace, seconds: float | None = None, **changes: object
) -> MeasuredShot:
    """Return a shot of a precise camera, 0.15 s after the one before unless told otherwise."""
    taken = START + timedelta(seconds=0.15 * index if seconds is None else seconds)
    made = PhotoShot(
        path=f"IMG_{index:04}.JPG", taken=taken, precise=True, number=index, width=900, height=600
    )
    thumb = np.arange(256, dtype=np.uint8).reshape(16, 16)
    return MeasuredShot(shot=replace(made, **changes), faces=faces, thumb=thumb)  # type: ignore[arg-type]


def usual(
    count: int = 6, person: str = "A", start: int = 0, gap: float = 20.0
) -> list[MeasuredShot]:
    """Return ordinary frames of a person, seconds apart, from which habits are learnt."""
    return [shot(start + n, face(person), seconds=gap * (start + n)) for n in range(count)]
