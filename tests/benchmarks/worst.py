"""The moments that go most wrong: in words, and as picture strips outside the repository.

Strips show people's portraits, which are not ours to hand on: they stay beside the
rendered takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from takewise import media
from takewise.clock import FrameRange
from takewise.model import Movement
from tests.benchmarks.figures import Sets
from tests.benchmarks.synthetic import Judged
from tests.benchmarks.tables import Table

COUNT = 10
_SIDE = 200
_AROUND = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One moment that is false or missed."""

    scene: Judged
    """Where."""
    kind: str
    """``"false"`` or ``"missed"``."""
    span: FrameRange
    """When."""
    apex: int
    """Its apex."""
    movements: tuple[Movement, ...]
    """What was found and is not there, or is there and was not found."""
    weight: float
    """How bad it is: the peak, times the confidence of what is false."""


def worst(sets: Sets) -> tuple[Fault, ...]:
    """Return the largest movements that were missed, and the surest that are false."""
    every = [fault for scenes in sets.values() for scene in scenes for fault in _faults(scene)]
    every.sort(key=lambda fault: (-fault.weight, fault.scene.scene.name, fault.span.start))
    return tuple(every[:COUNT])


def _faults(scene: Judged) -> Iterator[Fault]:
    for found in scene.wrong:
        yield Fault(
            scene=scene, kind="false", span=found.span, apex=found.apex,
            movements=found.movements, weight=found.movements[0].peak * found.confidence,
        )  # fmt: skip
    for true in scene.missed:
        yield Fault(
            scene=scene, kind="missed", span=true.span, apex=true.apex,
            movements=true.movements, weight=true.movements[0].peak,
        )  # fmt: skip


def table(faults: Sequence[Fault]) -> Table:
    """Return the faults in words."""
    return Table(
        title="The ten worst moments",
        columns=("fault", "scene", "face", "head", "frames", "seconds", "what", "meanwhile"),
        rows=tuple(_row(fault) for fault in faults),
        notes=(
            "The largest movements that were missed and the surest that are false, of every set. "
            "One that was found with other times stands as both.",
        ),
    )


def _row(fault: Fault) -> tuple[str, ...]:
    scene = fault.scene.scene
    return (
        fault.kind,
        scene.name,
        scene.face.name,
        f"{scene.script.head.amplitude:g}",
        f"{fault.span.start}–{fault.span.end}",
        f"{fault.span.length / fault.scene.rate:.2f}",
        ", ".join(f"{m.unit} {m.side} {m.peak * 100:.1f} %" for m in fault.movements),
        ", ".join(_meanwhile(fault)) or "–",
    )


def _meanwhile(fault: Fault) -> Iterator[str]:
    """Tell what else is there or was found in those frames."""
    script = fault.scene.scene.script
    others = (
        (each.span, "found: " + each.title)
        for each in (fault.scene.moments if fault.kind == "missed" else ())
    )
    truths = (
        (each.span, "true: " + "+".join(m.unit for m in each.movements))
        for each in (fault.scene.true if fault.kind == "false" else ())
    )
    events = (
        *((FrameRange(each.onset, each.offset), "a blink") for each in script.blinks),
        *((FrameRange(each.onset, each.offset), "speech") for each in script.speech),
    )
    for span, words in (*others, *truths, *events):
        if span.overlap(fault.span):
            yield f"{words} {span.start}–{span.end}"


def strips(faults: Sequence[Fault], into: Path) -> Path:
    """Write one picture with a row for each fault: before, onset, apex, end and after.

    Parameters
    ----------
    faults
        Of rendered takes.
    into
        The JPEG to write, outside the repository.

    Returns
    -------
    Path
        That file.
    """
    sheet = Image.new("RGB", (5 * _SIDE, max(1, len(faults)) * (_SIDE + 18)), "white")
    draw = ImageDraw.Draw(sheet)
    for row, fault in enumerate(faults):
        top = row * (_SIDE + 18)
        # The drawing's own font has no dash between numbers.
        told = " | ".join(_row(fault)).replace("–", "-")
        draw.text((4, top + 3), told, fill="black")
        frames = _frames(fault)
        for column, picture in enumerate(_pictures(fault.scene, frames)):
            sheet.paste(Image.fromarray(picture), (column * _SIDE, top + 18))
            draw.text((column * _SIDE + 4, top + 22), str(frames[column]), fill="yellow")
    into.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(into, quality=88)
    return into


def _frames(fault: Fault) -> tuple[int, ...]:
    last = fault.scene.scene.script.frames - 1
    span = fault.span
    wanted = (span.start - _AROUND, span.start, fault.apex, span.end, span.end + _AROUND)
    return tuple(min(max(0, frame), last) for frame in wanted)


def _pictures(scene: Judged, frames: Iterable[int]) -> list[npt.NDArray[np.uint8]]:
    """Return the face, roughly, in some frames of a take."""
    wanted = list(frames)
    seen = {}
    for frame in media.read_frames(media.probe(scene.path)):
        if frame.index in wanted:
            height, width = frame.picture.shape[:2]
            reach = min(round(1.7 * scene.scene.eye_width), height // 2, width // 2)
            y, x = height // 2, width // 2
            face = frame.picture[y - reach : y + reach, x - reach : x + reach]
            seen[frame.index] = cv2.resize(face, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
        if frame.index > max(wanted):
            break
    return [np.asarray(seen[frame], dtype=np.uint8) for frame in wanted]
