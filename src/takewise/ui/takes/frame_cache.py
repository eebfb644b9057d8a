"""A take's pictures on their way to the screen: decoded ahead, in a thread of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

from takewise.clock import FrameRange
from takewise.errors import TakewiseError
from takewise.media import SeekableTake, StoredPicture
from takewise.model import MediaInfo, Picture
from takewise.ui.takes.reading_ahead import WantedFrame, begin_at, given_up, leads_to

# Pictures between a key picture and the one that is wanted from which on the key picture
# is shown meanwhile, under its own timecode: these take a tenth of a second and more.
_FAR = 24


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Held:
    """A picture that is ready to be shown."""

    frame: int
    """Its number, counted from the file's first."""
    picture: Picture
    """uint8 (height, width, 3), RGB."""


class Feed:
    """Keeps a bounded number of pictures around the clock ready.

    `ticks` are the presentation times that an analysis found; None before it. `arrived` is called
    in the feed's own thread when a missing picture has been decoded.
    """

    def __init__(
        self,
        info: MediaInfo,
        frames: FrameRange,
        ticks: Sequence[int] | None,
        arrived: Callable[[], None],
    ) -> None:
        self._info, self._frames, self._ticks = info, frames, ticks
        self._arrived = arrived
        self._changed = threading.Condition()
        self._wanted: WantedFrame | None = None
        self._held: dict[int, Held] = {}
        self._holes: set[int] = set()
        self._given_up: range = range(0)
        self._late = 0
        self._closed = False
        self.error: TakewiseError | None = None
        """Why there are no pictures; None while there are."""
        self._thread = threading.Thread(target=self._run, daemon=True, name="takewise-feed")
        self._thread.start()

    def close(self) -> None:
        """End the thread and release the pictures."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(timeout=2)

    def want(self, wanted: WantedFrame) -> None:
        """Set what is to be shown now and next."""
        with self._changed:
            before = self._wanted
            if wanted == before:
                return
            if not wanted.leap or (before and wanted.frame < before.frame):
                self._given_up, self._late = range(0), 0
            self._wanted = wanted
            self._changed.notify()

    def nearest(self, frame: int) -> Held | None:
        """Return the nearest picture, those before it first; None while none is ready."""
        held = self._held
        exact = held.get(frame)
        if exact is not None:
            return exact
        with self._changed:
            numbers = list(held)
            before = [number for number in numbers if number < frame]
            near = max(before) if before else min(numbers, default=None)
            return None if near is None else held[near]

    def holds(self, frame: int) -> bool:
        """Return whether a picture is there; one that cannot be decoded counts as there."""
        return frame in self._held or frame in self._holes

    @property
    def held(self) -> int:
        """How many pictures are held."""
        return len(self._held)

    def _run(self) -> None:
        try:
            take = SeekableTake(self._info, self._ticks)
        except TakewiseError as error:
            self.error = error
            self._arrived()
            return
        try:
            self._read(take)
        finally:
            take.close()

    def _read(self, take: SeekableTake) -> None:
        head = _Head(take)
        while (found := self._next_missing(take.key_before)) is not None:
            missing, wanted = found
            window = set(wanted.frames(self._frames))
            far = head.turn_to(missing, wanted, self._held, window)
            negative = head.read()
            if far and negative is not None and negative.index < missing:
                self._glimpse(negative, wanted)
            if negative is None or negative.index > missing:
                # It does not decode: the one before it is shown instead.
                self._holes.add(missing)
            if negative is not None and negative.index in window:
                self._hold(negative, wanted, window)

    def _next_missing(self, key_before: Callable[[int], int]) -> tuple[int, WantedFrame] | None:
        """Wait until a picture is missing; None when the feed is closed."""
        with self._changed:
            while not self._closed:
                wanted = self._wanted
                if wanted is not None:
                    due = wanted.frame
                    if wanted.leap and not (self._is_settled(due) or self._fits(due, wanted)):
                        self._given_up = given_up(wanted, self._late, key_before)
                        self._late += 1
                    for frame in wanted.to_read(self._frames):
                        if not (self._is_settled(frame) or self._fits(frame, wanted)):
                            return frame, wanted
                self._changed.wait()
        return None

    def _is_settled(self, frame: int) -> bool:
        return frame in self._holes or frame in self._given_up

    def _fits(self, frame: int, wanted: WantedFrame) -> bool:
        held = self._held.get(frame)
        return held is not None and held.picture.shape[1::-1] == wanted.size

    def _glimpse(self, negative: StoredPicture, wanted: WantedFrame) -> None:
        """Hold a picture while the wanted one is being decoded."""
        picture = negative.develop(*wanted.size)
        with self._changed:
            self._held[negative.index] = Held(frame=negative.index, picture=picture)
        self._arrived()

    def _hold(self, negative: StoredPicture, wanted: WantedFrame, window: set[int]) -> None:
        picture = negative.develop(*wanted.size)
        with self._changed:
            self._held[negative.index] = Held(frame=negative.index, picture=picture)
            for frame in [each for each in self._held if each not in window]:
                del self._held[frame]
            due = self._wanted.frame if self._wanted is not None else -1
            awaited = negative.index == due
            if negative.index > due:
                self._late = 0
        if awaited:
            self._arrived()


class _Head:
    """Reads a take's pictures one after the other, and seeks if that is shorter."""

    def __init__(self, take: SeekableTake) -> None:
        self._take = take
        self._pictures: Iterator[StoredPicture] = iter(())
        self._next: int | None = None

    def turn_to(
        self, missing: int, wanted: WantedFrame, holding: Container[int], window: Container[int]
    ) -> bool:
        """Prepare to read a picture, or those that lead up to it and are worth having.

        Return whether a key picture far before it is read first, to be shown meanwhile.
        """
        key_before, going = self._take.key_before, self._next
        if going is not None and leads_to(going, missing, key_before):
            soonest = missing if wanted.leap else begin_at(missing, holding, going, window)
            self._take.pass_over(soonest)
            return False
        key = key_before(missing)
        # While a picture is waited for, only it counts; else what must be decoded is kept too.
        urgent = wanted.leap or (missing == wanted.frame and wanted.direction > 0)
        begin = missing if urgent else begin_at(missing, holding, key, window)
        far = not wanted.leap and missing == wanted.frame and begin - key > _FAR
        self._pictures = self._take.pictures(key if far else begin)
        return far

    def read(self) -> StoredPicture | None:
        """Return the next picture; None at the end of the take."""
        negative = next(self._pictures, None)
        self._next = None if negative is None else negative.index + 1
        return negative
