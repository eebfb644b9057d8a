"""What a few lines find with the face landmarker's blendshapes: the baseline to beat.

Each blendshape less its running median; where it departs far enough it is a movement, and
movements that overlap are one find.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from takewise import media
from takewise.clock import FrameRange
from takewise.model import FloatArray, Kind, Moment, Movement, Side
from tests.benchmarks.measured import file_digest, keep

UNITS = {
    "browInnerUp": "AU1", "browOuterUp": "AU2", "browDown": "AU4", "eyeWide": "AU5",
    "noseSneer": "AU9", "mouthUpperUp": "AU10", "mouthSmile": "AU12", "mouthDimple": "AU14",
    "mouthFrown": "AU15", "mouthLowerDown": "AU16", "mouthShrugLower": "AU17",
    "mouthShrugUpper": "AU17", "mouthPucker": "AU18", "mouthFunnel": "AU22",
    "mouthStretch": "AU20", "mouthPress": "AU24", "mouthRollLower": "AU28",
    "mouthRollUpper": "AU28", "mouthClose": "AU24", "jawOpen": "AU26", "mouthLeft": "AU12",
    "mouthRight": "AU12", "jawLeft": "AU30", "jawRight": "AU30", "jawForward": "AU29",
    "cheekPuff": "AU34",
}  # fmt: skip
"""Blendshape, without its side, to the action unit that is nearest to it."""

# Seconds of the running median; pictures that a movement lasts, and seconds; share of the
# threshold at which it begins and ends; share of the shorter of two that they share as one.
_WINDOW, _SHORTEST, _LONGEST, _FOOT, _SHARED = 2.0, 3, 4.0, 0.5, 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scores:
    """The blendshapes of one clip."""

    rate: float
    """Frames per second."""
    names: tuple[str, ...]
    """Of the blendshapes; none where no face was seen."""
    values: FloatArray
    """float32 (n, names), 0 to 1; NaN where no face is seen."""


def scores(path: str, model: Path, cache_folder: Path) -> Scores:
    """Return the blendshapes of the first face of a clip, or of a part of it."""
    info = media.probe(path)
    file, _ = media.named_part(path)
    part = f"-{info.part.start}-{info.part.end}" if info.part else ""
    cache_folder.mkdir(parents=True, exist_ok=True)
    known = cache_folder / f"{file_digest(file)[:16]}{part}.blendshapes.npz"
    if not known.exists():
        names, values = _read(path, model)
        with known.with_suffix(".part").open("wb") as unfinished:
            np.savez(unfinished, names=np.array(names, dtype=np.str_), values=values)
        keep(known, known.with_suffix(".part").read_bytes())
    with np.load(known) as arrays:
        return Scores(
            rate=float(info.rate),
            names=tuple(str(name) for name in arrays["names"]),
            values=arrays["values"],
        )


def _read(path: str, model: Path) -> tuple[list[str], npt.NDArray[np.float32]]:
    import mediapipe
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(model)),
        running_mode=vision.RunningMode.VIDEO,
        output_face_blendshapes=True,
        num_faces=1,
    )
    names: list[str] = []
    rows: list[list[float]] = []
    with vision.FaceLandmarker.create_from_options(options) as landmarker:
        for frame in media.read_frames(media.probe(path)):
            picture = mediapipe.Image(
                image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(frame.picture)
            )
            seen = landmarker.detect_for_video(picture, round(frame.time * 1000)).face_blendshapes
            if seen:
                names = [each.category_name for each in seen[0]]
            rows.append([each.score for each in seen[0]] if seen else [np.nan] * _COUNT)
    return names, np.array(rows, dtype=np.float32).reshape(-1, _COUNT)


_COUNT = 52


def found(given: Scores, threshold: float) -> tuple[Moment, ...]:
    """Return what rises above a threshold, in order of onset."""
    if not given.names:
        return ()
    runs = sorted(_runs(given, threshold), key=lambda run: -run.height)
    groups: list[list[_Run]] = []
    for run in runs:
        for group in groups:
            if _joined(group[0], run):
                group.append(run)
                break
        else:
            groups.append([run])
    return tuple(sorted((_moment(group, given.rate) for group in groups), key=_start))


def _start(moment: Moment) -> int:
    return moment.span.start


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """One blendshape's departure."""

    unit: str
    side: Side
    span: FrameRange
    apex: int
    height: float


def _runs(given: Scores, threshold: float) -> Iterator[_Run]:
    from scipy.ndimage import median_filter

    at = np.arange(len(given.values))
    for name, column in zip(given.names, given.values.T, strict=True):
        base, side = _split(name)
        known = np.isfinite(column)
        if base not in UNITS or not known.any():
            continue
        signal = np.interp(at, at[known], column[known])
        window = round(_WINDOW * given.rate) | 1
        away = np.abs(signal - median_filter(signal, size=window, mode="nearest"))
        edges = np.flatnonzero(np.diff(np.r_[0, away > _FOOT * threshold, 0].astype(int)))
        for start, end in edges.reshape(-1, 2).tolist():
            apex = start + int(away[start:end].argmax())
            lasts = _SHORTEST <= end - start <= _LONGEST * given.rate
            if lasts and away[apex] > threshold:
                yield _Run(
                    unit=UNITS[base], side=side, span=FrameRange(start, end), apex=apex,
                    height=float(away[apex]),
                )  # fmt: skip


def _split(name: str) -> tuple[str, Side]:
    if (base := name.removesuffix("Left")) in UNITS and base != name:
        return base, "left"
    if (base := name.removesuffix("Right")) in UNITS and base != name:
        return base, "right"
    return name, "both"


def _joined(lead: _Run, other: _Run) -> bool:
    shorter = min(lead.span.length, other.span.length)
    return lead.span.overlap(other.span) >= _SHARED * shorter


def _moment(group: Sequence[_Run], rate: float) -> Moment:
    start = min(run.span.start for run in group)
    end = max(run.span.end for run in group)
    return Moment(
        id=f"b-{start}", person="A",
        kind=Kind.MICRO if end - start <= rate / 2 else Kind.EXPRESSION,
        span=FrameRange(start, end), apex=group[0].apex, movements=tuple(_movements(group)),
        strength=100 * group[0].height, confidence=1.0, title="", because="",
    )  # fmt: skip


def _movements(group: Iterable[_Run]) -> Iterator[Movement]:
    sides: dict[str, set[Side]] = {}
    peaks: dict[str, float] = {}
    for run in group:
        sides.setdefault(run.unit, set()).add(run.side)
        peaks[run.unit] = max(run.height, peaks.get(run.unit, 0.0))
    for unit, seen in sides.items():
        (side, *others) = seen
        yield Movement(unit=unit, name=unit, side="both" if others else side, peak=peaks[unit])
