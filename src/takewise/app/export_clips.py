"""The clips of moments: the face at its own speed, slowly, and magnified."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO

import numpy as np

from takewise.app.export_stills import names_of
from takewise.atomic import write_bytes
from takewise.faces import open_detector
from takewise.media import SeekableTake, encode_clip, pictures_of, with_words
from takewise.model import Analysis, FacePoints, Moment, Picture, RegionMotion
from takewise.pipeline.face_paths import FacePath, find_faces
from takewise.pipeline.seen_moments import (
    FaceFinder,
    SeenMoment,
    clip_range,
    is_magnifiable,
    see_moment,
    seen_clip,
)
from takewise.timeline import picture_timecode

SLOWER = 6
"""Times that a clip shows each picture when it is slow: Haggard and Isaacs found
micro-expressions at 1/6 of the speed ("Micromomentary facial expressions", 1966)."""

TIMES = 4
"""How many times as far the skin moves in a clip: it reads at once, and stays natural."""

# Seconds before and after a moment.
_HANDLES = Fraction(1, 2)


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
    with open_detector("mesh") as detector, SeekableTake(analysis.media) as take:
        found = find_faces(analysis.media, analysis, signals, detector)
        reader = _Reader(
            analysis, take, FaceFinder(detector), {each.person: each for each in found}
        )
        for moment in moments:
            seen = reader.seen(moment)
            if seen is None:
                continue
            pictures = _parts(reader, moment, seen, burn=options.burn_timecode)
            path = folder / f"{names[moment.id]}.mp4"
            write_bytes(path, encode_clip(pictures, analysis.media.rate))
            files.append(path)
    return files


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the faces of a take's moments."""

    analysis: Analysis
    take: SeekableTake
    finder: FaceFinder
    paths: Mapping[str, FacePath]

    def seen(self, moment: Moment) -> SeenMoment | None:
        frames = (moment.span.start, moment.apex)
        media = self.analysis.media
        found = dict(pictures_of(self.take, frames, media.width, media.height))
        if len(found) < len(set(frames)):
            return None
        path = self.paths.get(moment.person)
        places = tuple(path.box(each) if path else None for each in frames)
        return see_moment(found[frames[0]], found[frames[1]], self.finder, (places[0], places[1]))

    def frames(self, moment: Moment) -> Iterator[tuple[int, Picture, FacePoints | None]]:
        """Yield the pictures of a moment's clip, and the face in each."""
        media, path = self.analysis.media, self.paths.get(moment.person)
        span = clip_range(moment, media, _HANDLES, self.take.count - 1)
        for stored in self.take.pictures(span.start):
            if stored.index >= span.end:
                return
            picture = stored.develop(media.width, media.height)
            place = path.box(stored.index) if path else None
            after = 10.0 if stored.index == span.start else float(1 / media.rate)
            yield stored.index, picture, self.finder.find(picture, place, after=after)


def _parts(reader: _Reader, moment: Moment, seen: SeenMoment, *, burn: bool) -> Iterator[Picture]:
    """Yield a clip: at its own speed, slowly, and slowly with its movement magnified."""
    farther = is_magnifiable(moment)
    reached = seen.magnified(TIMES).times if farther else 1.0
    moved = f"moved {reached:.2g} times as far as it did"

    def labelled(picture: Picture, index: int, above: str) -> Picture:
        below = str(picture_timecode(reader.analysis, index)) if burn else ""
        return with_words(picture, above=above, below=below) if above or below else picture

    # On disk: the pictures of six seconds of a large face are two gigabytes.
    with tempfile.TemporaryFile() as plain, tempfile.TemporaryFile() as magnified:
        numbers = []
        for each in seen_clip(seen.onset, reader.frames(moment), TIMES if farther else 1):
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
