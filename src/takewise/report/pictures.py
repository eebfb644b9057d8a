"""Pictures that are part of the page: small JPEGs, written as text."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

from takewise.model import Picture

# Pixels of the longer side: sharp on a phone at half its width, about 8 kB.
_SIDE = 240

# JPEG quality: below it the skin, which matters most, becomes blotchy.
_QUALITY = 74


@dataclass(frozen=True, slots=True, kw_only=True)
class Jpeg:
    """A picture as the page holds it."""

    uri: str
    """``data:`` address with all of it."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""


SEEN_SIDE = 320
"""Pixels of the longer side of a locked face, about 15 kB: a movement must be seen in it."""


def jpeg(picture: Picture, *, side: int = _SIDE) -> Jpeg:
    """Write a picture as text, reduced to at most so many pixels a side."""
    from PIL import Image  # noqa: PLC0415 - a page without pictures need not load it

    image = Image.fromarray(picture)
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return Jpeg(
        uri=f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}",
        width=image.width,
        height=image.height,
    )


def webp(file: bytes) -> str:
    """Return the ``data:`` address of an animation; empty for none."""
    return f"data:image/webp;base64,{base64.b64encode(file).decode()}" if file else ""
