"""The curves under a take: how much of a face moves at each picture."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from takewise.model import BoolArray, FloatArray, RegionMotion


class CurveName(StrEnum):
    """A curve that can be shown; the value is its name on the screen."""

    MOVEMENT = "movement"
    BROWS = "brows"
    EYES = "eyes"
    CHEEKS = "cheeks, nose"
    MOUTH = "mouth"
    LIPS = "lips apart"
    HEAD = "head"
    GAZE = "gaze"
    SOUND = "sound"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackInfo:
    """What a curve's numbers mean."""

    unit: str
    """Short, for the axis."""
    words: str
    """What is measured, for people."""
    least: float
    """Extent of the axis at the least, in the unit: noise must not look like acting."""
    regions: tuple[str, ...] = ()
    """Beginnings of the names of the facial regions whose displacement it shows."""


_OF_EYES = "per cent of the distance between the eyes"

TRACKS: Mapping[CurveName, TrackInfo] = MappingProxyType(
    {
        CurveName.MOVEMENT: TrackInfo(
            unit="×",
            words="greatest displacement of any part of the face, in units of its noise; "
            "drawn as a root, so that the faint is seen",
            least=20.0,
        ),
        CurveName.BROWS: TrackInfo(
            unit="%",
            words=f"displacement of the brows and between them, {_OF_EYES}",
            least=3.0,
            regions=("brow", "glabella", "forehead"),
        ),
        CurveName.EYES: TrackInfo(
            unit="h/w", words="opening of the eyes, height over width", least=0.15
        ),
        CurveName.CHEEKS: TrackInfo(
            unit="%",
            words=f"displacement of cheeks and nose, {_OF_EYES}",
            least=3.0,
            regions=("infraorbital", "cheek", "nose", "nasolabial"),
        ),
        CurveName.MOUTH: TrackInfo(
            unit="%",
            words=f"displacement of lips, their corners and chin, {_OF_EYES}",
            least=3.0,
            regions=("lip corner", "upper lip", "lower lip", "below corner", "chin"),
        ),
        CurveName.LIPS: TrackInfo(unit="%", words=f"gap between the lips, {_OF_EYES}", least=10.0),
        CurveName.HEAD: TrackInfo(
            unit="°", words="how far the head is turned from where it mostly is", least=5.0
        ),
        CurveName.GAZE: TrackInfo(
            unit="±1",
            words="where the eyes look, from the left (below 0) to the right of the picture",
            least=0.5,
        ),
        CurveName.SOUND: TrackInfo(
            unit="dB", words="level of the take's first sound track, below full scale", least=40.0
        ),
    }
)
"""Every curve that can be shown, in the order of the list."""

FIRST_TRACKS = (CurveName.MOVEMENT, CurveName.EYES, CurveName.LIPS, CurveName.HEAD)
"""What a lane shows at first."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curves:
    """What is drawn of one person."""

    person: str
    """"A", "B", ..."""
    values: Mapping[CurveName, FloatArray]
    """float32 (n,), a value for each picture of the take in the unit of the track; NaN
    where the person, or that part of the face, is not seen."""

    @property
    def movement(self) -> FloatArray:
        """Greatest displacement of any region in units of its noise, 0 or more."""
        return self.values[CurveName.MOVEMENT]

    @property
    def seen(self) -> BoolArray:
        """Pictures in which the person is seen, (n,)."""
        return np.isfinite(self.movement)


def curves_of(signals: Sequence[RegionMotion]) -> tuple[Curves, ...]:
    """Return the curves of the people of a take, in the same order."""
    return tuple(map(_curves, signals))


def extent(curves: Sequence[Curves], track: CurveName) -> tuple[float, float]:
    """Return the lowest and the highest value that an axis shows, the same for all curves."""
    values = [each.values[track][np.isfinite(each.values[track])] for each in curves]
    seen = np.concatenate(values) if values else np.zeros(0)
    low, high = np.percentile(seen, (0.5, 99.5)) if len(seen) else (0.0, 0.0)
    if track not in {CurveName.EYES, CurveName.GAZE, CurveName.SOUND}:
        low = 0.0
    missing = TRACKS[track].least - float(high - low)
    if missing <= 0:
        return float(low), float(high)
    if track is CurveName.MOVEMENT or not low:
        return float(low), float(high) + missing
    return float(low) - missing / 2, float(high) + missing / 2


def _curves(motion: RegionMotion) -> Curves:
    # A region that was never still has no noise to be measured in.
    noise = np.where(motion.noise > 0, motion.noise, np.nan)
    moved: FloatArray = np.hypot(motion.shift[..., 0], motion.shift[..., 1]) * np.float32(100)
    turned = motion.head[:, :3] - _middle(motion.head[:, :3])
    values = {
        CurveName.MOVEMENT: _most(np.hypot(*np.moveaxis(motion.shift / noise, 2, 0))),
        CurveName.EYES: motion.eyes.mean(axis=1),
        CurveName.LIPS: 100 * motion.mouth[:, 0],
        CurveName.HEAD: np.sqrt((turned**2).sum(axis=1)),
        CurveName.GAZE: motion.gaze[:, 0],
        # Read when it is shown, and not of one person.
        CurveName.SOUND: np.full(len(motion.gaze), np.nan),
    }
    for track, info in TRACKS.items():
        if info.regions:
            chosen = [name.startswith(info.regions) for name in motion.regions]
            values[track] = _most(moved[:, chosen])
    return Curves(
        person=motion.person,
        values={track: values[track].astype(np.float32) for track in TRACKS},
    )


def _most(values: FloatArray) -> FloatArray:
    """Return the greatest of each row, NaN where a row has none."""
    if not values.shape[1]:
        return np.full(len(values), np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanmax(values, axis=1))


def _middle(values: FloatArray) -> FloatArray:
    """Return the median of each column; 0 where it holds nothing."""
    seen = values[np.isfinite(values).all(axis=1)]
    return np.median(seen, axis=0) if len(seen) else np.zeros(values.shape[1])
