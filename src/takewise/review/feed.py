"""A take's pictures on their way to the screen: decoded ahead, in a thread of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from takewise.clock import FrameRange
from takewise.errors import TakewiseError
from takewise.media import Negative, SeekableTake
from takewise.model import MediaInfo, Picture
from takewise.review.reading_ahead import Wanted, begin_at, leads_to

_FAR = 24
# Pictures between a key picture and the one that is wanted from which on the key picture
# is shown meanwhile, under its own timecode: these take a tenth of a second and more.


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Held:
    """A picture that is ready to be shown."""

    frame: int
    """Its number, counted from the file's first."""
    picture: Picture
    """uint8 (height, width, 3), RGB."""


class Feed:
    """Keeps the pictures around the clock at hand; never more than a bounded number.

    Parameters
    ----------
    info
        The take.
    frames
        The pictures that it has.
    ticks
        When each picture is shown where an analysis has found it, ticks; else None.
    arrived
        Called in the feed's own thread when a picture is there that was missing.
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
        self._wanted: Wanted | None = None
        self._held: dict[int, Held] = {}
        self._holes: set[int] = set()
        self._closed = False
        self.error: TakewiseError | None = None
        """Why there are no pictures; None while there are."""
        self._thread = threading.Thread(target=self._run, daemon=True, name="takewise-feed")
        self._thread.start()

    def close(self) -> None:
        """End the thread and let go of the pictures."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(timeout=2)

    def want(self, wanted: Wanted) -> None:
        """Say what is to be shown now, and how it goes on."""
        with self._changed:
            if wanted != self._wanted:
                self._wanted = wanted
                self._changed.notify()

    def nearest(self, frame: int) -> Held | None:
        """Return a picture, or the nearest before it that is there.

        Parameters
        ----------
        frame
            Its number.

        Returns
        -------
        Held | None
            One after it if there is none before it; None while there is none at all.
        """
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
        """Tell whether a picture is there; one that cannot be decoded counts as there."""
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
        pictures: Iterator[Negative] = iter(())
        reader: int | None = None
        far = False
        while True:
            found = self._next_missing()
            if found is None:
                return
            missing, wanted, window = found
            if not leads_to(reader, missing, take.key_before):
                key = take.key_before(missing)
                # What is waited for comes first; what must be decoded anyway is kept otherwise.
                urgent = missing == wanted.frame and wanted.direction > 0
                reader = missing if urgent else begin_at(missing, self._held, key, window)
                far = missing == wanted.frame and reader - key > _FAR
                reader = key if far else reader
                pictures = take.pictures(reader)
            negative = next(pictures, None)
            if far and negative is not None and negative.index < missing:
                self._glimpse(negative, wanted)
            far = False
            if negative is None or negative.index > missing:
                # It does not decode: what is shown in its place is the one before it.
                self._holes.add(missing)
            if negative is None:
                reader = None
                continue
            reader = negative.index + 1
            if negative.index in window:
                self._hold(negative, wanted, window)

    def _next_missing(self) -> tuple[int, Wanted, set[int]] | None:
        """Wait until a picture is missing; None when all is over."""
        with self._changed:
            while not self._closed:
                wanted = self._wanted
                if wanted is not None:
                    window = wanted.frames(self._frames)
                    for frame in window:
                        if frame not in self._holes and not self._fits(frame, wanted):
                            return frame, wanted, set(window)
                self._changed.wait()
        return None

    def _fits(self, frame: int, wanted: Wanted) -> bool:
        held = self._held.get(frame)
        return held is not None and held.picture.shape[1::-1] == wanted.size

    def _glimpse(self, negative: Negative, wanted: Wanted) -> None:
        """Hold a picture for as long as the one that is wanted is being decoded."""
        picture = negative.develop(*wanted.size)
        with self._changed:
            self._held[negative.index] = Held(frame=negative.index, picture=picture)
        self._arrived()

    def _hold(self, negative: Negative, wanted: Wanted, window: set[int]) -> None:
        picture = negative.develop(*wanted.size)
        with self._changed:
            self._held[negative.index] = Held(frame=negative.index, picture=picture)
            for frame in [each for each in self._held if each not in window]:
                del self._held[frame]
            awaited = self._wanted is not None and negative.index == self._wanted.frame
        if awaited:
            self._arrived()
