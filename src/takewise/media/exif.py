"""What a photograph's EXIF data say: when, with what, which way up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from PIL import ExifTags, Image

from takewise.media.photo_files import DAMAGE

_TIME = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_ZONE = re.compile(r"([+-])(\d\d):?(\d\d)|Z")

_TAG = ExifTags.Base

# Of the shutter, of the digitising, of the file: EXIF 2.32, section 4.6.5.
_TIMES = (
    (_TAG.DateTimeOriginal, _TAG.SubsecTimeOriginal, _TAG.OffsetTimeOriginal),
    (_TAG.DateTimeDigitized, _TAG.SubsecTimeDigitized, _TAG.OffsetTimeDigitized),
    (_TAG.DateTime, _TAG.SubsecTime, _TAG.OffsetTime),
)

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation to what makes the picture upright."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFacts:
    """What EXIF data say."""

    taken: datetime | None = None
    """When, with the time zone where the file has it; None if unknown."""
    precise: bool = False
    """Whether `taken` has fractions of a second."""
    camera: str = ""
    """Maker, model and serial number; empty if unknown."""
    orientation: int = 1
    """1 to 8; EXIF 2.32, section 4.6.4."""


def photo_facts(exif: Image.Exif) -> PhotoFacts:
    """Read what EXIF data say; what is missing or damaged is left out."""
    details = _details(exif)
    taken, precise = None, False
    for when, fraction, zone in _TIMES:
        taken, precise = _time(*(details.get(tag, exif.get(tag)) for tag in (when, fraction, zone)))
        if taken:
            break
    words = (
        exif.get(_TAG.Make), exif.get(_TAG.Model), details.get(_TAG.BodySerialNumber)
    )  # fmt: skip
    turned = exif.get(_TAG.Orientation, 1)
    return PhotoFacts(
        taken=taken,
        precise=precise,
        camera=" ".join(_text(word) for word in words if _text(word)),
        orientation=turned if isinstance(turned, int) and 1 <= turned <= 8 else 1,
    )


def upright(picture: Image.Image, orientation: int) -> Image.Image:
    """Turn a picture by its EXIF orientation; 1 leaves it."""
    turn = _UPRIGHT.get(orientation)
    return picture if turn is None else picture.transpose(turn)


def is_sideways(orientation: int) -> bool:
    """Return whether the stored picture is turned on its side, so that width and height change."""
    return orientation >= 5


def _details(exif: Image.Exif) -> dict[int, Any]:
    try:
        return dict(exif.get_ifd(ExifTags.IFD.Exif))
    except DAMAGE:
        return {}


def _time(when: object, fraction: object, zone: object) -> tuple[datetime | None, bool]:
    found = _TIME.match(_text(when))
    if not found:
        return None, False
    digits = re.match(r"\d+", _text(fraction))
    micros = int(f"{digits[0]:0<6.6}") if digits else 0
    try:
        taken = datetime.fromisoformat("{}-{}-{} {}:{}:{}".format(*found.groups()))
    except ValueError:
        return None, False
    return taken.replace(microsecond=micros, tzinfo=_zone(zone)), digits is not None


def _zone(zone: object) -> timezone | None:
    found = _ZONE.fullmatch(_text(zone))
    if not found:
        return None
    if not found[1]:
        return UTC
    offset = timedelta(hours=int(found[2]), minutes=int(found[3]))
    try:
        return timezone(-offset if found[1] == "-" else offset)
    except ValueError:
        return None


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return value.replace("\0", "").strip() if isinstance(value, str) else ""
