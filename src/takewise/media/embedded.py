"""What a photograph carries inside itself: its XMP packets, and EXIF's ratings.

An XMP packet is plain text between marks, which are found by searching in a file of any
kind: JPEG, TIFF, PNG, WebP, HEIC and camera raw alike, without a library for each. Only
PNG may have it compressed; Pillow reads that.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from takewise.media.photos import main_tags

_MARKS = (
    (b"<x:xmpmeta", b"</x:xmpmeta>"),
    (b"<x:xapmeta", b"</x:xapmeta>"),
    (b"<xmp:xmpmeta", b"</xmp:xmpmeta>"),
)
# Of Adobe's library, of its first versions, of Windows.

_BARE = ((b"<rdf:RDF", b"</rdf:RDF>"),)
# The element around all of them may be missing.

_LONGEST = 16 * 1024 * 1024
# Bytes of one packet; what is longer is damage.

_MOST = 16
# Packets of one file: previews and gain maps have some of their own.

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
        found = _packets(file.fileno())
    exif, packet = main_tags(path)
    if packet and not found:
        found = tuple(_marked(packet))
    return OwnFields(
        packets=found, stars=_number(exif.get(_STARS)), percent=_number(exif.get(_PERCENT))
    )


def _packets(handle: int) -> tuple[bytes, ...]:
    try:
        content = mmap.mmap(handle, 0, access=mmap.ACCESS_READ)
    except ValueError:
        # An empty file cannot be mapped.
        return ()
    with content:
        return tuple(_marked(content))


def _marked(content: bytes | mmap.mmap) -> Iterator[bytes]:
    """Yield the packets of a file."""
    many = 0
    for begin, end in (*_MARKS, *_BARE):
        if many and (begin, end) in _BARE:
            return
        place, last = content.find(begin), -1
        while place >= 0 and many < _MOST:
            if last < place:
                last = content.find(end, place)
                if last < 0:
                    break
            if last - place < _LONGEST:
                many += 1
                yield content[place : last + len(end)]
                place = last
            place = content.find(begin, place + 1)


def _number(value: object) -> int | None:
    if isinstance(value, tuple) and value:
        value = value[0]
    if not isinstance(value, int):
        return None
    return -1 if value == _REJECTED else value
