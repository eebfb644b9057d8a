"""The photographs and clips that a user names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from takewise import media
from takewise.errors import TakewiseError
from takewise.model import MOST_MEGAPIXELS


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoSources:
    """What the user named."""

    photos: tuple[tuple[str, ...], ...]
    """For each press of the shutter its files."""
    clips: tuple[str, ...]
    """Clips, as paths or parts of them."""
    develop: bool = False
    """Whether raw files are developed again in place of their previews; slow."""
    passed_over: tuple[str, ...] = ()
    """Files that a shell pattern brought along and that are neither photographs nor clips."""
    most_megapixels: float = MOST_MEGAPIXELS
    """Of the largest photograph that is read."""


def find_photo_sources(paths: Sequence[str]) -> PhotoSources:
    """Find the photographs and clips that a user names by files, folders and patterns.

    A folder stands for its photographs; only where it has none, for its clips. Raises `MediaError`
    if a path does not exist or holds neither.
    """
    photos: dict[tuple[str, ...], None] = {}
    clips: dict[str, None] = {}
    paths, others = media.pass_over(paths, photographs=True)
    stills = [path for path in paths if not _is_clip(path)]
    # All at once, so that a raw file and its JPEG find each other.
    photos.update(dict.fromkeys(media.find_photos(stills)) if stills else {})
    for path in paths:
        if path not in stills:
            clips.update(dict.fromkeys(media.find_takes((path,))))
    return PhotoSources(photos=tuple(photos), clips=tuple(clips), passed_over=others)


def _is_clip(path: str) -> bool:
    """Return whether a path names clips: none of its files is named as a photograph."""
    if Path(path).is_file():
        return not media.is_photo(path)
    try:
        media.find_photos((path,))
    except TakewiseError:
        return True
    return False
