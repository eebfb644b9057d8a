"""A small DNG file made by us: a raw mosaic, and a JPEG preview inside."""

from __future__ import annotations

import io
import struct

import numpy as np
from PIL import Image

Tag = tuple[int, int, int, bytes]
"""Number, type, count, value."""

_LONG, _SHORT, _BYTE, _ASCII, _RATIONAL, _SRATIONAL = 4, 3, 1, 2, 5, 10


def dng(preview: Image.Image, *, size: tuple[int, int] = (128, 96)) -> bytes:
    """Return a DNG 1.4 with an uncompressed mosaic of grey and a preview in JPEG.

    Parameters
    ----------
    preview
        What the camera's owner saw.
    size
        Width and height of the mosaic, pixels.
    """
    file = io.BytesIO()
    preview.save(file, "JPEG", quality=90)
    jpeg = file.getvalue()
    mosaic = np.full(size[::-1], 12000, "<u2").tobytes()
    offset = 8
    jpeg_at, mosaic_at = offset, offset + len(jpeg) + len(jpeg) % 2
    ifd_at = mosaic_at + len(mosaic)
    first = [
        _one(254, _LONG, 1), _one(256, _LONG, preview.width), _one(257, _LONG, preview.height),
        (258, _SHORT, 3, struct.pack("<3H", 8, 8, 8)), _one(259, _SHORT, 7), _one(262, _SHORT, 6),
        _text(271, "Takewise"), _text(272, "Synthetic"), _one(273, _LONG, jpeg_at),
        _one(274, _SHORT, 1), _one(277, _SHORT, 3), _one(278, _LONG, preview.height),
        _one(279, _LONG, len(jpeg)), _text(306, "2026:05:01 10:11:12"),
        (50706, _BYTE, 4, bytes((1, 4, 0, 0))), (50707, _BYTE, 4, bytes((1, 1, 0, 0))),
        _text(50708, "Takewise Synthetic"),
        (50721, _SRATIONAL, 9, _ratios((1, 0, 0, 0, 1, 0, 0, 0, 1))),
        (50728, _RATIONAL, 3, _ratios((1, 1, 1))), _one(50778, _SHORT, 21),
    ]  # fmt: skip
    second = [
        _one(254, _LONG, 0), _one(256, _LONG, size[0]), _one(257, _LONG, size[1]),
        _one(258, _SHORT, 16), _one(259, _SHORT, 1), _one(262, _SHORT, 32803),
        _one(273, _LONG, mosaic_at), _one(277, _SHORT, 1), _one(278, _LONG, size[1]),
        _one(279, _LONG, len(mosaic)), (33421, _SHORT, 2, struct.pack("<2H", 2, 2)),
        (33422, _BYTE, 4, bytes((0, 1, 1, 2))), _one(50714, _SHORT, 0), _one(50717, _LONG, 65535),
    ]  # fmt: skip
    # The second directory follows the first, whose length does not depend on where it is.
    length = len(_directory([*first, _one(330, _LONG, 0)], ifd_at))
    body = _directory([*first, _one(330, _LONG, ifd_at + length)], ifd_at)
    body += _directory(second, ifd_at + length)
    head = b"II*\0" + struct.pack("<L", ifd_at)
    return head + jpeg + b"\0" * (len(jpeg) % 2) + mosaic + body


def _one(number: int, kind: int, value: int) -> Tag:
    return number, kind, 1, struct.pack("<L" if kind == _LONG else "<H", value)


def _text(number: int, text: str) -> Tag:
    return number, _ASCII, len(text) + 1, text.encode() + b"\0"


def _ratios(values: tuple[int, ...]) -> bytes:
    return b"".join(struct.pack("<2l", value, 1) for value in values)


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
