"""Single pictures as files, with words in them that travel along."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias
from xml.sax.saxutils import escape

import numpy as np
from PIL import ExifTags, Image, PngImagePlugin

from takewise.model import Picture

StillKind: TypeAlias = Literal["png", "tiff", "jpg"]
"""PNG or TIFF, without loss; or JPEG, small."""

# Of JPEG: Pillow's manual advises against more, which adds bytes and next to no quality.
_QUALITY = 95

# Letters of one fact: nine of four bytes each fit the 65,533 bytes of a JPEG's segment;
# ITU-T T.81, section B.2.4.5.
_LONGEST = 1500

# What XML 1.0 has no way to say; section 2.2.
_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

# `dc:description` is the description of IPTC Photo Metadata 2023.1, section "Description".
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpDM="http://ns.adobe.com/xmp/1.0/DynamicMedia/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{words}</rdf:li></rdf:Alt></dc:description>
<dc:source>{source}</dc:source><xmp:CreatorTool>{tool}</xmp:CreatorTool>
<xmpDM:shotName>{source}</xmpDM:shotName>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""


def encode_still(picture: Picture, kind: StillKind, facts: Mapping[str, str]) -> bytes:
    """Return a picture as the bytes of its file; equal pictures and facts give equal bytes.

    Parameters
    ----------
    picture
        uint8 (height, width, 3), RGB.
    kind
        PNG, TIFF, or JPEG without subsampling of colour.
    facts
        Words by name, each cut at 1500 letters. ``Title``, ``Description``, ``Timecode``,
        ``Frame``, ``Source`` and ``Software`` go into EXIF and into XMP, which IPTC readers read;
        all go into text chunks of a PNG and into the comment of a JPEG, a line each. None at all
        leaves the file without any words.
    """
    image = Image.fromarray(picture)
    # A path that is no UTF-8 comes with surrogates, which no file can hold.
    written = {
        name: text[:_LONGEST].encode("utf-8", "replace").decode() for name, text in facts.items()
    }
    file = io.BytesIO()
    options = _metadata(written, kind) if written else {}
    if kind == "jpg":
        image.save(file, "JPEG", quality=_QUALITY, subsampling=0, **options)
    elif kind == "tiff":
        image.save(file, "TIFF", compression="tiff_deflate", **options)
    else:
        image.save(file, "PNG", compress_level=4, **options)
    return file.getvalue()


def side_by_side(pictures: Sequence[Picture], *, height: int) -> Picture:
    """Put pictures of one size, at least one, next to each other from left to right.

    `height` is that of the answer, in pixels; pictures are never enlarged.
    """
    return np.ascontiguousarray(np.hstack([shrunk(each, height=height) for each in pictures]))


def shrunk(picture: Picture, *, height: int) -> Picture:
    """Make a picture no higher than so many pixels, its shape kept."""
    high, wide = picture.shape[:2]
    if high <= height:
        return picture
    size = max(1, round(wide * height / high)), height
    small = Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS)
    return np.asarray(small, np.uint8)


def _metadata(facts: Mapping[str, str], kind: StillKind) -> dict[str, Any]:
    """Return what Pillow takes for words in a file of this kind."""
    place = ", ".join(f"{name} {facts[name]}" for name in ("Timecode", "Frame") if name in facts)
    described = "; ".join(part for part in (place, facts.get("Description", "")) if part)
    software = facts.get("Software", "Takewise")
    exif = Image.Exif()
    # EXIF knows ASCII only; XMP has the words as they are.
    exif[ExifTags.Base.ImageDescription] = described.encode("ascii", "replace").decode()
    exif[ExifTags.Base.Software] = software
    xmp = _XMP.format(
        title=_plain(facts.get("Title", "")),
        words=_plain(described),
        source=_plain(facts.get("Source", "")),
        tool=_plain(software),
    )
    if kind == "jpg":
        lines = "\n".join(f"{name}: {text}" for name, text in facts.items())
        return {"exif": exif, "xmp": xmp.encode(), "comment": lines.encode()}
    if kind == "tiff":
        exif[ExifTags.Base.XMLPacket] = xmp.encode()
        return {"exif": exif}
    chunks = PngImagePlugin.PngInfo()
    for name, text in facts.items():
        chunks.add_itxt(name, text)
    chunks.add_itxt("XML:com.adobe.xmp", xmp)
    return {"exif": exif, "pnginfo": chunks}


def _plain(text: str) -> str:
    return escape(_UNWRITABLE.sub("", text))
