"""Stills hold the picture, and words that other programs read."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from takewise.media import StillKind, encode_still, shrunk, side_by_side
from tests.media.clips import numbered_picture

FACTS = {"Title": "inner brows lift", "Timecode": "01:00:02:05", "Source": "Szene “zwölf”.mov"}


def opened(content: bytes) -> Image.Image:
    """Read a picture with a reader of others."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def test_a_png_holds_every_bit_of_the_picture_and_the_words() -> None:
    """Words beyond Latin-1 too, each under its name."""
    picture = numbered_picture(0b10110101, 322, 181)
    image = opened(encode_still(picture, "png", FACTS))
    assert np.array_equal(np.asarray(image), picture)
    assert {name: str(text) for name, text in image.text.items() if name in FACTS} == FACTS


def test_a_jpeg_looks_like_the_picture_and_holds_the_words() -> None:
    """Colours of full range and of the right matrix, each fact a line of the comment."""
    picture = numbered_picture(0b10110101, 322, 182)
    image = opened(encode_still(picture, "jpg", FACTS))
    assert image.format == "JPEG"
    assert image.size == (322, 182)
    difference = np.asarray(image.convert("RGB")).astype(int) - picture
    assert np.abs(difference).mean() < 2
    assert image.info["comment"].decode() == "\n".join(f"{k}: {v}" for k, v in FACTS.items())


@pytest.mark.parametrize("kind", ["png", "tiff", "jpg"])
def test_equal_pictures_give_equal_bytes(kind: StillKind) -> None:
    """Nothing like a date is added."""
    picture = numbered_picture(3)
    assert encode_still(picture, kind, FACTS) == encode_still(picture.copy(), kind, FACTS)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=80))
def test_any_words_can_be_in_a_png(text: str) -> None:
    """They come out as they went in, and its XMP is well-formed."""
    image = opened(encode_still(numbered_picture(1, 16, 16), "png", {"Title": text}))
    assert image.text["Title"] == text
    assert etree.fromstring(image.text["XML:com.adobe.xmp"].encode()) is not None


@pytest.mark.parametrize("kind", ["png", "tiff", "jpg"])
def test_endless_words_and_broken_names_spoil_no_file(kind: StillKind) -> None:
    """What a file cannot hold is cut or replaced, and the picture is there."""
    facts = dict.fromkeys(("Title", "Description", "Source", "Software"), "頭<&" * 9000)
    facts["Reel"] = "a\udcff.mov"
    image = opened(encode_still(numbered_picture(1, 16, 16), kind, facts))
    assert image.size == (16, 16)


@pytest.mark.parametrize("kind", ["png", "tiff", "jpg"])
def test_a_still_without_words_has_none(kind: StillKind) -> None:
    """Small pictures for lists carry nothing but themselves."""
    image = opened(encode_still(numbered_picture(1, 16, 16), kind, {}))
    assert not {"exif", "xmp", "comment"} & image.info.keys()


def test_pictures_stand_side_by_side_and_keep_their_shape() -> None:
    """Large ones are made smaller, small ones are left as they are."""
    large, small = numbered_picture(5, 320, 240), numbered_picture(5, 64, 48)
    assert shrunk(large, height=120).shape == (120, 160, 3)
    assert shrunk(small, height=120) is small
    strip = side_by_side([small, small, small], height=120)
    assert strip.shape == (48, 192, 3)
    assert np.array_equal(strip[:, 64:128], small)
