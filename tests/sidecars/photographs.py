"""Photographs that carry a rating inside, made here; no metadata library has a part in it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, PngImagePlugin

MICROSOFT = "http://ns.microsoft.com/photo/1.0"
ACDSEE = "http://ns.acdsee.com/iptc/1.0/"

STARS, PERCENT = 0x4746, 0x4749
"""EXIF tags of Windows: Rating and RatingPercent."""


def packet(body: str) -> bytes:
    """Return an XMP packet as Adobe's library writes it into files."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        f'xmlns:m="{MICROSOFT}" xmlns:a="{ACDSEE}" '
        'xmlns:xmpDM="http://ns.adobe.com/xmp/1.0/DynamicMedia/" '
        f"{body}</rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    ).encode()


def rated(stars: str) -> bytes:
    """Return a packet with `xmp:Rating`."""
    return packet(f'xmp:Rating="{stars}"/>')


def photograph(
    path: Path, xmp: bytes = b"", *, exif: dict[int, int] | None = None, source: Path | None = None
) -> Path:
    """Write a picture with such fields; its kind is by the ending, .dng is a TIFF inside."""
    tags = Image.Exif()
    for tag, value in (exif or {}).items():
        tags[tag] = value
    picture = Image.open(source) if source else Image.new("RGB", (64, 48), "grey")
    kind = {".dng": "TIFF", ".tif": "TIFF", ".png": "PNG", ".webp": "WEBP"}.get(path.suffix, "JPEG")
    if kind == "JPEG":
        picture.save(path, "JPEG", exif=tags, quality=95)
        if xmp:
            path.write_bytes(_with_segment(path.read_bytes(), xmp))
    elif kind == "PNG":
        text = PngImagePlugin.PngInfo()
        # Compressed, as ExifTool -z has it: no search finds it in the file.
        text.add_itxt("XML:com.adobe.xmp", xmp.decode(), zip=True)
        picture.save(path, "PNG", pnginfo=text, exif=tags)
    elif kind == "TIFF":
        picture.save(path, "TIFF", exif=tags, tiffinfo={**dict(tags), 700: xmp} if xmp else tags)
    else:
        picture.save(path, "WEBP", xmp=xmp, exif=tags)
    return path


def _with_segment(jpeg: bytes, xmp: bytes) -> bytes:
    """Put an APP1 segment of XMP behind the start of a JPEG: ISO 16684-3."""
    content = b"http://ns.adobe.com/xap/1.0/\0" + xmp
    return jpeg[:2] + b"\xff\xe1" + (len(content) + 2).to_bytes(2, "big") + content + jpeg[2:]
