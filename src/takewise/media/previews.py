"""Small pictures of photographs, from the thumbnail that the camera put into the file."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image

from takewise.errors import MissingExtra, UnreadableMedia
from takewise.media.exif import is_sideways, photo_facts, upright
from takewise.media.photo_files import DAMAGE, open_picture, without_warnings
from takewise.media.photo_names import is_raw
from takewise.media.photos import read_photo
from takewise.model.photo import Photo, PhotoShot

# JPEGInterchangeFormat and its length; EXIF 2.32, section 4.6.4, table 4.
_OFFSET, _LENGTH = 0x0201, 0x0202

_HEAD = len(b"Exif\0\0")

# Of a thumbnail: a file made to do harm may claim four thousand megapixels.
_MOST_PIXELS = 4_000_000

# By how much the shapes may differ: some cameras put black bars round a thumbnail.
_SAME_SHAPE = 0.02


def read_preview(shot: PhotoShot, *, least: int) -> Photo:
    """Read a small picture of a photograph, upright, as quickly as the file allows.

    The thumbnail of the file if its longer side has three quarters of `least` pixels, or the
    picture, reduced. Raises `UnreadableMedia` and `MissingExtra` as `read_photo` does.
    """
    with without_warnings():
        found = None if is_raw(shot.path) else _embedded(shot.path, least)
    return found or read_photo(shot, least=least, for_display=True)


def _embedded(path: str, least: int) -> Photo | None:
    """Return the thumbnail in a file's EXIF data; None where there is no usable one."""
    try:
        with Path(path).open("rb") as file:
            image = open_picture(file, path, most_megapixels=float("inf"))
            exif, block, size = image.getexif(), image.info.get("exif", b""), image.size
        ifd = exif.get_ifd(ExifTags.IFD.IFD1)
        start = int(ifd[_OFFSET]) + _HEAD
        stored = io.BytesIO(block[start : start + int(ifd[_LENGTH])])
        opened = Image.open(stored, formats=("JPEG",))
        if opened.width * opened.height > _MOST_PIXELS:
            return None
        small = opened.convert("RGB")
    except (*DAMAGE, MissingExtra, UnreadableMedia):
        # The reader of the picture itself reports what is wrong.
        return None
    shapes = small.width / small.height, size[0] / size[1]
    if max(small.size) < 0.75 * least or abs(shapes[0] / shapes[1] - 1) > _SAME_SHAPE:
        return None
    turned = photo_facts(exif).orientation
    picture = np.ascontiguousarray(upright(small, turned))
    return Photo(picture=picture, size=size[::-1] if is_sideways(turned) else size)
