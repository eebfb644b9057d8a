"""Faces of moments, locked and magnified one after the other in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

from takewise.clock import FrameRange
from takewise.errors import TakewiseError
from takewise.faces import DEFAULT_DETECTOR, FaceDetector, open_detector
from takewise.media import SeekableTake, pictures_of
from takewise.model import FacePoints, FloatArray, MediaInfo, Moment, Picture
from takewise.motion import Magnified, picture_difference
from takewise.pipeline.seen_moments import (
    ClipFrame,
    FaceFinder,
    Place,
    SeenMoment,
    see_moment,
    seen_clip,
)
from takewise.ui.takes.open_takes import OpenTakes

# Moments whose pictures are kept, some 6 MB each, and clips, of which a second has 30 MB.
_KEPT, _CLIPS = 24, 3

# Pictures of a clip after which those that are there are shown.
_AT_ONCE = 6

# Takes that stay open.
_OPEN = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Wish:
    """A moment that is to be seen."""

    place: int
    """Place of its take."""
    info: MediaInfo
    """The take."""
    moment: Moment
    """The moment."""
    face: Callable[[int], Place | None]
    """Where its person's face is in a frame."""
    times: int | None = None
    """How many times as far the skin is to move; None for the movement as it was."""
    clip: FrameRange | None = None
    """Which frames are to be seen; None for onset and apex alone."""

    @property
    def key(self) -> tuple[int, str, int, int]:
        """What distinguishes its moment: take, id, onset and apex."""
        return self.place, self.moment.id, self.moment.span.start, self.moment.apex


@dataclass(slots=True, kw_only=True, eq=False)
class Sight:
    """What is there to be shown of a moment."""

    trouble: str = ""
    """Why there is nothing; empty if nothing is wrong."""
    seen: SeenMoment | None = None
    """Its face, before and after."""
    outline: tuple[FloatArray, ...] = ()
    """The region that moved."""
    difference: Picture | None = None
    """What differs between onset and apex."""
    magnified: dict[int, Magnified] = field(default_factory=dict)
    """How many times as far to the apex with its skin moved so far."""
    clips: dict[int, list[ClipFrame]] = field(default_factory=dict)
    """The same to its pictures in order; they come one after the other."""
    whole: set[int] = field(default_factory=set)
    """Of which clips every picture is there."""


def default_detector() -> FaceDetector:
    """Open what finds faces."""
    return open_detector(DEFAULT_DETECTOR)


class MomentSeer:
    """Prepares what is wished for, the first wish first; new wishes replace the old ones.

    `report` is called, in a thread of its own, when something has become ready.
    """

    def __init__(
        self,
        report: Callable[[], None],
        *,
        detector: Callable[[], FaceDetector] = default_detector,
    ) -> None:
        self._report, self._open_detector = report, detector
        self._changed = threading.Condition()
        self._wishes: tuple[Wish, ...] = ()
        self._sights: dict[tuple[int, str, int, int], Sight] = {}
        self._takes = OpenTakes(_OPEN)
        self._held = ExitStack()
        self._finder: FaceFinder | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, daemon=True, name="takewise-seer")
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(timeout=2)

    def wish(self, wishes: tuple[Wish, ...]) -> None:
        """Ask for moments; what is ready stays ready."""
        with self._changed:
            self._wishes = wishes
            self._changed.notify()

    def sight(self, wish: Wish) -> Sight:
        """Return what is ready of a moment."""
        return self._sights.get(wish.key) or Sight()

    @property
    def busy(self) -> bool:
        """Whether something is still to come."""
        return any(not self._is_done(wish) for wish in self._wishes)

    def _is_done(self, wish: Wish) -> bool:
        sight = self._sights.get(wish.key)
        if sight is None:
            return False
        if sight.trouble:
            return True
        times = wish.times or 1
        still = wish.times is None or wish.times in sight.magnified
        return still and (wish.clip is None or times in sight.whole)

    def _run(self) -> None:
        while True:
            with self._changed:
                wish = self._next()
                while wish is None and not self._closed:
                    self._changed.wait()
                    wish = self._next()
                if self._closed or wish is None:
                    break
            try:
                self._prepare(wish)
            except TakewiseError as error:
                self._sights[wish.key] = Sight(trouble=error.without_place)
            self._report()
        self._takes.close()
        self._held.close()

    def _next(self) -> Wish | None:
        return next((wish for wish in self._wishes if not self._is_done(wish)), None)

    def _prepare(self, wish: Wish) -> None:
        """Do the next step of a wish, so that a newer one need not wait for all of it."""
        sight = self._sights.pop(wish.key, None) or self._look(wish)
        self._sights[wish.key] = sight
        while len(self._sights) > _KEPT:
            self._sights.pop(next(iter(self._sights)))
        if sight.seen is None or self._is_done(wish):
            return
        if wish.times is not None and wish.times not in sight.magnified:
            sight.magnified[wish.times] = sight.seen.magnified(wish.times)
        elif wish.clip is not None:
            self._play(wish, wish.clip, sight, sight.seen)

    def _look(self, wish: Wish) -> Sight:
        moment, info = wish.moment, wish.info
        frames = (moment.span.start, moment.apex)
        found = dict(pictures_of(self._take(wish), frames, info.width, info.height))
        if len(found) < len(set(frames)):
            return Sight(trouble="its pictures do not decode")
        places = wish.face(frames[0]), wish.face(frames[1])
        seen = see_moment(found[frames[0]], found[frames[1]], self._find(), places)
        if seen is None:
            return Sight(trouble="the face cannot be found in these pictures")
        changed = picture_difference(seen.onset, seen.apex)
        return Sight(seen=seen, outline=seen.outline, difference=changed)

    def _play(self, wish: Wish, clip: FrameRange, sight: Sight, seen: SeenMoment) -> None:
        """Prepare a clip, as long as it is what is wished for."""
        times = wish.times or 1
        ready = sight.clips[times] = []
        for each in seen_clip(seen.onset, self._faces(wish, clip), wish.moment.span, times):
            if self._closed or all(other.key != wish.key for other in self._wishes):
                del sight.clips[times]
                return
            ready.append(each)
            # Those that are there are played meanwhile.
            if len(ready) % _AT_ONCE == 0:
                self._report()
        sight.whole.add(times)
        others = [other for other in self._sights.values() if other is not sight and other.whole]
        for other in others[: max(0, len(others) + 1 - _CLIPS)]:
            other.clips.clear()
            other.whole.clear()

    def _faces(
        self, wish: Wish, clip: FrameRange
    ) -> Iterator[tuple[int, Picture, FacePoints | None]]:
        size, finder = (wish.info.width, wish.info.height), self._find()
        for stored in self._take(wish).pictures(clip.start):
            if stored.index >= clip.end:
                return
            picture = stored.develop(*size)
            after = 10.0 if stored.index == clip.start else float(1 / wish.info.rate)
            face = finder.find(picture, wish.face(stored.index), after=after)
            yield stored.index, picture, face

    def _take(self, wish: Wish) -> SeekableTake:
        return self._takes.at(wish.place, wish.info)

    def _find(self) -> FaceFinder:
        if self._finder is None:
            self._finder = FaceFinder(self._held.enter_context(self._open_detector()))
        return self._finder
