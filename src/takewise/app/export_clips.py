"""The clips of moments: the face at its own speed, slowly, and magnified."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from takewise.app.export_stills import names_of
from takewise.atomic import write_bytes
from takewise.media import encode_clip, with_words
from takewise.model import Analysis, Moment, Picture, RegionMotion
from takewise.pipeline.seen_moments import (
    TIMES,
    SeenMoment,
    is_magnifiable,
    magnified_words,
    seen_clip,
)
from takewise.pipeline.take_faces import TakeFaces
from takewise.timeline import picture_timecode

SLOWER = 6
"""Times that a clip shows each picture when it is slow: Haggard and Isaacs found
micro-expressions at 1/6 of the speed ("Micromomentary facial expressions", 1966)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipOptions:
    """Which clips the user wants."""

    clips: bool
    """Whether to write any."""
    burn_timecode: bool
    """Whether the source's timecode is written on every picture."""


def write_clips(
    folder: Path,
    stem: str,
    analysis: Analysis,
    signals: Sequence[RegionMotion],
    ids: Collection[str],
    options: ClipOptions,
) -> list[Path]:
    """Write a clip for each of some moments whose face is found; return the files in their order.

    `stem` is what every name begins with; `signals` are how the people of the take moved. Raises
    what `SeekableTake`, `open_detector` and `write_bytes` raise.
    """
    moments = [each for each in analysis.moments if each.id in ids and each.person]
    if not moments or not options.clips:
        return []
    names = names_of(stem, analysis, moments)
    files = []
    with TakeFaces(analysis, signals) as faces:
        for moment in moments:
            seen = faces.seen(moment)
            if seen is None:
                continue
            stamped = analysis if options.burn_timecode else None
            pictures = _parts(faces, moment, seen, stamped)
            path = folder / f"{names[moment.id]}.mp4"
            write_bytes(path, encode_clip(pictures, analysis.media.rate))
            files.append(path)
    return files


def _parts(
    faces: TakeFaces, moment: Moment, seen: SeenMoment, stamped: Analysis | None
) -> Iterator[Picture]:
    """Yield a clip: at its own speed, slowly, and slowly with its movement magnified."""
    farther = is_magnifiable(moment)
    reached = seen.magnified(TIMES).times if farther else 1.0
    moved = magnified_words(reached)

    def labelled(picture: Picture, index: int, above: str) -> Picture:
        below = str(picture_timecode(stamped, index)) if stamped else ""
        return with_words(picture, above=above, below=below) if above or below else picture

    # On disk: the pictures of six seconds of a large face are two gigabytes.
    with tempfile.TemporaryFile() as plain, tempfile.TemporaryFile() as magnified:
        numbers = []
        for each in seen_clip(
            seen.onset, faces.frames(moment), moment.span, TIMES if farther else 1
        ):
            numbers.append(each.index)
            plain.write(each.plain.tobytes())
            magnified.write(each.magnified.tobytes())
            yield labelled(each.plain, each.index, "")
        shape = seen.onset.picture.shape
        parts = ((plain, ""), (magnified, moved)) if farther else ((plain, ""),)
        for file, above in parts:
            for index, picture in zip(numbers, _again(file, shape), strict=True):
                shown = labelled(picture, index, above)
                for _ in range(SLOWER):
                    yield shown


def _again(file: IO[bytes], shape: tuple[int, ...]) -> Iterator[Picture]:
    """Yield the pictures that were written to a file."""
    file.seek(0)
    size = int(np.prod(shape))
    while block := file.read(size):
        yield np.frombuffer(block, np.uint8).reshape(shape)
