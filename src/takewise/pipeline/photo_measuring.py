"""What one picture of a session says by itself, before it is compared with others."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

import numpy as np

from takewise import media
from takewise.clock import grid_frame
from takewise.errors import TakewiseError
from takewise.faces import FaceDetector, PhotoIdentities, sightings_of
from takewise.faults import foreseen
from takewise.library import TakeKey
from takewise.model import FacePoints, MediaInfo, TrackedFrame
from takewise.model.photo import MeasuredShot, Photo, PhotoShot, PortraitFace, UnnamedShot, thumb
from takewise.motion import close_up
from takewise.pipeline.photo_cache import PhotoCache
from takewise.pipeline.photo_sources import PhotoSources

# Pixels of the longer side at which faces are looked for: half of a 24-megapixel
# picture is the smallest that a JPEG decodes to above it.
_LEAST_SIDE = 1600

# Eye-width, pixels, below which the whole picture is decoded to judge the eyes.
_SHARP_ENOUGH = 72.0

# Seconds between photos for the detector, so long that it follows no face.
_APART = 10.0

_AHEAD = 4
_THREADS = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadPhoto:
    """A photograph that was read, or need not be."""

    shot: PhotoShot
    """What its file says."""
    photo: Photo | None = None
    """Its picture; None where it is known what there is to measure."""
    seen: UnnamedShot | None = None
    """What was measured in it before."""
    key: TakeKey | None = None
    """What that is kept under."""


class Decoding:
    """Decodes photographs in their order, a few ahead of the work, from the beginning.

    Pictures whose measurements are in `cache` are not read; None reads every picture.
    """

    def __init__(self, asked: PhotoSources, *, cache: PhotoCache | None) -> None:
        self._asked, self._cache = asked, cache
        self._left = iter(asked.photos)
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="takewise-decode")
        self._waiting: deque[tuple[str, Future[ReadPhoto]]] = deque()
        self._submit(_AHEAD)

    def __iter__(self) -> Iterator[ReadPhoto | TakewiseError]:
        """Yield each photograph, or why it cannot be read."""
        while self._waiting:
            self._submit(1)
            yield _result(*self._waiting.popleft())

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, many: int) -> None:
        for files in islice(self._left, many):
            self._waiting.append((files[0], self._pool.submit(self._read, files)))

    def _read(self, files: tuple[str, ...]) -> ReadPhoto:
        develop = self._asked.develop
        shot = media.probe_photo(files, most_megapixels=self._asked.most_megapixels)
        key = None
        if self._cache:
            key = self._cache.key(shot.path, f"photograph develop={develop}")
            if known := self._cache.find(key):
                return ReadPhoto(shot=shot, seen=known[0])
        photo = media.read_photo(shot, least=_LEAST_SIDE, develop=develop)
        return ReadPhoto(shot=shot, photo=photo, key=key)


def _result(path: str, future: Future[ReadPhoto]) -> ReadPhoto | TakewiseError:
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - one photograph must not lose the others
        return foreseen(error, what="reading it", where=path)


def look_at(shot: PhotoShot, photo: Photo, detector: FaceDetector, number: int) -> UnnamedShot:
    """Measure what does not depend on the other pictures of the session."""
    found = detector.detect(photo.picture, number * _APART)
    sightings = sightings_of(photo.picture, found)
    small = thumb(photo.picture)
    if found and photo.scale < 0.9 and max(face.eye_width for face in found) < _SHARP_ENOUGH:
        whole = media.read_photo(shot)
        grown = whole.picture.shape[1] / photo.picture.shape[1]
        found = tuple(replace(face, points=face.points * np.float32(grown)) for face in found)
        photo = whole
    return UnnamedShot(
        faces=_close_ups(photo, found), sightings=sightings, thumb=small, size=photo.size
    )


def look_at_frame(info: MediaInfo, tracked: TrackedFrame) -> UnnamedShot:
    """Measure a frame of a clip."""
    frame, found = tracked.frame, tuple(tracked.faces.values())
    photo = Photo(picture=frame.picture, size=(info.width, info.height))
    return UnnamedShot(
        faces=_close_ups(photo, found),
        sightings=sightings_of(frame.picture, found),
        thumb=thumb(frame.picture),
        size=photo.size,
        frame=frame.index,
        time=frame.time,
    )


def with_names(shot: PhotoShot, seen: UnnamedShot, gallery: PhotoIdentities) -> MeasuredShot:
    """Say who is who."""
    # Two clips are an hour apart, so that place says nothing across them.
    time = shot.taken.timestamp() if shot.taken else seen.time
    names = gallery.name_sightings(seen.sightings, time=time)
    faces = [replace(face, person=name) for face, name in zip(seen.faces, names, strict=True)]
    if not shot.width:
        shot = replace(shot, width=seen.size[0], height=seen.size[1])
    return MeasuredShot(
        shot=shot,
        faces=tuple(sorted(faces, key=lambda face: (-face.eye_width, face.person))),
        thumb=seen.thumb,
    )


def _close_ups(photo: Photo, found: Sequence[FacePoints]) -> tuple[PortraitFace, ...]:
    return tuple(close_up(photo.picture, face, size=photo.size, person="") for face in found)


def frame_shot(info: MediaInfo, seen: UnnamedShot) -> PhotoShot:
    """Return which shot a frame of a clip is."""
    start, place = info.start_timecode, seen.frame
    if info.variable_rate and info.part is None and seen.time is not None:
        place = grid_frame(Fraction(seen.time), info.rate)
    return PhotoShot(
        path=info.path,
        width=info.width,
        height=info.height,
        frame=seen.frame,
        time=seen.time,
        timecode=start.of_picture(place, info.rate) if start and place is not None else None,
    )
