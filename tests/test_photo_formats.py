"""The one table of photo formats."""

from __future__ import annotations

import pytest

from takewise.photo_formats import PHOTO_ENDINGS, PHOTO_FORMATS, RAW_ENDINGS, format_of
from takewise.sidecars.embedding import _EMBEDDABLE, _KINDS
from takewise.untrusted import toml_from
from tests.conftest import REPOSITORY


def iso(*brands: bytes) -> bytes:
    """Return the head of an ISO base media file: a brand, its version, more brands."""
    first, *more = brands
    body = b"ftyp" + first + bytes(4) + b"".join(more)
    return (len(body) + 4).to_bytes(4, "big") + body


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"RIFF\n\n\n\nWEBP", "WEBP"),
        (iso(b"heic", b"mif1"), "HEIF"),
        # An AVIF has brands that any such picture may have, too.
        (iso(b"mif1", b"avif"), "AVIF"),
        (b"II*\0", None),
        (b" \xff\xd8\xff", None),
        (iso(b"qt  "), None),
        (b"", None),
    ],
)
def test_content_shows_the_format(head: bytes, name: str | None) -> None:
    """By its first bytes or its brands; a TIFF may be camera raw, so nothing shows it."""
    found = format_of(head)
    assert (found.name if found else None) == name


def test_each_ending_is_of_one_format() -> None:
    """No ending is named twice, and what can be rated inside is among them."""
    every = [ending for each in PHOTO_FORMATS for ending in each.endings] + [*RAW_ENDINGS]
    assert len(every) == len(set(every)) == len(PHOTO_ENDINGS)
    assert all(each.rated_inside <= each.endings for each in PHOTO_FORMATS)
    assert all(bool(each.rated_inside) == bool(each.kinds) for each in PHOTO_FORMATS)
    assert all(ending == ending.lower() and ending[0] == "." for ending in every)


def test_ratings_go_into_what_the_table_says() -> None:
    """Never into a camera raw file."""
    plain = {".jpg", ".jpeg", ".jpe", ".png", ".tif", ".tiff", ".webp"}
    assert plain | {".heic"} == _EMBEDDABLE
    assert {"JPEG", "PNG", "TIFF", "WEBP", "HEIC", "HEIF"} == _KINDS
    assert not _EMBEDDABLE & RAW_ENDINGS


def test_a_format_names_an_extra_that_exists() -> None:
    """What it needs can be installed."""
    project = toml_from((REPOSITORY / "pyproject.toml").read_bytes())["project"]
    wanted = {each.extra for each in PHOTO_FORMATS} - {""}
    assert wanted == {"heif"}
    assert wanted <= project["optional-dependencies"].keys()
