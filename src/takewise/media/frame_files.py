"""A clip's frame as a picture file that says where it is from."""

from __future__ import annotations

import io
from collections.abc import Mapping
from xml.sax.saxutils import escape

from PIL import ExifTags, Image, PngImagePlugin

from takewise.model import Picture

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpDM="http://ns.adobe.com/xmp/1.0/DynamicMedia/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{words}</rdf:li></rdf:Alt></dc:description>
<dc:source>{source}</dc:source><xmp:CreatorTool>{tool}</xmp:CreatorTool>
<xmpDM:shotName>{source}</xmpDM:shotName>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""
# `dc:description` is the description of IPTC Photo Metadata 2023.1, section "Description".


def encode_frame(picture: Picture, kind: str, words: Mapping[str, str]) -> bytes:
    """Write a frame as the bytes of a picture file.

    Parameters
    ----------
    picture
        uint8 (height, width, 3), RGB.
    kind
        ``png`` or ``tiff``, without loss, or ``jpg`` without subsampling of colour.
    words
        By name: ``Title``, ``Description``, ``Timecode``, ``Frame``, ``Source``,
        ``Software``. They go into EXIF and into XMP, which IPTC readers read; of a
        PNG into text chunks too.

    Returns
    -------
    bytes
        Equal pictures and words give equal bytes.
    """
    image = Image.fromarray(picture)
    exif = Image.Exif()
    told = ", ".join(f"{name} {words[name]}" for name in ("Timecode", "Frame") if name in words)
    described = "; ".join(part for part in (told, words.get("Description", "")) if part)
    # EXIF knows ASCII only; XMP has the words as they are.
    exif[ExifTags.Base.ImageDescription] = described.encode("ascii", "replace").decode()
    exif[ExifTags.Base.Software] = words.get("Software", "Takewise")
    xmp = _XMP.format(
        title=escape(words.get("Title", "")),
        words=escape(described),
        source=escape(words.get("Source", "")),
        tool=escape(words.get("Software", "Takewise")),
    ).encode()
    file = io.BytesIO()
    if kind == "jpg":
        image.save(file, "JPEG", quality=95, subsampling=0, exif=exif, xmp=xmp)
    elif kind == "tiff":
        exif[700] = xmp
        image.save(file, "TIFF", compression="tiff_deflate", exif=exif)
    else:
        chunks = PngImagePlugin.PngInfo()
        for name, text in words.items():
            chunks.add_itxt(name, text)
        chunks.add_itxt("XML:com.adobe.xmp", xmp.decode())
        image.save(file, "PNG", exif=exif, pnginfo=chunks, compress_level=4)
    return file.getvalue()
