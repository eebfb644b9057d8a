"""Close-ups of moments: the face at its onset and at its apex, from the take's own pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from takewise import media
from takewise.clock import FrameRange
from takewise.faces import DEFAULT_DETECTOR, FaceDetector, open_detector
from takewise.model import Analysis, FacePoints, Moment, Picture, RegionMotion
from takewise.pipeline.seen_moments import TIMES, is_magnifiable, magnified_words, seen_clip
from takewise.pipeline.take_faces import TakeFaces
from takewise.report import SeenPictures

# Eye-widths of the square around a face: brow to chin is about three, and what lies
# around it shows how the head is held.
_SIDE = 3.4

# Frames up to which two moments are read in one go: decoding them takes about as long as
# finding a place in the file again.
_NEAR = 250

# Height of an animation, pixels, and how many times slower than the take it is: some 600 kB.
_ANIMATED, _SLOWER = 320, 2

# Seconds between two pictures for the detector, which then follows no one from one to the next.
_APART = 10.0


def close_ups(analysis: Analysis, moments: Sequence[Moment]) -> Mapping[str, tuple[Picture, ...]]:
    """Cut out the face before a moment and at its apex, for each moment of a take.

    The answer is the moment's id to the picture of the frame before it moves and that of its apex,
    both cut alike: a square around the face where one face is in the picture, or the whole picture,
    for it must not be the wrong face. A moment whose pictures do not decode is left out. Raises
    `MediaError` where the file cannot be read, and `DetectorError` where the face detector cannot
    run.
    """
    wanted = {frame for each in moments for frame in (each.span.start, each.apex)}
    pictures = dict(_pictures(analysis, wanted))
    found = {}
    with open_detector(DEFAULT_DETECTOR) as detector:
        for number, moment in enumerate(moments):
            apex = pictures.get(moment.apex)
            if apex is None:
                continue
            box = _box(detector, apex, number * _APART)
            before = pictures.get(moment.span.start)
            shown = (before, apex) if before is not None and before is not apex else (apex,)
            found[moment.id] = tuple(_cut(each, box) for each in shown)
    return found


def seen_pictures(
    analysis: Analysis,
    signals: Sequence[RegionMotion],
    moments: Sequence[Moment],
    *,
    animated: bool = False,
) -> Mapping[str, SeenPictures]:
    """Lock the faces of movements at their apexes, and magnify them.

    The answer is the moment's id to its pictures; a moment whose face is not found, or that is
    no movement of the skin, is left out. Raises as `close_ups`.
    """
    found = {}
    movements = [each for each in moments if is_magnifiable(each)]
    if not movements:
        return {}
    with TakeFaces(analysis, signals) as faces:
        for moment in movements:
            if (seen := faces.seen(moment)) is None:
                continue
            farther, file = seen.magnified(TIMES), b""
            if animated:
                clip = seen_clip(seen.onset, faces.frames(moment), moment.span, TIMES)
                shown = [media.shrunk(each.magnified, height=_ANIMATED) for each in clip]
                file = media.encode_animation(shown, analysis.media.rate / _SLOWER)
            found[moment.id] = SeenPictures(
                apex=seen.apex.picture,
                magnified=farther.picture,
                words=magnified_words(farther.times),
                animation=file,
            )
    return found


def _pictures(analysis: Analysis, wanted: set[int]) -> Iterator[tuple[int, Picture]]:
    for part in _parts(sorted(wanted)):
        for frame in media.read_frames(replace(analysis.media, part=part)):
            if frame.index in wanted:
                yield frame.index, frame.picture


def _parts(frames: Sequence[int]) -> Iterator[FrameRange]:
    """Yield the stretches to read, first to last."""
    begin = None
    for here, after in zip(frames, (*frames[1:], None), strict=True):
        begin = here if begin is None else begin
        if after is None or after - here > _NEAR:
            yield FrameRange(begin, here + 1)
            begin = None


def _box(detector: FaceDetector, picture: Picture, time: float) -> tuple[slice, slice] | None:
    """Return the rows and columns around the only face; None where there is not just one."""
    faces = detector.detect(picture, time)
    return _around(faces[0], picture) if len(faces) == 1 else None


def _around(face: FacePoints, picture: Picture) -> tuple[slice, slice]:
    height, width = picture.shape[:2]
    low, high = face.points[:, :2].min(axis=0), face.points[:, :2].max(axis=0)
    side = int(np.clip(_SIDE * face.eye_width, 32, min(height, width)))
    middle = (low + high) / 2
    left = int(np.clip(middle[0] - side / 2, 0, width - side))
    top = int(np.clip(middle[1] - side / 2, 0, height - side))
    return slice(top, top + side), slice(left, left + side)


def _cut(picture: Picture, box: tuple[slice, slice] | None) -> Picture:
    return picture if box is None else picture[box]
