"""Photographs: their facts, and their pictures as large as they are needed.

A JPEG is decoded at the eighth, quarter or half that is wanted, which costs less
than the whole; of a raw file the preview that the camera put into it is taken.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from takewise.errors import MissingExtra, UnreadableMedia
from takewise.media.colours import in_srgb, stored_profile
from takewise.media.exif import PhotoFacts, is_sideways, photo_facts, upright
from takewise.media.photo_files import (
    DAMAGE,
    check_size,
    decoded,
    is_plain_picture,
    open_picture,
    without_warnings,
)
from takewise.media.photo_names import file_number, is_raw
from takewise.model import MOST_MEGAPIXELS
from takewise.model.photo import Photo, PhotoShot

# TIFF's tag for XMP: ISO 16684-3.
_XMP_TAG = 700

# Kinds of file of which the library returns every packet; of PNG it does not read the end.
_ALL_TOLD = frozenset({"JPEG", "TIFF", "WEBP", "HEIF"})

# Pixels on the longer side below which a raw file's preview is a mere thumbnail.
_LEAST_PREVIEW = 1000


def probe_photo(files: tuple[str, ...], *, most_megapixels: float = MOST_MEGAPIXELS) -> PhotoShot:
    """Return what a press of the shutter says about itself, without decoding its picture.

    `files` begin with the one to look at. Of a raw file without readable EXIF data the time is
    unknown. Raises `UnreadableMedia` if the file is no photograph, damaged, or too large, and
    `MissingExtra` if it needs a library that is not installed.
    """
    path = files[0]
    if _holds_raw(path):
        with _damage_reported(path):
            facts, size = _raw_facts(path)
        check_size(size, path, most_megapixels=most_megapixels)
    else:
        facts, size = _plain_facts(path, most_megapixels)
    width, height = size[::-1] if is_sideways(facts.orientation) else size
    return PhotoShot(
        path=path,
        companions=files[1:],
        taken=facts.taken,
        precise=facts.precise,
        number=file_number(path),
        camera=facts.camera,
        width=width,
        height=height,
    )


def read_photo(
    shot: PhotoShot, *, least: int | None = None, for_display: bool = False, develop: bool = False
) -> Photo:
    """Decode a photograph, upright, at most twice as large as wanted where the file allows it.

    Parameters
    ----------
    shot
        From `probe_photo`.
    least
        Pixels that the longer side must have at least; None wants the whole picture.
    for_display
        Whether colours are converted to sRGB by the file's profile.
    develop
        Whether a raw file is developed again instead of reading its preview.

    Raises
    ------
    UnreadableMedia
        If the picture does not decode.
    MissingExtra
        If it needs a library that is not installed.
    """
    with _damage_reported(shot.path):
        if _holds_raw(shot.path):
            image, turned = _raw_picture(shot.path, develop=develop)
        else:
            content = io.BytesIO(Path(shot.path).read_bytes())
            # Its size was checked when it was probed.
            image = open_picture(content, shot.path, most_megapixels=float("inf"))
            turned = photo_facts(image.getexif()).orientation
        whole = image.size[::-1] if is_sideways(turned) else image.size
        profile = stored_profile(image) if for_display else None
        image = decoded(image, least)
        if image.mode not in {"CMYK", "L"}:
            image = _rgb(image)
        if profile:
            image = in_srgb(image, profile)
        return Photo(picture=np.ascontiguousarray(upright(_rgb(image), turned)), size=whole)


def _holds_raw(path: str) -> bool:
    """Return whether a file is camera raw; a JPEG that is named as one is not."""
    return is_raw(path) and not is_plain_picture(path)


@contextmanager
def _damage_reported(path: str) -> Iterator[None]:
    """Turn what the libraries raise on a damaged file into one sentence."""
    try:
        # Of tags that are not as they should be.
        with without_warnings():
            yield
    except MemoryError as error:
        raise UnreadableMedia(
            "this photograph is too large for the memory of this machine",
            where=path,
            remedy="close other programs, or export it smaller",
        ) from error
    except DAMAGE as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise UnreadableMedia(
            f"this photograph cannot be read ({reason or _plainly(error)})",
            where=path,
            remedy="copy it from the card again, or leave it out",
        ) from error


def _plainly(error: BaseException) -> str:
    """Return the words of an error of Pillow's without the object that it could not open."""
    text = str(error)
    return (
        "it is damaged, or no picture of a kind that is read" if "identify image" in text else text
    )


def _plain_facts(path: str, most_megapixels: float) -> tuple[PhotoFacts, tuple[int, int]]:
    with _damage_reported(path), Path(path).open("rb") as file:
        image = open_picture(file, path, most_megapixels=most_megapixels)
        return photo_facts(image.getexif()), image.size


def _rgb(image: Image.Image) -> Image.Image:
    if image.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        # Sixteen bits: Pillow would cut them off instead of scaling them.
        levels = np.asarray(image, np.float32)
        top = 65535.0 if levels.max(initial=0) > 255 else 255.0
        image = Image.fromarray(np.uint8(np.clip(levels / top, 0, 1) * 255))
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        solid = Image.new("RGBA", image.size, "white")
        solid.alpha_composite(image.convert("RGBA"))
        image = solid
    return image if image.mode == "RGB" else image.convert("RGB")


def _raw_library(path: str) -> Any:
    try:
        import rawpy  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtra(
            "camera raw needs a library that is not installed",
            where=path,
            remedy="pip install 'takewise[raw]'",
        ) from error
    return rawpy


def _raw_facts(path: str) -> tuple[PhotoFacts, tuple[int, int]]:
    """Read a raw file's facts: most are TIFF files, whose EXIF data Pillow reads."""
    rawpy = _raw_library(path)
    facts = PhotoFacts()
    try:
        exif = Image.Exif()
        with without_warnings(), Path(path).open("rb") as file:
            exif.load_from_fp(file)
            facts = photo_facts(exif)
    except DAMAGE:
        pass
    try:
        with rawpy.imread(path) as raw:
            size = (int(raw.sizes.width), int(raw.sizes.height))
            if facts.taken is None:
                facts = PhotoFacts(
                    taken=_raw_time(raw), camera=facts.camera, orientation=facts.orientation
                )
    except rawpy.LibRawError as error:
        raise UnreadableMedia(
            f"this raw file cannot be read ({_raw_reason(error)})",
            where=path,
            remedy="check that the camera is supported, or name its JPEG",
        ) from error
    return facts, size


def _raw_time(raw: Any) -> datetime | None:
    """Return the time that LibRaw knows; by the camera's clock, without a zone."""
    stamp: Any = getattr(getattr(raw, "other", None), "timestamp", None)
    # Releases of rawpy differ in whether they count seconds; 1970 stands for "unknown".
    if isinstance(stamp, int | float) and stamp:
        stamp = datetime.fromtimestamp(stamp, tz=UTC)
    known = isinstance(stamp, datetime) and stamp.year > 1970
    return stamp.replace(tzinfo=None) if known else None


def _raw_picture(path: str, *, develop: bool) -> tuple[Image.Image, int]:
    """Return a raw file's preview or its developed picture, and the EXIF turn it needs."""
    rawpy = _raw_library(path)
    try:
        with rawpy.imread(path) as raw:
            preview = None if develop else _preview(rawpy, raw)
            if preview is not None:
                turned = photo_facts(preview.getexif()).orientation
                return preview, turned if turned != 1 else _raw_facts(path)[0].orientation
            # LibRaw turns what it develops.
            return Image.fromarray(raw.postprocess(use_camera_wb=True)), 1
    except rawpy.LibRawError as error:
        raise OSError(0, _raw_reason(error)) from error


def _raw_reason(error: Exception) -> str:
    """Return LibRaw's words, which come as bytes."""
    words = error.args[0] if error.args else ""
    return words.decode(errors="replace") if isinstance(words, bytes) else str(error)


def _preview(rawpy: Any, raw: Any) -> Image.Image | None:
    try:
        found = raw.extract_thumb()
    except (rawpy.LibRawNoThumbnailError, rawpy.LibRawUnsupportedThumbnailError):
        return None
    coded = found.format is rawpy.ThumbFormat.JPEG
    image: Image.Image = (
        Image.open(io.BytesIO(found.data), formats=("JPEG",))
        if coded
        else Image.fromarray(found.data)
    )
    if image.width * image.height > 1e6 * MOST_MEGAPIXELS:
        return None
    return image if max(image.size) >= _LEAST_PREVIEW else None


def main_tags(path: str) -> tuple[dict[int, Any], bytes, bool]:
    """Read a photograph's main EXIF tags and its XMP packet; its picture is not decoded.

    The third answer is whether the file can hold no other packet. All are empty where the file is
    damaged, or its library is not installed.
    """
    with (
        suppress(*DAMAGE, MissingExtra, UnreadableMedia, KeyError, IndexError),
        without_warnings(),
        Path(path).open("rb") as file,
    ):
        if is_raw(path):
            raw = Image.Exif()
            raw.load_from_fp(file)
            tags, packet, whole = dict(raw), raw.get(_XMP_TAG), False
        else:
            # No picture is decoded, so no size is too large.
            image = open_picture(file, path, most_megapixels=math.inf)
            packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
            tags, whole = dict(image.getexif()), image.format in _ALL_TOLD
        if isinstance(packet, str):
            packet = packet.encode()
        return tags, packet if isinstance(packet, bytes) else b"", whole
    return {}, b"", False
