"""Pictures that are part of the page: small JPEGs, written as text."""

from __future__ import annotations

import base64
import io

from takewise.model import Picture

_SIDE = 240
# Pixels of the longer side: sharp on a phone at half its width, about 8 kB.

_QUALITY = 74
# JPEG quality: below it the skin, which is what is looked at, goes blotchy.


def data_uri(picture: Picture) -> str:
    """Write a picture as a ``data:`` address.

    Parameters
    ----------
    picture
        Of any size; it is made smaller where it is large, and never larger.

    Returns
    -------
    str
        A JPEG of at most 240 pixels a side.
    """
    from PIL import Image  # noqa: PLC0415 - a page without pictures need not load it

    image = Image.fromarray(picture)
    image.thumbnail((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}"
