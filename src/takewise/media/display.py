"""What a stored picture looks like: its colours and its shape on a screen."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, VideoReformatter
from numpy.typing import NDArray

from takewise.model import Picture

UNTAGGED = 2
"""Unspecified colour space, transfer and primaries; ISO/IEC 23091-2 (CICP), value 2."""

# Linear transfer; ISO/IEC 23091-2 (CICP), value 8. EXR and Radiance hold it, as floats.
_LINEAR = 8
_FLOATS = re.compile(r"f(16|32)[bl]e$")

# Pictures as wide as the one, or higher than the other, are HD. The limit that the player
# mpv uses, in `mp_csp_guess_colorspace`; FFmpeg itself would take BT.601 for all sizes.
_SD_WIDTH, _SD_HEIGHT = 1280, 576

# Pixels this close to square are left alone: such ratios come of rounded sizes.
_ALMOST_SQUARE = Fraction(1, 100)

# No format squeezes more than 2 to 1; what goes beyond is damage.
_ODDEST = 4


def shown_size(picture: VideoFrame, pixel_aspect: Fraction | None) -> tuple[int, int]:
    """Return the width and height of a picture once its pixels are square, before any turn.

    Only the width changes, so that no line of the picture is made up or lost. `pixel_aspect` is the
    width of a pixel by its height; None, a ratio within a percent of square, or one beyond 4 is
    taken for square.
    """
    aspect = pixel_aspect or Fraction(1)
    plausible = Fraction(1, _ODDEST) <= aspect <= _ODDEST
    if not plausible or abs(aspect - 1) <= _ALMOST_SQUARE:
        return picture.width, picture.height
    return round(picture.width * aspect), picture.height


def turned(size: tuple[int, int], rotation: int) -> tuple[int, int]:
    """Return width and height after a turn by 0, 90, 180 or 270 degrees."""
    width, height = size
    return (height, width) if rotation % 180 else size


def filled_share(own: tuple[int, int], size: tuple[int, int]) -> tuple[Fraction, Fraction]:
    """Return how much of the width and height of a size a picture of its own shape fills.

    1 and 1 where the shapes are within a percent of each other.
    """
    across, down = (Fraction(whole, part) for whole, part in zip(size, own, strict=True))
    scale = min(across, down)
    if max(across, down) <= scale * (1 + _ALMOST_SQUARE):
        return Fraction(1), Fraction(1)
    return scale / across, scale / down


def fitted(
    converter: VideoReformatter,
    picture: VideoFrame,
    size: tuple[int, int],
    share: tuple[Fraction, Fraction],
    interpolation: str | None = None,
) -> Picture:
    """Return a picture as `rgb` does, in the middle of a black one of a size.

    `share` is how much of it the picture fills, from `filled_share`.
    """
    if share == (Fraction(1), Fraction(1)):
        return rgb(converter, picture, size, interpolation)
    width, height = (max(1, round(side * part)) for side, part in zip(size, share, strict=True))
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    whole = np.zeros((size[1], size[0], 3), np.uint8)
    inner = rgb(converter, picture, (width, height), interpolation)
    whole[top : top + height, left : left + width] = inner
    return whole


def rgb(
    converter: VideoReformatter,
    picture: VideoFrame,
    size: tuple[int, int],
    interpolation: str | None = None,
) -> Picture:
    """Return a picture in 8-bit full-range RGB: uint8 (height, width, 3).

    Without a matrix in the file, BT.709 is taken for HD and BT.601 for SD (EBU Tech 3299 and ITU-R
    BT.601); without a range it is limited, 16 to 235. Brightness and primaries stay as they are,
    but linear light in floats gets the curve of sRGB: without it a screen shows it too dark.
    `converter` is kept from picture to picture: to set it up costs more than to use it. An
    `interpolation` of None scales smoothly what is stretched. Raises `av.error.FFmpegError` where
    the picture is too damaged, or a tag of it unknown.
    """
    width, height = size
    if interpolation is None and size != (picture.width, picture.height):
        interpolation = "BICUBIC"
    linear = picture.color_trc == _LINEAR and _FLOATS.search(picture.format.name) is not None
    made = converter.reformat(
        picture,
        width=width,
        height=height,
        format="rgb48le" if linear else "rgb24",
        src_colorspace=_matrix(picture),
        interpolation=interpolation,
    )
    pixels = made.to_ndarray()
    return _screen_codes()[pixels] if linear else np.asarray(pixels, np.uint8)


@cache
def _screen_codes() -> NDArray[np.uint8]:
    """Return what sRGB writes for each 16-bit number of linear light (IEC 61966-2-1)."""
    light = np.linspace(0, 1, 1 << 16)
    curve = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.rint(255 * curve).astype(np.uint8)


def _matrix(picture: VideoFrame) -> Colorspace | None:
    """Return the matrix for a picture whose file has none; None if it has one."""
    if picture.colorspace != UNTAGGED:
        return None
    high = picture.width >= _SD_WIDTH or picture.height > _SD_HEIGHT
    return Colorspace.ITU709 if high else Colorspace.ITU601
