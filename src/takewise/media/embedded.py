"""What a photograph carries inside itself: its XMP packets, and EXIF's ratings.

Where its library does not return the packet, it is searched: XMP is plain text, and stands
whole in a file of any kind, such as PNG and camera raw.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from takewise.media.photo_names import is_raw
from takewise.media.photos import main_tags

# What every packet holds.
_RDF, _RDF_END = b"<rdf:RDF", b"</rdf:RDF>"

# The element around it, which may be missing: of Adobe's library, of its first versions, of
# Windows.
_AROUND = (b"x:xmpmeta", b"x:xapmeta", b"xmp:xmpmeta")

# Bytes between the two elements' tags, at most.
_NEAR = 1024

# Bytes that are searched at a time.
_BLOCK = 1024 * 1024

# Bytes of a raw file that are searched: its packet stands before the sensor's data.
_SEARCHED = 4 * 1024 * 1024

# Bytes of one packet; what is longer is damage.
_LONGEST = 16 * 1024 * 1024

# Packets of one file, damaged ones too: previews and gain maps have some of their own.
_MOST = 16

# EXIF tags that Windows introduced: the rating in stars, and in per cent.
_STARS, _PERCENT = 0x4746, 0x4749

# What -1 becomes in a field without a sign.
_REJECTED = 0xFFFF


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
    """Read what a photograph, of any kind, says about itself; its picture is not decoded.

    What is damaged is left out. Raises `OSError` where the file cannot be read.
    """
    exif, packet, whole = main_tags(path)
    with Path(path).open("rb") as file:
        found = tuple(_packets(io.BytesIO(packet)))
        if not found and not whole:
            found = tuple(_packets(file, until=_SEARCHED if is_raw(path) else None))
    return OwnFields(
        packets=found, stars=_number(exif.get(_STARS)), percent=_number(exif.get(_PERCENT))
    )


def _packets(file: IO[bytes], until: int | None = None) -> Iterator[bytes]:
    """Yield the packets of a file; it is not mapped, for a card may be pulled out meanwhile."""
    place = 0
    for _ in range(_MOST):
        at = _next(file, place, until)
        if at is None:
            return
        start = max(place, at - _NEAR)
        file.seek(start)
        content = file.read(_LONGEST)
        end = content.find(_RDF_END, at - start)
        if end < 0:
            place = at + 1
            continue
        place = start + end
        # A beginning without an end may stand before it.
        yield _with_around(content, content.rindex(_RDF, 0, end), end + len(_RDF_END))


def _with_around(content: bytes, begin: int, end: int) -> bytes:
    """Return a packet with the element around it, which may declare namespaces."""
    for name in _AROUND:
        first = content.rfind(b"<" + name, max(0, begin - _NEAR), begin)
        last = content.find(b"</" + name + b">", end, end + _NEAR)
        if first >= 0 and last >= 0:
            return content[first : last + len(name) + 3]
    return content[begin:end]


def _next(file: IO[bytes], place: int, until: int | None) -> int | None:
    """Return where the next packet is; None where there is none."""
    file.seek(place)
    kept = b""
    while (until is None or place < until) and (block := file.read(_BLOCK)):
        content = kept + block
        at = content.find(_RDF)
        if at >= 0:
            return place + at
        kept = content[-len(_RDF) :]
        place += len(content) - len(kept)
    return None


def _number(value: object) -> int | None:
    if isinstance(value, tuple) and value:
        value = value[0]
    if not isinstance(value, int):
        return None
    return -1 if value == _REJECTED else value
