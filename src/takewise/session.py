"""A session of stills and clips: everything measured once, then ranked.

```
 find_photos ─► read_photo ─► detect ─► who is who ─► close_up ─► MeasuredShot ─► rank
 (files of      (threads, a   (faces)   (faces)       (motion)    a few kB each   (portraits)
  one press)     few ahead)
```

Pictures are let go as soon as they are measured, so a folder of thousands takes
no more memory than its measurements.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import numpy as np

from takewise import media
from takewise.ahead import ahead
from takewise.clock import FrameRange
from takewise.errors import TakewiseError
from takewise.faces import FaceDetector, Gallery, MeshDetector, detect_faces, follow, open_detector
from takewise.faults import foreseen
from takewise.model import FacePoints, Frame, MediaInfo
from takewise.motion import close_up
from takewise.photos import MeasuredShot, Photo, PortraitFace, Shot, thumb
from takewise.settings import Settings

Tell: TypeAlias = Callable[[int, int], None]
"""Called with the shots that are done, and how many there are as far as is known."""

MOST_FACES = 12
"""Faces of one still that are looked at, largest first."""

_LEAST_SIDE = 1600
# Pixels of the longer side at which faces are looked for: half of a 24-megapixel
# picture is the smallest that a JPEG decodes to above it.

_SHARP_ENOUGH = 72.0
# Eye-width, pixels, below which the whole picture is decoded to judge the eyes.

_APART = 10.0
# Seconds between stills as the detector is told, so that it follows nobody.

_AHEAD = 4
_THREADS = 2
_DEPTH = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the user named."""

    photos: tuple[tuple[str, ...], ...]
    """For each press of the shutter its files."""
    clips: tuple[str, ...]
    """Clips, as paths or parts of them."""
    develop: bool = False
    """Whether raw files are developed anew in place of their previews; slow."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Session:
    """Everything measured."""

    shots: tuple[MeasuredShot, ...]
    """In the order in which they were named."""
    failures: tuple[TakewiseError, ...]
    """What could not be read."""


def find_sources(paths: Sequence[str]) -> Sources:
    """Find the photographs and clips that a user names.

    Parameters
    ----------
    paths
        Files, folders and patterns. A folder stands for its photographs; only where it
        has none, for its clips.

    Returns
    -------
    Sources
        What there is.

    Raises
    ------
    MediaError
        If a path does not exist or holds neither.
    """
    photos: dict[tuple[str, ...], None] = {}
    clips: dict[str, None] = {}
    stills = [path for path in paths if not _is_clip(path)]
    # All at once, so that a raw file and its JPEG find each other.
    photos.update(dict.fromkeys(media.find_photos(stills)) if stills else {})
    for path in paths:
        if path not in stills:
            clips.update(dict.fromkeys(media.find_takes((path,))))
    return Sources(photos=tuple(photos), clips=tuple(clips))


def measure_session(sources: Sources, settings: Settings, *, tell: Tell | None = None) -> Session:
    """Measure every shot of a session, one after another.

    Parameters
    ----------
    sources
        What to measure.
    settings
        How faces are followed in clips.
    tell
        Told how far it is; what it raises ends the work.

    Returns
    -------
    Session
        Whatever could be read.

    Raises
    ------
    DetectorError
        If the face detector cannot run.
    """
    failures: list[TakewiseError] = []
    shots: list[MeasuredShot] = []
    gallery = Gallery()
    total = len(sources.photos)
    for number, measured in enumerate(measure_photos(sources, gallery), 1):
        if isinstance(measured, TakewiseError):
            failures.append(measured)
        else:
            shots.append(measured)
        if tell:
            tell(number, total)
    for clip in sources.clips:
        try:
            for shot in measure_clip(clip, settings, gallery):
                shots.append(shot)
                if tell and len(shots) % 5 == 0:
                    tell(len(shots), max(total, len(shots)))
        except Exception as error:  # noqa: BLE001,PERF203 - one bad clip must not end the session
            failures.append(foreseen(error, what="measuring it", where=clip))
    return Session(shots=tuple(shots), failures=tuple(failures))


def measure_photos(
    sources: Sources, gallery: Gallery | None = None
) -> Generator[MeasuredShot | TakewiseError, None, None]:
    """Measure photographs one after another.

    Parameters
    ----------
    sources
        Whose photographs; clips are passed over.
    gallery
        Knows the people of the session; None for a new one.

    Yields
    ------
    MeasuredShot | TakewiseError
        For each press of the shutter, in order: what was measured, or why it cannot
        be read. Raises `DetectorError` if the face detector cannot run.
    """
    if not sources.photos:
        return
    gallery = gallery or Gallery()
    # Decoding begins first, so that pictures wait once the detector is loaded.
    with closing(_Decoding(sources)) as photos, MeshDetector(most=MOST_FACES) as detector:
        for number, photo in enumerate(photos, 1):
            if isinstance(photo, TakewiseError):
                yield photo
            else:
                yield measure_photo(*photo, detector, gallery, number)


def measure_clip(
    clip: str | MediaInfo,
    settings: Settings,
    gallery: Gallery,
    *,
    detector: str = "mesh",
    model: str | None = None,
) -> Iterator[MeasuredShot]:
    """Measure every frame of a clip.

    Parameters
    ----------
    clip
        Path of a clip, or of a part of one; or what is known of it, with the rate of an
        image sequence.
    settings
        How faces are followed.
    gallery
        Knows the people of the session.
    detector, model
        As for `takewise.faces.open_detector`, which may raise `DetectorError`.

    Yields
    ------
    MeasuredShot
        One for each frame, in order; raises `MediaError` if the clip cannot be used.
    """
    info = media.probe(clip) if isinstance(clip, str) else clip
    frames_ahead = ahead(media.read_frames(info), _DEPTH)
    with open_detector(detector, model=model) as eyes, closing(frames_ahead) as frames:
        for tracked in follow(detect_faces(frames, eyes), settings.faces):
            frame = tracked.frame
            found = tuple(tracked.faces.values())
            # Two clips are an hour apart, so that place says nothing across them.
            names = gallery.name(frame.picture, found, time=frame.time)
            photo = Photo(picture=frame.picture, size=(info.width, info.height))
            yield MeasuredShot(
                shot=_frame_shot(info, frame),
                faces=_close_ups(photo, found, names),
                thumb=thumb(frame.picture),
            )


def pictures_of(
    shots: Sequence[Shot], sides: Sequence[int | None], *, develop: bool = False
) -> Iterator[tuple[int, Photo]]:
    """Read the pictures of shots again, for people to look at.

    Parameters
    ----------
    shots
        Which.
    sides
        For each the pixels that its longer side needs at least; None for all of them.
        Frames of clips always come whole.
    develop
        Whether raw files are developed anew in place of their previews.

    Yields
    ------
    tuple[int, Photo]
        Place of the shot and its picture in sRGB; photographs in their order, then the
        frames of clips. Raises `MediaError` where one cannot be read any more.
    """
    clips: dict[str, dict[int, int]] = {}
    for place, (shot, least) in enumerate(zip(shots, sides, strict=True)):
        if shot.frame is None:
            photo = media.read_photo(shot, least=least, for_display=True, develop=develop)
            yield place, photo
        else:
            clips.setdefault(shot.path, {})[shot.frame] = place
    for path, frames in clips.items():
        info = media.probe(path)
        part = FrameRange(min(frames), max(frames) + 1)
        for frame in media.read_frames(replace(info, part=part)):
            if frame.index in frames:
                photo = Photo(picture=frame.picture, size=(info.width, info.height))
                yield frames[frame.index], photo


def _is_clip(path: str) -> bool:
    """Tell whether a path names clips: none of its files is named as a photograph."""
    if Path(path).is_file():
        return not media.is_photo(path)
    try:
        media.find_photos((path,))
    except TakewiseError:
        return True
    return False


class _Decoding:
    """Decodes photographs in their order, a few ahead of the work, from the beginning.

    Parameters
    ----------
    sources
        Whose photographs.
    """

    def __init__(self, sources: Sources) -> None:
        self._develop = sources.develop
        self._left = iter(sources.photos)
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="takewise-decode")
        self._waiting: deque[tuple[str, Future[tuple[Shot, Photo]]]] = deque()
        self._submit(_AHEAD)

    def __iter__(self) -> Iterator[tuple[Shot, Photo] | TakewiseError]:
        """Yield each photograph, or why it cannot be read."""
        while self._waiting:
            self._submit(1)
            yield _result(*self._waiting.popleft())

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, many: int) -> None:
        for files in islice(self._left, many):
            reading = self._pool.submit(_read, files, develop=self._develop)
            self._waiting.append((files[0], reading))


def _read(files: tuple[str, ...], *, develop: bool) -> tuple[Shot, Photo]:
    shot = media.probe_photo(files)
    return shot, media.read_photo(shot, least=_LEAST_SIDE, develop=develop)


def _result(path: str, future: Future[tuple[Shot, Photo]]) -> tuple[Shot, Photo] | TakewiseError:
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - one photograph must not lose the others
        return foreseen(error, what="reading it", where=path)


def measure_photo(
    shot: Shot, photo: Photo, detector: FaceDetector, gallery: Gallery, number: int
) -> MeasuredShot:
    """Measure one photograph.

    Parameters
    ----------
    shot, photo
        The shot and its picture, reduced or whole; where the eyes are too small in a
        reduced one, the whole picture is read.
    detector
        Finds the faces.
    gallery
        Knows the people of the session.
    number
        Of the shot in the session, rising.

    Returns
    -------
    MeasuredShot
        Holds no picture; raises `MediaError` where the whole one cannot be read.
    """
    found = detector.detect(photo.picture, number * _APART)
    time = shot.taken.timestamp() if shot.taken else None
    names = gallery.name(photo.picture, found, time=time)
    small = thumb(photo.picture)
    if found and photo.scale < 0.9 and max(face.eye_width for face in found) < _SHARP_ENOUGH:
        whole = media.read_photo(shot)
        grown = whole.picture.shape[1] / photo.picture.shape[1]
        found = tuple(replace(face, points=face.points * np.float32(grown)) for face in found)
        photo = whole
    if not shot.width:
        shot = replace(shot, width=photo.size[0], height=photo.size[1])
    return MeasuredShot(shot=shot, faces=_close_ups(photo, found, names), thumb=small)


def _close_ups(
    photo: Photo, found: Sequence[FacePoints], names: Sequence[str]
) -> tuple[PortraitFace, ...]:
    faces = [
        close_up(photo.picture, face, size=photo.size, person=name)
        for face, name in zip(found, names, strict=True)
    ]
    return tuple(sorted(faces, key=lambda face: (-face.eye_width, face.person)))


def _frame_shot(info: MediaInfo, frame: Frame) -> Shot:
    start = info.start_timecode
    return Shot(
        path=info.path,
        width=info.width,
        height=info.height,
        frame=frame.index,
        time=frame.time,
        timecode=start.plus(frame.index) if start else None,
    )
