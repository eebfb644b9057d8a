"""Takes on one clock: what is heard of each, and how their times are aligned.

```
 media.read_sound ─► Sound ─► alignment.align ─► Alignment ─► compare, report, review
 Alignment, Analysis, RegionMotion ─► alignment.beats ─► Beat ─► differences ─► Difference
```

Times of a take are seconds from its file's first picture, for the sound as well as for the
pictures: a sound track that begins later than the picture does begins later here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
import numpy.typing as npt

from takewise.alignment_methods import Method
from takewise.clock import Timecode, grid_frame
from takewise.model import Analysis, FloatArray, Moment

LEVEL_STEP = 0.001
"""Seconds between two values of `Sound.level`: a clap rises within a millisecond or two."""

BAND_STEP = 0.01
"""Seconds between two rows of `Sound.bands`: the usual hop of speech features."""

# Energy of the loudest band below which a track is silent: -90 dB of full scale.
_HEARD = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sound:
    """What alignment needs of a take's sound, a few thousandths of the samples."""

    start: float
    """Time of the first value, seconds from the file's first picture; may be negative."""
    level: FloatArray
    """float32 (n,): greatest amplitude in each millisecond after pre-emphasis, 0 to 2."""
    bands: FloatArray
    """float32 (m, 8): energy around each hundredth of a second in eight bands of 100 to
    7000 Hz, of full-scale samples; 0 or more."""

    @property
    def audible(self) -> bool:
        """Whether there is more in it than digital silence."""
        return self.bands.size > 0 and float(self.bands.max()) > _HEARD

    def between(self, start: float, end: float) -> Sound:
        """Return the sound of a part of the file.

        Its times still count from the file's first picture.
        """
        first = max(0, round((start - self.start) / BAND_STEP))
        after = max(first, round((end - self.start) / BAND_STEP))
        fine = round(BAND_STEP / LEVEL_STEP)
        return Sound(
            start=self.start + first * BAND_STEP,
            level=self.level[first * fine : after * fine],
            bands=self.bands[first:after],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Alignment:
    """How the time of one take maps to the clock of another, which keeps its own."""

    method: Method
    """How it was found."""
    times: FloatArray
    """float64 (k,), k at least 1, rising: seconds of this take."""
    clock: FloatArray
    """float64 (k,), never falling: the clock's seconds at `times`; between them it runs
    straight, before and after them at the take's own pace."""
    sureness: float
    """How sure it is, 0 (a mere assumption) to 1 (a person chose it); below
    `CANNOT_TELL` nothing may be built on it."""
    because: str
    """What the sureness rests on, in words."""

    @property
    def told(self) -> bool:
        """Whether it is sure enough to say that something came earlier or later."""
        return self.sureness >= CANNOT_TELL

    def on_clock(self, seconds: npt.ArrayLike) -> FloatArray:
        """Return the clock's seconds at seconds of this take, of the same shape."""
        return _along(np.asarray(seconds, np.float64), self.times, self.clock)

    def in_take(self, seconds: npt.ArrayLike) -> FloatArray:
        """Return the seconds of this take at seconds of the clock, of the same shape."""
        return _along(np.asarray(seconds, np.float64), self.clock, self.times)


CANNOT_TELL = 0.35
"""Sureness below which the answer is "cannot tell"; tuned on synthetic speech, where
unrelated takes stay below 0.3 and related ones of six seconds and more above 0.7."""


def offset(method: Method, seconds: float, *, sureness: float, because: str) -> Alignment:
    """Align a take with the clock at its own pace: clock = take's time plus `seconds`."""
    return Alignment(
        method=method,
        times=np.zeros(1),
        clock=np.full(1, seconds),
        sureness=sureness,
        because=because,
    )


def frame_time(analysis: Analysis, frame: int) -> float:
    """Return when a frame of a take is shown, in seconds from the file's first picture.

    Where the rate varies, the file's own times count.
    """
    media, ticks = analysis.media, analysis.frame_pts
    if not ticks:
        return float(frame / media.rate)
    beyond = max(0, frame - len(ticks) + 1)
    ticks_since = ticks[min(frame, len(ticks) - 1)] - ticks[0]
    return float(ticks_since * media.time_base + beyond / media.rate)


def source_timecode(analysis: Analysis, frame: int) -> Timecode | None:
    """Return the source timecode of a frame; None where the file carries no timecode."""
    start = analysis.media.start_timecode
    if start is None:
        return None
    rate = analysis.media.rate
    if analysis.frame_pts:
        frame = grid_frame(Fraction(frame_time(analysis, frame)), rate)
    return start.of_picture(frame, rate)


def _along(values: FloatArray, places: FloatArray, answers: FloatArray) -> FloatArray:
    before, after = np.minimum(values - places[0], 0.0), np.maximum(values - places[-1], 0.0)
    return np.asarray(np.interp(values, places, answers) + before + after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """The same thing done in some of the takes, at about the same time of the clock."""

    at: float
    """Mean of its apexes on the clock, seconds."""
    title: str
    """What a marker list shows, of its surest moment."""
    moments: Mapping[int, Moment]
    """Number of the take, from 0, to its moment; at least one."""
    unseen: Mapping[int, str]
    """Number of a take in which it is unknown whether it is there, to the reason."""
    missing: tuple[int, ...]
    """Numbers of the takes in which a legible face does not do it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing in which takes differ, never which is to be preferred."""

    kind: Literal["presence", "shift", "length"]
    """A beat that not all takes have; one that came earlier or later; one that was longer."""
    beat: Beat
    """What it is about."""
    take: int
    """Number of the take that it is about; of a presence the first take that has it."""
    against: int | None
    """Number of the take that it is measured against; None for a presence."""
    seconds: float
    """How much later (negative: earlier) or longer (negative: shorter) than there; 0 for a
    presence."""
    words: str
    """The difference in words, with the takes' names."""
