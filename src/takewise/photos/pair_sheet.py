"""Pairs of frames to choose from, without names and scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PIL import Image, ImageDraw, ImageFont

from takewise.model.photo import Photo, RankedShot
from takewise.photos.sheet import portrait_of

_PAGE = (1600, 1131)
_CROP = (740, 925)
_GROUND, _INK, _FAINT = (38, 38, 38), (238, 238, 236), (164, 164, 160)


def pair_pages(
    pairs: Iterable[tuple[tuple[RankedShot, Photo], tuple[RankedShot, Photo]]], *, count: int
) -> Iterator[Image.Image]:
    """Draw an RGB page for each pair: left and right, each with its picture in sRGB.

    `count` is the number of pairs.
    """
    for number, sides in enumerate(pairs, 1):
        page = Image.new("RGB", _PAGE, _GROUND)
        draw = ImageDraw.Draw(page)
        gap = (_PAGE[0] - 2 * _CROP[0]) // 3
        for place, (name, (ranked, photo)) in enumerate(zip("AB", sides, strict=True)):
            left = gap + place * (_CROP[0] + gap)
            page.paste(portrait_of(ranked, photo, _CROP), (left, 100))
            draw.text((left, 34), name, _INK, ImageFont.load_default(44))
        draw.text(
            (_PAGE[0] // 2, 1064), f"pair {number} of {count}: which one do you prefer?", _FAINT,
            ImageFont.load_default(28), anchor="ma",
        )  # fmt: skip
        yield page
