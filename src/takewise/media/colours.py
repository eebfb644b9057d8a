"""From the colours that a photograph is stored in to those of a screen."""

from __future__ import annotations

import io
import struct
from functools import cache
from typing import Any

from PIL import ExifTags, Image, ImageCms

from takewise.media.photo_files import DAMAGE

_ADOBE_RGB = (
    (0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457),
)  # fmt: skip

# Red, green and blue in the connection space of ICC profiles, and the exponent: Adobe RGB
# (1998) Color Image Encoding, version 2005-05, section 4.3.5 and annex A.
_ADOBE_GAMMA = 2.19921875

# D50, the white of that space: ICC.1:2022, section 6.3.4.3.
_WHITE = (0.9642, 1.0, 0.8249)

_INDEX = 1

# InteroperabilityIndex, and what it says of a picture in DCF's optional colour space, which
# is Adobe RGB: cameras write it in place of a profile. EXIF 2.32, section 4.6.7; DCF 2.0, 3.3.
_OPTIONAL = "R03"


def stored_profile(image: Image.Image) -> bytes | None:
    """Return the ICC profile of a photograph's colours; None for those of a screen.

    The file's own, or Adobe RGB's where the EXIF data alone name it.
    """
    profile = image.info.get("icc_profile")
    if isinstance(profile, bytes) and profile:
        return profile
    try:
        index = image.getexif().get_ifd(ExifTags.IFD.Interop).get(_INDEX)
    except DAMAGE:
        return None
    return matrix_profile(_ADOBE_RGB, _ADOBE_GAMMA) if index == _OPTIONAL else None


def in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Convert RGB, CMYK or grey of eight bits to sRGB by the profile of its colours.

    The image itself is returned where the profile cannot be used, or is sRGB.
    """
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(source).lower():
            return image
        seen = ImageCms.profileToProfile(image, source, _srgb(), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return image
    return image if seen is None else seen


@cache
def matrix_profile(primaries: tuple[tuple[float, float, float], ...], gamma: float) -> bytes:
    """Return an ICC profile of version 2 for a space of three primaries and one exponent.

    The primaries are red, green and blue as XYZ against D50; ICC.1:2001-04, sections 6.3.1 and 6.5.
    """

    def fixed(*values: float) -> bytes:
        return b"".join(struct.pack(">l", round(value * 65536)) for value in values)

    name = b"Adobe RGB compatible\0"
    curve = b"curv" + bytes(4) + struct.pack(">LH", 1, round(gamma * 256)) + bytes(2)
    parts = {
        b"cprt": b"text" + bytes(4) + b"none\0",
        b"desc": b"desc" + bytes(4) + struct.pack(">L", len(name)) + name + bytes(78),
        b"wtpt": b"XYZ " + bytes(4) + fixed(*_WHITE),
        **{
            tag: b"XYZ " + bytes(4) + fixed(*xyz)
            for tag, xyz in zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)
        },
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve),
    }
    table, body = struct.pack(">L", len(parts)), b""
    start = 128 + 4 + 12 * len(parts)
    for tag, content in parts.items():
        table += tag + struct.pack(">LL", start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    head = struct.pack(
        ">L4sL4s4s4s12s4s28s", start + len(body), b"", 0x02400000, b"mntr", b"RGB ", b"XYZ ",
        struct.pack(">6H", 1999, 6, 3, 0, 0, 0), b"acsp", b"",
    ) + fixed(*_WHITE)  # fmt: skip
    return head.ljust(128, b"\0") + table + body


@cache
def _srgb() -> Any:
    return ImageCms.createProfile("sRGB")
