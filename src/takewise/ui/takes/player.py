"""The takes' feeds, kept in step with what is shown; it knows no window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from takewise.clock import FrameRange
from takewise.ui.takes.drop_counter import Punctuality
from takewise.ui.takes.frame_cache import Feed, Held
from takewise.ui.takes.moment_list import Row
from takewise.ui.takes.reading_ahead import WantedFrame
from takewise.ui.takes.state import ReviewState, ShownTake
from takewise.ui.takes.transport import span

# Seconds skipped at once if a decoder cannot keep up: four late pictures in a row
# look worse than four left out and the next twenty in time.
_LEAP = Fraction(4, 25)

# Moments on either side of the clock whose pictures are kept ready.
_PINNED = 3


class Playing:
    """Asks each shown take's feed for the pictures of the clock, and counts late ones.

    `arrived` is called, in another thread, when a missing picture has been decoded.
    """

    def __init__(self, arrived: Callable[[], None]) -> None:
        self._arrived = arrived
        self._feeds: dict[int, Feed] = {}
        self.punctuality = Punctuality()
        """How many pictures came late since playing began."""

    def close(self) -> None:
        """End every feed."""
        for feed in self._feeds.values():
            feed.close()
        self._feeds.clear()

    def held(self, place: int, frame: int) -> Held | None:
        """Return the nearest picture that a take has ready; None while it has none."""
        feed = self._feeds.get(place)
        return feed.nearest(frame) if feed else None

    def trouble(self, place: int) -> str:
        """Return why a take has no pictures; empty while nothing is wrong."""
        feed = self._feeds.get(place)
        return feed.error.without_place if feed and feed.error else ""

    def follow(
        self, state: ReviewState, rows: Sequence[Row], size_of: Callable[[int], tuple[int, int]]
    ) -> None:
        """Ask for the pictures that a state shows, and for those that it may show next.

        `rows` are the moments that keys can jump to; `size_of` returns the wanted width and
        height of a take's pictures.
        """
        for place in [each for each in self._feeds if each not in state.shown]:
            self._feeds.pop(place).close()
        for place in state.shown:
            take = state.takes[place]
            size = size_of(place)
            if min(size) < 2:
                continue
            feed = self._feeds.get(place)
            if feed is None:
                times = take.times
                feed = Feed(take.info, times.frames, times.ticks, self._arrived)
                self._feeds[place] = feed
            feed.want(
                WantedFrame(
                    frame=take.frame_at(state.at),
                    direction=-1 if state.shuttle < 0 else 1,
                    size=size,
                    pins=() if state.shuttle else _pins(state, place, rows),
                    leap=_leap(state, take),
                    loop=_loop(state, take),
                )
            )

    def reopen(self, place: int) -> None:
        """Close a take's feed, as its times are now known exactly."""
        feed = self._feeds.pop(place, None)
        if feed:
            feed.close()

    def note(self, state: ReviewState) -> None:
        """Count what is there and what is late, while it plays."""
        for place in state.shown:
            take, feed = state.takes[place], self._feeds.get(place)
            if feed and take.plays_at(state.at):
                frame = take.frame_at(state.at)
                every = abs(state.speed) <= 1
                self.punctuality.see(place, frame, there=feed.holds(frame), every=every)


def _pins(state: ReviewState, place: int, rows: Sequence[Row]) -> tuple[int, ...]:
    """Return the apexes next to the clock, and what else a key may jump to."""
    take = state.takes[place]
    later = sorted(row.at for row in rows if row.at > state.at)[:_PINNED]
    earlier = sorted((row.at for row in rows if row.at < state.at), reverse=True)[:_PINNED]
    marks = [at for at in (state.mark_in, state.reach[0]) if at is not None]
    # In two passes of the decoder; going to and fro would begin at a key picture each time.
    return tuple(dict.fromkeys(take.frame_at(at) for at in (*later, *sorted((*earlier, *marks)))))


def _leap(state: ReviewState, take: ShownTake) -> int:
    """Return how many pictures to skip if one comes late; 0 while the clock waits."""
    return max(1, round(_LEAP * take.times.rate * state.speed)) if state.shuttle > 0 else 0


def _loop(state: ReviewState, take: ShownTake) -> FrameRange | None:
    """Return the pictures that a loop plays; None where nothing loops."""
    if not (state.loop and state.shuttle > 0):
        return None
    begin, finish = span(state)
    last = take.frame_at(finish)
    end = last + (take.common(last) < finish)
    start = take.frame_at(begin)
    return FrameRange(start, end) if start < end else None
