"""Contact sheets: eyes level and in one place, any number of pages, the same bytes each time."""

from __future__ import annotations

import numpy as np
from PIL import Image

from takewise.model.photo import Photo, RankedShot
from takewise.photos import (
    PickLimits,
    PortraitSettings,
    SheetShot,
    as_pdf,
    as_png,
    pages,
    rank_photos,
)
from takewise.photos.sheet import PAGE, aligned
from tests.photos.made import face, shot, usual

GREY = Photo(picture=np.full((600, 900, 3), 128, np.uint8), size=(900, 600))


def ranked(count: int) -> tuple[RankedShot, ...]:
    """Return a ranking of ordinary frames, a group and a frame without a face."""
    shots = [*usual(count - 2), shot(90, face("A"), face("B")), shot(91)]
    return rank_photos(shots, PickLimits(top=3), PortraitSettings())


def drawn(count: int) -> list[Image.Image]:
    """Return the pages of a sheet."""
    shots = (SheetShot(ranked=each, photo=GREY) for each in ranked(count))
    return list(pages(shots, title="a session", count=count))


def test_eyes_stand_in_one_place() -> None:
    """However the head is tilted and however large it is, eyes come level and in one place."""
    for angle, apart in ((0.0, 120.0), (0.35, 200.0), (-0.5, 60.0)):
        picture = np.full((600, 900, 3), 90, np.uint8)
        middle = np.array((450.0, 300.0))
        along = apart / 2 * np.array((np.cos(angle), np.sin(angle)))
        right, left = middle - along, middle + along
        for colour, at in (((255, 0, 0), right), ((0, 255, 0), left)):
            y, x = np.ogrid[:600, :900]
            picture[(x - at[0]) ** 2 + (y - at[1]) ** 2 < (apart / 10) ** 2] = colour
        made = face(
            eye_width=apart,
            eye_places=(
                (right[0] / 900, right[1] / 600), (left[0] / 900, left[1] / 600),
            ),
        )  # fmt: skip
        crop = np.asarray(aligned(Photo(picture=picture, size=(900, 600)), made, (400, 500)))
        red = np.argwhere((crop[:, :, 0] > 200) & (crop[:, :, 1] < 60)).mean(axis=0)
        green = np.argwhere((crop[:, :, 1] > 200) & (crop[:, :, 0] < 60)).mean(axis=0)
        assert np.allclose(red, (210, 146), atol=2)
        assert np.allclose(green, (210, 254), atol=2)


def test_pages_hold_twelve() -> None:
    """Twelve frames fill a page, the thirteenth begins another."""
    assert len(drawn(12)) == 1
    sheet = drawn(13)
    assert len(sheet) == 2
    assert all(page.size == PAGE for page in sheet)


def test_files_are_the_same_each_time() -> None:
    """Equal sheets give equal PNG and PDF bytes, without a clock in them."""
    sheet = drawn(5)
    assert as_png(sheet[0]) == as_png(drawn(5)[0])
    pdf = as_pdf(sheet, title="a session")
    assert pdf == as_pdf(drawn(5), title="a session")
    assert pdf.startswith(b"%PDF-")
    assert b"CreationDate" not in pdf
