"""The sample burst: twelve stills of one portrait session, some with a fault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from PIL import ExifTags, Image

from takewise.model import Picture, Side
from tests.performer.portrait import Portrait
from tests.performer.render import pictures
from tests.performer.script import (
    HeadMotion,
    Json,
    ScriptedBlink,
    ScriptedMovement,
    TakeScript,
    together,
)

_FIRST = datetime(2024, 5, 17, 10, 41, 7, 120_000)  # noqa: DTZ001 - EXIF times have no zone
_STEP = timedelta(seconds=1 / 7)
# A burst of seven stills a second, as a mirrorless camera shoots.


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """One press of the shutter."""

    movements: tuple[tuple[str, Side, float], ...] = ()
    """Unit, side and displacement in eye-widths."""
    closure: float = 0.0
    """Of the lids: 0 open, 1 shut."""
    turned: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Yaw, pitch, roll, degrees; signs as in `head.head_poses`."""
    light: float = 1.0
    """Brightness against the portrait's."""
    defocus: float = 0.0
    """Standard deviation of the lens's blur, pixels."""
    shake: int = 0
    """Length of the sideways blur of a moved camera, pixels; 0 or odd."""
    faults: tuple[str, ...] = ()
    """What a photographer would discard it for."""


_SMILE: tuple[tuple[str, Side, float], ...] = (("AU12", "both", 0.08), ("AU6", "both", 0.05))
_HALF_SMILE: tuple[tuple[str, Side, float], ...] = (("AU12", "both", 0.04), ("AU6", "both", 0.025))

SAMPLE_BURST = (
    Still(),
    Still(turned=(1.0, 0.5, 0.0)),
    Still(closure=0.5, faults=("half-blink",)),
    Still(closure=1.0, faults=("eyes closed",)),
    Still(closure=0.3, turned=(1.0, 0.0, 0.5), faults=("half-blink",)),
    Still(movements=(("AU1", "both", 0.06), ("AU2", "both", 0.06))),
    Still(turned=(10.0, 2.0, 2.0)),
    Still(movements=_HALF_SMILE),
    Still(movements=_SMILE, turned=(-1.0, 0.0, -1.0)),
    Still(movements=_SMILE, turned=(-1.0, 0.0, -1.0), shake=13, faults=("camera shake",)),
    Still(movements=_HALF_SMILE, defocus=3.0, faults=("out of focus",)),
    Still(movements=(("AU12", "left", 0.06),), light=0.35, faults=("too dark",)),
)
"""In the order of shooting; the ninth is the settled smile without a fault."""


def take_still(portrait: Portrait, still: Still, seed: int) -> Picture:
    """Return the picture of one press of the shutter."""
    script = TakeScript(
        rate=Fraction(1),
        frames=1,
        movements=tuple(
            ScriptedMovement(unit=unit, side=side, onset=0, apex=0, offset=1, peak=peak)
            for unit, side, peak in still.movements
        ),
        blinks=(ScriptedBlink(onset=0, closed=0, offset=1, closure=still.closure),),
        head=HeadMotion(amplitude=0.0, turned=still.turned),
        light=still.light,
        defocus=still.defocus,
        seed=seed,
    )
    picture = next(pictures(portrait, script))
    if still.shake:
        picture = np.asarray(cv2.blur(picture, (still.shake, 1)), np.uint8)
    return picture


def write_burst(folder: Path, portrait: Portrait) -> list[Path]:
    """Write the sample burst as JPEG with EXIF times.

    Parameters
    ----------
    folder
        Where to; must exist.
    portrait
        The face.

    Returns
    -------
    list[Path]
        The stills, in the order of shooting.
    """
    written = []
    for index, still in enumerate(SAMPLE_BURST):
        path = folder / still_name(index)
        picture = Image.fromarray(take_still(portrait, still, index))
        picture.save(path, quality=88, subsampling=0, exif=_exif(_FIRST + index * _STEP))
        written.append(path)
    return written


def burst_truth() -> dict[str, Json]:
    """Return what each still of the sample burst shows, ready for JSON."""
    stills: list[Json] = [
        {
            "file": still_name(index),
            "time": (_FIRST + index * _STEP).isoformat(timespec="milliseconds"),
            "movements": together(still.movements),
            "closure": still.closure,
            "turned": [*still.turned],
            "light": still.light,
            "defocus": still.defocus,
            "shake": still.shake,
            "faults": [*still.faults],
        }
        for index, still in enumerate(SAMPLE_BURST)
    ]
    return {"schema": "takewise.burst-truth/1", "stills": stills}


def still_name(index: int) -> str:
    """Return the file name of a still of the burst: the camera's own, from 1."""
    return f"P101{index + 1:04}.jpg"


def _exif(time: datetime) -> Image.Exif:
    """Return when and with what a still was shot, to the millisecond."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Takewise"
    exif[ExifTags.Base.Model] = "Synthetic performer"
    exif[ExifTags.Base.Orientation] = 1
    stamp = time.strftime("%Y:%m:%d %H:%M:%S")
    exif[ExifTags.Base.DateTime] = stamp
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = stamp
    details[ExifTags.Base.DateTimeDigitized] = stamp
    details[ExifTags.Base.SubsecTimeOriginal] = f"{time.microsecond // 1000:03}"
    details[ExifTags.Base.SubsecTimeDigitized] = f"{time.microsecond // 1000:03}"
    return exif
