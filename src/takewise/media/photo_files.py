"""Opening a photograph's file: what it holds is decided by its content, never by its name.

Only the kinds that the README promises are opened. Pillow knows forty more, and hands
one of them, PostScript, to an interpreter.
"""

from __future__ import annotations

import struct
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from PIL import Image

from takewise.errors import MissingExtra, UnreadableMedia
from takewise.photo_formats import PHOTO_FORMATS, format_of

DAMAGE = (
    OSError, SyntaxError, ValueError, TypeError, EOFError, MemoryError, ArithmeticError,
    LookupError, AttributeError, AssertionError, RuntimeError, struct.error,
    Image.DecompressionBombError,
)  # fmt: skip
"""What Pillow and its plugins raise on files that are damaged or made to do harm."""

# The size is checked here against a limit that the user can set; Pillow's own limit is
# below what telephones take today.
Image.MAX_IMAGE_PIXELS = None

_FORMATS = tuple(each.name for each in PHOTO_FORMATS if not each.extra)

# Bytes that show what a file is: the brands of a HEIC are among the first fifty.
_HEAD = 64

# Pixels above which a picture is decoded while no other of that size is, and reduced
# before it is copied: 160 MB as Pillow holds it.
_LARGE = 40_000_000

# Pixels of the largest picture that is returned.
_LARGEST_RETURNED = 120_000_000

_one_large = threading.Lock()


def is_plain_picture(path: str) -> bool:
    """Return whether a file's content is a JPEG, PNG, WebP, HEIC or AVIF, whatever its name."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as fast as it gets, once per photograph
            head = file.read(_HEAD)
    except OSError:
        return False
    return format_of(head) is not None


def open_picture(file: IO[bytes], where: str, *, most_megapixels: float) -> Image.Image:
    """Open a picture of one of the kinds that are read: its size and metadata, nothing is decoded.

    `where` is its path, for the error. Raises one of `DAMAGE` if it is of no such kind,
    `UnreadableMedia` if it is too large, and `MissingExtra` for a HEIC without the library for it.
    """
    head = file.read(_HEAD)
    file.seek(0)
    shown = format_of(head)
    formats: tuple[str, ...] = _FORMATS
    if shown and shown.extra:
        _know_heif(where)
        formats = (shown.name,)
    image = Image.open(file, formats=formats)
    check_size(image.size, where, most_megapixels=most_megapixels)
    return image


def check_size(size: tuple[int, int], where: str, *, most_megapixels: float) -> None:
    """Raise `UnreadableMedia` for a picture that would take more memory than the user allows."""
    megapixels = size[0] * size[1] / 1e6
    if megapixels > most_megapixels:
        raise UnreadableMedia(
            f"this photograph is too large ({megapixels:.0f} megapixels; at most "
            f"{most_megapixels:g} are read)",
            where=where,
            remedy="raise most_megapixels under [photographs] in the settings, or export it "
            "smaller",
        )


def decoded(image: Image.Image, least: int | None) -> Image.Image:
    """Decode a picture, as small as is wanted where that saves memory or time.

    The longer side has at least `least` pixels; None wants the whole picture, which is reduced only
    above 120 megapixels. A JPEG is decoded at the eighth, quarter or half that is large enough.
    """
    pixels = image.width * image.height
    longer = max(image.size)
    wanted = longer if least is None else min(least, longer)
    if pixels > _LARGEST_RETURNED:
        wanted = min(wanted, int(longer * (_LARGEST_RETURNED / pixels) ** 0.5))
        # JPEG can only be halved: what is asked for must be the half or less.
        wanted = min(wanted, longer // 2)
    if wanted < longer:
        share = wanted / longer
        image.draft("RGB", (max(1, int(image.width * share)), max(1, int(image.height * share))))
    if image.width * image.height <= _LARGE:
        return image
    with _one_large:
        image.load()
        return _reduced(image, max(1, max(image.size) // wanted))


@contextmanager
def without_warnings() -> Iterator[None]:
    """Keep quiet what Pillow remarks on tags that are not as they should be."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    if factor == 1:
        return image
    if image.mode in {"RGB", "RGBA", "L", "LA", "CMYK", "YCbCr"}:
        return image.reduce(factor)
    # Palettes and sixteen bits have no mean that Pillow could take.
    size = (max(1, image.width // factor), max(1, image.height // factor))
    return image.resize(size, Image.Resampling.NEAREST)


def _know_heif(path: str) -> None:
    try:
        from pillow_heif import register_heif_opener  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtra(
            "HEIC needs a library that is not installed",
            where=path,
            remedy="pip install 'takewise[heif]'",
        ) from error
    register_heif_opener()
