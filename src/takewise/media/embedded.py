"""What a photograph carries inside itself: its XMP packets, and EXIF's ratings.

An XMP packet is plain text between marks, which are found by searching in a file of any
kind: JPEG, TIFF, PNG, WebP, HEIC and camera raw alike, without a library for each. Only
PNG may have it compressed; Pillow reads that.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from takewise.media.photos import main_tags

_NAMES = (b"x:xmpmeta", b"x:xapmeta", b"xmp:xmpmeta", b"rdf:RDF")
# What a packet begins with: of Adobe's library, of its first versions, of Windows; and without
# the element around it, which may be missing.

_BLOCK = 4 * 1024 * 1024
# Bytes that are searched at a time.

_LONGEST = 16 * 1024 * 1024
# Bytes of one packet; what is longer is damage.

_MOST = 16
# Packets of one file, damaged ones too: previews and gain maps have some of their own.

_STARS, _PERCENT = 0x4746, 0x4749
# EXIF tags that Windows introduced: the rating in stars, and in per cent.

_REJECTED = 0xFFFF
# What -1 becomes in a field without a sign.


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFields:
    """What is said in a file about itself."""

    packets: tuple[bytes, ...] = ()
    """XMP packets, in the order of the file."""
    stars: int | None = None
    """EXIF 0x4746: 0 to 5, or -1; None where there is none."""
    percent: int | None = None
    """EXIF 0x4749: 0 to 99, or -1; None where there is none."""


def own_fields(path: str) -> OwnFields:
    """Read what a photograph says about itself; its picture is not decoded.

    Parameters
    ----------
    path
        The file, of any kind.

    Returns
    -------
    OwnFields
        Without what is damaged; raises `OSError` where the file cannot be read.
    """
    with Path(path).open("rb") as file:
        found = tuple(_packets(file))
    exif, packet = main_tags(path)
    if packet and not found:
        found = tuple(_packets(io.BytesIO(packet)))
    return OwnFields(
        packets=found, stars=_number(exif.get(_STARS)), percent=_number(exif.get(_PERCENT))
    )


def _packets(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the packets of a file; it is not mapped, for a card may be pulled out meanwhile."""
    place = 0
    for _ in range(_MOST):
        begin = _next(file, place)
        if begin is None:
            return
        file.seek(begin)
        content = file.read(_LONGEST)
        name = next(each for each in _NAMES if content.startswith(b"<" + each))
        end = content.find(b"</" + name + b">")
        place = begin + max(end, 1)
        if end >= 0:
            # A beginning without an end may stand before it.
            inner = content.rindex(b"<" + name, 0, end)
            yield content[inner : end + len(name) + 3]


def _next(file: IO[bytes], place: int) -> int | None:
    """Return where the next packet begins; None where there is none."""
    overlap = max(map(len, _NAMES)) + 1
    file.seek(place)
    kept = b""
    while block := file.read(_BLOCK):
        content = kept + block
        found = [at for each in _NAMES if (at := content.find(b"<" + each)) >= 0]
        if found:
            return place + min(found)
        kept = content[-overlap:]
        place += len(content) - len(kept)
    return None


def _number(value: object) -> int | None:
    if isinstance(value, tuple) and value:
        value = value[0]
    if not isinstance(value, int):
        return None
    return -1 if value == _REJECTED else value
