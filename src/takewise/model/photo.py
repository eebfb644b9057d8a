"""The values of still photography: shots, what is measured in them, how they score.

Conventions
-----------
* A **shot** is one press of the shutter: a file, or a raw file and the JPEG that
  the camera wrote with it; or one frame of a clip.
* A **burst** is shots in quick succession by one camera; a **scene** is bursts of
  the same place and time.
* Angles are degrees; yaw is positive toward the performer's left, pitch positive
  downward, roll positive clockwise in the picture.
* A term that cannot be judged has no value: *can't tell* is an answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from takewise.clock import Timecode
from takewise.model import FloatArray, Picture

MARKS = (
    "lip corner right", "lip corner left", "lip upper edge", "lip upper inner",
    "lip lower inner", "lip lower edge", "brow inner right", "brow inner left",
    "brow outer right", "brow outer left", "cheek right", "cheek left",
    "below eye right", "below eye left", "nose wing right", "nose wing left", "chin",
)  # fmt: skip
"""Names of the rows of `PortraitFace.marks`; right and left are the performer's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoShot:
    """One press of the shutter, or one frame of a clip."""

    path: str
    """The file that is looked at."""
    companions: tuple[str, ...] = ()
    """Other files of the same press: the raw file of a JPEG."""
    taken: datetime | None = None
    """When, by the camera's clock, with its time zone where the file has it; None if unknown."""
    precise: bool = False
    """Whether `taken` has fractions of a second; else it is cut to the second."""
    number: int | None = None
    """The number at the end of the file's name; None if there is none."""
    camera: str = ""
    """Maker, model and serial number; empty if unknown."""
    width: int = 0
    """Upright width of the whole picture, pixels; 0 if unknown before it is read."""
    height: int = 0
    """Upright height, pixels."""
    frame: int | None = None
    """Frame of the clip, 0-based; None for a photograph."""
    time: float | None = None
    """Seconds of that frame from the clip's first; None for a photograph."""
    timecode: Timecode | None = None
    """Timecode of that frame; None for a photograph or where the clip has none."""

    @property
    def name(self) -> str:
        """The file's name; of a clip with the frame behind it."""
        name = self.path.replace("\\", "/").rsplit("/", 1)[-1]
        return name if self.frame is None else f"{name}@{self.frame}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Photo:
    """The picture of a shot, as large as it was asked for."""

    picture: Picture
    """uint8 (height, width, 3), RGB, upright."""
    size: tuple[int, int]
    """Width and height of the whole picture, pixels."""

    @property
    def scale(self) -> float:
        """Pixels of `picture` per pixel of the whole picture, 0 to 1."""
        return self.picture.shape[1] / max(1, self.size[0])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PortraitFace:
    """What is measured of one face in one shot.

    An eye, the gaze and the rows of `marks` are NaN where they are outside the picture, or in a
    black border of it.
    """

    person: str
    """"A", "B", ...; the same person has the same letter in the whole session."""
    eye_width: float
    """Distance between the midpoints of the eyes in the whole picture, pixels."""
    box: tuple[float, float, float, float]
    """Left, top, right, bottom of the face; shares of the picture's width and height."""
    eye_places: tuple[tuple[float, float], tuple[float, float]]
    """Midpoints of the performer's right and left eye; shares of width and height."""
    inside: float
    """Share of the face inside the picture, 0 to 1."""
    eyes: tuple[float, float]
    """Opening of the performer's right and left eye, height over width."""
    pose: tuple[float, float, float]
    """Yaw, pitch, roll of the head, degrees; 0 faces the camera."""
    gaze: tuple[float, float]
    """Where the eyes point against the camera: yaw and pitch, degrees; head and eyes together."""
    blur: float
    """Standard deviation of the blur at the nearer eye, in the direction in which it is
    sharpest; eye-widths. NaN where the face is too small or no eye is in the picture."""
    smear: float
    """By how much more it is blurred in the worst direction; eye-widths. NaN as `blur`."""
    stops: float
    """Brightness of the skin: stops of linear light below white."""
    blown: float
    """Share of the face without tone because it is too bright, 0 to 1."""
    crushed: float
    """Share of the face without tone because it is too dark, 0 to 1."""
    contrast: float
    """Standard deviation of the grey levels of the face, 0 to 1 of full range."""
    socket: float
    """Brightness of the lightest skin round the eyes over that of nose, cheeks and
    forehead; below 0.45 behind sunglasses."""
    rigid: FloatArray
    """float32 (17, 3): places that expressions hardly move; eye-widths."""
    marks: FloatArray
    """float32 (len(MARKS), 3): places that expressions move; eye-widths, as `rigid`."""
    skin: npt.NDArray[np.uint8]
    """uint8 (points, 3): colours of the face at fixed places of the mesh, RGB."""
    confidence: float
    """How sure the detector is that this is a face, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeasuredShot:
    """A shot with everything that its score needs; a few kilobytes, no picture."""

    shot: PhotoShot
    """Which shot."""
    faces: tuple[PortraitFace, ...]
    """The faces, largest first; empty if none was found."""
    thumb: npt.NDArray[np.uint8]
    """uint8 (16, 16): the whole picture, grey and tiny, to distinguish scenes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnnamedShot:
    """What is measured in a shot before its people have letters: the same in every session."""

    faces: tuple[PortraitFace, ...]
    """The faces, their `person` empty, in the order in which they were detected."""
    sightings: FloatArray
    """float32 (faces, values): what a gallery compares to name them, as it made it."""
    thumb: npt.NDArray[np.uint8]
    """As of `MeasuredShot`."""
    size: tuple[int, int]
    """Upright width and height of the whole picture, pixels."""
    frame: int | None = None
    """Frame of the clip, 0-based; None for a photograph."""
    time: float | None = None
    """Seconds of that frame from the clip's first; None for a photograph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameTerm:
    """One reason for a frame's score."""

    name: str
    """What is judged, e.g. ``"eyes open"``."""
    value: float | None
    """0 (worst) to 1 (best); None where it is unknown."""
    weight: float
    """Its share of the total; the weights of a score sum to 1."""
    because: str
    """The measurement in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceScore:
    """How one person comes off in a frame."""

    person: str
    """"A", "B", ..."""
    weight: float
    """How much this person counts in the frame, 0 to 1."""
    terms: tuple[FrameTerm, ...]
    """In the order of the settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameScore:
    """How well a frame shows its people, next to the other frames of the session."""

    total: float | None
    """Weighted sum of the terms, 0 to 1; None where no face was found."""
    terms: tuple[FrameTerm, ...]
    """Of all people together; empty where no face was found."""
    faces: tuple[FaceScore, ...]
    """Of each person."""
    because: str
    """What speaks for the frame and against it, in one line."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RankedShot:
    """A shot in its place."""

    measured: MeasuredShot
    """What was measured."""
    score: FrameScore
    """How it scores."""
    scene: int
    """Number of its scene, from 1."""
    burst: int
    """Number of its burst, from 1 through the whole session."""
    rank: int
    """Place in the session by score, from 1."""
    place: int
    """Place in its burst by score, from 1."""
    picked: int | None = None
    """Place among the picks, from 1; None if it is none of them."""


def thumb(picture: Picture) -> npt.NDArray[np.uint8]:
    """Return the whole picture as 16 x 16 grey levels."""
    rows, columns = (
        np.linspace(0, length, 16 * 4, endpoint=False).astype(np.intp)
        for length in picture.shape[:2]
    )
    grey = picture[np.ix_(rows, columns)].mean(axis=2)
    small = grey.reshape(16, 4, 16, 4).mean(axis=(1, 3))
    return np.asarray(np.rint(small), np.uint8)
