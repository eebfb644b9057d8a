"""Photographs: their facts, and their pictures as large as they are needed.

A JPEG is decoded at the eighth, quarter or half that is wanted, which costs less
than the whole; of a raw file the preview that the camera put into it is taken.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import IO, Any

import numpy as np
from PIL import Image, UnidentifiedImageError

from takewise.errors import MissingExtra, UnreadableMedia
from takewise.media.colours import in_srgb, stored_profile
from takewise.media.exif import PhotoFacts, lies, photo_facts, upright
from takewise.media.photo_names import HEIF_ENDINGS, file_number, is_raw
from takewise.photos import Photo, Shot

_LEAST_PREVIEW = 1000
# Pixels on the longer side below which a raw file's preview is a mere thumbnail.

_DAMAGE = (
    OSError, SyntaxError, ValueError, TypeError, EOFError, MemoryError, ZeroDivisionError,
    UnidentifiedImageError, Image.DecompressionBombError, struct.error,
)  # fmt: skip
# What Pillow raises on files that are not what their names say.


def probe_photo(files: tuple[str, ...]) -> Shot:
    """Tell what a press of the shutter says about itself, without decoding its picture.

    Parameters
    ----------
    files
        Its files, the one to look at first.

    Returns
    -------
    Shot
        Of a raw file without readable EXIF data the time is unknown.

    Raises
    ------
    UnreadableMedia
        If the file is no photograph, or damaged.
    MissingExtra
        If it needs a library that is not installed.
    """
    path = files[0]
    facts, size = _raw_facts(path) if is_raw(path) else _plain_facts(path)
    width, height = size[::-1] if lies(facts.orientation) else size
    return Shot(
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
    shot: Shot, *, least: int | None = None, for_display: bool = False, develop: bool = False
) -> Photo:
    """Decode a photograph, upright.

    Parameters
    ----------
    shot
        From `probe_photo`.
    least
        Pixels that the longer side must have at least; None wants the whole picture.
    for_display
        Whether colours are brought into sRGB by the file's profile.
    develop
        Whether a raw file is developed anew in place of its preview.

    Returns
    -------
    Photo
        At most twice as large as asked for where the file allows it.

    Raises
    ------
    UnreadableMedia
        If the picture does not decode.
    MissingExtra
        If it needs a library that is not installed.
    """
    with _told(shot.path):
        if is_raw(shot.path):
            image, turned = _raw_picture(shot.path, develop=develop)
        else:
            image = _opened(io.BytesIO(Path(shot.path).read_bytes()), shot.path)
            turned = photo_facts(image.getexif()).orientation
        whole = image.size[::-1] if lies(turned) else image.size
        if least is not None:
            _reduce(image, least)
        profile = stored_profile(image) if for_display else None
        if image.mode not in {"CMYK", "L"}:
            image = _rgb(image)
        if profile:
            image = in_srgb(image, profile)
        return Photo(picture=np.ascontiguousarray(upright(_rgb(image), turned)), size=whole)


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Turn what the libraries raise on a damaged file into one sentence."""
    try:
        with warnings.catch_warnings():
            # Of large pictures, and of tags that are not as they should be.
            warnings.simplefilter("ignore")
            yield
    except _DAMAGE as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise UnreadableMedia(
            f"this photograph cannot be read ({reason or error})",
            where=path,
            remedy="copy it from the card again, or leave it out",
        ) from error


def _plain_facts(path: str) -> tuple[PhotoFacts, tuple[int, int]]:
    with _told(path), Path(path).open("rb") as file:
        image = _opened(file, path)
        return photo_facts(image.getexif()), image.size


def _opened(file: IO[bytes], path: str) -> Image.Image:
    if Path(path).suffix.lower() in HEIF_ENDINGS:
        _know_heif(path)
    return Image.open(file)


def _reduce(image: Image.Image, least: int) -> None:
    """Have a JPEG decoded at the smallest eighth that is large enough."""
    longer = max(image.size)
    if longer > least:
        share = least / longer
        image.draft("RGB", (max(1, int(image.width * share)), max(1, int(image.height * share))))


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


def _know_heif(path: str) -> None:
    """Teach Pillow HEIC; AVIF it knows by itself."""
    if Path(path).suffix.lower() == ".avif":
        return
    try:
        from pillow_heif import register_heif_opener  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtra(
            "HEIC needs a library that is not installed",
            where=path,
            remedy="pip install 'takewise[heif]'",
        ) from error
    register_heif_opener()


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
        with warnings.catch_warnings(), Path(path).open("rb") as file:
            warnings.simplefilter("ignore")
            exif.load_from_fp(file)
            facts = photo_facts(exif)
    except (*_DAMAGE, KeyError, IndexError):
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
            f"this raw file cannot be read ({error})",
            where=path,
            remedy="check that the camera is supported, or name its JPEG",
        ) from error
    return facts, size


def _raw_time(raw: Any) -> datetime | None:
    """Return the time that LibRaw knows; by the camera's clock, without a zone."""
    seconds = getattr(getattr(raw, "other", None), "timestamp", 0)
    if not seconds:
        return None
    return datetime.fromtimestamp(seconds, tz=timezone.utc).replace(tzinfo=None)


def _raw_picture(path: str, *, develop: bool) -> tuple[Image.Image, int]:
    """Return a raw file's preview or its developed picture, and the EXIF turn it needs."""
    rawpy = _raw_library(path)
    try:
        with rawpy.imread(path) as raw:
            preview = None if develop else _preview(rawpy, raw)
            if preview is not None:
                told = photo_facts(preview.getexif()).orientation
                return preview, told if told != 1 else _raw_facts(path)[0].orientation
            # LibRaw turns what it develops.
            return Image.fromarray(raw.postprocess(use_camera_wb=True)), 1
    except rawpy.LibRawError as error:
        raise OSError(0, str(error)) from error


def _preview(rawpy: Any, raw: Any) -> Image.Image | None:
    try:
        found = raw.extract_thumb()
    except (rawpy.LibRawNoThumbnailError, rawpy.LibRawUnsupportedThumbnailError):
        return None
    coded = found.format is rawpy.ThumbFormat.JPEG
    image: Image.Image = (
        Image.open(io.BytesIO(found.data)) if coded else Image.fromarray(found.data)
    )
    return image if max(image.size) >= _LEAST_PREVIEW else None
