"""Contact sheets: the faces of shots side by side, eyes level and of one size."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from takewise.model.photo import Photo, PortraitFace, RankedShot
from takewise.photos.settings import PHOTO_TERMS
from takewise.plain_text import visible

PAGE = (2340, 1654)
"""Width and height of a page, pixels: A4 on its side at 200 dots an inch."""

_DPI = 200.0

# Of a full page; up to five frames stand in one row, larger.
_COLUMNS, _ROWS = 6, 2

_MARGIN, _GUTTER = 74, 26

# Heights of the title and of what stands under a picture, pixels.
_HEADER, _WORDS = 96, 292

# Where the middle between the eyes is in a crop, and the eye-width; shares of its width.
_EYES_AT, _EYE_WIDTH = (0.5, 0.42), 0.27

# Side of a face among several, as a share of the picture's width.
_CHIP = 0.27

_GROUND = (38, 38, 38)
_PAPER = (56, 56, 56)
_INK, _FAINT = (238, 238, 236), (164, 164, 160)

# Neutral greys, as colours around a photograph tint it.
_PICKED, _BAR, _UNKNOWN = (236, 178, 72), (126, 190, 160), (92, 92, 92)

_MOST_LINES = 4

# Names of the terms under their bars.
_SHORT = {term.name: term.short for term in PHOTO_TERMS}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Where everything stands on a page."""

    columns: int
    rows: int

    @property
    def crop(self) -> tuple[int, int]:
        """Width and height of a picture: four to five, as portraits are printed."""
        width = (PAGE[0] - 2 * _MARGIN - (self.columns - 1) * _GUTTER) // self.columns
        return width, width * 5 // 4

    def corner(self, place: int) -> tuple[int, int]:
        """Return the upper left corner of a picture."""
        row, column = divmod(place, self.columns)
        width, height = self.crop
        return (
            _MARGIN + column * (width + _GUTTER),
            _MARGIN + _HEADER + row * (height + _WORDS + _GUTTER // 2),
        )


def _layout(count: int) -> _Layout:
    if count < _COLUMNS:
        return _Layout(columns=max(3, count), rows=1)
    return _Layout(columns=_COLUMNS, rows=_ROWS)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SheetShot:
    """One shot of a sheet."""

    ranked: RankedShot
    """The shot in its place."""
    photo: Photo
    """Its picture in sRGB, large enough for the crop."""


def wanted_side(ranked: RankedShot, count: int) -> int:
    """Return the pixels that a picture's longer side needs on a sheet of so many, at least."""
    crop = _layout(count).crop
    shot, faces = ranked.measured.shot, ranked.measured.faces
    longer = max(shot.width, shot.height, 1)
    if not faces:
        return min(longer, 2 * max(crop))
    return min(longer, math.ceil(longer * _EYE_WIDTH * crop[0] / faces[0].eye_width))


def pages(shots: Iterable[SheetShot], *, title: str, count: int) -> Iterator[Image.Image]:
    """Draw contact sheets page by page: RGB, of the size of `PAGE`.

    `shots` are in the order of the sheet, `count` of them; each picture is released once it is
    drawn. `title` is printed at the top.
    """
    layout = _layout(count)
    per_page = layout.columns * layout.rows
    whole = max(1, math.ceil(count / per_page))
    page = _empty_page(title, 1, whole)
    for number, shot in enumerate(shots):
        if number and number % per_page == 0:
            yield page
            page = _empty_page(title, number // per_page + 1, whole)
        _draw_cell(page, layout.corner(number % per_page), layout.crop, shot)
    yield page


def as_png(page: Image.Image) -> bytes:
    """Return a page as the bytes of a PNG file."""
    file = io.BytesIO()
    ours = PngInfo()
    ours.add_text("Software", "Takewise")
    page.save(file, "PNG", dpi=(_DPI, _DPI), optimize=False, pnginfo=ours)
    return file.getvalue()


def is_sheet(path: Path) -> bool:
    """Return whether a PNG file is a sheet of ours, which a new one may replace."""
    with path.open("rb") as file:
        # The text stands before the picture.
        return b"tEXtSoftware\0Takewise" in file.read(1024)


def as_pdf(drawn: Sequence[Image.Image], *, title: str) -> bytes:
    """Return pages as the bytes of a PDF file; equal pages give equal bytes."""
    file = io.BytesIO()
    drawn[0].save(
        file, "PDF", save_all=True, append_images=list(drawn[1:]), resolution=_DPI, quality=90,
        title=visible(title), producer="Takewise", creationDate=None, modDate=None,
    )  # fmt: skip
    return file.getvalue()


def aligned(photo: Photo, face: PortraitFace, size: tuple[int, int]) -> Image.Image:
    """Cut a face out, its eyes level, of one size and in one place: RGB.

    `size` is width and height in pixels; what is outside the picture is grey.
    """
    height, width = photo.picture.shape[:2]
    right, left = (complex(x * width, y * height) for x, y in face.eye_places)
    # A turned head has its eyes closer together; it must not be drawn larger for that.
    apart = max(abs(left - right), face.eye_width * photo.scale, 1.0)
    across = (left - right) / max(abs(left - right), 1e-6)
    # By how many pixels of the picture a pixel of the crop is, and which way.
    step = across * apart / (_EYE_WIDTH * size[0])
    start = (right + left) / 2 - step * complex(_EYES_AT[0] * size[0], _EYES_AT[1] * size[1])
    return _warped(photo, step, start, size)


def _warped(photo: Photo, step: complex, start: complex, size: tuple[int, int]) -> Image.Image:
    image = Image.fromarray(photo.picture)
    shrink = max(1, int(abs(step)))
    if shrink > 1:
        # Sampling alone would alias.
        image = image.reduce(shrink)
        step, start = step / shrink, start / shrink
    return image.transform(
        size, Image.Transform.AFFINE,
        (step.real, -step.imag, start.real, step.imag, step.real, start.imag),
        Image.Resampling.BICUBIC, fillcolor=_PAPER,
    )  # fmt: skip


def _draw_cell(
    page: Image.Image, corner: tuple[int, int], crop: tuple[int, int], shot: SheetShot
) -> None:
    left, top = corner
    width, height = crop
    draw = ImageDraw.Draw(page)
    page.paste(portrait_of(shot.ranked, shot.photo, crop), corner)
    ranked = shot.ranked
    picked = ranked.picked is not None
    if picked:
        frame = (left - 3, top - 3, left + width + 2, top + height + 2)
        draw.rectangle(frame, outline=_PICKED, width=4)
    below = top + height + 12
    mark = f"pick {ranked.picked}" if picked else f"rank {ranked.rank}"
    draw.text((left, below), mark, _PICKED if picked else _INK, _font(26))
    if picked:
        after = left + draw.textlength(mark, _font(26)) + 14
        draw.text((after, below + 5), f"rank {ranked.rank}", _FAINT, _font(20))
    total = ranked.score.total
    score = "–" if total is None else f"{100 * total:.0f}"
    draw.text((left + width, below), score, _INK, _font(26), anchor="ra")
    below += 36
    draw.text((left, below), _fitted(draw, ranked.measured.shot.name, 22, width), _INK, _font(22))
    below = _draw_bars(draw, (left, below + 36), width, ranked) + 10
    for line in _lines(draw, ranked.score.because, 18, width):
        draw.text((left, below), line, _FAINT, _font(18))
        below += 24


def portrait_of(ranked: RankedShot, photo: Photo, size: tuple[int, int]) -> Image.Image:
    """Show the people of a shot: one aligned, several together with each face below.

    `size` is width and height in pixels. Without a face it is the whole picture.
    """
    faces = ranked.measured.faces
    if len(faces) == 1:
        return aligned(photo, faces[0], size)
    chip = round(_CHIP * size[0])
    whole = _group(photo, faces, size, chip)
    side = min(chip, size[0] // max(1, len(faces)))
    for number, face in enumerate(sorted(faces, key=lambda face: face.box[0])):
        small = aligned(photo, face, (side - 4, side - 4))
        whole.paste(small, (number * side + 2, size[1] - side + 2))
    return whole


def _group(
    photo: Photo, faces: Sequence[PortraitFace], size: tuple[int, int], chip: int
) -> Image.Image:
    """Return the part of the picture with everyone in it; all of it without a face."""
    height, width = photo.picture.shape[:2]
    boxes = [face.box for face in faces] or [(0.0, 0.0, 1.0, 1.0)]
    low = complex(min(b[0] for b in boxes) * width, min(b[1] for b in boxes) * height)
    high = complex(max(b[2] for b in boxes) * width, max(b[3] for b in boxes) * height)
    # Chips cover the foot of the crop, so the faces stand above it.
    room = size[1] - (chip if faces else 0)
    margin = 1.35 if faces else 1.0
    scale = margin * max((high - low).real / size[0], (high - low).imag / room, 1e-3)
    middle = (low + high) / 2
    start = middle - scale * complex(size[0] / 2, room / 2)
    return _warped(photo, complex(scale), start, size)


def _draw_bars(
    draw: ImageDraw.ImageDraw, corner: tuple[int, int], width: int, ranked: RankedShot
) -> int:
    """Draw a bar for each term, hollow where it is unknown; return where they end."""
    left, top = corner
    terms = ranked.score.terms
    if not terms:
        return top
    pitch = width / len(terms)
    for number, term in enumerate(terms):
        x, high = left + number * pitch, 34
        frame = (x, top, x + pitch - 8, top + high)
        draw.rectangle(frame, outline=_UNKNOWN)
        if term.value is not None:
            draw.rectangle(
                (x, top + high - round(high * term.value), x + pitch - 8, top + high), fill=_BAR
            )
        else:
            draw.text((x + (pitch - 8) / 2, top + high / 2), "?", _FAINT, _font(18), anchor="mm")
        below = (x + (pitch - 8) / 2, top + high + 4)
        draw.text(below, _SHORT[term.name], _FAINT, _font(13), anchor="ma")
    return top + 34 + 22


def _empty_page(title: str, number: int, whole: int) -> Image.Image:
    page = Image.new("RGB", PAGE, _GROUND)
    draw = ImageDraw.Draw(page)
    draw.text((_MARGIN, _MARGIN - 6), _fitted(draw, title, 40, PAGE[0] - 700), _INK, _font(40))
    draw.text(
        (PAGE[0] - _MARGIN, _MARGIN + 6), f"page {number} of {whole}", _FAINT, _font(24),
        anchor="ra",
    )  # fmt: skip
    draw.text(
        (_MARGIN, PAGE[1] - 50),
        "Ranked among the other frames of this session; no frame is rejected. "
        "Bars: how good each reason is; ? is unknown.",
        _FAINT,
        _font(20),
    )
    return page


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _fitted(draw: ImageDraw.ImageDraw, text: str, size: int, width: int) -> str:
    """Shorten in the middle: file names differ at their end; a break in one is no line."""
    text = visible(text)
    if draw.textlength(text, _font(size)) <= width:
        return text
    for keep in range(len(text) - 1, 2, -1):
        short = f"{text[: keep // 2]}…{text[-(keep - keep // 2) :]}"
        if draw.textlength(short, _font(size)) <= width:
            return short
    return text[:2]


def _lines(draw: ImageDraw.ImageDraw, text: str, size: int, width: int) -> list[str]:
    """Break text into lines of a width; at most four."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, _font(size)) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1].rstrip(';,')} …"]
    return lines
