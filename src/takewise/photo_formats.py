"""The formats of photographs, by ending and by content: one table for all who ask.

Files are chosen by their endings, and opened by their content. Camera raw files are recognised
by their endings alone, as most of them begin as TIFF does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoFormat:
    """One format of photographs that is not camera raw."""

    name: str
    """What Pillow calls it."""
    endings: frozenset[str]
    """Endings of its files, with their dots."""
    head: re.Pattern[bytes] | None = None
    """How its files begin; None where its brands decide, or its beginning proves nothing."""
    brands: frozenset[bytes] = frozenset()
    """Its brands among the ISO base media files."""
    extra: str = ""
    """What ``pip install 'takewise[...]'`` brings for it; empty where nothing is needed."""
    rated_inside: frozenset[str] = frozenset()
    """Endings of the files into which a rating can be written."""
    kinds: frozenset[str] = frozenset()
    """What ExifTool calls the content of such a file."""


def _begins(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.DOTALL)


def _plain(name: str, endings: str, head: re.Pattern[bytes] | None) -> PhotoFormat:
    """Return a format that is read without an extra, and can be rated inside."""
    every = frozenset(endings.split())
    return PhotoFormat(
        name=name, endings=every, head=head, rated_inside=every, kinds=frozenset({name})
    )


PHOTO_FORMATS: Final[tuple[PhotoFormat, ...]] = (
    _plain("JPEG", ".jpg .jpeg .jpe", _begins(rb"\xff\xd8\xff")),
    _plain("PNG", ".png", _begins(rb"\x89PNG\r\n\x1a\n")),
    # Camera raw files begin in the same way.
    _plain("TIFF", ".tif .tiff", None),
    _plain("WEBP", ".webp", _begins(rb"RIFF.{4}WEBP")),
    PhotoFormat(
        name="AVIF",
        endings=frozenset({".avif"}),
        brands=frozenset({b"avif", b"avis"}),
    ),
    # Brands of ISO base media files that hold HEVC pictures: ISO/IEC 23008-12, annex B,
    # and those that any picture of the kind may have.
    PhotoFormat(
        name="HEIF",
        endings=frozenset({".heic", ".heif", ".hif"}),
        brands=frozenset(
            {
                b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs",
                b"mif1", b"msf1",
            }
        ),
        extra="heif",
        rated_inside=frozenset({".heic"}),
        kinds=frozenset({"HEIC", "HEIF"}),
    ),
)  # fmt: skip
"""Every format but camera raw; of brands of two formats the earlier one counts."""

RAW_ENDINGS: Final = frozenset(
    {
        ".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".iiq", ".kdc",
        ".mef", ".mos", ".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf", ".raw", ".rw2", ".rwl",
        ".sr2", ".srf", ".srw", ".x3f",
    }
)  # fmt: skip
"""Endings of camera raw files that LibRaw reads."""

PHOTO_ENDINGS: Final = RAW_ENDINGS.union(*(each.endings for each in PHOTO_FORMATS))
"""Endings of everything that is taken for a photograph."""


def brands_of(head: bytes) -> frozenset[bytes]:
    """Return the brands of an ISO base media file; none of any other file."""
    if head[4:8] != b"ftyp":
        return frozenset()
    end = min(int.from_bytes(head[:4], "big"), len(head))
    return frozenset({head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))})


def format_of(head: bytes) -> PhotoFormat | None:
    """Return the format that the first bytes of a file show, or None.

    Examples
    --------
    >>> format_of(b"RIFF....WEBPVP8 ").name, format_of(b"GIF89a")
    ('WEBP', None)
    """
    brands = brands_of(head)
    for each in PHOTO_FORMATS:
        if (each.head and each.head.match(head)) or each.brands & brands:
            return each
    return None
