"""Measured clips, kept on disk: a change of `takewise.moments` alone measures nothing again.

What a detector sees of a clip is kept by the clip's content and the source of the stages
before it; what is measured in it, by the source of `takewise.motion` as well. So is what is
heard of a voice.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

import takewise
from takewise import media
from takewise.clock import FrameRange
from takewise.faces import DEFAULT_DETECTOR, TrackSettings, detect_faces, follow, open_detector
from takewise.library.signals_file import signals_from_npz, signals_to_npz
from takewise.model import FacePoints, MediaInfo, RegionMotion, TrackedFrame
from takewise.motion import MotionSettings, measure
from takewise.pipeline.listening import heard_in, voiced_in
from takewise.sound import SoundSettings

_SEEING = ("media", "faces")
_MEASURING = ("motion", "model/face.py", "library/signals_file.py")
_HEARING = ("media", "sound", "dialogue/pictures.py", "pipeline/listening.py")
# Below `takewise`: what shapes the faces that are followed, and their motion.


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """One clip as the moments are found in it."""

    rate: float
    """Frames per second."""
    motions: tuple[RegionMotion, ...]
    """Of every person."""
    people: tuple[str, ...]
    """Their ids from the picture's left to its right."""
    voiced: tuple[FrameRange, ...] | None
    """Frames with a voice, from the first that was read; None without sound."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Faces:
    """Every face of a clip, one after the other."""

    frames: npt.NDArray[np.int64]
    """int (faces,): in which picture."""
    people: npt.NDArray[np.str_]
    """str (faces,): whose."""
    points: npt.NDArray[np.float32]
    """float32 (faces, 478, 3), pixels."""
    confidence: npt.NDArray[np.float64]
    """float64 (faces,)."""


def measured(path: str, cache_folder: Path) -> Measured:
    """Return what is measured in a clip, or in a part of it (``take.mp4@0-450``)."""
    info = media.probe(path)
    file, _ = media.named_part(path)
    known = f"{file_digest(file)} {info.part}"
    seen = hashlib.sha256(f"{known} {_source(_SEEING)}".encode()).hexdigest()[:16]
    own = hashlib.sha256(f"{seen} {_source(_MEASURING)}".encode()).hexdigest()[:16]
    cache_folder.mkdir(parents=True, exist_ok=True)
    faces_file, motion_file = cache_folder / f"{seen}.faces.npz", cache_folder / f"{own}.npz"
    if not faces_file.exists():
        keep(faces_file, _packed(_detected(info)))
    faces = _unpacked(faces_file)
    if not motion_file.exists():
        keep(motion_file, signals_to_npz(measure(_followed(info, faces), MotionSettings())))
    motions = signals_from_npz(motion_file.read_bytes(), where=str(motion_file))
    places = {
        each.person: float(faces.points[faces.people == each.person, :, 0].mean())
        for each in motions
    }
    return Measured(
        rate=float(info.rate),
        motions=motions,
        people=tuple(sorted(places, key=places.__getitem__)),
        voiced=_voiced(info, known, cache_folder),
    )


def _voiced(info: MediaInfo, known: str, cache_folder: Path) -> tuple[FrameRange, ...] | None:
    """Return the frames with a voice, as the pipeline hears them; `known` names the clip."""
    own = hashlib.sha256(f"{known} {_source(_HEARING)}".encode()).hexdigest()[:16]
    file = cache_folder / f"{own}.voice.json"
    if not file.exists():
        heard = heard_in(info, SoundSettings())
        voiced = voiced_in(heard, info, media.picture_times(info)) if info.has_sound else None
        ranges = None if voiced is None else [(each.start, each.end) for each in voiced]
        keep(file, json.dumps(ranges).encode())
    told = json.loads(file.read_text(encoding="utf-8"))
    return None if told is None else tuple(FrameRange(*each) for each in told)


def _detected(info: MediaInfo) -> Iterator[tuple[int, Mapping[str, FacePoints]]]:
    with open_detector(DEFAULT_DETECTOR) as detector:
        frames = media.read_frames(info)
        for number, each in enumerate(follow(detect_faces(frames, detector), TrackSettings())):
            yield number, each.faces


def _packed(seen: Iterator[tuple[int, Mapping[str, FacePoints]]]) -> bytes:
    rows = [(number, who, face) for number, faces in seen for who, face in faces.items()]
    buffer = io.BytesIO()
    np.savez(
        buffer,
        frames=np.array([number for number, *_ in rows], dtype=np.int64),
        people=np.array([who for _, who, _ in rows], dtype=np.str_),
        points=np.array([face.points for *_, face in rows], dtype=np.float32).reshape(-1, 478, 3),
        confidence=np.array([face.confidence for *_, face in rows]),
    )
    return buffer.getvalue()


def _unpacked(file: Path) -> _Faces:
    with np.load(file) as arrays:
        return _Faces(**arrays)


def _followed(info: MediaInfo, faces: _Faces) -> Iterator[TrackedFrame]:
    """Yield the pictures with the faces that are known to be in them."""
    numbers = np.arange(_length(faces))
    first = np.searchsorted(faces.frames, numbers, "left")
    last = np.searchsorted(faces.frames, numbers, "right")
    for number, frame in enumerate(media.read_frames(info)):
        here = range(first[number], last[number]) if number < len(first) else ()
        yield TrackedFrame(
            frame=frame,
            faces={
                str(faces.people[row]): FacePoints(
                    points=faces.points[row], confidence=float(faces.confidence[row])
                )
                for row in here
            },
        )


def _length(faces: _Faces) -> int:
    return int(faces.frames[-1]) + 1 if len(faces.frames) else 0


def keep(file: Path, data: bytes) -> None:
    """Write a file that is complete as soon as it is there."""
    unfinished = file.with_suffix(".part")
    unfinished.write_bytes(data)
    unfinished.replace(file)


@cache
def _source(parts: tuple[str, ...]) -> str:
    """Return a digest of the source of some parts of the package."""
    package = Path(takewise.__file__).parent
    files = [
        file
        for part in parts
        for file in ([package / part] if part.endswith(".py") else (package / part).rglob("*.py"))
    ]
    source = b"".join(file.read_bytes() for file in sorted(files))
    return hashlib.sha256(source).hexdigest()


@cache
def file_digest(file: str) -> str:
    """Return the digest of a file's content, hexadecimal."""
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()
