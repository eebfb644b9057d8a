"""A take's sound as it is heard: samples on the clock of the pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from takewise.media.sound import first_track
from takewise.model import MediaInfo

Samples: TypeAlias = npt.NDArray[np.int16]
"""int16 (n,), mono, full scale 32767."""

RATE = 48000
"""Samples a second, film's own rate."""

LONGEST = 1800
"""Seconds of a take that are held at the most: 173 MB."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AudioTrack:
    """A take's sound, whole."""

    start: float
    """When the first sample is heard, seconds from the file's first picture; may be negative."""
    samples: Samples
    """`RATE` a second."""

    def sample_at(self, seconds: float) -> int:
        """Return the number of the sample that is heard at a time, below 0 before the sound begins.

        Seconds count from the file's first picture; they may be outside of the sound.
        """
        return round((seconds - self.start) * RATE)

    def block(self, first: int, count: int) -> Samples:
        """Return some samples, int16 (count,), silence where there are none.

        `first` may be outside of the sound.
        """
        heard = np.zeros(count, np.int16)
        begin, end = max(first, 0), min(first + count, len(self.samples))
        if begin < end:
            heard[begin - first : end - first] = self.samples[begin:end]
        return heard


def read_track(info: MediaInfo) -> AudioTrack | None:
    """Read a take's first sound track, to be heard; of a part of a file, that of the whole file.

    It ends where the sound breaks off, and after half an hour. None where the take has no sound, or
    none of it decodes. Raises `UnreadableMedia` where the file cannot be opened.
    """
    with first_track(info, RATE) as track:
        if track is None:
            return None
        pieces, length = [], 0
        for piece in track.samples:
            pieces.append((np.clip(piece, -1, 1) * 32767).astype(np.int16))
            length += len(piece)
            if length >= LONGEST * RATE:
                break
    return AudioTrack(start=float(track.start), samples=np.concatenate(pieces))
