"""One unbroken stretch of a person's motion, and what disturbs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from scipy.ndimage import uniform_filter1d

from takewise.clock import FrameRange
from takewise.model import BoolArray, FloatArray, RegionMotion
from takewise.moments.blinks import blinks
from takewise.moments.excursions import Excursion
from takewise.moments.lid_drag import without_lids
from takewise.moments.movements import Rise
from takewise.moments.noise import most
from takewise.moments.occlusion import at_rest, eyes_hidden, open_eyed
from takewise.moments.settings import MomentSettings
from takewise.moments.speech import LEAST_GAP, speech


class Shot:
    """One unbroken stretch of a person's motion, without gaps.

    Its arrays are those of `RegionMotion`, finite, from frame `start` on; `shift` is
    without what the whole face shares and what blinks drag along. A region is `unseen`
    where it is `covered` by something or `outside` the picture.
    """

    def __init__(
        self,
        motion: RegionMotion,
        span: FrameRange,
        rate: float,
        settings: MomentSettings,
        voiced: tuple[FrameRange, ...] | None = None,
    ) -> None:
        part = slice(span.start, span.end)
        self.person, self.start, self.rate = motion.person, span.start, rate
        self.regions, self.noise = motion.regions, np.nan_to_num(motion.noise, nan=1e-3)
        self.seconds = motion.times[part]
        self.unseen = np.isnan(motion.shift[part, :, 0]) & motion.seen[part, None]
        self.outside = motion.outside[part] & self.unseen
        self.covered = self.unseen & ~self.outside
        self.mouth_hidden = np.isnan(motion.mouth[part, 0])
        self.eyes_hidden = eyes_hidden(self.unseen, motion.regions)
        self.eyes_hidden |= np.isnan(motion.eyes[part]).any(axis=1) & motion.seen[part]
        self.eyes = _filled(motion.eyes[part])
        closed = blinks(self.eyes, rate, least_depth=settings.blink_depth)
        self.blinks = open_eyed(closed, self.eyes_hidden)
        seen = at_rest(_filled(motion.shift[part]), self.unseen, rate)
        self.shift = without_lids(seen, motion.regions, self.blinks, rate)
        self.gaze = _filled(motion.gaze[part])
        self.mouth = _filled(motion.mouth[part])
        self.closed = self.mouth[:, 0] < np.percentile(self.mouth[:, 0], 10) + LEAST_GAP
        self.head = _filled(motion.head[part])
        self.sure = _filled(motion.legibility[part])
        voice = None if voiced is None else _inside(voiced, span)
        self.talking = speech(self.mouth, self.jaw, rate, voice)
        self.lips_talk = speech(self.mouth, self.jaw[:, :0], rate, voice)

    def noise_at(self, course: Excursion) -> FloatArray:
        """Return the noise, (regions, 2), infinite where a region is unseen meanwhile."""
        hidden = self.unseen[course.onset : course.offset].any(axis=0)
        return np.where(hidden[:, None], np.inf, self.noise)

    @property
    def jaw(self) -> FloatArray:
        """Downward displacement of chin and lower lip, (n, 2), eye-widths."""
        return self.shift[:, [self.regions.index(name) for name in ("chin", "lower lip")], 1]

    @property
    def eye_width(self) -> float:
        """Return the median size of the face in the picture, pixels."""
        return float(np.median(self.sure[:, 0]))

    @cached_property
    def turning(self) -> FloatArray:
        """Speed of the head, (n,), degrees per second, smoothed over 0.2 s."""
        width = max(3, round(0.2 * self.rate) | 1)
        calm = uniform_filter1d(self.head[:, :3], width, axis=0, mode="nearest")
        return np.linalg.norm(np.gradient(calm, axis=0), axis=1) * self.rate

    @cached_property
    def most_noise(self) -> FloatArray:
        """Return the most that a measurement trembles in each frame, (n,), eye-widths."""
        return most(self.turning, self.eye_width)

    def lasts(self, start: int, end: int) -> float:
        """Return the seconds from one frame of the shot to another; either can be its end."""
        return self._second(end) - self._second(start)

    def _second(self, frame: int) -> float:
        """Return when a frame is shown; one after the last follows at the take's rate."""
        last = len(self.seconds) - 1
        return float(self.seconds[min(frame, last)]) + max(0, frame - last) / self.rate


def stretches(motion: RegionMotion) -> Iterator[FrameRange]:
    """Yield the stretches in which the person is seen without a break."""
    seen = np.flatnonzero(np.isfinite(motion.times) & motion.seen)
    bounds = [*motion.starts, len(motion.times)]
    for start, end in pairwise(bounds):
        inside = seen[(seen >= start) & (seen < end)]
        if len(inside) >= 3:
            yield FrameRange(int(inside[0]), int(inside[-1]) + 1)


def _inside(voiced: tuple[FrameRange, ...], span: FrameRange) -> BoolArray:
    """Return the frames of a stretch in which there is a voice."""
    at = np.zeros(span.length, dtype=bool)
    for each in voiced:
        at[max(0, each.start - span.start) : max(0, each.end - span.start)] = True
    return at


def _filled(values: FloatArray) -> FloatArray:
    """Bridge frames in which the face was lost, or a part covered, by straight lines."""
    flat = values.reshape(len(values), -1).astype(np.float64)
    known = np.isfinite(flat)
    at = np.arange(len(flat))
    for column in np.flatnonzero(~known.all(axis=0)):
        told = known[:, column]
        flat[:, column] = np.interp(at, at[told], flat[told, column]) if told.any() else 0.0
    return flat.reshape(values.shape)


# Frames: a rise whose top is at the very end of a shot has not been seen to peak.
_EDGE = 2


# Eye-widths of noise more for each degree by which the head goes away and comes back
# meanwhile: what is left of a turned head looks like a movement. Free of cost on the
# benchmark's development faces, twice as much misses more.
_PER_DEGREE = 0.00013

# Power of the head's speed by which a rise must be higher. At 2 three of 54 movements of the
# benchmark's takes with a hand are lost, for two false ones less; at 1 more is told of a
# real head that only turns.
_BY_SPEED = 1.5

# Seconds before and after a blink in which brows and cheeks still are the blink's.
_WITH_LIDS = 0.05


class Disturbance:
    """What other causes move skin and irises: blinks and a turning head."""

    def __init__(self, shot: Shot, settings: MomentSettings) -> None:
        self._settings, self._shot = settings, shot
        self._turning = shot.turning
        self._blink = np.zeros(len(shot.eyes), dtype=bool)
        guard = round(settings.blink_guard * shot.rate)
        for blink in shot.blinks:
            self._blink[max(0, blink.span.start - guard) : blink.span.end + guard] = True

    def left(self, rise: Rise) -> Rise | None:
        """Return what of a rise stands in spite of what disturbs it, with the noise of that."""
        course, settings = rise.course, self._settings
        seconds = self._shot.lasts(course.onset, course.offset)
        if not settings.shortest <= seconds <= settings.longest:
            return None
        if not _EDGE <= course.apex < len(self._blink) - _EDGE:
            return None
        if rise.zone != "mouth" and self._is_of_a_blink(course):
            return None
        speed = float(self._turning[course.onset : course.offset].max())
        # On top of the noise, which already is that of a head of this speed where the take
        # has enough of it.
        faster = max(1.0, speed / settings.head_speed) ** _BY_SPEED
        noise = rise.noise * faster + _PER_DEGREE * self._nod(course)
        noise = min(noise, max(rise.noise, float(most(speed, self._shot.eye_width))))
        needed = max(rise.needed, settings.least_strength * noise)
        return replace(rise, noise=noise, needed=needed) if course.height >= needed else None

    def _is_of_a_blink(self, course: Excursion) -> bool:
        """Return whether a rise begins and ends with a blink: no brow is seen to do that."""
        room = round(_WITH_LIDS * self._shot.rate)
        return any(
            blink.span.start - room <= course.onset and course.offset <= blink.span.end + room
            for blink in self._shot.blinks
        )

    def _nod(self, course: Excursion) -> float:
        """Return how far the head goes away and comes back meanwhile, degrees."""
        pose = self._shot.head[course.onset : course.offset + 1, :3]
        share = np.linspace(0.0, 1.0, len(pose))[:, None]
        line = pose[0] + share * (pose[-1] - pose[0])
        return float(np.linalg.norm(pose - line, axis=1).max())

    @property
    def steady_gaze(self) -> BoolArray:
        """Frames in which neither lids nor head carry the iris along, (n,)."""
        calm = ~self._blink & (self._turning < self._settings.head_speed)
        return np.asarray(calm & ~self._shot.eyes_hidden)
