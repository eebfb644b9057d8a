"""The values that flow between the stages.

Conventions
-----------
* Every value is frozen: a stage answers with new values.
* The unit stands under each field. An **eye-width** is the inter-ocular
  distance: between the midpoints of the two eyes, each the mean of its outer
  and inner corner (about 63 mm on an adult).
* **Left and right are the performer's own**: the performer's right is on the
  left of an unmirrored picture.
* Frames are counted from 0 in presentation order, over the pictures that
  decode; ranges are half-open. Times are seconds from the first picture, from
  the file's own presentation times.
* Arrays are read-only by convention; NaN means *not seen* or *not measurable*.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from takewise.clock import FrameRange, Timecode

Picture: TypeAlias = npt.NDArray[np.uint8]
"""One picture: uint8 (height, width, 3), RGB, upright, square pixels not assumed."""

FloatArray: TypeAlias = npt.NDArray[np.floating[Any]]
"""An array of float32 or float64."""

BoolArray: TypeAlias = npt.NDArray[np.bool_]
"""An array of truths."""

Side: TypeAlias = Literal["left", "right", "both"]
"""Whose side: the performer's own."""

EYE_CORNERS = ((33, 133), (362, 263))
"""Mesh points of the (outer, inner) corners: performer's right eye, then left.

From the MediaPipe face mesh topology; 33 and 133 lie on the performer's right.
"""


class Kind(str, Enum):
    """What sort of moment it is."""

    MICRO = "micro-expression"
    """A whole movement of at most 0.5 s."""
    SUBTLE = "subtle-expression"
    """Longer than 0.5 s, but small."""
    EXPRESSION = "expression"
    """Longer than 0.5 s and plain to see."""
    BLINK = "blink"
    """Both lids close and open again."""
    GAZE = "gaze-shift"
    """The eyes travel and stay."""
    HOLD = "hold"
    """The face goes still for longer than usual."""
    MARKER = "marker"
    """Set by hand, not found; its strength is 0 and its confidence 1."""


def content_name(digest: str, stream: int | None) -> str:
    """Return what names the pictures of a file: `MediaInfo.content`."""
    return digest if stream is None else f"{digest}#{stream}"


MOST_MEGAPIXELS = 250.0
"""Megapixels of the largest photograph that is read unless the user says more: telephones
take 200."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaInfo:
    """What a media file says about itself, before any picture is decoded."""

    path: str
    """The path as given; ``%04d`` stands for the numbers of an image sequence."""
    width: int
    """Upright picture width, pixels, which are made square where they are stored otherwise."""
    height: int
    """Upright picture height, square pixels."""
    rate: Fraction
    """Frames per second; of the steady grid where the file's rate varies."""
    time_base: Fraction
    """Seconds per tick of the presentation times."""
    codec: str
    """The decoder's name for the picture codec, e.g. ``prores``."""
    start_timecode: Timecode | None
    """Timecode of frame 0, at the rate at which the file counts it, which may be slower
    than the pictures'; None where the file carries none."""
    reel: str | None
    """Reel or tape name; None where the file carries none."""
    frame_count: int | None
    """Pictures in the whole file as its index tells; None where that is unknown."""
    variable_rate: bool
    """Whether the time between pictures varies."""
    interlaced: bool
    """Whether the pictures are stored as two fields."""
    rotation: int
    """Clockwise turn that makes the stored picture upright: 0, 90, 180 or 270 degrees."""
    has_sound: bool
    """Whether the file has a sound track."""
    digest: str
    """``sha256:`` and the hexadecimal digest of the file's whole content."""
    warnings: tuple[str, ...] = ()
    """What the user should know about the file, one sentence each."""
    part: FrameRange | None = None
    """The frames of it that are meant; None for all. Frames are counted from the file's
    first in either case."""
    camera_time: bool = False
    """Whether `start_timecode` is the clock of a camera that writes no timecode track;
    Final Cut Pro counts such a file from 0."""
    stream: int | None = None
    """Which of the file's streams holds the pictures, where a person chose another than
    the largest; None for the largest."""

    @property
    def content(self) -> str:
        """What names its pictures wherever the file lies: the digest, and a chosen stream."""
        return content_name(self.digest, self.stream)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """One decoded picture."""

    index: int
    """0-based, presentation order, counting decoded pictures from the file's first."""
    pts: int
    """Presentation time, ticks of `MediaInfo.time_base`."""
    time: float
    """Seconds from the first picture that is read."""
    picture: Picture
    """uint8 (height, width, 3), RGB, upright."""


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

    ``n`` counts the pictures of the take, of a part of a file those of the part;
    a row is NaN where the person is not seen, and of `shift` a region's where something
    covers it, or where it lies outside the picture.
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
    """bool (n, regions): where a region lies outside the picture, or in a black border of
    it; else what `shift` has no number for is covered."""
    cuts: tuple[int, ...] = ()
    """Frames that begin a new shot inside the take."""

    @property
    def seen(self) -> BoolArray:
        """Frames in which the person is seen, (n,)."""
        return np.isfinite(self.legibility[:, 0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """An observable change of one facial region."""

    unit: str
    """FACS action unit, e.g. ``"AU12"``."""
    name: str
    """Its FACS name, e.g. ``"lip corner puller"``."""
    side: Side
    """The performer's own side."""
    peak: float
    """Greatest displacement from rest; eye-widths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One or more movements that rise and fall together, or an eye event."""

    id: str
    """Stable for the same media and movement, e.g. ``"m-3fa2c81b"``."""
    person: str
    """"A", "B", ...; empty where a marker set by hand is about nobody."""
    kind: Kind
    """What sort of moment."""
    span: FrameRange
    """From the onset to the first frame after it is over."""
    apex: int
    """Frame of greatest change; lies in `span`."""
    movements: tuple[Movement, ...]
    """Strongest first; empty for kinds that are not made of movements."""
    strength: float
    """Greatest displacement in units of the noise; 0 or more."""
    confidence: float
    """Estimated chance that a person looking at the frames agrees, 0 to 1."""
    title: str
    """What a marker list shows, e.g. ``"inner brows lift"``."""
    because: str
    """The measurement in one sentence."""
    hint: str | None = None
    """Opt-in reading by EMFACS rules ("resembles ..."); None unless asked for."""


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
class ScoreTerm:
    """One reason for a take's score."""

    name: str
    """What is measured, e.g. ``"subtle moments"``."""
    value: float
    """0 (none of it) to 1 (as much as counts)."""
    weight: float
    """Its share of the total; the weights of a score sum to 1."""
    because: str
    """The measurement in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeScore:
    """How much a take offers to look at; never a judgement of a person."""

    total: float
    """Weighted sum of the terms, 0 to 1."""
    terms: tuple[ScoreTerm, ...]
    """In the order of the settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorInfo:
    """Which face detector made an analysis."""

    name: str
    """``"mesh"`` or ``"landmarker"``."""
    model: str
    """Library and version that carries the model, e.g. ``"mediapipe 0.10.21"``."""
    digest: str
    """``sha256:`` and the digest of the model file or files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything found in one take."""

    generator: str
    """Version of Takewise that made it."""
    settings_digest: str
    """``sha256:`` and the digest of the settings that shaped it."""
    media: MediaInfo
    """The file; its `frame_count` is the count of pictures that decoded, of a part of a
    file with those around it as the file's index tells."""
    detector: DetectorInfo
    """The face detector."""
    people: tuple[Person, ...]
    """In order of first appearance."""
    moments: tuple[Moment, ...]
    """By onset, then person, then id."""
    score: TakeScore
    """The take's score."""
    warnings: tuple[str, ...] = ()
    """What limits this analysis, one sentence each."""
    frame_pts: tuple[int, ...] | None = None
    """Presentation time of every picture of the file where the rate varies, ticks; else None."""


class Colour(str, Enum):
    """Marker colours that every supported editor can show."""

    RED = "RED"
    GREEN = "GREEN"
    BLUE = "BLUE"
    CYAN = "CYAN"
    YELLOW = "YELLOW"


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """A moment as an editor sees it; knows no editor's format."""

    id: str
    """The moment's id."""
    span: FrameRange
    """Frames of the take's steady grid, counted from its first picture."""
    apex: int
    """Grid frame of greatest change; lies in `span`."""
    label: str
    """What the marker list shows, e.g. ``"inner brows lift · 0.21 s"``."""
    note: str
    """The reason, one line."""
    colour: Colour
    """Our colour; an exporter maps it to its host's."""
    category: str
    """The moment's kind."""
    data: Mapping[str, str | float | int] = field(default_factory=dict)
    """Machine-readable facts to carry along: person, strength, confidence, units."""
