"""A session of photographs and clips: everything measured once, then ranked.

```
 find_photos ─► read_photo ─► detect ─► who is who ─► close_up ─► MeasuredShot ─► rank
 (files of      (threads, a   (faces)   (faces)       (motion)    a few kB each   (portraits)
  one press)     few ahead)
```

Pictures are released as soon as they are measured, so a folder of thousands takes no more memory
than its measurements.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from typing import TypeAlias

from takewise import media
from takewise.clock import FrameRange
from takewise.errors import TakewiseError
from takewise.faces import (
    DEFAULT_DETECTOR,
    FaceDetector,
    PhotoIdentities,
    detect_faces,
    follow,
    open_detector,
)
from takewise.faults import foreseen
from takewise.library import TakeKey
from takewise.model import MediaInfo
from takewise.model.photo import MeasuredShot, Photo, PhotoShot
from takewise.pipeline.photo_cache import PhotoCache
from takewise.pipeline.photo_measuring import (
    Decoding,
    frame_shot,
    look_at,
    look_at_frame,
    with_names,
)
from takewise.pipeline.photo_sources import PhotoSources
from takewise.prefetch import ahead
from takewise.settings import Settings

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the shots that are done, and how many there are as far as is known."""

MOST_FACES = 12
"""Faces of one still that are looked at, largest first."""

_DEPTH = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PhotoSession:
    """Everything measured."""

    shots: tuple[MeasuredShot, ...]
    """In the order in which they were named."""
    failures: tuple[TakewiseError, ...]
    """What could not be read."""


def measure_session(
    sources: PhotoSources,
    settings: Settings,
    *,
    progress: Progress | None = None,
    cache: PhotoCache | None = None,
) -> PhotoSession:
    """Measure every shot of a session that can be read, one after another.

    `progress` is called with the shots done and how many there are; what it raises ends the work.
    Measurements are found and kept in `cache`; None measures everything. Raises `DetectorError` if
    the face detector cannot run.
    """
    failures: list[TakewiseError] = []
    shots: list[MeasuredShot] = []
    gallery = PhotoIdentities()
    total = len(sources.photos)
    sources = replace(sources, most_megapixels=settings.photographs.most_megapixels)
    # Closed here, not whenever it is collected: its threads use the cache, which the caller closes.
    with closing(measure_photos(sources, gallery, cache)) as photos:
        for number, measured in enumerate(photos, 1):
            if isinstance(measured, TakewiseError):
                failures.append(measured)
            else:
                shots.append(measured)
            if progress:
                progress(number, total)
    for clip in sources.clips:
        try:
            for shot in measure_clip(clip, settings, gallery, cache=cache):
                shots.append(shot)
                if progress and len(shots) % 5 == 0:
                    progress(len(shots), max(total, len(shots)))
        except Exception as error:  # noqa: BLE001 - one bad clip must not end the session
            failures.append(foreseen(error, what="measuring it", where=clip))
    return PhotoSession(shots=tuple(shots), failures=tuple(failures))


def measure_photos(
    sources: PhotoSources, gallery: PhotoIdentities | None = None, cache: PhotoCache | None = None
) -> Generator[MeasuredShot | TakewiseError, None, None]:
    """Measure the photographs of sources in order; clips are passed over.

    For each press of the shutter it gives what was measured, or why it cannot be read. `gallery`
    knows the people of the session; None for a new one. Measurements are found and kept in `cache`;
    None measures everything. Raises `DetectorError` if the face detector cannot run.
    """
    if not sources.photos:
        return
    gallery = gallery or PhotoIdentities()
    # Decoding begins first, so that pictures wait once the detector is loaded.
    with (
        closing(Decoding(sources, cache=cache)) as photos,
        ExitStack() as opened,
    ):
        detector: FaceDetector | None = None
        for number, each in enumerate(photos, 1):
            if isinstance(each, TakewiseError):
                yield each
                continue
            seen = each.seen
            if seen is None and each.photo is not None:
                # Where all is known, there is no need to load it.
                detector = detector or opened.enter_context(
                    open_detector(DEFAULT_DETECTOR, most=MOST_FACES)
                )
                try:
                    seen = look_at(each.shot, each.photo, detector, number)
                except Exception as error:  # noqa: BLE001 - one photograph must not lose the others
                    yield foreseen(error, what="measuring it", where=each.shot.path)
                    continue
                if cache:
                    cache.keep(each.key, [seen])
            if seen is not None:
                yield with_names(each.shot, seen, gallery)


def measure_clip(
    clip: str | MediaInfo,
    settings: Settings,
    gallery: PhotoIdentities,
    *,
    detector: str = DEFAULT_DETECTOR,
    model: str | None = None,
    cache: PhotoCache | None = None,
) -> Iterator[MeasuredShot]:
    """Measure every frame of a clip, in order.

    `clip` is the path of a clip, or of a part of one; or what is known of it, with the rate of an
    image sequence. `gallery` knows the people of the session. Measurements are found in `cache`,
    and kept there once all of the clip is measured; None measures everything. `detector` and
    `model` are as for `takewise.faces.open_detector`, which may raise `DetectorError`. Raises
    `MediaError` if the clip cannot be used.
    """
    key = _clip_key(clip, settings, (detector, model), cache) if cache else None
    if isinstance(clip, MediaInfo):
        info = clip
    else:
        info = media.probe(clip, digest=key.digest if key else None)
    if cache and (known := cache.find(key)) is not None:
        for seen in known:
            yield with_names(frame_shot(info, seen), seen, gallery)
        return
    shots = []
    frames_ahead = ahead(media.read_frames(info), _DEPTH)
    with open_detector(detector, model=model) as eyes, closing(frames_ahead) as frames:
        for tracked in follow(detect_faces(frames, eyes), settings.faces):
            seen = look_at_frame(info, tracked)
            if cache:
                shots.append(seen)
            yield with_names(frame_shot(info, seen), seen, gallery)
    if cache:
        cache.keep(key, shots)


def _clip_key(
    clip: str | MediaInfo,
    settings: Settings,
    detector: tuple[str, str | None],
    cache: PhotoCache,
) -> TakeKey | None:
    how = f"clip {settings.faces}"
    if isinstance(clip, MediaInfo):
        path, part = clip.path, clip.part
        how += f" {clip.rate if media.is_sequence(path) else None}"
        how += "" if clip.stream is None else f" stream={clip.stream}"
    else:
        path, part = media.named_part(clip)
        how += " None"
    return cache.key(path, how, part=part, detector=detector)


def photo_pictures(
    shots: Sequence[PhotoShot], sides: Sequence[int | None], *, develop: bool = False
) -> Iterator[tuple[int, Photo]]:
    """Read the pictures of shots again in sRGB, for people to look at, with the shots' places.

    Photographs come in their order, then the frames of clips, which are always whole. `sides` has
    for each the pixels that its longer side needs at least; None for all of them. `develop` says
    whether raw files are developed again in place of their previews. Raises `MediaError` where one
    cannot be read any more.
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
