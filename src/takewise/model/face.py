"""Faces in pictures, followed, and how their regions move."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from takewise.model.arrays import BoolArray, FloatArray
from takewise.model.media import Frame

EYE_CORNERS = ((33, 133), (362, 263))
"""Mesh points of the (outer, inner) corners: performer's right eye, then left.

From the MediaPipe face mesh topology; 33 and 133 are on the performer's right.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FacePoints:
    """The points of one face in one picture."""

    points: FloatArray
    """float32 (478, 3): x right, y down, depth toward the camera negative; pixels."""
    confidence: float
    """How sure the detector is that this is a face, 0 to 1."""

    @property
    def eye_width(self) -> float:
        """Distance between the midpoints of the two eyes in the picture, pixels."""
        # Asked for several times a frame: plain numbers are ten times faster here.
        (a, b), (c, d) = EYE_CORNERS
        x, y = (
            self.points.item(c, i) + self.points.item(d, i)
            - self.points.item(a, i) - self.points.item(b, i)
            for i in (0, 1)
        )  # fmt: skip
        return math.hypot(x, y) / 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DetectedFrame:
    """One picture with the faces found in it."""

    frame: Frame
    """The picture."""
    faces: tuple[FacePoints, ...]
    """In no particular order; whose they are is not known yet."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrackedFrame:
    """One picture with the people seen in it."""

    frame: Frame
    """The picture."""
    faces: Mapping[str, FacePoints]
    """Person ("A", "B", ...) to face; a person who is not seen is not in it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RegionMotion:
    """How one person's face moves through a whole take.

    ``n`` counts the pictures of the take, of a part of a file those of the part. A row is NaN where
    the person is not seen; in `shift` a region is NaN where something covers it, or where it is
    outside the picture.
    """

    person: str
    """"A", "B", ... in order of first appearance."""
    times: FloatArray
    """float64 (n,), seconds from the first picture."""
    regions: tuple[str, ...]
    """Names of the facial regions, e.g. ``"brow inner right"``."""
    shift: FloatArray
    """float32 (n, regions, 2): displacement from the resting face, x toward the
    picture's right, y down, head motion removed; eye-widths; NaN where covered or
    outside the picture."""
    noise: FloatArray
    """float32 (regions, 2): standard deviation of `shift` while nothing moves; eye-widths."""
    head: FloatArray
    """float32 (n, 6): yaw, pitch, roll in degrees (yaw positive toward the
    performer's left, pitch positive downward, roll positive clockwise in the
    picture); centre x, y in eye-widths of the take's median; natural logarithm
    of size against the take's median."""
    eyes: FloatArray
    """float32 (n, 2): opening of the performer's right and left eye, height over width;
    NaN too where an eye is outside the picture, as `gaze` and `mouth` are."""
    gaze: FloatArray
    """float32 (n, 2): iris place between the corners and the lids, mean of both
    eyes: x -1 (picture's left) to 1, y -1 (up) to 1."""
    mouth: FloatArray
    """float32 (n, 3): gap between the lips, height of the closed-lip red, mouth
    width; eye-widths."""
    legibility: FloatArray
    """float32 (n, 4): eye-width in pixels; sharpness 0 to 1; light on the face
    0 to 1; share of the face inside the picture 0 to 1."""
    starts: tuple[int, ...]
    """Frames from which `shift` is measured afresh: first seen, seen again, after a cut."""
    outside: BoolArray
    """bool (n, regions): where a region is outside the picture, or in a black border of
    it; where `shift` is NaN and this is False, something covers the region."""
    cuts: tuple[int, ...] = ()
    """Frames that begin a new shot inside the take."""

    @property
    def seen(self) -> BoolArray:
        """Frames in which the person is seen, (n,)."""
        return np.isfinite(self.legibility[:, 0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One face followed through a take, and how well it can be read."""

    id: str
    """"A", "B", ..."""
    first: int
    """First frame in which the person is seen."""
    last: int
    """Last frame in which the person is seen."""
    seen: float
    """Share of the take in which the face is seen, 0 to 1."""
    eye_width: float
    """Median size of the face: its eye-width in pixels."""
    legibility: float
    """How well the face can be read, 0 to 1."""
    because: tuple[str, ...]
    """What lowers the legibility, one phrase each; empty if nothing does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorInfo:
    """Which face detector made an analysis."""

    name: str
    """One of `takewise.faces.DETECTORS`, e.g. ``"litert"``."""
    model: str
    """Library and version that carries the model, e.g. ``"mediapipe 0.10.21"``."""
    digest: str
    """``sha256:`` and the digest of the model file or files."""
