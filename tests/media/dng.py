"""DNG files made by us: a mosaic as a sensor gives it, and a JPEG preview inside."""

from __future__ import annotations

import io
import struct

import numpy as np
import numpy.typing as npt
from PIL import Image

from takewise.model import Picture

Tag = tuple[int, int, int, bytes]
"""Number, type, count, value."""

_LONG, _SHORT, _BYTE, _ASCII, _RATIONAL, _SRATIONAL = 4, 3, 1, 2, 5, 10


NEUTRAL = (0.5, 1.0, 0.75)
"""What a grey card gives in the camera's red, green and blue: its white balance."""

_TO_CAMERA = (32405, -15371, -4985, -9693, 18760, 416, 556, -2040, 10572)
# CIE XYZ to linear sRGB, in ten-thousandths, which is what this camera sees: IEC 61966-2-1.


def mosaic_of(picture: Picture) -> npt.NDArray[np.uint16]:
    """Return what a sensor behind red, green, green and blue filters makes of a picture.

    Parameters
    ----------
    picture
        uint8 (height, width, 3), sRGB; height and width even.
    """
    linear = (picture.astype(np.float64) / 255) ** 2.2 * NEUTRAL
    seen = np.empty(picture.shape[:2])
    for row, column, channel in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)):
        seen[row::2, column::2] = linear[row::2, column::2, channel]
    return np.rint(seen * 60000).astype("<u2")


def dng(
    preview: Image.Image,
    *,
    picture: Picture | None = None,
    orientation: int = 1,
    fraction: str = "",
) -> bytes:
    """Return a DNG 1.4 with an uncompressed mosaic and a preview in JPEG.

    Parameters
    ----------
    preview
        What the camera's owner saw, as it lies in the file.
    picture
        What the sensor saw; None for 128 x 96 of grey.
    orientation
        How the camera was held; EXIF 2.32, section 4.6.4.
    fraction
        Digits of the second's fraction; empty for none.
    """
    file = io.BytesIO()
    preview.save(file, "JPEG", quality=90)
    jpeg = file.getvalue()
    raw = np.full((96, 128), 12000, "<u2") if picture is None else mosaic_of(picture)
    mosaic, size = raw.tobytes(), raw.shape[::-1]
    jpeg_at = 8
    mosaic_at = jpeg_at + len(jpeg) + len(jpeg) % 2
    ifd_at = mosaic_at + len(mosaic)
    first = [
        _one(254, _LONG, 1), _one(256, _LONG, preview.width), _one(257, _LONG, preview.height),
        (258, _SHORT, 3, struct.pack("<3H", 8, 8, 8)), _one(259, _SHORT, 7), _one(262, _SHORT, 6),
        _text(271, "Takewise"), _text(272, "Synthetic"), _one(273, _LONG, jpeg_at),
        _one(274, _SHORT, orientation), _one(277, _SHORT, 3), _one(278, _LONG, preview.height),
        _one(279, _LONG, len(jpeg)), _text(306, "2026:05:01 10:11:12"),
        (50706, _BYTE, 4, bytes((1, 4, 0, 0))), (50707, _BYTE, 4, bytes((1, 1, 0, 0))),
        _text(50708, "Takewise Synthetic"),
        (50721, _SRATIONAL, 9, _ratios(_TO_CAMERA)),
        (50728, _RATIONAL, 3, _ratios(tuple(round(10000 * each) for each in NEUTRAL))),
        _one(50778, _SHORT, 21),
    ]  # fmt: skip
    second = [
        _one(254, _LONG, 0), _one(256, _LONG, size[0]), _one(257, _LONG, size[1]),
        _one(258, _SHORT, 16), _one(259, _SHORT, 1), _one(262, _SHORT, 32803),
        _one(273, _LONG, mosaic_at), _one(277, _SHORT, 1), _one(278, _LONG, size[1]),
        _one(279, _LONG, len(mosaic)), (33421, _SHORT, 2, struct.pack("<2H", 2, 2)),
        (33422, _BYTE, 4, bytes((0, 1, 1, 2))), _one(50714, _SHORT, 0), _one(50717, _LONG, 60000),
    ]  # fmt: skip
    details = [_text(36867, "2026:05:01 10:11:12")]
    details += [_text(37521, fraction)] if fraction else []
    # The directories follow each other, and their lengths do not depend on where they are.
    length = len(_directory([*first, _one(330, _LONG, 0), _one(34665, _LONG, 0)], 0))
    details_at = ifd_at + length + len(_directory(second, 0))
    pointers = [_one(330, _LONG, ifd_at + length), _one(34665, _LONG, details_at)]
    body = _directory([*first, *pointers], ifd_at)
    body += _directory(second, ifd_at + length)
    body += _directory(details, details_at)
    head = b"II*\0" + struct.pack("<L", ifd_at)
    return head + jpeg + b"\0" * (len(jpeg) % 2) + mosaic + body


def _one(number: int, kind: int, value: int) -> Tag:
    return number, kind, 1, struct.pack("<L" if kind == _LONG else "<H", value)


def _text(number: int, text: str) -> Tag:
    return number, _ASCII, len(text) + 1, text.encode() + b"\0"


def _ratios(values: tuple[int, ...]) -> bytes:
    return b"".join(struct.pack("<2l", value, 10000) for value in values)


def _directory(tags: list[Tag], at: int) -> bytes:
    entries, extra = b"", b""
    behind = at + 2 + 12 * len(tags) + 4
    for number, kind, count, value in sorted(tags):
        if len(value) <= 4:
            place = value.ljust(4, b"\0")
        else:
            place = struct.pack("<L", behind + len(extra))
            extra += value + b"\0" * (len(value) % 2)
        entries += struct.pack("<2HL", number, kind, count) + place
    return struct.pack("<H", len(tags)) + entries + b"\0\0\0\0" + extra
